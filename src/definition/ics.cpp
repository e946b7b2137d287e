#include "definition/ics.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "definition/encoding.hpp"
#include "definition/ics_lines.hpp"
#include "definition/ics_times.hpp"

namespace caseclock::detail {

namespace {

constexpr civil_date first_date{std::chrono::local_days{std::chrono::year{1900} / 1 / 1}};
constexpr civil_date last_date{std::chrono::local_days{std::chrono::year{2199} / 12 / 31}};

class ics_reader {
 public:
  ics_reader(findings& found, std::uint32_t file) : found_(found), file_(file), times_(found) {}

  ics_contents read(std::string_view text) {
    if (auto bad = check_encoding(text, file_)) {
      found_.push_back(std::move(*bad));
      return {};
    }
    const std::size_t before = found_.size();
    lines_ = read_ics_lines(found_, text, file_);
    const bool begins = !lines_.empty() && lines_.front().name == "BEGIN" &&
                        upper_case(lines_.front().value) == "VCALENDAR";
    if (!begins) {
      found_.resize(before); // it is no iCalendar file: its lines are not to blame
      fail("bad-ics", "an iCalendar file begins with BEGIN:VCALENDAR",
           lines_.empty() ? source_span{file_, 1, 1, 1} : lines_.front().span);
      return {};
    }
    while (at_ < lines_.size() && read_component(nullptr)) {
    }
    if (found_.size() == before && events_ == 0)
      warn("ics-without-events", "the file has no events: it closes nothing", lines_.front().span);
    return std::move(made_);
  }

 private:
  static constexpr std::size_t deepest = 16;

  void fail(std::string code, std::string message, source_span span, std::string better = {}) {
    found_.push_back(fault(std::move(code), std::move(message), span, std::move(better)));
  }
  void warn(std::string code, std::string message, source_span span) {
    fail(std::move(code), std::move(message), span);
    found_.back().level = severity::warning;
  }

  // ---- Components -------------------------------------------------------------------------------

  /// From the line at hand, a BEGIN, to the END that belongs to it. `within`: the event that it is
  /// part of, if any. False: the file cannot be followed any further.
  bool read_component(const ics_event* within) {
    const ics_line& begin = lines_[at_];
    const std::string name = upper_case(begin.value);
    if (begin.name != "BEGIN" || depth_ >= deepest) {
      fail("bad-ics",
           depth_ >= deepest ? "parts stand in each other more than 16 deep"
                             : "BEGIN is expected here, not " + in_quotes(begin.name),
           begin.span);
      return false;
    }
    const bool event = name == "VEVENT" && within == nullptr;
    if (event && ++events_ > most_ics_events) {
      fail("too-many-events", "the file has more than 10,000 events", begin.span);
      return false;
    }
    if (within == nullptr)
      check_kind(name, begin);
    ics_event made{begin.span, {}};
    ++depth_;
    for (++at_; at_ < lines_.size() && lines_[at_].name != "END";) {
      const ics_line& line = lines_[at_];
      if (line.name == "BEGIN") {
        if (!read_component(event ? &made : within))
          return false;
        continue;
      }
      if (event)
        made.lines[line.name].push_back(&line);
      ++at_;
    }
    --depth_;
    return end_component(name, begin, event ? &made : nullptr);
  }

  bool end_component(const std::string& name, const ics_line& begin, const ics_event* event) {
    const bool ends = at_ < lines_.size();
    if (!ends || upper_case(lines_[at_].value) != name) {
      fail("bad-ics",
           ends ? "END:" + name + " is expected here, not END:" + lines_[at_].value
                : "END:" + name + " is missing",
           ends ? lines_[at_].span : begin.span);
      return false;
    }
    ++at_;
    return event == nullptr || read_event(*event);
  }

  /// Only events close anything.
  void check_kind(const std::string& name, const ics_line& begin) {
    constexpr std::array<std::string_view, 6> known{"VCALENDAR", "VEVENT",   "VTIMEZONE",
                                                    "STANDARD",  "DAYLIGHT", "VALARM"};
    if (std::find(known.begin(), known.end(), name) == known.end() && name.substr(0, 2) != "X-")
      warn("ics-not-supported", in_quotes(name) + " is passed over: only events close a calendar",
           begin.value_span);
  }

  // ---- Events -----------------------------------------------------------------------------------

  /// False: there is no room for more.
  bool read_event(const ics_event& event) {
    for (const std::string_view name : {"RECURRENCE-ID", "EXRULE"}) {
      if (const ics_line* line = event.line(name)) {
        fail("ics-not-supported",
             in_quotes(name) + " is not supported: write the dates as events "
                               "of their own, or leave dates out with EXDATE",
             line->span);
        return true;
      }
    }
    if (event.says("STATUS", "CANCELLED"))
      return true;
    for (const std::string_view name : {"DTSTART", "DTEND", "DURATION", "RRULE"}) {
      const auto several = event.lines.find(name);
      if (several != event.lines.end() && several->second.size() > 1) {
        fail("bad-ics", "an event has one " + std::string{name}, several->second[1]->span);
        return true;
      }
    }
    if (const auto times = times_.read(event))
      return close(event, *times);
    return true;
  }

  // ---- What is closed ---------------------------------------------------------------------------

  bool close(const ics_event& event, const ics_times& times) {
    dates_ += times.starts.size();
    if (dates_ > most_calendar_entries) {
      fail("too-many-events", "the events of the file fall on more than 100,000 dates", event.span);
      return false;
    }
    const ics_line* summary = event.line("SUMMARY");
    const std::string name = summary == nullptr ? std::string{} : ics_text(summary->value);
    const source_span span = event.line("DTSTART")->span;
    if (times.starts.empty())
      return true; // all left out
    if (times.starts.front().clock == ics_clock::date)
      close_days(times, {{}, name, span});
    else if (!event.says("TRANSP", "TRANSPARENT"))
      close_times(times, name, span);
    return true;
  }

  void close_days(const ics_times& times, holiday_rule made) {
    // Programs that end an event of one day on that day are many.
    const std::chrono::days length =
        std::max(times.end ? times.end->date() - times.start.date() : times.length.days,
                 std::chrono::days{1});
    std::vector<civil_date> starts;
    for (const ics_moment& start : times.starts)
      starts.push_back(start.date());
    std::sort(starts.begin(), starts.end());
    date_list list{{}, times.goes_on};
    for (const civil_date start : starts) {
      const date_range range{std::max(start, first_date),
                             std::min(start + length - std::chrono::days{1}, last_date)};
      if (range.to < range.from)
        continue;
      if (!list.ranges.empty() && range.from <= list.ranges.back().to)
        list.ranges.back().to = std::max(list.ranges.back().to, range.to);
      else
        list.ranges.push_back(range);
    }
    if (list.ranges.empty())
      return out_of_range(made.span);
    made.when = std::move(list);
    made_.holidays.push_back(std::move(made));
  }

  void out_of_range(source_span span) {
    fail("date-out-of-range", "calendars know the years 1900 to 2199", span);
  }

  void close_times(const ics_times& times, const std::string& name, source_span span) {
    bool empty = true;
    bool known = false;
    for (const ics_moment& start : times.starts) {
      closed_time made{{}, name, span, times.goes_on};
      ics_moment last = start;
      last.wall += times.length.days;
      if (start.absolute()) {
        const duration whole = times.end ? times.end->at() - times.start.at()
                                         : last.at() + times.length.time - start.at();
        made.when = instant_range{start.at(), start.at() + whole};
        empty = empty && whole <= duration::zero();
      } else {
        const duration whole = times.end ? times.end->wall - times.start.wall
                                         : last.wall + times.length.time - start.wall;
        made.when = local_range{start.wall, start.wall + whole};
        empty = empty && whole <= duration::zero();
      }
      if (start.date() < first_date || last_date < start.date())
        continue;
      known = true;
      made_.closed_times.push_back(std::move(made));
    }
    if (empty)
      warn("empty-event", "the event ends as it begins: it closes nothing", span);
    else if (!known)
      out_of_range(span);
  }

  findings& found_;
  std::uint32_t file_;
  std::vector<ics_line> lines_{};
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t events_ = 0;
  std::size_t dates_ = 0;
  ics_times_reader times_;
  ics_contents made_{};
};

} // namespace

ics_contents read_ics(findings& found, std::string_view text, std::uint32_t file) {
  return ics_reader{found, file}.read(text);
}

} // namespace caseclock::detail
