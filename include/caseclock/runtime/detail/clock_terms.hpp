// Judging clocks, first half: which occurrences are there, and what a clock promises now.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/runtime/detail/guards.hpp"
#include "caseclock/runtime/ledger.hpp"

namespace caseclock::detail {

/// What holds of one clock in this macrostep; C14 decides between them.
struct occurrences {
  bool start = false;
  bool stop = false;
  bool reset = false;
  bool cancel = false;
  const program_when* starter = nullptr; ///< the entry that starts it
};

template <class Id> [[nodiscard]] bool contains(const std::vector<Id>& list, Id wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

/// Looks for occurrences in the facts. Conditions occur as they become true: the ledger remembers
/// what held before, one bit each, counted over start, stop, reset and cancel in this order.
class occurrence_finder {
 public:
  occurrence_finder(macrostep& m, clock_id id, const step_facts& seen)
      : m_(m), id_(id), seen_(seen) {}

  occurrences find() {
    const program_clock& clock = m_.code.clocks[id_.index()];
    occurrences found;
    found.starter = any_of(clock.start);
    found.start = found.starter != nullptr;
    found.stop = any_of(clock.stop) != nullptr;
    found.reset = any_of(clock.reset) != nullptr;
    found.cancel = any_of(clock.cancel) != nullptr;
    m_.state.clocks[id_.index()].conditions = held_;
    return found;
  }

 private:
  /// The first that occurs; all are asked, because every condition has to be remembered.
  const program_when* any_of(const std::vector<program_when>& whens) {
    const program_when* first = nullptr;
    for (const program_when& each : whens) {
      if (occurs(each) && first == nullptr)
        first = &each;
    }
    return first;
  }

  bool occurs(const program_when& when) {
    switch (when.kind) {
    case when_kind::enter: return contains(seen_.entered, when.state);
    case when_kind::leave: return contains(seen_.left, when.state);
    case when_kind::event: return contains(seen_.events, when.event);
    case when_kind::condition: return becomes_true(when.condition);
    }
    return false;
  }

  bool becomes_true(expr_id condition) {
    const std::uint64_t bit = std::uint64_t{1} << (next_bit_++ % 64);
    const bool before = (m_.state.clocks[id_.index()].conditions & bit) != 0;
    const bool now = holds(m_, condition);
    if (now)
      held_ |= bit;
    return now && !before;
  }

  macrostep& m_;
  clock_id id_;
  const step_facts& seen_;
  std::uint64_t held_ = 0;
  unsigned next_bit_ = 0;
};

/// The pause reasons that hold now, one bit each (C7).
[[nodiscard]] inline std::uint64_t pause_reasons(macrostep& m, const program_clock& clock) {
  std::uint64_t reasons = 0;
  for (std::size_t i = 0; i < clock.pause.size() && i < 64; ++i) {
    const program_while& each = clock.pause[i];
    bool held = false;
    switch (each.kind) {
    case while_kind::in_state: held = is_active(m.state, each.state); break;
    case while_kind::tagged: held = is_tagged(m.code, m.state, each.tag); break;
    case while_kind::condition: held = holds(m, each.condition); break;
    }
    if (held)
      reasons |= std::uint64_t{1} << i;
  }
  return reasons;
}

[[nodiscard]] inline std::vector<std::string> reason_texts(const program_clock& clock,
                                                           std::uint64_t reasons) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < clock.pause.size() && i < 64; ++i) {
    if ((reasons >> i & 1U) != 0)
      texts.push_back(clock.pause[i].text);
  }
  return texts;
}

/// The first target whose guard holds, or none: then nothing is promised.
[[nodiscard]] inline std::optional<std::uint32_t> choose_target(macrostep& m,
                                                                const program_clock& clock) {
  for (std::size_t i = 0; i < clock.targets.size(); ++i) {
    if (holds(m, clock.targets[i].first))
      return static_cast<std::uint32_t>(i);
  }
  return std::nullopt;
}

/// The first calendar whose guard holds, or the workflow's own.
[[nodiscard]] inline calendar_id choose_calendar(macrostep& m, const program_clock& clock) {
  for (const auto& [guard, calendar] : clock.calendars) {
    if (holds(m, guard))
      return calendar;
  }
  return m.code.calendar;
}

/// Terms for a clock that counts from `start` (C2). None: the macrostep failed.
[[nodiscard]] inline std::optional<clock_terms> make_terms(macrostep& m, const program_clock& clock,
                                                           std::uint32_t target,
                                                           calendar_id calendar, instant start) {
  const result<duration> budget =
      budget_of(calendar_of(m.code, calendar), start, clock.targets[target].second);
  if (!budget) {
    m.fail({budget.error().code, "clock \"" + clock.name + "\": " + budget.error().message,
            clock.name});
    return std::nullopt;
  }
  return clock_terms{target, calendar, *budget};
}

} // namespace caseclock::detail
