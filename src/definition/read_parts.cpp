#include "definition/workflow_keys.hpp"
#include "definition/workflow_reader.hpp"

namespace caseclock::detail {

namespace {

/// A declaration that may say nothing more than its name: `agent:`, `agent: {}`.
bool says_nothing(const yaml_node& node) {
  return node.kind == yaml_kind::null;
}

/// `required: true`, or the condition under which it is.
void read_required(findings& found, const fields& in, field_definition& made) {
  const yaml_node* node = in.find("required");
  if (node == nullptr)
    return;
  const bool is_word = node->kind == yaml_kind::scalar &&
                       (node->text == "true" || node->text == "false" || node->text == "yes" ||
                        node->text == "no" || node->text == "on" || node->text == "off");
  if (is_word || node->kind != yaml_kind::scalar)
    made.required = in.flag("required", false);
  else
    made.required_if = read_expression(found, *node, "\"required\"");
}

field_definition read_field(findings& found, const yaml_entry& entry) {
  field_definition made;
  made.name = {entry.key, entry.key_span};
  if (entry.value.kind == yaml_kind::scalar) { // `name: string`
    made.type = {entry.value.text, entry.value.span};
    return made;
  }
  const fields in{found, entry.value, field_table, entry.key_span};
  if (!in.is_mapping())
    return made;
  if (in.has("type"))
    made.type = in.text("type");
  made.title = in.titles("title");
  read_required(found, in, made);
  made.min_length = in.integer("min_length");
  made.max_length = in.integer("max_length");
  made.personal = in.flag("personal", false);
  made.for_the_record = in.flag("for_the_record", false);
  made.unit = in.text("unit").value;
  made.pattern = in.text("pattern");
  made.expr = in.expression("expr");
  made.state = in.text("state");
  for (const auto& [key, target] : {std::pair{"default", &made.initial},
                                    std::pair{"min", &made.min}, std::pair{"max", &made.max}}) {
    if (const yaml_node* node = in.find(key))
      *target = {read_value(*node), node->span};
  }
  if (const yaml_node* of = in.find("of")) {
    if (of->kind == yaml_kind::sequence)
      made.members = in.texts("of");
    else if (of->kind == yaml_kind::scalar)
      made.of = in.text("of");
    else
      wrong_type(found, *of, "\"of\"",
                 "the type of a list's elements (of: string), or of an enum its members "
                 "(of: [low, high]) or the name of a shared one");
  }
  return made;
}

} // namespace

std::vector<field_definition> read_fields(findings& found, const yaml_node& node,
                                          std::string_view what) {
  std::vector<field_definition> made;
  for_each_entry(found, node, what,
                 [&](const yaml_entry& entry) { made.push_back(read_field(found, entry)); });
  return made;
}

role_definition read_role(findings& found, const yaml_entry& entry) {
  role_definition made;
  made.name = {entry.key, entry.key_span};
  if (says_nothing(entry.value))
    return made;
  if (entry.value.kind == yaml_kind::scalar) { // `agent: Service agent`
    warn_of_placeholders(found, entry.value, "a role's title");
    made.title = read_titles(found, entry.value, "a role's title");
    return made;
  }
  const fields in{found, entry.value, role_table, entry.key_span};
  if (!in.is_mapping())
    return made;
  made.title = in.titles("title");
  made.extends = in.texts("extends");
  return made;
}

enum_definition read_enum(findings& found, const yaml_entry& entry) {
  enum_definition made;
  made.name = {entry.key, entry.key_span};
  if (entry.value.kind == yaml_kind::mapping)
    made.members = fields{found, entry.value, enum_table, entry.key_span}.texts("of");
  else
    made.members = read_texts(found, entry.value, "a member of the enum");
  return made;
}

form_definition read_form(findings& found, const yaml_entry& entry) {
  form_definition made;
  made.name = {entry.key, entry.key_span};
  const fields in{found, entry.value, form_table, entry.key_span};
  if (!in.is_mapping())
    return made;
  made.title = in.titles("title");
  if (const yaml_node* node = in.find("fields"))
    made.fields = read_fields(found, *node, "\"fields\"");
  made.for_the_record = in.flag("for_the_record", false);
  return made;
}

event_definition read_event(findings& found, const yaml_entry& entry) {
  event_definition made;
  made.name = {entry.key, entry.key_span};
  if (says_nothing(entry.value))
    return made;
  const fields in{found, entry.value, event_table, entry.key_span};
  if (!in.is_mapping())
    return made;
  made.title = in.titles("title");
  made.by = in.texts("by");
  if (in.has("by") && made.by.empty() && in.find("by")->kind == yaml_kind::sequence)
    found.push_back(fault("missing-value",
                          "an empty list names nobody who may send it: leave \"by\" out for "
                          "anyone, write \"internal: true\" for nobody",
                          in.key_place("by")));
  made.form = in.text("form");
  made.internal = in.flag("internal", false);
  if (const yaml_node* node = in.find("with"))
    made.with = read_fields(found, *node, "\"with\"");
  return made;
}

message_definition read_message(findings& found, const yaml_entry& entry) {
  message_definition made;
  made.name = {entry.key, entry.key_span};
  if (entry.value.kind != yaml_kind::mapping) {
    made.texts.emplace_back("", read_text(found, entry.value, in_quotes(entry.key)));
    return made;
  }
  // Checked like a title; but the places are kept, because a template's expressions have findings.
  (void)read_titles(found, entry.value, in_quotes(entry.key));
  for (const yaml_entry& text : entry.value.entries) {
    if (text.value.kind == yaml_kind::scalar)
      made.texts.emplace_back(text.key, located_string{text.value.text, text.value.span});
  }
  return made;
}

std::optional<property_definition> read_property(findings& found, const yaml_node& node) {
  property_definition made;
  const std::size_t before = found.size();
  const fields in{found, node, property_table, node.span};
  if (found.size() != before)
    return std::nullopt;
  made.id = in.text("id");
  made.title = in.titles("title");
  const bool never = in.has("never");
  const bool always = in.has("always");
  const bool response = in.has("after") || in.has("eventually");
  if (int{never} + int{always} + int{response} != 1)
    found.push_back(fault("invalid-property",
                          "a property says one thing: never, always, or after … eventually",
                          in.key_place("id")));
  else if (in.has("after") != in.has("eventually"))
    found.push_back(fault("invalid-property", "\"after\" and \"eventually\" belong together",
                          in.key_place("id")));
  made.kind =
      never ? property_kind::never : (always ? property_kind::always : property_kind::response);
  made.expression = in.expression(never ? "never" : (always ? "always" : "eventually"));
  made.trigger = in.expression("after");
  return found.size() == before ? std::optional{std::move(made)} : std::nullopt;
}

} // namespace caseclock::detail
