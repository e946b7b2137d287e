#include "calendar_when.hpp"

#include "caseclock/time/civil.hpp"
#include "caseclock/time/iso8601.hpp"

namespace caseclock::cli {
namespace {

result<instant> on_the_clock(std::string_view text, local_instant wall, const zone& in) {
  const local_resolution found = in.resolve(wall);
  switch (found.kind) {
  case local_kind::unique: return found.earlier;
  case local_kind::gap:
    return {errc::parse, "\"" + std::string(text) + "\" does not exist in " + in.name +
                             ": clocks go forward over it at " + format_instant(found.later, in)};
  case local_kind::ambiguous:
    return {errc::parse, "\"" + std::string(text) + "\" happens twice in " + in.name + ": write " +
                             format_instant(found.earlier, in) + " or " +
                             format_instant(found.later, in)};
  }
  return found.earlier;
}

} // namespace

result<instant> read_when(std::string_view text, const zone& in) {
  constexpr std::size_t after_date = 10;
  std::string written{text};
  if (written.size() > after_date && written[after_date] == ' ')
    written[after_date] = 'T';
  auto with_offset = parse_instant(written);
  if (with_offset)
    return with_offset;
  const auto date = parse_date(written);
  if (date)
    return in.to_instant(local_instant{*date});
  if (written.size() == after_date)
    return date.error();
  if (const auto as_utc = parse_instant(written + "Z"))
    return on_the_clock(written, local_instant{as_utc->time_since_epoch()}, in);
  return with_offset.error();
}

result<time_amount> read_amount(std::string_view text) {
  const std::size_t first = text.find_first_not_of("- ");
  const bool back = text.starts_with('-') && first != std::string_view::npos &&
                    text.substr(1, first - 1).find('-') == std::string_view::npos;
  auto amount = parse_amount(back ? text.substr(first) : text);
  if (amount && back)
    amount->count = -amount->count;
  return amount;
}

std::string with_weekday(civil_date date) {
  return std::string(weekday_name(weekday_index(date)).substr(0, 3)) + " " + format_date(date);
}

std::string with_weekday(instant t, const zone& in) {
  const civil_date date = std::chrono::floor<std::chrono::days>(in.to_local(t));
  return std::string(weekday_name(weekday_index(date)).substr(0, 3)) + " " + format_instant(t, in);
}

std::string in_seconds(duration length) {
  const detail::duration_parts parts = detail::split(length);
  const std::string sign = length.count() < 0 ? "-" : "";
  const detail::duration_parts whole{0, 0, parts.hours * 3600 + parts.minutes * 60 + parts.seconds,
                                     parts.milliseconds};
  return sign + detail::seconds_text(whole) + " s";
}

std::string hours_and_minutes(duration length) {
  const detail::duration_parts parts = detail::split(length);
  std::string text;
  if (parts.hours != 0)
    text += std::to_string(parts.hours) + "h";
  if (parts.minutes != 0)
    text += std::to_string(parts.minutes) + "m";
  if (parts.seconds != 0 || parts.milliseconds != 0)
    text += detail::seconds_text(parts) + "s";
  if (text.empty())
    return "0m";
  return (length.count() < 0 ? "-" : "") + text;
}

} // namespace caseclock::cli
