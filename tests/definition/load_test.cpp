#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <variant>

#include "caseclock/base/render.hpp"
#include "caseclock/definition/load.hpp"
#include "definition/workflow_keys.hpp"

using namespace caseclock;

namespace {

definition_set loaded(const std::string& text) {
  source_map sources;
  auto read = load_text("test.yaml", text, sources);
  INFO(render(read.diagnostics, sources));
  REQUIRE(read.ok());
  return std::move(*read.value);
}

workflow_definition workflow(const std::string& body) {
  return loaded("caseclock: 1\nworkflow: w\n" + body).workflows.at(0);
}

std::string codes(const std::string& body) {
  source_map sources;
  std::string out;
  const std::string text = "caseclock: 1\nworkflow: w\n" + body;
  for (const diagnostic& one : load_text("test.yaml", text, sources).diagnostics)
    out += one.code + "@" + std::to_string(one.span.line) + ":" + std::to_string(one.span.column) +
           " ";
  return out;
}

template <class T> const T& as(const action_definition& action) {
  const T* held = std::get_if<T>(&action);
  REQUIRE(held != nullptr);
  return *held;
}

} // namespace

TEST_CASE("load: the head of a workflow") {
  const auto w = workflow("version: 3\ntitle: {en: Repair, zh: 报修}\nsource: \"002 ch. 5\"\n"
                          "calendar: office\nunexpected: ignore\ninitial: a\n"
                          "states: {a: {}, b: {type: final}}\n");
  CHECK(w.name.value == "w");
  CHECK(w.name.span.line == 2);
  CHECK(w.name.span.column == 11);
  CHECK(w.version.value == 3);
  CHECK(w.title.in("zh") == "报修");
  CHECK(w.source == "002 ch. 5");
  CHECK(w.calendar.value == "office");
  CHECK(w.unexpected == unexpected_policy::ignore);
  CHECK(w.initial.value == "a");
  REQUIRE(w.states.size() == 2);
  CHECK(w.states[0].kind == state_kind::atomic);
  CHECK(w.states[1].kind == state_kind::final);
}

TEST_CASE("load: roles, enums, forms, events, fields and messages in their short and long forms") {
  const auto w = workflow(R"(
roles:
  agent:
  clerk: Clerk
  manager: {title: {en: Manager}, extends: agent}
enums: {grade: [poor, good], colour: {of: [red]}}
forms:
  slip: {title: Slip, fields: {note: string, ok: {type: bool, required: true}}}
data:
  plain: string
  kind: {type: enum, of: [a, b], default: a}
  grade: {type: enum, of: grade}
  names: {type: list, of: string, default: [x, "1"]}
  fee: {type: decimal, unit: CNY, min: 0, max: 99.5, default: "1.50", personal: true}
  none: {type: int, default: null}
  code: {type: string, pattern: '[0-9]{3}'}
events:
  ping:
  pong: {by: [agent, clerk], with: {note: string}, form: slip, title: Pong}
  inner: {internal: true}
messages:
  hello: {en: "Hello {{customer}}", zh: 你好}
  plain: Just text
)");
  REQUIRE(w.roles.size() == 3);
  CHECK(w.roles[1].title.in("en") == "Clerk");
  CHECK(w.roles[2].extends.at(0).value == "agent");
  CHECK(w.enums.at(1).members.at(0).value == "red");
  CHECK(w.forms.at(0).fields.size() == 2);
  CHECK(w.forms[0].fields[1].required);
  REQUIRE(w.data.size() == 7);
  CHECK(w.data[0].type.value == "string");
  CHECK(w.data[1].members.size() == 2);
  CHECK(w.data[1].initial.value == value("a"));
  CHECK(w.data[2].of.value == "grade");
  CHECK(w.data[3].initial.value == value(value_list{value("x"), value("1")}));
  CHECK(w.data[4].min.value == value(0));
  CHECK(w.data[4].max.value == value(decimal{995'000}));
  CHECK(w.data[4].initial.value == value("1.50"));
  CHECK(w.data[4].personal);
  CHECK(w.data[5].initial.value.is_null());
  CHECK(w.data[6].pattern.value == "[0-9]{3}");
  REQUIRE(w.events.size() == 3);
  CHECK(w.events[1].by.size() == 2);
  CHECK(w.events[1].with.at(0).name.value == "note");
  CHECK(w.events[1].form.value == "slip");
  CHECK(w.events[2].internal);
  CHECK(w.messages.at(0).texts.at(0).second.value == "Hello {{customer}}");
  CHECK(w.messages[1].texts.at(0).first.empty());
}

TEST_CASE("load: transitions in all their forms") {
  const auto w = workflow(R"(
states:
  a:
    on:
      short: b
      one: {to: b, if: x > 1, internal: true, title: One}
      many:
        - {if: '!x', to: [b, c]}
        - {do: {log: stayed}}
      done.a: b
    always: {if: y, to: b}
    after:
      2 working days: {do: [{raise: late}]}
      1小时: b
    defer: later
    ignore: [noise, more]
)");
  const state_definition& a = w.states.at(0);
  REQUIRE(a.on.size() == 5);
  CHECK(a.on[0].transitions.at(0).to.at(0).value == "b");
  CHECK(a.on[1].transitions.at(0).guard.value == "x > 1");
  CHECK(a.on[1].transitions[0].internal);
  CHECK(a.on[2].transitions.size() == 2);
  CHECK(a.on[2].transitions[0].to.size() == 2);
  CHECK(a.on[2].transitions[0].guard.value == "!x");
  CHECK(a.on[2].transitions[0].guard.span.column == 17); // behind the quote
  CHECK(a.on[2].transitions[1].to.empty());
  CHECK(a.on[3].event.value == "done.a");
  CHECK(a.on[4].event.value.empty());
  REQUIRE(a.after.size() == 2);
  CHECK(a.after[0].after.value == time_amount{time_amount::unit::working_days, 2});
  CHECK(a.after[1].after.value == time_amount{time_amount::unit::elapsed, 3'600'000});
  CHECK(a.defer.at(0).value == "later");
  CHECK(a.ignore.size() == 2);
}

TEST_CASE("load: actions, one or a list, in the order in which they are written") {
  const auto w = workflow(R"(
states:
  a:
    entry:
      - set: {n: n + 1, s: '"text"', none: null, yes: true}
      - assign: {engineer: event.engineer}
      - raise: [x, y]
      - emit: plain
      - emit: {event: full, with: {a: 1}}
      - notify: [{role: r, message: m}, {role: q, message: m}]
      - open: {workflow: other, with: {customer: customer}, key: case.key}
    exit: [{log: "bye {{n}}"}, {raise: z}]
)");
  const auto& entry = w.states.at(0).entry;
  REQUIRE(entry.size() == 12);
  CHECK(as<set_definition>(entry[0]).to.value == "n + 1");
  CHECK(as<set_definition>(entry[1]).to.value == "\"text\"");
  CHECK(as<set_definition>(entry[2]).to.value == "null");
  CHECK(as<set_definition>(entry[3]).to.value == "true");
  CHECK(as<assign_definition>(entry[4]).role.value == "engineer");
  CHECK(as<raise_definition>(entry[6]).event.value == "y");
  CHECK(as<emit_definition>(entry[7]).event.value == "plain");
  CHECK(as<emit_definition>(entry[8]).with.at(0).first.value == "a");
  CHECK(as<notify_definition>(entry[10]).role.value == "q");
  CHECK(as<open_definition>(entry[11]).key.value == "case.key");
  const auto& exit = w.states[0].exit;
  REQUIRE(exit.size() == 2);
  CHECK(as<log_definition>(exit[0]).text.value == "bye {{n}}");
  CHECK(as<raise_definition>(exit[1]).event.value == "z");
}

TEST_CASE("load: compound, parallel and history states, tasks and approvals") {
  const auto w = workflow(R"(
states:
  c: {initial: x, states: {x: {}, h: {type: history, deep: true, default: x}, s: {type: history}}}
  p: {regions: {left: {initial: l, states: {l: {}}}, right: {}}, tags: [open, busy]}
  t: {task: {role: agent, title: {en: Do it}}}
  u: {task: clerk}
  v: {approval: {by: [m, g], rule: {at_least: 2}, order: parallel, forbid: requester,
                 within: 2 working days, title: Approve}}
  any: {approval: {by: m, rule: any}}
)");
  CHECK(w.states.at(0).kind == state_kind::compound);
  CHECK(w.states[0].initial.value == "x");
  CHECK(w.states[0].states.at(1).kind == state_kind::history_deep);
  CHECK(w.states[0].states[1].initial.value == "x");
  CHECK(w.states[0].states.at(2).kind == state_kind::history_shallow);
  CHECK(w.states.at(1).kind == state_kind::parallel);
  CHECK(w.states[1].states.size() == 2);
  CHECK(w.states[1].tags.at(1).value == "busy");
  CHECK(w.states.at(2).task->title.in("en") == "Do it");
  CHECK(w.states.at(3).task->role.value == "clerk");
  const approval_definition& approval = *w.states.at(4).approval;
  CHECK(approval.by.size() == 2);
  CHECK(approval.rule == approval_rule::at_least);
  CHECK(approval.at_least == 2);
  CHECK(approval.order == approval_order::parallel);
  CHECK(approval.forbid_requester);
  CHECK(approval.within->value.count == 2);
  CHECK(w.states.at(5).approval->rule == approval_rule::any);
}

TEST_CASE("load: clocks with everything they can have") {
  const auto w = workflow(R"(
clocks:
  c:
    title: Clock
    kind: ola
    calendar: [{if: 'tier == "gold"', use: always}, {use: office}]
    target: [{if: major, target: 5 working days}, {target: 3 working days}]
    start: [{enter: [a, b], from: received_at}, {event: e}]
    stop: {leave: a}
    reset: {if: x > 1}
    cancel: {enter: ended}
    pause: [{in: a}, {tag: [t, u]}, {if: waiting}]
    on_retarget: restart
    on_recalendar: recompute
    reopen: continue
    revoke_breach: false
    milestones:
      - {at: 80%, do: [{raise: soon}]}
      - {at: 100%}
      - {at: due}
      - {at: 30m before}
      - {at: 4 working hours after}
      - {at: 1小时后}
      - {every: 1 working day after, times: 3}
      - {every: 2h, times: 1}
  d: {target: 2h, start: {enter: a}}
)");
  const clock_definition& c = w.clocks.at(0);
  CHECK(c.kind == clock_kind::ola);
  REQUIRE(c.calendars.size() == 2);
  CHECK(c.calendars[0].guard.value == "tier == \"gold\"");
  CHECK(c.calendars[1].calendar.value == "office");
  REQUIRE(c.targets.size() == 2);
  CHECK(c.targets[1].guard.value.empty());
  CHECK(c.targets[1].target.value.count == 3);
  REQUIRE(c.start.size() == 3);
  CHECK(c.start[1].what.value == "b");
  CHECK(c.start[1].from.value == "received_at");
  CHECK(c.start[2].kind == when_kind::event);
  CHECK(c.stop.at(0).kind == when_kind::leave);
  CHECK(c.reset.at(0).kind == when_kind::condition);
  CHECK(c.cancel.at(0).what.value == "ended");
  REQUIRE(c.pause.size() == 4);
  CHECK(c.pause[2].kind == while_kind::tagged);
  CHECK(c.pause[3].kind == while_kind::condition);
  CHECK(c.on_retarget == retarget_policy::restart);
  CHECK(c.on_recalendar == recalendar_policy::recompute);
  CHECK(c.reopen == reopen_policy::resume);
  CHECK(!c.revoke_breach);
  REQUIRE(c.milestones.size() == 8);
  CHECK(c.milestones[0].kind == milestone_kind::percent);
  CHECK(c.milestones[0].percent == 80);
  CHECK(c.milestones[0].actions.size() == 1);
  CHECK(c.milestones[1].kind == milestone_kind::due);
  CHECK(c.milestones[3].kind == milestone_kind::before);
  CHECK(c.milestones[3].amount.count == 1'800'000);
  CHECK(c.milestones[4].kind == milestone_kind::after);
  CHECK(c.milestones[5].amount.count == 3'600'000);
  CHECK(c.milestones[6].kind == milestone_kind::every);
  CHECK(c.milestones[6].times == 3);
  CHECK(w.clocks.at(1).targets.at(0).target.value.count == 7'200'000);
}

TEST_CASE("T11 load: a clock's target may count from a date, in months or years") {
  const auto one = [](const std::string& target) {
    const auto w = workflow("clocks: {c: {target: " + target + ", start: {enter: a}}}\n");
    const auto& date = w.clocks.at(0).targets.at(0).date;
    return date ? std::to_string(date->months) + " " + date->field.value + "@" +
                      std::to_string(date->field.span.column)
                : std::string{"none"};
  };
  CHECK(one("1 month before ends_on") == "-1 ends_on@37");
  CHECK(one("2 months before  ends_on") == "-2 ends_on@39");
  CHECK(one("1 year before ends_on") == "-12 ends_on@36");
  CHECK(one("\"1 month after signed_on\"") == "1 signed_on@37");
  CHECK(one("ends_on前1个月") == "-1 ends_on@22");
  CHECK(one("ends_on 后 2 年") == "24 ends_on@22");
  CHECK(one("300 years after ends_on") == "3600 ends_on@38");
  CHECK(one("2 working days") == "none");
  CHECK(one("[{if: late, target: 1 month after ends_on}, {target: 2h}]") == "1 ends_on@56");

  const auto wrong = [](const std::string& target) {
    return codes("clocks: {c: {target: " + target + ", start: {enter: a}}}\n");
  };
  CHECK(wrong("2 weeks before ends_on") == "bad-duration@3:22 ");
  CHECK(wrong("0 months before ends_on") == "bad-duration@3:22 ");
  CHECK(wrong("301 years before ends_on") == "bad-duration@3:22 ");
  CHECK(wrong("month before ends_on") == "bad-duration@3:22 ");
  CHECK(wrong("1 month before the end") == "bad-duration@3:22 ");
  CHECK(wrong("前1个月") == "bad-duration@3:22 ");
  CHECK(wrong("1 month") == "bad-duration@3:22 ");
}

TEST_CASE("load: properties") {
  const auto w = workflow("properties:\n  - {id: a, never: 'x', title: A}\n  - {id: b, always: y}\n"
                          "  - {id: c, after: p, eventually: q}\n");
  REQUIRE(w.properties.size() == 3);
  CHECK(w.properties[0].kind == property_kind::never);
  CHECK(w.properties[1].expression.value == "y");
  CHECK(w.properties[2].kind == property_kind::response);
  CHECK(w.properties[2].trigger.value == "p");
  CHECK(w.properties[2].expression.value == "q");
}

TEST_CASE("load: calendars, and calendars that include others") {
  const auto set = loaded(R"(caseclock: 1
calendars:
  office:
    zone: Asia/Shanghai
    hours: {mon-wed: [["09:00", "12:00"], ["13:30", "18:00"]], "thu, sat": ["9:00", "24:00"]}
    holidays:
      - 2026-09-25
      - {name: National Day, from: 2026-10-01, to: 2026-10-07}
      - {name: New Year, every: 01-01}
      - {date: 2026-05-01}
    extra_days: {2026-10-10: [["09:00", "18:00"]], 2026-10-11: []}
    breaks: {2026-02-14: [["12:00", "18:00"]]}
    due_at_close: next_opening
    include: [national]
  national: {holidays: [2026-04-04], include: [regional]}
  regional: {extra_days: {2026-10-10: [["10:00", "11:00"]], 2026-10-12: [["10:00", "11:00"]]}}
  always: {zone: UTC, hours: always}
  night: {zone: UTC, hours: {daily: [["22:00", "06:00"]], sun: []}}
)");
  REQUIRE(set.calendars.size() == 5);
  const calendar_definition& office = set.calendars[0];
  CHECK(office.zone.value == "Asia/Shanghai");
  CHECK(office.weekly[2].size() == 2);
  CHECK(office.weekly[2][1].open == 13 * 3600 + 1800);
  CHECK(office.weekly[3].size() == 1);
  CHECK(office.weekly[3][0].close == 24 * 3600);
  CHECK(office.weekly[4].empty());
  CHECK(office.weekly[5].size() == 1);
  REQUIRE(office.holidays.size() == 5);
  CHECK(std::holds_alternative<date_range>(office.holidays[1].when));
  CHECK(std::holds_alternative<annual_date>(office.holidays[2].when));
  CHECK(office.holidays[1].name == "National Day");
  REQUIRE(office.extra_days.size() == 3); // its own hold against those of what it includes
  CHECK(office.extra_days[0].windows.at(0).open == 9 * 3600);
  CHECK(office.extra_days[1].windows.empty());
  CHECK(office.breaks.size() == 1);
  CHECK(office.due_at_close == close_policy::next_opening);
  CHECK(is_list(set.calendars[1]));
  CHECK(set.calendars[3].always);
  CHECK(set.calendars[4].weekly[5].size() == 1);
  CHECK(set.calendars[4].weekly[6].empty());
}

TEST_CASE("load: an inclusion of calendars costs what it adds, however it is knotted") {
  std::string text = "caseclock: 1\ncalendars:\n";
  for (int i = 0; i < 30; ++i) {
    const std::string next = std::to_string(i + 1);
    for (const std::string side : {"a", "b"}) {
      text += "  " + side + std::to_string(i) + ": {breaks: {2026-01-01: [[\"09:00\", \"10:00\"]]}";
      text += i < 29 ? ", include: [a" + next + ", b" + next + ", a" + next + "]}\n" : "}\n";
    }
  }
  const auto set = loaded(text);
  REQUIRE(set.calendars.size() == 60);
  CHECK(set.calendars[0].breaks.size() == 59);
}

TEST_CASE("load: what is wrong has its place, to the character") {
  CHECK(codes("states: {a: {on: {e: {if: [x], to: b}}}}\n") == "wrong-type@3:27 ");
  CHECK(codes("states:\n  客户: {tsak: x}\n") == "unknown-key@4:8 ");
  CHECK(codes("version: 1.5\n") == "wrong-type@3:10 ");
  CHECK(codes("title: {english: x}\n") == "unknown-language@3:9 ");
  CHECK(codes("states: {a: {entry: [{}]}}\n") == "missing-value@3:22 ");
  CHECK(codes("states: {a: {on: {e: []}}}\n") == "missing-value@3:19 ");
  CHECK(codes("states: {a: {entry: {set: {x: \"\"}}}}\n") == "missing-value@3:28 ");
  CHECK(codes("states: {a: {approval: {by: m, rule: {at_least: 0}}}}\n") ==
        "invalid-approval@3:49 ");
}

TEST_CASE("load: a document at hand includes files relative to its path") {
  source_map sources;
  const std::string folder = std::string{CASECLOCK_SOURCE_DIR} + "/tests/golden/diagnostics/";
  const auto read = load_text(
      folder + "memory.yaml",
      "caseclock: 1\nworkflow: w\ninclude: include/common.yaml\nroles: [boss]\n", sources);
  REQUIRE(read.ok());
  const workflow_definition& w = read.value->workflows.at(0);
  REQUIRE(w.roles.size() == 2);
  CHECK(w.roles[0].name.value == "agent");
  CHECK(w.roles[1].name.value == "boss");
  CHECK(w.enums.size() == 1);
}

TEST_CASE("load: what could be understood is there even if there are errors") {
  source_map sources;
  const auto read = read_definitions_text(
      "x.yaml", "caseclock: 1\nworkflow: w\ninital: a\nstates: {a: {}}\n", sources);
  CHECK(read.diagnostics.size() == 1);
  REQUIRE(read.set.workflows.size() == 1);
  CHECK(read.set.workflows[0].states.size() == 1);
}

TEST_CASE("load: the project's own workflows load, and scenarios are told apart") {
  source_map sources;
  const auto read = load_definitions({std::string{CASECLOCK_SOURCE_DIR} + "/workflows"}, sources);
  INFO(render(read.diagnostics, sources));
  REQUIRE(read.ok());
  CHECK(read.value->workflows.size() >= 4);
  CHECK(read.value->calendars.size() >= 2);
  CHECK(read.value->scenario_files.size() >= 4);
}

TEST_CASE("load: every key table refers to tables that exist, and names no key twice") {
  for (const detail::key_table* table : detail::all_key_tables) {
    CAPTURE(table->name);
    for (const detail::key_spec& spec : *table) {
      CHECK(table->find(spec.name) == &spec);
      for (const detail::shape& accepted : spec.accepts) {
        if (accepted.what != detail::value_shape::object)
          continue;
        CAPTURE(accepted.of);
        const auto& tables = detail::all_key_tables;
        CHECK(std::any_of(tables.begin(), tables.end(), [&](const detail::key_table* other) {
          return other->name == accepted.of;
        }));
      }
    }
  }
}
