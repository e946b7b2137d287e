// Why a clock is due when it is (rule C19): every stretch of its cycle, what of it counted, and why
// the rest did not.
//
// The rows are facts: which hours counted on which date, who or what held the clock, which promise
// was changed. `to_text` puts them into a table for someone who answers for the service and does
// not know the program; `to_json` hands them to a host.
//
//     const explanation why = explain(*program, *engine.look(id), program->clock("solution"), now);
//     std::puts(to_text(why, "en").c_str());
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/base/ids.hpp"
#include "caseclock/base/result.hpp"
#include "caseclock/calendar/calendar_day.hpp"
#include "caseclock/program/program.hpp"
#include "caseclock/runtime/snapshot.hpp"
#include "caseclock/runtime/step.hpp"
#include "caseclock/time/instant.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

enum class explained : std::uint8_t {
  started,  ///< the cycle begins
  counted,  ///< open hours of one date, or a stretch of elapsed time
  closed,   ///< dates without open hours
  paused,   ///< reasons held
  changed,  ///< another promise (C9, C12)
  due,      ///< the promise
  breached, ///< the breach was told
  ended,    ///< stopped or cancelled
};

struct explanation_row {
  explained what = explained::counted;
  instant from{};
  instant to{};                      ///< equal to `from` for what happens at an instant
  duration counted{};                ///< of this row
  duration total{};                  ///< used up at its end
  bool former = false;               ///< counted by hours that the calendar has no more
  bool ahead = false;                ///< after the instant of the question, if nothing else happens
  std::optional<calendar_day> day{}; ///< counted, closed: what the calendar says of the date
  std::vector<open_interval> windows{}; ///< counted: the hours
  std::vector<std::string> reasons{};   ///< paused
  std::optional<clock_change> change{}; ///< changed
};

struct explanation {
  const program* code = nullptr; ///< outlives this
  std::string case_key{};
  clock_view view{};            ///< the clock at `at`
  std::optional<instant> due{}; ///< the promise; of a clock that has ended, the one that it had
  instant at{};
  std::uint32_t target = 0; ///< index into the clock's targets
  calendar_id calendar{};   ///< that measures it; invalid: elapsed time
  std::vector<explanation_row> rows{};
  bool complete = true; ///< false: only the first `most_explained` rows
};

inline constexpr std::size_t most_explained = 2'000;

/// The clock's cycle at hand, as of `at` (not before the case's last change). O(days of the cycle).
[[nodiscard]] explanation explain(const program& compiled, const snapshot& current, clock_id clock,
                                  instant at);

/// A case in which nothing has happened but that this clock started at `from`, for "when would it
/// be due?". `data` is checked as the data of a new case, but nothing of it is required.
/// errc::invalid_data, evaluation, horizon; invalid_argument if no target holds with that data.
[[nodiscard]] result<snapshot> imagine_start(const program& compiled, clock_id clock,
                                             const value_record& data, instant from);

/// A table, in English or Chinese ("zh").
[[nodiscard]] std::string to_text(const explanation& why, std::string_view language);
/// One object on one line.
[[nodiscard]] std::string to_json(const explanation& why);

} // namespace caseclock

#if !defined(CASECLOCK_COMPILED)
#include "caseclock/report/detail/explain_impl.hpp"
#include "caseclock/report/detail/explain_text.hpp"
#endif
