// Expressions and the types they must have.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "caseclock/expr/expression.hpp"
#include "caseclock/program/detail/context.hpp"
#include "caseclock/value/describe.hpp"

namespace caseclock::detail::compiling {

/// The first member of `from` that `to` does not have, or null. Both are enums.
inline const std::string* foreign_member(const type& from, const type& to) {
  const auto at = std::find_if(from.members->begin(), from.members->end(), [&](const auto& member) {
    return std::find(to.members->begin(), to.members->end(), member) == to.members->end();
  });
  return at == from.members->end() ? nullptr : &*at;
}

/// True if a value of type `from` may stand where `to` is wanted. An int is a decimal, an enum is a
/// string; a string is an enum only as a literal, which `fits_expression` looks at.
inline bool fits(const type& from, const type& to) {
  if (from.kind == kind::null)
    return to.optional;
  if (from.optional && !to.optional)
    return false;
  if (from.kind == kind::integer && to.kind == kind::fixed)
    return true;
  if (from.kind != to.kind)
    return false;
  if (to.is_enum())
    return from.is_enum() && foreign_member(from, to) == nullptr;
  if (to.kind == kind::list && from.element && to.element)
    return from.element->kind == kind::null || fits(*from.element, *to.element);
  return true;
}

/// The string that the expression is, if it is nothing but one literal.
inline const std::string* literal_string(const expression& what) {
  const bool alone = what.code.size() == 1 && what.constants.size() == 1;
  return alone ? what.constants.front().as_string() : nullptr;
}

/// Compiles the text under the scope that holds now. Invalid if it is wrong (and reported), or if
/// it speaks of the payload of an event that is unknown anyway.
inline expr_id add_expression(compile_context& context, const located_text& text) {
  if (context.event_unknown && text.value.find("event") != std::string::npos)
    return {};
  report<expression> compiled = compile_expression(text.value, text.span, context.scope);
  for (diagnostic& finding : compiled.diagnostics)
    context.findings.push_back(std::move(finding));
  if (!compiled.ok())
    return {};
  context.made.expressions.push_back(std::move(*compiled.value));
  return expr_id{context.made.expressions.size() - 1};
}

inline const expression& expression_of(const compile_context& context, expr_id id) {
  return context.made.expressions[id.index()];
}

/// Says so if the expression cannot be what is wanted. `what` is its place: "the guard".
inline void expect_type(compile_context& context, expr_id id, const type& wanted,
                        std::string_view what) {
  if (!id.valid())
    return;
  const expression& found = expression_of(context, id);
  if (fits(found.type, wanted))
    return;
  const source_span span = found.span;
  if (wanted.is_enum()) {
    if (const std::string* literal = literal_string(found)) {
      const auto& members = *wanted.members;
      if (std::find(members.begin(), members.end(), *literal) != members.end())
        return;
      const std::vector<std::string_view> candidates(members.begin(), members.end());
      std::string suggestion = guess(context, *literal, candidates);
      fault(context, "type-mismatch",
            std::string(what) + " is " + describe(wanted) + ": it cannot be " + quoted(*literal),
            span)
          .suggestion = std::move(suggestion);
      return;
    }
  }
  const bool only_missing = found.type.optional && [&] {
    type given = found.type;
    given.optional = false;
    return fits(given, wanted);
  }();
  fault(context, "type-mismatch",
        std::string(what) + " is " + describe(wanted) + ", not " + describe(found.type) +
            (only_missing ? ": the value may be missing (ask has(…) first)" : ""),
        span);
}

inline type plain(caseclock::kind kind) {
  type made;
  made.kind = kind;
  return made;
}

/// A condition; an empty text is none: always true.
inline expr_id add_condition(compile_context& context, const located_text& text,
                             std::string_view what) {
  if (text.value.empty())
    return {};
  const expr_id made = add_expression(context, text);
  expect_type(context, made, plain(kind::boolean), what);
  return made;
}

} // namespace caseclock::detail::compiling
