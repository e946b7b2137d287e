#include "definition/moments.hpp"

#include <array>
#include <utility>

#include "definition/times_of_day.hpp"

namespace caseclock::detail {

namespace {

/// "3 days", "2 weeks", "3天": how many days that is; 0 if it is something else.
std::int64_t days_in(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view unit = trimmed(text.substr(digits));
  if (digits == 0 || digits > 5)
    return 0;
  const std::int64_t count = std::stoll(std::string{text.substr(0, digits)});
  constexpr std::array<std::string_view, 4> of_days{"day", "days", "天", "日"};
  constexpr std::array<std::string_view, 4> of_weeks{"week", "weeks", "周", "星期"};
  const auto is = [unit](const auto& words) {
    return std::find(words.begin(), words.end(), unit) != words.end();
  };
  return is(of_days) ? count : is(of_weeks) ? count * 7 : 0;
}

void read_distance(findings& found, std::string_view text, source_span span, bool before,
                   moment_definition& made) {
  constexpr std::int64_t most_days = 110'000; // 300 years
  made.months = months_in(text) * (before ? -1 : 1);
  made.days = std::min(days_in(text), most_days) * (before ? -1 : 1);
  made.before = before;
  if (made.months != 0 || made.days != 0)
    return;
  if (const auto amount = read_amount(found, text, span))
    made.amount = amount->value;
}

source_span place_of(std::string_view part, std::string_view text, source_span span) {
  span.column += static_cast<std::uint32_t>(part.data() - text.data());
  span.length = static_cast<std::uint32_t>(part.size());
  return span;
}

} // namespace

moment_definition read_moment(findings& found, std::string_view text, source_span span) {
  moment_definition made;
  made.text = {std::string{trimmed(text)}, span};
  std::string_view rest = text;
  if (const std::size_t at = rest.rfind(" at "); at != std::string_view::npos) {
    const std::string_view time = trimmed(rest.substr(at + 4));
    made.time_s = read_time_of_day(found, {std::string{time}, place_of(time, text, span)});
    rest = rest.substr(0, at);
  }
  const side_mark side = find_side(rest);
  std::string_view name = trimmed(rest);
  if (side.at != std::string_view::npos) {
    std::string_view amount = trimmed(rest.substr(0, side.at));
    name = trimmed(rest.substr(side.at + side.word.size()));
    if (side.name_first)
      std::swap(amount, name);
    read_distance(found, amount, span, side.before, made);
  }
  if (name.empty() || name.find(' ') != std::string_view::npos)
    found.push_back(fault("bad-duration",
                          in_quotes(text) + " does not count from a date: write \"ends_on\", "
                                            "\"1 month before ends_on\", \"ends_on at 09:00\"",
                          span));
  else
    made.field = {std::string{name}, place_of(name, text, span)};
  return made;
}

} // namespace caseclock::detail
