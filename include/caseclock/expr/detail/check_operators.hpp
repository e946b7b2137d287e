// Types of operators, lists, indices and macros.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/expr/detail/annotation.hpp"
#include "caseclock/expr/detail/arithmetic.hpp"
#include "caseclock/expr/detail/check_names.hpp"
#include "caseclock/expr/detail/check_types.hpp"
#include "caseclock/expr/detail/members.hpp"
#include "caseclock/value/coerce.hpp"
#include "caseclock/value/decimal.hpp"

namespace caseclock::detail {

/// The operator's operands are known at run time only.
inline void compute_at_run_time(checking& check, std::uint32_t i) {
  constexpr std::string_view symbols_of_any = "+-*/%";
  annotation& made = check.note(i);
  made.type = type_of(kind::any);
  made.elements = max_list_elements;
  made.cost += max_list_elements;
  made.detail = static_cast<std::uint8_t>(static_cast<std::size_t>(arithmetic::any_add) +
                                          symbols_of_any.find(check.node(i).symbol));
}

inline void check_arithmetic(checking& check, std::uint32_t i) {
  const syntax_node& node = check.node(i);
  annotation& left = check.note(node.args[0]);
  annotation& right = check.note(node.args[1]);
  annotation& made = check.note(i);
  kind a = left.type.kind;
  kind b = right.type.kind;
  if (is_number(left.type) && is_number(right.type) && a != b && node.symbol != '%') {
    (a == kind::integer ? left : right).to_decimal = true;
    a = b = kind::fixed;
  }
  made.code = op::arithmetic;
  if (left.type.is_any() || right.type.is_any())
    return compute_at_run_time(check, i);
  if (const arithmetic_rule* rule = find_rule(node.symbol, a, b)) {
    made.detail = static_cast<std::uint8_t>(rule->code);
    made.type = type_of(rule->gives);
    if (rule->code != arithmetic::list_join)
      return;
    if (auto joined = unite(check, left.type, right.type)) {
      made.elements = std::min<std::uint64_t>(left.elements + right.elements, max_list_elements);
      made.cost += made.elements;
      made.type = std::move(*joined);
      return;
    }
  }
  const bool with_text = (a == kind::string) != (b == kind::string) && node.symbol == '+';
  const bool whole_only = node.symbol == '%' && is_number(left.type) && is_number(right.type);
  check.mismatch(std::string(1, node.symbol) + " does not go with " + describe(left) + " and " +
                     describe(right) +
                     (with_text    ? ": write string(…) to make it text"
                      : whole_only ? ": it takes whole numbers"
                                   : conversion_hint(left, right)),
                 i);
  if (!made.wrong)
    compute_at_run_time(check, i);
}

/// Warns where two enums have no member in common, and looks for members that do not exist.
inline void check_enums(checking& check, std::uint32_t i) {
  const syntax_node& node = check.node(i);
  const annotation& left = check.note(node.args[0]);
  const annotation& right = check.note(node.args[1]);
  const bool left_enum = left.type.is_enum() && !left.literal_text;
  const bool right_enum = right.type.is_enum() && !right.literal_text;
  if (left_enum && !right_enum)
    return check_members(check, left.type, node.args[1]);
  if (right_enum && !left_enum)
    return check_members(check, right.type, node.args[0]);
  const auto shared = [&](const std::string& word) { return has_member(right.type, word); };
  if (left_enum && right_enum &&
      std::none_of(left.type.members->begin(), left.type.members->end(), shared))
    check.findings.warn("never-equal",
                        describe(left) + " and " + describe(right) + " have no member in common",
                        node.mark);
}

inline void check_comparison(checking& check, std::uint32_t i) {
  const syntax_node& node = check.node(i);
  const annotation& left = check.note(node.args[0]);
  const annotation& right = check.note(node.args[1]);
  annotation& made = check.note(i);
  made.code = op::comparison;
  made.detail = static_cast<std::uint8_t>(node.relation);
  made.type = type_of(kind::boolean);
  made.cost += std::min(left.elements, right.elements);
  const bool equality = node.relation == relation::equal || node.relation == relation::not_equal;
  const std::string both = describe(left) + " and " + describe(right);
  if (!comparable(left.type, right.type) && check.is_left_to_run_time(i))
    return;
  if (!comparable(left.type, right.type)) {
    const bool null_asked = left.type.kind == kind::null || right.type.kind == kind::null;
    return check.mismatch(null_asked ? "a value of type " +
                                           describe(left.type.kind == kind::null ? right : left) +
                                           " is never null"
                                     : both + " cannot be compared" + conversion_hint(left, right),
                          i);
  }
  if (equality)
    return check_enums(check, i);
  const bool is_enum =
      (left.type.is_enum() && !left.literal_text) || (right.type.is_enum() && !right.literal_text);
  if (is_enum || !has_order(left.type.kind) || !has_order(right.type.kind))
    check.mismatch(both + " have no order" + (is_enum ? ": compare enums with == or in" : ""), i);
}

inline void check_element_of(checking& check, std::uint32_t i) {
  const syntax_node& node = check.node(i);
  const annotation& element = check.note(node.args[0]);
  const annotation& list = check.note(node.args[1]);
  annotation& made = check.note(i);
  made.code = op::element_of;
  made.type = type_of(kind::boolean);
  made.cost += list.elements;
  if (list.type.is_any() || list.type.kind == kind::record || check.is_left_to_run_time(i))
    return;
  if (list.type.kind != kind::list)
    return check.mismatch("in takes a list on its right, not " + describe(list), i);
  if (list.type.element == nullptr || list.type.element->kind == kind::null)
    return;
  if (!comparable(element.type, *list.type.element))
    return check.mismatch(describe(list) + " holds no " + describe(element), i);
  if (element.type.is_enum() && !element.literal_text)
    check_members(check, element.type, node.args[1]);
  else if (list.type.element->is_enum())
    check_members(check, *list.type.element, node.args[0]);
}

inline void want_truth(checking& check, std::uint32_t i, const char* where) {
  annotation& note = check.note(i);
  const bool fits = note.type.kind == kind::boolean || note.type.is_any();
  if (!note.wrong && !fits && !check.is_left_to_run_time(i))
    check.fault("type-mismatch", std::string(where) + " takes bool, not " + describe(note), i);
}

inline void check_logic(checking& check, std::uint32_t i, op code, const char* where) {
  check.note(i).code = code;
  check.note(i).type = type_of(kind::boolean);
  for (const std::uint32_t part : check.node(i).args)
    want_truth(check, part, where);
}

inline void check_conditional(checking& check, std::uint32_t i) {
  const syntax_node& node = check.node(i);
  annotation& made = check.note(i);
  want_truth(check, node.args[0], "the condition before ?");
  annotation& then = check.note(node.args[1]);
  annotation& otherwise = check.note(node.args[2]);
  made.wrong = check.any_wrong(node.args);
  if (then.wrong || otherwise.wrong)
    return;
  made.literal_text = then.literal_text && otherwise.literal_text;
  const bool left =
      check.is_left_to_run_time(node.args[1]) && check.is_left_to_run_time(node.args[2]);
  const bool mixed = !united(then.type, otherwise.type) && !left;
  auto joined = unite(check, then.type, otherwise.type);
  if (!joined || mixed)
    return check.mismatch("the two sides are " + describe(then) + " and " + describe(otherwise), i);
  // A literal beside an enum is one of its members, or a mistake.
  if (then.literal_text != otherwise.literal_text && joined->is_enum()) {
    const annotation& listed = then.literal_text ? otherwise : then;
    joined->members = listed.type.members;
    check_members(check, listed.type, then.literal_text ? node.args[1] : node.args[2]);
  }
  made.elements = std::max(then.elements, otherwise.elements);
  for (annotation* side : {&then, &otherwise})
    side->to_decimal = joined->kind == kind::fixed && side->type.kind == kind::integer;
  made.type = std::move(*joined);
}

inline void check_negation(checking& check, std::uint32_t i) {
  const annotation& operand = check.note(check.node(i).args[0]);
  annotation& made = check.note(i);
  made.code = op::negate_number;
  made.type = type_of(operand.type.kind);
  if (operand.type.kind != kind::integer && check.is_left_to_run_time(i))
    made.type = type_of(kind::any);
  if (!is_number(operand.type) && operand.type.kind != kind::span && !operand.type.is_any())
    check.mismatch("- takes a number or a duration, not " + describe(operand), i);
}

inline void check_index(checking& check, std::uint32_t i) {
  const syntax_node& node = check.node(i);
  const annotation& list = check.note(node.args[0]);
  const annotation& position = check.note(node.args[1]);
  annotation& made = check.note(i);
  made.code = op::index;
  if (check.is_left_to_run_time(i)) {
    made.type = element_of_type(list.type);
    made.elements = list_bound(made.type);
    return;
  }
  const kind of = list.type.kind;
  if (of != kind::list && of != kind::record && of != kind::any)
    return check.mismatch("[…] takes an element of a list or of a record, not of " + describe(list),
                          i);
  const kind wanted = of == kind::list ? kind::integer : kind::string;
  const bool any_key = of == kind::any || (of == kind::record && check.alone());
  if (!any_key && position.type.kind != wanted && !position.type.is_any())
    return check.fault_in(
        node.args[1], i, "type-mismatch",
        (of == kind::list ? "an index is an int, not " : "a key is a string, not ") +
            describe(position));
  made.type = element_of_type(list.type);
  made.elements = list_bound(made.type);
}

/// A list of literals becomes one constant.
inline void fold_list(checking& check, std::uint32_t i) {
  value_list constants;
  for (const std::uint32_t part : check.node(i).args) {
    const annotation& element = check.note(part);
    if (!element.folded)
      return;
    const std::int64_t* whole = element.folded->as_int();
    const auto amount = element.to_decimal && whole != nullptr ? to_decimal(*whole) : std::nullopt;
    constants.push_back(amount ? value(*amount) : *element.folded);
  }
  for (const std::uint32_t part : check.node(i).args)
    check.note(part).silent = true;
  check.note(i).folded = value(std::move(constants));
}

inline void check_list(checking& check, std::uint32_t i) {
  const syntax_node& node = check.node(i);
  annotation& made = check.note(i);
  made.elements = node.args.size();
  type element = type_of(kind::null);
  if (node.args.size() > max_list_elements)
    return check.fault("expression-limit",
                       "a list has at most " + std::to_string(max_list_elements) + " elements", i);
  for (const std::uint32_t part : node.args) {
    type given = check.type_at(part);
    if (check.note(part).literal_text)
      given.members = nullptr;
    auto joined = unite(check, element, given);
    if (!joined)
      return check.fault_in(part, i, "type-mismatch",
                            "the list holds " + describe(element) + ", but this is " +
                                describe(check.note(part)));
    // The first element only gives its type: united with "nothing yet" it would be optional.
    element = part == node.args.front() ? std::move(given) : std::move(*joined);
  }
  for (const std::uint32_t part : node.args)
    check.note(part).to_decimal =
        element.kind == kind::fixed && check.type_at(part).kind == kind::integer;
  made.code = op::make_list;
  made.operand = static_cast<std::uint32_t>(node.args.size());
  made.type = type_of(kind::list);
  made.type.element = std::make_shared<const type>(std::move(element));
  fold_list(check, i);
}

/// A record of literals becomes one constant, unless a key stands in it twice.
inline void fold_record(checking& check, std::uint32_t i) {
  const std::vector<std::uint32_t>& args = check.node(i).args;
  value_record fields;
  for (std::size_t k = 0; k < args.size(); k += 2) {
    const auto& key = check.note(args[k]).folded;
    const auto& held = check.note(args[k + 1]).folded;
    const auto name = key ? record_key(*key, check.alone()) : std::nullopt;
    if (!held || !name || find(fields, *name) != nullptr)
      return;
    fields.emplace_back(*name, *held);
  }
  for (const std::uint32_t part : args)
    check.note(part).silent = true;
  check.note(i).folded = value(std::move(fields));
}

/// Reports a key that is no string, or that stands there twice.
inline void check_keys(checking& check, std::uint32_t i) {
  const std::vector<std::uint32_t>& args = check.node(i).args;
  std::vector<std::string> seen;
  for (std::size_t k = 0; k < args.size(); k += 2) {
    const annotation& key = check.note(args[k]);
    if (key.type.kind != kind::string && !key.type.is_any())
      return check.fault_in(args[k], i, "type-mismatch",
                            "a key of a record is a string, not " + describe(key));
    const std::string* word = check.node(args[k]).literal.as_string();
    if (word == nullptr)
      continue;
    if (std::find(seen.begin(), seen.end(), *word) != seen.end())
      return check.fault_in(args[k], i, "duplicate-key",
                            "the key " + json_quote(shortened(*word)) + " stands here twice");
    seen.push_back(*word);
  }
}

inline void check_record(checking& check, std::uint32_t i) {
  const syntax_node& node = check.node(i);
  annotation& made = check.note(i);
  const std::size_t count = node.args.size() / 2;
  made.elements = count;
  if (count > max_record_fields)
    return check.fault("expression-limit",
                       "a record has at most " + std::to_string(max_record_fields) + " fields", i);
  if (!check.alone())
    check_keys(check, i);
  if (made.wrong)
    return;
  type held = type_of(kind::any);
  for (std::size_t k = 1; k < node.args.size(); k += 2) {
    type given = check.type_at(node.args[k]);
    if (check.note(node.args[k]).literal_text)
      given.members = nullptr;
    const bool same = given.kind != kind::null && (k == 1 || held.kind == given.kind);
    const auto joined = k == 1 ? std::optional(given) : united(held, given);
    held = same && joined ? *joined : type_of(kind::any);
    if (held.is_any())
      break;
  }
  made.code = op::make_record;
  made.detail = check.alone() ? 1 : 0;
  made.operand = static_cast<std::uint32_t>(count);
  made.cost += count * count / 16;
  made.type = type_of(kind::record);
  made.type.element = std::make_shared<const type>(std::move(held));
  fold_record(check, i);
}

/// What a macro gives.
inline void type_macro(checking& check, std::uint32_t i) {
  const syntax_node& node = check.node(i);
  const annotation& list = check.note(node.args[0]);
  const annotation& body = check.note(node.args[1]);
  annotation& made = check.note(i);
  if (node.macro < macro::filter) {
    made.type = type_of(kind::boolean);
    return;
  }
  const bool record = node.macro == macro::gather_values || node.macro == macro::gather_entries;
  type element = node.macro == macro::filter ? walked_type(check, list.type)
                 : node.macro == macro::map  ? body.type
                                             : element_of_type(body.type);
  if (body.literal_text)
    element.members = nullptr;
  made.type = type_of(record ? kind::record : kind::list);
  made.type.element = std::make_shared<const type>(std::move(element));
  made.elements = record ? list_bound(made.type) : list.elements;
  if (node.macro == macro::gather_values && !check.alone() && list.type.kind == kind::list)
    check.mismatch(
        "a key of a record is a string: " + node.text + "(…) of a list would have its indices", i);
  if (node.macro == macro::gather_entries && body.type.kind != kind::record && !body.type.is_any())
    check.mismatch(node.text + "(…) takes a record of what is to be in it, not " + describe(body),
                   i);
}

inline void check_macro(checking& check, std::uint32_t i) {
  const syntax_node& node = check.node(i);
  const annotation& list = check.note(node.args[0]);
  const annotation& body = check.note(node.args[1]);
  annotation& made = check.note(i);
  made.detail = static_cast<std::uint8_t>(static_cast<unsigned>(node.macro) |
                                          (node.pair ? two_variables : 0U));
  if (list.wrong) {
    made.wrong = true;
    return;
  }
  const kind of = list.type.kind;
  const bool walks = of == kind::list || of == kind::record || of == kind::any;
  if (!walks && !check.is_left_to_run_time(i))
    return check.mismatch(node.text + "(…) takes a list or a record, not " + describe(list), i);
  if (body.wrong) {
    made.wrong = true;
    return;
  }
  if (node.macro < macro::map)
    want_truth(check, node.args[1], "the macro's condition");
  type_macro(check, i);
  made.type.optional = false;
}

} // namespace caseclock::detail
