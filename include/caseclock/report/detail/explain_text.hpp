// An explanation as a table for people, and as JSON.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/base/linkage.hpp"
#include "caseclock/base/printable.hpp"
#include "caseclock/base/utf8.hpp"
#include "caseclock/program/zone_of.hpp"
#include "caseclock/report/answers_json.hpp"
#include "caseclock/report/detail/json_object.hpp"
#include "caseclock/report/explain.hpp"
#include "caseclock/report/graph.hpp"
#include "caseclock/report/record_text.hpp"

namespace caseclock {

namespace detail {

/// "7:30", "112:05", "-0:45"; with seconds and milliseconds where there are any.
inline std::string clock_time(duration length) {
  const std::int64_t ms = length.count() < 0 ? -length.count() : length.count();
  const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  std::string text = (length.count() < 0 ? "-" : "") + std::to_string(ms / 3'600'000) + ":" +
                     two(ms / 60'000 % 60);
  if (ms % 60'000 != 0)
    text += ":" + two(ms / 1'000 % 60);
  if (ms % 1'000 != 0)
    text += "." + std::to_string(1'000 + ms % 1'000).substr(1);
  return text;
}

/// The words of the table in one language.
struct explain_words {
  std::string_view promise{};
  std::string_view as_of{};
  std::string_view when{};
  std::string_view hours{};
  std::string_view time{};
  std::string_view total{};
  std::string_view why{};
  std::string_view starts{};
  std::string_view due{};
  std::string_view due_then{};
  std::string_view breached{};
  std::string_view ended{};
  std::string_view ahead{};
  std::string_view changed{};
  std::string_view revoked{};
  std::string_view weekend{};
  std::string_view extra{};
  std::string_view breaks{};
  std::string_view holiday{};
  std::string_view outside{};
  std::string_view paused{};
  std::string_view used{};
  std::string_view left{};
  std::string_view elapsed_time{};
  std::string_view in{};
  std::string_view more{};
  std::string_view never{};
  std::string_view if_resumed{};
  std::string_view former{};
  std::array<std::string_view, 6> states{}; ///< as `clock_state` lists them
};

inline constexpr explain_words english_words{
    .promise = "promise",
    .as_of = "as of",
    .when = "date",
    .hours = "hours that count",
    .time = "time",
    .total = "total",
    .why = "why",
    .starts = "the clock starts",
    .due = "DUE",
    .due_then = "due",
    .breached = "too late: the breach was told",
    .ended = "the clock ends",
    .ahead = "still to come",
    .changed = "the promise changes",
    .revoked = "the breach is taken back",
    .weekend = "no hours on that day of the week",
    .extra = "hours of its own",
    .breaks = "break",
    .holiday = "holiday",
    .outside = "outside the hours",
    .paused = "paused",
    .used = "used",
    .left = "left",
    .elapsed_time = "every hour counts",
    .in = "in the hours of",
    .more = "… the rest is left out",
    .never = "the clock has not started",
    .if_resumed = "due if it went on now",
    .former = "by the hours of then",
    .states = {"idle", "running", "paused", "met", "missed", "cancelled"},
};

inline constexpr explain_words chinese_words{
    .promise = "承诺",
    .as_of = "截至",
    .when = "日期",
    .hours = "计入的时段",
    .time = "时长",
    .total = "累计",
    .why = "原因",
    .starts = "开始计时",
    .due = "到期",
    .due_then = "到期于",
    .breached = "已超时",
    .ended = "计时结束",
    .ahead = "尚未发生",
    .changed = "承诺变更",
    .revoked = "撤销超时",
    .weekend = "当天不上班",
    .extra = "特别安排",
    .breaks = "休息",
    .holiday = "放假",
    .outside = "非工作时段",
    .paused = "暂停",
    .used = "已用",
    .left = "剩余",
    .elapsed_time = "全天计时",
    .in = "工作时间：",
    .more = "……其余从略",
    .never = "尚未开始计时",
    .if_resumed = "若现在恢复，到期于",
    .former = "按当时的工作时间",
    .states = {"未开始", "计时中", "已暂停", "按时完成", "已超时", "已取消"},
};

/// Pads to a width in columns, not bytes: Chinese characters take two.
inline std::string padded(std::string text, std::size_t columns) {
  const std::size_t width = display_width(text);
  if (width < columns)
    text.append(columns - width, ' ');
  return text;
}

/// "5个工作日", "8:00"; what follows a date stays as the author's language writes it.
inline std::string target_in(const program& of, const program_target& target, bool chinese) {
  if (!chinese || target.follows_date())
    return target_text(of, target);
  const std::string count = std::to_string(target.amount.count);
  switch (target.amount.kind) {
  case time_amount::unit::elapsed: return clock_time(duration{target.amount.count});
  case time_amount::unit::working_time:
    return clock_time(duration{target.amount.count}) + "工作时间";
  case time_amount::unit::working_days: return count + "个工作日";
  case time_amount::unit::end_of_working_days: return "第" + count + "个工作日结束时";
  }
  return target_text(of, target);
}

class explain_writer {
 public:
  explain_writer(const explanation& why, std::string_view language)
      : why_(why), code_(*why.code), clock_(code_.clocks[why.view.clock.index()]),
        words_(same_language(first_part(language), "zh") ? chinese_words : english_words),
        language_(language),
        where_(why.calendar.valid() ? code_.calendars[why.calendar.index()]->time_zone()
                                    : zone_of(code_)) {}

  std::string write() {
    heading();
    if (why_.view.cycle == 0)
      return out_ + std::string(words_.never) + "\n";
    line(words_.when, words_.hours, words_.time, words_.total, words_.why);
    for (const explanation_row& each : why_.rows)
      row(each);
    if (!why_.complete)
      out_ += std::string(words_.more) + "\n";
    return std::move(out_);
  }

 private:
  [[nodiscard]] bool chinese() const { return &words_ == &chinese_words; }
  static std::string text(std::string_view word) { return std::string(word); }
  [[nodiscard]] std::string state() const {
    return text(words_.states[static_cast<std::size_t>(why_.view.state)]);
  }

  void heading() {
    const std::string title = titled(clock_.title, clock_.name, language_);
    out_ += clock_.name + (title == clock_.name ? "" : " (" + caseclock::printable(title) + ")") +
            " — " + caseclock::printable(code_.name) +
            (why_.case_key.empty() ? "" : " " + caseclock::printable(why_.case_key)) + "\n";
    out_ += text(words_.promise) + ": " + target_in(code_, clock_.targets[why_.target], chinese()) +
            " = " + clock_time(why_.view.budget) + ", ";
    out_ += why_.calendar.valid()
                ? text(words_.in) + " " + code_.calendars[why_.calendar.index()]->name() + " (" +
                      where_.name + ")\n"
                : text(words_.elapsed_time) + "\n";
    out_ += text(words_.as_of) + " " + format_for_people(why_.at, where_) + ": " + state() + ", " +
            text(words_.used) + " " + clock_time(why_.view.elapsed) + ", " + text(words_.left) +
            " " + clock_time(why_.view.remaining);
    if (why_.due)
      out_ += ", " + text(words_.due_then) + " " + format_for_people(*why_.due, where_);
    if (why_.view.due_if_resumed)
      out_ += ", " + text(words_.if_resumed) + " " +
              format_for_people(*why_.view.due_if_resumed, where_);
    out_ += "\n\n";
  }

  void line(std::string_view when, std::string_view hours, std::string_view time,
            std::string_view total, std::string_view reason) {
    std::string made = padded(text(when), 31) + padded(text(hours), 27) + padded(text(time), 8) +
                       padded(text(total), 8) + text(reason);
    made.erase(made.find_last_not_of(' ') + 1);
    out_ += made + "\n";
  }

  /// "Wed 2026-09-30"
  [[nodiscard]] std::string date_of(instant t) const {
    return format_for_people(t, where_).substr(0, 14);
  }
  [[nodiscard]] std::string time_of(instant t) const {
    return format_for_people(t, where_).substr(15);
  }

  [[nodiscard]] std::string dates(const explanation_row& row) const {
    const std::string first = date_of(row.from);
    const std::string last = date_of(row.to - duration{1});
    return first == last ? first : first + " – " + last.substr(4);
  }

  [[nodiscard]] std::string hours(const explanation_row& row) const {
    std::string all;
    for (const open_interval& each : row.windows)
      all += (all.empty() ? "" : ", ") + time_of(each.open) + "–" + time_of(each.close);
    return all;
  }

  [[nodiscard]] std::string reason(const explanation_row& row) const {
    std::string made;
    if (row.day) {
      if (row.day->type == day_type::weekly_closed)
        made = text(words_.weekend);
      else if (row.day->type == day_type::holiday)
        made = row.day->name.empty() ? text(words_.holiday) : caseclock::printable(row.day->name);
      else if (row.day->type == day_type::extra_day)
        made = row.day->name.empty() ? text(words_.extra) : caseclock::printable(row.day->name);
      else if (row.day->breaks_cut)
        made = row.day->name.empty() ? text(words_.breaks) : caseclock::printable(row.day->name);
      else if (row.what == explained::closed)
        made = text(words_.outside);
    }
    if (row.former)
      made = text(words_.former);
    if (row.ahead)
      made += (made.empty() ? "" : "; ") + text(words_.ahead);
    return made;
  }

  [[nodiscard]] std::string change_text(const clock_change& change) const {
    std::string made = text(words_.changed) + ": " + clock_time(change.budget_before) + " → " +
                       clock_time(change.budget_after) + " (" +
                       target_in(code_, clock_.targets[change.target], chinese()) + ")";
    if (change.consumed_before != change.consumed_after)
      made += ", " + text(words_.used) + " " + clock_time(change.consumed_before) + " → " +
              clock_time(change.consumed_after);
    return made + (change.breach_revoked ? ", " + text(words_.revoked) : "");
  }

  void moment(const explanation_row& row, std::string_view what) {
    line(format_for_people(row.from, where_), "", "", clock_time(row.total), what);
  }

  void row(const explanation_row& each) {
    switch (each.what) {
    case explained::started: return moment(each, words_.starts);
    case explained::counted:
      if (!each.day)
        return line(format_for_people(each.from, where_), "– " + format_for_people(each.to, where_),
                    clock_time(each.counted), clock_time(each.total), reason(each));
      return line(dates(each), hours(each), clock_time(each.counted), clock_time(each.total),
                  reason(each));
    case explained::closed: return line(dates(each), "", "", "", reason(each));
    case explained::paused: return paused(each);
    case explained::changed: return moment(each, change_text(*each.change));
    case explained::due: return moment(each, words_.due);
    case explained::breached: return moment(each, words_.breached);
    case explained::ended: return moment(each, text(words_.ended) + ": " + state());
    }
  }

  void paused(const explanation_row& each) {
    std::string all;
    for (const std::string& reason : each.reasons)
      all += (all.empty() ? "" : "; ") + caseclock::printable(reason);
    line(format_for_people(each.from, where_), "– " + format_for_people(each.to, where_), "",
         clock_time(each.total), text(words_.paused) + ": " + all);
  }

  const explanation& why_;
  const program& code_;
  const program_clock& clock_;
  const explain_words& words_;
  std::string_view language_;
  const zone& where_;
  std::string out_;
};

inline std::string_view name_of(explained what) {
  switch (what) {
  case explained::started: return "started";
  case explained::counted: return "counted";
  case explained::closed: return "closed";
  case explained::paused: return "paused";
  case explained::changed: return "changed";
  case explained::due: return "due";
  case explained::breached: return "breached";
  case explained::ended: return "ended";
  }
  return "";
}

inline std::string_view name_of(day_type type) {
  switch (type) {
  case day_type::weekly_hours: return "weekly_hours";
  case day_type::weekly_closed: return "weekly_closed";
  case day_type::holiday: return "holiday";
  case day_type::extra_day: return "extra_day";
  }
  return "";
}

inline std::string row_json(const explanation_row& row, const zone& where) {
  json_object out{where};
  out.text("what", name_of(row.what)).time("from", row.from).time("to", row.to);
  out.span("counted", row.counted).span("total", row.total).flag("ahead", row.ahead);
  if (row.former)
    out.flag("former", true);
  if (row.day) {
    out.text("day", name_of(row.day->type)).flag("breaks", row.day->breaks_cut);
    out.text_if("name", row.day->name);
  }
  if (!row.windows.empty()) {
    std::string all;
    for (const open_interval& each : row.windows)
      all += (all.empty() ? "" : ",") +
             json_object{where}.time("open", each.open).time("close", each.close).close();
    out.raw("windows", "[" + all + "]");
  }
  if (!row.reasons.empty())
    out.raw("reasons", json_array(row.reasons));
  if (row.change) {
    const clock_change& change = *row.change;
    out.number("revision", change.revision).span("budget_before", change.budget_before);
    out.span("budget_after", change.budget_after).span("used_before", change.consumed_before);
    out.span("used_after", change.consumed_after).flag("breach_revoked", change.breach_revoked);
  }
  return out.close();
}

} // namespace detail

CASECLOCK_INLINE std::string to_text(const explanation& why, std::string_view language) {
  return detail::explain_writer{why, language}.write();
}

CASECLOCK_INLINE std::string to_json(const explanation& why) {
  const program& code = *why.code;
  const zone& where =
      why.calendar.valid() ? code.calendars[why.calendar.index()]->time_zone() : zone_of(code);
  std::string rows;
  for (const explanation_row& each : why.rows)
    rows += (rows.empty() ? "" : ",") + detail::row_json(each, where);
  detail::json_object out{where};
  out.text_if("case", why.case_key).text("workflow", code.name).time("at", why.at);
  out.time_if("due", why.due).raw("view", to_json(code, why.view));
  out.text("promise",
           detail::target_text(code, code.clocks[why.view.clock.index()].targets[why.target]));
  if (why.calendar.valid())
    out.text("calendar", code.calendars[why.calendar.index()]->name()).text("zone", where.name);
  return out.raw("rows", "[" + rows + "]").flag("complete", why.complete).close();
}

} // namespace caseclock
