// What is on its way out of a case: put there by actions, taken when it has arrived.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/runtime/detail/macrostep.hpp"

namespace caseclock::detail {

/// Puts it behind all that was sent before.
inline void put_out_always(macrostep& m, pending_send made) {
  made.number = ++m.state.sends_made;
  m.state.outgoing.push_back(std::move(made));
}

/// The same for what an action sends. False: more is on its way than may be.
inline bool put_out(macrostep& m, pending_send made) {
  if (m.state.outgoing.size() >= m.limits.outgoing)
    return m.fail(
        {errc::limit,
         "more than " + std::to_string(m.limits.outgoing) + " events and cases are on their way",
         made.name});
  put_out_always(m, std::move(made));
  return true;
}

/// Takes what has arrived; nothing if it was called back meanwhile. No number: nothing.
inline std::optional<pending_send> take_outgoing(snapshot& state, std::uint64_t number) {
  const auto found = std::find_if(state.outgoing.begin(), state.outgoing.end(),
                                  [&](const pending_send& each) { return each.number == number; });
  if (found == state.outgoing.end())
    return std::nullopt;
  pending_send taken = std::move(*found);
  state.outgoing.erase(found);
  return taken;
}

/// Calls back what has not left and for which `wanted` holds.
template <class Wanted> void call_back(macrostep& m, const Wanted& wanted) {
  for (std::size_t i = 0; i < m.state.outgoing.size();) {
    const pending_send& each = m.state.outgoing[i];
    if (!wanted(each)) {
      ++i;
      continue;
    }
    m.tell(send_cancelled{each.number, each.name, each.id});
    m.state.outgoing.erase(m.state.outgoing.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

/// The case ends: what it sent to others at once still arrives, what waits or was for itself does
/// not.
inline void discard_outgoing(macrostep& m) {
  call_back(m, [&](const pending_send& each) {
    return each.what == sending::event && (each.due > m.now || each.to == send_target::self);
  });
}

/// The children of a state that is left are cancelled (S15), or never opened. What they may have
/// come to meanwhile is heard no more.
inline void end_children_of(macrostep& m, state_id left) {
  for (std::size_t i = 0; i < m.state.children.size();) {
    const child_link child = m.state.children[i];
    const program_invoke& about = m.code.invokes[child.invoke.index()];
    if (about.state != left) {
      ++i;
      continue;
    }
    m.state.children.erase(m.state.children.begin() + static_cast<std::ptrdiff_t>(i));
    m.tell(child_cancelled{about.name, child.key});
    if (child.id == case_id::none) {
      take_outgoing(m.state, child.number);
      continue;
    }
    pending_send made;
    made.what = sending::cancel;
    made.due = m.now;
    made.subject = child.id;
    made.key = child.key;
    put_out_always(m, std::move(made));
  }
}

} // namespace caseclock::detail
