// caseclock schedule WORKFLOW — on which days cases will open by themselves.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calendar_when.hpp"
#include "caseclock/base/printable.hpp"
#include "caseclock/program/load.hpp"
#include "caseclock/report/detail/json_object.hpp"
#include "caseclock/report/record_text.hpp"
#include "caseclock/runtime/schedules.hpp"
#include "caseclock/time/iso8601.hpp"
#include "commands.hpp"
#include "findings.hpp"

namespace caseclock::cli {
namespace {

constexpr std::int64_t most_listed = 100'000;

struct schedule_options {
  std::string path{};
  std::string from{};
  std::string to{};
  std::int64_t count = 12;
  bool json = false;
};

/// One case that will open.
struct coming {
  const program* of = nullptr;
  std::size_t schedule = 0;
  occurrence when{};
};

/// An instant as `read_when` takes it; of a date alone with `end`, the end of that day.
std::optional<instant> read_bound(const char* option, const std::string& text, const zone& where,
                                  bool end) {
  if (const auto date = parse_date(text); end && date)
    return where.to_instant(local_instant{*date + std::chrono::days{1}});
  const auto parsed = read_when(text, where);
  if (parsed)
    return *parsed;
  std::fprintf(stderr, "caseclock schedule: %s: %s\n", option,
               printable(parsed.error().message).c_str());
  return std::nullopt;
}

/// The first `most` of all schedules, in order of time.
std::vector<coming> upcoming(const workflow_set& loaded, instant from, instant to,
                             std::size_t most) {
  std::vector<coming> all;
  for (const auto& each : loaded.programs) {
    for (std::size_t i = 0; i < each->schedules.size(); ++i) {
      auto next = next_of_schedule(*each, i, from - duration{1});
      for (std::size_t found = 0; next && next->at < to && found < most; ++found) {
        all.push_back({each.get(), i, *next});
        next = next_of_schedule(*each, i, next->at);
      }
    }
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const coming& a, const coming& b) { return a.when.at < b.when.at; });
  all.resize(std::min(all.size(), most));
  return all;
}

void print_one(const coming& each, const schedule_options& options) {
  const program_schedule& held = each.of->schedules[each.schedule];
  const zone& where = held.calendar.valid() ? each.of->calendars[held.calendar.index()]->time_zone()
                                            : zone_of(*each.of);
  const auto wanted = case_of_schedule(*each.of, each.schedule, each.when);
  const std::string key = wanted ? wanted->key : "?";
  if (options.json) {
    detail::json_object out{where};
    out.text("workflow", each.of->name).time("at", each.when.at).text("case", key);
    out.text("period", each.when.label);
    std::puts(out.close().c_str());
    return;
  }
  const std::string line = format_for_people(each.when.at, where) + "  " + printable(key);
  std::puts(line.c_str());
}

int schedule(const schedule_options& options) {
  source_map sources;
  const auto loaded = load_programs({options.path}, sources, {});
  if (!loaded.ok()) {
    print(loaded.diagnostics, sources);
    return exit_code(loaded.diagnostics);
  }
  const bool any = std::any_of(loaded.value->programs.begin(), loaded.value->programs.end(),
                               [](const auto& each) { return !each->schedules.empty(); });
  if (!any) {
    std::fprintf(stderr, "caseclock: %s holds no workflow with a schedule\n", options.path.c_str());
    return has_findings;
  }
  const zone& where = zone_of(*loaded.value->programs.front());
  const auto now = std::chrono::floor<duration>(std::chrono::system_clock::now());
  const auto from = options.from.empty() ? std::optional<instant>{now}
                                         : read_bound("--from", options.from, where, false);
  const auto to = options.to.empty() ? std::optional<instant>{latest_instant}
                                     : read_bound("--to", options.to, where, true);
  if (!from || !to)
    return cannot_do;
  const auto most = static_cast<std::size_t>(options.count);
  for (const coming& each : upcoming(*loaded.value, *from, *to, most))
    print_one(each, options);
  return all_is_well;
}

} // namespace

void add_schedule(CLI::App& app, int& status) {
  auto options = std::make_shared<schedule_options>();
  CLI::App* command = app.add_subcommand("schedule", "List the cases that will open by themselves");
  command->add_option("workflow", options->path, "The workflow's file, or a folder")->required();
  command->add_option("--from", options->from,
                      "From this instant, or the beginning of this date, on (default: now)");
  command->add_option("--to", options->to, "Up to this date, included, or before this instant");
  command->add_option("--count", options->count, "At most so many (default: 12)")
      ->check(CLI::Range(std::int64_t{1}, most_listed, "1 to 100000"));
  command->add_flag("--json", options->json, "One JSON object a line");
  command->callback([options, &status] { status = schedule(*options); });
}

} // namespace caseclock::cli
