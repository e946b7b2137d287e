// Types an expression's tree, bounds its cost, and reports everything that is wrong with it.
//
// One pass from front to back: parts stand before the whole. What was reported is marked wrong, so
// that one mistake is one finding.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "caseclock/expr/detail/annotation.hpp"
#include "caseclock/expr/detail/check_calls.hpp"
#include "caseclock/expr/detail/check_names.hpp"
#include "caseclock/expr/detail/check_operators.hpp"
#include "caseclock/expr/detail/narrowing.hpp"

namespace caseclock::detail {

/// Instructions that one evaluation may execute at most: some tenths of a second.
inline constexpr std::uint64_t max_expression_cost = 10'000'000;

inline void check_literal(checking& check, std::uint32_t i) {
  const value& literal = check.node(i).literal;
  annotation& made = check.note(i);
  made.type = type_of(literal.kind());
  made.folded = literal;
  if (const std::string* word = literal.as_string()) {
    made.type.members = std::make_shared<const std::vector<std::string>>(1, *word);
    made.literal_text = true;
  }
}

inline void check_has(checking& check, std::uint32_t i) {
  annotation& made = check.note(i);
  annotation& asked = check.note(check.node(i).args[0]);
  made.code = op::has_value;
  made.type = type_of(kind::boolean);
  if (asked.code != op::select || asked.wrong || asked.silent)
    return;
  const bool declared = asked.detail == static_cast<std::uint8_t>(selecting::declared);
  asked.detail =
      static_cast<std::uint8_t>(declared ? selecting::declared_of_maybe : selecting::is_there);
  made.detail = declared ? 0 : 1;
}

/// What an evaluation of the node costs, parts included, in instructions.
inline void add_cost(checking& check, std::uint32_t i) {
  const syntax_node& node = check.node(i);
  annotation& made = check.note(i);
  constexpr std::uint64_t too_much = 1'000'000'000'000;
  std::uint64_t cost = made.cost;
  for (const std::uint32_t part : node.args) {
    const bool repeated = node.kind == node_kind::macro && part == node.args[1];
    const std::uint64_t times = repeated ? check.note(node.args[0]).elements : 1;
    cost = std::min(too_much, cost + (check.note(part).cost + (repeated ? 1 : 0)) * times);
  }
  const bool first_over = cost > max_expression_cost && made.cost <= max_expression_cost;
  made.cost = cost;
  const auto already = [&](std::uint32_t part) {
    return check.note(part).cost > max_expression_cost;
  };
  if (first_over && !check.lenient() && std::none_of(node.args.begin(), node.args.end(), already))
    check.fault("expression-limit",
                "this could take " + std::to_string(cost) + " steps; at most " +
                    std::to_string(max_expression_cost) + " are allowed",
                i);
}

inline void check_node(checking& check, std::uint32_t i) {
  const syntax_node& node = check.node(i);
  switch (node.kind) {
  case node_kind::literal: return check_literal(check, i);
  case node_kind::name: return check_name(check, i);
  case node_kind::local: return check_local(check, i);
  case node_kind::select: return check_select(check, i);
  case node_kind::call:
  case node_kind::method: return check_call(check, i);
  case node_kind::logic_and: return check_logic(check, i, op::join_and, "&&");
  case node_kind::logic_or: return check_logic(check, i, op::join_or, "||");
  case node_kind::conditional: return check_conditional(check, i);
  case node_kind::negate_truth: return check_logic(check, i, op::negate_truth, "!");
  case node_kind::has: return check_has(check, i);
  case node_kind::macro: return check_macro(check, i);
  case node_kind::index:
  case node_kind::negate_number:
  case node_kind::arithmetic:
  case node_kind::comparison:
  case node_kind::element_of:
  case node_kind::list:
  case node_kind::record: break;
  }
  if (check.any_wrong(node.args)) {
    check.note(i).wrong = true;
    return;
  }
  if (node.kind == node_kind::index)
    check_index(check, i);
  else if (node.kind == node_kind::negate_number)
    check_negation(check, i);
  else if (node.kind == node_kind::arithmetic)
    check_arithmetic(check, i);
  else if (node.kind == node_kind::comparison)
    check_comparison(check, i);
  else if (node.kind == node_kind::element_of)
    check_element_of(check, i);
  else if (node.kind == node_kind::record)
    check_record(check, i);
  else
    check_list(check, i);
}

inline void check_tree(checking& check) {
  check.notes.resize(check.tree.nodes.size());
  for (std::uint32_t i = 0; i < check.tree.nodes.size() && !check.findings.full(); ++i) {
    check_node(check, i);
    add_cost(check, i);
    narrow_after(check, i);
  }
}

} // namespace caseclock::detail
