#include <array>
#include <optional>
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

constexpr std::array<std::string_view, 7> day_names{"mon", "tue", "wed", "thu",
                                                    "fri", "sat", "sun"};

std::optional<std::size_t> day_of(std::string_view name) {
  for (std::size_t day = 0; day < day_names.size(); ++day) {
    if (day_names[day] == name)
      return day;
  }
  return std::nullopt;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ')
    text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ')
    text.remove_suffix(1);
  return text;
}

std::int32_t read_time(findings& found, const yaml_node& node, bool closing) {
  const located_string written = read_text(found, node, "an opening hour");
  if (node.kind != yaml_kind::scalar)
    return 0;
  const auto time = seconds_of_day(written.value);
  if (time && (closing || *time < 24 * 3600))
    return *time;
  found.push_back(fault("bad-time",
                        in_quotes(written.value) + " is no time of day: write \"09:00\"" +
                            (closing ? ", up to \"24:00\"" : ""),
                        written.span));
  return 0;
}

std::optional<local_window> read_window(findings& found, const yaml_node& node) {
  if (node.kind != yaml_kind::sequence || node.items.size() != 2) {
    found.push_back(fault(
        "wrong-type", "opening hours are pairs: [[\"09:00\", \"12:00\"], [\"13:30\", \"18:00\"]]",
        node.span));
    return std::nullopt;
  }
  const std::size_t before = found.size();
  local_window made;
  made.open = read_time(found, node.items[0], false);
  made.close = read_time(found, node.items[1], true);
  made.span = node.span;
  return found.size() == before ? std::optional{made} : std::nullopt;
}

/// `[["09:00", "12:00"], …]`, or a single pair.
std::vector<local_window> read_windows(findings& found, const yaml_node& node) {
  std::vector<local_window> made;
  const bool single = node.kind == yaml_kind::sequence && !node.items.empty() &&
                      node.items.front().kind == yaml_kind::scalar;
  if (node.kind != yaml_kind::sequence || single) {
    if (const auto window = read_window(found, node))
      made.push_back(*window);
    return made;
  }
  for (const yaml_node& item : node.items) {
    if (const auto window = read_window(found, item))
      made.push_back(*window);
  }
  return made;
}

/// The days that "mon", "mon-fri", "sat, sun" or "daily" mean; reports `unknown-day`.
std::array<bool, 7> read_days(findings& found, const yaml_entry& entry) {
  std::array<bool, 7> days{};
  std::string_view rest = entry.key;
  if (trim(rest) == "daily") {
    days.fill(true);
    return days;
  }
  while (true) {
    const std::size_t comma = rest.find(',');
    const std::string_view part = trim(rest.substr(0, comma));
    const std::size_t dash = part.find('-');
    const auto first = day_of(trim(part.substr(0, dash)));
    const auto last = dash == std::string_view::npos ? first : day_of(trim(part.substr(dash + 1)));
    if (!first || !last) {
      found.push_back(fault("unknown-day",
                            in_quotes(part) + " is no day: use mon … sun, mon-fri, \"sat, sun\" or "
                                              "daily",
                            entry.key_span));
      return days;
    }
    for (std::size_t day = *first;; day = (day + 1) % 7) {
      days[day] = true;
      if (day == *last)
        break;
    }
    if (comma == std::string_view::npos)
      return days;
    rest.remove_prefix(comma + 1);
  }
}

void read_hours(findings& found, const fields& in, calendar_definition& made) {
  const yaml_node* node = in.find("hours");
  if (node == nullptr)
    return;
  made.hours_span = in.key_place("hours");
  const std::size_t before = found.size();
  if (node->kind == yaml_kind::scalar) {
    made.always = in.choice("hours", false, {{"always", true}}) || found.size() != before;
    return;
  }
  std::array<bool, 7> closed{}; // `wed: []` closes the day, also if `mon-fri` gave it hours
  in.for_each_entry("hours", [&](const yaml_entry& entry) {
    const std::array<bool, 7> days = read_days(found, entry);
    const std::vector<local_window> windows = read_windows(found, entry.value);
    for (std::size_t day = 0; day < days.size(); ++day) {
      if (!days[day])
        continue;
      closed[day] = closed[day] || windows.empty();
      made.weekly[day].insert(made.weekly[day].end(), windows.begin(), windows.end());
    }
  });
  for (std::size_t day = 0; day < closed.size(); ++day) {
    if (closed[day])
      made.weekly[day].clear();
  }
  if (found.size() != before) { // so that nobody complains that it never opens
    made.weekly = {};
    made.always = true;
  }
}

civil_date read_date(findings& found, const located_string& written) {
  if (written.value.empty())
    return {};
  const result<civil_date> date = parse_date(written.value);
  if (date)
    return *date;
  found.push_back(fault("bad-date", date.error().message, written.span));
  return {};
}

/// A day that returns every year, and from when to when.
void read_every_year(findings& found, const fields& in, holiday_rule& made) {
  if (const auto day = read_every(found, in.text("every"))) {
    const auto* fixed = std::get_if<std::chrono::month_day>(&day->from);
    if (fixed != nullptr && day->days == 0)
      made.when = annual_date{*fixed};
    else
      made.when = *day;
  }
  if (in.has("from"))
    made.first = read_date(found, in.text("from"));
  if (in.has("to"))
    made.last = read_date(found, in.text("to"));
}

/// Nothing if anything is wrong with it, or if it is a file, which goes to `files`.
std::optional<holiday_rule> read_holiday(findings& found, const yaml_node& node,
                                         std::vector<ics_reference>& files) {
  const std::size_t before = found.size();
  holiday_rule made;
  made.span = node.span;
  if (node.kind == yaml_kind::scalar) {
    made.when = single_date{read_date(found, {node.text, node.span})};
    return found.size() == before ? std::optional{made} : std::nullopt;
  }
  const fields in{found, node, holiday_table, node.span};
  if (!in.is_mapping() || found.size() != before)
    return std::nullopt;
  made.name = in.text("name").value;
  const bool every = in.has("every");
  const bool range = !every && (in.has("from") || in.has("to"));
  if (int{in.has("date")} + int{range} + int{every} + int{in.has("ics")} != 1 ||
      (range && in.has("from") != in.has("to"))) {
    found.push_back(fault("invalid-holiday",
                          "a holiday has a \"date\", or \"from\" and \"to\", or \"every\", or "
                          "\"ics\"",
                          node.span));
    return std::nullopt;
  }
  if (in.has("ics")) {
    files.push_back({in.text("ics"), made.name});
    return std::nullopt;
  }
  if (in.has("date"))
    made.when = single_date{read_date(found, in.text("date"))};
  else if (range)
    made.when = date_range{read_date(found, in.text("from")), read_date(found, in.text("to"))};
  else
    read_every_year(found, in, made);
  return found.size() == before ? std::optional{made} : std::nullopt;
}

constexpr std::string_view like_working_day = "working day";

/// Whose hours "monday" or "working day" are; reports `unknown-day`.
hours_like read_like(findings& found, const yaml_node& node) {
  const located_string written = read_text(found, node, "the hours of an extra day");
  if (written.value == like_working_day)
    return hours_like::working_day;
  if (const auto day = weekday_named(written.value))
    return static_cast<hours_like>(day->iso_encoding()); // 1 is Monday, in both
  std::vector<std::string_view> words = weekday_words();
  words.push_back(like_working_day);
  found.push_back(
      fault("unknown-day",
            in_quotes(written.value) +
                " is no day whose hours an extra day can have: write \"working day\", a "
                "day of the week, or the hours, [[\"09:00\", \"18:00\"]]",
            written.span, closest(written.value, words)));
  return hours_like::given;
}

/// Windows, or, of an extra day, the day that it is like.
void read_hours_of_date(findings& found, const yaml_node& node, bool extra, dated_windows& made) {
  if (extra && node.kind == yaml_kind::scalar)
    made.like = read_like(found, node);
  else
    made.windows = read_windows(found, node);
}

/// The entries of `extra_days` or `breaks`.
std::vector<dated_windows> read_dated(findings& found, const fields& in, std::string_view key) {
  const bool extra = key == "extra_days";
  std::vector<dated_windows> all;
  in.for_each_entry(key, [&](const yaml_entry& entry) {
    const std::size_t before = found.size();
    dated_windows made;
    made.date = read_date(found, {entry.key, entry.key_span});
    made.span = entry.key_span;
    if (entry.value.kind == yaml_kind::mapping) {
      const fields dated{found, entry.value, extra ? extra_day_table : break_table, entry.key_span};
      made.name = dated.text("name").value;
      if (const yaml_node* hours = dated.find("hours"))
        read_hours_of_date(found, *hours, extra, made);
    } else {
      read_hours_of_date(found, entry.value, extra, made);
    }
    if (found.size() == before)
      all.push_back(std::move(made));
  });
  return all;
}

} // namespace

written_calendar read_calendar(findings& found, const yaml_entry& entry) {
  written_calendar out;
  calendar_definition& made = out.definition;
  made.name = {entry.key, entry.key_span};
  const fields in{found, entry.value, calendar_table, entry.key_span};
  if (!in.is_mapping())
    return out;
  made.zone = in.text("zone");
  read_hours(found, in, made);
  if (const yaml_node* holidays = in.find("holidays")) {
    if (holidays->kind == yaml_kind::mapping)
      wrong_type(found, *holidays, "\"holidays\"", "a list");
    else
      in.for_one_or_each("holidays", [&](const yaml_node& node) {
        if (auto holiday = read_holiday(found, node, out.ics))
          made.holidays.push_back(std::move(*holiday));
      });
  }
  made.extra_days = read_dated(found, in, "extra_days");
  made.breaks = read_dated(found, in, "breaks");
  made.due_at_close =
      in.choice("due_at_close", close_policy::closing,
                {{"closing", close_policy::closing}, {"next_opening", close_policy::next_opening}});
  out.includes = in.texts("include");
  return out;
}

} // namespace caseclock::detail
