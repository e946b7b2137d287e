// `schedule`: on which days cases open by themselves.
#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/time/iso8601.hpp"
#include "definition/every.hpp"
#include "definition/times_of_day.hpp"
#include "definition/workflow_keys.hpp"
#include "definition/workflow_reader.hpp"

namespace caseclock::detail {

namespace {

struct period_word {
  std::string_view word;
  recurrence_unit unit;
  std::int32_t every;
};
constexpr std::array<period_word, 20> period_words{{
    {"day", recurrence_unit::day, 1},         {"days", recurrence_unit::day, 1},
    {"week", recurrence_unit::week, 1},       {"weeks", recurrence_unit::week, 1},
    {"month", recurrence_unit::month, 1},     {"months", recurrence_unit::month, 1},
    {"quarter", recurrence_unit::month, 3},   {"quarters", recurrence_unit::month, 3},
    {"half year", recurrence_unit::month, 6}, {"half years", recurrence_unit::month, 6},
    {"year", recurrence_unit::month, 12},     {"years", recurrence_unit::month, 12},
    {"天", recurrence_unit::day, 1},          {"日", recurrence_unit::day, 1},
    {"周", recurrence_unit::week, 1},         {"月", recurrence_unit::month, 1},
    {"个月", recurrence_unit::month, 1},      {"季度", recurrence_unit::month, 3},
    {"半年", recurrence_unit::month, 6},      {"年", recurrence_unit::month, 12},
}};

constexpr std::array<std::pair<std::string_view, std::int32_t>, 16> ordinals{{
    {"first", 1},
    {"second", 2},
    {"third", 3},
    {"fourth", 4},
    {"fifth", 5},
    {"last", -1},
    {"1st", 1},
    {"2nd", 2},
    {"3rd", 3},
    {"4th", 4},
    {"5th", 5},
    {"6th", 6},
    {"7th", 7},
    {"8th", 8},
    {"9th", 9},
    {"10th", 10},
}};

constexpr std::string_view working_day_words = "working day";

/// What people write most, to guess at.
constexpr std::array<std::string_view, 17> usual_days{
    {"last day", "first working day", "last working day", "first monday", "last friday",
     "first friday", "last monday", "monday", "tuesday", "wednesday", "thursday", "friday",
     "saturday", "sunday", "working day", "最后一个工作日", "第一个工作日"}};

std::string_view without_blanks(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// The number that the text begins with, cut off; 1 if it begins with none.
std::int32_t cut_number(std::string_view& text) {
  std::int32_t number = 0;
  std::size_t digits = 0;
  while (digits < text.size() && digits < 4 && text[digits] >= '0' && text[digits] <= '9')
    number = number * 10 + (text[digits++] - '0');
  text = without_blanks(text.substr(digits));
  return digits == 0 ? 1 : number;
}

/// `month`, `6 months`, `working day`.
void read_period(findings& found, const located_string& written, recurrence& made) {
  std::string_view text = without_blanks(written.value);
  if (text.empty())
    return; // missing, or no text: reported
  if (text == working_day_words || text == "工作日") {
    made.unit = recurrence_unit::day;
    made.pick = day_pick::working_day;
    return;
  }
  const std::int32_t number = cut_number(text);
  std::vector<std::string_view> words;
  for (const period_word& each : period_words) {
    words.push_back(each.word);
    if (each.word != text)
      continue;
    made.unit = each.unit;
    made.every = number * each.every;
    if (number < 1 || made.every > 1'200)
      found.push_back(fault("invalid-schedule",
                            in_quotes(written.value) + ": once a day to once in a hundred years",
                            written.span));
    return;
  }
  found.push_back(fault("invalid-schedule",
                        in_quotes(written.value) +
                            " is no period: write day, week, month, quarter, year, or a number of "
                            "them, \"6 months\"",
                        written.span, closest(text, words)));
}

/// `last`, `3rd`, and what stands behind it; 0 if it begins with no such word.
std::int32_t cut_ordinal(std::string_view& text) {
  const std::string_view word = text.substr(0, text.find(' '));
  for (const auto& [name, number] : ordinals) {
    if (name != word)
      continue;
    text = without_blanks(text.substr(word.size()));
    return number;
  }
  return 0;
}

bool pick_named(std::string_view text, std::int32_t number, recurrence& made) {
  made.number = number == 0 ? 1 : number;
  if (text == "day" && number == -1) {
    made.pick = day_pick::last;
  } else if (text == "day" && number > 0) {
    made.pick = made.unit == recurrence_unit::month ? day_pick::day_of_month : day_pick::first;
    return made.unit == recurrence_unit::month || number == 1;
  } else if (text == working_day_words) {
    made.pick = day_pick::working_day;
    return number != 0 || made.unit == recurrence_unit::day;
  } else if (const auto day = weekday_named(text)) {
    made.pick = day_pick::weekday;
    made.weekday = *day;
    return number != 0 || made.unit != recurrence_unit::month;
  } else {
    return false;
  }
  return true;
}

/// The word for a day that is meant: of equally close ones the one that begins alike, as `sonday`
/// rather is sunday than monday.
std::string day_meant(std::string_view word) {
  constexpr std::array<std::string_view, 9> days{"monday",   "tuesday", "wednesday",
                                                 "thursday", "friday",  "saturday",
                                                 "sunday",   "day",     "working day"};
  std::vector<std::string_view> alike;
  std::copy_if(days.begin(), days.end(), std::back_inserter(alike),
               [&](std::string_view each) { return !word.empty() && each[0] == word[0]; });
  const std::string first = closest(word, alike);
  return first.empty() ? closest(word, days) : first;
}

/// The day that is meant by a text that names none; `rest` is what stands behind `last` or `first`.
std::string day_text_meant(std::string_view text, std::string_view rest, bool months) {
  const std::string day = day_meant(rest);
  if (rest != text)
    return day.empty() ? day : std::string(text.substr(0, text.find(' '))) + " " + day;
  if (weekday_named(day))
    return months ? "first " + day : day;
  return closest(text, usual_days);
}

/// `15`, `last day`, `last working day`, `first monday`, `monday` of a week.
void read_day(findings& found, const located_string& written, recurrence& made) {
  std::string_view text = without_blanks(written.value);
  if (text.empty())
    return;
  constexpr std::array<std::pair<std::string_view, std::string_view>, 4> chinese{{
      {"最后一个工作日", "last working day"},
      {"第一个工作日", "first working day"},
      {"最后一天", "last day"},
      {"工作日", "working day"},
  }};
  for (const auto& [word, meaning] : chinese)
    text = text == word ? meaning : text;
  std::string_view rest = text;
  const std::int32_t day = cut_number(rest);
  if (rest.empty() && made.unit == recurrence_unit::month && day >= 1 && day <= 31) {
    made.pick = day_pick::day_of_month;
    made.number = day;
    return;
  }
  rest = text;
  const std::int32_t number = cut_ordinal(rest);
  if (pick_named(rest, number, made))
    return;
  std::string_view ordinal = text; // "30th"
  const std::int32_t numbered = cut_number(ordinal);
  const bool counted = ordinal == "th" || ordinal == "st" || ordinal == "nd" || ordinal == "rd";
  const bool months = made.unit == recurrence_unit::month;
  std::string meant = counted ? std::to_string(numbered) : day_text_meant(text, rest, months);
  if (meant == text) // right elsewhere, and not of this period
    meant.clear();
  found.push_back(fault("invalid-schedule",
                        in_quotes(written.value) +
                            " is no day of that period: write a day of the month, \"15\", last "
                            "day, first monday, 3rd working day, last working day; of weeks, "
                            "monday",
                        written.span, std::move(meant)));
}

std::optional<civil_date> read_limit(findings& found, const located_string& written) {
  if (written.value.empty())
    return std::nullopt;
  const result<civil_date> date = parse_date(written.value);
  if (date)
    return *date;
  found.push_back(fault("bad-date", date.error().message, written.span));
  return std::nullopt;
}

/// How many days of that kind the longest of these periods has, at most.
std::int32_t most_days(const recurrence& rule) {
  const std::int32_t each = rule.unit == recurrence_unit::day    ? 1
                            : rule.unit == recurrence_unit::week ? 7
                                                                 : 31;
  const std::int32_t days = each * rule.every;
  return rule.pick == day_pick::weekday ? (days + 6) / 7 : days;
}

/// What is right alone and wrong together.
void check_rule(findings& found, const fields& in, const recurrence& rule) {
  const bool counts = rule.pick == day_pick::weekday || rule.pick == day_pick::working_day;
  if (counts && rule.number > most_days(rule))
    found.push_back(fault("invalid-schedule",
                          "no such period is so long that it had " + in_quotes(in.text("on").value),
                          in.key_place("on")));
  const bool aligned =
      rule.every == 1 || (rule.unit == recurrence_unit::month && 12 % rule.every == 0);
  if (!aligned && !rule.from)
    found.push_back(fault("invalid-schedule",
                          "these periods are no parts of a year: the key \"from\" must say where "
                          "they begin",
                          in.key_place("every")));
  if (rule.from && rule.until && *rule.from > *rule.until)
    found.push_back(fault("empty-range", "\"until\" lies before \"from\"", in.key_place("until")));
}

std::optional<schedule_definition> read_one(findings& found, const yaml_node& node,
                                            source_span place) {
  const std::size_t before = found.size();
  const fields in{found, node, schedule_table, place};
  if (!in.is_mapping())
    return std::nullopt;
  schedule_definition made;
  made.span = in.key_place("every");
  read_period(found, in.text("every"), made.rule);
  if (in.has("on"))
    read_day(found, in.text("on"), made.rule);
  if (const located_string at = in.text("at"); !at.value.empty())
    made.rule.time_s = read_time_of_day(found, at);
  made.rule.from = read_limit(found, in.text("from"));
  made.rule.until = read_limit(found, in.text("until"));
  made.calendar = in.text("in");
  made.key = in.text("key");
  made.missed = in.choice("missed", missed_policy::all,
                          {{"all", missed_policy::all}, {"latest", missed_policy::latest}});
  if (found.size() == before)
    check_rule(found, in, made.rule);
  if (const yaml_node* with = in.find("with"))
    made.with = read_arguments(found, *with, "\"with\"");
  return made;
}

} // namespace

std::vector<schedule_definition> read_schedules(findings& found, const fields& in) {
  std::vector<schedule_definition> made;
  in.for_one_or_each("schedule", [&](const yaml_node& node) {
    if (auto one = read_one(found, node, node.span))
      made.push_back(std::move(*one));
  });
  return made;
}

} // namespace caseclock::detail
