// One question to one calendar, as a value and as one line of text that reproduces it:
//
//   zone=Europe/Berlin mon=09:00-18:00 holidays=2026-10-26 extra=2026-10-25:09:00-12:00
//   since=2026-10-20T00:00:00Z days=20 step=300 ask=add t=2026-10-23T15:00:00Z ms=3600000
//
// `since`, `days` and `step` (seconds) are the oracle's grid.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "calendar/naive_calendar.hpp"
#include "caseclock/calendar/compile.hpp"
#include "caseclock/time/tzdb.hpp"
#include "oracle/line_text.hpp"

namespace oracle {

using namespace caseclock;

enum class question_kind { is_open, between, add, next_open, prev_close, add_days, end_of_day };
inline constexpr std::array<std::string_view, 7> question_names{
    "is_open", "between", "add", "next_open", "prev_close", "add_days", "end_of_day"};

struct question {
  question_kind kind = question_kind::is_open;
  instant t{};
  instant u{};             ///< of between
  std::int64_t amount = 0; ///< ms of add, days of add_days and end_of_day; may be negative
};

struct calendar_case {
  calendar_definition hours{};
  instant since{};
  std::int64_t days = 0;
  std::int64_t step_s = 300;
  question asked{};

  [[nodiscard]] std::size_t cells() const {
    return static_cast<std::size_t>(days * 86400 / step_s);
  }
};

/// Milliseconds: an instant's, a duration's, or 0 and 1 of is_open. Nothing: no answer.
using answer = std::optional<std::int64_t>;

inline answer answer_of(const result<instant>& found) {
  return found ? answer{to_ms(*found)} : std::nullopt;
}
inline answer answer_of(const std::optional<instant>& found) {
  return found ? answer{to_ms(*found)} : std::nullopt;
}

inline answer ask(const calendar& hours, const question& asked) {
  switch (asked.kind) {
  case question_kind::is_open: return hours.is_open(asked.t) ? 1 : 0;
  case question_kind::between: {
    const result<duration> found = hours.between(asked.t, asked.u);
    return found ? answer{found->count()} : std::nullopt;
  }
  case question_kind::add: return answer_of(hours.add(asked.t, duration{asked.amount}));
  case question_kind::next_open: return answer_of(hours.next_open(asked.t));
  case question_kind::prev_close: return answer_of(hours.prev_close(asked.t));
  case question_kind::add_days: return answer_of(hours.add_days(asked.t, asked.amount));
  case question_kind::end_of_day: return answer_of(hours.end_of_day(asked.t, asked.amount));
  }
  return std::nullopt;
}

/// T8: the earliest moment, or where that is moved on to.
inline answer ask_add(const naive::grid& cells, close_policy policy, const question& asked) {
  if (asked.amount == 0)
    return to_ms(asked.t);
  if (asked.amount < 0)
    return answer_of(cells.subtract(asked.t, duration{-asked.amount}));
  const std::optional<instant> closing = cells.add(asked.t, duration{asked.amount});
  if (!closing || policy == close_policy::closing)
    return answer_of(closing);
  return cells.covers(*closing) ? answer_of(cells.next_open(*closing)) : std::nullopt;
}

/// The oracle's answer; nothing if its grid ends too early, or if nobody can say.
inline answer ask(const naive::grid& cells, close_policy policy, const question& asked) {
  switch (asked.kind) {
  case question_kind::is_open: return cells.is_open(asked.t) ? 1 : 0;
  case question_kind::between: return cells.between(asked.t, asked.u).count();
  case question_kind::add: return ask_add(cells, policy, asked);
  case question_kind::next_open: return answer_of(cells.next_open(asked.t));
  case question_kind::prev_close: return answer_of(cells.prev_close(asked.t));
  case question_kind::add_days:
  case question_kind::end_of_day: break;
  }
  const auto found = cells.overlaps() ? std::nullopt : cells.add_days(asked.t, asked.amount);
  if (!found)
    return std::nullopt;
  return to_ms(asked.kind == question_kind::add_days ? found->same_time : found->end);
}

// Text.

inline constexpr std::array<std::string_view, 7> weekday_names{"mon", "tue", "wed", "thu",
                                                               "fri", "sat", "sun"};

inline std::string time_text(std::int32_t second) {
  const auto two = [](std::int32_t number) {
    return std::string{static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10)};
  };
  const std::string text = two(second / 3600) + ":" + two(second / 60 % 60);
  return second % 60 == 0 ? text : text + ":" + two(second % 60);
}
inline std::int32_t time_of(const std::string& text) {
  std::int64_t second = 0;
  std::int64_t unit = 3600;
  for (const std::string& part : parts_of(text, ':')) {
    second += number_of(part) * unit;
    unit /= 60;
  }
  return static_cast<std::int32_t>(second);
}

inline std::string windows_text(const std::vector<local_window>& windows) {
  return joined(windows, '+', [](const local_window& each) {
    return time_text(each.open) + "-" + time_text(each.close);
  });
}
inline std::vector<local_window> windows_of(const std::string& text) {
  std::vector<local_window> windows;
  for (const std::string& part : parts_of(text, '+')) {
    const auto [open, close] = halves_of(part, '-');
    windows.push_back({time_of(open), time_of(close), {}});
  }
  return windows;
}

inline std::string holiday_text(const holiday_rule& rule) {
  if (const auto* range = std::get_if<date_range>(&rule.when))
    return format_date(range->from) + ".." + format_date(range->to);
  if (const auto* every = std::get_if<annual_date>(&rule.when)) {
    const std::chrono::year_month_day leap{std::chrono::year{2024} / every->day};
    return "every" + format_date(civil_date{leap}).substr(4);
  }
  const auto* one = std::get_if<single_date>(&rule.when);
  return one != nullptr ? format_date(one->date) : "?";
}
inline holiday_rule holiday_of(const std::string& text) {
  holiday_rule made;
  if (text.starts_with("every")) {
    const std::chrono::year_month_day day{date_of("2024" + text.substr(5))};
    made.when = annual_date{day.month() / day.day()};
  } else if (const auto [from, to] = halves_of(text, '.'); !to.empty()) {
    made.when = date_range{date_of(from), date_of(to.substr(1))};
  } else {
    made.when = single_date{date_of(text)};
  }
  return made;
}

inline std::string dates_text(const std::vector<dated_windows>& dates) {
  return joined(dates, ',', [](const dated_windows& each) {
    return format_date(each.date) + ":" + windows_text(each.windows);
  });
}
inline std::vector<dated_windows> dates_of(const std::string& text) {
  std::vector<dated_windows> dates;
  for (const std::string& part : parts_of(text, ',')) {
    const auto [date, windows] = halves_of(part, ':');
    dates.push_back({date_of(date), windows_of(windows), {}});
  }
  return dates;
}

inline std::string hours_text(const calendar_definition& hours) {
  std::string text = "zone=" + hours.zone.value;
  if (hours.always)
    text += " always=yes";
  for (std::size_t day = 0; day < 7; ++day) {
    if (!hours.weekly[day].empty())
      text += " " + std::string{weekday_names[day]} + "=" + windows_text(hours.weekly[day]);
  }
  if (!hours.holidays.empty())
    text += " holidays=" + joined(hours.holidays, ',', holiday_text);
  if (!hours.extra_days.empty())
    text += " extra=" + dates_text(hours.extra_days);
  if (!hours.breaks.empty())
    text += " breaks=" + dates_text(hours.breaks);
  if (hours.due_at_close == close_policy::next_opening)
    text += " due_at_close=next_opening";
  return text;
}

inline std::string to_line(const calendar_case& made) {
  const question& asked = made.asked;
  std::string text = hours_text(made.hours) + " since=" + text_of(made.since) +
                     " days=" + std::to_string(made.days) + " step=" + std::to_string(made.step_s) +
                     " ask=" + std::string{question_names[static_cast<std::size_t>(asked.kind)]} +
                     " t=" + text_of(asked.t);
  switch (asked.kind) {
  case question_kind::between: return text + " u=" + text_of(asked.u);
  case question_kind::add: return text + " ms=" + std::to_string(asked.amount);
  case question_kind::add_days:
  case question_kind::end_of_day: return text + " n=" + std::to_string(asked.amount);
  case question_kind::is_open:
  case question_kind::next_open:
  case question_kind::prev_close: break;
  }
  return text;
}

inline void read_word(calendar_case& made, const std::string& key, const std::string& value) {
  for (std::size_t i = 0; i < question_names.size(); ++i) {
    if (key == "ask" && value == question_names[i]) {
      made.asked.kind = static_cast<question_kind>(i);
      return;
    }
  }
  for (std::size_t day = 0; day < 7; ++day) {
    if (key == weekday_names[day]) {
      made.hours.weekly[day] = windows_of(value);
      return;
    }
  }
  if (key == "zone")
    made.hours.zone.value = value;
  else if (key == "always")
    made.hours.always = value == "yes";
  else if (key == "holidays")
    for (const std::string& each : parts_of(value, ','))
      made.hours.holidays.push_back(holiday_of(each));
  else if (key == "extra")
    made.hours.extra_days = dates_of(value);
  else if (key == "breaks")
    made.hours.breaks = dates_of(value);
  else if (key == "due_at_close")
    made.hours.due_at_close = close_policy::next_opening;
  else if (key == "since")
    made.since = instant_of(value);
  else if (key == "days")
    made.days = number_of(value);
  else if (key == "step")
    made.step_s = number_of(value);
  else if (key == "t")
    made.asked.t = instant_of(value);
  else if (key == "u")
    made.asked.u = instant_of(value);
  else if (key == "ms" || key == "n")
    made.asked.amount = number_of(value);
  else
    FAIL("no word \"", key, "=", value, "\" in a calendar case");
}

inline calendar_case calendar_case_of(const std::string& line) {
  calendar_case made;
  made.hours.name.value = "given";
  for (const std::string& word : parts_of(line, ' ')) {
    const auto [key, value] = halves_of(word, '=');
    if (!key.empty())
      read_word(made, key, value);
  }
  return made;
}

} // namespace oracle
