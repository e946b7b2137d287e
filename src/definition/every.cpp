#include "definition/every.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/time/iso8601.hpp"

namespace caseclock::detail {

namespace {

using words = std::vector<std::string>;

constexpr std::array<std::string_view, 7> days_of_week{
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
constexpr std::array<std::string_view, 12> month_names{
    "january", "february", "march",     "april",   "may",      "june",
    "july",    "august",   "september", "october", "november", "december"};
constexpr std::array<std::string_view, 6> ordinals{"first",  "second", "third",
                                                   "fourth", "fifth",  "last"};
constexpr std::array<std::string_view, 5> ordinal_numbers{"1st", "2nd", "3rd", "4th", "5th"};
/// What a month never has.
constexpr std::array<std::string_view, 10> higher_ordinals{
    "sixth", "seventh", "eighth", "ninth", "tenth", "6th", "7th", "8th", "9th", "10th"};
constexpr std::string_view forms =
    "write 01-01, \"first monday of september\", \"easter\", \"2 days before easter\" or \"monday "
    "before 05-25\"";

/// What people call days that are counted from Easter.
constexpr std::array<std::pair<std::string_view, std::string_view>, 16> known_by_name{{
    {"good friday", "2 days before easter"},
    {"maundy thursday", "3 days before easter"},
    {"easter sunday", "easter"},
    {"easter monday", "1 day after easter"},
    {"ascension", "39 days after easter"},
    {"ascension day", "39 days after easter"},
    {"pentecost", "49 days after easter"},
    {"whit sunday", "49 days after easter"},
    {"whit monday", "50 days after easter"},
    {"pentecost monday", "50 days after easter"},
    {"corpus christi", "60 days after easter"},
    {"shrove tuesday", "47 days before easter"},
    {"ash wednesday", "46 days before easter"},
    {"thanksgiving", "fourth thursday of november"},
    {"christmas", "12-25"},
    {"new year", "01-01"},
}};

std::string lower(std::string_view text) {
  std::string made{text};
  for (char& c : made)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return made;
}

words split(std::string_view text) {
  words made;
  std::string word;
  for (const char c : lower(text) + " ") {
    if (c != ' ') {
      word += c;
    } else if (!word.empty()) {
      if (word != "the") // "the first monday of the month"
        made.push_back(word);
      word.clear();
    }
  }
  return made;
}

std::string join(const words& list) {
  std::string made;
  for (const std::string& word : list)
    made += (made.empty() ? "" : " ") + word;
  return made;
}

/// Which of them it is, in full or with its first three letters; their number if it is none.
template <std::size_t N>
std::size_t index_in(const std::array<std::string_view, N>& names, std::string_view word) {
  for (std::size_t i = 0; i < N; ++i) {
    if (word == names[i] || (word.size() == 3 && word == names[i].substr(0, 3)))
      return i;
  }
  return N;
}

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& names, std::string_view word) {
  return std::find(names.begin(), names.end(), word) != names.end();
}

/// first … fifth as 1 … 5, last as 0.
std::optional<unsigned> ordinal(std::string_view word) {
  for (unsigned i = 0; i < ordinals.size(); ++i) {
    if (word == ordinals[i] || (i < ordinal_numbers.size() && word == ordinal_numbers[i]))
      return i + 1 < ordinals.size() ? i + 1 : 0;
  }
  return std::nullopt;
}

bool is_number(std::string_view word) {
  return !word.empty() && word.size() <= 6 &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Reads one text. What returns a bool has reported why it is false.
class every_reader {
 public:
  every_reader(findings& found, const located_string& written)
      : found_(found), written_(written), all_(split(written.value)) {}

  std::optional<moving_date> read() {
    if (all_.empty())
      return std::nullopt; // reported as empty already
    for (const auto& [name, rule] : known_by_name) {
      if (join(all_) == name) {
        (void)bad("a rule is made of days and dates", std::string{rule});
        return std::nullopt;
      }
    }
    moving_date made;
    const auto relation = std::find_if(all_.begin(), all_.end(), [](const std::string& word) {
      return word == "before" || word == "after";
    });
    if (relation == all_.end())
      return read_day(all_, made) ? std::optional{made} : std::nullopt;
    const bool read = read_distance({all_.begin(), relation}, *relation, made) &&
                      read_day({relation + 1, all_.end()}, made);
    return read ? std::optional{made} : std::nullopt;
  }

 private:
  bool report(std::string code, const std::string& message, std::string suggestion) {
    found_.push_back(fault(std::move(code), in_quotes(written_.value) + ": " + message,
                           written_.span, std::move(suggestion)));
    return false;
  }
  bool bad(const std::string& message, std::string suggestion = {}) {
    return report("bad-holiday-rule", message, std::move(suggestion));
  }
  bool never(const std::string& message) { return report("no-such-date", message, {}); }

  /// The whole text with other words in the place of its last ones.
  [[nodiscard]] std::string with_day(std::size_t replaced, const std::string& day) const {
    words made{all_.begin(), all_.end() - static_cast<std::ptrdiff_t>(replaced)};
    made.push_back(day);
    return join(made);
  }
  /// The whole text with another distance: what stands before `before` or `after`.
  [[nodiscard]] std::string with_distance(std::size_t replaced, const std::string& distance) const {
    return distance + " " +
           join({all_.begin() + static_cast<std::ptrdiff_t>(replaced), all_.end()});
  }

  bool read_distance(const words& distance, const std::string& relation, moving_date& made) {
    const int sign = relation == "after" ? 1 : -1;
    if (distance.size() == 1 && weekday_named(distance[0])) {
      made.on = weekday_named(distance[0]);
      made.days = sign;
      return true;
    }
    if (distance.size() == 1 && distance[0] == "day")
      return bad("say how many days", with_distance(1, "1 day"));
    if (distance.size() != 2 || !is_number(distance[0]))
      return bad("before \"" + relation +
                 "\" comes a number of days, \"2 days\", or a day of the week");
    const int number = std::stoi(distance[0]);
    if (distance[1] == "week" || distance[1] == "weeks")
      return bad("count in days", with_distance(2, std::to_string(number * 7) + " days"));
    if (distance[1] != "day" && distance[1] != "days")
      return bad(in_quotes(distance[1]) + " is no unit of it: count in days");
    if (number > most_days_from)
      return bad("a holiday lies at most " + std::to_string(most_days_from) +
                 " days from its day of the year");
    made.days = sign * number;
    return true;
  }

  /// "05-25", "easter", "orthodox easter", "first monday of may".
  bool read_day(const words& day, moving_date& made) {
    if (day.empty())
      return bad("the day is missing: " + std::string{forms});
    if (day.size() == 1 && day[0].find('-') != std::string::npos)
      return read_month_day(day[0], made);
    if (day.back() == "easter" && day.size() <= 2) {
      if (day.size() == 2 && day[0] != "orthodox" && day[0] != "western")
        return bad(in_quotes(day[0]) + " is no kind of Easter", other_easter(day[0]));
      made.from = day[0] == "orthodox" ? easter::orthodox : easter::western;
      return true;
    }
    if (day.size() == 4 && day[2] == "of")
      return read_nth(day, made);
    return not_understood(day);
  }

  [[nodiscard]] std::string other_easter(const std::string& kind) const {
    const std::string meant = closest(kind, std::vector<std::string_view>{"orthodox", "western"});
    return meant.empty() ? meant : with_day(2, meant + " easter");
  }

  bool read_month_day(const std::string& text, moving_date& made) {
    const bool shaped = text.size() == 5 && text[2] == '-' && is_number(text.substr(0, 2)) &&
                        is_number(text.substr(3));
    if (!shaped)
      return report("bad-date", "this is no day of the year: write \"01-01\"", {});
    const int month = std::stoi(text.substr(0, 2));
    const int day = std::stoi(text.substr(3));
    if (month < 1 || month > 12)
      return never("months are 01 to 12, and come before the day");
    const auto date = month_day(static_cast<std::size_t>(month - 1), day);
    if (!date)
      return never("no " + title(month_names[static_cast<std::size_t>(month - 1)]) + " has a day " +
                   digits(day, 2));
    made.from = *date;
    return true;
  }

  static std::optional<std::chrono::month_day> month_day(std::size_t month, int day) {
    const std::chrono::month_day made{std::chrono::month{static_cast<unsigned>(month + 1)},
                                      std::chrono::day{static_cast<unsigned>(day)}};
    return made.ok() ? std::optional{made} : std::nullopt;
  }

  /// Four words, the third of them "of".
  bool read_nth(const words& day, moving_date& made) {
    const auto nth = ordinal(day[0]);
    const auto weekday = weekday_named(day[1]);
    const std::size_t month = index_in(month_names, day[3]);
    if (!nth && holds(higher_ordinals, day[0]))
      return never("a month has no " + day[0] + " " + day[1] + ": first to fifth, or last");
    const bool none = !nth && !weekday && month == month_names.size();
    if (none || (!nth && !in_order(day).empty()))
      return not_understood(day);
    words meant = day;
    std::string wrong;
    const auto correct = [&](std::size_t at, std::string_view what, const auto& names) {
      meant[at] = closest(day[at], names);
      if (wrong.empty())
        wrong = in_quotes(day[at]) + " is " + std::string{what};
    };
    if (!nth)
      correct(0, "none of first, second, third, fourth, fifth and last", ordinals);
    if (!weekday)
      correct(1, "no day of the week", days_of_week);
    if (month == month_names.size())
      correct(3, "no month", month_names);
    if (!wrong.empty()) {
      const bool known = std::none_of(meant.begin(), meant.end(),
                                      [](const std::string& word) { return word.empty(); });
      return bad(wrong, known ? with_day(day.size(), join(meant)) : std::string{});
    }
    const std::chrono::month of{static_cast<unsigned>(month + 1)};
    if (*nth == 0)
      made.from = of / (*weekday)[std::chrono::last];
    else
      made.from = of / (*weekday)[*nth];
    return true;
  }

  /// Words that are all known, but in another order, are suggested in the right one.
  bool not_understood(const words& day) {
    const std::string better = in_order(day);
    return bad("this is no rule for a holiday: " + std::string{forms},
               better.empty() ? better : with_day(day.size(), better));
  }

  static std::string in_order(const words& day) {
    std::string nth;
    std::string weekday;
    std::size_t month = month_names.size();
    int number = 0;
    for (const std::string& word : day) {
      if (ordinal(word))
        nth = word;
      else if (weekday_named(word))
        weekday = word;
      else if (index_in(month_names, word) < month_names.size())
        month = index_in(month_names, word);
      else if (is_number(word))
        number = std::stoi(word);
      else if (word != "of" && word != "in")
        return day.size() == 1 ? closest(word, std::vector<std::string_view>{"easter"})
                               : std::string{};
    }
    if (month == month_names.size())
      return {};
    if (!nth.empty() && !weekday.empty() && number == 0)
      return nth + " " + weekday + " of " + std::string{month_names[month]};
    if (nth.empty() && weekday.empty() && number < 32 && month_day(month, number))
      return digits(static_cast<std::int64_t>(month + 1), 2) + "-" + digits(number, 2);
    return {};
  }

  static std::string title(std::string_view name) {
    std::string made{name};
    made[0] = static_cast<char>(made[0] - 32);
    return made;
  }

  findings& found_;
  const located_string& written_;
  words all_;
};

} // namespace

std::optional<std::chrono::weekday> weekday_named(std::string_view word) {
  const std::size_t day = index_in(days_of_week, lower(word));
  if (day == days_of_week.size())
    return std::nullopt;
  return std::chrono::weekday{static_cast<unsigned>(day + 1)}; // 1 is Monday
}

std::vector<std::string_view> weekday_words() {
  return {days_of_week.begin(), days_of_week.end()};
}

std::optional<moving_date> read_every(findings& found, const located_string& written) {
  return every_reader{found, written}.read();
}

} // namespace caseclock::detail
