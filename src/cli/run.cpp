// caseclock run WORKFLOW --events FILE.jsonl — drives cases in virtual time and prints what
// happens.
#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include "calendar_when.hpp"
#include "caseclock/base/printable.hpp"
#include "caseclock/program/zone_of.hpp"
#include "caseclock/time/iso8601.hpp"
#include "commands.hpp"
#include "drive.hpp"

namespace caseclock::cli {
namespace {

struct run_options {
  std::string workflow{};
  std::string events{};
  std::string until{};
  std::string final_at{};
  session_output output{};
};

constexpr const char* sample_lines =
    R"(Each line is one of
  {"at": "2026-03-06T16:00+08:00", "open": "R-1", "workflow": "repair", "data": {…}}
  {"at": …, "case": "R-1", "send": EVENT, "as": {"role": "agent", "name": "li"}, "with": {…}}
  {"at": …, "case": "R-1", "task": 1, "do": "claim", "as": {…}}   or the task's state for its number;
                                      also "delegate" with "to": NAME, and "return"
  {"at": …, "case": "R-1", "query": "clocks"}   or states, tasks, events, data, status, children
  {"at": …, "query": "work", "as": {"role": "agent", "name": "li"}}   one's work over all cases; or tasks
  {"at": …, "case": "R-1", "set": {…}, "as": {…}}           data that changed by itself
  {"at": …, "case": "R-1", "retry": true, "as": {…}}        an incident: tried again, or "skip" gives it up
  {"at": …, "case": "R-1", "cancel": "withdrawn", "as": {…}}   the case ends before its time
  {"at": …, "recalendar": FILE or {…}, "case": "R-1", "preview": true}   without "case": all
  {"at": …, "down_until": T}          until T nobody looks: what is due meanwhile is told late
  {"at": …, "advance": true}
"workflow" goes without saying where the path names one.)";

/// The instant that an option gives, if it is given; false, with a line on stderr, if it is none.
bool read_option(const char* option, const std::string& text, const zone& where,
                 std::optional<instant>& into) {
  if (text.empty())
    return true;
  const auto parsed = read_when(text, where);
  if (!parsed) {
    std::fprintf(stderr, "caseclock: %s: %s\n", option, printable(parsed.error().message).c_str());
    return false;
  }
  into = *parsed;
  return true;
}

/// Time never runs backwards: an instant that has passed already is the latest that there was.
void note_if_past(const char* option, instant asked, const session& running, const zone& where) {
  if (asked >= running.now())
    return;
  std::fflush(stdout);
  std::fprintf(stderr, "caseclock: warning: %s %s lies before the last line: taken as of %s\n",
               option, format_instant(asked, where).c_str(),
               format_instant(running.now(), where).c_str());
}

int run(const run_options& options) {
  source_map sources;
  int status = all_is_well;
  const auto loaded = load_to_drive(options.workflow, options.output.language, sources, status);
  if (!loaded)
    return status;
  const zone& where = zone_of(*loaded->programs.front());
  std::optional<instant> until;
  std::optional<instant> final_at;
  if (!read_option("--until", options.until, where, until) ||
      !read_option("--final", options.final_at, where, final_at))
    return cannot_do;
  session running{options.workflow, *loaded, options.output};
  if (!carry_out_file(running, options.events))
    return cannot_do;
  if (until) {
    note_if_past("--until", *until, running, where);
    running.walk_to(*until);
  }
  if (final_at) {
    note_if_past("--final", *final_at, running, where);
    running.tell_final(*final_at);
  }
  return running.complaints() == 0 ? all_is_well : has_findings;
}

} // namespace

void add_run(CLI::App& app, int& status) {
  auto options = std::make_shared<run_options>();
  CLI::App* command = app.add_subcommand("run", "Drive cases with a file of events");
  command->add_option("workflow", options->workflow, "The workflow's file, or a folder of them")
      ->required();
  command->add_option("--events", options->events, "JSON lines; - for standard input")->required();
  command->add_option("--until", options->until,
                      "Go on until this instant after the last line: 2026-04-01T17:30 on the "
                      "workflow's wall clock, with an offset, or a date, as it begins");
  command->add_option("--final", options->final_at,
                      "Go on until this instant and tell how every case and clock stands then");
  command->add_flag("--json", options->output.json, "One JSON object a line");
  command->add_option("--lang", options->output.language,
                      "Language of titles and messages, such as en (default) or zh");
  command->footer(sample_lines);
  command->callback([options, &status] { status = run(*options); });
}

} // namespace caseclock::cli
