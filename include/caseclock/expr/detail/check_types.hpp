// Which types go together.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "caseclock/base/json_text.hpp"
#include "caseclock/base/suggest.hpp"
#include "caseclock/expr/detail/annotation.hpp"

namespace caseclock::detail {

inline bool has_member(const type& enumeration, const std::string& word) {
  const auto& members = *enumeration.members;
  return std::find(members.begin(), members.end(), word) != members.end();
}

inline bool has_order(kind k) {
  return k == kind::integer || k == kind::fixed || k == kind::string || k == kind::date ||
         k == kind::timestamp || k == kind::span || k == kind::boolean || k == kind::any;
}

/// True if values of the two types can be equal. Members of enums are looked at elsewhere.
inline bool comparable(const type& a, const type& b) {
  if (a.is_any() || b.is_any())
    return true;
  if (a.kind == kind::null || b.kind == kind::null)
    return a.kind == b.kind || a.optional || b.optional;
  if (is_number(a) && is_number(b))
    return true;
  if (a.kind != b.kind)
    return false;
  if (a.kind != kind::list || a.element == nullptr || b.element == nullptr)
    return true;
  const bool any = a.element->kind == kind::null || b.element->kind == kind::null;
  return any || comparable(*a.element, *b.element);
}

inline std::shared_ptr<const std::vector<std::string>> joined_members(const type& a,
                                                                      const type& b) {
  std::vector<std::string> all = *a.members;
  for (const std::string& member : *b.members) {
    if (!has_member(a, member))
      all.push_back(member);
  }
  return std::make_shared<const std::vector<std::string>>(std::move(all));
}

/// The type of a place that holds values of both types: what a conditional gives, what a list has.
/// An int beside a decimal is one; null makes the other optional.
inline std::optional<type> united(const type& a, const type& b) {
  type made = a.kind == kind::null ? b : a;
  made.optional = a.optional || b.optional || a.kind == kind::null || b.kind == kind::null;
  if (a.is_any() || b.is_any()) {
    type any = type_of(kind::any);
    any.optional = made.optional;
    return any;
  }
  if (a.kind == kind::null || b.kind == kind::null)
    return made;
  if (is_number(a) && is_number(b)) {
    if (b.kind == kind::fixed)
      made.kind = kind::fixed;
    return made;
  }
  if (a.kind != b.kind)
    return std::nullopt;
  if (a.is_enum() && b.is_enum())
    made.members = joined_members(a, b);
  else
    made.members = nullptr;
  if (a.kind == kind::record && a.fields != b.fields) {
    made.fields = nullptr;
    made.element = nullptr;
    return made;
  }
  if (a.kind != kind::list || a.element == nullptr || b.element == nullptr)
    return made;
  auto element = united(*a.element, *b.element);
  if (!element)
    return std::nullopt;
  // What a list holds already is not converted.
  if (is_number(*a.element) && a.element->kind != b.element->kind && is_number(*b.element))
    element = type_of(kind::any);
  if (a.element->kind == kind::null || b.element->kind == kind::null)
    element = a.element->kind == kind::null ? *b.element : *a.element;
  made.element = std::make_shared<const type>(std::move(*element));
  return made;
}

/// `united`, but where it is left to run time anything goes with anything, as it is.
inline std::optional<type> unite(const checking& check, const type& a, const type& b) {
  const bool mixed = is_number(a) && is_number(b) && a.kind != b.kind;
  auto joined = check.lenient() && mixed ? std::nullopt : united(a, b);
  if (!joined && check.lenient())
    return type_of(kind::any);
  return joined;
}

/// Reports every literal at the node, or among what it chooses or lists, that the enum lacks.
inline void check_members(checking& check, const type& enumeration, std::uint32_t root) {
  std::vector<std::uint32_t> open{root};
  while (!open.empty()) {
    const std::uint32_t i = open.back();
    open.pop_back();
    const syntax_node& node = check.node(i);
    if (node.kind == node_kind::list)
      open.insert(open.end(), node.args.rbegin(), node.args.rend());
    if (node.kind == node_kind::conditional)
      open.insert(open.end(), {node.args[2], node.args[1]});
    const std::string* word = node.literal.as_string();
    if (node.kind != node_kind::literal || word == nullptr || has_member(enumeration, *word))
      continue;
    check.fault("unknown-enum-value",
                json_quote(shortened(*word)) + " is no member of " + describe(enumeration), i,
                closest(*word, *enumeration.members));
  }
}

/// What would make the two fit, for the end of a message.
inline std::string conversion_hint(const annotation& a, const annotation& b) {
  const annotation& text = a.literal_text ? a : b;
  const annotation& other = a.literal_text ? b : a;
  const bool temporal = other.type.kind == kind::date || other.type.kind == kind::timestamp ||
                        other.type.kind == kind::span;
  if (text.literal_text && temporal)
    return ": write " + std::string(name(other.type.kind)) + "(" +
           json_quote(text.type.members->front()) + ")";
  return {};
}

} // namespace caseclock::detail
