// The work in hand: the case as it becomes, and what is told about it.
//
// A macrostep works on a copy. What fails is noted in `failure`, everything unwinds, the copy is
// thrown away: that is the rollback (rules S1, S13). One step may run several macrosteps, one
// behind the other: the timers of one instant, and events that were put off. Each begins with
// `rest`: what fails later takes back no more than itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/base/result.hpp"
#include "caseclock/program/program.hpp"
#include "caseclock/record/record.hpp"
#include "caseclock/runtime/detail/event_value.hpp"
#include "caseclock/runtime/snapshot.hpp"
#include "caseclock/runtime/step.hpp"

namespace caseclock::detail {

/// A raised event on its way. `scope`: the approval that raised it, or invalid. `otherwise`: the
/// incident that it becomes if no transition handles it.
struct internal_event {
  event_id event{};
  state_id scope{};
  std::vector<value> payload{};
  std::optional<error> otherwise{};
  std::string name{}; ///< by SCXML's rules
  value about{};      ///< what `_event` will be, by SCXML's rules
};

/// SCXML: what becomes of a block that fails.
struct block_fault {
  event_id event{}; ///< invalid: error.execution
  value sendid{};   ///< of the `send` that failed
};

/// What clocks are judged on: everything since they were judged last.
struct step_facts {
  std::vector<state_id> entered{};
  std::vector<state_id> left{};
  std::vector<event_id> events{};
  bool any = false; ///< something may have changed, data included
};

/// What failed, and whether `error.action` may answer it: a livelock and a guard's failure that
/// nobody answered may not be answered so.
struct step_failure {
  error why{};
  bool answerable = true;
};

struct macrostep {
  const program& code;
  snapshot state;
  instant now{};
  actor by{};
  step_limits limits{};
  const snapshot* before = nullptr; ///< the case at rest that this step began with
  const open_check* may_open = nullptr;
  std::optional<instant> late{}; ///< timers are delivered late, at this instant

  std::vector<record> records{};
  std::vector<internal_event> queue{};
  std::size_t queue_head = 0;
  step_facts facts{};
  const std::vector<value>* payload = nullptr; ///< of the event at hand
  event_id sent_event{};                       ///< the event that was sent or recalled last
  const std::vector<value>* sent_payload = nullptr;
  clock_id clock{};          ///< whose milestone is acting
  bool by_event = false;     ///< a person's event was accepted: work that is left is done
  bool quiet = false;        ///< exit actions are left out: the case is cancelled in spite of them
  state_id finished{};       ///< a top-level final state was entered: nothing more is selected
  bool moments_past = false; ///< a timer that counts from a date is due already
  bool terms_moved = false;  ///< a clock may have crossed milestones without time passing (C10)
  std::uint32_t microsteps = 0;
  std::vector<expr_id> failed_guards{};  ///< told once per macrostep
  error guard_failure{};                 ///< the first one
  std::optional<step_failure> failure{}; ///< why the macrostep is rolled back
  std::uint32_t work = 0;                ///< actions that loops may repeat, counted
  std::vector<internal_event> outbox{};  ///< SCXML's external queue: taken when all else is done
  block_fault fault{};
  std::string failed_event{};      ///< the event that was at hand then
  std::optional<error> answered{}; ///< a failure of this step that `error.action` answered

  std::optional<snapshot> rested{}; ///< the case when it last came to rest within this step
  std::size_t rested_told = 0;      ///< how much was told then
  std::optional<input> recalled{};  ///< what was put off and runs now

  template <class Body> void tell(Body body) {
    record& made = records.emplace_back();
    made.subject = state.id;
    made.step = state.step + 1;
    made.ordinal = static_cast<std::uint32_t>(records.size() - 1);
    made.at = now;
    made.by = by;
    made.body = std::move(body);
  }

  /// Notes why the macrostep cannot go on. Always false, to be returned.
  bool fail(error why) {
    if (!failure)
      failure = step_failure{std::move(why), true};
    return false;
  }
  /// The same, and `error.action` is not asked.
  bool fail_for_good(error why) {
    if (!failure)
      failure = step_failure{std::move(why), false};
    return false;
  }

  /// A macrostep is over, the next one begins.
  void rest() {
    rested = state;
    rested_told = records.size();
    forget();
  }
  /// Back to where the case last was at rest.
  void roll_back() {
    state = rested ? *rested : *before;
    records.resize(rested_told);
    forget();
  }
  /// What belongs to one macrostep only.
  void forget() {
    queue.clear();
    queue_head = 0;
    facts = {};
    payload = nullptr;
    sent_event = {};
    sent_payload = nullptr;
    clock = {};
    by_event = false;
    finished = {};
    terms_moved = false;
    moments_past = false;
    microsteps = 0;
    work = 0;
    outbox.clear();
    fault = {};
    failed_guards.clear();
    guard_failure = {};
    failure.reset();
  }

  /// Counts one unit of work against the cap (rule S6).
  bool spend() {
    if (++microsteps <= limits.microsteps)
      return true;
    return fail_for_good({errc::limit,
                          "the macrostep did not come to rest within " +
                              std::to_string(limits.microsteps) + " microsteps",
                          {}});
  }

  /// Puts an event into the internal queue. It has happened: clocks see it from now on.
  void raise(event_id event, state_id scope = {}) {
    if (!event.valid())
      return;
    if (by_scxml()) {
      const program_event& about = code.events[event.index()];
      const bool own = about.origin == event_origin::done || about.origin == event_origin::platform;
      return enqueue({about.name, own ? "platform" : "internal", {}, {}, {}});
    }
    tell(event_raised{event, {}});
    happened(event);
    queue.push_back({event, scope, {}, {}, {}, {}});
  }
  /// Puts an event with all its parts into the internal queue: SCXML alone.
  void enqueue(event_about about) {
    const event_id event = event_named(code, about.name);
    std::string called = about.name;
    tell(event_raised{event, told_name(code, event, called)});
    happened(event);
    queue.push_back({event, {}, {}, {}, std::move(called), event_value(std::move(about))});
  }
  /// An error of the running case becomes an event: SCXML alone.
  void enqueue_error(event_id which, value sendid, const std::string& why) {
    const event_id event = which.valid() ? which : code.error_guard;
    enqueue({code.events[event.index()].name,
             "platform",
             std::move(sendid),
             {},
             value_record{{"message", why}}});
  }
  [[nodiscard]] bool by_scxml() const { return code.semantics == rules_of::scxml; }

  /// Counts one action against the cap, so that loops inside of loops come to an end.
  bool toil() {
    constexpr std::uint32_t most_actions = 100'000;
    if (++work <= most_actions)
      return true;
    return fail_for_good({errc::limit, "the macrostep has more than 100,000 actions", {}});
  }
  /// The same for what went wrong outside: told to the case, and an incident if it has no answer.
  void raise_failure(event_id event, std::vector<value> details, error why) {
    raise(event);
    queue.back().payload = std::move(details);
    queue.back().otherwise = std::move(why);
  }
  void happened(event_id event) {
    ++state.counts[event.index()];
    facts.events.push_back(event);
    facts.any = true;
  }

  [[nodiscard]] bool idle() const { return queue_head == queue.size(); }
  internal_event next_internal() {
    internal_event next = std::move(queue[queue_head++]);
    if (idle()) {
      queue.clear();
      queue_head = 0;
    }
    return next;
  }
};

/// The event of that origin and name; invalid if the program has none.
[[nodiscard]] inline event_id builtin_event_id(const program& code, event_origin origin,
                                               std::string_view wanted) {
  for (std::size_t i = 0; i < code.events.size(); ++i) {
    if (code.events[i].origin == origin && code.events[i].name == wanted)
      return event_id{i};
  }
  return {};
}

} // namespace caseclock::detail
