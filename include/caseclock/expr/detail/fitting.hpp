// Whether a checked expression can stand where a value of some type is wanted, and what it takes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/expr/detail/annotation.hpp"
#include "caseclock/expr/detail/check_types.hpp"

namespace caseclock::detail {

/// What has to be done to the value in the end.
struct fitting {
  bool to_decimal = false;
  bool require_value = false;
  bool at_run_time = false; ///< what it is shows only then
};

/// True if every value of type `from` is one of type `to`, optionality and members aside.
inline bool same_shape(const type& from, const type& to) {
  if (from.is_any() || to.is_any())
    return true;
  if (from.kind == kind::null || from.kind != to.kind)
    return from.kind == kind::null;
  if (from.kind == kind::list && from.element != nullptr && to.element != nullptr)
    return same_shape(*from.element, *to.element);
  return true;
}

/// True if a value of type `from` has to be looked at before it counts as one of type `to`.
inline bool has_to_be_looked_at(const type& from, const type& to) {
  if (from.is_any())
    return true; // also as any: types are values of expressions, but no data
  if (to.is_any())
    return (from.kind == kind::list && from.element != nullptr &&
            has_to_be_looked_at(*from.element, to)) ||
           (from.kind == kind::record && from.fields == nullptr);
  if (from.kind == kind::record && to.kind == kind::record)
    return from.fields == nullptr && to.fields != nullptr;
  return from.kind == kind::list && from.element != nullptr && to.element != nullptr &&
         has_to_be_looked_at(*from.element, *to.element);
}

/// Reports what does not fit.
inline fitting fit_to(checking& check, const type& wanted) {
  const std::uint32_t root = check.tree.root();
  const annotation& given = check.notes[root];
  fitting fit;
  fit.to_decimal = given.type.kind == kind::integer && wanted.kind == kind::fixed;
  fit.require_value = (given.type.optional || given.type.is_any()) && !wanted.optional;
  fit.at_run_time = has_to_be_looked_at(given.type, wanted);
  if (given.type.kind == kind::denotation && wanted.is_any())
    return check.mismatch("a type is no value to keep", root), fit;
  const bool missing = given.type.kind == kind::null && !wanted.optional;
  if (missing || (!fit.to_decimal && !same_shape(given.type, wanted))) {
    annotation target;
    target.type = wanted;
    check.mismatch(describe(wanted) + " is wanted here, not " + describe(given) +
                       conversion_hint(given, target),
                   root);
    fit.at_run_time = true; // unless it was refused
    return fit;
  }
  if (given.type.is_any())
    return fit;
  if (wanted.is_enum() && given.literal_text) {
    check_members(check, wanted, root);
  } else if (wanted.is_enum() && given.type.kind != kind::null) {
    const auto foreign = [&](const std::string& word) { return !has_member(wanted, word); };
    if (!given.type.is_enum())
      check.mismatch(describe(wanted) + " is wanted here, not any string", root);
    else if (std::any_of(given.type.members->begin(), given.type.members->end(), foreign))
      check.fault("unknown-enum-value",
                  describe(given.type) + " has members that " + describe(wanted) + " lacks", root);
  }
  if (wanted.kind == kind::list && wanted.element != nullptr && wanted.element->is_enum() &&
      check.node(root).kind == node_kind::list)
    check_members(check, *wanted.element, root);
  return fit;
}

/// Where the placeholder's `}}` stands, strings in it skipped; npos if nowhere. Linear.
inline std::size_t find_placeholder_end(std::string_view text, std::size_t begin) {
  char quote = '\0';
  for (std::size_t i = begin; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != '\0') {
      if (c == '\\')
        ++i;
      else if (c == quote)
        quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (text.substr(i, 2) == "}}") {
      return i;
    } else if (text.substr(i, 2) == "{{") {
      return std::string_view::npos; // the next one begins: this one was never closed
    }
  }
  return std::string_view::npos;
}

} // namespace caseclock::detail
