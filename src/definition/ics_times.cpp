#include "definition/ics_times.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "caseclock/calendar/calendar_definition.hpp"
#include "caseclock/time/tzdb.hpp"
#include "definition/ics_recurrence.hpp"

namespace caseclock::detail {

namespace {

bool earlier(const ics_moment& a, const ics_moment& b) {
  return a.absolute() ? a.at() < b.at() : a.wall < b.wall;
}

} // namespace

std::optional<ics_times> ics_times_reader::read(const ics_event& event) {
  const ics_line* start_line = event.line("DTSTART");
  if (start_line == nullptr) {
    fail("bad-ics", "the event has no DTSTART", event.span);
    return std::nullopt;
  }
  const auto start = moment_of(*start_line, start_line->value);
  if (!start)
    return std::nullopt;
  ics_times made;
  made.start = *start;
  if (!read_length(event, made) || !read_starts(event, made))
    return std::nullopt;
  return made;
}

bool ics_times_reader::read_length(const ics_event& event, ics_times& made) {
  const ics_moment& start = made.start;
  const ics_line* end = event.line("DTEND");
  const ics_line* length = event.line("DURATION");
  if (end != nullptr && length != nullptr) {
    fail("bad-ics", "an event has a DTEND or a DURATION, not both", length->span);
    return false;
  }
  if (end != nullptr) {
    made.end = moment_of(*end, end->value);
    return made.end && alike(start, *made.end, *end) && check_end(start, *made.end, *end);
  }
  const bool whole_days = start.clock == ics_clock::date;
  made.length = whole_days ? ics_length{std::chrono::days{1}, {}} : ics_length{};
  if (length == nullptr)
    return true;
  const auto read = parse_ics_length(length->value);
  if (!read || (whole_days && read->time != duration::zero())) {
    fail("bad-ics",
         in_quotes(length->value) +
             (read ? " is no length in whole days, as the event is" : " is no length: write P1D"),
         length->value_span);
    return false;
  }
  made.length = *read;
  return true;
}

bool ics_times_reader::check_end(const ics_moment& start, const ics_moment& end,
                                 const ics_line& line) {
  const bool before = start.absolute() ? end.at() < start.at() : end.wall < start.wall;
  if (before)
    fail("bad-ics", "the event ends before it begins", line.value_span);
  return !before;
}

bool ics_times_reader::alike(const ics_moment& start, const ics_moment& other,
                             const ics_line& line) {
  const bool same = start.absolute() == other.absolute() &&
                    (start.clock == ics_clock::date) == (other.clock == ics_clock::date);
  if (!same)
    fail("bad-ics",
         in_quotes(line.name) + " is of another kind than DTSTART: both are dates, or both times "
                                "with a zone, or both without",
         line.value_span);
  return same;
}

bool ics_times_reader::read_starts(const ics_event& event, ics_times& made) {
  const ics_moment& start = made.start;
  if (const ics_line* line = event.line("RRULE")) {
    const auto rule = read_recurrence(found_, *line);
    if (!rule)
      return false;
    made.goes_on = !rule->ends();
    made.starts = recurrences(*rule, start, most_calendar_entries);
  } else {
    made.starts.push_back(start);
  }
  std::vector<ics_moment> left_out;
  if (!read_list(event, "RDATE", start, made.starts) ||
      !read_list(event, "EXDATE", start, left_out))
    return false;
  const auto same = [&](const ics_moment& a, const ics_moment& b) {
    return start.absolute() ? a.at() == b.at() : a.wall == b.wall;
  };
  std::sort(left_out.begin(), left_out.end(), earlier);
  std::erase_if(made.starts, [&](const ics_moment& each) {
    const auto next = std::lower_bound(left_out.begin(), left_out.end(), each, earlier);
    return next != left_out.end() && same(*next, each);
  });
  return true;
}

bool ics_times_reader::read_list(const ics_event& event, std::string_view name,
                                 const ics_moment& start, std::vector<ics_moment>& into) {
  const auto lines = event.lines.find(name);
  if (lines == event.lines.end())
    return true;
  for (const ics_line* line : lines->second) {
    std::string_view rest = line->value;
    for (bool more = true; more;) {
      const std::size_t comma = rest.find(',');
      const auto moment = moment_of(*line, rest.substr(0, comma));
      if (!moment || !alike(start, *moment, *line))
        return false;
      into.push_back(*moment);
      more = comma != std::string_view::npos;
      rest.remove_prefix(more ? comma + 1 : rest.size());
    }
  }
  return true;
}

std::optional<ics_moment> ics_times_reader::moment_of(const ics_line& line, std::string_view text) {
  const std::string kind = upper_case(line.parameter("VALUE"));
  if (!kind.empty() && kind != "DATE" && kind != "DATE-TIME") {
    fail("ics-not-supported", "VALUE=" + kind + " is not supported: DATE and DATE-TIME are",
         line.span);
    return std::nullopt;
  }
  auto made = parse_ics_moment(text);
  if (!made || (kind == "DATE" && made->clock != ics_clock::date) ||
      (kind == "DATE-TIME" && made->clock == ics_clock::date)) {
    fail("bad-ics",
         in_quotes(text) + " is no " +
             (kind == "DATE" ? "date: write 20261001"
                             : "date or time: write 20261001 or "
                               "20261001T090000"),
         line.value_span);
    return std::nullopt;
  }
  const std::string_view zone_name = line.parameter("TZID");
  if (made->clock != ics_clock::floating || zone_name.empty())
    return made;
  made->clock = ics_clock::zoned;
  made->in = zone_named(zone_name, line);
  return made->in != nullptr ? made : std::nullopt;
}

/// Null, once it is reported, if there is none.
const zone* ics_times_reader::zone_named(std::string_view name, const ics_line& line) {
  const auto known = zones_.find(name);
  if (known != zones_.end())
    return known->second ? &*known->second : nullptr;
  auto& made = zones_[std::string{name}];
  result<zone> loaded = load_zone(name);
  if (loaded)
    made = std::move(*loaded);
  else if (loaded.error().code == errc::unknown_zone)
    fail("unknown-zone", "no time zone " + in_quotes(name) + ": TZID is an IANA name", line.span,
         suggest_zone(name));
  else
    fail("cannot-read", loaded.error().message, line.span);
  return made ? &*made : nullptr;
}

} // namespace caseclock::detail
