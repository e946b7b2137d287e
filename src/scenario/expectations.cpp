// The parts of an expectation. Each names what was expected and what is there.
#include <algorithm>
#include <utility>

#include "caseclock/report/answers_json.hpp"
#include "caseclock/report/record_text.hpp"
#include "caseclock/value/coerce.hpp"
#include "scenario/case_run.hpp"

namespace caseclock::detail {
namespace {

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& each : names)
    text += (text.empty() ? "" : ", ") + each;
  return text.empty() ? "none" : text;
}

std::vector<std::string> strings(const std::vector<std::string_view>& views) {
  return {views.begin(), views.end()};
}

std::vector<std::string> written(const std::vector<located_text>& located) {
  std::vector<std::string> out;
  for (const located_text& each : located)
    out.push_back(each.value);
  return out;
}

/// `by.name` reaches into an object.
const value* member(const value_record& members, std::string_view path) {
  const std::size_t dot = path.find('.');
  const value* held = find(members, path.substr(0, dot));
  if (held == nullptr || dot == std::string_view::npos)
    return held;
  return held->as_record() == nullptr ? nullptr : member(*held->as_record(), path.substr(dot + 1));
}

/// Equal as written, or as instants, or as text against a number and the like.
bool same(const value& wanted, const value& actual) {
  if (wanted == actual)
    return true;
  const std::string* expected = wanted.as_string();
  const std::string* held = actual.as_string();
  if (expected == nullptr || held == nullptr)
    return to_text(wanted, zone::utc()) == to_text(actual, zone::utc());
  const auto a = parse_instant(*expected);
  const auto b = parse_instant(*held);
  return a && b && *a == *b;
}

bool matches(const scenario_record& wanted, const seen_record& seen) {
  const value* type = find(seen.members, "type");
  if (type == nullptr || *type != value{wanted.type.value})
    return false;
  return std::all_of(wanted.members.begin(), wanted.members.end(), [&](const auto& each) {
    const value* held = member(seen.members, each.first.value);
    return held != nullptr && same(each.second.value, *held);
  });
}

std::string as_text(const scenario_record& wanted) {
  std::string text = wanted.type.value;
  for (const auto& [name, held] : wanted.members)
    text += ", " + name.value + ": " + to_text(held.value, zone::utc());
  return text;
}

} // namespace

void case_run::expect(const scenario_step& at, const scenario_expect& what) {
  const case_id id = subject(at);
  if (id == case_id::none)
    return;
  expect_states(id, what);
  expect_status(id, what);
  expect_data(id, what);
  for (const scenario_clock& wanted : what.clocks)
    expect_clock(id, wanted);
  expect_tasks(id, what);
  expect_children(id, what);
  expect_events(id, what);
  expect_records(engine_.look(id)->key, what);
  expect_true(id, what);
  since_expect_.clear();
}

void case_run::expect_states(case_id id, const scenario_expect& what) {
  const std::vector<std::string> active = strings(engine_.states(id));
  const program& of = *engine_.program_of(id);
  const auto is_active = [&active](const std::string& name) {
    return std::find(active.begin(), active.end(), name) != active.end();
  };
  for (const located_text& each : what.states) {
    if (!of.state(each.value).valid())
      fail(each.span, "there is no state \"" + each.value + "\"");
    else if (!is_active(each.value))
      fail(each.span, "the state is not active", each.value, listed(active));
  }
  for (const located_text& each : what.not_states) {
    if (!of.state(each.value).valid())
      fail(each.span, "there is no state \"" + each.value + "\"");
    else if (is_active(each.value))
      fail(each.span, "the state is active", "not " + each.value, listed(active));
  }
}

void case_run::expect_status(case_id id, const scenario_expect& what) {
  const std::string_view actual = name(engine_.look(id)->status);
  if (!what.status.value.empty() && what.status.value != actual)
    fail(what.status.span, "the case's status differs", what.status.value, std::string(actual));
}

void case_run::expect_data(case_id id, const scenario_expect& what) {
  const program& of = *engine_.program_of(id);
  for (const auto& [name_of_field, wanted] : what.data) {
    const field_id field = of.field(name_of_field.value);
    if (!field.valid()) {
      fail(name_of_field.span, "there is no field \"" + name_of_field.value + "\"");
      continue;
    }
    const value& actual = engine_.look(id)->fields[field.index()];
    type asked = of.data.fields[field.index()].type;
    asked.optional = true;
    const auto expected = coerce(wanted.value, asked);
    if (!expected)
      fail(wanted.span, expected.error().message);
    else if (*expected != actual)
      fail(wanted.span, "the field " + name_of_field.value + " differs",
           to_text(*expected, zone_of(of)), to_text(actual, zone_of(of)));
  }
}

void case_run::expect_clock(case_id id, const scenario_clock& wanted) {
  const program& of = *engine_.program_of(id);
  const clock_id clock = of.clock(wanted.name.value);
  if (!clock.valid()) {
    fail(wanted.name.span, "there is no clock \"" + wanted.name.value + "\"");
    return;
  }
  const clock_view view = view_clock(of, *engine_.look(id), clock, now_);
  const std::string what = "the clock " + wanted.name.value;
  const zone& where = zone_of(of);
  if (!wanted.state.value.empty() && wanted.state.value != name(view.state))
    fail(wanted.state.span, what + " differs", wanted.state.value, std::string(name(view.state)));
  if (wanted.due && view.due != wanted.due->value)
    fail(wanted.due->span, what + " is due at another time",
         format_for_people(wanted.due->value, where),
         view.due ? format_for_people(*view.due, where) : "no due time");
  if (wanted.elapsed && view.elapsed != wanted.elapsed->value)
    fail(wanted.elapsed->span, what + " has another elapsed time",
         format_duration_words(wanted.elapsed->value), format_duration_words(view.elapsed));
  if (wanted.remaining && view.remaining != wanted.remaining->value)
    fail(wanted.remaining->span, what + " has another remaining time",
         format_duration_words(wanted.remaining->value), format_duration_words(view.remaining));
  if (wanted.cycle && view.cycle != wanted.cycle->value)
    fail(wanted.cycle->span, what + " is in another cycle", std::to_string(wanted.cycle->value),
         std::to_string(view.cycle));
}

void case_run::expect_tasks(case_id id, const scenario_expect& what) {
  if (!what.tasks)
    return;
  const program& of = *engine_.program_of(id);
  std::vector<open_task> open = engine_.tasks(id);
  const auto text = [&of](const open_task& each) {
    return (each.role.valid() ? of.roles[each.role.index()].name : std::string("anyone")) + " in " +
           of.states[each.state.index()].name +
           (each.person.empty() ? "" : " (" + each.person + ")");
  };
  std::vector<std::string> all;
  for (const open_task& each : open)
    all.push_back(text(each));
  for (const scenario_task& wanted : *what.tasks) {
    const auto found = std::find_if(open.begin(), open.end(), [&](const open_task& each) {
      const program_state& state = of.states[each.state.index()];
      return (wanted.role.value.empty() || of.role(wanted.role.value) == each.role) &&
             (wanted.state.value.empty() || wanted.state.value == state.name) &&
             (wanted.person.value.empty() || wanted.person.value == each.person) &&
             (wanted.on_behalf_of.value.empty() ||
              wanted.on_behalf_of.value == each.on_behalf_of) &&
             (!wanted.due || wanted.due->value == each.due);
    });
    if (found == open.end())
      fail(wanted.role.span, "no such task is open",
           wanted.role.value +
               (wanted.person.value.empty() ? "" : " (" + wanted.person.value + ")") +
               (wanted.state.value.empty() ? "" : " in " + wanted.state.value),
           listed(all));
    else
      open.erase(found);
  }
  for (const open_task& each : open)
    fail(scenario_->name.span, "a task is open that is not listed", "", text(each));
}

void case_run::expect_children(case_id id, const scenario_expect& what) {
  if (!what.children)
    return;
  const program& of = *engine_.program_of(id);
  std::vector<std::string> actual;
  for (const child_link& each : engine_.look(id)->children)
    actual.push_back(of.invokes[each.invoke.index()].name);
  const std::vector<std::string> wanted = written(*what.children);
  if (actual != wanted)
    fail(wanted.empty() ? scenario_->name.span : what.children->front().span,
         "other children are open", listed(wanted), listed(actual));
}

void case_run::expect_events(case_id id, const scenario_expect& what) {
  if (!what.events)
    return;
  std::vector<std::string> actual = strings(engine_.events(id, what.events_role.value));
  std::vector<std::string> wanted = written(*what.events);
  std::sort(actual.begin(), actual.end());
  std::sort(wanted.begin(), wanted.end());
  if (actual != wanted)
    fail(what.events_role.span, "other events are expected of " + what.events_role.value,
         listed(wanted), listed(actual));
}

void case_run::expect_records(const std::string& key, const scenario_expect& what) {
  std::size_t from = 0;
  for (const scenario_record& wanted : what.records) {
    std::size_t at = from;
    while (at < since_expect_.size() &&
           !(since_expect_[at].case_key == key && matches(wanted, since_expect_[at])))
      ++at;
    if (at == since_expect_.size()) {
      std::vector<std::string> types;
      for (const seen_record& each : since_expect_)
        types.push_back(to_text(*find(each.members, "type"), zone::utc()));
      fail(wanted.span, "no such record came (in this order)", as_text(wanted), listed(types));
      return;
    }
    from = at + 1;
  }
}

} // namespace caseclock::detail
