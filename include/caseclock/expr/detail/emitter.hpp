// From a checked tree to a postfix program.
//
// Post-order is postfix already: each node emits itself when its turn comes. What must stand
// between two parts (a jump over the right side of `&&`, the head of a loop) is emitted after the
// part before it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/expr/detail/annotation.hpp"
#include "caseclock/expr/detail/functions.hpp"
#include "caseclock/expr/expression.hpp"

namespace caseclock::detail {

class emitter {
 public:
  emitter(const checking& checked, expression& made) : checked_(checked), made_(made) {}

  void run() {
    const std::size_t count = checked_.tree.nodes.size();
    open_.resize(count);
    loop_slots_.resize(checked_.tree.loops.size());
    for (std::uint32_t i = 0; i < count; ++i) {
      if (!checked_.notes[i].silent) {
        emit_node(i);
        if (checked_.notes[i].to_decimal)
          put(op::to_decimal, i);
      }
      const std::uint32_t parent = node(i).parent;
      if (parent != no_node && !checked_.notes[parent].silent && !is_raised(parent))
        emit_between(i, parent);
    }
    made_.stack = deepest_;
  }

  /// One more instruction at the end, on the value that the expression has.
  void finish_with(op code) { put(code, checked_.tree.root()); }
  /// The value, whatever it is, has to become one of that type.
  void fit_into(const type& wanted) {
    put(op::fit, checked_.tree.root(), 0, static_cast<std::uint32_t>(made_.fits.size()));
    made_.fits.push_back(wanted);
  }

 private:
  [[nodiscard]] const syntax_node& node(std::uint32_t i) const { return checked_.tree.nodes[i]; }
  [[nodiscard]] std::uint32_t here() const { return static_cast<std::uint32_t>(made_.code.size()); }

  /// Fails by itself: what it is made of is not even evaluated.
  [[nodiscard]] bool is_raised(std::uint32_t i) const {
    return checked_.notes[i].code == op::raise;
  }

  void put(op code, std::uint32_t i, std::uint8_t detail = 0, std::uint32_t operand = 0) {
    const auto place = static_cast<std::uint16_t>(std::min(node(i).mark.begin, 0xffffU));
    made_.code.push_back({static_cast<std::uint8_t>(code), detail, place, operand});
  }
  void pushes(std::uint32_t slots) {
    height_ += slots;
    deepest_ = std::max(deepest_, height_);
  }
  void pops(std::uint32_t slots) { height_ -= slots; }
  /// Lets the jump that was emitted at `from` go to where the program ends now.
  void land(std::uint32_t from) { made_.code[from].operand = here(); }

  std::uint32_t constant(value held) {
    // Short programs are what is run most: equal constants are worth sharing there.
    for (std::size_t k = 0; k < std::min<std::size_t>(made_.constants.size(), 16); ++k) {
      if (made_.constants[k] == held)
        return static_cast<std::uint32_t>(k);
    }
    made_.constants.push_back(std::move(held));
    return static_cast<std::uint32_t>(made_.constants.size() - 1);
  }

  [[nodiscard]] std::uint32_t emitted_args(std::uint32_t i) const {
    std::uint32_t count = 0;
    for (const std::uint32_t part : node(i).args)
      count += checked_.notes[part].silent ? 0 : 1;
    return count;
  }

  void emit_node(std::uint32_t i) {
    const annotation& note = checked_.notes[i];
    if (note.folded) {
      put(op::constant, i, 0, constant(*note.folded));
      return pushes(1);
    }
    switch (node(i).kind) {
    case node_kind::conditional:
      land(open_[i]); // the jump over the second branch; the value is on the stack already
      return;
    case node_kind::logic_and:
    case node_kind::logic_or:
      put(note.code, i);
      land(open_[i]);
      return pops(1);
    case node_kind::macro: return emit_macro_end(i);
    case node_kind::local: put(op::local, i, 0, loop_slots_[node(i).loop]); return pushes(1);
    case node_kind::select:
      if (note.code == op::select)
        return put(op::select, i, note.detail, constant(value(node(i).text)));
      break;
    case node_kind::literal:
    case node_kind::name:
    case node_kind::index:
    case node_kind::call:
    case node_kind::method:
    case node_kind::negate_truth:
    case node_kind::negate_number:
    case node_kind::arithmetic:
    case node_kind::comparison:
    case node_kind::element_of:
    case node_kind::list:
    case node_kind::record:
    case node_kind::has: break;
    }
    put(note.code, i, note.detail, note.operand);
    const std::uint32_t taken = emitted_args(i);
    if (taken == 0)
      return pushes(1);
    pops(taken - 1);
  }

  /// What stands between a part that was just emitted and the next part of the same node.
  void emit_between(std::uint32_t part, std::uint32_t parent) {
    const std::uint32_t position = node(part).position;
    const node_kind kind = node(parent).kind;
    const bool between_two = position == 0 || (kind == node_kind::conditional && position == 1);
    if (!between_two)
      return;
    if (kind == node_kind::logic_and || kind == node_kind::logic_or) {
      open_[parent] = here();
      put(kind == node_kind::logic_and ? op::decided_false : op::decided_true, parent);
    } else if (kind == node_kind::conditional && position == 0) {
      open_[parent] = here();
      put(op::branch, parent);
      pops(1);
    } else if (kind == node_kind::conditional) {
      const std::uint32_t branch = open_[parent];
      open_[parent] = here();
      put(op::jump, parent);
      land(branch);
      pops(1); // one branch or the other leaves its value
    } else if (kind == node_kind::macro) {
      open_[parent] = here();
      const std::uint32_t variables = node(parent).pair ? 2 : 1;
      for (std::uint32_t k = 0; k < variables; ++k)
        loop_slots_[node(parent).loop + k] = height_ + k;
      put(op::loop_begin, parent, checked_.notes[parent].detail);
      pushes(variables);
    }
  }

  void emit_macro_end(std::uint32_t i) {
    put(op::loop_step, i, checked_.notes[i].detail, open_[i] + 1);
    land(open_[i]);
    pops(node(i).pair ? 3 : 2); // the body's value and the variables; the result takes the list's
  }

  const checking& checked_;
  expression& made_;
  std::vector<std::uint32_t> open_;       ///< per node: its instruction that jumps forward
  std::vector<std::uint32_t> loop_slots_; ///< per macro's variable: its slot of the stack
  std::uint32_t height_ = 0;
  std::uint32_t deepest_ = 0;
};

} // namespace caseclock::detail
