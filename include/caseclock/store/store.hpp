// The seam between the engine and whatever keeps cases: append(batch) and load.
//
// The engine calls `append` after a macrostep was computed and before anything of it is seen: not
// armed, not published, not held. A failed append therefore changes nothing. `expected` is the
// revision the case must still have, so that two writers cannot overwrite each other.
//
// The one interface that a host implements: time is an argument of every call, zones are values.
// Implementations are called from the engine's thread only.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "caseclock/base/ids.hpp"
#include "caseclock/base/result.hpp"
#include "caseclock/record/input.hpp"
#include "caseclock/record/record.hpp"
#include "caseclock/runtime/snapshot.hpp"

namespace caseclock {

/// One macrostep of one case, as it is made durable.
struct commit {
  std::uint64_t expected = 0; ///< the case's revision (`snapshot::step`) before; 0: it is new
  instant now{};
  const input* what = nullptr;
  const snapshot* after = nullptr;
  std::span<const record> records{};
};

/// How far a store has come: where an engine goes on after a restart.
struct store_position {
  std::uint64_t sequence = 0;        ///< of the last record
  case_id last_case = case_id::none; ///< the highest id ever used, closed cases included
  instant now = earliest_instant;    ///< the latest instant of any commit
};

class store {
 public:
  virtual ~store() = default;
  /// Keeps all of the batch or nothing. errc::conflict if a case has another revision than
  /// expected, errc::io if the medium fails. The pointers are valid during the call only.
  [[nodiscard]] virtual status append(std::span<const commit> batch) = 0;
  [[nodiscard]] virtual result<store_position> position() = 0;
  /// Every case that is not over (`snapshot::is_over`: closed, with nothing on its way out any
  /// more), in order of case id: what an engine starts from.
  [[nodiscard]] virtual result<std::vector<snapshot>> load_open() = 0;
  /// One case, closed or not; errc::unknown_case if there is none.
  [[nodiscard]] virtual result<snapshot> load(case_id id) = 0;
};

} // namespace caseclock
