// Who is called what: limits, spelling, duplicates and reserved words of every kind of name.
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "caseclock/expr/compile.hpp"
#include "caseclock/program/detail/context.hpp"

namespace caseclock::detail::compiling {

/// At most this many entries in any one list of a workflow.
inline constexpr std::size_t most_entries = 10'000;
inline constexpr std::size_t most_roles = 1'000; ///< each keeps all those it may act as
inline constexpr std::size_t deepest_state = 64;

inline bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Letters, digits and underscores, no digit first: what an expression can name.
inline bool is_identifier(std::string_view name) {
  return !name.empty() && !is_digit(name.front()) &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_letter(c) || is_digit(c); });
}

/// As an identifier, but any letter of any script, and `-` inside: 回访, follow-up.
inline bool is_plain_name(std::string_view name) {
  const auto fits = [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80U;
  };
  return !name.empty() && name.front() != '-' && std::all_of(name.begin(), name.end(), fits);
}

/// Letters, digits, `-`, `_` and dots: what XML's ids have, save the colon.
inline bool is_dotted_name(std::string_view name) {
  const auto fits = [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' ||
           static_cast<unsigned char>(c) >= 0x80U;
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), fits);
}

/// "a state", "an event".
inline std::string with_article(std::string_view kind) {
  const bool vowel =
      !kind.empty() && std::string_view{"aeio"}.find(kind.front()) != std::string::npos;
  return (vowel ? "an " : "a ") + std::string(kind);
}

inline void check_spelling(compile_context& context, std::string_view kind,
                           const located_text& name, bool fits) {
  if (fits)
    return;
  const bool digit_first = !name.value.empty() && is_digit(name.value.front()) &&
                           std::all_of(name.value.begin(), name.value.end(),
                                       [](char c) { return is_letter(c) || is_digit(c); });
  fault(context, "invalid-name",
        double_quoted(name.value) + " cannot be the name of " + with_article(kind) +
            (digit_first ? ": it begins with a digit" : ": letters, digits and _ only"),
        name.span);
}

inline void check_reserved(compile_context& context, std::string_view kind,
                           const located_text& name) {
  if (!is_reserved_in_expressions(name.value))
    return;
  fault(context, "reserved-name",
        double_quoted(name.value) + " cannot be the name of " + with_article(kind) +
            ": expressions use the word",
        name.span);
}

inline void add_name(compile_context& context, name_table& table, std::string_view kind,
                     const located_text& name) {
  const std::optional<source_span> first = table.add(name.value, name.span);
  if (!first)
    return;
  diagnostic& finding = fault(
      context, "duplicate-name",
      with_article(kind) + " " + double_quoted(name.value) + " stands here already", name.span);
  if (first->known())
    finding.notes.emplace_back(*first, "the first one");
}

/// A name that people read and expressions quote.
inline void name_plainly(compile_context& context, name_table& table, std::string_view kind,
                         const located_text& name) {
  check_spelling(context, kind, name, is_plain_name(name.value));
  add_name(context, table, kind, name);
}

/// A name that expressions use bare.
inline void name_in_expressions(compile_context& context, name_table& table, std::string_view kind,
                                const located_text& name) {
  check_spelling(context, kind, name, is_identifier(name.value));
  check_reserved(context, kind, name);
  add_name(context, table, kind, name);
}

inline bool within(compile_context& context, std::string_view what, std::size_t count,
                   std::size_t most = most_entries) {
  if (count <= most)
    return true;
  fault(context, "limit-exceeded",
        std::to_string(count) + " " + std::string(what) + ": at most " + std::to_string(most) +
            " are possible",
        context.source.name.span);
  return false;
}

/// False if some list is so long that going on would be pointless.
inline bool within_limits(compile_context& context, std::size_t calendars) {
  const workflow_definition& source = context.source;
  bool fits = within(context, "roles", source.roles.size(), most_roles);
  fits = within(context, "enums", source.enums.size()) && fits;
  fits = within(context, "forms", source.forms.size()) && fits;
  fits = within(context, "data fields", source.data.size()) && fits;
  fits = within(context, "events", source.events.size()) && fits;
  fits = within(context, "clocks", source.clocks.size()) && fits;
  fits = within(context, "messages", source.messages.size()) && fits;
  fits = within(context, "properties", source.properties.size()) && fits;
  return within(context, "calendars", calendars) && fits;
}

/// Every name but those of states and events, which need their own walks.
inline void collect_names(compile_context& context) {
  const workflow_definition& source = context.source;
  check_spelling(context, "workflow", source.name,
                 source.semantics == rules_of::scxml ? is_dotted_name(source.name.value)
                                                     : is_plain_name(source.name.value));
  for (const role_definition& role : source.roles)
    name_plainly(context, context.roles, "role", role.name);
  for (const enum_definition& each : source.enums)
    name_plainly(context, context.enums, "enum", each.name);
  for (const form_definition& form : source.forms)
    name_plainly(context, context.forms, "form", form.name);
  for (const field_definition& field : source.data)
    name_in_expressions(context, context.fields, "field", field.name);
  for (const clock_definition& clock : source.clocks)
    name_plainly(context, context.clocks, "clock", clock.name);
  for (const message_definition& message : source.messages)
    name_plainly(context, context.messages, "message", message.name);
  name_table properties;
  for (const property_definition& property : source.properties)
    name_plainly(context, properties, "property", property.id);
}

} // namespace caseclock::detail::compiling
