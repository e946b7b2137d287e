// Types of calls, and the names that some of them take: states, tags, events, clocks, calendars.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/json_text.hpp"
#include "caseclock/base/suggest.hpp"
#include "caseclock/expr/detail/annotation.hpp"
#include "caseclock/expr/detail/calls.hpp"
#include "caseclock/expr/detail/check_names.hpp"
#include "caseclock/expr/detail/check_types.hpp"
#include "caseclock/expr/detail/functions.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/value/coerce.hpp"
#include "caseclock/value/duration_text.hpp"

namespace caseclock::detail {

/// What one kind of name is called, and what an unknown one is reported as.
struct name_family {
  const char* one;
  const char* what;
  const char* code;
  const std::vector<std::string_view>* names;
};

inline name_family family_of(const expr_scope& scope, function id) {
  if (id == function::tagged)
    return {"a tag", "tag", "unknown-tag", &scope.tags};
  if (id == function::approved)
    return {"an approval", "approval", "unknown-state", &scope.approvals};
  if (id == function::count)
    return {"an event", "event", "unknown-event", &scope.events};
  if (id == function::elapsed || id == function::remaining)
    return {"a clock", "clock", "unknown-clock", &scope.clocks};
  if (id == function::working_time)
    return {"a calendar", "calendar", "unknown-calendar", &scope.calendars};
  return {"a state", "state", "unknown-state", &scope.states};
}

inline std::optional<std::uint32_t> index_of(const std::vector<std::string_view>& names,
                                             std::string_view wanted) {
  const auto found = std::find(names.begin(), names.end(), wanted);
  if (found == names.end())
    return std::nullopt;
  return static_cast<std::uint32_t>(found - names.begin());
}

/// Resolves the quoted name that is the node's last argument to an id.
inline void resolve_name(checking& check, std::uint32_t i, const function_info& called) {
  const std::uint32_t argument = check.node(i).args.back();
  const syntax_node& given = check.node(argument);
  const name_family family = family_of(check.scope, called.id);
  const std::string* word = given.kind == node_kind::literal ? given.literal.as_string() : nullptr;
  check.note(argument).silent = true;
  if (word == nullptr) {
    check.note(i).wrong = true;
    return check.fault("type-mismatch",
                       "the name of " + std::string(family.one) +
                           " is expected, in quotes: " + called.usage,
                       argument);
  }
  const auto found = index_of(*family.names, *word);
  const bool is_state = called.id == function::approved && index_of(check.scope.states, *word);
  if (!found) {
    check.note(i).wrong = true;
    return check.fault(family.code,
                       is_state ? "the state " + json_quote(*word) + " is no approval"
                                : "there is no " + std::string(family.what) + ' ' +
                                      json_quote(shortened(*word)),
                       argument, is_state ? std::string{} : closest(*word, *family.names));
  }
  // Approvals are asked for by their state.
  const auto state = index_of(check.scope.states, *word);
  check.note(i).operand = called.id == function::approved ? state.value_or(*found) : *found;
}

/// Reports an argument whose kind is none of these; true if it is one.
inline bool want(checking& check, std::uint32_t argument, std::initializer_list<kind> kinds,
                 const function_info& called) {
  const annotation& given = check.note(argument);
  if (given.wrong)
    return false;
  if (given.type.is_any() || std::find(kinds.begin(), kinds.end(), given.type.kind) != kinds.end())
    return true;
  if (check.is_left_to_run_time(argument))
    return false;
  std::string listed;
  for (const kind each : kinds)
    listed += (listed.empty() ? "" : ", ") + std::string(name(each));
  check.fault("type-mismatch",
              std::string(called.name) + " takes " + listed + ", not " + describe(given), argument);
  return false;
}

/// Folds `timestamp("…")`, `duration("…")` and `date("…")`: a wrong text is a finding of the load.
inline void fold_conversion(checking& check, std::uint32_t i, function id) {
  const std::uint32_t argument = check.node(i).args[0];
  const std::string* text = check.node(argument).literal.as_string();
  if (text == nullptr || check.node(argument).kind != node_kind::literal)
    return;
  const auto take = [&](const auto& parsed) {
    if (!parsed && check.alone())
      return; // fails when it is evaluated
    if (!parsed)
      return check.fault("invalid-literal", parsed.error().message, argument);
    check.note(argument).silent = true;
    check.note(i).folded = value(*parsed);
  };
  if (id == function::to_timestamp)
    check.alone() ? take(timestamp_from_text(*text)) : take(parse_instant(*text));
  if (id == function::to_duration)
    check.alone() ? take(duration_from_text(*text)) : take(parse_duration(*text));
  if (id == function::to_date)
    take(parse_date(*text));
}

struct conversion_rule {
  function id;
  kind gives;
  std::initializer_list<kind> takes;
};

inline void check_conversion(checking& check, std::uint32_t i, const function_info& called) {
  static constexpr auto scalars = {kind::string, kind::integer,   kind::fixed, kind::boolean,
                                   kind::date,   kind::timestamp, kind::span};
  static constexpr auto to_int = {kind::integer, kind::fixed, kind::string, kind::timestamp};
  static constexpr auto to_decimal = {kind::fixed, kind::integer, kind::string};
  static constexpr auto to_bool = {kind::boolean, kind::string};
  static constexpr auto to_timestamp = {kind::timestamp, kind::string, kind::integer};
  static constexpr auto to_duration = {kind::span, kind::string};
  static constexpr auto to_date = {kind::date, kind::string};
  for (const conversion_rule& rule :
       {conversion_rule{function::to_int, kind::integer, to_int},
        conversion_rule{function::to_decimal, kind::fixed, to_decimal},
        conversion_rule{function::to_bool, kind::boolean, to_bool},
        conversion_rule{function::to_timestamp, kind::timestamp, to_timestamp},
        conversion_rule{function::to_duration, kind::span, to_duration},
        conversion_rule{function::to_date, kind::date, to_date},
        conversion_rule{function::to_string, kind::string, scalars}}) {
    if (rule.id != called.id)
      continue;
    check.note(i).type = type_of(rule.gives);
    if (want(check, check.node(i).args[0], rule.takes, called))
      fold_conversion(check, i, called.id);
  }
}

/// min and max: of several values, or of a list.
inline void check_extreme(checking& check, std::uint32_t i, const function_info& called) {
  const std::vector<std::uint32_t>& args = check.node(i).args;
  annotation& made = check.note(i);
  made.operand = static_cast<std::uint32_t>(args.size());
  const annotation& first = check.note(args.front());
  made.type = first.type;
  if (args.size() == 1 && first.type.kind == kind::list) {
    made.cost += first.elements;
    made.type = first.type.element == nullptr ? type_of(kind::null) : *first.type.element;
  }
  for (const std::uint32_t each : args) {
    const annotation& given = check.note(each);
    const type& offered = args.size() == 1 ? made.type : given.type;
    const bool is_enum = offered.is_enum() && !given.literal_text;
    auto joined = unite(check, made.type, offered);
    if ((!joined || is_enum || !has_order(offered.kind)) && !check.is_left_to_run_time(i))
      return check.fault_in(each, i, "type-mismatch",
                            std::string(called.name) + " takes values that have an order, not " +
                                describe(given));
    made.type = joined ? std::move(*joined) : type_of(kind::any);
  }
  for (const std::uint32_t each : args)
    check.note(each).to_decimal =
        made.type.kind == kind::fixed && check.type_at(each).kind == kind::integer;
  made.type.optional = false;
  made.type.members = nullptr;
}

inline void check_date_part(checking& check, std::uint32_t i, const function_info& called) {
  const std::vector<std::uint32_t>& args = check.node(i).args;
  const bool of_clock = called.id >= function::hours;
  check.note(i).type = type_of(kind::integer);
  check.note(i).operand = offset_bias;
  if (of_clock)
    want(check, args[0], {kind::timestamp, kind::span}, called);
  else
    want(check, args[0], {kind::timestamp, kind::date}, called);
  if (args.size() == 1)
    return;
  const std::string* text = check.node(args[1]).literal.as_string();
  const auto offset = text != nullptr ? fixed_offset(*text) : std::nullopt;
  if (!offset && check.scope.zones) {
    check.note(i).operand = zone_on_stack;
    want(check, args[1], {kind::string}, called);
    return;
  }
  check.note(args[1]).silent = true;
  if (!offset)
    return check.fault("type-mismatch",
                       "a fixed offset from UTC is expected, such as \"+08:00\" or \"UTC\"",
                       args[1]);
  const type& seen = check.type_at(args[0]);
  if (check.alone() && seen.kind != kind::timestamp && !seen.is_any())
    return check.unknown("type-mismatch", "no_such_overload",
                         "only a timestamp is seen from a time zone", i);
  if (seen.kind != kind::timestamp && !seen.is_any())
    return check.fault("type-mismatch", "only a timestamp is seen from a time zone", args[1]);
  check.note(i).operand =
      static_cast<std::uint32_t>(static_cast<std::int32_t>(offset_bias) + *offset);
}

/// What the functions of texts take behind the text, and give.
struct text_rule {
  function id;
  std::array<kind, 3> takes; ///< null behind the last
  kind gives;
};
inline constexpr std::array<text_rule, 11> text_rules{{
    {function::char_at, {kind::integer}, kind::string},
    {function::index_of, {kind::string, kind::integer}, kind::integer},
    {function::last_index_of, {kind::string, kind::integer}, kind::integer},
    {function::join, {kind::string}, kind::string},
    {function::lower_ascii, {}, kind::string},
    {function::upper_ascii, {}, kind::string},
    {function::replace, {kind::string, kind::string, kind::integer}, kind::string},
    {function::split, {kind::string, kind::integer}, kind::list},
    {function::substring, {kind::integer, kind::integer}, kind::string},
    {function::trim, {}, kind::string},
    {function::reverse, {}, kind::string},
}};

inline void check_text_call(checking& check, std::uint32_t i, const function_info& called) {
  const std::vector<std::uint32_t>& args = check.node(i).args;
  annotation& made = check.note(i);
  made.operand = static_cast<std::uint32_t>(args.size());
  made.cost += 100; // a long text takes that much more than a step
  for (const text_rule& rule : text_rules) {
    if (rule.id != called.id)
      continue;
    made.type = type_of(rule.gives);
    for (std::size_t k = 1; k < args.size(); ++k)
      want(check, args[k], {rule.takes[k - 1]}, called);
  }
  if (called.id == function::split) {
    made.type.element = std::make_shared<const type>(type_of(kind::string));
    made.elements = max_list_elements;
    made.cost += max_list_elements;
  }
  if (called.id != function::join)
    return void(want(check, args[0], {kind::string}, called));
  const annotation& list = check.note(args[0]);
  made.cost += list.elements;
  const type element = element_of_type(list.type);
  const bool texts = element.kind == kind::string || element.kind == kind::null || element.is_any();
  if (want(check, args[0], {kind::list}, called) && !texts)
    check.mismatch("join takes a list of strings, not " + describe(list), i);
}

inline void check_text_function(checking& check, std::uint32_t i, const function_info& called) {
  check.note(i).type = type_of(kind::boolean);
  for (const std::uint32_t each : check.node(i).args)
    want(check, each, {kind::string}, called);
}

/// A pattern that is a literal is compiled now; what is wrong with it is a finding.
inline void check_matches(checking& check, std::uint32_t i, const function_info& called) {
  const std::uint32_t pattern = check.node(i).args[1];
  annotation& made = check.note(i);
  made.operand = pattern_on_stack;
  made.cost += 5'000; // a long text takes that much more than a step
  check_text_function(check, i, called);
  if (!check.scope.patterns)
    return check.fault("unknown-function", "matches is not known here", i);
  const std::string* text = check.node(pattern).literal.as_string();
  if (text == nullptr && !check.lenient() && !check.note(pattern).wrong)
    return check.fault_in(pattern, i, "invalid-pattern", "a pattern is a text in quotes");
  if (text == nullptr)
    return;
  auto compiled = check.scope.patterns(*text);
  if (!compiled && check.alone())
    return; // fails when it is evaluated
  if (!compiled)
    return check.fault_in(pattern, i, "invalid-pattern", compiled.error().message);
  check.note(pattern).silent = true;
  made.operand = static_cast<std::uint32_t>(check.patterns.size());
  check.patterns.push_back(*std::move(compiled));
}

/// By SCXML's rules a state is asked for by any text, and the case is in no state that there is
/// not.
inline void resolve_loosely(checking& check, std::uint32_t i, const function_info& called) {
  const std::uint32_t argument = check.node(i).args.back();
  const syntax_node& given = check.node(argument);
  const std::string* word = given.kind == node_kind::literal ? given.literal.as_string() : nullptr;
  if (word == nullptr && given.kind == node_kind::literal)
    return resolve_name(check, i, called);
  annotation& made = check.note(i);
  made.operand = name_on_stack;
  if (word == nullptr)
    return void(want(check, argument, {kind::string}, called));
  check.note(argument).silent = true;
  if (const auto found = index_of(check.scope.states, *word)) {
    made.operand = *found;
    return;
  }
  made.folded = value(false);
  check.findings.warn("unknown-state",
                      "there is no state " + json_quote(shortened(*word)) + ": this is false",
                      given.mark);
}

inline void check_question(checking& check, std::uint32_t i, const function_info& called) {
  annotation& made = check.note(i);
  const bool measures = called.id == function::elapsed || called.id == function::remaining;
  const bool works = called.id == function::working_time;
  made.type = type_of(measures || works              ? kind::span
                      : called.id == function::count ? kind::integer
                                                     : kind::boolean);
  made.type.optional = measures;
  if (works) {
    want(check, check.node(i).args[0], {kind::timestamp}, called);
    want(check, check.node(i).args[1], {kind::timestamp}, called);
  }
  const bool named = check.note(check.node(i).args.back()).wrong;
  if (check.lenient() && called.id == function::in_state && !named)
    return resolve_loosely(check, i, called);
  resolve_name(check, i, called);
}

/// The function that the node calls, if it exists and is called the way it is written.
inline const function_info* called_function(checking& check, std::uint32_t i) {
  const syntax_node& node = check.node(i);
  const function_info* called = find_function(node.text);
  if (called != nullptr && check.alone() && asks_by_name(called->id)) {
    check.unknown("unknown-function", "unknown_function",
                  json_quote(shortened(node.text)) + " asks a case; there is none here", i);
    return nullptr;
  }
  if (called == nullptr) {
    std::vector<std::string_view> names;
    for (const function_info& each : functions)
      names.push_back(each.name);
    for (const std::string_view macro_name : {"has", "all", "exists", "exists_one", "filter", "map",
                                              "transformList", "transformMap", "transformMapEntry"})
      names.push_back(macro_name);
    if (!left_out(node.text).empty())
      check.fault("expression-unsupported", node.text + ": " + std::string(left_out(node.text)), i);
    else
      check.unknown("unknown-function", "unknown_function",
                    "there is no function " + json_quote(shortened(node.text)), i,
                    closest(node.text, names));
    return nullptr;
  }
  const bool method = node.kind == node_kind::method;
  const bool wrong_style = called->style == (method ? call_style::global : call_style::method);
  if (wrong_style) {
    check.unknown(
        "unknown-function", "no_such_overload",
        node.text + (method ? " is no method" : " is a method") + ": write " + called->usage, i);
    return nullptr;
  }
  if (node.args.size() >= called->fewest && node.args.size() <= called->most)
    return called;
  check.unknown("wrong-arguments", "wrong_arguments",
                node.text + " takes other arguments: write " + std::string(called->usage), i);
  return nullptr;
}

inline void check_call(checking& check, std::uint32_t i) {
  const function_info* called = called_function(check, i);
  if (called == nullptr)
    return;
  annotation& made = check.note(i);
  made.code = op::call;
  made.detail = static_cast<std::uint8_t>(called->id);
  const std::vector<std::uint32_t>& args = check.node(i).args;
  // A bare word where a quoted name belongs is reported with its call.
  if (asks_by_name(called->id))
    return check_question(check, i, *called);
  if (check.any_wrong(args)) {
    made.wrong = true;
    return;
  }
  if (is_date_part(called->id))
    return check_date_part(check, i, *called);
  if (called->id == function::size) {
    made.type = type_of(kind::integer);
    want(check, args[0], {kind::string, kind::list, kind::record}, *called);
  } else if (called->id <= function::ends_with) {
    check_text_function(check, i, *called);
  } else if (called->id == function::matches) {
    check_matches(check, i, *called);
  } else if (called->id == function::dyn) {
    made.type = type_of(kind::any);
    made.type.optional = check.type_at(args[0]).optional;
    made.elements = list_bound(made.type);
  } else if (called->id == function::type_of) {
    made.type = type_of(kind::denotation);
  } else if (is_text_call(called->id)) {
    check_text_call(check, i, *called);
  } else if (called->id <= function::max) {
    check_extreme(check, i, *called);
  } else {
    check_conversion(check, i, *called);
  }
}

} // namespace caseclock::detail
