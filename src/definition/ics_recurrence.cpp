#include "definition/ics_recurrence.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace caseclock::detail {

namespace {

using std::chrono::days;
using std::chrono::month;
using std::chrono::weekday;
using std::chrono::year;
using std::chrono::year_month_day;

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> made;
  while (true) {
    const std::size_t end = text.find(at);
    made.push_back(text.substr(0, end));
    if (end == std::string_view::npos)
      return made;
    text.remove_prefix(end + 1);
  }
}

std::optional<weekday> weekday_of(std::string_view text) {
  constexpr std::array<std::string_view, 7> names{"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end())
    return std::nullopt;
  return weekday{static_cast<unsigned>(found - names.begin())};
}

/// Reads `NAME=VALUE;NAME=VALUE`. What returns a bool is false if the value is none.
class recurrence_reader {
 public:
  recurrence_reader(findings& found, const ics_line& line)
      : found_(found), line_(line), text_(upper_case(line.value)) {}

  std::optional<ics_recurrence> read() {
    bool yearly = false;
    std::vector<std::string_view> seen;
    for (const std::string_view part : split(text_, ';')) {
      if (part.empty())
        continue; // a semicolon at the end
      const std::size_t equals = part.find('=');
      const std::string_view name = part.substr(0, equals);
      const std::string_view value =
          equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1);
      yearly = yearly || (name == "FREQ" && value == "YEARLY");
      if (std::find(seen.begin(), seen.end(), name) != seen.end())
        return fail("bad-ics", in_quotes(name) + " stands twice in the rule");
      seen.push_back(name);
      if (!read_part(name, value))
        return std::nullopt;
    }
    if (!yearly)
      return fail("bad-ics", "the rule has no FREQ");
    if (made_.count && made_.until)
      return fail("bad-ics", "COUNT and UNTIL exclude each other");
    const bool numbered = std::any_of(made_.days.begin(), made_.days.end(),
                                      [](const auto& day) { return day.first != 0; });
    if (numbered && !made_.month_days.empty())
      return fail("ics-not-supported", "BYDAY with a number and BYMONTHDAY together are not "
                                       "supported");
    return made_;
  }

 private:
  std::nullopt_t fail(std::string code, std::string message) {
    found_.push_back(fault(std::move(code), std::move(message), line_.value_span));
    return std::nullopt;
  }

  bool read_part(std::string_view name, std::string_view value) {
    if (name == "FREQ") {
      if (value == "YEARLY")
        return true;
      fail("ics-not-supported", "only events that return every year are supported, FREQ=YEARLY, "
                                "not FREQ=" +
                                    std::string{value});
      return false;
    }
    if (name == "WKST") // matters for weeks alone
      return true;
    constexpr std::array<std::string_view, 6> known{"INTERVAL", "COUNT",      "UNTIL",
                                                    "BYMONTH",  "BYMONTHDAY", "BYDAY"};
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      fail("ics-not-supported", in_quotes(name) + " in a rule is not supported: INTERVAL, COUNT, "
                                                  "UNTIL, BYMONTH, BYMONTHDAY and BYDAY are");
      return false;
    }
    if (name == "UNTIL" ? read_until(value) : read_numbers(name, value))
      return true;
    fail("bad-ics", in_quotes(std::string{name} + "=" + std::string{value}) +
                        " is no part of a rule: " + std::string{wanted_of(name)} + " is");
    return false;
  }

  /// What a part of that name looks like.
  static std::string_view wanted_of(std::string_view name) {
    if (name == "INTERVAL" || name == "COUNT")
      return "a number from 1 to 999999";
    if (name == "BYMONTH")
      return "a list of numbers from 1 to 12";
    if (name == "BYMONTHDAY")
      return "a list of numbers from 1 to 31, or -1 to -31 from the month's end,";
    if (name == "BYDAY")
      return "a list such as MO, 1MO or -1FR";
    return "a date such as 20261231, or 20261231T235959Z,";
  }

  bool read_until(std::string_view value) {
    made_.until = parse_ics_moment(value);
    return made_.until.has_value();
  }

  bool read_numbers(std::string_view name, std::string_view value) {
    const std::vector<std::string_view> list = split(value, ',');
    if (name == "BYDAY")
      return std::all_of(list.begin(), list.end(),
                         [this](std::string_view day) { return read_day(day); });
    for (const std::string_view each : list) {
      const auto number = parse_ics_number(each);
      if (!number || !take(name, *number))
        return false;
    }
    return list.size() == 1 || (name != "INTERVAL" && name != "COUNT");
  }

  bool take(std::string_view name, int number) {
    if (name == "BYMONTHDAY") {
      made_.month_days.push_back(number);
      return number != 0 && -31 <= number && number <= 31;
    }
    if (name == "INTERVAL")
      made_.interval = number;
    else if (name == "COUNT")
      made_.count = number;
    else
      made_.months.push_back(static_cast<unsigned>(number));
    return number > 0 && (name != "BYMONTH" || number <= 12);
  }

  /// "MO", "1MO", "-1MO"
  bool read_day(std::string_view text) {
    if (text.size() < 2)
      return false;
    const auto day = weekday_of(text.substr(text.size() - 2));
    const std::string_view sign = text.substr(0, text.size() - 2);
    const auto number = sign.empty() ? std::optional{0} : parse_ics_number(sign);
    if (!day || !number || (*number == 0 && !sign.empty()) || *number < -53 || *number > 53)
      return false;
    made_.days.emplace_back(*number, *day);
    return true;
  }

  findings& found_;
  const ics_line& line_;
  std::string text_;
  ics_recurrence made_;
};

civil_date first_of(year in, unsigned number) {
  return civil_date{in / month{number} / 1};
}
civil_date last_of(year in, unsigned number) {
  return civil_date{in / month{number} / std::chrono::last};
}

/// The n-th such weekday from a date to a date, or all of them for n = 0.
void append_weekdays(civil_date from, civil_date to, int n, weekday day,
                     std::vector<civil_date>& into) {
  const civil_date first = from + (day - weekday{from});
  const int count = first > to ? 0 : static_cast<int>((to - first).count() / 7) + 1;
  if (n == 0) {
    for (int i = 0; i < count; ++i)
      into.push_back(first + days{7 * i});
  } else if (const int index = n > 0 ? n - 1 : count + n; 0 <= index && index < count) {
    into.push_back(first + days{7 * index});
  }
}

/// The dates of one year that a rule names, in order.
class year_of_rule {
 public:
  year_of_rule(const ics_recurrence& rule, civil_date start) : rule_(rule), start_(start) {}

  std::vector<civil_date> dates(year in) {
    made_.clear();
    if (!rule_.month_days.empty())
      by_month_day(in);
    else if (!rule_.days.empty())
      by_weekday(in);
    else
      on_day_of_start(in);
    std::sort(made_.begin(), made_.end());
    made_.erase(std::unique(made_.begin(), made_.end()), made_.end());
    return made_;
  }

 private:
  void by_month_day(year in) {
    std::vector<unsigned> months = rule_.months;
    for (unsigned number = 1; rule_.months.empty() && number <= 12; ++number)
      months.push_back(number);
    for (const unsigned number : months) {
      for (const int day : rule_.month_days) {
        const civil_date date =
            day > 0 ? first_of(in, number) + days{day - 1} : last_of(in, number) + days{day + 1};
        const bool there = first_of(in, number) <= date && date <= last_of(in, number);
        if (there && on_named_weekday(date))
          made_.push_back(date);
      }
    }
  }
  [[nodiscard]] bool on_named_weekday(civil_date date) const {
    return rule_.days.empty() ||
           std::any_of(rule_.days.begin(), rule_.days.end(),
                       [&](const auto& day) { return day.second == weekday{date}; });
  }

  void by_weekday(year in) {
    for (const auto& [n, day] : rule_.days) {
      if (rule_.months.empty())
        append_weekdays(first_of(in, 1), last_of(in, 12), n, day, made_);
      for (const unsigned number : rule_.months)
        append_weekdays(first_of(in, number), last_of(in, number), n, day, made_);
    }
  }

  void on_day_of_start(year in) {
    const year_month_day start{start_};
    std::vector<unsigned> months = rule_.months;
    if (months.empty())
      months.push_back(static_cast<unsigned>(start.month()));
    for (const unsigned number : months) {
      const year_month_day date{in, month{number}, start.day()};
      if (date.ok()) // 29 February in leap years only
        made_.push_back(civil_date{date});
    }
  }

  const ics_recurrence& rule_;
  civil_date start_;
  std::vector<civil_date> made_;
};

bool is_past(const ics_moment& at, const std::optional<ics_moment>& until) {
  if (!until)
    return false;
  if (until->clock == ics_clock::date || at.clock == ics_clock::date)
    return until->date() < at.date();
  if (until->absolute() && at.absolute())
    return until->at() < at.at();
  return until->wall < at.wall;
}

} // namespace

std::optional<ics_recurrence> read_recurrence(findings& found, const ics_line& line) {
  return recurrence_reader{found, line}.read();
}

std::vector<ics_moment> recurrences(const ics_recurrence& rule, const ics_moment& start,
                                    std::size_t most) {
  if (rule.count)
    most = std::min(most, static_cast<std::size_t>(*rule.count));
  std::vector<ics_moment> made{start};
  year_of_rule named{rule, start.date()};
  const duration time = start.wall - start.date();
  constexpr int last_year = 2199;
  for (int y = static_cast<int>(year_month_day{start.date()}.year());
       y <= last_year && made.size() < most; y += rule.interval) {
    for (const civil_date date : named.dates(year{y})) {
      ics_moment next = start;
      next.wall = date + time;
      if (next.wall <= start.wall)
        continue;
      if (is_past(next, rule.until) || made.size() == most)
        return made;
      made.push_back(next);
    }
  }
  return made;
}

} // namespace caseclock::detail
