#include <variant>

#include "caseclock/base/json_text.hpp"
#include "scxml/exporter.hpp"

namespace caseclock::detail {

namespace {

/// `"Reason: {{reason}}"` → `"Reason: " + string(reason)`.
std::string template_expression(scxml_exporter& to, std::string_view text) {
  std::string made;
  const auto add = [&made](const std::string& part) { made += (made.empty() ? "" : " + ") + part; };
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t opening = std::min(text.find("{{", at), text.size());
    if (opening > at)
      add(json_quote(text.substr(at, opening - at)));
    const std::size_t closing = text.find("}}", opening);
    if (opening == text.size() || closing == std::string_view::npos)
      break;
    add("string(" + to.expression(text.substr(opening + 2, closing - opening - 2)) + ")");
    at = closing + 2;
  }
  return made.empty() ? "\"\"" : made;
}

/// One overload a kind: a new kind does not compile without one.
class action_writer {
 public:
  explicit action_writer(scxml_exporter& to) : to_(to) {}

  void operator()(const set_definition& each) {
    to_.out.element("assign",
                    {{"location", each.field.value}, {"expr", to_.expression(each.to.value)}});
  }
  void operator()(const raise_definition& each) {
    to_.out.element("raise", {{"event", to_.event_name(each.event.value)}});
  }
  void operator()(const log_definition& each) {
    to_.out.element("log", {{"expr", template_expression(to_, each.text.value)}});
  }
  void operator()(const trace_definition& each) {
    xml_writer::attributes with;
    if (!each.label.value.empty())
      with.emplace_back("label", each.label.value);
    if (!each.expr.value.empty())
      with.emplace_back("expr", to_.expression(each.expr.value));
    to_.out.element("log", with);
  }
  void operator()(const send_definition& each) {
    const bool working = each.after && each.after->value.kind != time_amount::unit::elapsed;
    if (each.to != send_target::self || working) {
      to_.leave_out("send of " + each.event.value);
      return to_.out.element("cc:send", {{"event", each.event.value}});
    }
    xml_writer::attributes with{{"event", each.event.value}};
    if (!each.id.empty())
      with.emplace_back("id", each.id);
    if (each.after)
      with.emplace_back("delay", std::to_string(each.after->value.count) + "ms");
    write_send(with, each.with, {});
  }
  void operator()(const cancel_definition& each) {
    to_.out.element("cancel", {{"sendid", each.id.value}});
  }
  void operator()(const post_definition& each) {
    xml_writer::attributes with;
    add_either(with, "event", "eventexpr", each.event);
    add_either(with, "target", "targetexpr", each.target);
    add_either(with, "type", "typeexpr", each.type);
    add_either(with, "delay", "delayexpr", each.delay);
    std::string id;
    if (plain_text(each.id.value, id))
      with.emplace_back("id", id);
    if (!each.id_location.value.empty())
      with.emplace_back("idlocation", each.id_location.value);
    write_send(with, each.with, each.content.value);
  }
  void operator()(const recall_definition& each) {
    xml_writer::attributes with;
    add_either(with, "sendid", "sendidexpr", each.id);
    to_.out.element("cancel", with);
  }
  void operator()(const if_definition& each) {
    to_.out.open("if", {{"cond", to_.expression(each.branches.front().guard.value)}});
    for (std::size_t i = 0; i < each.branches.size(); ++i) {
      const branch_definition& branch = each.branches[i];
      if (i > 0 && branch.guard.value.empty())
        to_.out.element("else", {});
      else if (i > 0)
        to_.out.element("elseif", {{"cond", to_.expression(branch.guard.value)}});
      nested(branch.actions);
    }
    to_.out.close("if");
  }
  void operator()(const foreach_definition& each) {
    xml_writer::attributes with{{"array", each.list.value}, {"item", each.item.value}};
    if (!each.index.value.empty())
      with.emplace_back("index", each.index.value);
    to_.out.open("foreach", with);
    nested(each.actions);
    to_.out.close("foreach");
  }
  void operator()(const block_definition& each) { nested(each.actions); }

  void operator()(const assign_definition& each) { unsaid("assign", "role", each.role.value); }
  void operator()(const emit_definition& each) { unsaid("emit", "event", each.event.value); }
  void operator()(const notify_definition& each) {
    unsaid("notify", "message", each.message.value);
  }
  void operator()(const open_definition& each) { unsaid("open", "workflow", each.workflow.value); }

 private:
  void unsaid(const std::string& what, std::string_view key, const std::string& name) {
    to_.leave_out(what + " " + name);
    to_.out.element("cc:" + what, {{key, name}});
  }

  void nested(const std::vector<nested_action>& actions) {
    for (const nested_action& each : actions)
      to_.action(each.what);
  }

  static void add_either(xml_writer::attributes& with, std::string_view plain,
                         std::string_view dynamic, const located_text& given) {
    std::string text;
    if (plain_text(given.value, text))
      with.emplace_back(plain, text);
    else if (!given.value.empty())
      with.emplace_back(dynamic, given.value);
  }

  void write_send(const xml_writer::attributes& with, const argument_definitions& data,
                  const std::string& content) {
    if (data.empty() && content.empty())
      return to_.out.element("send", with);
    to_.out.open("send", with);
    to_.arguments(data);
    if (!content.empty())
      to_.out.element("content", {{"expr", content}});
    to_.out.close("send");
  }

  scxml_exporter& to_;
};

} // namespace

bool plain_text(std::string_view expression, std::string& text) {
  const bool quoted =
      expression.size() >= 2 && expression.front() == '"' && expression.back() == '"';
  if (!quoted)
    return false;
  text = expression.substr(1, expression.size() - 2);
  return text.find_first_of("\"\\") == std::string::npos;
}

void scxml_exporter::action(const action_definition& what) {
  std::visit(action_writer{*this}, what);
}

void scxml_exporter::actions(const std::vector<action_definition>& list) {
  for (const action_definition& each : list)
    action(each);
}

void scxml_exporter::arguments(const argument_definitions& with) {
  for (const auto& [name, what] : with)
    out.element("param", {{"name", name.value}, {"expr", expression(what.value)}});
}

} // namespace caseclock::detail
