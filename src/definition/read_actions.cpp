#include "definition/workflow_keys.hpp"
#include "definition/workflow_reader.hpp"

namespace caseclock::detail {

namespace {

using actions = std::vector<action_definition>;

void read_emit(findings& found, const yaml_entry& entry, actions& made) {
  if (entry.value.kind == yaml_kind::scalar) {
    made.emplace_back(emit_definition{{entry.value.text, entry.value.span}, {}});
    return;
  }
  const fields in{found, entry.value, emit_table, entry.key_span};
  emit_definition emit{in.text("event"), {}};
  if (const yaml_node* with = in.find("with"))
    emit.with = read_arguments(found, *with, "\"with\"");
  if (!emit.event.value.empty())
    made.emplace_back(std::move(emit));
}

void read_notify(findings& found, const yaml_entry& entry, actions& made) {
  for_one_or_each(entry.value, [&](const yaml_node& node) {
    const fields in{found, node, notify_table, entry.key_span};
    notify_definition notify{in.text("role"), in.text("message")};
    if (!notify.role.value.empty() && !notify.message.value.empty())
      made.emplace_back(std::move(notify));
  });
}

void read_open(findings& found, const yaml_entry& entry, actions& made) {
  const fields in{found, entry.value, open_table, entry.key_span};
  open_definition open{in.text("workflow"), {}, in.expression("key")};
  if (const yaml_node* with = in.find("with"))
    open.with = read_arguments(found, *with, "\"with\"");
  if (!open.workflow.value.empty())
    made.emplace_back(std::move(open));
}

/// `self`, `parent`, `{child: visit}`, `{key: expression}`
void read_receiver(findings& found, const fields& in, send_definition& made) {
  const yaml_node* to = in.find("to");
  if (to == nullptr)
    return;
  if (to->kind == yaml_kind::scalar) {
    made.to = in.choice("to", send_target::self,
                        {{"self", send_target::self}, {"parent", send_target::parent}});
    return;
  }
  const fields named{found, *to, receiver_table, in.key_place("to")};
  if (!named.is_mapping())
    return;
  const bool child = named.has("child");
  if (child == named.has("key"))
    found.push_back(fault("invalid-receiver",
                          "an event goes to one case: {child: its id} or {key: an expression}",
                          in.key_place("to")));
  made.to = child ? send_target::child : send_target::key;
  made.whom = child ? named.text("child") : named.expression("key");
}

void read_send(findings& found, const yaml_entry& entry, actions& made) {
  send_definition send;
  if (entry.value.kind == yaml_kind::scalar) {
    send.event = {entry.value.text, entry.value.span};
    made.emplace_back(std::move(send));
    return;
  }
  const fields in{found, entry.value, send_table, entry.key_span};
  if (!in.is_mapping())
    return;
  send.event = in.text("event");
  read_receiver(found, in, send);
  if (const yaml_node* with = in.find("with"))
    send.with = read_arguments(found, *with, "\"with\"");
  send.after = in.amount("after");
  send.id = in.text("id").value;
  if (!send.event.value.empty())
    made.emplace_back(std::move(send));
}

/// The actions under a key, to stand inside another action.
std::vector<nested_action> read_nested(findings& found, const fields& in, std::string_view key) {
  std::vector<nested_action> made;
  if (const yaml_node* steps = in.find(key)) {
    for (action_definition& each : read_actions(found, *steps))
      made.push_back({std::move(each)});
  }
  return made;
}

/// `{if: …, do: […], else_if: [{if: …, do: […]}], else: […]}`
void read_if(findings& found, const fields& in, actions& made) {
  if_definition choice;
  choice.span = in.key_place("if");
  choice.branches.push_back({in.expression("if"), read_nested(found, in, "do")});
  in.for_one_or_each("else_if", [&](const yaml_node& node) {
    const fields other{found, node, branch_table, in.key_place("else_if")};
    choice.branches.push_back({other.expression("if"), read_nested(found, other, "do")});
  });
  if (in.has("else"))
    choice.branches.push_back({{}, read_nested(found, in, "else")});
  made.emplace_back(std::move(choice));
}

void read_foreach(findings& found, const yaml_entry& entry, actions& made) {
  const fields in{found, entry.value, foreach_table, entry.key_span};
  if (in.is_mapping())
    made.emplace_back(foreach_definition{in.expression("in"), in.text("item"), in.text("index"),
                                         read_nested(found, in, "do")});
}

void read_post(findings& found, const yaml_entry& entry, actions& made) {
  const fields in{found, entry.value, post_table, entry.key_span};
  post_definition post{in.expression("event"),
                       in.expression("target"),
                       in.expression("type"),
                       in.expression("delay"),
                       in.expression("id"),
                       in.text("id_location"),
                       {},
                       in.expression("content"),
                       entry.key_span};
  if (const yaml_node* with = in.find("with"))
    post.with = read_arguments(found, *with, "\"with\"");
  made.emplace_back(std::move(post));
}

void read_block(findings& found, const yaml_entry& entry, actions& made) {
  block_definition block;
  block.span = entry.key_span;
  for (action_definition& each : read_actions(found, entry.value))
    block.actions.push_back({std::move(each)});
  made.emplace_back(std::move(block));
}

/// True if it was one of the actions that hold others, or that SCXML alone has.
bool read_special(findings& found, const yaml_entry& entry, actions& made) {
  if (entry.key == "block") {
    read_block(found, entry, made);
  } else if (entry.key == "foreach") {
    read_foreach(found, entry, made);
  } else if (entry.key == "post") {
    read_post(found, entry, made);
  } else if (entry.key == "recall") {
    made.emplace_back(recall_definition{read_expression(found, entry.value, in_quotes(entry.key))});
  } else if (entry.key == "trace") {
    const fields in{found, entry.value, trace_table, entry.key_span};
    made.emplace_back(trace_definition{in.text("label"), in.expression("expr"), entry.key_span});
  } else {
    return false;
  }
  return true;
}

void read_action(findings& found, const yaml_entry& entry, actions& made) {
  if (entry.value.kind == yaml_kind::null)
    return; // reported with the mapping
  if (read_special(found, entry, made))
    return;
  const std::string what = in_quotes(entry.key);
  if (entry.key == "set") {
    for (auto& [field, expression] : read_arguments(found, entry.value, what))
      made.emplace_back(set_definition{std::move(field), std::move(expression)});
  } else if (entry.key == "assign") {
    for (auto& [role, person] : read_arguments(found, entry.value, what))
      made.emplace_back(assign_definition{std::move(role), std::move(person)});
  } else if (entry.key == "raise") {
    for (located_string& event : read_texts(found, entry.value, what))
      made.emplace_back(raise_definition{std::move(event)});
  } else if (entry.key == "emit") {
    read_emit(found, entry, made);
  } else if (entry.key == "notify") {
    read_notify(found, entry, made);
  } else if (entry.key == "open") {
    read_open(found, entry, made);
  } else if (entry.key == "log") {
    made.emplace_back(log_definition{read_text(found, entry.value, what)});
  } else if (entry.key == "send") {
    read_send(found, entry, made);
  } else if (entry.key == "cancel") {
    for (located_string& id : read_texts(found, entry.value, what))
      made.emplace_back(cancel_definition{std::move(id)});
  }
}

void read_transition_body(findings& found, const fields& in, transition_definition& made) {
  made.guard = in.expression("if");
  made.to = in.texts("to");
  if (const yaml_node* steps = in.find("do"))
    made.actions = read_actions(found, *steps);
  made.internal = in.flag("internal", false);
  made.title = in.titles("title");
}

transition_definition read_transition(findings& found, const yaml_node& node, source_span place) {
  transition_definition made;
  made.span = place;
  if (node.kind == yaml_kind::scalar) { // `event: target`
    made.to.push_back({node.text, node.span});
    return made;
  }
  const fields in{found, node, transition_table, place};
  if (in.is_mapping())
    read_transition_body(found, in, made);
  return made;
}

/// Keys that go with `if`.
bool branch_key(std::string_view key) {
  return key == "do" || key == "else_if" || key == "else";
}

/// Reports a second action in one mapping: YAML does not say which of them comes first.
void check_one_action(findings& found, const yaml_node& node) {
  const yaml_entry* first = nullptr;
  for (const yaml_entry& entry : node.entries) {
    if (branch_key(entry.key) || action_table.find(entry.key) == nullptr)
      continue;
    if (first != nullptr) {
      found.push_back(fault_with_note("several-actions",
                                      in_quotes(entry.key) + " is an action of its own: begin it "
                                                             "with \"- \" in the list",
                                      entry.key_span, first->key_span, "the first one"));
      return;
    }
    first = &entry;
  }
}

} // namespace

argument_definitions read_arguments(findings& found, const yaml_node& node, std::string_view what) {
  argument_definitions made;
  for_each_entry(found, node, what, [&](const yaml_entry& entry) {
    located_string expression = read_expression(found, entry.value, in_quotes(entry.key));
    if (!expression.value.empty())
      made.emplace_back(located_string{entry.key, entry.key_span}, std::move(expression));
    else if (entry.value.kind == yaml_kind::scalar)
      found.push_back(fault("missing-value",
                            in_quotes(entry.key) + " has no expression: an empty text is '\"\"'",
                            entry.key_span));
  });
  return made;
}

std::vector<action_definition> read_actions(findings& found, const yaml_node& node) {
  actions made;
  for_one_or_each(node, [&](const yaml_node& one) {
    const fields in{found, one, action_table, one.span};
    if (in.is_mapping() && one.entries.empty())
      found.push_back(fault("missing-value", "this action does nothing", one.span));
    check_one_action(found, one);
    for (const yaml_entry& entry : one.entries) {
      if (entry.key == "if")
        read_if(found, in, made);
      else if (!branch_key(entry.key))
        read_action(found, entry, made);
      else if (!in.has("if"))
        found.push_back(fault("missing-key", in_quotes(entry.key) + " needs an \"if\" beside it",
                              entry.key_span));
    }
  });
  return made;
}

void read_beginning(findings& found, const fields& in, std::string_view key, located_string& to,
                    std::vector<action_definition>& actions) {
  const yaml_node* node = in.find(key);
  if (node == nullptr || node->kind != yaml_kind::mapping) {
    to = in.text(key);
    return;
  }
  const fields beginning{found, *node, beginning_table, in.key_place(key)};
  to = beginning.text("to");
  if (const yaml_node* steps = beginning.find("do"))
    actions = read_actions(found, *steps);
}

std::vector<transition_definition> read_transitions(findings& found, const yaml_node& node,
                                                    source_span place) {
  std::vector<transition_definition> made;
  if (node.kind != yaml_kind::sequence) {
    if (node.kind == yaml_kind::null)
      found.push_back(
          fault("missing-value",
                "nothing stands here: name the state to go to, say what to do ({do: […]}), or "
                "write {} if nothing happens then",
                place));
    else
      made.push_back(read_transition(found, node, place));
    return made;
  }
  if (node.items.empty())
    found.push_back(fault("missing-value", "this list of transitions is empty", place));
  for (const yaml_node& one : node.items)
    made.push_back(read_transition(found, one, one.span));
  return made;
}

/// `transitions: [{event: "a b.*", if: …, to: …}, …]`: each a trigger of its own, in their order.
std::vector<trigger_definition> read_listed_transitions(findings& found, const fields& in) {
  std::vector<trigger_definition> made;
  in.for_one_or_each("transitions", [&](const yaml_node& node) {
    const fields one{found, node, listed_transition_table, node.span};
    if (!one.is_mapping())
      return;
    trigger_definition trigger{one.text("event"), {}};
    if (!one.has("event"))
      trigger.event.span = node.span;
    transition_definition& transition = trigger.transitions.emplace_back();
    transition.span = node.span;
    read_transition_body(found, one, transition);
    made.push_back(std::move(trigger));
  });
  return made;
}

} // namespace caseclock::detail
