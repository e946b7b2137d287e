// Fields and their types: the case data, the payloads of events, the forms.
#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/program/detail/expressions.hpp"
#include "caseclock/program/detail/names.hpp"
#include "caseclock/value/coerce.hpp"

namespace caseclock::detail::compiling {

struct type_word {
  std::string_view word;
  caseclock::kind kind;
};

inline constexpr std::array<type_word, 10> type_words = {{
    {"string", kind::string},
    {"bool", kind::boolean},
    {"int", kind::integer},
    {"decimal", kind::fixed},
    {"enum", kind::string},
    {"date", kind::date},
    {"timestamp", kind::timestamp},
    {"duration", kind::span},
    {"list", kind::list},
    {"any", kind::any},
}};

inline const type_word* find_type(std::string_view word) {
  const auto* at = std::find_if(type_words.begin(), type_words.end(),
                                [&](const type_word& each) { return each.word == word; });
  return at == type_words.end() ? nullptr : at;
}

/// Types by the names that they have elsewhere.
struct other_type {
  std::string_view word;
  std::string_view type;
};
inline constexpr std::array<other_type, 24> other_types = {{
    {"float", "decimal"},      {"double", "decimal"},    {"number", "decimal"},
    {"real", "decimal"},       {"money", "decimal"},     {"currency", "decimal"},
    {"numeric", "decimal"},    {"integer", "int"},       {"long", "int"},
    {"int64", "int"},          {"uint", "int"},          {"boolean", "bool"},
    {"text", "string"},        {"str", "string"},        {"varchar", "string"},
    {"datetime", "timestamp"}, {"instant", "timestamp"}, {"time", "timestamp"},
    {"interval", "duration"},  {"array", "list"},        {"object", "any"},
    {"record", "any"},         {"map", "any"},           {"json", "any"},
}};

inline void report_unknown_type(compile_context& context, const located_text& word) {
  std::vector<std::string_view> candidates;
  for (const type_word& each : type_words)
    candidates.push_back(each.word);
  const auto* other = std::find_if(other_types.begin(), other_types.end(),
                                   [&](const auto& each) { return each.word == word.value; });
  std::string suggestion = other != other_types.end() ? std::string(other->type)
                                                      : guess(context, word.value, candidates);
  fault(context, "unknown-type", "no type " + double_quoted(word.value), word.span).suggestion =
      std::move(suggestion);
}

inline std::shared_ptr<const std::vector<std::string>>
member_list(compile_context& context, const std::vector<located_text>& members) {
  name_table seen;
  auto list = std::make_shared<std::vector<std::string>>();
  for (const located_text& member : members) {
    if (member.value.empty())
      fault(context, "invalid-name", "an enum's member needs a name", member.span);
    add_name(context, seen, "member", member);
    list->push_back(member.value);
  }
  return list;
}

/// The members of an enum: written at the field, or those of a shared enum. Null: reported.
inline std::shared_ptr<const std::vector<std::string>> enum_members(compile_context& context,
                                                                    const field_definition& field) {
  if (!field.members.empty())
    return member_list(context, field.members);
  if (field.of.value.empty()) {
    fault(context, "enum-without-members", "an enum needs its members: of: [a, b]",
          field.type.span);
    return nullptr;
  }
  if (const std::optional<std::size_t> found = context.enums.find(field.of.value)) {
    auto list = std::make_shared<std::vector<std::string>>();
    for (const located_text& member : context.source.enums[*found].members)
      list->push_back(member.value);
    return list;
  }
  std::string suggestion = guess(context, field.of.value, context.enums.names());
  fault(context, "unknown-enum", "no enum " + double_quoted(field.of.value), field.of.span)
      .suggestion = std::move(suggestion);
  return nullptr;
}

/// A list's element: a type's word, or a shared enum's name. Nothing given: strings.
inline type element_type(compile_context& context, const field_definition& field) {
  type element = plain(kind::string);
  if (!field.members.empty()) {
    element.members = member_list(context, field.members);
    return element;
  }
  if (field.of.value.empty())
    return element;
  if (context.enums.find(field.of.value)) {
    element.members = enum_members(context, field);
    return element;
  }
  const type_word* word = find_type(field.of.value);
  if (word == nullptr || word->kind == kind::list || word->word == "enum")
    report_unknown_type(context, field.of);
  else
    element.kind = word->kind;
  return element;
}

/// A field that nothing sets may be missing; one that is required or has a default never is.
inline type field_type(compile_context& context, const field_definition& field) {
  type made = plain(kind::string);
  made.optional = !field.required && field.initial.value.is_null();
  const type_word* word = find_type(field.type.value);
  if (word == nullptr) {
    report_unknown_type(context, field.type);
    return made; // as a string, lest every use of it be reported as well
  }
  made.kind = word->kind;
  if (word->word == "enum")
    made.members = enum_members(context, field);
  if (word->kind == kind::list)
    made.element = std::make_shared<const type>(element_type(context, field));
  return made;
}

inline std::optional<value> coerced(compile_context& context, const located<value>& raw,
                                    type wanted, std::string_view what) {
  if (raw.value.is_null())
    return std::nullopt;
  wanted.optional = false;
  result<value> made = coerce(raw.value, wanted);
  if (made)
    return std::move(*made);
  fault(context, "type-mismatch", std::string(what) + " does not fit: " + made.error().message,
        raw.span);
  return std::nullopt;
}

inline void compile_field_pattern(compile_context& context, const field_definition& field,
                                  field_spec& made) {
  made.pattern = field.pattern.value;
  if (made.pattern.empty())
    return;
  if (made.type.kind != kind::string || made.type.is_enum()) {
    fault(context, "type-mismatch", "only a string can follow a pattern", field.pattern.span);
    return;
  }
  if (!context.patterns) {
    fault(context, "invalid-pattern", "there is nothing here that compiles patterns",
          field.pattern.span);
    return;
  }
  auto compiled = context.patterns(made.pattern);
  if (compiled)
    made.matches = std::move(*compiled);
  else
    fault(context, "invalid-pattern", compiled.error().message, field.pattern.span);
}

/// `min_length`, `max_length`: characters of a text, elements of a list.
inline std::optional<std::uint32_t>
compile_length(compile_context& context, const std::optional<located<std::int64_t>>& written,
               const type& of) {
  if (!written)
    return std::nullopt;
  const bool measurable = (of.kind == kind::string && !of.is_enum()) || of.kind == kind::list;
  const auto most =
      static_cast<std::int64_t>(of.kind == kind::list ? max_list_elements : max_string_bytes);
  if (!measurable)
    fault(context, "type-mismatch", "only a string or a list has a length", written->span);
  else if (written->value < 0 || written->value > most)
    fault(context, "invalid-length", "a length is 0 to " + std::to_string(most), written->span);
  else
    return static_cast<std::uint32_t>(written->value);
  return std::nullopt;
}

/// What a field demands of others, its own default must keep.
inline void check_field(compile_context& context, const field_definition& field,
                        const field_spec& made) {
  if (made.min && made.max) {
    const auto order = compare(*made.max, *made.min);
    if (order && *order == std::strong_ordering::less)
      fault(context, "empty-range", "min is more than max: no value fits", field.max.span);
  }
  if (made.min_length && made.max_length && *made.max_length < *made.min_length)
    fault(context, "empty-range", "min_length is more than max_length: no value fits",
          field.max_length->span);
  if (!made.initial || (!made.pattern.empty() && !made.matches))
    return;
  std::vector<error> broken;
  violations found{broken};
  check_constraints(*made.initial, made, made.name, found);
  for (const error& each : broken)
    fault(context, "type-mismatch", "the default does not fit: " + each.message,
          field.initial.span);
}

inline field_spec make_field(compile_context& context, const field_definition& field) {
  field_spec made;
  made.name = field.name.value;
  made.type = field_type(context, field);
  made.title = field.title;
  made.required = field.required;
  made.personal = field.personal;
  made.unit = field.unit;
  made.initial = coerced(context, field.initial, made.type, "the default");
  made.min = coerced(context, field.min, made.type, "min");
  made.max = coerced(context, field.max, made.type, "max");
  made.min_length = compile_length(context, field.min_length, made.type);
  made.max_length = compile_length(context, field.max_length, made.type);
  compile_field_pattern(context, field, made);
  check_field(context, field, made);
  return made;
}

/// A payload's or a form's fields; `seen` keeps names apart that meet in one payload.
inline void add_fields(compile_context& context, schema& into, name_table& seen,
                       const std::vector<field_definition>& fields) {
  for (const field_definition& field : fields) {
    name_in_expressions(context, seen, "field", field.name);
    into.fields.push_back(make_field(context, field));
  }
}

inline void compile_data(compile_context& context) {
  for (const enum_definition& each : context.source.enums) {
    if (each.members.empty())
      fault(context, "enum-without-members", "an enum needs its members", each.name.span);
    member_list(context, each.members);
  }
  for (const field_definition& field : context.source.data)
    context.made.data.fields.push_back(make_field(context, field));
}

/// Forms are checked by themselves, so that a form's mistake is told once, not once per event.
inline std::vector<schema> compile_forms(compile_context& context) {
  std::vector<schema> forms;
  for (const form_definition& form : context.source.forms) {
    name_table seen;
    add_fields(context, forms.emplace_back(), seen, form.fields);
  }
  return forms;
}

} // namespace caseclock::detail::compiling
