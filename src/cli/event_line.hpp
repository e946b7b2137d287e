// One line of an events file: what is asked of the engine, and when.
#pragma once

#include <string>
#include <string_view>

#include "caseclock/base/result.hpp"
#include "caseclock/engine/engine.hpp"
#include "caseclock/time/instant.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock::cli {

enum class line_kind { open, send, set, query, recalendar, down, advance };

struct event_line {
  line_kind kind = line_kind::advance;
  instant at{};
  std::string subject{};  ///< the case's key
  std::string workflow{}; ///< open: which one, if there are several
  std::string what{};     ///< send: the event; query: states clocks tasks events data
                          ///< status; recalendar: a file of calendars
  sender as{};
  value_record data{};  ///< open, send, set: fields; recalendar: calendars, written in place
  instant until{};      ///< down: when the host is back
  bool preview = false; ///< recalendar: only say what it would change
};

/// Reads one line. errc::parse with what is wrong: not JSON, an unknown member, an instant without
/// offset, nothing or two things asked at once.
[[nodiscard]] result<event_line> parse_event_line(std::string_view text);

} // namespace caseclock::cli
