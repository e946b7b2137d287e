// Evaluates compiled expressions and renders templates: the definitions of what expression.hpp and
// template.hpp declare. No parser behind this header.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "caseclock/base/result.hpp"
#include "caseclock/expr/detail/machine.hpp"
#include "caseclock/expr/expression.hpp"
#include "caseclock/expr/scope.hpp"
#include "caseclock/expr/template.hpp"
#include "caseclock/value/coerce.hpp"
#include "caseclock/value/format.hpp"

namespace caseclock {

namespace detail {

/// The slots of one evaluation: in place if they are few, which is usual, and no more of them than
/// the expression needs, because setting one up and down costs as much as an instruction.
class slot_stack {
 public:
  explicit slot_stack(std::size_t count) : count_(count) {
    slots_ = count <= usual ? reinterpret_cast<slot*>(place_) : allocator_.allocate(count);
    std::uninitialized_default_construct_n(slots_, count_);
  }
  ~slot_stack() {
    std::destroy_n(slots_, count_);
    if (count_ > usual)
      allocator_.deallocate(slots_, count_);
  }
  slot_stack(const slot_stack&) = delete;
  slot_stack& operator=(const slot_stack&) = delete;
  [[nodiscard]] slot* data() { return slots_; }

 private:
  static constexpr std::size_t usual = 8;
  std::size_t count_;
  slot* slots_ = nullptr;
  std::allocator<slot> allocator_;
  alignas(slot) std::byte place_[usual * sizeof(slot)];
};

} // namespace detail

inline result<value> evaluate(const expression& compiled, const expr_environment& environment) {
  CASECLOCK_ASSERT(!compiled.code.empty());
  detail::slot_stack stack(compiled.stack);
  detail::slot& evaluated = detail::machine(compiled, environment, stack.data()).run();
  if (evaluated.at == nullptr)
    return std::move(*evaluated.failure);
  return value(*evaluated.at);
}

inline result<bool> evaluate_condition(const expression& compiled,
                                       const expr_environment& environment) {
  CASECLOCK_ASSERT(!compiled.code.empty());
  detail::slot_stack stack(compiled.stack);
  detail::slot& evaluated = detail::machine(compiled, environment, stack.data()).run();
  if (evaluated.at == nullptr)
    return std::move(*evaluated.failure);
  if (const bool* truth = evaluated.at->as_bool())
    return *truth;
  const detail::failing why = detail::unfit(*evaluated.at);
  return error{errc::evaluation, why.message, {}, why.reason};
}

inline result<std::string> render(const message_template& message,
                                  const expr_environment& environment, const zone& local) {
  std::string text;
  for (const template_segment& segment : message.segments) {
    if (const auto* literal = std::get_if<std::string>(&segment)) {
      text += *literal;
    } else {
      const auto shown = evaluate(*std::get_if<expression>(&segment), environment);
      if (!shown)
        return shown.error();
      text += to_text(*shown, local);
    }
    if (text.size() > max_string_bytes)
      return {errc::limit,
              "the message is longer than " + std::to_string(max_string_bytes) + " bytes"};
  }
  return text;
}

} // namespace caseclock
