#include "calendar_batch.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "answer_lines.hpp"
#include "calendar_line.hpp"
#include "caseclock/base/json_text.hpp"
#include "caseclock/time/iso8601.hpp"
#include "line_id.hpp"

namespace caseclock::cli {
namespace {

std::string seconds_of(duration length) {
  const std::int64_t ms = length.count();
  std::string text = std::to_string(ms / 1000);
  if (ms < 0 && ms > -1000)
    text.insert(0, "-");
  if (ms % 1000 == 0)
    return text;
  const std::string rest = std::to_string(1000 + (ms < 0 ? -(ms % 1000) : ms % 1000));
  return text + "." + rest.substr(1, rest.find_last_not_of('0'));
}

/// The members of an answer that say the result.
result<std::string> said(const calendar& in, const result<instant>& found) {
  if (!found)
    return found.error();
  return "\"result\":\"" + format_instant(*found, in.time_zone()) + '"';
}
result<std::string> said(const result<duration>& found) {
  if (!found)
    return found.error();
  const std::string seconds = seconds_of(*found);
  return "\"result\":" + seconds + ",\"result_s\":" + seconds +
         ",\"result_ms\":" + std::to_string(found->count());
}

result<std::string> carry_out(const calendar& in, const calendar_line& line) {
  switch (line.op) {
  case calendar_op::add: return said(in, in.add(line.start, line.amount));
  case calendar_op::between: return said(in.between(line.start, line.end));
  case calendar_op::is_open:
    return std::string{in.is_open(line.start) ? "\"result\":true" : "\"result\":false"};
  case calendar_op::next_open: return said(in, in.next_open(line.start));
  case calendar_op::prev_close: return said(in, in.prev_close(line.start));
  case calendar_op::add_days: return said(in, in.add_days(line.start, line.days));
  }
  return {errc::invalid_argument, "no such operation"};
}

std::string answer(std::string_view id, const result<std::string>& found) {
  std::string out = "{\"id\":" + std::string(id) + ",";
  if (found)
    return out + *found + "}";
  out += "\"error\":{\"code\":\"" + std::string(name(found.error().code)) + "\",\"message\":";
  append_json_quoted(out, found.error().message);
  return out + "}}";
}

result<std::string> answer_to(const calendars_by_name& calendars, const std::string& text,
                              const std::string& fallback) {
  const auto line = parse_calendar_line(text);
  if (!line)
    return line.error();
  const auto in = calendars.find(line->calendar.empty() ? fallback : line->calendar);
  if (!in)
    return in.error();
  return carry_out(**in, *line);
}

/// An error in a line without an id says which line it is.
std::string answer_line(const calendars_by_name& calendars, line_end read, const std::string& text,
                        std::size_t number, const std::string& fallback) {
  std::string_view id = "null";
  result<std::string> found{errc::parse, "there is a zero byte in it"};
  if (read == line_end::too_long)
    found = {errc::limit, "longer than 1 MiB"};
  else
    id = id_of(text);
  if (read == line_end::line)
    found = answer_to(calendars, text, fallback);
  if (!found && id == "null")
    found = {found.error().code, "line " + std::to_string(number) + ": " + found.error().message};
  return answer(id, found);
}

} // namespace

int answer_batch(const calendars_by_name& calendars, const std::string& path,
                 const std::string& fallback) {
  return answer_lines(path, [&](line_end read, const std::string& text, std::size_t number) {
    return answer_line(calendars, read, text, number, fallback);
  });
}

} // namespace caseclock::cli
