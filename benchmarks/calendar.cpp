// What working time costs: add, between, is_open, next_open over spans of an hour to ten years,
// with holidays and without, beside a walk from day to day, which is what most libraries do.
//
//     calendar [--json FILE] [--benchmark_filter=REGEX] [--benchmark_repetitions=N]
//              [--benchmark_min_time=S]
//
// Prints the machine, then medians over the repetitions with minimum and maximum. Before anything
// is timed, both ways must agree on every answer.
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

#include "caseclock/calendar/calendar.hpp"
#include "caseclock/calendar/compile.hpp"
#include "caseclock/time/civil.hpp"
#include "caseclock/time/tzdb.hpp"
#include "table.hpp"

namespace {

using namespace caseclock;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::year;

constexpr std::size_t questions = 4096; ///< precomputed, asked round and round

struct named_span {
  const char* name;
  duration length;
};
constexpr std::array<named_span, 5> spans{{{"1 hour", hours{1}},
                                           {"1 day", hours{24}},
                                           {"1 month", days{30}},
                                           {"1 year", days{365}},
                                           {"10 years", days{3653}}}};

/// Monday to Friday with a lunch break.
calendar_definition office(const char* zone_name) {
  calendar_definition made;
  made.name.value = "office";
  made.zone.value = zone_name;
  for (std::size_t day = 0; day < 5; ++day)
    made.weekly[day] = {{9 * 3600, 12 * 3600, {}}, {13 * 3600 + 1800, 18 * 3600, {}}};
  return made;
}

civil_date date_of(int y, unsigned m, unsigned d) {
  return civil_date{year{y} / static_cast<int>(m) / static_cast<int>(d)};
}

/// As many holidays and make-up days as China has in a year, and on the dates of 2026.
void add_holidays(calendar_definition& to, int y) {
  constexpr unsigned ranges[7][4] = {{1, 1, 1, 3},   {2, 15, 2, 23}, {4, 4, 4, 6},  {5, 1, 5, 5},
                                     {6, 19, 6, 21}, {9, 25, 9, 27}, {10, 1, 10, 7}};
  for (const auto& each : ranges)
    to.holidays.push_back(
        {date_range{date_of(y, each[0], each[1]), date_of(y, each[2], each[3])}, "holiday", {}});
  constexpr unsigned extra[6][2] = {{1, 4}, {2, 14}, {2, 28}, {5, 9}, {9, 20}, {10, 10}};
  for (const auto& each : extra)
    to.extra_days.push_back({date_of(y, each[0], each[1]), to.weekly[0], {}, "make-up day"});
}

/// The other way: from day to day, with a hash table of the dates that differ. Knows no daylight
/// saving; that makes it faster than what it stands for.
class day_walk {
 public:
  struct window {
    std::int64_t open;
    std::int64_t close;
  };
  static constexpr std::int64_t day_ms = 86'400'000;

  day_walk(const calendar_definition& of, duration offset) : offset_(offset.count()) {
    for (std::size_t day = 0; day < 7; ++day)
      week_[day] = windows_of(of.weekly[day]);
    for (const holiday_rule& rule : of.holidays) {
      const auto* range = std::get_if<date_range>(&rule.when);
      for (civil_date date = range->from; date <= range->to; date += days{1})
        dates_[date.time_since_epoch().count()] = {};
    }
    for (const dated_windows& each : of.extra_days)
      dates_[each.date.time_since_epoch().count()] = windows_of(each.windows);
  }

  [[nodiscard]] std::int64_t between(std::int64_t from, std::int64_t to) const {
    from += offset_;
    to += offset_;
    std::int64_t open = 0;
    for (std::int64_t day = from / day_ms; day * day_ms < to; ++day) {
      for (const window& each : on(day)) {
        const std::int64_t begin = std::max(from, day * day_ms + each.open);
        const std::int64_t end = std::min(to, day * day_ms + each.close);
        open += std::max<std::int64_t>(0, end - begin);
      }
    }
    return open;
  }

  [[nodiscard]] std::int64_t add(std::int64_t from, std::int64_t working) const {
    from += offset_;
    for (std::int64_t day = from / day_ms;; ++day) {
      for (const window& each : on(day)) {
        const std::int64_t begin = std::max(from, day * day_ms + each.open);
        const std::int64_t open = day * day_ms + each.close - begin;
        if (open >= working)
          return begin + working - offset_;
        working -= std::max<std::int64_t>(0, open);
      }
    }
  }

  [[nodiscard]] bool is_open(std::int64_t t) const {
    const std::int64_t time = (t + offset_) % day_ms;
    for (const window& each : on((t + offset_) / day_ms)) {
      if (each.open <= time && time < each.close)
        return true;
    }
    return false;
  }

  [[nodiscard]] std::int64_t next_open(std::int64_t t) const {
    t += offset_;
    for (std::int64_t day = t / day_ms;; ++day) {
      for (const window& each : on(day)) {
        if (t < day * day_ms + each.close)
          return std::max(t, day * day_ms + each.open) - offset_;
      }
    }
  }

 private:
  static std::vector<window> windows_of(const std::vector<local_window>& written) {
    std::vector<window> made;
    for (const local_window& each : written)
      made.push_back({each.open * std::int64_t{1000}, each.close * std::int64_t{1000}});
    return made;
  }
  [[nodiscard]] const std::vector<window>& on(std::int64_t day) const {
    const auto found = dates_.find(day);
    return found != dates_.end() ? found->second : week_[static_cast<std::size_t>((day + 3) % 7)];
  }

  std::int64_t offset_;
  std::array<std::vector<window>, 7> week_;
  std::unordered_map<std::int64_t, std::vector<window>> dates_;
};

/// One column of the tables: who answers, and what.
struct contender {
  std::string name;
  std::shared_ptr<const calendar> hours;
  std::shared_ptr<const day_walk> walk; ///< answers instead, if there is one
};

/// What is asked over one span: starts and ends at random, and the working time between them.
struct question {
  instant from;
  instant to;
  duration working;
};

std::vector<question> questions_of(const calendar& in, duration span) {
  std::mt19937_64 random{20'260'930};
  const instant first{std::chrono::sys_days{year{2026} / 1 / 1}};
  std::uniform_int_distribution<std::int64_t> within_year{0, duration{days{365}}.count() - 1};
  std::vector<question> made;
  while (made.size() < questions) {
    const instant from = first + duration{within_year(random)};
    const instant to = from + span;
    const duration working = *in.between(from, to);
    if (working > duration::zero()) // an amount of nothing is no question
      made.push_back({from, to, working});
  }
  return made;
}

using measured = std::function<void(benchmark::State&)>;

template <class Ask> measured asking(std::shared_ptr<const std::vector<question>> all, Ask ask) {
  return [all = std::move(all), ask](benchmark::State& state) {
    std::size_t next = 0;
    for (auto _ : state) {
      benchmark::DoNotOptimize(ask((*all)[next]));
      next = (next + 1) % questions;
    }
  };
}

void add_benchmarks(const contender& who, const named_span& span) {
  const auto all =
      std::make_shared<const std::vector<question>>(questions_of(*who.hours, span.length));
  const auto add = [&](const char* op, measured run) {
    benchmark::RegisterBenchmark((std::string(op) + "/" + span.name + "/" + who.name).c_str(),
                                 std::move(run));
  };
  if (who.walk != nullptr) {
    const day_walk* walk = who.walk.get();
    add("add", asking(all, [walk](const question& asked) {
          return walk->add(to_ms(asked.from), asked.working.count());
        }));
    add("between", asking(all, [walk](const question& asked) {
          return walk->between(to_ms(asked.from), to_ms(asked.to));
        }));
    add("is_open",
        asking(all, [walk](const question& asked) { return walk->is_open(to_ms(asked.to)); }));
    add("next_open",
        asking(all, [walk](const question& asked) { return walk->next_open(to_ms(asked.to)); }));
    return;
  }
  const calendar* in = who.hours.get();
  add("add",
      asking(all, [in](const question& asked) { return *in->add(asked.from, asked.working); }));
  add("between",
      asking(all, [in](const question& asked) { return *in->between(asked.from, asked.to); }));
  add("is_open", asking(all, [in](const question& asked) { return in->is_open(asked.to); }));
  add("next_open", asking(all, [in](const question& asked) { return *in->next_open(asked.to); }));
}

/// The number of answers on which the two ways differ.
std::size_t disagreements(const calendar& in, const day_walk& walk) {
  std::size_t differ = 0;
  for (const named_span& span : spans) {
    for (const question& each : questions_of(in, span.length)) {
      const std::int64_t from = to_ms(each.from);
      const std::int64_t to = to_ms(each.to);
      const bool same =
          walk.between(from, to) == each.working.count() &&
          walk.add(from, each.working.count()) == to_ms(*in.add(each.from, each.working)) &&
          walk.is_open(to) == in.is_open(each.to) &&
          walk.next_open(to) == to_ms(*in.next_open(each.to));
      differ += same ? 0 : 1;
    }
  }
  return differ;
}

std::shared_ptr<const calendar> compiled(const calendar_definition& definition) {
  const auto in = load_zone(definition.zone.value);
  if (!in)
    return nullptr;
  auto made = compile_calendar(definition, *in);
  return made.ok() ? std::make_shared<const calendar>(std::move(*made.value)) : nullptr;
}

/// What a column must keep to (ns), and what ten years may cost more than a day.
struct budget {
  const char* op;
  double most;
};
constexpr std::array<budget, 3> budgets{{{"add", 60}, {"between", 60}, {"is_open", 25}}};
constexpr double steepest = 3;

/// Gathers the repetitions of each benchmark and prints a table for each operation.
class table_reporter final : public benchmark::BenchmarkReporter {
 public:
  explicit table_reporter(std::vector<std::string> columns) : columns_(std::move(columns)) {}

  bool ReportContext(const Context& context) override {
    where_ = bench::machine(context) + ", tzdata " + tzdb_version();
    std::printf("%s\nCPU time in ns per operation: median [least, most] of the repetitions\n",
                where_.c_str());
    return true;
  }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& each : runs) {
      if (each.run_type == Run::RT_Iteration && !each.error_occurred)
        times_.add(each.run_name.function_name, each.GetAdjustedCPUTime());
    }
  }
  void Finalize() override {
    for (const char* op : {"add", "between", "is_open", "next_open"})
      print(op);
    std::printf("\nslowest of ours, and the most that ten years cost more than a day\n");
    for (const budget& each : budgets)
      judge(each);
  }

  [[nodiscard]] bool write_json(const std::string& path) const {
    return times_.write_json(path, where_);
  }

 private:
  void print(const std::string& op) const {
    std::printf("\n%-10s", op.c_str());
    for (const std::string& each : columns_)
      std::printf("  %21s", each.c_str());
    std::printf("\n");
    for (const named_span& span : spans) {
      std::printf("%-10s", span.name);
      for (const std::string& each : columns_)
        std::printf("  %21s", times_.text(op + "/" + span.name + "/" + each).c_str());
      std::printf("\n");
    }
  }
  void judge(const budget& of) const {
    double worst = 0;
    double steep = 0;
    for (std::size_t i = 0; i + 1 < columns_.size(); ++i) { // the last one is the other way
      const auto took = [&](const char* span) {
        return times_.median(std::string(of.op) + "/" + span + "/" + columns_[i]);
      };
      for (const named_span& span : spans)
        worst = std::max(worst, took(span.name));
      if (took("1 day") > 0)
        steep = std::max(steep, took("10 years") / took("1 day"));
    }
    std::printf("%-10s  %.1f ns (budget %.0f), %.2f times (budget %.0f)%s\n", of.op, worst, of.most,
                steep, steepest, worst <= of.most && steep <= steepest ? "" : "  MISSED");
  }

  std::vector<std::string> columns_;
  std::string where_;
  bench::measurements times_;
};

} // namespace

int main(int count, char** arguments) {
  calendar_definition quiet = office("Asia/Shanghai");
  calendar_definition one_year = quiet;
  add_holidays(one_year, 2026);
  calendar_definition every_year = quiet;
  calendar_definition berlin = office("Europe/Berlin");
  for (int y = 2020; y < 2040; ++y) {
    add_holidays(every_year, y);
    add_holidays(berlin, y);
  }
  const std::vector<contender> all = {
      {"no holidays", compiled(quiet), nullptr},
      {"a year's holidays", compiled(one_year), nullptr},
      {"20 years' holidays", compiled(every_year), nullptr},
      {"the same, Berlin", compiled(berlin), nullptr},
      {"day by day", compiled(every_year), std::make_shared<day_walk>(every_year, hours{8})}};
  std::vector<std::string> columns;
  for (const contender& each : all) {
    if (each.hours == nullptr) {
      std::fputs("a calendar of the benchmark does not compile\n", stderr);
      return 1;
    }
    columns.push_back(each.name);
  }
  if (const std::size_t differ = disagreements(*all.back().hours, *all.back().walk); differ != 0) {
    std::fprintf(stderr, "the two ways differ in %zu answers\n", differ);
    return 1;
  }
  const bench::arguments asked = bench::initialize(
      count, arguments, {"--benchmark_repetitions=5", "--benchmark_min_time=0.05"});
  if (!asked.understood)
    return 2;
  for (const named_span& span : spans) {
    for (const contender& each : all)
      add_benchmarks(each, span);
  }
  table_reporter tables{columns};
  benchmark::RunSpecifiedBenchmarks(&tables);
  return asked.json.empty() || tables.write_json(asked.json) ? 0 : 1;
}
