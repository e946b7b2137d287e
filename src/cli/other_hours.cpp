#include "other_hours.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/render.hpp"
#include "caseclock/base/suggest.hpp"
#include "caseclock/calendar/compile.hpp"
#include "caseclock/definition/load.hpp"
#include "caseclock/time/tzdb.hpp"
#include "caseclock/value/format.hpp"
#include "neighbours.hpp"

namespace caseclock::cli {
namespace {

/// All findings on one line, for a message.
error findings_of(const std::vector<diagnostic>& findings, const source_map& sources) {
  std::string all;
  for (const diagnostic& each : findings) {
    if (each.level != severity::fault)
      continue;
    const std::string text = render(each, sources);
    all += (all.empty() ? "" : "; ") + text.substr(0, text.find('\n'));
  }
  return {errc::parse, all, {}};
}

report<definition_set> read_calendars(const event_line& line, source_map& sources) {
  if (!line.what.empty())
    return load_definitions({line.what}, sources);
  // JSON is YAML: the object is a file of calendars with its braces on.
  const std::string text =
      "{\"caseclock\": 1, \"calendars\": " + to_json(value{line.data}, zone{}) + "}";
  return load_text("recalendar", text, sources);
}

/// What the line's own calendars include: the lists among them that it makes use of.
std::set<std::string> included_by(const event_line& line) {
  std::set<std::string> names;
  for (const auto& [name, written] : line.data) {
    const value_record* keys = written.as_record();
    const value* given = keys != nullptr ? find(*keys, "include") : nullptr;
    const value_list several =
        given == nullptr ? value_list{}
                         : (given->as_list() != nullptr ? *given->as_list() : value_list{*given});
    for (const value& each : several) {
      if (const std::string* one = each.as_string())
        names.insert(*one);
    }
  }
  return names;
}

/// What is wrong with a calendar that was read from the line.
status faults_of(const calendar_definition& written, const source_map& sources) {
  if (is_list(written))
    return {};
  const auto in = load_zone(written.zone.value);
  if (!in)
    return {errc::parse, "calendar \"" + written.name.value + "\": " + in.error().message};
  const auto compiled = compile_calendar(written, *in);
  return compiled.ok() ? status{} : status{findings_of(compiled.diagnostics, sources)};
}

/// Whether the calendars of the line take the place of any that there are.
status check_given(const std::vector<calendar_definition>& given, const workflow_set& loaded,
                   const event_line& line, const source_map& sources) {
  std::vector<std::string_view> known;
  for (const auto& each : loaded.calendars)
    known.push_back(each->name());
  const bool in_place = line.what.empty();
  const std::set<std::string> included = included_by(line);
  for (const calendar_definition& each : given) {
    if (auto wrong = faults_of(each, sources); !wrong.ok()) // with places of the line, not of files
      return wrong;
    const std::string named = "calendar \"" + each.name.value + "\"";
    const bool is_known = std::find(known.begin(), known.end(), each.name.value) != known.end();
    if (is_known && is_list(each))
      return {errc::parse, named + " is given no hours: it needs the keys \"zone\" and \"hours\""};
    if (is_known || (is_list(each) && (!in_place || included.contains(each.name.value))))
      continue;
    const std::string nearest = closest(each.name.value, known);
    return {errc::unknown_calendar,
            "no workflow here has a " + named +
                (nearest.empty() ? "" : " (did you mean \"" + nearest + "\"?)")};
  }
  if (std::all_of(given.begin(), given.end(), is_list))
    return {errc::parse, line.what + " gives no calendar hours"};
  return {};
}

} // namespace

result<workflow_set> load_under_other_hours(const std::string& path, const workflow_set& loaded,
                                            const event_line& line) {
  source_map sources;
  auto written = read_calendars(line, sources);
  if (!written.ok())
    return findings_of(written.diagnostics, sources);
  load_options options;
  options.calendars = std::move(written.value->calendars);
  if (auto wrong = check_given(options.calendars, loaded, line, sources); !wrong.ok())
    return wrong.error();
  source_map again;
  auto made = load_with_neighbours(path, again, options);
  if (!made.ok())
    return findings_of(made.diagnostics, again);
  return std::move(*made.value);
}

} // namespace caseclock::cli
