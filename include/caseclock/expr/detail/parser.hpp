// From words to a tree, by CEL's grammar. Recursion is bounded by `max_expression_depth`; chains of
// operators are loops.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/json_text.hpp"
#include "caseclock/expr/detail/findings.hpp"
#include "caseclock/expr/detail/syntax.hpp"
#include "caseclock/expr/detail/token.hpp"
#include "caseclock/value/describe.hpp"

namespace caseclock::detail {

inline constexpr std::size_t max_expression_depth = 64;
inline constexpr std::size_t max_loop_depth = 16;

/// Binary operators; the higher binds the stronger.
inline int binary_precedence(const token& t) {
  if (t.is("||"))
    return 1;
  if (t.is("&&"))
    return 2;
  if (t.is("==") || t.is("!=") || t.is("<") || t.is("<=") || t.is(">") || t.is(">=") || t.is("in"))
    return 3;
  if (t.is("+") || t.is("-"))
    return 4;
  return t.is("*") || t.is("/") || t.is("%") ? 5 : 0;
}

class parser {
 public:
  parser(const source_text& source, const std::vector<token>& tokens, finding_list& findings)
      : source_(source), tokens_(tokens), findings_(findings) {}

  /// The whole text as one expression. The first mistake ends it; then the tree is of no use and a
  /// finding says why. Linear.
  [[nodiscard]] syntax_tree run() {
    if (peek().kind == token_kind::end)
      fail("an expression is expected, but there is none", peek().range);
    const std::uint32_t root = parse_expression();
    if (root != no_node && peek().kind != token_kind::end)
      fail_unexpected("the expression could end here, but");
    if (!failed_)
      link_parents();
    return std::move(tree_);
  }

 private:
  // ---- words ------------------------------------------------------------------------------------
  [[nodiscard]] const token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  const token& take() {
    const token& taken = peek();
    at_ = std::min(at_ + 1, tokens_.size() - 1);
    return taken;
  }
  bool take_if(std::string_view symbol) {
    const bool there = peek().is(symbol);
    if (there)
      take();
    return there;
  }

  std::uint32_t fail(std::string message, text_range where, std::string suggestion = {}) {
    if (!failed_)
      findings_.fault("expression-syntax", std::move(message), where, std::move(suggestion));
    failed_ = true;
    return no_node;
  }
  std::uint32_t fail_unexpected(const std::string& expectation) {
    const token& found = peek();
    if (found.kind == token_kind::end)
      return fail(expectation + " the text ends", found.range);
    const std::string word(source_.at(found.range));
    const std::string_view meant = word == "and"   ? "&&"
                                   : word == "or"  ? "||"
                                   : word == "not" ? "!"
                                                   : std::string_view{};
    return fail(expectation + " there is " + json_quote(shortened(word)), found.range,
                std::string(meant));
  }
  bool expect(std::string_view symbol, const char* where) {
    if (take_if(symbol))
      return true;
    fail_unexpected('"' + std::string(symbol) + "\" is missing " + where + ":");
    return false;
  }

  // ---- nodes ------------------------------------------------------------------------------------
  std::uint32_t add(syntax_node node) {
    tree_.nodes.push_back(std::move(node));
    return tree_.root();
  }
  static syntax_node make(node_kind kind, text_range mark) {
    syntax_node node;
    node.kind = kind;
    node.mark = mark;
    node.begin = mark.begin;
    return node;
  }
  /// A node whose parts were just parsed, the first of them first.
  std::uint32_t add_over(syntax_node node, std::vector<std::uint32_t> args) {
    node.first = tree_.nodes[args.front()].first;
    node.begin = tree_.nodes[args.front()].begin;
    node.args = std::move(args);
    return add(std::move(node));
  }
  std::uint32_t add_leaf(syntax_node node) {
    node.first = static_cast<std::uint32_t>(tree_.nodes.size());
    return add(std::move(node));
  }
  void link_parents() {
    for (std::uint32_t i = 0; i < tree_.nodes.size(); ++i) {
      for (std::uint32_t k = 0; k < tree_.nodes[i].args.size(); ++k) {
        syntax_node& part = tree_.nodes[tree_.nodes[i].args[k]];
        part.parent = i;
        part.position = k;
      }
    }
  }

  // ---- operators --------------------------------------------------------------------------------
  std::uint32_t parse_expression() {
    if (++depth_ > max_expression_depth) {
      findings_.fault("expression-limit",
                      "nested more than " + std::to_string(max_expression_depth) + " deep",
                      peek().range);
      failed_ = true;
    }
    const std::uint32_t made = failed_ ? no_node : parse_conditional();
    --depth_;
    return made;
  }

  std::uint32_t parse_conditional() {
    const std::uint32_t condition = parse_binary(1);
    if (condition == no_node || !peek().is("?"))
      return condition;
    syntax_node node = make(node_kind::conditional, take().range);
    const std::uint32_t then = parse_binary(1);
    if (then == no_node || !expect(":", "in the conditional"))
      return no_node;
    const std::uint32_t otherwise = parse_expression();
    return otherwise == no_node ? no_node : add_over(std::move(node), {condition, then, otherwise});
  }

  std::uint32_t parse_binary(int weakest) {
    std::uint32_t left = parse_unary();
    while (left != no_node) {
      const int precedence = binary_precedence(peek());
      if (precedence == 0 || precedence < weakest)
        return left;
      syntax_node node = binary_node(take());
      const std::uint32_t right = parse_binary(precedence + 1);
      left = right == no_node ? no_node : add_over(std::move(node), {left, right});
    }
    return no_node;
  }

  static syntax_node binary_node(const token& t) {
    if (t.is("||"))
      return make(node_kind::logic_or, t.range);
    if (t.is("&&"))
      return make(node_kind::logic_and, t.range);
    if (t.is("in"))
      return make(node_kind::element_of, t.range);
    if (binary_precedence(t) > 3) {
      syntax_node node = make(node_kind::arithmetic, t.range);
      node.symbol = t.spelling.front();
      return node;
    }
    syntax_node node = make(node_kind::comparison, t.range);
    node.relation = t.is("==")   ? relation::equal
                    : t.is("!=") ? relation::not_equal
                    : t.is("<")  ? relation::less
                    : t.is("<=") ? relation::less_equal
                    : t.is(">")  ? relation::greater
                                 : relation::greater_equal;
    return node;
  }

  std::uint32_t parse_unary() {
    std::vector<token> prefixes;
    while (peek().is("!") || peek().is("-")) {
      prefixes.push_back(take());
      if (prefixes.size() > max_expression_depth)
        return fail("more than " + std::to_string(max_expression_depth) + " signs in a row",
                    prefixes.back().range);
    }
    // The sign belongs to the literal: the smallest int has no positive counterpart.
    const bool negative = !prefixes.empty() && prefixes.back().is("-") && is_number(peek());
    if (negative)
      prefixes.pop_back();
    std::uint32_t operand = parse_member(negative);
    for (auto prefix = prefixes.rbegin(); operand != no_node && prefix != prefixes.rend();
         ++prefix) {
      syntax_node node =
          make(prefix->is("!") ? node_kind::negate_truth : node_kind::negate_number, prefix->range);
      operand = add_over(std::move(node), {operand});
      tree_.nodes[operand].begin = prefix->range.begin;
    }
    return operand;
  }

  /// True for `a` and `a.b.c`.
  [[nodiscard]] bool names_only(std::uint32_t i) const {
    while (tree_.nodes[i].kind == node_kind::select)
      i = tree_.nodes[i].args[0];
    return tree_.nodes[i].kind == node_kind::name;
  }
  std::uint32_t unsupported(const char* message) {
    if (!failed_)
      findings_.fault("expression-unsupported", message, peek().range);
    failed_ = true;
    return no_node;
  }

  static bool is_number(const token& t) {
    return t.kind == token_kind::integer || t.kind == token_kind::fixed;
  }

  // ---- operands ---------------------------------------------------------------------------------
  std::uint32_t parse_member(bool negative) {
    std::uint32_t operand = is_number(peek()) ? parse_number(negative) : parse_primary();
    std::size_t selections = 0;
    while (operand != no_node && (peek().is(".") || peek().is("["))) {
      if (++selections > max_expression_depth)
        return fail("more than " + std::to_string(max_expression_depth) + " members in a row",
                    peek().range);
      operand = take().is("[") ? parse_index(operand) : parse_selection(operand);
    }
    if (operand != no_node && peek().is("{") && names_only(operand))
      return unsupported("there are no messages here: a record has no name before its {");
    return operand;
  }

  std::uint32_t parse_number(bool negative) {
    const token& number = take();
    syntax_node node = make(node_kind::literal, number.range);
    if (negative)
      node.begin = node.mark.begin = tokens_[at_ - 2].range.begin;
    if (number.kind == token_kind::fixed) {
      const std::int64_t units = number.literal.as_decimal()->units;
      node.literal = decimal{negative ? -units : units};
      return add_leaf(std::move(node));
    }
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    if (number.magnitude > largest + (negative ? 1 : 0))
      return fail(std::string(source_.at(node.mark)) + " is too large for an int", node.mark);
    node.literal = static_cast<std::int64_t>(negative ? 0 - number.magnitude : number.magnitude);
    return add_leaf(std::move(node));
  }

  std::uint32_t parse_index(std::uint32_t operand) {
    syntax_node node = make(node_kind::index, tokens_[at_ - 1].range);
    const std::uint32_t position = parse_expression();
    if (position == no_node || !expect("]", "after the index"))
      return no_node;
    return add_over(std::move(node), {operand, position});
  }

  std::uint32_t parse_selection(std::uint32_t operand) {
    if (peek().kind != token_kind::identifier)
      return fail_unexpected("a name is expected after the point, but");
    const token& name = take();
    syntax_node node = make(node_kind::select, name.range);
    node.text = std::string(name.spelling);
    if (name.quoted || !take_if("("))
      return add_over(std::move(node), {operand});
    macro which{};
    if (is_macro(node.text, which))
      return parse_macro(operand, which, std::move(node));
    node.kind = node_kind::method;
    std::vector<std::uint32_t> args{operand};
    return parse_arguments(args) ? add_over(std::move(node), std::move(args)) : no_node;
  }

  /// The rest of an argument list, its opening parenthesis taken.
  bool parse_arguments(std::vector<std::uint32_t>& args) {
    if (take_if(")"))
      return true;
    while (true) {
      const std::uint32_t argument = parse_expression();
      if (argument == no_node)
        return false;
      args.push_back(argument);
      if (take_if(","))
        continue;
      return expect(")", "after the arguments");
    }
  }

  std::uint32_t parse_primary() {
    const token& first = peek();
    switch (first.kind) {
    case token_kind::string: {
      syntax_node node = make(node_kind::literal, take().range);
      node.literal = first.literal;
      return add_leaf(std::move(node));
    }
    case token_kind::identifier: return parse_name();
    case token_kind::keyword: return parse_keyword();
    case token_kind::symbol:
      if (take_if("("))
        return parse_parenthesis(first);
      if (take_if("["))
        return parse_list(first);
      if (take_if("{"))
        return parse_record(first);
      if (first.is(".") && peek(1).kind == token_kind::identifier && !peek(1).quoted)
        return parse_rooted_name();
      break;
    case token_kind::integer:
    case token_kind::fixed:
    case token_kind::end: break;
    }
    return fail_unexpected("a value is expected, but");
  }

  std::uint32_t parse_parenthesis(const token& opening) {
    const std::uint32_t inner = parse_expression();
    if (inner == no_node || !expect(")", "at the end of the parenthesis"))
      return no_node;
    tree_.nodes[inner].begin = opening.range.begin;
    return inner;
  }

  std::uint32_t parse_list(const token& opening) {
    syntax_node node = make(node_kind::list, opening.range);
    std::vector<std::uint32_t> elements;
    while (!peek().is("]")) {
      const std::uint32_t element = parse_expression();
      if (element == no_node)
        return no_node;
      elements.push_back(element);
      if (!take_if(","))
        break;
    }
    if (!expect("]", "at the end of the list"))
      return no_node;
    if (elements.empty())
      return add_leaf(std::move(node));
    const std::uint32_t made = add_over(std::move(node), std::move(elements));
    tree_.nodes[made].begin = opening.range.begin;
    return made;
  }

  std::uint32_t parse_record(const token& opening) {
    syntax_node node = make(node_kind::record, opening.range);
    std::vector<std::uint32_t> parts;
    while (!peek().is("}")) {
      const std::uint32_t key = parse_expression();
      if (key == no_node || !expect(":", "after the key"))
        return no_node;
      const std::uint32_t held = parse_expression();
      if (held == no_node)
        return no_node;
      parts.insert(parts.end(), {key, held});
      if (!take_if(","))
        break;
    }
    if (!expect("}", "at the end of the record"))
      return no_node;
    if (parts.empty())
      return add_leaf(std::move(node));
    const std::uint32_t made = add_over(std::move(node), std::move(parts));
    tree_.nodes[made].begin = opening.range.begin;
    return made;
  }

  /// `.name`: no macro's variable, but what is called so outside of macros.
  std::uint32_t parse_rooted_name() {
    const text_range point = take().range;
    if (peek(1).is("("))
      return parse_call();
    syntax_node node = make(node_kind::name, take().range);
    node.text = std::string(tokens_[at_ - 1].spelling);
    node.begin = point.begin;
    return add_leaf(std::move(node));
  }

  std::uint32_t parse_keyword() {
    const token& word = peek();
    if (word.is("in") && peek(1).is("("))
      return parse_call();
    if (word.is("in"))
      return fail_unexpected("a value is expected, but");
    syntax_node node = make(node_kind::literal, take().range);
    if (!word.is("null"))
      node.literal = word.is("true");
    return add_leaf(std::move(node));
  }

  std::uint32_t parse_name() {
    const token& word = peek();
    if (word.quoted)
      return fail("a name in ` ` names a member: write it after a point", word.range);
    const std::string_view text = word.spelling;
    if (std::find(reserved_words.begin(), reserved_words.end(), text) != reserved_words.end())
      return fail(json_quote(text) + " is a reserved word and names nothing", word.range);
    if (peek(1).is("("))
      return text == "has" ? parse_has() : parse_call();
    if (text == "cel" && peek(1).is(".") && peek(2).spelling == "bind" && peek(3).is("("))
      return parse_bind();
    if (text == "not" && peek(1).kind != token_kind::end && binary_precedence(peek(1)) == 0)
      return fail_unexpected("a value is expected, but");
    syntax_node node = make(node_kind::name, take().range);
    node.text = std::string(text);
    const auto variable = std::find_if(variables_.rbegin(), variables_.rend(),
                                       [&](const auto& each) { return each.first == text; });
    if (variable != variables_.rend()) {
      node.kind = node_kind::local;
      node.loop = variable->second;
    }
    return add_leaf(std::move(node));
  }

  std::uint32_t parse_call() {
    const token& word = take();
    take(); // the parenthesis
    syntax_node node = make(node_kind::call, word.range);
    node.text = std::string(source_.at(word.range));
    std::vector<std::uint32_t> args;
    if (!parse_arguments(args))
      return no_node;
    if (args.empty())
      return add_leaf(std::move(node));
    const std::uint32_t made = add_over(std::move(node), std::move(args));
    tree_.nodes[made].begin = word.range.begin;
    return made;
  }

  std::uint32_t parse_has() {
    syntax_node node = make(node_kind::has, take().range);
    take(); // the parenthesis
    const std::uint32_t what = parse_expression();
    if (what == no_node || !expect(")", "after has(…"))
      return no_node;
    const node_kind kind = tree_.nodes[what].kind;
    if (kind != node_kind::name && kind != node_kind::select && kind != node_kind::local)
      return fail("has(…) takes a field, such as has(event.reason)", node.mark);
    const std::uint32_t begin = node.mark.begin;
    const std::uint32_t made = add_over(std::move(node), {what});
    tree_.nodes[made].begin = begin;
    return made;
  }

  // ---- macros -----------------------------------------------------------------------------------
  static bool is_macro(std::string_view word, macro& which) {
    struct spelling {
      std::string_view word;
      macro which;
    };
    for (const spelling& each :
         {spelling{"all", macro::all}, spelling{"exists", macro::exists},
          spelling{"exists_one", macro::exists_one}, spelling{"existsOne", macro::exists_one},
          spelling{"filter", macro::filter}, spelling{"map", macro::map},
          spelling{"transformList", macro::gather}, spelling{"transformMap", macro::gather_values},
          spelling{"transformMapEntry", macro::gather_entries}}) {
      if (each.word == word) {
        which = each.which;
        return true;
      }
    }
    return false;
  }

  /// The next word, if it names a variable and others follow.
  [[nodiscard]] bool names_variable(std::size_t ahead) const {
    return peek(ahead).kind == token_kind::identifier && !peek(ahead).quoted &&
           peek(ahead + 1).is(",");
  }
  std::string_view take_variable() {
    const std::string_view name = take().spelling;
    take(); // the comma
    return name;
  }
  bool enter_loop(text_range where) {
    if (++loop_depth_ <= max_loop_depth)
      return true;
    if (!failed_)
      findings_.fault("expression-limit",
                      "more than " + std::to_string(max_loop_depth) + " macros inside each other",
                      where);
    failed_ = true;
    return false;
  }

  /// `list.all(x, body)`, its opening parenthesis taken. `list.map(x, condition, body)` is
  /// `list.filter(x, condition).map(x, body)`. Two variables are index or key, and value.
  std::uint32_t parse_macro(std::uint32_t list, macro which, syntax_node node) {
    const bool transforms = which >= macro::gather;
    const bool one_only = which == macro::map || which == macro::filter;
    node.pair = !one_only && names_variable(0) && names_variable(2);
    if (!names_variable(0) || (transforms && !node.pair))
      return fail(
          node.text +
              (transforms
                   ? "(…) takes two variables and an expression: " + node.text + "(i, x, x > 0)"
                   : "(…) takes a variable and an expression: " + node.text + "(x, x > 0)"),
          node.mark);
    std::vector<std::string_view> names{take_variable()};
    if (node.pair)
      names.push_back(take_variable());
    if (names.size() == 2 && names[0] == names[1])
      return fail("the two variables of " + node.text + "(…) need two names", node.mark);
    node.kind = node_kind::macro;
    if (!enter_loop(node.mark))
      return no_node;
    std::uint32_t made = finish_macro(list, which, node, names);
    if (made != no_node && which == macro::map && take_if(",")) {
      tree_.nodes[made].macro = macro::filter;
      made = finish_macro(made, macro::map, node, names);
    }
    --loop_depth_;
    return made != no_node && expect(")", "after the macro") ? made : no_node;
  }

  std::uint32_t finish_macro(std::uint32_t list, macro which, syntax_node node,
                             const std::vector<std::string_view>& names) {
    node.macro = which;
    node.loop = static_cast<std::uint32_t>(tree_.loops.size());
    for (std::size_t k = 0; k < names.size(); ++k) {
      const loop_part part = names.size() == 1 ? loop_part::walked
                             : k == 0          ? loop_part::key
                                               : loop_part::held;
      variables_.emplace_back(std::string(names[k]),
                              static_cast<std::uint32_t>(tree_.loops.size()));
      tree_.loops.push_back({list, part});
    }
    const std::uint32_t body =
        which >= macro::gather ? parse_transformed(which, node.mark) : parse_expression();
    variables_.resize(variables_.size() - names.size());
    return body == no_node ? no_node : add_over(std::move(node), {list, body});
  }

  /// `x`, or `condition, x`, as what a transforming macro gathers: `condition ? [x] : []`.
  std::uint32_t parse_transformed(macro which, text_range mark) {
    const node_kind holder = which == macro::gather_entries ? node_kind::record : node_kind::list;
    std::uint32_t condition = no_node;
    std::uint32_t made = parse_expression();
    if (made != no_node && take_if(",")) {
      condition = made;
      made = parse_expression();
    }
    if (made != no_node && holder == node_kind::list)
      made = add_over(make(holder, mark), {made});
    if (made == no_node || condition == no_node)
      return made;
    const std::uint32_t none = add_leaf(make(holder, mark));
    return add_over(make(node_kind::conditional, mark), {condition, made, none});
  }

  /// `cel.bind(x, value, body)` is `[value].map(x, body)[0]`.
  std::uint32_t parse_bind() {
    syntax_node node = make(node_kind::macro, peek().range);
    node.text = "cel.bind";
    at_ += 4;
    if (!names_variable(0))
      return fail(
          "cel.bind(…) takes a variable, its value and an expression: cel.bind(x, 1, x + 1)",
          node.mark);
    const std::vector<std::string_view> names{take_variable()};
    const std::uint32_t held = enter_loop(node.mark) ? parse_expression() : no_node;
    if (held == no_node || !expect(",", "behind the variable's value"))
      return no_node;
    const std::uint32_t list = add_over(make(node_kind::list, node.mark), {held});
    const text_range mark = node.mark;
    const std::uint32_t made = finish_macro(list, macro::map, std::move(node), names);
    --loop_depth_;
    if (made == no_node || !expect(")", "after cel.bind(…"))
      return no_node;
    syntax_node zero = make(node_kind::literal, mark);
    zero.literal = value(0);
    const std::uint32_t position = add_leaf(std::move(zero));
    return add_over(make(node_kind::index, mark), {made, position});
  }

  const source_text& source_;
  const std::vector<token>& tokens_;
  finding_list& findings_;
  syntax_tree tree_;
  std::vector<std::pair<std::string, std::uint32_t>> variables_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
  std::size_t loop_depth_ = 0;
  bool failed_ = false;
};

} // namespace caseclock::detail
