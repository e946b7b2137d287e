#include "caseclock/scxml/export.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "caseclock/base/json_text.hpp"
#include "caseclock/time/zone.hpp"
#include "caseclock/value/format.hpp"
#include "scxml/exporter.hpp"

namespace caseclock::detail {

namespace {

constexpr std::string_view own_namespace = "https://caseclock.example/ns/1";

std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    switch (c) {
    case '&': made += "&amp;"; break;
    case '<': made += "&lt;"; break;
    case '>': made += "&gt;"; break;
    case '"': made += "&quot;"; break;
    case '\n': made += "&#10;"; break;
    case '\t': made += "&#9;"; break;
    case '\r': made += "&#13;"; break;
    default: made += c;
    }
  }
  return made;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9');
}

std::string joined(const std::vector<located_text>& names) {
  std::string made;
  for (const located_text& each : names)
    made += (made.empty() ? "" : " ") + each.value;
  return made;
}

std::string_view element_of(const state_definition& state) {
  switch (state.kind) {
  case state_kind::atomic:
  case state_kind::compound: return "state";
  case state_kind::parallel: return "parallel";
  case state_kind::final: return "final";
  case state_kind::history_shallow:
  case state_kind::history_deep: return "history";
  }
  return "state";
}

bool is_history(const state_definition& state) {
  return element_of(state) == "history";
}

void write_transition(scxml_exporter& to, const std::string& event,
                      const transition_definition& each) {
  xml_writer::attributes with;
  if (!event.empty())
    with.emplace_back("event", event);
  if (!each.guard.value.empty())
    with.emplace_back("cond", to.expression(each.guard.value));
  if (!each.to.empty())
    with.emplace_back("target", joined(each.to));
  if (each.internal)
    with.emplace_back("type", "internal");
  if (with.empty()) // SCXML wants one of the three
    with.emplace_back("cond", "true");
  if (each.actions.empty())
    return to.out.element("transition", with);
  to.out.open("transition", with);
  to.actions(each.actions);
  to.out.close("transition");
}

void write_handlers(scxml_exporter& to, std::string_view element,
                    const std::vector<action_definition>& list) {
  const bool blocks =
      !list.empty() && std::all_of(list.begin(), list.end(), [](const action_definition& each) {
        return std::holds_alternative<block_definition>(each);
      });
  const auto write = [&](const auto& write_inside) {
    to.out.open(element, {});
    write_inside();
    to.out.close(element);
  };
  if (!blocks && !list.empty())
    return write([&] { to.actions(list); });
  for (const action_definition& each : list) {
    write([&] {
      for (const nested_action& inside : std::get_if<block_definition>(&each)->actions)
        to.action(inside.what);
    });
  }
}

/// What a state's timers are called in events and sends.
std::string timer_name(const state_definition& state, std::size_t index) {
  return "after." + state.name.value + "." + std::to_string(index + 1);
}

bool is_elapsed(const time_amount& amount) {
  return amount.kind == time_amount::unit::elapsed;
}

void write_timers(scxml_exporter& to, const state_definition& state) {
  for (std::size_t i = 0; i < state.after.size(); ++i) {
    const time_amount& amount = state.after[i].after.value;
    if (!is_elapsed(amount)) {
      to.leave_out("working time: the timer of " + state.name.value + " after " +
                   format_amount(amount));
      continue;
    }
    const std::string name = timer_name(state, i);
    to.out.open("onentry", {});
    to.out.element("send",
                   {{"event", name}, {"id", name}, {"delay", std::to_string(amount.count) + "ms"}});
    to.out.close("onentry");
    to.out.open("onexit", {});
    to.out.element("cancel", {{"sendid", name}});
    to.out.close("onexit");
  }
}

void write_transitions(scxml_exporter& to, const state_definition& state) {
  for (const trigger_definition& trigger : state.on) {
    for (const transition_definition& each : trigger.transitions)
      write_transition(to, to.event_name(trigger.event.value), each);
  }
  for (std::size_t i = 0; i < state.after.size(); ++i) {
    if (!is_elapsed(state.after[i].after.value))
      continue;
    for (const transition_definition& each : state.after[i].transitions)
      write_transition(to, timer_name(state, i), each);
  }
}

std::string initial_value(const field_definition& field) {
  if (!field.expr.value.empty())
    return field.expr.value;
  return field.initial.value.is_null() ? std::string{} : to_json(field.initial.value, zone::utc());
}

/// The data that are bound with that state; "": with the case.
void write_data(scxml_exporter& to, std::string_view state) {
  const auto belongs = [&](const field_definition& each) { return each.state.value == state; };
  if (std::none_of(to.of.data.begin(), to.of.data.end(), belongs))
    return;
  to.out.open("datamodel", {});
  for (const field_definition& each : to.of.data) {
    if (!belongs(each))
      continue;
    xml_writer::attributes with{{"id", each.name.value}};
    if (const std::string value = initial_value(each); !value.empty())
      with.emplace_back("expr", value);
    to.out.element("data", with);
  }
  to.out.close("datamodel");
}

void write_unsaid(scxml_exporter& to, const state_definition& state) {
  const std::string where = " of " + state.name.value;
  if (state.task) {
    to.leave_out("task" + where);
    to.out.element("cc:task", {{"role", state.task->role.value}});
  }
  if (state.approval) {
    to.leave_out("approval" + where);
    to.out.element("cc:approval", {{"by", joined(state.approval->by)}});
  }
  for (const invoke_definition& each : state.invokes) {
    to.leave_out("invoke of " + each.workflow.value + " in " + state.name.value);
    to.out.element("cc:invoke", {{"workflow", each.workflow.value}, {"id", each.id.value}});
  }
  if (!state.defer.empty())
    to.leave_out("defer" + where + ": " + joined(state.defer));
}

void write_donedata(scxml_exporter& to, const donedata_definition& data) {
  to.out.open("donedata", {});
  to.arguments(data.with);
  if (!data.content.value.empty())
    to.out.element("content", {{"expr", to.expression(data.content.value)}});
  to.out.close("donedata");
}

/// Where it begins, as an element: a history's default, or an initial state with things to do.
void write_default(scxml_exporter& to, const state_definition& state) {
  to.out.open("transition", {{"target", state.initial.value}});
  to.actions(state.initial_actions);
  to.out.close("transition");
}

/// Recursive: states are nested 64 deep at most.
void write_state(scxml_exporter& to, const state_definition& state) {
  const std::string_view element = element_of(state);
  xml_writer::attributes with{{"id", state.name.value}};
  const bool as_element = !state.initial_actions.empty();
  if (state.kind == state_kind::history_deep)
    with.emplace_back("type", "deep");
  if (state.kind == state_kind::compound && !as_element && !state.initial.value.empty())
    with.emplace_back("initial", state.initial.value);
  to.out.open(element, with);
  if (is_history(state)) {
    write_default(to, state);
    return to.out.close(element);
  }
  if (as_element) {
    to.out.open("initial", {});
    write_default(to, state);
    to.out.close("initial");
  }
  write_data(to, state.name.value);
  write_unsaid(to, state);
  write_handlers(to, "onentry", state.entry);
  write_timers(to, state);
  write_handlers(to, "onexit", state.exit);
  if (state.donedata)
    write_donedata(to, *state.donedata);
  write_transitions(to, state);
  for (const located_text& each : state.ignore) // accepted, and nothing happens
    to.out.element("transition", {{"event", to.event_name(each.value)}});
  for (const state_definition& each : state.states)
    write_state(to, each);
  to.out.close(element);
}

} // namespace

void xml_writer::start(std::string_view name, const attributes& with) {
  text_ += std::string(depth_ * 2, ' ') + "<" + std::string(name);
  for (const auto& [key, held] : with)
    text_ += " " + std::string(key) + "=\"" + escaped(held) + "\"";
}

void xml_writer::open(std::string_view name, const attributes& with) {
  start(name, with);
  text_ += ">\n";
  ++depth_;
}

void xml_writer::close(std::string_view name) {
  --depth_;
  text_ += std::string(depth_ * 2, ' ') + "</" + std::string(name) + ">\n";
}

void xml_writer::element(std::string_view name, const attributes& with) {
  start(name, with);
  text_ += "/>\n";
}

void scxml_exporter::leave_out(std::string what) {
  if (std::find(left_out.begin(), left_out.end(), what) == left_out.end())
    left_out.push_back(std::move(what));
}

std::string scxml_exporter::event_name(const std::string& name) const {
  constexpr std::string_view done = "done.";
  if (foreign_rules() && name.starts_with(done))
    return "done.state." + name.substr(done.size());
  return foreign_rules() && name == "error.guard" ? "error.execution" : name;
}

std::string scxml_exporter::expression(std::string_view text) {
  if (!foreign_rules())
    return std::string(text);
  constexpr std::array<std::string_view, 7> ours{"tagged",    "approved",     "count", "elapsed",
                                                 "remaining", "working_time", "actor"};
  std::string made;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '"' || text[at] == '\'') { // a text: as it stands
      const std::size_t first = at;
      const char quote = text[at++];
      while (at < text.size() && text[at] != quote)
        at += text[at] == '\\' ? 2 : 1;
      at = std::min(at + 1, text.size());
      made += text.substr(first, at - first);
      continue;
    }
    const std::size_t first = at;
    while (at < text.size() && is_letter(text[at]))
      ++at;
    const std::string_view word = text.substr(first, at - first);
    const char next = at < text.size() ? text[at] : '\0';
    const bool member = first > 0 && text[first - 1] == '.';
    if (word.empty())
      made += text[at++];
    else if (word == "event" && next == '.' && !member)
      made += "_event.data";
    else if (word == "in" && next == '(')
      made += "In";
    else
      made += word;
    if (!member && std::find(ours.begin(), ours.end(), word) != ours.end())
      leave_out("what only cases know: " + std::string(word) + " in " + std::string(text));
  }
  return made;
}

void scxml_exporter::run() {
  xml_writer::attributes with{{"xmlns", "http://www.w3.org/2005/07/scxml"},
                              {"xmlns:cc", std::string(own_namespace)},
                              {"version", "1.0"},
                              {"datamodel", "cel"},
                              {"name", of.name.value}};
  if (!of.initial.value.empty())
    with.emplace_back("initial", of.initial.value);
  const bool late = std::any_of(of.data.begin(), of.data.end(),
                                [](const auto& each) { return !each.state.value.empty(); });
  if (late)
    with.emplace_back("binding", "late");
  for (const clock_definition& each : of.clocks)
    leave_out("clock " + each.name.value);
  for (const role_definition& each : of.roles)
    leave_out("role " + each.name.value);
  for (const form_definition& each : of.forms)
    leave_out("form " + each.name.value);
  for (const message_definition& each : of.messages)
    leave_out("message " + each.name.value);
  for (const property_definition& each : of.properties)
    leave_out("property " + each.id.value);
  out.open("scxml", with);
  write_data(*this, {});
  for (const state_definition& each : of.states)
    write_state(*this, each);
  out.close("scxml");
}

} // namespace caseclock::detail

namespace caseclock {

scxml_document export_scxml(const workflow_definition& of) {
  detail::scxml_exporter exporter{of};
  exporter.run();
  return {"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + exporter.out.take(),
          std::move(exporter.left_out)};
}

} // namespace caseclock
