#include "event_line.hpp"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "caseclock/base/suggest.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/value/describe.hpp"
#include "caseclock/value/json.hpp"

namespace caseclock::cli {
namespace {

constexpr std::array<std::string_view, 14> members = {
    "at",      "open", "send", "set",  "query",    "recalendar", "down_until",
    "advance", "case", "data", "with", "workflow", "as",         "preview"};
constexpr std::array<std::string_view, 6> questions = {"states", "clocks", "tasks",
                                                       "events", "data",   "status"};

template <class Names> std::string meant(std::string_view word, const Names& names) {
  const std::string nearest =
      closest(word, std::vector<std::string_view>(names.begin(), names.end()));
  return nearest.empty() ? std::string{} : " (did you mean \"" + nearest + "\"?)";
}

status text_member(const value_record& fields, std::string_view name, std::string& into) {
  const value* held = find(fields, name);
  if (held == nullptr)
    return {};
  if (held->as_string() == nullptr)
    return {errc::parse, "\"" + std::string(name) + "\" must be a string"};
  into = *held->as_string();
  return {};
}

status object_member(const value_record& fields, std::string_view name, value_record& into) {
  const value* held = find(fields, name);
  if (held == nullptr)
    return {};
  if (held->as_record() == nullptr)
    return {errc::parse, "\"" + std::string(name) + "\" must be an object"};
  into = *held->as_record();
  return {};
}

status read_sender(const value_record& fields, sender& into) {
  value_record as;
  if (auto read = object_member(fields, "as", as); !read.ok())
    return read;
  for (const auto& [name, held] : as) {
    if (name != "role" && name != "name")
      return {errc::parse, "\"as\" has \"role\" and \"name\", not " + quoted(value{name})};
  }
  if (auto read = text_member(as, "role", into.role); !read.ok())
    return read;
  return text_member(as, "name", into.name);
}

constexpr std::array<std::pair<std::string_view, line_kind>, 7> kinds = {
    {{"open", line_kind::open},
     {"send", line_kind::send},
     {"set", line_kind::set},
     {"query", line_kind::query},
     {"recalendar", line_kind::recalendar},
     {"down_until", line_kind::down},
     {"advance", line_kind::advance}}};

/// `"recalendar"`: a file, or calendars as the language writes them.
status read_recalendar(const value_record& fields, event_line& line) {
  const value& given = *find(fields, "recalendar");
  if (const std::string* file = given.as_string(); file != nullptr && !file->empty())
    line.what = *file;
  else if (given.as_record() != nullptr && !given.as_record()->empty())
    line.data = *given.as_record();
  else
    return {errc::parse,
            "\"recalendar\" is a file of calendars, or an object: {\"office\": {\"zone\": …}}"};
  if (const value* preview = find(fields, "preview")) {
    if (preview->as_bool() == nullptr)
      return {errc::parse, "\"preview\" must be true or false"};
    line.preview = *preview->as_bool();
  }
  if (auto read = text_member(fields, "case", line.subject); !read.ok())
    return read;
  const bool nobody = find(fields, "case") != nullptr && line.subject.empty();
  return nobody ? status{errc::parse, "\"case\" must be the key of a case; left out, it means all"}
                : status{};
}

status read_down(const value_record& fields, event_line& line) {
  std::string back;
  if (auto read = text_member(fields, "down_until", back); !read.ok())
    return read;
  const auto parsed = parse_instant(back);
  if (!parsed)
    return {errc::parse, "\"down_until\": " + parsed.error().message};
  line.until = *parsed;
  return {};
}

/// Which one of these things the line asks for.
status read_kind(const value_record& fields, event_line& line) {
  int asked = 0;
  for (const auto& [name, kind] : kinds) {
    if (find(fields, name) != nullptr) {
      line.kind = kind;
      ++asked;
    }
  }
  if (asked != 1)
    return {errc::parse, "a line has exactly one of \"open\", \"send\", \"set\", \"query\", "
                         "\"recalendar\", \"down_until\", \"advance\""};
  if (line.kind == line_kind::advance) {
    const bool* on = find(fields, "advance")->as_bool();
    return on != nullptr && *on ? status{} : status{errc::parse, "\"advance\" must be true"};
  }
  if (line.kind == line_kind::recalendar)
    return read_recalendar(fields, line);
  if (line.kind == line_kind::down)
    return read_down(fields, line);
  if (line.kind == line_kind::open) {
    if (auto read = text_member(fields, "open", line.subject); !read.ok())
      return read;
    return line.subject.empty() ? status{errc::parse, "\"open\" needs the new case's key"}
                                : status{};
  }
  if (auto read = text_member(fields, "case", line.subject); !read.ok())
    return read;
  if (line.subject.empty())
    return {errc::parse, "the line needs \"case\": the key of a case"};
  if (line.kind == line_kind::set)
    return object_member(fields, "set", line.data);
  if (auto read = text_member(fields, line.kind == line_kind::send ? "send" : "query", line.what);
      !read.ok())
    return read;
  const bool known = std::find(questions.begin(), questions.end(), line.what) != questions.end();
  if (line.kind == line_kind::query && !known)
    return {errc::parse, "no query " + quoted(value{line.what}) + meant(line.what, questions) +
                             "; there are states, clocks, tasks, events, data, status"};
  return {};
}

std::string_view name_of(line_kind kind) {
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [kind](const auto& each) { return each.second == kind; });
  return found->first;
}

/// A misspelt member says more than what is missing because of it.
status check_names(const value_record& fields) {
  for (const auto& [name, held] : fields) {
    if (std::find(members.begin(), members.end(), name) == members.end())
      return {errc::parse, "no member " + quoted(value{name}) + " is known" + meant(name, members)};
  }
  return {};
}

/// A member that the line's kind does not use would be ignored silently: better to name it.
status check_members(const value_record& fields, line_kind kind) {
  for (const auto& [name, held] : fields) {
    const bool misplaced =
        (name == "data" && kind != line_kind::open) ||
        (name == "workflow" && kind != line_kind::open) ||
        (name == "with" && kind != line_kind::send) ||
        (name == "preview" && kind != line_kind::recalendar) ||
        (name == "as" && (kind == line_kind::advance || kind == line_kind::down)) ||
        (name == "case" &&
         (kind == line_kind::open || kind == line_kind::advance || kind == line_kind::down));
    if (misplaced)
      return {errc::parse, "\"" + name + "\" does not belong into a line with \"" +
                               std::string(name_of(kind)) + "\""};
  }
  return {};
}

} // namespace

result<event_line> parse_event_line(std::string_view text) {
  const auto parsed = parse_json(text);
  if (!parsed)
    return parsed.error();
  const value_record* fields = parsed->as_record();
  if (fields == nullptr)
    return {errc::parse, "a line is a JSON object"};
  event_line line;
  std::string at;
  for (auto read :
       {check_names(*fields), read_kind(*fields, line), check_members(*fields, line.kind),
        text_member(*fields, "at", at), read_sender(*fields, line.as),
        text_member(*fields, "workflow", line.workflow),
        object_member(*fields, line.kind == line_kind::open ? "data" : "with", line.data)}) {
    if (!read.ok())
      return read.error();
  }
  if (at.empty())
    return {errc::parse, "the line needs \"at\": an instant with offset"};
  const auto instant = parse_instant(at);
  if (!instant)
    return {errc::parse, "\"at\": " + instant.error().message};
  line.at = *instant;
  if (line.kind == line_kind::down && line.until < line.at)
    return {errc::parse, "\"down_until\" lies before \"at\""};
  return line;
}

} // namespace caseclock::cli
