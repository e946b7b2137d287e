// caseclock explain WORKFLOW --clock C — why a clock is due when it is.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar_when.hpp"
#include "caseclock/base/printable.hpp"
#include "caseclock/base/suggest.hpp"
#include "caseclock/program/zone_of.hpp"
#include "caseclock/report/explain.hpp"
#include "caseclock/value/describe.hpp"
#include "caseclock/value/json.hpp"
#include "commands.hpp"
#include "drive.hpp"

namespace caseclock::cli {
namespace {

struct explain_options {
  std::string workflow{};
  std::string clock{};
  std::string from{}; ///< as if the clock had started then, without any events
  std::string data{};
  std::string events{};
  std::string subject{}; ///< the case
  std::string at{};
  std::string language = "en";
  bool json = false;
};

/// A calendar that ends too soon is the file's fault, everything else the command line's.
int refuse(const error& why) {
  std::fprintf(stderr, "caseclock: %s\n", printable(why.message).c_str());
  return why.code == errc::horizon ? has_findings : cannot_do;
}

result<clock_id> clock_named(const program& of, const std::string& wanted) {
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i < of.clocks.size(); ++i) {
    if (of.clocks[i].name == wanted)
      return clock_id{i};
    known.push_back(of.clocks[i].name);
  }
  const std::string nearest = closest(wanted, known);
  return {errc::invalid_argument,
          "workflow \"" + of.name + "\" has no clock " + quoted(value{wanted}) +
              (nearest.empty() ? "" : " (did you mean \"" + nearest + "\"?)"),
          "--clock"};
}

void print(const explain_options& options, const explanation& why) {
  std::fputs(options.json ? (to_json(why) + "\n").c_str() : to_text(why, options.language).c_str(),
             stdout);
}

/// When the clock would be due if it started at that instant, and why.
int imagine(const explain_options& options, const workflow_set& loaded) {
  const program& of = *loaded.programs.front();
  const auto clock = clock_named(of, options.clock);
  if (!clock)
    return refuse(clock.error());
  const auto from = read_when(options.from, zone_of(of));
  if (!from)
    return refuse(from.error());
  const auto data = parse_json(options.data.empty() ? "{}" : options.data);
  if (!data || data->as_record() == nullptr)
    return refuse(data ? error{errc::parse, "--data must be a JSON object", {}} : data.error());
  const auto imagined = imagine_start(of, *clock, *data->as_record(), *from);
  if (!imagined)
    return refuse(imagined.error());
  print(options, explain(of, *imagined, *clock, *from));
  return all_is_well;
}

/// The case of that key, or the only one that there is.
result<case_id> asked_case(const explain_options& options, const session& driven) {
  if (!options.subject.empty())
    return driven.find(options.subject);
  std::vector<case_id> opened;
  for (std::uint64_t id = 1; id <= driven.served().case_count(); ++id) {
    if (driven.served().look(case_id{id}) != nullptr)
      opened.push_back(case_id{id});
  }
  if (opened.size() == 1)
    return opened.front();
  return {errc::unknown_case,
          opened.empty() ? "the events open no case" : "the events open several cases: --case KEY"};
}

/// The clock of a case that has been driven with events.
int recall(const explain_options& options, const workflow_set& loaded, std::optional<instant> at) {
  session driven{options.workflow, loaded, {.records = false}};
  if (!carry_out_file(driven, options.events, at))
    return cannot_do;
  if (at)
    driven.walk_to(*at);
  const engine& served = driven.served();
  const auto found = asked_case(options, driven);
  if (!found)
    return refuse(found.error());
  const program& of = *served.program_of(*found);
  const auto clock = clock_named(of, options.clock);
  if (!clock)
    return refuse(clock.error());
  const instant asked = at.value_or(driven.now());
  print(options, explain(of, *served.look(*found), *clock, asked));
  return driven.complaints() == 0 ? all_is_well : has_findings;
}

int explain_clock(const explain_options& options) {
  if (options.from.empty() && options.events.empty()) {
    std::fputs("caseclock: explain needs --from T or --events FILE\n", stderr);
    return cannot_do;
  }
  source_map sources;
  int status = all_is_well;
  const auto loaded = load_to_drive(options.workflow, options.language, sources, status);
  if (!loaded)
    return status;
  if (!options.from.empty())
    return imagine(options, *loaded);
  std::optional<instant> at;
  if (!options.at.empty()) {
    const auto given = read_when(options.at, zone_of(*loaded->programs.front()));
    if (!given)
      return refuse({errc::parse, "--at: " + given.error().message, {}});
    at = *given;
  }
  return recall(options, *loaded, at);
}

} // namespace

void add_explain(CLI::App& app, int& status) {
  auto options = std::make_shared<explain_options>();
  CLI::App* command = app.add_subcommand("explain", "Why a clock is due when it is");
  command->add_option("workflow", options->workflow, "The workflow's file")->required();
  command->add_option("--clock", options->clock, "The clock")->required();
  CLI::Option* from = command->add_option("--from", options->from,
                                          "As if the clock started then: 2026-09-30T17:40 on the "
                                          "workflow's wall clock, or with an offset");
  command->add_option("--data", options->data, "The case's data, a JSON object")->needs(from);
  CLI::Option* events =
      command->add_option("--events", options->events, "JSON lines as run takes them; - for input")
          ->excludes(from);
  command->add_option("--case", options->subject, "Which case of the events")->needs(events);
  command->add_option("--at", options->at, "As of this instant")->needs(events);
  command->add_flag("--json", options->json, "One JSON object");
  command->add_option("--lang", options->language, "en (default) or zh");
  command->callback([options, &status] { status = explain_clock(*options); });
}

} // namespace caseclock::cli
