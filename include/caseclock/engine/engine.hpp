// The engine: the shell around the pure core, and the only room that has effects.
//
//   input → step → store.append → arm the wheel → publish
//
// It holds the open cases, one wheel entry for each case that waits for a time, and the
// subscribers. It owns no thread and reads no clock: the host says what time it is with every call,
// asks `next_deadline()` how long it may sleep, and calls `advance(now)` then. Engine time never
// runs backwards (rule C17): a call stamped earlier than an earlier call counts as made at that
// one.
//
// Why one wheel entry per case and not one per timer: a case knows its own earliest deadline, so
// its timers of one instant fire together and in document order (rules S11, C15), and a step that
// moves three timers re-arms once.
//
//   memory_store store;
//   engine service{store};
//   if (!service.add(program)) return;                      // a compiled workflow
//   service.subscribe({.kinds = {record_kind::sla_breached}}, [](const publication& told) { … });
//   const auto id = service.open({.workflow = "repair", .key = "R-1", .data = {…}}, now);
//   if (!id) return;                                        // id.error() says why
//   const status sent = service.send({*id, "contract_checked", {…}, {"agent", "li"}}, now);
//   service.advance(now);
//
// Not thread-safe: one engine, one thread. Several engines are independent of each other.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "caseclock/base/ids.hpp"
#include "caseclock/base/result.hpp"
#include "caseclock/base/suggest.hpp"
#include "caseclock/engine/subscription.hpp"
#include "caseclock/program/program.hpp"
#include "caseclock/record/input.hpp"
#include "caseclock/runtime/runtime.hpp"
#include "caseclock/runtime/schedules.hpp"
#include "caseclock/store/store.hpp"
#include "caseclock/timer/wheel.hpp"
#include "caseclock/value/validate.hpp"

namespace caseclock {

/// Who acts, by the names that the workflow uses. All empty: the system.
struct sender {
  std::string role{};
  std::string name{};
  std::string on_behalf_of{}; ///< who delegated the task that this does. It goes without saying; if
                              ///< it is said, there must be such a task
};

struct open_request {
  std::string workflow{};
  std::string key{}; ///< the host's own name for the case; empty: it gets "<workflow>-<id>"
  value_record data{};
  sender as{};
};

struct event_request {
  case_id subject = case_id::none;
  std::string event{};
  value_record data{};
  sender as{};
  std::optional<std::uint64_t> step{};   ///< the step of the case that the sender had seen
  std::optional<std::int64_t> version{}; ///< the version of the workflow that it was made for
};

/// A task changes hands. Its number, or else the state that it belongs to.
struct task_request {
  case_id subject = case_id::none;
  std::uint64_t number = 0;
  std::string state{}; ///< if the number is 0: the task of that state that concerns the actor
  task_verb verb = task_verb::claim;
  std::string to{}; ///< with hand_on: the delegate
  sender as{};
};

/// An open task among those of other cases.
struct work_item {
  case_id subject = case_id::none;
  open_task task{};
  std::optional<instant> due{}; ///< its own limit; without one, the case's next promise
};

/// Data that the host changed in its own records.
struct set_request {
  case_id subject = case_id::none;
  value_record data{}; ///< the fields that change; null clears one
  sender as{};
};

/// A case that is to end now, whatever it is at.
struct cancel_request {
  case_id subject = case_id::none;
  std::string reason{};
  sender as{};
};

/// One clock as it stands, and as it would stand under other calendars.
struct clock_difference {
  clock_view before{};
  clock_view after{};
};

/// An occurrence of a schedule whose case could not be opened.
struct failed_opening {
  std::string workflow{};
  std::string key{}; ///< empty if it could not even be computed
  instant at{};
  error why{};
};

/// An incident that the host ends.
struct incident_request {
  case_id subject = case_id::none;
  sender as{};
};

struct progress {
  std::size_t fired = 0; ///< cases woken
  bool finished = true;  ///< false: the budget ran out or `outcome` failed; call again
  status outcome{};      ///< what the store said, if it failed: nothing is lost, the case stays due
};

struct engine_options {
  step_limits limits{};
  std::size_t max_cases = 100'000'000;
  /// How many events and cases may come of one call or one wake-up, cases sending to each other:
  /// past it the sender is frozen by an incident that keeps what it sent.
  std::size_t max_sends = 10'000;
};

class engine {
 public:
  static constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

  /// `keeper` outlives the engine.
  explicit engine(store& keeper, engine_options options = {})
      : store_(&keeper), options_(options), wheel_(to_ms(earliest_instant)) {}
  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;

  /// Makes a workflow known. A second program of the same name becomes the one that new cases use;
  /// open cases keep theirs. Refuses null.
  status add(std::shared_ptr<const program> compiled) {
    if (compiled == nullptr)
      return {errc::invalid_argument, "no program was given"};
    const auto index = static_cast<std::uint32_t>(programs_.size());
    newest_[compiled->name] = index;
    programs_.push_back(std::move(compiled));
    if (schedules_run_)
      enroll(index, now_);
    return {};
  }

  /// Opens a case at `at`. errc::unknown_workflow, duplicate_case, invalid_data (every violation in
  /// the message), limit, incident, or what the store says. From inside a subscriber: queued, and
  /// the id is valid once the subscriber has returned.
  result<case_id> open(const open_request& request, instant at);

  /// Sends an event at `at`: first fires every timer due strictly before (rule S11). A refusal is
  /// returned and told as an `event_refused` record; it changes nothing. errc::stale if anything
  /// but a refusal has happened to the case since `step`, or if it runs another `version`. From
  /// inside a subscriber: queued; a refusal is then only told as a record.
  status send(const event_request& request, instant at);

  /// Claims, delegates or gives back a task at `at`; the one who acts must say a name. Refused,
  /// told as an `event_refused` record of "claim", "delegate" or "return", with nothing changed:
  /// errc::unknown_task (none of that number or state is open), task_taken (somebody holds it),
  /// task_not_held (the actor does not), not_authorised (not the task's role, nor one that extends
  /// it; or it may not be delegated), separation_of_duties and already_decided (of approvals),
  /// invalid_data (no name, nobody or oneself to delegate to), limit, case_closed, case_frozen.
  /// From inside a subscriber: queued.
  status change_hands(const task_request& request, instant at);

  /// Sets fields of a case at `at`, outside of any transition; guards, conditions and clocks judge
  /// them as they would after an event. errc::invalid_data (every violation in the message),
  /// not_authorised, case_closed, incident: nothing is changed then, and it is told as an
  /// `event_refused` record of "set". A frozen case takes the data and judges them when its
  /// incident ends. From inside a subscriber: queued.
  status set(const set_request& request, instant at);

  /// Ends the incident that holds a case (rule S13). `retry` runs the input again that failed,
  /// `skip` gives it up (a timer counts as fired, a milestone as told). Both are as of the instant
  /// at which the case froze: a stop that failed in time is in time. What fell due meanwhile is
  /// told late, right behind it (rule C16). `set` mends the data of a frozen case before.
  /// errc::not_frozen if there is no incident, errc::incident if the input fails again: the case
  /// stays frozen. From inside a subscriber: queued.
  status retry(const incident_request& request, instant at) {
    return resolve_incident(request, incident_end::retried, at);
  }
  status skip(const incident_request& request, instant at) {
    return resolve_incident(request, incident_end::skipped, at);
  }

  /// Ends a case that is open or frozen: its states are left, its clocks cancelled, its tasks
  /// withdrawn, its children cancelled; a parent that waits for it hears `failed.<id>`. Exit
  /// actions run, unless the case is frozen or one of them fails. errc::case_closed, unknown_case,
  /// not_authorised for a role that does not exist. From inside a subscriber: queued.
  status cancel(const cancel_request& request, instant at);

  /// Puts an open case under the calendars of `to` (rule C12), a program that differs from the
  /// case's own in nothing but calendars: errc::invalid_argument otherwise. Each clock follows its
  /// `on_recalendar`; nothing but this call ever changes the calendars of a case. New cases come
  /// under `to` only if it is added as well.
  status recalendar(case_id id, std::shared_ptr<const program> to, const sender& as, instant at);

  /// What `recalendar` would change, clock by clock; nothing for a clock that stays as it is.
  [[nodiscard]] result<std::vector<clock_difference>>
  preview_recalendar(case_id id, const program& to, instant at) const;

  /// The host was away, and is back at `back`: whatever is fired before then is told late, with
  /// `back` as its delivery (rule C16). Inputs that were recorded meanwhile are sent with their own
  /// instants, in order, so that a stop before the due time prevents the breach.
  void away_until(instant back);

  /// Fires everything due at or before `now`, in order of (due, case id, document order), and
  /// closes the instant. At most `budget` cases are woken; unfinished work goes on with the next
  /// call.
  progress advance(instant now, std::size_t budget = unlimited);

  /// When the host must call `advance` next; none: nobody waits for a time. Exact. O(1) amortised.
  [[nodiscard]] std::optional<instant> next_deadline() const;

  /// The engine's time: the latest instant it was told of.
  [[nodiscard]] instant now() const { return now_; }

  /// From now on cases open by themselves as the schedules of the newest program of each workflow
  /// say: `next_deadline` counts their occurrences, and whatever moves time on opens their cases,
  /// at one instant before any timer fires. Begins with the first occurrence at `from` or later;
  /// after `restore`, where the store left off, so that each occurrence opens its case once, also
  /// those that passed while the host was away. A key that is taken already opens nothing. Until
  /// this is called nothing opens by itself. `only`: the one workflow whose schedules run; empty:
  /// all.
  status start_schedules(instant from, std::string_view only = {});
  /// Occurrences whose case could not be opened, and why: the first thousand.
  [[nodiscard]] const std::vector<failed_opening>& failed_openings() const { return failed_; }

  /// Subscribes from now on. Subscribers are called in order of subscription.
  subscription_id subscribe(record_filter filter, subscriber called);
  /// False if there is no such subscription.
  bool unsubscribe(subscription_id id);

  /// Loads every open case of the store. Call it once, after `add`, before anything else.
  /// errc::unknown_workflow if a case's program (by content hash) was not added.
  status restore();

  // Questions. None of them changes anything; pointers are valid until the next call that does.

  /// The case of that key; errc::unknown_case if there is none.
  [[nodiscard]] result<case_id> find(std::string_view key) const;
  /// The case at rest, or null. Closed cases stay known.
  [[nodiscard]] const snapshot* look(case_id id) const {
    const held_case* held = case_of(id);
    return held == nullptr ? nullptr : &held->state;
  }
  /// The program that the case runs, or null.
  [[nodiscard]] const program* program_of(case_id id) const {
    const held_case* held = case_of(id);
    return held == nullptr ? nullptr : programs_[held->program].get();
  }
  /// The newest program of that name, or null.
  [[nodiscard]] const program* find_program(std::string_view name) const {
    const auto found = newest_.find(std::string(name));
    return found == newest_.end() ? nullptr : programs_[found->second].get();
  }
  /// Names of the active states in document order, outermost first. Empty for an unknown case.
  [[nodiscard]] std::vector<std::string_view> states(case_id id) const;
  /// Names of the events that some active state handles and that role may send ("": any actor may).
  [[nodiscard]] std::vector<std::string_view> events(case_id id, std::string_view role) const;
  /// Work that is open in that case, in order of offer.
  [[nodiscard]] std::vector<open_task> tasks(case_id id) const;
  /// Work that was offered to exactly that role, in all cases and whoever holds it; "": all work.
  /// In order of the next deadline, then of case and offer; what has none comes last. O(open
  /// cases).
  [[nodiscard]] std::vector<work_item> tasks_of(std::string_view role) const;
  /// One person's work list over all cases, in the same order: what `whom.name` holds, and what
  /// nobody holds and `whom.role` may take up, since it was offered to it or to a role that it
  /// extends. Either may be empty. O(open cases).
  [[nodiscard]] std::vector<work_item> work_of(const sender& whom) const;
  /// Every clock of the case at `at` (not before the case's last change).
  [[nodiscard]] std::vector<clock_view> clocks(case_id id, instant at) const;
  /// How many ids were given out: cases are 1 to this number, in order of opening.
  [[nodiscard]] std::size_t case_count() const { return cases_.size(); }

 private:
  struct held_case {
    snapshot state{};
    std::uint32_t program = 0;
    timer_handle armed{};
    std::optional<instant> due{};
  };
  struct listener {
    subscription_id id{};
    record_filter filter{};
    subscriber called{};
  };
  struct delivery {
    caseclock::record record{};
    std::uint32_t program = 0;
  };
  /// One input to one case, and what the case makes of it; a commit may hold several.
  struct prepared_step {
    case_id subject = case_id::none;
    input what{};
    step_result computed{};
  };
  struct queued {
    case_id subject = case_id::none;
    input what{};
    instant at{};
  };
  /// A schedule that runs, and when it comes next.
  struct running_schedule {
    std::uint32_t program = 0;
    std::uint32_t schedule = 0;
    occurrence next{};
  };
  /// What became of one input: whether it was kept, and what the case said to it.
  struct applied {
    status kept{};
    status outcome{};
  };

  static constexpr std::size_t index_of(case_id id) { return static_cast<std::size_t>(id) - 1; }
  [[nodiscard]] const held_case* case_of(case_id id) const {
    const bool known =
        id != case_id::none && index_of(id) < cases_.size() && cases_[index_of(id)].state.id == id;
    return known ? &cases_[index_of(id)] : nullptr;
  }

  // Requests by name become inputs by id.
  [[nodiscard]] result<actor> resolve(const program& compiled, const sender& who) const;
  [[nodiscard]] result<input> prepare(const program& compiled, const open_request& request) const;
  [[nodiscard]] result<input> prepare(const program& compiled, const snapshot& current,
                                      const event_request& request) const;
  [[nodiscard]] result<input> prepare(const program& compiled, const snapshot& current,
                                      const set_request& request) const;
  [[nodiscard]] result<input> prepare(const program& compiled, const snapshot& current,
                                      const task_request& request) const;
  template <class Wanted>
  [[nodiscard]] std::vector<work_item> collect_work(const Wanted& wanted) const;
  [[nodiscard]] std::optional<std::uint32_t> index_of_program(const program& wanted) const;
  template <class Prepare>
  status take(const event_request& asked, instant at, const Prepare& prepared);
  status resolve_incident(const incident_request& request, incident_end how, instant at);
  [[nodiscard]] result<std::uint32_t> program_index(std::string_view workflow) const;
  [[nodiscard]] status key_free(const std::string& key) const;
  case_id reserve(std::uint32_t program, const std::string& key);
  void forget(case_id id);
  [[nodiscard]] static status in_range(instant at);
  status catch_up(instant at);

  // One macrostep and its effects.
  applied apply(case_id id, const input& what, instant at);
  status may_open(const caseclock::open_requested& wanted) const;
  [[nodiscard]] step_result compute(case_id id, const input& what, instant at) const;
  status commit_step(held_case& held, const input& what, step_result computed, instant at);
  status commit_steps(std::vector<prepared_step>& batch, instant at);
  void take_over(held_case& held, const input& what, step_result& computed);
  applied refuse(const event_request& request, const error& why);
  void arm(held_case& held);

  // What leaves one case for another (effects in sends.hpp).
  void queue_outgoing(const snapshot& before, const snapshot& after);
  [[nodiscard]] instant leaves_at(const snapshot& from, const pending_send& what) const;
  status pump();
  status hand_over(const snapshot& from, const pending_send& what);
  status hand_over_event(const snapshot& from, const pending_send& what);
  status open_for(const snapshot& from, const pending_send& what);
  status pass_on(const snapshot& from, const pending_send& what, input to_whom);
  status send_back(const snapshot& from, const pending_send& what, error why,
                   prepared_step* refusal = nullptr);
  status give_up(const snapshot& from, const pending_send& what);
  [[nodiscard]] result<case_id> receiver(const snapshot& from, const pending_send& what) const;

  // Delivery and the queue behind it.
  void deliver();
  void drain(instant last);
  status settle();

  // Timers.
  [[nodiscard]] std::optional<instant> next_fire() const;
  void collect();
  progress fire_until(instant last, instant delivered, std::size_t budget);
  // Schedules.
  void enroll(std::uint32_t program, instant after);
  [[nodiscard]] std::size_t next_schedule() const;
  [[nodiscard]] std::optional<instant> next_timer() const;
  status open_scheduled(std::size_t which, instant delivered);
  status open_case_of(const running_schedule& due, instant delivered);
  status wake(case_id id, instant due, instant delivered);
  void reach(instant at) { now_ = std::max(now_, at); }

  store* store_;
  engine_options options_;
  wheel wheel_;
  instant now_ = earliest_instant;
  instant back_ = earliest_instant; ///< see away_until
  std::uint64_t sequence_ = 0;
  std::uint64_t subscriptions_ = 0;
  bool busy_ = false; ///< a macrostep or a delivery is under way: further calls queue
  std::vector<std::shared_ptr<const program>> programs_;
  std::unordered_map<std::string, std::uint32_t> newest_; ///< looked up, never iterated
  std::vector<held_case> cases_;                          ///< by case id − 1
  std::unordered_map<std::string, case_id> keys_;         ///< looked up, never iterated
  bool schedules_run_ = false;
  std::string scheduled_only_; ///< empty: every workflow
  bool restored_ = false;
  std::vector<running_schedule> schedules_; ///< in order of their programs
  std::vector<failed_opening> failed_;
  std::vector<std::string> opened_before_; ///< keys of the store's last instant
  std::vector<listener> listeners_;
  std::deque<delivery> deliveries_;
  std::deque<queued> inbox_;
  std::deque<std::pair<case_id, std::uint64_t>> outbound_; ///< what leaves now: case and number
  std::vector<case_id> due_; ///< woken by the wheel at `due_at_`, in order of id, not yet stepped
  std::size_t due_next_ = 0;
  instant due_at_{};
};

} // namespace caseclock

#if !defined(CASECLOCK_COMPILED)
#include "caseclock/engine/detail/engine_impl.hpp"
#endif
