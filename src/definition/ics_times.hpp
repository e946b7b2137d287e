// When an event of an iCalendar file happens: DTSTART, DTEND or DURATION, RRULE, RDATE, EXDATE.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/time/zone.hpp"
#include "definition/ics_lines.hpp"
#include "definition/ics_values.hpp"

namespace caseclock::detail {

/// The lines of one event that matter, by their names.
struct ics_event {
  source_span span{}; ///< of its BEGIN
  std::map<std::string_view, std::vector<const ics_line*>> lines{};

  [[nodiscard]] const ics_line* line(std::string_view name) const {
    const auto found = lines.find(name);
    return found == lines.end() ? nullptr : found->second.front();
  }
  [[nodiscard]] bool says(std::string_view name, std::string_view value) const {
    const ics_line* found = line(name);
    return found != nullptr && upper_case(found->value) == value;
  }
};

/// What happens how often: all that an event says about time.
struct ics_times {
  ics_moment start{};
  std::vector<ics_moment> starts{}; ///< all that are not left out
  std::optional<ics_moment> end{};  ///< of what begins at `start`
  ics_length length{};              ///< if there is no end
  bool goes_on = false;
};

/// Reads them, event by event. What returns nothing, false or null has reported why. Codes:
/// bad-ics, ics-not-supported, unknown-zone, cannot-read.
class ics_times_reader {
 public:
  explicit ics_times_reader(findings& found) : found_(found) {}

  std::optional<ics_times> read(const ics_event& event);

 private:
  void fail(std::string code, std::string message, source_span span, std::string better = {}) {
    found_.push_back(fault(std::move(code), std::move(message), span, std::move(better)));
  }
  bool read_length(const ics_event& event, ics_times& made);
  bool check_end(const ics_moment& start, const ics_moment& end, const ics_line& line);
  /// Dates go with dates, wall clocks with wall clocks, instants with instants.
  bool alike(const ics_moment& start, const ics_moment& other, const ics_line& line);
  bool read_starts(const ics_event& event, ics_times& made);
  /// RDATE or EXDATE: lines of values with commas.
  bool read_list(const ics_event& event, std::string_view name, const ics_moment& start,
                 std::vector<ics_moment>& into);
  std::optional<ics_moment> moment_of(const ics_line& line, std::string_view text);
  const zone* zone_named(std::string_view name, const ics_line& line);

  findings& found_;
  std::map<std::string, std::optional<zone>, std::less<>> zones_{};
};

} // namespace caseclock::detail
