// A place on the stack of an evaluation.
#pragma once

#include <memory>
#include <utility>

#include "caseclock/base/result.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock::detail {

/// True and false as values to refer to. They are never destroyed, so that a host may evaluate as
/// late as it likes.
union lasting_truth {
  value held;
  constexpr explicit lasting_truth(bool truth) : held(truth) {}
  ~lasting_truth() {} // NOLINT(modernize-use-equals-default): would be deleted
};
inline constinit const lasting_truth lasting_false{false};
inline constinit const lasting_truth lasting_true{true};

struct slot {
  const value* at = nullptr; ///< null: failed
  value own{};
  std::unique_ptr<error> failure{};

  void refer(const value& elsewhere) { at = &elsewhere; }
  void decide(bool truth) { at = truth ? &lasting_true.held : &lasting_false.held; }
  void hold(value computed) {
    own = std::move(computed);
    at = &own;
  }
  void fail(std::unique_ptr<error> why) {
    failure = std::move(why);
    at = nullptr;
  }
};

} // namespace caseclock::detail
