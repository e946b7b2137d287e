#include "calendar_page.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "calendar_when.hpp"
#include "caseclock/base/printable.hpp"
#include "caseclock/base/utf8.hpp"
#include "caseclock/time/civil.hpp"
#include "caseclock/time/iso8601.hpp"

namespace caseclock::cli {
namespace {

using std::chrono::days;
using std::chrono::months;
using std::chrono::year_month;

constexpr std::size_t page_width = 80;
constexpr std::size_t label_width = 13;
constexpr std::size_t cell_width = 10;
constexpr std::array<std::string_view, 12> month_names{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

/// A date with what is drawn of it.
struct drawn_day {
  calendar_day said{};
  duration open{};    ///< of its 24 hours, whichever day's windows they belong to
  bool exists = true; ///< false: the zone's clocks skipped it
};

std::string centred(const std::string& text, std::size_t width) {
  const std::size_t rest = width - std::min(width, display_width(text));
  return std::string(rest / 2, ' ') + text + std::string(rest - rest / 2, ' ');
}

std::string to_the_right(const std::string& text, std::size_t width) {
  return std::string(width - std::min(width, display_width(text)), ' ') + text;
}

std::string to_the_left(const std::string& text, std::size_t width) {
  return text + std::string(width - std::min(width, display_width(text)), ' ');
}

void end_line(std::string& out) {
  out.erase(out.find_last_not_of(' ') + 1);
  out += '\n';
}

/// Appends words behind what stands in the line, and goes on below at the same indent.
void append_wrapped(std::string& out, std::string_view text, std::size_t indent) {
  std::size_t column = indent;
  const auto break_line = [&] {
    end_line(out);
    out += std::string(indent, ' ');
    column = indent;
  };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(' ', at), text.size());
    const std::size_t wide = display_width(text.substr(at, end - at));
    if (column > indent && column + wide > page_width)
      break_line();
    while (at < end) { // a word that is longer than the line is cut
      const std::size_t size =
          std::max<std::size_t>(1, decode_utf8(text, at).value_or(decoded_character{}).size);
      const std::size_t step = display_width(text.substr(at, size));
      if (column + step > page_width)
        break_line();
      out += text.substr(at, size);
      column += step;
      at += size;
    }
    if (at < text.size() && column < page_width)
      out += ' ';
    ++column;
    ++at;
  }
  end_line(out);
}

std::string time_of_day(duration since_midnight) {
  const bool next_day = since_midnight > days{1};
  const detail::duration_parts parts =
      detail::split(next_day ? since_midnight - days{1} : since_midnight);
  std::string text = detail::digits(static_cast<std::int64_t>(parts.hours), 2) + ":" +
                     detail::digits(static_cast<std::int64_t>(parts.minutes), 2);
  if (parts.seconds != 0)
    text += ":" + detail::digits(static_cast<std::int64_t>(parts.seconds), 2);
  return text + (next_day ? " (next day)" : "");
}

std::string windows_text(const std::vector<day_window>& windows) {
  std::string text;
  for (const day_window& each : windows)
    text += (text.empty() ? "" : " ") + time_of_day(each.open) + "-" + time_of_day(each.close);
  return text.empty() ? "closed" : text;
}

bool is_exception(const calendar_day& day) {
  return day.type == day_type::holiday || day.type == day_type::extra_day || day.breaks_cut;
}

char mark_of(const drawn_day& day) {
  if (!day.exists)
    return 'x';
  switch (day.said.type) {
  case day_type::holiday: return '*';
  case day_type::extra_day: return '+';
  case day_type::weekly_closed: return '.';
  case day_type::weekly_hours: return day.said.breaks_cut ? '~' : ' ';
  }
  return ' ';
}

std::string_view meaning_of(char mark) {
  switch (mark) {
  case '.': return "closed";
  case '*': return "holiday";
  case '+': return "extra day";
  case '~': return "break";
  case 'x': return "skipped by the clocks";
  default: return "";
  }
}

/// The dates of [from, to).
std::vector<drawn_day> days_of(const calendar& of, civil_date from, civil_date to) {
  const auto begins = [&of](civil_date date) {
    return std::clamp(of.time_zone().to_instant(local_instant{date}), earliest_instant,
                      latest_instant);
  };
  std::vector<drawn_day> made;
  for (civil_date date = from; date < to; date += days{1}) {
    const instant begin = begins(date);
    const instant end = begins(date + days{1});
    made.push_back({of.day(date), of.between(begin, end).value_or(duration::zero()), begin < end});
  }
  return made;
}

void add_label(std::string& out, std::string_view label) {
  out += to_the_left(std::string(label), label_width);
}

/// "Mon-Fri 09:00-12:00 13:30-18:00", a line for each stretch of equal weekdays.
void add_hours(std::string& out, const calendar_definition& of) {
  add_label(out, "Hours");
  if (of.always)
    return append_wrapped(out, "always open", label_width);
  const auto windows_on = [&of](std::size_t day) {
    std::vector<day_window> made;
    for (const local_window& each : of.weekly[day]) {
      const std::chrono::seconds close{each.close + (each.close < each.open ? 86'400 : 0)};
      made.push_back({std::chrono::seconds{each.open}, close});
    }
    return windows_text(made);
  };
  const auto short_name = [](std::size_t day) {
    return std::string(weekday_name(static_cast<unsigned>(day)).substr(0, 3));
  };
  for (std::size_t day = 0; day < 7;) {
    std::size_t last = day;
    while (last + 1 < 7 && windows_on(last + 1) == windows_on(day))
      ++last;
    if (day > 0)
      add_label(out, "");
    const std::string named = short_name(day) + (last > day ? "-" + short_name(last) : "");
    append_wrapped(out, to_the_left(named, 8) + windows_on(day), label_width + 8);
    day = last + 1;
  }
}

/// A line for each exception; days in a row that are alike share one.
void add_exceptions(std::string& out, const std::vector<drawn_day>& shown) {
  std::string_view label = "Exceptions";
  for (std::size_t i = 0; i < shown.size();) {
    const calendar_day& first = shown[i].said;
    std::size_t last = i;
    const auto alike = [&](const calendar_day& other) {
      return other.type == first.type && other.name == first.name &&
             other.windows == first.windows && other.breaks_cut == first.breaks_cut;
    };
    while (last + 1 < shown.size() && alike(shown[last + 1].said))
      ++last;
    if (is_exception(first)) {
      add_label(out, label);
      label = "";
      const std::string until = last > i ? " - " + with_weekday(shown[last].said.date) : "";
      const std::string dates = to_the_left(with_weekday(first.date) + until, 32);
      out += dates + mark_of(shown[i]) + ' ';
      append_wrapped(out,
                     windows_text(first.windows) + (first.name.empty() ? "" : "  ") +
                         printable(first.name),
                     label_width + 34);
    }
    i = last + 1;
  }
}

void add_clock_changes(std::string& out, const zone& in, instant from, instant to) {
  for (const offset_transition& each : in.transitions) {
    constexpr duration moment{1};
    if (each.at < from || each.at >= to || in.offset_at(each.at) == in.offset_at(each.at - moment))
      continue;
    const std::string before = format_instant(each.at - moment, in);
    const std::string after = format_instant(each.at, in);
    const auto offset = [](const std::string& text) {
      return text.substr(text.find_first_of("+-", 11));
    };
    add_label(out, "Clocks");
    append_wrapped(out,
                   with_weekday(each.at, in) + ", from " + offset(before) + " to " + offset(after),
                   label_width);
  }
}

void add_totals(std::string& out, const std::vector<drawn_day>& shown) {
  duration open{};
  std::size_t working = 0;
  for (const drawn_day& each : shown) {
    open += each.open;
    working += each.exists && !each.said.windows.empty() ? 1 : 0;
  }
  add_label(out, "Total");
  append_wrapped(out,
                 std::to_string(working) + (working == 1 ? " working day, " : " working days, ") +
                     hours_and_minutes(open) + " (" + in_seconds(open) + ")",
                 label_width);
}

/// What stands under the month or the year.
void add_notes(std::string& out, const calendar& of, const std::vector<drawn_day>& shown) {
  std::string marks;
  for (const char mark : {'.', '*', '+', '~', 'x'}) {
    const bool occurs = std::any_of(shown.begin(), shown.end(), [mark](const drawn_day& each) {
      return mark_of(each) == mark;
    });
    if (occurs)
      marks +=
          (marks.empty() ? "" : ", ") + std::string(1, mark) + " " + std::string(meaning_of(mark));
  }
  if (!marks.empty()) {
    add_label(out, "Marks");
    append_wrapped(out, marks, label_width);
  }
  add_hours(out, of.definition());
  add_exceptions(out, shown);
  const zone& in = of.time_zone();
  add_clock_changes(out, in, in.to_instant(local_instant{shown.front().said.date}),
                    in.to_instant(local_instant{shown.back().said.date + days{1}}));
  add_totals(out, shown);
}

std::vector<drawn_day> days_of(const calendar& of, year_month month) {
  return days_of(of, civil_date{month / 1}, civil_date{(month + months{1}) / 1});
}

std::string title_of(const calendar& of, const std::string& what) {
  return centred(printable(of.name()) + ": " + what + " (" + of.time_zone().name + ")",
                 7 * cell_width);
}

std::string_view name_of(year_month month) {
  return month_names[static_cast<unsigned>(month.month()) - 1];
}

/// A week of a month in a year's page: 21 columns.
std::string narrow_week(const std::vector<drawn_day>& shown, std::size_t week) {
  const std::size_t before = weekday_index(shown.front().said.date);
  std::string line;
  for (std::size_t i = week * 7; i < week * 7 + 7; ++i) {
    if (i < before || i >= before + shown.size())
      line += "   ";
    else
      line += to_the_right(std::to_string(i - before + 1), 2) + mark_of(shown[i - before]);
  }
  return line;
}

/// Under the number of the date; what is longer takes the place of the mark as well.
std::string hours_cell(const drawn_day& day) {
  const std::string text = day.open == duration::zero() ? "-" : hours_and_minutes(day.open);
  return to_the_right(text + (text.size() < cell_width - 1 ? "  " : ""), cell_width);
}

} // namespace

std::string draw_month(const calendar& of, year_month month) {
  const std::vector<drawn_day> shown = days_of(of, month);
  std::string out = title_of(of, std::string(name_of(month)) + " " +
                                     std::to_string(static_cast<int>(month.year())));
  end_line(out);
  for (unsigned day = 0; day < 7; ++day)
    out += to_the_right(std::string(weekday_name(day).substr(0, 3)) + "  ", cell_width);
  end_line(out);
  const std::size_t before = weekday_index(shown.front().said.date);
  for (std::size_t week = 0; week * 7 < before + shown.size(); ++week) {
    std::string numbers;
    std::string hours;
    for (std::size_t i = week * 7; i < week * 7 + 7; ++i) {
      const bool inside = i >= before && i < before + shown.size();
      const drawn_day* day = inside ? &shown[i - before] : nullptr;
      numbers +=
          inside ? to_the_right(std::to_string(i - before + 1) + " " + mark_of(*day), cell_width)
                 : std::string(cell_width, ' ');
      hours += inside ? hours_cell(*day) : std::string(cell_width, ' ');
    }
    end_line(numbers);
    end_line(hours);
    out += numbers + hours;
  }
  out += '\n';
  add_notes(out, of, shown);
  return out;
}

std::string draw_year(const calendar& of, std::chrono::year year) {
  constexpr unsigned abreast = 3;
  std::string out = title_of(of, std::to_string(static_cast<int>(year)));
  end_line(out);
  for (unsigned first = 1; first <= 12; first += abreast) {
    std::vector<std::vector<drawn_day>> row;
    std::string names;
    std::string weekdays;
    for (unsigned month = first; month < first + abreast; ++month) {
      row.push_back(days_of(of, year / static_cast<int>(month)));
      names += centred(std::string(month_names[month - 1]), 21) + "   ";
      weekdays += "Mo Tu We Th Fr Sa Su    ";
    }
    end_line(names);
    end_line(weekdays);
    out += "\n" + names + weekdays;
    for (std::size_t week = 0; week < 6; ++week) {
      std::string line;
      for (const auto& shown : row)
        line += narrow_week(shown, week) + "   ";
      end_line(line);
      if (line != "\n")
        out += line;
    }
  }
  out += '\n';
  add_notes(
      out, of,
      days_of(of, civil_date{year / 1 / 1}, civil_date{(year + std::chrono::years{1}) / 1 / 1}));
  return out;
}

} // namespace caseclock::cli
