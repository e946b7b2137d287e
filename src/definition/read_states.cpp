#include <algorithm>
#include <utility>

#include "definition/moments.hpp"
#include "definition/workflow_keys.hpp"
#include "definition/workflow_reader.hpp"

namespace caseclock::detail {

namespace {

task_definition read_task(findings& found, const yaml_node& node, source_span place) {
  task_definition made;
  made.span = place;
  if (node.kind == yaml_kind::scalar) { // `task: supervisor`
    made.role = {node.text, node.span};
    return made;
  }
  const fields in{found, node, task_table, place};
  if (!in.is_mapping())
    return made;
  made.role = in.text("role");
  made.title = in.titles("title");
  made.form = in.text("form");
  if (const yaml_node* within = in.find("within"))
    made.within = in.amount("within").value_or(stand_in_amount(within->span));
  made.delegate = in.flag("delegate", true);
  made.exclusive = in.flag("exclusive", false);
  return made;
}

/// `forbid: requester`, a role, or a list of them.
void read_forbidden(const fields& in, approval_definition& made) {
  for (located_string& each : in.texts("forbid")) {
    if (each.value == "requester")
      made.forbid_requester = true;
    else
      made.forbid.push_back(std::move(each));
  }
}

/// `on_overdue: reject`, or `{escalate: role}`.
void read_on_overdue(findings& found, const fields& in, approval_definition& made) {
  const yaml_node* node = in.find("on_overdue");
  if (node == nullptr)
    return;
  made.on_overdue.span = node->span;
  if (node->kind == yaml_kind::mapping) {
    const fields to{found, *node, escalation_table, in.key_place("on_overdue")};
    made.on_overdue.value = overdue_policy::escalate;
    made.escalate_to = to.text("escalate");
    if (made.escalate_to.value.empty())
      made.on_overdue.value = overdue_policy::tell; // reported as missing
    return;
  }
  made.on_overdue.value = in.choice("on_overdue", overdue_policy::tell,
                                    {{"tell", overdue_policy::tell},
                                     {"approve", overdue_policy::approve},
                                     {"reject", overdue_policy::reject}});
}

void read_rule(findings& found, const fields& in, approval_definition& made) {
  const yaml_node* rule = in.find("rule");
  if (rule == nullptr)
    return;
  if (rule->kind == yaml_kind::scalar) {
    made.rule = in.choice("rule", approval_rule::all,
                          {{"all", approval_rule::all}, {"any", approval_rule::any}});
    return;
  }
  const fields counted{found, *rule, rule_table, in.key_place("rule")};
  const auto number = counted.is_mapping() ? counted.integer("at_least") : std::nullopt;
  if (!number)
    return;
  constexpr std::int64_t most = 1'000;
  made.rule = approval_rule::at_least;
  const bool possible = number->value >= 1 && number->value <= most;
  made.at_least = possible ? static_cast<std::uint32_t>(number->value) : 1;
  if (!possible)
    found.push_back(fault("invalid-approval", "\"at_least\" must be 1 or more", number->span));
}

approval_definition read_approval(findings& found, const yaml_node& node, source_span place) {
  approval_definition made;
  made.span = place;
  const fields in{found, node, approval_table, place};
  if (!in.is_mapping())
    return made;
  made.by = in.texts("by");
  made.title = in.titles("title");
  made.order =
      in.choice("order", approval_order::sequence,
                {{"sequence", approval_order::sequence}, {"parallel", approval_order::parallel}});
  read_forbidden(in, made);
  made.within = in.amount("within");
  read_on_overdue(found, in, made);
  made.delegate = in.flag("delegate", true);
  made.exclusive = in.flag("exclusive", false);
  read_rule(found, in, made);
  return made;
}

/// `invoke: workflow`, or what the child is, or a list of these.
void read_invokes(findings& found, const fields& in, state_definition& made) {
  const yaml_node* written = in.find("invoke");
  if (written == nullptr)
    return;
  for_one_or_each(*written, [&](const yaml_node& node) {
    invoke_definition child;
    child.span = node.span;
    if (node.kind == yaml_kind::scalar) {
      child.workflow = {node.text, node.span};
    } else {
      const fields about{found, node, invoke_table, in.key_place("invoke")};
      if (!about.is_mapping())
        return;
      child.workflow = about.text("workflow");
      child.id = about.text("id");
      child.key = about.expression("key");
      child.span = child.workflow.span;
      if (const yaml_node* with = about.find("with"))
        child.with = read_arguments(found, *with, "\"with\"");
      if (const yaml_node* result = about.find("result"))
        child.result = read_fields(found, *result, "\"result\"");
    }
    if (child.id.value.empty())
      child.id = child.workflow;
    if (!child.workflow.value.empty())
      made.invokes.push_back(std::move(child));
  });
}

void read_transitions_of(findings& found, const fields& in, state_definition& made) {
  in.for_each_entry("on", [&](const yaml_entry& entry) {
    made.on.push_back(
        {{entry.key, entry.key_span}, read_transitions(found, entry.value, entry.key_span)});
  });
  if (const yaml_node* always = in.find("always")) {
    const source_span place = in.key_place("always");
    made.on.push_back({{{}, place}, read_transitions(found, *always, place)});
  }
  for (trigger_definition& each : read_listed_transitions(found, in))
    made.on.push_back(std::move(each));
  in.for_each_entry("after", [&](const yaml_entry& entry) {
    const auto amount = read_amount(found, entry.key, entry.key_span);
    made.after.push_back({amount.value_or(stand_in_amount(entry.key_span)),
                          read_transitions(found, entry.value, entry.key_span),
                          {}});
  });
  in.for_each_entry("at", [&](const yaml_entry& entry) {
    made.after.push_back({stand_in_amount(entry.key_span),
                          read_transitions(found, entry.value, entry.key_span),
                          read_moment(found, entry.key, entry.key_span)});
  });
}

std::optional<donedata_definition> read_donedata(findings& found, const fields& in) {
  const yaml_node* node = in.find("donedata");
  if (node == nullptr)
    return std::nullopt;
  const fields inner{found, *node, donedata_table, in.key_place("donedata")};
  donedata_definition made{{}, inner.expression("content"), in.key_place("donedata")};
  if (const yaml_node* with = inner.find("with"))
    made.with = read_arguments(found, *with, "\"with\"");
  return made;
}

void read_history(findings& found, const fields& in, state_definition& made) {
  const bool deep = in.flag("deep", false);
  if (made.kind == state_kind::history_shallow) {
    if (deep)
      made.kind = state_kind::history_deep;
    if (in.has("default"))
      read_beginning(found, in, "default", made.initial, made.initial_actions);
    return;
  }
  for (const std::string_view key : {"deep", "default"}) {
    if (in.has(key))
      found.push_back(fault("invalid-state", in_quotes(key) + " belongs to a state of type history",
                            in.key_place(key)));
  }
}

void read_children(findings& found, const fields& in, state_definition& made) {
  const bool states = in.has("states");
  const bool regions = in.has("regions");
  if (states && regions)
    found.push_back(fault("invalid-state",
                          "a state has \"states\", one of which is active, or \"regions\", all of "
                          "which are: not both",
                          in.key_place("regions")));
  if (made.kind == state_kind::atomic && (states || regions)) // else the compiler objects
    made.kind = regions ? state_kind::parallel : state_kind::compound;
  const auto add = [&](const yaml_entry& entry) {
    made.states.push_back(read_state(found, entry));
  };
  in.for_each_entry("states", add);
  in.for_each_entry("regions", add);
}

/// True if the entry is rather a key of the state above it, indented too little: `on: {finish: …}`.
bool is_stray_key(const yaml_entry& entry) {
  const yaml_node& node = entry.value;
  const auto is_key = [](const yaml_entry& inner) {
    return state_table.find(inner.key) != nullptr;
  };
  return state_table.find(entry.key) != nullptr && node.kind != yaml_kind::null &&
         (node.kind != yaml_kind::mapping ||
          (!node.entries.empty() &&
           std::none_of(node.entries.begin(), node.entries.end(), is_key)));
}

} // namespace

state_definition read_state(findings& found, const yaml_entry& entry) {
  state_definition made;
  made.name = {entry.key, entry.key_span};
  if (is_stray_key(entry)) {
    found.push_back(fault("unknown-key",
                          in_quotes(entry.key) + " stands here as if it were the name of a state: "
                                                 "indent it further, if it belongs to one",
                          entry.key_span));
    return made;
  }
  if (entry.value.kind == yaml_kind::null) {
    found.push_back(
        fault("missing-value",
              "the state " + in_quotes(entry.key) + " says nothing: write {} if that is meant",
              entry.key_span));
    return made;
  }
  const fields in{found, entry.value, state_table, entry.key_span};
  if (!in.is_mapping())
    return made;
  made.kind = in.choice("type", state_kind::atomic,
                        {{"final", state_kind::final}, {"history", state_kind::history_shallow}});
  made.title = in.titles("title");
  read_beginning(found, in, "initial", made.initial, made.initial_actions);
  made.donedata = read_donedata(found, in);
  made.tags = in.texts("tags");
  if (const yaml_node* entries = in.find("entry"))
    made.entry = read_actions(found, *entries);
  if (const yaml_node* exits = in.find("exit"))
    made.exit = read_actions(found, *exits);
  read_transitions_of(found, in, made);
  made.defer = in.texts("defer");
  made.ignore = in.texts("ignore");
  if (const yaml_node* task = in.find("task"))
    made.task = read_task(found, *task, in.key_place("task"));
  if (const yaml_node* approval = in.find("approval"))
    made.approval = read_approval(found, *approval, in.key_place("approval"));
  read_invokes(found, in, made);
  if (const yaml_node* output = in.find("output"))
    made.output = read_arguments(found, *output, "\"output\"");
  read_history(found, in, made);
  read_children(found, in, made);
  return made;
}

} // namespace caseclock::detail
