// An operating failure: the second kind of error.
//
// `result<T>` is a value or an `error`. It exists because the kernel is clean under -fno-exceptions
// and C++20 has no std::expected. Codes are stable: hosts switch on them, scenarios name them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "caseclock/base/assert.hpp"

namespace caseclock {

/// What went wrong. `name(errc)` is the spelling that records, scenarios and the program use.
enum class errc {
  invalid_argument,     ///< an argument outside its documented range
  invalid_data,         ///< a field missing, unknown, or of the wrong type or value
  unknown_workflow,     ///< no workflow of that name was added to the engine
  unknown_case,         ///< no case of that id or key
  duplicate_case,       ///< a case of that key exists already
  unknown_event,        ///< the workflow declares no such event
  event_not_expected,   ///< declared, but no active state handles it now
  not_authorised,       ///< the actor's role may not send this event
  separation_of_duties, ///< the actor is excluded from this approval
  already_decided,      ///< this approver has decided before
  unknown_task,         ///< the case has no such open task
  task_taken,           ///< somebody holds the task already
  task_not_held,        ///< the actor does not hold the task
  stale,            ///< made for an earlier state of the case, or another version of the workflow
  guard_not_met,    ///< an active state handles the event, but no guard holds
  case_closed,      ///< the case has ended
  case_frozen,      ///< the case waits on an incident
  not_frozen,       ///< there is no incident to retry or to skip
  incident,         ///< the macrostep failed and was rolled back
  evaluation,       ///< an expression failed: overflow, division by zero, a missing value
  horizon,          ///< working-time arithmetic went past the calendar's horizon
  unknown_zone,     ///< no IANA time zone of that name
  unknown_calendar, ///< no calendar of that name
  parse,            ///< text that is not what it should be
  limit,            ///< a documented bound would be exceeded
  conflict,         ///< the store holds another revision than expected
  io,               ///< the operating system said no
};

/// The stable spelling of a code, e.g. "event_not_expected".
constexpr std::string_view name(errc code) {
  switch (code) {
  case errc::invalid_argument: return "invalid_argument";
  case errc::invalid_data: return "invalid_data";
  case errc::unknown_workflow: return "unknown_workflow";
  case errc::unknown_case: return "unknown_case";
  case errc::duplicate_case: return "duplicate_case";
  case errc::unknown_event: return "unknown_event";
  case errc::event_not_expected: return "event_not_expected";
  case errc::not_authorised: return "not_authorised";
  case errc::separation_of_duties: return "separation_of_duties";
  case errc::already_decided: return "already_decided";
  case errc::unknown_task: return "unknown_task";
  case errc::task_taken: return "task_taken";
  case errc::task_not_held: return "task_not_held";
  case errc::stale: return "stale";
  case errc::guard_not_met: return "guard_not_met";
  case errc::case_closed: return "case_closed";
  case errc::case_frozen: return "case_frozen";
  case errc::not_frozen: return "not_frozen";
  case errc::incident: return "incident";
  case errc::evaluation: return "evaluation";
  case errc::horizon: return "horizon";
  case errc::unknown_zone: return "unknown_zone";
  case errc::unknown_calendar: return "unknown_calendar";
  case errc::parse: return "parse";
  case errc::limit: return "limit";
  case errc::conflict: return "conflict";
  case errc::io: return "io";
  }
  return "unknown";
}

/// A failure that the caller can act on. `where` names the field, file or position, if there is
/// one.
struct error {
  errc code{};
  std::string message;
  std::string where;
  /// Of `evaluation`: which kind of failure, such as "overflow" or "no_such_key", a stable word
  /// (expr/expression.hpp lists them). Refers to text that lasts.
  std::string_view reason{};
};

/// A value or an error. Cheap to move; no exceptions. Check with `if (r)` before `*r`.
template <class T> class [[nodiscard]] result {
 public:
  result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  result(caseclock::error failure) : state_(std::in_place_index<1>, std::move(failure)) {}
  result(errc code, std::string message, std::string where = {})
      : state_(std::in_place_index<1>,
               caseclock::error{code, std::move(message), std::move(where)}) {}

  [[nodiscard]] bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& operator*() & {
    CASECLOCK_ASSERT(ok());
    return *std::get_if<0>(&state_);
  }
  const T& operator*() const& {
    CASECLOCK_ASSERT(ok());
    return *std::get_if<0>(&state_);
  }
  T&& operator*() && {
    CASECLOCK_ASSERT(ok());
    return std::move(*std::get_if<0>(&state_));
  }
  T* operator->() { return &**this; }
  const T* operator->() const { return &**this; }

  [[nodiscard]] const caseclock::error& error() const {
    CASECLOCK_ASSERT(!ok());
    return *std::get_if<1>(&state_);
  }
  T value_or(T fallback) const { return ok() ? **this : std::move(fallback); }

 private:
  std::variant<T, caseclock::error> state_;
};

/// Success without a value, or an error.
class [[nodiscard]] status {
 public:
  status() = default;
  status(caseclock::error failure) : failure_(std::move(failure)) {}
  status(errc code, std::string message, std::string where = {})
      : failure_(caseclock::error{code, std::move(message), std::move(where)}) {}

  [[nodiscard]] bool ok() const { return !failure_; }
  explicit operator bool() const { return ok(); }
  [[nodiscard]] const caseclock::error& error() const {
    CASECLOCK_ASSERT(!ok());
    return *failure_;
  }

 private:
  std::optional<caseclock::error> failure_;
};

} // namespace caseclock
