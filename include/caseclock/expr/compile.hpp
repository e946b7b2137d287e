// Compiles expressions and templates: the definitions of what expression.hpp and template.hpp
// declare. The parser lives behind this header; what only evaluates includes expr/evaluate.hpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/expr/detail/checker.hpp"
#include "caseclock/expr/detail/emitter.hpp"
#include "caseclock/expr/detail/fitting.hpp"
#include "caseclock/expr/detail/lexer.hpp"
#include "caseclock/expr/detail/parser.hpp"
#include "caseclock/expr/expression.hpp"
#include "caseclock/expr/template.hpp"

namespace caseclock {

inline constexpr std::size_t max_expression_bytes = 64 * 1024;

/// Words that mean something of their own in every expression: no case field can be called so.
[[nodiscard]] inline bool is_reserved_in_expressions(std::string_view word) {
  const auto is_word = [word](std::string_view each) { return each == word; };
  return word == "now" || detail::name_space_of(word) != detail::name_space::none ||
         std::any_of(detail::keywords.begin(), detail::keywords.end(), is_word) ||
         std::any_of(detail::reserved_words.begin(), detail::reserved_words.end(), is_word);
}

namespace detail {

inline source_text placed_text(std::string_view text, source_span origin, const expr_scope& scope) {
  if (scope.sources == nullptr || !origin.known())
    return {text, origin};
  return {text, origin, breaks_of(text, origin, *scope.sources)};
}

/// `wanted` null: whatever it is.
inline report<expression> compile_text(const source_text& source, const expr_scope& scope,
                                       const type* wanted) {
  const std::string_view text = source.text;
  finding_list findings(source);
  if (text.size() > max_expression_bytes) {
    findings.fault("expression-limit",
                   "an expression has at most " + std::to_string(max_expression_bytes) + " bytes",
                   {0, 1});
    return {std::nullopt, findings.take()};
  }
  const std::vector<token> tokens = lexer(source, findings).run();
  if (findings.any_error())
    return {std::nullopt, findings.take()};
  const syntax_tree tree = parser(source, tokens, findings).run();
  if (findings.any_error())
    return {std::nullopt, findings.take()};
  checking checked{source, scope, tree, findings};
  check_tree(checked);
  const fitting fit =
      wanted != nullptr && !findings.any_error() ? fit_to(checked, *wanted) : fitting{};
  if (findings.any_error())
    return {std::nullopt, findings.take()};
  expression made;
  made.text = std::string(text);
  made.breaks = source.breaks;
  made.span = source.span({0, static_cast<std::uint32_t>(text.size())});
  emitter output(checked, made);
  output.run();
  made.rules = scope.types;
  made.faults = std::move(checked.faults);
  made.hints = std::move(checked.hints);
  made.patterns = std::move(checked.patterns);
  if (checked.lenient())
    made.compile_pattern = scope.patterns;
  if (fit.to_decimal)
    output.finish_with(op::to_decimal);
  if (fit.require_value)
    output.finish_with(op::require_value);
  if (fit.at_run_time)
    output.fit_into(*wanted);
  const annotation& whole = checked.notes[tree.root()];
  made.type = wanted != nullptr ? *wanted : whole.type;
  if (wanted == nullptr && whole.literal_text)
    made.type.members = nullptr;
  return {std::move(made), findings.take()};
}

} // namespace detail

inline report<expression> compile_expression(std::string_view text, source_span origin,
                                             const expr_scope& scope) {
  return detail::compile_text(detail::placed_text(text, origin, scope), scope, nullptr);
}

inline report<expression> compile_expression_as(std::string_view text, source_span origin,
                                                const expr_scope& scope, const type& wanted) {
  return detail::compile_text(detail::placed_text(text, origin, scope), scope, &wanted);
}

/// True if the condition plainly holds only where that field is there: `ends_on != null && …`.
[[nodiscard]] inline bool holds_only_with(std::string_view condition, std::string_view field) {
  const detail::source_text source{condition, {}};
  detail::finding_list findings(source);
  const std::vector<detail::token> tokens = detail::lexer(source, findings).run();
  if (findings.any_error())
    return false;
  const detail::syntax_tree tree = detail::parser(source, tokens, findings).run();
  return !findings.any_error() && detail::needs_path(tree, field);
}

namespace detail {

/// Cuts a template into text and placeholders and compiles these.
class template_compiler {
 public:
  template_compiler(std::string_view text, source_span origin, const expr_scope& scope)
      : source_(placed_text(text, origin, scope)), scope_(scope), findings_(source_) {
    made_.text = std::string(text);
  }

  report<message_template> run() {
    const std::string_view text = source_.text;
    if (text.size() > max_expression_bytes)
      findings_.fault("expression-limit", "a message has at most 65536 bytes", {0, 1});
    while (at_ < text.size() && !findings_.any_error()) {
      const std::size_t opening = std::min(text.find("{{", at_), text.size());
      if (opening > at_)
        made_.segments.emplace_back(std::string(text.substr(at_, opening - at_)));
      at_ = opening;
      if (opening < text.size())
        read_placeholder();
    }
    for (diagnostic& finding : findings_.take())
      found_.push_back(std::move(finding));
    if (has_errors(found_))
      return {std::nullopt, std::move(found_)};
    return {std::move(made_), std::move(found_)};
  }

 private:
  static text_range range(std::size_t begin, std::size_t end) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }

  /// What stands between the braces, and where.
  [[nodiscard]] source_text part_of(std::size_t begin, std::size_t end) const {
    source_text part{source_.text.substr(begin, end - begin), source_.span(range(begin, end))};
    for (const text_break& each : source_.breaks) {
      if (each.offset > begin && each.offset < end)
        part.breaks.push_back(
            {each.offset - static_cast<std::uint32_t>(begin), each.line, each.column});
    }
    return part;
  }

  void read_placeholder() {
    constexpr std::size_t most_placeholders = 200;
    const std::size_t begin = at_ + 2;
    const std::size_t closing = find_placeholder_end(source_.text, begin);
    if (closing == std::string_view::npos)
      return findings_.fault("unterminated-placeholder", "this {{ has no }}", range(at_, begin));
    if (++placeholders_ > most_placeholders)
      return findings_.fault("expression-limit", "a message has at most 200 placeholders",
                             range(at_, begin));
    const std::string_view inner = source_.text.substr(begin, closing - begin);
    const bool blank = inner.find_first_not_of(" \t\r\n") == std::string_view::npos;
    const text_range whole = range(at_, closing + 2);
    at_ = closing + 2;
    if (blank)
      return report_empty(whole);
    report<expression> part = compile_text(part_of(begin, closing), scope_, nullptr);
    found_.insert(found_.end(), part.diagnostics.begin(), part.diagnostics.end());
    if (part)
      made_.segments.emplace_back(std::move(*part.value));
  }

  void report_empty(text_range where) {
    diagnostic finding;
    finding.code = "empty-placeholder";
    finding.message = "there is nothing between {{ and }}";
    finding.span = source_.span(where);
    found_.push_back(std::move(finding));
  }

  source_text source_;
  const expr_scope& scope_;
  finding_list findings_; ///< of what ends the reading
  std::vector<diagnostic> found_;
  message_template made_;
  std::size_t at_ = 0;
  std::size_t placeholders_ = 0;
};

} // namespace detail

inline report<message_template> compile_template(std::string_view text, source_span origin,
                                                 const expr_scope& scope) {
  return detail::template_compiler(text, origin, scope).run();
}

} // namespace caseclock
