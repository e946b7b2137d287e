#include "calendar_line.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>
#include <vector>

#include "caseclock/base/suggest.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/value/decimal.hpp"
#include "caseclock/value/describe.hpp"
#include "line_id.hpp"

namespace caseclock::cli {
namespace {

constexpr std::array<std::string_view, 8> members = {"id",  "calendar", "op",        "start",
                                                     "end", "amount_s", "amount_ms", "amount_days"};
constexpr std::array<std::pair<std::string_view, calendar_op>, 6> operations = {
    {{"add", calendar_op::add},
     {"between", calendar_op::between},
     {"is_open", calendar_op::is_open},
     {"next_open", calendar_op::next_open},
     {"prev_close", calendar_op::prev_close},
     {"add_days", calendar_op::add_days}}};
constexpr std::string_view operation_names =
    "add, between, is_open, next_open, prev_close, add_days";

template <class Names> std::string meant(std::string_view word, const Names& names) {
  const std::string nearest = closest(word, names);
  return nearest.empty() ? nearest : " (did you mean \"" + nearest + "\"?)";
}

/// The member, unless it is missing or null.
const value* given(const value_record& fields, std::string_view name) {
  const value* held = find(fields, name);
  return held == nullptr || held->is_null() ? nullptr : held;
}

error wrong(std::string_view name, std::string_view why) {
  return {errc::parse, "\"" + std::string(name) + "\" " + std::string(why), std::string(name)};
}

error missing(std::string_view op, std::string_view what) {
  return {errc::invalid_argument, "\"" + std::string(op) + "\" needs " + std::string(what), {}};
}

result<instant> instant_member(const value_record& fields, std::string_view name,
                               std::string_view op) {
  const value* held = given(fields, name);
  if (held == nullptr)
    return missing(op, "\"" + std::string(name) + "\": an instant with offset");
  if (held->as_string() == nullptr)
    return wrong(name, "must be a string: an instant with offset");
  const auto read = parse_instant(*held->as_string());
  if (!read)
    return wrong(name, read.error().message);
  return *read;
}

/// A number of milliseconds, `unit` of which make one of the member; beyond 64 bits, the furthest
/// that there is: no calendar reaches that far.
result<std::int64_t> whole_member(const value& held, std::string_view name, std::int64_t unit) {
  detail::wide_int units = 0; // ten-thousandths
  if (held.as_int() != nullptr)
    units = detail::wide_int{*held.as_int()} * decimal::scale;
  else if (held.as_decimal() != nullptr)
    units = held.as_decimal()->units;
  else
    return wrong(name, "must be a number");
  const detail::wide_int scaled = units * unit;
  if (scaled % decimal::scale != 0)
    return wrong(name, unit == 1 ? "must be a whole number" : "is finer than a millisecond");
  const auto fits = detail::narrowed(scaled / decimal::scale);
  constexpr std::int64_t furthest = std::numeric_limits<std::int64_t>::max();
  return fits ? *fits : scaled < 0 ? -furthest : furthest;
}

result<duration> amount_of(const value_record& fields) {
  const value* seconds = given(fields, "amount_s");
  const value* milliseconds = given(fields, "amount_ms");
  if (seconds == nullptr && milliseconds == nullptr)
    return missing("add", "\"amount_s\" or \"amount_ms\": working time");
  result<std::int64_t> from_s{0};
  result<std::int64_t> from_ms{0};
  if (seconds != nullptr)
    from_s = whole_member(*seconds, "amount_s", 1000);
  if (milliseconds != nullptr)
    from_ms = whole_member(*milliseconds, "amount_ms", 1);
  if (!from_s)
    return from_s.error();
  if (!from_ms)
    return from_ms.error();
  if (seconds != nullptr && milliseconds != nullptr && *from_s != *from_ms)
    return {errc::invalid_argument, "\"amount_s\" and \"amount_ms\" say different things"};
  return duration{seconds != nullptr ? *from_s : *from_ms};
}

status read_operation(const value_record& fields, calendar_line& line) {
  const value* held = given(fields, "op");
  if (held == nullptr)
    return {errc::invalid_argument, "the line needs \"op\": " + std::string(operation_names)};
  const std::string* text = held->as_string();
  if (text == nullptr)
    return wrong("op", "must be a string");
  for (const auto& [name, op] : operations) {
    if (*text == name) {
      line.op = op;
      return {};
    }
  }
  std::vector<std::string_view> names;
  for (const auto& each : operations)
    names.push_back(each.first);
  return {errc::invalid_argument, "no operation " + quoted(*held) + meant(*text, names) +
                                      "; there are " + std::string(operation_names)};
}

status read_arguments(const value_record& fields, calendar_line& line) {
  const std::string_view op = operations[static_cast<std::size_t>(line.op)].first;
  const auto start = instant_member(fields, "start", op);
  if (!start)
    return start.error();
  line.start = *start;
  switch (line.op) {
  case calendar_op::is_open:
  case calendar_op::next_open:
  case calendar_op::prev_close: return {};
  case calendar_op::between: {
    const auto end = instant_member(fields, "end", op);
    if (!end)
      return end.error();
    line.end = *end;
    return {};
  }
  case calendar_op::add: {
    const auto amount = amount_of(fields);
    if (!amount)
      return amount.error();
    line.amount = *amount;
    return {};
  }
  case calendar_op::add_days: {
    const value* held = given(fields, "amount_days");
    if (held == nullptr)
      return missing(op, "\"amount_days\": a number of working days");
    const auto days = whole_member(*held, "amount_days", 1);
    if (!days)
      return days.error();
    line.days = *days;
    return {};
  }
  }
  return {};
}

} // namespace

result<calendar_line> parse_calendar_line(std::string_view text) {
  const auto parsed = parse_line(text);
  if (!parsed) // a number that is too large or too fine is as unusable as one that is none
    return {errc::parse, parsed.error().message, parsed.error().where};
  const value_record* fields = parsed->as_record();
  if (fields == nullptr)
    return {errc::parse, "a line is a JSON object"};
  for (const auto& [name, held] : *fields) {
    if (std::find(members.begin(), members.end(), name) == members.end())
      return {errc::parse, "no member " + quoted(value{name}) + " is known" + meant(name, members)};
  }
  if (const value* id = given(*fields, "id"); id != nullptr && id->as_string() == nullptr &&
                                              id->as_int() == nullptr &&
                                              id->as_decimal() == nullptr)
    return wrong("id", "must be a string or a number");
  calendar_line line;
  if (const value* held = given(*fields, "calendar"); held != nullptr) {
    if (held->as_string() == nullptr)
      return wrong("calendar", "must be a string");
    line.calendar = *held->as_string();
  }
  if (auto read = read_operation(*fields, line); !read.ok())
    return read.error();
  if (auto read = read_arguments(*fields, line); !read.ok())
    return read.error();
  return line;
}

} // namespace caseclock::cli
