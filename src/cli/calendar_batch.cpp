#include "calendar_batch.hpp"

#include <cstdio>
#include <fstream>
#include <ios>
#include <iostream>
#include <string_view>

#include "calendar_line.hpp"
#include "caseclock/base/json_text.hpp"
#include "caseclock/time/iso8601.hpp"
#include "commands.hpp"
#include "gathered_output.hpp"
#include "line_id.hpp"
#include "next_line.hpp"

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
  result<std::string> found{errc::parse, "this is no text; reading ends here"};
  if (read == line_end::too_long) {
    found = {errc::limit, "longer than 1 MiB"};
  } else if (read == line_end::line) {
    id = id_of(text);
    found = answer_to(calendars, text, fallback);
  }
  if (!found && id == "null")
    found = {found.error().code, "line " + std::to_string(number) + ": " + found.error().message};
  return answer(id, found);
}

int answer_all(const calendars_by_name& calendars, std::istream& in, const char* input,
               const std::string& fallback) {
  gathered_output out;
  std::string text;
  std::size_t said = 0;
  for (std::size_t number = 1;; ++number) {
    const line_end read = next_line(in, text);
    if (read == line_end::end)
      break;
    if (number == 1 && text.starts_with("\xEF\xBB\xBF"))
      text.erase(0, 3); // some editors begin a file with it
    if (read == line_end::line && text.find_first_not_of(" \t\r") == std::string::npos)
      continue;
    ++said;
    out.line(answer_line(calendars, read, text, number, fallback));
    if (read == line_end::no_text) {
      out.flush();
      return has_findings;
    }
    out.pass_on(in);
  }
  out.flush();
  if (said == 0)
    std::fprintf(stderr, "caseclock: %s has no lines\n", input);
  return all_is_well;
}

} // namespace

int answer_batch(const calendars_by_name& calendars, const std::string& path,
                 const std::string& fallback) {
  if (path != "-") {
    std::ifstream file;
    return open_lines(file, path) ? answer_all(calendars, file, path.c_str(), fallback) : cannot_do;
  }
  std::ios::sync_with_stdio(false); // else standard input comes byte by byte
  try {
    return answer_all(calendars, std::cin, "<stdin>", fallback);
  } catch (const std::ios_base::failure&) {
    std::fputs("caseclock: cannot read standard input\n", stderr);
    return cannot_do;
  }
}

} // namespace caseclock::cli
