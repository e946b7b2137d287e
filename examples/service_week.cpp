// A week in the service department of a small CRM, in virtual time.
//
//     service_week [FOLDER] [--lang en|zh] [--seed N]
//
// The host: it links the library, loads the workflows of the folder, opens a case for everything
// that comes in by phone and mail, subscribes, and moves time from one moment at which something
// happens to the next. What the people do (service_week/staff.hpp) they decide when the engine
// offers them a task; no line of the timeline is written anywhere. Change a target in the YAML, and
// other promises break.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/caseclock.hpp"
#include "service_week/arrivals.hpp"
#include "service_week/scoreboard.hpp"
#include "service_week/staff.hpp"
#include "service_week/timeline.hpp"
#include "service_week/words.hpp"

namespace service_week {
namespace {

// Monday to Friday, and a weekend whose Sunday is a make-up working day for the National Day.
constexpr std::string_view week_begins = "2026-09-14T00:00+08:00";
constexpr std::string_view play_ends = "2026-09-20T19:00+08:00";

struct options {
  std::string folder = SERVICE_WEEK_WORKFLOWS;
  std::string language = "en";
  std::uint64_t seed = 29;
};

/// When the office closes next, not before `t`: a turn of its calendar, found minute by minute.
std::optional<instant> next_closing(const calendar& office, instant t) {
  const auto opens = office.next_open(t);
  if (!opens)
    return std::nullopt;
  instant at = *opens;
  while (office.is_open(at))
    at += std::chrono::minutes{1};
  return at;
}

class host {
 public:
  host(const options& chosen, const std::vector<std::shared_ptr<const program>>& programs)
      : office_(nullptr), say_(chosen.language == "zh" ? chinese : english),
        people_(desk_, chosen.seed, chosen.language), board_(desk_), told_(desk_, say_) {
    for (const auto& each : programs) {
      (void)desk_.add(each); // refuses nothing but null
      for (const auto& known : each->calendars)
        office_ = known->name() == "office" ? known : office_;
    }
  }
  [[nodiscard]] const calendar* office() const { return office_.get(); }

  /// The host's loop: whatever comes next, comes next. What people send at one instant comes before
  /// the engine's timers of that instant: who acts at the last moment is in time.
  void play(const std::vector<arrival>& arriving, instant monday, instant end) {
    std::size_t arrived = 0;
    std::optional<instant> closing = next_closing(*office_, monday);
    for (;;) {
      const auto arrives =
          arrived < arriving.size() ? std::optional{arriving[arrived].at} : std::nullopt;
      const auto next = earliest({arrives, people_.next(), desk_.next_deadline(), closing});
      if (!next || *next > end)
        break;
      if (arrives == next)
        open(arriving[arrived++]);
      else if (people_.next() == next)
        people_.act();
      else if (desk_.next_deadline() == next)
        desk_.advance(*next);
      told_.flush();
      if (*next == closing && earliest({people_.next(), desk_.next_deadline()}) != next) {
        told_.office_closes(*office_, *next);
        closing = next_closing(*office_, *next);
      }
    }
    desk_.advance(end);
    told_.flush();
  }

  [[nodiscard]] bool finish(instant end) { return board_.print(end, say_); }

 private:
  static std::optional<instant> earliest(std::initializer_list<std::optional<instant>> moments) {
    std::optional<instant> first;
    for (const auto& each : moments) {
      if (each && (!first || *each < *first))
        first = each;
    }
    return first;
  }

  void open(const arrival& what) {
    if (const auto opened = desk_.open(what.request, what.at); !opened)
      std::printf("%s could not be opened: %s\n", what.request.key.c_str(),
                  opened.error().message.c_str());
  }

  memory_store store_;
  engine desk_{store_};
  std::shared_ptr<const calendar> office_;
  const words& say_;
  staff people_;
  scoreboard board_;
  timeline told_;
};

int play(const options& chosen) {
  source_map sources;
  const auto loaded = load_programs({chosen.folder}, sources, {});
  std::fputs(render(loaded.diagnostics, sources).c_str(), stderr);
  if (!loaded)
    return EXIT_FAILURE;
  std::printf("A week of service, played in virtual time. Seed %llu.\n",
              static_cast<unsigned long long>(chosen.seed));
  for (const auto& each : loaded.value->programs)
    std::printf("  %s, version %lld: %zu states, %zu clocks\n", each->name.c_str(),
                static_cast<long long>(each->version), each->states.size() - 1,
                each->clocks.size());
  std::puts(
      "Signs: + a case, → a task is offered, [a clock], !! a promise at risk or broken, ■ the end");

  host week{chosen, loaded.value->programs};
  if (week.office() == nullptr) {
    std::fputs("service_week: the workflows know no calendar \"office\"\n", stderr);
    return EXIT_FAILURE;
  }
  const instant monday = *parse_instant(week_begins);
  const instant end = *parse_instant(play_ends);
  week.play(arrivals_of_week(monday, *week.office(), chosen.seed, chosen.language), monday, end);
  return week.finish(end) ? EXIT_SUCCESS : EXIT_FAILURE;
}

std::optional<options> parsed(int count, char** arguments) {
  options chosen;
  for (int i = 1; i < count; ++i) {
    const std::string_view word = arguments[i];
    const bool has_value = i + 1 < count;
    if (word == "--lang" && has_value)
      chosen.language = arguments[++i];
    else if (word == "--seed" && has_value)
      chosen.seed = std::strtoull(arguments[++i], nullptr, 10);
    else if (!word.starts_with("-"))
      chosen.folder = word;
    else
      return std::nullopt;
  }
  return chosen;
}

} // namespace
} // namespace service_week

int main(int count, char** arguments) {
  const auto chosen = service_week::parsed(count, arguments);
  if (chosen)
    return service_week::play(*chosen);
  std::fputs("usage: service_week [FOLDER] [--lang en|zh] [--seed N]\n", stderr);
  return 2;
}
