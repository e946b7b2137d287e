// The JSON Schema, made from the key tables.
#include "caseclock/scenario/schema.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/json_text.hpp"
#include "caseclock/record/record.hpp"
#include "definition/key_texts.hpp"
#include "definition/workflow_keys.hpp"
#include "scenario/keys.hpp"
#include "scenario/schema_texts.hpp"

namespace caseclock {
namespace detail {
namespace {

using texts = std::vector<std::string>;

// ---- JSON, as text ------------------------------------------------------------------------------

std::string joined(const texts& parts, std::string_view between = ", ") {
  std::string out;
  for (const std::string& each : parts)
    out += (out.empty() ? "" : std::string{between}) + each;
  return out;
}

std::string member(std::string_view name, const std::string& json) {
  return json_quote(name) + ": " + json;
}

std::string list(const texts& items) {
  return "[" + joined(items) + "]";
}

/// An object on one line.
std::string object_of_members(const texts& members) {
  return "{" + joined(members) + "}";
}

/// An object with a line for each member.
std::string spread(const texts& members, const std::string& indent) {
  if (members.empty())
    return "{}";
  return "{\n" + indent + "  " + joined(members, ",\n" + indent + "  ") + "\n" + indent + "}";
}

std::vector<std::string_view> split(std::string_view words, char mark) {
  std::vector<std::string_view> parts;
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(mark), words.size());
    parts.push_back(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return parts;
}

std::string words_of(std::string_view words) {
  texts quoted;
  for (const std::string_view each : split(words, '|'))
    quoted.push_back(json_quote(each));
  return list(quoted);
}

/// "target choice" → "target_choice": a reference is a URI.
std::string definition_name(std::string_view table) {
  std::string name{table};
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

std::string ref(std::string_view name) {
  return object_of_members({member("$ref", json_quote("#/definitions/" + definition_name(name)))});
}

std::string any_of(texts all) {
  texts unique;
  for (std::string& each : all) {
    if (std::find(unique.begin(), unique.end(), each) == unique.end())
      unique.push_back(std::move(each));
  }
  return unique.size() == 1 ? unique.front() : object_of_members({member("anyOf", list(unique))});
}

// ---- Values -------------------------------------------------------------------------------------

/// "1..1000", "1.."
std::string integer(std::string_view range) {
  texts members{member("type", json_quote("integer"))};
  const std::size_t dots = range.find("..");
  if (dots != std::string_view::npos) {
    members.push_back(member("minimum", std::string{range.substr(0, dots)}));
    if (dots + 2 < range.size())
      members.push_back(member("maximum", std::string{range.substr(dots + 2)}));
  }
  return object_of_members(members);
}

/// What one value may be. In scenarios, whatever is no mere text may be a column of a row.
std::string one_value(const shape& is, bool in_scenario) {
  const auto or_column = [&](std::string json) {
    return in_scenario ? any_of({std::move(json), ref("column")}) : json;
  };
  switch (is.what) {
  case value_shape::nothing: break;
  case value_shape::text: return ref("text");
  case value_shape::titles: return ref("titles");
  case value_shape::expression: return ref("expression");
  case value_shape::integer: return or_column(integer(is.of));
  case value_shape::boolean: return or_column(R"({"type": "boolean"})");
  case value_shape::amount: return or_column(ref("amount"));
  case value_shape::dated_amount: return or_column(ref("dated_amount"));
  case value_shape::date: return or_column(ref("date"));
  case value_shape::time: return or_column(ref("time"));
  case value_shape::timestamp: return or_column(ref("timestamp"));
  case value_shape::choice: return or_column(object_of_members({member("enum", words_of(is.of))}));
  case value_shape::anything: return "{}";
  case value_shape::blank: return R"({"type": "null"})";
  case value_shape::windows: return ref("windows");
  case value_shape::object: return or_column(ref(is.of));
  case value_shape::record: return or_column(ref("record"));
  }
  return "{}";
}

std::string array_of(const std::string& items, bool never_empty) {
  texts members{member("type", json_quote("array")), member("items", items)};
  if (never_empty)
    members.push_back(member("minItems", "1"));
  return object_of_members(members);
}

std::string_view names_in(value_count count) {
  switch (count) {
  case value_count::by_amount: return "amount";
  case value_count::by_moment: return "moment";
  case value_count::by_days: return "days";
  case value_count::by_date: return "date";
  case value_count::by_name:
  case value_count::lists_by_name:
  case value_count::one:
  case value_count::list:
  case value_count::one_or_list:
  case value_count::one_or_some: break;
  }
  return {};
}

/// What a key takes, taken apart: alone, in a list, under names that the author chooses.
struct alternatives {
  texts alone{};
  texts in_list{};
  texts by_name{};
  texts in_named_list{};
  std::string_view names{};
  bool never_empty = false; ///< the list

  void add(const shape& is, bool in_scenario) {
    const std::string value = one_value(is, in_scenario);
    switch (is.count) {
    case value_count::one: alone.push_back(value); return;
    case value_count::list: in_list.push_back(value); return;
    case value_count::one_or_list:
    case value_count::one_or_some:
      never_empty = never_empty || is.count == value_count::one_or_some;
      alone.push_back(value);
      in_list.push_back(value);
      return;
    case value_count::lists_by_name:
    case value_count::by_amount:
    case value_count::by_moment: in_named_list.push_back(value); [[fallthrough]];
    case value_count::by_name:
    case value_count::by_days:
    case value_count::by_date: by_name.push_back(value);
    }
    names = names.empty() ? names_in(is.count) : names;
  }

  [[nodiscard]] std::string json(bool in_scenario) const {
    texts all = alone;
    if (!in_list.empty())
      all.push_back(array_of(any_of(in_list), never_empty));
    if (!by_name.empty()) {
      texts values = by_name;
      if (!in_named_list.empty())
        values.push_back(array_of(any_of(in_named_list), true));
      texts members{member("type", json_quote("object"))};
      if (!names.empty())
        members.push_back(member("propertyNames", ref(names)));
      members.push_back(member("additionalProperties", any_of(values)));
      all.push_back(object_of_members(members));
    }
    if (in_scenario && (!in_list.empty() || !by_name.empty()))
      all.push_back(ref("column")); // a cell may hold a list or a mapping
    return any_of(all);
  }
};

// ---- Mappings -----------------------------------------------------------------------------------

std::string_view text_of(const key_table& table, std::string_view key) {
  for (const key_text& each : key_texts) {
    if (each.table == table.name && each.key == key)
      return each.text;
  }
  return {};
}

std::string property(const key_table& table, const key_spec& spec, bool in_scenario) {
  alternatives taken;
  for (const shape& is : spec.accepts) {
    if (is.what != value_shape::nothing)
      taken.add(is, in_scenario);
  }
  std::string json = taken.json(in_scenario);
  const std::string_view text = text_of(table, spec.name);
  if (!text.empty()) // in front of what the value is
    json =
        "{" + member("description", json_quote(text)) + (json == "{}" ? "" : ", ") + json.substr(1);
  return member(spec.name, json);
}

std::string required_keys(std::initializer_list<std::string_view> keys) {
  texts quoted;
  for (const std::string_view each : keys)
    quoted.push_back(json_quote(each));
  return member("required", list(quoted));
}

/// "a", "b+c-d": which keys are there, and which are not.
std::string alternative(std::string_view written) {
  texts there;
  std::string absent;
  while (!written.empty()) {
    const bool without = written.front() == '-';
    if (without || written.front() == '+')
      written.remove_prefix(1);
    const std::size_t end = std::min(written.find_first_of("+-"), written.size());
    if (without)
      absent = object_of_members({required_keys({written.substr(0, end)})});
    else
      there.push_back(json_quote(written.substr(0, end)));
    written.remove_prefix(end);
  }
  texts members{member("required", list(there))};
  if (!absent.empty())
    members.push_back(member("not", absent));
  return object_of_members(members);
}

void add_rules(const key_rules& rules, texts& members) {
  texts alternatives_of;
  for (const std::string_view each : split(rules.exactly_one, '|'))
    alternatives_of.push_back(alternative(each));
  if (!alternatives_of.empty())
    members.push_back(member("oneOf", list(alternatives_of)));
  texts together;
  for (const std::string_view each : split(rules.together, '|')) {
    const std::size_t colon = each.find(':');
    texts one_of_these;
    for (const std::string_view other : split(each.substr(colon + 1), '+'))
      one_of_these.push_back(object_of_members({required_keys({other})}));
    together.push_back(member(each.substr(0, colon),
                              one_of_these.size() == 1
                                  ? one_of_these.front()
                                  : object_of_members({member("anyOf", list(one_of_these))})));
  }
  if (!together.empty())
    members.push_back(member("dependencies", object_of_members(together)));
  if (rules.never_empty)
    members.push_back(member("minProperties", "1"));
}

std::string definition(const key_table& table, bool in_scenario) {
  texts properties;
  texts required_names;
  for (const key_spec& spec : table) {
    if (spec.need == key_need::later)
      continue;
    properties.push_back(property(table, spec, in_scenario));
    if (spec.need == key_need::required || spec.need == key_need::compiled)
      required_names.push_back(json_quote(spec.name));
  }
  const std::string indent(6, ' ');
  texts members{member("title", json_quote(table.what)), member("type", json_quote("object")),
                member("properties", spread(properties, indent))};
  if (!required_names.empty())
    members.push_back(member("required", list(required_names)));
  add_rules(table.rules, members);
  members.push_back(member("additionalProperties", "false"));
  return member(definition_name(table.name), spread(members, "    "));
}

// ---- What does not come from a table
// -------------------------------------------------------------

std::string record_definition() {
  texts names;
  for (const std::string_view each : record_names)
    names.push_back(json_quote(each));
  const std::string type =
      any_of({object_of_members({member("enum", list(names))}), ref("column")});
  return member("record",
                object_of_members({member("type", json_quote("object")),
                                   member("properties", object_of_members({member("type", type)})),
                                   required_keys({"type"})}));
}

/// The kinds of documents, in the order in which the loader asks.
constexpr const key_table* document_tables[] = {&workflow_table, &shared_table,
                                                &scenario_document_table, &calendars_table};
constexpr std::string_view document_keys[] = {"workflow", "shared", "scenarios", "calendars"};

/// A document is what its first known key says; one that says nothing yet may become any.
std::string document_rule(std::size_t kind) {
  if (kind == std::size(document_keys)) {
    texts properties{property(workflow_table, *workflow_table.find("caseclock"), false)};
    texts one_of_them;
    for (std::size_t i = 0; i < std::size(document_keys); ++i) {
      const key_table& table = *document_tables[i];
      properties.push_back(property(table, *table.find(document_keys[i]), false));
      one_of_them.push_back(object_of_members({required_keys({document_keys[i]})}));
    }
    return object_of_members(
        {member("properties", object_of_members(properties)), member("anyOf", list(one_of_them))});
  }
  return object_of_members({member("if", object_of_members({required_keys({document_keys[kind]})})),
                            member("then", ref(document_tables[kind]->name)),
                            member("else", document_rule(kind + 1))});
}

} // namespace
} // namespace detail

std::string json_schema() {
  using namespace detail;
  texts definitions = basic_definitions();
  definitions.push_back(record_definition());
  for (const key_table* each : all_key_tables)
    definitions.push_back(definition(*each, false));
  for (const key_table* each : all_scenario_tables)
    definitions.push_back(definition(*each, true));
  texts members{member("$schema", json_quote("http://json-schema.org/draft-07/schema#")),
                member("title", json_quote("Caseclock: workflows, calendars and scenarios")),
                member("$comment", json_quote("Written by: caseclock schema")),
                member("type", json_quote("object")),
                member("allOf", list({document_rule(0)})),
                member("definitions", spread(definitions, "  "))};
  return spread(members, "") + "\n";
}

} // namespace caseclock
