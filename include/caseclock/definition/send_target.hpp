// Where a sent event goes: said by the definition, the program and the record alike.
#pragma once

#include <cstdint>
#include <string_view>

namespace caseclock {

enum class send_target : std::uint8_t {
  self,   ///< the case that sends
  parent, ///< the case whose child it is
  child,  ///< a child of it, by the id of its `invoke`
  key,    ///< the case of that key
};

/// The stable spelling of a target.
[[nodiscard]] constexpr std::string_view name(send_target target) {
  switch (target) {
  case send_target::self: return "self";
  case send_target::parent: return "parent";
  case send_target::child: return "child";
  case send_target::key: return "key";
  }
  return "?";
}

} // namespace caseclock
