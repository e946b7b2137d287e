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

constexpr std::array<std::string_view, 22> members = {
    "at",      "open", "send",    "set",   "query", "task",  "recalendar", "down_until",
    "advance", "case", "data",    "with",  "do",    "to",    "workflow",   "as",
    "preview", "step", "version", "retry", "skip",  "cancel"};
constexpr std::array<std::string_view, 8> questions = {"states", "clocks", "tasks",  "work",
                                                       "events", "data",   "status", "children"};

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
    if (name != "role" && name != "name" && name != "for")
      return {errc::parse, "\"as\" has \"role\", \"name\" and \"for\", not " + quoted(value{name})};
  }
  if (auto read = text_member(as, "for", into.on_behalf_of); !read.ok())
    return read;
  if (auto read = text_member(as, "role", into.role); !read.ok())
    return read;
  return text_member(as, "name", into.name);
}

constexpr std::array<std::pair<std::string_view, line_kind>, 11> kinds = {
    {{"open", line_kind::open},
     {"send", line_kind::send},
     {"set", line_kind::set},
     {"query", line_kind::query},
     {"task", line_kind::task},
     {"recalendar", line_kind::recalendar},
     {"retry", line_kind::retry},
     {"skip", line_kind::skip},
     {"down_until", line_kind::down},
     {"cancel", line_kind::cancel},
     {"advance", line_kind::advance}}};

std::string_view name_of(line_kind kind) {
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [kind](const auto& each) { return each.second == kind; });
  return found->first;
}

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

/// A whole number from 1 on, if the member is there.
template <class Number>
status number_member(const value_record& fields, std::string_view name,
                     std::optional<Number>& into) {
  const value* held = find(fields, name);
  if (held == nullptr)
    return {};
  if (held->as_int() == nullptr || *held->as_int() < 1)
    return {errc::parse, "\"" + std::string(name) + "\" must be a whole number from 1 on"};
  into = static_cast<Number>(*held->as_int());
  return {};
}

/// `"task"`: a number, or a state; `"do"`: what is done with it.
status read_task(const value_record& fields, event_line& line) {
  std::optional<std::uint64_t> number;
  if (find(fields, "task")->as_string() != nullptr)
    line.what = *find(fields, "task")->as_string();
  else if (auto read = number_member(fields, "task", number); !read.ok())
    return {errc::parse, "\"task\" must be the number of a task, or the name of its state"};
  line.task = number.value_or(0);
  std::string verb;
  if (auto read = text_member(fields, "do", verb); !read.ok())
    return read;
  std::vector<std::string_view> verbs;
  for (const task_verb each : {task_verb::claim, task_verb::hand_on, task_verb::give_back}) {
    verbs.push_back(name(each));
    if (verb == name(each)) {
      line.verb = each;
      return text_member(fields, "to", line.to);
    }
  }
  return {errc::parse, "\"do\" must be claim, delegate or return" +
                           (verb.empty() ? std::string{} : meant(verb, verbs))};
}

/// `work`, and `tasks` without a case, are asked of all cases.
status read_query(const value_record& fields, event_line& line) {
  if (auto read = text_member(fields, "query", line.what); !read.ok())
    return read;
  if (std::find(questions.begin(), questions.end(), line.what) == questions.end())
    return {errc::parse,
            "no query " + quoted(value{line.what}) + meant(line.what, questions) +
                "; there are states, clocks, tasks, work, events, data, status, children"};
  const bool of_all = line.what == "work" || line.what == "tasks";
  if (line.what == "work" && find(fields, "case") != nullptr)
    return {errc::parse, "the query \"work\" is about all cases: leave \"case\" out"};
  const bool nobody = find(fields, "case") != nullptr && line.subject.empty();
  return line.subject.empty() && (!of_all || nobody)
             ? status{errc::parse, "the line needs \"case\": the key of a case"}
             : status{};
}

/// `"cancel"`: true, or why.
status read_cancel(const value& given, event_line& line) {
  if (given.as_string() != nullptr)
    line.what = *given.as_string();
  const bool plainly = given.as_bool() != nullptr && *given.as_bool();
  return plainly || given.as_string() != nullptr
             ? status{}
             : status{errc::parse, "\"cancel\" is true, or the reason"};
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
    return {errc::parse,
            "a line has exactly one of \"open\", \"send\", \"set\", \"query\", "
            "\"task\", \"recalendar\", \"retry\", \"skip\", \"cancel\", \"down_until\", "
            "\"advance\""};
  if (line.kind == line_kind::advance || line.kind == line_kind::retry ||
      line.kind == line_kind::skip) {
    const std::string_view verb = name_of(line.kind);
    const bool* on = find(fields, verb)->as_bool();
    if (on == nullptr || !*on)
      return {errc::parse, "\"" + std::string(verb) + "\" must be true"};
    if (line.kind == line_kind::advance)
      return {};
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
  if (line.kind == line_kind::query)
    return read_query(fields, line);
  if (line.subject.empty())
    return {errc::parse, "the line needs \"case\": the key of a case"};
  if (line.kind == line_kind::retry || line.kind == line_kind::skip)
    return {};
  if (line.kind == line_kind::cancel)
    return read_cancel(*find(fields, "cancel"), line);
  if (line.kind == line_kind::set)
    return object_member(fields, "set", line.data);
  if (line.kind == line_kind::task)
    return read_task(fields, line);
  if (auto read = number_member(fields, "step", line.step); !read.ok())
    return read;
  if (auto read = number_member(fields, "version", line.version); !read.ok())
    return read;
  return text_member(fields, "send", line.what);
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
        ((name == "with" || name == "step" || name == "version") && kind != line_kind::send) ||
        ((name == "do" || name == "to") && kind != line_kind::task) ||
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
