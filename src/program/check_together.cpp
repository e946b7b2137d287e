// What only a set of workflows can tell: whether the cases that `open` and `invoke` open can be
// opened, whether their results are what is waited for, and whether sent events are taken.
#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/base/suggest.hpp"
#include "caseclock/program/check.hpp"
#include "caseclock/program/detail/expressions.hpp"
#include "program/passes.hpp"

namespace caseclock {

namespace detail::passes {

namespace {

using program_span = std::span<const std::shared_ptr<const program>>;

const program* find_workflow(program_span programs, std::string_view wanted) {
  for (const auto& each : programs) {
    if (each->name == wanted)
      return each.get();
  }
  return nullptr;
}

/// Workflows that are there and could not be compiled: nothing is known of them but their names.
using broken_names = std::span<const std::string>;

void report_unknown_workflow(program_span programs, broken_names broken, const std::string& wanted,
                             source_span span, findings& into) {
  if (std::find(broken.begin(), broken.end(), wanted) != broken.end())
    return;
  std::vector<std::string_view> names{broken.begin(), broken.end()};
  for (const auto& each : programs)
    names.push_back(each->name);
  std::string meant = closest(wanted, names);
  // Nothing that resembles it: then it is rather a workflow that was not loaded with this one.
  const severity level = meant.empty() ? severity::warning : severity::fault;
  const char* among = meant.empty() ? " among those loaded" : "";
  diagnostic finding =
      make_finding(level, "unknown-workflow", "no workflow \"" + wanted + "\"" + among, span);
  finding.suggestion = std::move(meant);
  into.push_back(std::move(finding));
}

/// Who takes the data that another workflow gives: `workflow "x"`, `event "y" of workflow "x"`.
struct taker {
  const schema& fields;
  std::string name;
};

using arguments = std::vector<std::pair<std::string, expr_id>>;

void check_argument(const taker& to, const std::string& name, const expression& given,
                    findings& into) {
  if (const auto slot = to.fields.find(name)) {
    const type& wanted = to.fields.fields[*slot].type;
    if (auto finding = compiling::type_finding(given, wanted, "field \"" + name + "\""))
      into.push_back(std::move(*finding));
    return;
  }
  std::vector<std::string_view> names;
  for (const field_spec& each : to.fields.fields)
    names.push_back(each.name);
  diagnostic finding = make_finding(severity::fault, "unknown-argument",
                                    to.name + " has no field \"" + name + "\"", given.span);
  finding.suggestion = closest(name, names);
  into.push_back(std::move(finding));
}

void check_arguments(const program& giver, const arguments& with, const taker& to, source_span span,
                     findings& into) {
  for (const auto& [name, id] : with)
    check_argument(to, name, giver.expressions[id.index()], into);
  for (const field_spec& field : to.fields.fields) {
    const bool given = std::any_of(with.begin(), with.end(),
                                   [&](const auto& each) { return each.first == field.name; });
    if (field.required && !given)
      into.push_back(make_finding(severity::fault, "missing-argument",
                                  to.name + " requires field \"" + field.name + "\"", span));
  }
}

taker data_of(const program& opened) {
  return {opened.data, "workflow \"" + opened.name + "\""};
}

/// A key that is the same for every case can be given once.
void check_key(const program& giver, expr_id key, findings& into) {
  if (!key.valid())
    return;
  const expression& given = giver.expressions[key.index()];
  if (const std::string* text = compiling::literal_string(given))
    into.push_back(make_finding(severity::warning, "shared-key",
                                "all cases that this opens would have the key \"" + *text +
                                    "\", so that the second cannot be opened: use case.key in it",
                                given.span));
}

/// What the parent expects of a child's result is what the child says at its ends.
void check_result(const program& parent, const program_invoke& invoke, const program& child,
                  findings& into) {
  std::vector<std::string_view> names;
  for (const field_spec& each : child.output.fields)
    names.push_back(each.name);
  for (const field_spec& wanted : parent.events[invoke.done.index()].payload.fields) {
    const auto slot = child.output.find(wanted.name);
    if (!slot) {
      diagnostic finding = make_finding(
          severity::fault, "unknown-result",
          "workflow \"" + child.name + "\" has no output \"" + wanted.name + "\"", invoke.span);
      finding.suggestion = closest(wanted.name, names);
      into.push_back(std::move(finding));
      continue;
    }
    type given = child.output.fields[*slot].type;
    if (wanted.initial)
      given.optional = false;
    if (!compiling::fits(given, wanted.type))
      into.push_back(make_finding(
          severity::fault, "type-mismatch",
          "the result \"" + wanted.name + "\" is " + describe(wanted.type) + ", but workflow \"" +
              child.name + "\" says " + describe(given) +
              (given.optional && !wanted.type.optional ? ", and not at every end" : ""),
          invoke.span));
  }
}

void check_invoke(program_span programs, broken_names broken, const program& parent,
                  const program_invoke& invoke, findings& into) {
  check_key(parent, invoke.key, into);
  const program* child = find_workflow(programs, invoke.workflow);
  if (child == nullptr) {
    report_unknown_workflow(programs, broken, invoke.workflow, invoke.span, into);
    return;
  }
  check_arguments(parent, invoke.with, data_of(*child), invoke.span, into);
  check_result(parent, invoke, *child, into);
}

/// The event that one case sends to a case of a workflow that is known.
void check_sent_event(const program& sender, const send_action& send, source_span span,
                      const program& receiver, findings& into) {
  const event_id id = receiver.event(send.event);
  const auto takes = [&](event_id each) {
    const event_origin origin = receiver.events[each.index()].origin;
    return origin == event_origin::external || origin == event_origin::internal;
  };
  if (id.valid() && takes(id)) {
    check_arguments(sender, send.with,
                    {receiver.events[id.index()].payload,
                     "event \"" + send.event + "\" of workflow \"" + receiver.name + "\""},
                    span, into);
    return;
  }
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < receiver.events.size(); ++i) {
    if (takes(event_id{i}))
      names.push_back(receiver.events[i].name);
  }
  diagnostic finding = make_finding(severity::fault, "unknown-event",
                                    "workflow \"" + receiver.name + "\" takes no event \"" +
                                        send.event + "\" from other cases",
                                    span);
  finding.suggestion = closest(send.event, names);
  into.push_back(std::move(finding));
}

void check_send(program_span programs, const program& sender, const send_action& send,
                source_span span, findings& into) {
  if (send.to == send_target::child) {
    const std::string& workflow = sender.invokes[send.child.index()].workflow;
    if (const program* child = find_workflow(programs, workflow))
      check_sent_event(sender, send, span, *child, into);
  }
  if (send.to != send_target::parent)
    return;
  for (const auto& each : programs) {
    const bool is_parent =
        std::any_of(each->invokes.begin(), each->invokes.end(),
                    [&](const program_invoke& child) { return child.workflow == sender.name; });
    if (is_parent)
      check_sent_event(sender, send, span, *each, into);
  }
}

void check_action(program_span programs, broken_names broken, const program& actor,
                  const action& step, findings& into) {
  if (const auto* open = std::get_if<open_action>(&step.what)) {
    check_key(actor, open->key, into);
    if (const program* opened = find_workflow(programs, open->workflow))
      check_arguments(actor, open->with, data_of(*opened), step.span, into);
    else
      report_unknown_workflow(programs, broken, open->workflow, step.span, into);
  }
  if (const auto* send = std::get_if<send_action>(&step.what))
    check_send(programs, actor, *send, step.span, into);
}

/// An internal event that a state waits for, and that nobody raises or sends.
void check_internal_events(program_span programs, const program& waiting, findings& into) {
  const auto sent_by = [](const program& of, const std::string& name) {
    return std::any_of(of.actions.begin(), of.actions.end(), [&](const action& each) {
      const auto* send = std::get_if<send_action>(&each.what);
      return send != nullptr && send->event == name;
    });
  };
  for (std::size_t i = 0; i < waiting.events.size(); ++i) {
    const program_event& event = waiting.events[i];
    const bool handled = std::any_of(
        waiting.transitions.begin(), waiting.transitions.end(), [&](const program_transition& t) {
          return t.trigger == trigger_kind::event && t.event == event_id{i};
        });
    const bool raised =
        std::any_of(waiting.actions.begin(), waiting.actions.end(),
                    [&](const action& each) { return raised_by(waiting, each) == event_id{i}; });
    if (event.origin != event_origin::internal || !handled || raised)
      continue;
    if (std::none_of(programs.begin(), programs.end(),
                     [&](const auto& each) { return sent_by(*each, event.name); }))
      into.push_back(make_finding(severity::warning, "never-raised",
                                  "event \"" + event.name +
                                      "\" is internal: no action raises it, and no workflow among "
                                      "those loaded sends it",
                                  event.span));
  }
}

/// Children that open as soon as a case opens: no one has to do anything for them.
bool opens_at_once(const program& compiled, const program_invoke& invoke) {
  const auto entered = default_descent(compiled, state_id{0});
  return std::find(entered.begin(), entered.end(), invoke.state) != entered.end();
}

/// Who invokes itself over others. At once, it never ends; otherwise it is bounded by the depth of
/// children alone, and probably a mistake.
class invoke_circles {
 public:
  invoke_circles(program_span programs, findings& into) : programs_(programs), into_(into) {}

  void look_from(const program& start) {
    for (const program_invoke& invoke : start.invokes) {
      const bool at_once = opens_at_once(start, invoke);
      if (at_once && leads_back(invoke, start, true))
        tell(severity::fault, "endless-children", start, invoke,
             ", which opens it again at once: that has no end");
      else if (leads_back(invoke, start, false))
        tell(severity::warning, "children-in-circles", start, invoke, ", which may open it again");
    }
  }

 private:
  [[nodiscard]] bool leads_back(const program_invoke& first, const program& start,
                                bool only_at_once) const {
    std::set<std::string_view> seen{first.workflow};
    std::vector<std::string_view> open{first.workflow};
    while (!open.empty()) {
      const std::string_view name = open.back();
      open.pop_back();
      if (name == start.name)
        return true;
      const program* next = find_workflow(programs_, name);
      if (next == nullptr)
        continue;
      for (const program_invoke& each : next->invokes) {
        if ((!only_at_once || opens_at_once(*next, each)) && seen.insert(each.workflow).second)
          open.push_back(each.workflow);
      }
    }
    return false;
  }

  void tell(severity level, std::string_view code, const program& start,
            const program_invoke& invoke, std::string_view why) {
    into_.push_back(make_finding(level, code,
                                 "workflow \"" + start.name + "\" opens a child of \"" +
                                     invoke.workflow + "\"" + std::string(why),
                                 invoke.span));
  }

  program_span programs_;
  findings& into_;
};

} // namespace

} // namespace detail::passes

std::vector<diagnostic> check_together(std::span<const std::shared_ptr<const program>> programs,
                                       std::span<const std::string> broken) {
  detail::passes::findings into;
  std::set<std::string_view> names;
  detail::passes::invoke_circles circles{programs, into};
  for (const auto& each : programs) {
    if (!names.insert(each->name).second)
      into.push_back(detail::passes::make_finding(
          severity::fault, "duplicate-name",
          "a workflow \"" + each->name + "\" stands here already", each->span));
    for (const action& step : each->actions)
      detail::passes::check_action(programs, broken, *each, step, into);
    for (const program_invoke& invoke : each->invokes)
      detail::passes::check_invoke(programs, broken, *each, invoke, into);
    circles.look_from(*each);
    if (broken.empty()) // else one of those may send them
      detail::passes::check_internal_events(programs, *each, into);
  }
  return into;
}

} // namespace caseclock
