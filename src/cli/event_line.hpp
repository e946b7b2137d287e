// One line of an events file: what is asked of the engine, and when.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "caseclock/base/result.hpp"
#include "caseclock/engine/engine.hpp"
#include "caseclock/time/instant.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock::cli {

enum class line_kind {
  open,
  send,
  set,
  query,
  task,
  recalendar,
  retry,
  skip,
  cancel,
  down,
  advance
};

struct event_line {
  line_kind kind = line_kind::advance;
  instant at{};
  std::string subject{};  ///< the case's key
  std::string workflow{}; ///< open: which one, if there are several
  std::string what{};     ///< send: the event; query: states clocks tasks work events data
                          ///< status children; task: its state; recalendar: a file of calendars;
                          ///< cancel: why
  sender as{};
  value_record data{};    ///< open, send, set: fields; recalendar: calendars, written in place
  instant until{};        ///< down: when the host is back
  bool preview = false;   ///< recalendar: only say what it would change
  std::uint64_t task = 0; ///< task: its number; 0: the one of the state `what`
  task_verb verb = task_verb::claim;
  std::string to{};                      ///< task: the delegate
  std::optional<std::uint64_t> step{};   ///< send: the step that the sender had seen
  std::optional<std::int64_t> version{}; ///< send: the workflow's version that it was made for
};

/// Reads one line. errc::parse with what is wrong: not JSON, an unknown member, an instant without
/// offset, nothing or two things asked at once.
[[nodiscard]] result<event_line> parse_event_line(std::string_view text);

} // namespace caseclock::cli
