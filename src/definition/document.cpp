#include "definition/document.hpp"

#include <array>

#include "definition/conversation.hpp"
#include "definition/workflow_keys.hpp"

namespace caseclock::detail {

namespace {

/// The tree as one line: equal for equal content, whatever the layout.
void append_written(std::string& out, const yaml_node& node) {
  switch (node.kind) {
  case yaml_kind::null: out += "~"; return;
  case yaml_kind::scalar:
    out += (node.quoted ? "q" : "p") + std::to_string(node.text.size()) + ":" + node.text;
    return;
  case yaml_kind::sequence:
    out += "[";
    for (const yaml_node& item : node.items)
      append_written(out, item);
    out += "]";
    return;
  case yaml_kind::mapping:
    out += "{";
    for (const yaml_entry& entry : node.entries) {
      out += std::to_string(entry.key.size()) + ":" + entry.key;
      append_written(out, entry.value);
    }
    out += "}";
    return;
  }
}

std::string written(const yaml_node& node) {
  std::string out;
  append_written(out, node);
  return out;
}

template <class T>
void read_parts(findings& found, const fields& in, std::string_view key, std::vector<part<T>>& into,
                T (*read)(findings&, const yaml_entry&)) {
  in.for_each_entry(key, [&](const yaml_entry& entry) {
    into.push_back({read(found, entry), written(entry.value)});
  });
}

/// `roles` may be a mere list of names.
void read_roles(findings& found, const fields& in, shared_parts& parts) {
  const yaml_node* node = in.find("roles");
  if (node == nullptr || node->kind != yaml_kind::sequence) {
    read_parts(found, in, "roles", parts.roles, read_role);
    return;
  }
  for (located_string& name : in.texts("roles"))
    parts.roles.push_back({{std::move(name), {}, {}}, "~"});
}

void read_shared(findings& found, const fields& in, document& made) {
  made.includes = in.texts("include");
  read_roles(found, in, made.parts);
  read_parts(found, in, "enums", made.parts.enums, read_enum);
  read_parts(found, in, "forms", made.parts.forms, read_form);
  read_parts(found, in, "events", made.parts.events, read_event);
  read_parts(found, in, "messages", made.parts.messages, read_message);
  read_parts(found, in, "calendars", made.calendars, read_calendar);
}

void read_workflow(findings& found, const fields& in, document& made) {
  workflow_definition& flow = made.workflow;
  flow.name = in.text("workflow");
  flow.version = in.integer("version").value_or(flow.version);
  flow.title = in.titles("title");
  flow.source = in.text("source").value;
  flow.calendar = in.text("calendar");
  flow.unexpected =
      in.choice("unexpected", unexpected_policy::refuse,
                {{"refuse", unexpected_policy::refuse}, {"ignore", unexpected_policy::ignore}});
  flow.semantics = in.choice("semantics", rules_of::caseclock,
                             {{"caseclock", rules_of::caseclock}, {"scxml", rules_of::scxml}});
  if (flow.semantics == rules_of::scxml && !in.has("unexpected"))
    flow.unexpected = unexpected_policy::ignore; // SCXML drops what no transition matches
  read_shared(found, in, made);
  if (const yaml_node* data = in.find("data"))
    flow.data = read_fields(found, *data, "\"data\"");
  if (const yaml_node* output = in.find("output"))
    flow.output = read_arguments(found, *output, "\"output\"");
  read_beginning(found, in, "initial", flow.initial, flow.initial_actions);
  in.for_each_entry(
      "states", [&](const yaml_entry& entry) { flow.states.push_back(read_state(found, entry)); });
  flow.schedules = read_schedules(found, in);
  const conversation talk = read_conversation(found, in, flow.initial);
  in.for_each_entry("clocks", [&](const yaml_entry& entry) {
    flow.clocks.push_back(read_clock(found, entry, talk));
  });
  if (const yaml_node* properties = in.find("properties")) {
    if (properties->kind != yaml_kind::sequence)
      wrong_type(found, *properties, "\"properties\"", "a list");
    else
      for (const yaml_node& item : properties->items) {
        if (auto property = read_property(found, item))
          flow.properties.push_back(std::move(*property));
      }
  }
}

void check_version(findings& found, const fields& in) {
  const auto version = in.integer("caseclock");
  if (version && version->value != 1)
    found.push_back(
        fault("unsupported-version",
              "this release reads version 1 of the language, not " + std::to_string(version->value),
              version->span));
}

struct kind_key {
  std::string_view key;
  document_kind kind;
};
constexpr std::array<kind_key, 4> kind_keys{{{"workflow", document_kind::workflow},
                                             {"shared", document_kind::shared},
                                             {"scenarios", document_kind::scenarios},
                                             {"calendars", document_kind::calendars}}};

const kind_key* kind_of(const yaml_node& root) {
  for (const kind_key& candidate : kind_keys) {
    for (const yaml_entry& entry : root.entries) {
      if (entry.key == candidate.key)
        return &candidate;
    }
  }
  return nullptr;
}

diagnostic unknown_document(const yaml_node& root) {
  std::vector<std::string_view> words;
  for (const kind_key& candidate : kind_keys)
    words.push_back(candidate.key);
  for (const yaml_entry& entry : root.entries) {
    std::string meant = closest(entry.key, words);
    if (!meant.empty())
      return fault("unknown-key", "a file has no key " + in_quotes(entry.key), entry.key_span,
                   std::move(meant));
  }
  return fault(
      "unknown-document",
      "one of the keys workflow, shared, calendars or scenarios must say what this file is",
      root.span);
}

} // namespace

document read_document(findings& found, const yaml_node& root) {
  document made;
  if (root.kind != yaml_kind::mapping) {
    wrong_type(found, root, "a file", "a mapping (caseclock: 1, workflow: …)");
    return made;
  }
  const kind_key* is = kind_of(root);
  if (is == nullptr) {
    found.push_back(unknown_document(root));
    return made;
  }
  made.kind = is->kind;
  switch (is->kind) {
  case document_kind::unreadable:
  case document_kind::scenarios: break; // the scenario room reads the file again, with its own keys
  case document_kind::workflow: {
    const fields in{found, root, workflow_table, root.span};
    check_version(found, in);
    read_workflow(found, in, made);
    break;
  }
  case document_kind::shared: {
    const fields in{found, root, shared_table, root.span};
    check_version(found, in);
    read_shared(found, in, made);
    break;
  }
  case document_kind::calendars: {
    const fields in{found, root, calendars_table, root.span};
    check_version(found, in);
    made.includes = in.texts("include");
    read_parts(found, in, "calendars", made.calendars, read_calendar);
    break;
  }
  }
  return made;
}

} // namespace caseclock::detail
