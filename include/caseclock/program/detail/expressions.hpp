// Expressions and the types they must have.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "caseclock/expr/compile.hpp"
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
  if (from.is_any() || to.is_any())
    return to.is_any() ? to.optional || !from.optional : true; // looked at when it is there
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

/// The finding that the expression cannot be what is wanted, if it cannot. `what` is its place: "a
/// guard".
inline std::optional<diagnostic> type_finding(const expression& found, const type& wanted,
                                              std::string_view what) {
  if (fits(found.type, wanted))
    return std::nullopt;
  diagnostic finding;
  finding.code = "type-mismatch";
  finding.span = found.span;
  const std::string* literal = wanted.is_enum() ? literal_string(found) : nullptr;
  if (literal != nullptr) {
    const auto& members = *wanted.members;
    if (std::find(members.begin(), members.end(), *literal) != members.end())
      return std::nullopt;
    finding.message =
        std::string(what) + " is " + describe(wanted) + ": it cannot be " + double_quoted(*literal);
    finding.suggestion = closest(*literal, members);
    return finding;
  }
  type given = found.type;
  given.optional = false;
  finding.message = std::string(what) + " is " + describe(wanted) + ", not " + describe(found.type);
  if (found.type.optional && fits(given, wanted))
    finding.message += ": the value may be missing (ask has(…) first)";
  return finding;
}

/// True if the text speaks of the payload of an event that is unknown, and reported, anyway.
inline bool is_pointless(const compile_context& context, const located_text& text) {
  return context.event_unknown && text.value.find("event") != std::string::npos;
}

/// True if this reads like a text, not like a formula: `gone`, `out of stock`, `已解决`.
inline bool reads_like_text(std::string_view text) {
  const bool several = text.find(' ') != std::string_view::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                        static_cast<unsigned char>(c) >= 0x80U;
    const bool digit = c >= '0' && c <= '9';
    const bool hyphen = c == '-' && i > 0 && text[i - 1] != ' ';
    const bool between = several && (c == ' ' || c == ',' || c == '.');
    if (!letter && (i == 0 || (!digit && !hyphen && !between)))
      return false;
  }
  return !text.empty();
}

/// Who writes `reason: "gone"` has given YAML its quotes, and the expression none.
inline void hint_at_quotes(std::vector<diagnostic>& findings, std::string_view text) {
  if (findings.empty() || !reads_like_text(text))
    return;
  diagnostic& first = findings.front();
  if (first.code != "unknown-field" && first.code != "expression-syntax")
    return;
  first.message +=
      "; if a text is meant it needs quotes inside quotes: '" + json_quote(shortened(text)) + "'";
  findings.resize(1); // not every letter of it
}

inline expr_id keep_expression(compile_context& context, report<expression> compiled) {
  for (diagnostic& finding : compiled.diagnostics)
    context.findings.push_back(std::move(finding));
  if (!compiled.ok())
    return {};
  context.made.expressions.push_back(std::move(*compiled.value));
  return expr_id{context.made.expressions.size() - 1};
}

/// By SCXML's rules what is wrong with an expression is an error of the running case, and a warning
/// here: an expression without code, which tells why it fails.
inline expr_id keep_failing(compile_context& context, const located_text& text,
                            std::vector<diagnostic> findings) {
  std::string why = "it is no expression";
  for (diagnostic& finding : findings) {
    if (finding.level != severity::fault)
      continue;
    why = finding.message;
    warning(context, "fails-at-run-time",
            "this fails when it is evaluated, with error.execution: " + finding.message,
            finding.span)
        .suggestion = finding.suggestion;
    break;
  }
  expression made;
  made.text = text.value;
  made.span = text.span;
  made.constants.emplace_back(std::move(why));
  context.made.expressions.push_back(std::move(made));
  return expr_id{context.made.expressions.size() - 1};
}

/// Compiles the text, of whatever type, under the scope that holds now. Invalid if it is wrong.
inline expr_id add_expression(compile_context& context, const located_text& text) {
  if (is_pointless(context, text))
    return {};
  auto compiled = compile_expression(text.value, text.span, context.scope);
  if (context.lenient && !compiled.ok())
    return keep_failing(context, text, std::move(compiled.diagnostics));
  hint_at_quotes(compiled.diagnostics, text.value);
  return keep_expression(context, std::move(compiled));
}

/// The same, where a type is wanted.
inline expr_id add_expression_as(compile_context& context, const located_text& text,
                                 const type& wanted) {
  if (is_pointless(context, text))
    return {};
  auto compiled = compile_expression_as(text.value, text.span, context.scope, wanted);
  if (context.lenient && !compiled.ok())
    return keep_failing(context, text, std::move(compiled.diagnostics));
  if (wanted.kind == kind::string)
    hint_at_quotes(compiled.diagnostics, text.value);
  return keep_expression(context, std::move(compiled));
}

inline type plain(caseclock::kind kind) {
  type made;
  made.kind = kind;
  return made;
}

/// A condition; an empty text is none: always true.
inline expr_id add_condition(compile_context& context, const located_text& text) {
  return text.value.empty() ? expr_id{} : add_expression_as(context, text, plain(kind::boolean));
}

} // namespace caseclock::detail::compiling
