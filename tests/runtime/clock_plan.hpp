// What the clock oracle and the engine are both given: clocks and a history, as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "caseclock/calendar/amount.hpp"
#include "caseclock/definition/workflow.hpp"
#include "caseclock/time/instant.hpp"

namespace oracle {

using namespace caseclock;

struct milestone_plan {
  milestone_kind kind = milestone_kind::due;
  std::uint32_t percent = 0;
  time_amount amount{};
  std::uint32_t times = 1;
};

struct clock_plan {
  std::vector<time_amount> targets{}; ///< by priority; the last for all higher ones
  std::vector<std::size_t> hours{};   ///< by tier, indices of `clock_hours`; the last likewise
  std::vector<milestone_plan> milestones{};
  retarget_policy on_retarget = retarget_policy::carry;
  recalendar_policy on_recalendar = recalendar_policy::carry;
  reopen_policy reopen = reopen_policy::new_cycle;
  bool revoke_breach = false;
};

/// One thing that happens to the case. Everything of an event happens in one macrostep.
struct happening {
  enum class how { event, set, recalendar, advance, away, restart };
  how kind = how::event;
  instant at{};
  bool start = false;
  bool stop = false;
  bool reset = false;
  bool cancel = false;
  std::optional<instant> since{}; ///< the start is retroactive to then
  std::optional<std::int64_t> priority{};
  std::optional<std::int64_t> tier{};
  std::optional<unsigned> waits{}; ///< pause reasons from now on: 1, 2, or both
};

struct history_case {
  std::vector<clock_plan> clocks{};
  std::vector<happening> history{}; ///< the case is opened when it begins
};

} // namespace oracle
