// The timer wheel beside its peers: arming, moving, cancelling, firing, crowds, memory.
//
//     wheel [--large] [--json FILE] [--benchmark_filter=REGEX] [--benchmark_repetitions=N]
//
// With 100,000 and a million timers, with --large (or CASECLOCK_BENCH_LARGE=1 in the environment)
// also with ten million. Prints the machine, then medians over the repetitions for each contender,
// then our goals with minimum and maximum and the ratio to the best peer. Names are
// workload/timers/contender. All contenders do the same work in virtual time, and say what they
// fired: the program fails if one disagrees with the others. benchmarks/README.md explains the
// workloads.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "table.hpp"
#include "wheel/asio.hpp"
#include "wheel/classic_wheel.hpp"
#include "wheel/d_ary_heap.hpp"
#include "wheel/flat_table.hpp"
#include "wheel/multimap.hpp"
#include "wheel/ours.hpp"
#include "wheel/priority_queue.hpp"
#include "wheel/rbtree.hpp"
#include "wheel/workloads.hpp"
#if defined(CASECLOCK_BENCH_ABSEIL)
#include "wheel/btree_set.hpp"
#endif
#if defined(CASECLOCK_BENCH_LIBEVENT)
#include "wheel/libevent.hpp"
#endif
#if defined(CASECLOCK_BENCH_LIBUV)
#include "wheel/libuv.hpp"
#endif

namespace {

using namespace caseclock::bench;

struct column {
  const char* workload;
  const char* unit;
};
constexpr std::array<column, 16> columns{{{"arm", "ns"},
                                          {"random", "ns"},
                                          {"batched", "ns"},
                                          {"postpone", "ns"},
                                          {"isolated", "ns"},
                                          {"next", "ns"},
                                          {"mix", "ns"},
                                          {"cancel", "ns"},
                                          {"drain", "ns"},
                                          {"life", "ns"},
                                          {"crowd", "ms"},
                                          {"sliced", "us"},
                                          {"wakeups", "/fire"},
                                          {"reload", "ms"},
                                          {"loaded", "bytes"},
                                          {"churned", "bytes"}}};

/// What all contenders must agree on: the firings of a workload, repetition by repetition.
class agreement {
 public:
  /// False if another contender has said something else before.
  bool agrees(const std::string& workload, std::size_t repetition, const firings& said,
              bool ordered) {
    std::vector<firings>& known = said_[workload + (ordered ? "/ordered" : "")];
    if (known.size() == repetition)
      known.push_back(said);
    const firings& first = known[repetition];
    bool same = said.wrong == 0 && said.count == first.count && said.sum == first.sum;
    if (ordered)
      same = same && said.sequence == first.sequence && agrees(workload, repetition, said, false);
    all_ = all_ && same;
    return same;
  }
  [[nodiscard]] bool all() const { return all_; }

 private:
  std::map<std::string, std::vector<firings>> said_;
  bool all_ = true;
};

agreement firings_said;
std::shared_ptr<void> current_session; ///< one at a time is in memory

/// The session of this contender, made when its first workload is run.
template <class C> session<C>& session_of(std::size_t timers) {
  static session<C>* here = nullptr;
  static std::weak_ptr<void> mine;
  if (mine.expired() || here->timers() != timers) {
    current_session.reset();
    auto made = std::make_shared<session<C>>(timers);
    here = made.get();
    mine = current_session = made;
  }
  return *here;
}

std::string name_of(const char* workload, std::size_t timers, const char* contender) {
  return std::string(workload) + "/" + std::to_string(timers) + "/" + contender;
}

/// One repetition is one iteration of Google Benchmark's; it takes `outcome::value` for the time.
void register_one(const std::string& name, bool ordered, std::function<outcome()> run) {
  const std::string workload = name.substr(0, name.rfind('/'));
  auto repetition = std::make_shared<std::size_t>(0);
  const auto body = [=](benchmark::State& state) {
    for (auto _ : state) {
      const outcome found = run();
      state.SetIterationTime(found.value * 1e-9);
      state.counters["fired"] = static_cast<double>(found.fired.count);
      if (!firings_said.agrees(workload, (*repetition)++, found.fired, ordered)) {
        std::fprintf(stderr, "%s fired other timers than the others\n", name.c_str());
        state.SkipWithError("fired other timers than the others");
      }
    }
  };
  benchmark::RegisterBenchmark(name.c_str(), body)->Iterations(1)->UseManualTime();
}

template <class C> void add(std::size_t timers) {
  const auto on = [timers](const char* workload, outcome (*run)(session<C>&)) {
    register_one(name_of(workload, timers, C::name), C::ordered,
                 [=] { return run(session_of<C>(timers)); });
  };
  on("arm", workload::arm<C>);
  on("loaded", workload::bytes_loaded<C>);
  on("random", workload::random<C>);
  if constexpr (moves_batches<C>)
    on("batched", workload::batched<C>);
  on("postpone", workload::postpone<C>);
  on("isolated", workload::isolated<C>);
  if constexpr (knows_next<C>)
    on("next", workload::next<C>);
  if constexpr (fires<C>) {
    on("mix", workload::mix<C>);
    on("churned", workload::bytes_churned<C>);
  }
  on("cancel", workload::cancel<C>);
  if constexpr (fires<C>) {
    on("life", workload::life<C>);
    on("drain", workload::drain<C>);
    on("crowd", workload::crowd<C>);
  }
  // Not all can do these; afterwards their timers are no longer where those of the others are.
  if constexpr (knows_next<C>)
    on("wakeups", workload::wakeups<C>);
  if constexpr (keeps_budget<C>)
    on("sliced", workload::sliced<C>);
}

constexpr const char* yardstick = "a fenced line";

/// Names of the contenders, ours first, the floor last.
std::vector<std::string> add_all(std::size_t timers) {
  std::vector<std::string> names;
  const auto one = [&]<class C>(std::in_place_type_t<C>) {
    add<C>(timers);
    names.emplace_back(C::name);
  };
  one(std::in_place_type<ours>);
  one(std::in_place_type<classic_wheel>);
  one(std::in_place_type<priority_queue>);
  one(std::in_place_type<multimap>);
  one(std::in_place_type<d_ary_heap>);
  one(std::in_place_type<rbtree>);
  one(std::in_place_type<asio>);
#if defined(CASECLOCK_BENCH_ABSEIL)
  one(std::in_place_type<btree_set>);
#endif
#if defined(CASECLOCK_BENCH_LIBEVENT)
  one(std::in_place_type<libevent>);
#endif
#if defined(CASECLOCK_BENCH_LIBUV)
  one(std::in_place_type<libuv>);
#endif
  one(std::in_place_type<flat_table>);
  register_one(name_of("isolated", timers, yardstick), false,
               [=] { return workload::fenced_lines(timers); });
  names.emplace_back(yardstick);
  return names;
}

/// What our column must keep to: a ratio to the best peer, or a figure.
struct goal {
  const char* workload;
  const char* against; ///< the peers' workload, or the unit of `most`
  double ratio;        ///< at least; 0: `most` counts
  double ratio_large;  ///< from ten million on
  double most;
  bool trees = true; ///< are peers in this; beside wheels and heaps
};
constexpr std::array<goal, 13> goals{{{"mix", "mix", 3, 3, 0},
                                      {"postpone", "postpone", 3, 3, 0},
                                      {"random", "random", 1.3, 1.3, 0},
                                      {"batched", "random", 1.8, 1.8, 0},
                                      {"life", "life", 1.3, 2, 0},
                                      {"crowd", "crowd", 8, 8, 0, false},
                                      {"sliced", "us", 0, 0, 150},
                                      {"isolated", "of a fenced line", 0, 0, 1.5},
                                      {"loaded", "bytes", 0, 0, 25},
                                      {"churned", "bytes", 0, 0, 33},
                                      {"wakeups", "per fire", 0, 0, 1.01},
                                      {"next", "ns", 0, 0, 10},
                                      {"reload", "ms", 0, 0, 300}}};

class table_reporter final : public benchmark::BenchmarkReporter {
 public:
  table_reporter(std::vector<std::size_t> sizes, std::vector<std::string> contenders)
      : sizes_(std::move(sizes)), contenders_(std::move(contenders)) {}

  bool ReportContext(const Context& context) override {
    where_ = machine(context);
    std::printf("%s\n", where_.c_str());
    std::fflush(stdout);
    return true;
  }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& each : runs) {
      if (each.run_type != Run::RT_Iteration || each.error_occurred)
        continue;
      const std::string& name = each.run_name.function_name;
      const double value = each.GetAdjustedRealTime();
      found_.add(name, value);
      if (name.rfind("arm/", 0) == 0) {
        const std::string rest = name.substr(4);
        found_.add("reload/" + rest, value * std::atof(rest.c_str()) / 1e6);
      }
    }
    std::fputc('.', stderr); // all of it takes a while
  }
  void Finalize() override {
    std::fputc('\n', stderr);
    for (const std::size_t timers : sizes_)
      print(timers);
  }
  [[nodiscard]] bool write_json(const std::string& path) const {
    return found_.write_json(path, where_);
  }

 private:
  void print(std::size_t timers) const {
    std::printf("\n%zu timers: medians; ns per operation if nothing else is said\n%-24s", timers,
                "");
    for (const column& each : columns)
      std::printf(" %8s", each.workload);
    std::printf("\n%-24s", "");
    for (const column& each : columns)
      std::printf(" %8s", each.unit);
    std::printf("\n");
    for (const std::string& who : contenders_) {
      std::printf("%-24s", who.c_str());
      for (const column& each : columns)
        std::printf(" %8s", short_text(name_of(each.workload, timers, who.c_str())).c_str());
      std::printf("\n");
    }
    std::printf("\ngoals: median [least, most], the best peer, and the ratio\n");
    for (const goal& each : goals)
      judge(each, timers);
  }
  [[nodiscard]] std::string short_text(const std::string& name) const {
    const samples* of = found_.find(name);
    if (of == nullptr)
      return "-";
    char text[32];
    const double value = of->median();
    std::snprintf(text, sizeof text, "%.*f", value < 10 ? 2 : value < 100 ? 1 : 0, value);
    return text;
  }
  void judge(const goal& of, std::size_t timers) const {
    const samples* mine = found_.find(name_of(of.workload, timers, ours::name));
    if (mine == nullptr)
      return;
    std::printf("%-10s %-28s", of.workload, text_of(*mine).c_str());
    if (of.ratio > 0) {
      const auto [who, best] = best_peer(of, timers);
      const double ratio = best == nullptr ? 0 : best->median() / mine->median();
      const double least = timers < 10'000'000 ? of.ratio : of.ratio_large;
      std::printf(" %-24s %-28s %6.2f times (goal %.1f)%s\n", who.c_str(),
                  best == nullptr ? "-" : text_of(*best).c_str(), ratio, least,
                  verdict(ratio >= least, timers));
      return;
    }
    double value = mine->median();
    if (std::string(of.workload) == "isolated")
      value /= std::max(found_.median(name_of("isolated", timers, yardstick)), 1e-9);
    std::printf(" %.2f %s (goal %g)%s\n", value, of.against, of.most,
                verdict(value <= of.most, timers));
  }
  /// The goals are for many timers.
  static const char* verdict(bool kept, std::size_t timers) {
    return kept ? "" : timers < 1'000'000 ? "  (a goal from a million on)" : "  MISSED";
  }
  /// Neither ours nor the floor and the yardstick, which are the last two.
  [[nodiscard]] std::pair<std::string, const samples*> best_peer(const goal& in,
                                                                 std::size_t timers) const {
    std::pair<std::string, const samples*> best{"-", nullptr};
    for (std::size_t i = 1; i + 2 < contenders_.size(); ++i) {
      const std::string& who = contenders_[i];
      const bool tree = who == multimap::name || who == rbtree::name || who == "absl::btree_set";
      const samples* of = found_.find(name_of(in.against, timers, who.c_str()));
      if (of != nullptr && (in.trees || !tree) &&
          (best.second == nullptr || of->median() < best.second->median()))
        best = {who, of};
    }
    return best;
  }

  std::vector<std::size_t> sizes_;
  std::vector<std::string> contenders_;
  std::string where_;
  measurements found_;
};

} // namespace

int main(int count, char** given) {
  const arguments asked = initialize(count, given, {"--benchmark_repetitions=5"});
  if (!asked.understood)
    return 2;
  const char* large = std::getenv("CASECLOCK_BENCH_LARGE");
  std::vector<std::size_t> sizes{100'000, 1'000'000};
  if (asked.large || (large != nullptr && *large != '\0'))
    sizes.push_back(10'000'000);
  if (asked.smoke)
    sizes = {2'000};
  std::vector<std::string> contenders;
  for (const std::size_t timers : sizes)
    contenders = add_all(timers);
  table_reporter tables{sizes, contenders};
  benchmark::RunSpecifiedBenchmarks(&tables);
  current_session.reset();
  if (!asked.json.empty() && !tables.write_json(asked.json)) {
    std::fprintf(stderr, "%s cannot be written\n", asked.json.c_str());
    return 1;
  }
  return firings_said.all() ? 0 : 1;
}
