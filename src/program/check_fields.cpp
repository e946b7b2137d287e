// Pass: fields for nothing: what people fill in and nothing stores or reads, what a case has and
// nothing sets or reads.
//
// An author whose fields are for the case's trail, or for the host, says so (`for_the_record`).
// Only what a workflow's own file defines is looked at: what is included may be for other
// workflows.
#include <algorithm>
#include <string>
#include <vector>

#include "caseclock/expr/detail/code.hpp"
#include "program/passes.hpp"

namespace caseclock::detail::passes {

namespace {

using program_span = std::span<const std::shared_ptr<const program>>;

/// Which slots of a schema something reads.
using slots = std::vector<bool>;

void note_reads(const expression& each, op what, slots& into) {
  for (const expr_instruction& step : each.code) {
    if (static_cast<op>(step.op) == what && step.operand < into.size())
      into[step.operand] = true;
  }
}

/// What is read of an event's payload: by conditions and actions of the transitions that handle it,
/// by clocks, and by what requires its fields. Empty: nothing handles it, which is a finding of its
/// own.
slots read_of_event(const program& compiled, event_id event) {
  const schema& payload = compiled.events[event.index()].payload;
  slots read(payload.fields.size(), false);
  const auto note = [&](const expression& each) { note_reads(each, op::event_field, read); };
  bool handled = false;
  for (const program_transition& each : compiled.transitions) {
    if (each.trigger != trigger_kind::event || each.event != event)
      continue;
    handled = true;
    if (each.guard.valid())
      note(compiled.expressions[each.guard.index()]);
    for_each_action(compiled, each.actions,
                    [&](const action& step) { for_each_expression_of(compiled, step, note); });
  }
  for_each_when(compiled, [&](const program_when& each) {
    if (each.event != event)
      return;
    handled = true;
    for (const expr_id used : {each.condition, each.from}) {
      if (used.valid())
        note(compiled.expressions[used.index()]);
    }
  });
  for (const field_spec& field : payload.fields) {
    if (field.required_if.valid())
      note(compiled.expressions[field.required_if.index()]);
  }
  return handled ? read : slots{};
}

/// Which fields of the case something reads, sets or gives; other workflows may give them too.
slots used_of_data(const program& compiled, program_span programs) {
  slots used(compiled.data.fields.size(), false);
  const auto mark = [&](field_id field) {
    if (field.valid())
      used[field.index()] = true;
  };
  const auto mark_named = [&](const std::vector<std::pair<std::string, expr_id>>& with) {
    for (const auto& [name, id] : with)
      mark(compiled.field(name));
  };
  for_each_expression(compiled, [&](const expression& each) { note_reads(each, op::field, used); });
  for (const action& each : compiled.actions) {
    if (const auto* set = std::get_if<set_action>(&each.what))
      mark(set->field);
  }
  for (const program_timer& each : compiled.timers) {
    if (each.moment)
      mark(each.moment->field);
  }
  for (const program_clock& clock : compiled.clocks) {
    for (const program_target& each : clock.targets)
      mark(each.date);
  }
  for (const program_schedule& each : compiled.schedules)
    mark_named(each.with);
  for (const auto& other : programs) {
    for (const program_invoke& each : other->invokes) {
      if (each.workflow == compiled.name)
        mark_named(each.with);
    }
    for (const action& each : other->actions) {
      const auto* open = std::get_if<open_action>(&each.what);
      if (open != nullptr && open->workflow == compiled.name)
        mark_named(open->with);
    }
  }
  return used;
}

/// Fields of one form, event or workflow that are good for nothing.
using useless = std::vector<const field_definition*>;

std::string names_of(const useless& those) {
  constexpr std::size_t shown = 6;
  std::string names;
  for (std::size_t i = 0; i < std::min(those.size(), shown); ++i)
    names += (i == 0 ? "\"" : ", \"") + those[i]->name.value + "\"";
  return names + (those.size() > shown ? ", …" : "");
}

/// One finding for all of them: an author who forgot one line forgot it for all.
void tell(const useless& those, const std::string& of, const std::string& what,
          const std::string& advice, findings& into) {
  if (those.empty())
    return;
  const bool one = those.size() == 1;
  diagnostic finding = make_finding(severity::warning, "unused-field",
                                    (one ? "field " : "fields ") + names_of(those) + of +
                                        (one ? " is " : " are ") + what + ": " + advice,
                                    those.front()->name.span);
  for (std::size_t i = 1; i < those.size(); ++i)
    finding.notes.emplace_back(those[i]->name.span, "and this one");
  into.push_back(std::move(finding));
}

/// Those of the fields that no slot of `read` is set for; they stand there from `first` on.
useless unread(const std::vector<field_definition>& fields, const slots& read, std::size_t first) {
  useless found;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (!read[first + i] && !fields[i].for_the_record)
      found.push_back(&fields[i]);
  }
  return found;
}

void tell_unread(const useless& those, const std::string& of, findings& into) {
  if (!those.empty())
    tell(those, of, "neither stored nor read",
         "keep what is needed (set: {" + those.front()->name.value + ": event." +
             those.front()->name.value + "}), or write for_the_record: true",
         into);
}

class field_checker {
 public:
  field_checker(const workflow_definition& source, const program& compiled, program_span programs,
                findings& into)
      : source_(source), compiled_(compiled), programs_(programs), into_(into) {}

  void check_all() const {
    check_data();
    for (const form_definition& each : source_.forms)
      check_form(each);
    for (const event_definition& each : source_.events)
      check_event(each);
    check_results(source_.states);
  }

 private:
  [[nodiscard]] bool is_own(const located_text& name) const {
    return name.span.file == source_.name.span.file;
  }

  [[nodiscard]] slots read_of(const located_text& event) const {
    const event_id id = compiled_.event(event.value);
    return id.valid() ? read_of_event(compiled_, id) : slots{};
  }

  /// Without a default a field is what hosts fill in as they open a case, and read: `customer`.
  void check_data() const {
    const slots used = used_of_data(compiled_, programs_);
    useless found;
    for (std::size_t i = 0; i < source_.data.size(); ++i) {
      const field_definition& each = source_.data[i];
      const bool given = each.required || !each.required_if.value.empty();
      const bool begins = !each.initial.value.is_null();
      if (!used[i] && begins && !given && !each.for_the_record)
        found.push_back(&each);
    }
    tell(found, "", "neither set nor read by anything",
         "leave out what is not needed, or write for_the_record: true", into_);
  }

  /// A form comes with any number of events: one that makes something of a field is enough.
  void check_form(const form_definition& form) const {
    if (!is_own(form.name) || form.for_the_record)
      return;
    slots read;
    for (const event_definition& event : source_.events) {
      if (event.form.value != form.name.value)
        continue;
      const slots more = read_of(event.name);
      read.resize(std::max(read.size(), more.size()), false);
      for (std::size_t i = 0; i < more.size(); ++i)
        read[i] = read[i] || more[i];
    }
    if (!read.empty())
      tell_unread(unread(form.fields, read, 0), " of form \"" + form.name.value + "\"", into_);
  }

  void check_event(const event_definition& event) const {
    if (!is_own(event.name) || event.with.empty())
      return;
    if (const slots read = read_of(event.name); !read.empty())
      tell_unread(unread(event.with, read, read.size() - event.with.size()),
                  " of event \"" + event.name.value + "\"", into_);
  }

  /// Recursive: as deep as states are nested, which the loader bounds.
  void check_results(const std::vector<state_definition>& states) const {
    for (const state_definition& state : states) {
      for (const invoke_definition& invoke : state.invokes) {
        const slots read = read_of({"done." + invoke.id.value, {}});
        if (!read.empty())
          tell_unread(unread(invoke.result, read, 0),
                      " of the result of \"" + invoke.id.value + "\"", into_);
      }
      check_results(state.states);
    }
  }

  const workflow_definition& source_;
  const program& compiled_;
  program_span programs_;
  findings& into_;
};

} // namespace

void check_fields(std::span<const workflow_definition> definitions, program_span programs,
                  findings& into) {
  for (const workflow_definition& source : definitions) {
    if (source.semantics == rules_of::scxml)
      continue; // what is used there is known at run time alone
    const auto compiled = std::find_if(programs.begin(), programs.end(), [&](const auto& each) {
      return each->name == source.name.value;
    });
    if (compiled != programs.end())
      field_checker{source, **compiled, programs, into}.check_all();
  }
}

} // namespace caseclock::detail::passes
