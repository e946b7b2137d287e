// One expression by itself: its value and its type, or what is wrong with it.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "caseclock/base/diagnostic.hpp"
#include "eval_bindings.hpp"

namespace caseclock::cli {

struct eval_answer {
  std::string json{};     ///< the value
  std::string type{};     ///< "int", "list", "record"
  std::string all_type{}; ///< "int", "list<string>", "record"
};

/// `code` is stable: the README lists them. `span` is the place in the expression, in file 0.
struct eval_failure {
  std::string code{};
  std::string message{};
  source_span span{};
  std::string suggestion{};
};

using eval_outcome = std::variant<eval_answer, eval_failure>;

/// Compiles and evaluates leniently (see `typing`): where CEL's checker and its evaluator differ,
/// this is the evaluator, but what has to do with a binding of a scalar type is checked.
[[nodiscard]] eval_outcome eval_text(std::string_view text, const eval_bindings& bound);

} // namespace caseclock::cli
