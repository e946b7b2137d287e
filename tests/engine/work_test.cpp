// People's work at the engine's edge: requests by name, work lists, forms, and bad input refused.
#include <doctest/doctest.h>

#include "caseclock/report/record_json.hpp"
#include "engine/desk.hpp"

using namespace test;

namespace {

constexpr const char* work_yaml = R"(caseclock: 1
workflow: repair
version: 3
calendar: desk
calendars:
  desk: {zone: Asia/Shanghai, hours: {mon-fri: [["09:00", "18:00"]]}}
roles:
  engineer:
  agent:
  lead: {extends: [agent]}
forms:
  sheet:
    fields:
      outcome: {type: enum, of: [done, open], required: true}
      left: {type: string, required: 'outcome == "open"', max_length: 5}
      cause: {type: string, required: 'outcome == "open" && severity == "major"'}
      hours: {type: int, min: 1, max: 24}
      phone: {type: string, pattern: '[0-9]+'}
data:
  severity: {type: enum, of: [general, major], default: general}
  reason: {type: string, required: 'severity == "major"'}
  tags: {type: list, of: string, max_length: 2}
events:
  taken: {by: agent}
  filed: {by: engineer, form: sheet}
initial: reception
states:
  reception:
    task: {role: agent, within: 1 working hour}
    on: {taken: {to: fixing}}
  fixing:
    task: {role: engineer, form: sheet}
    on: {filed: {to: done}}
  done: {type: final}
clocks:
  fix: {target: 8 working hours, start: {enter: reception}, stop: {enter: done}}
)";

struct work_desk : desk {
  work_desk() : desk(work_yaml) {}

  case_id open_case(std::string key, std::string_view when, value_record data = {}) {
    const auto opened = service.open({"repair", std::move(key), std::move(data), {}}, at(when));
    REQUIRE(opened.ok());
    return *opened;
  }
  errc hands(task_request request, std::string_view when = "2026-03-02T10:30+08:00") {
    const status outcome = service.change_hands(request, at(when));
    REQUIRE_FALSE(outcome.ok());
    return outcome.error().code;
  }
  std::string keys(const std::vector<work_item>& items) {
    std::string all;
    for (const work_item& each : items)
      all += (all.empty() ? "" : " ") + service.look(each.subject)->key;
    return all;
  }
};

const std::string long_name(1'025, 'x');
const std::string no_text = "w\xff";

} // namespace

TEST_CASE("work lists: by role and by person, over all cases, in order of the next deadline") {
  work_desk d;
  const case_id late = d.open_case("late", "2026-03-02T10:00+08:00");
  const case_id soon = d.open_case("soon", "2026-03-02T09:00+08:00");
  d.open_case("taken", "2026-03-02T10:10+08:00");
  REQUIRE(d.service
              .send({*d.service.find("taken"), "taken", {}, {"agent", "li"}, {}, {}},
                    at("2026-03-02T10:20+08:00"))
              .ok());
  const auto agents = d.service.tasks_of("agent"); // by the tasks' own limits
  CHECK(d.keys(agents) == "late soon");
  CHECK(agents.front().due == at("2026-03-02T11:00+08:00"));
  const auto engineers = d.service.tasks_of("engineer"); // by the promise
  REQUIRE(engineers.size() == 1);
  CHECK(engineers.front().due == at("2026-03-03T09:10+08:00"));
  CHECK(d.keys(d.service.tasks_of("")) == "late soon taken");

  CHECK(d.keys(d.service.work_of({"lead", "sun"})) == "late soon"); // what nobody holds
  CHECK(d.service
            .change_hands({late, 1, {}, task_verb::claim, {}, {"agent", "li"}},
                          at("2026-03-02T10:30+08:00"))
            .ok());
  CHECK(d.keys(d.service.work_of({"lead", "sun"})) == "soon");
  CHECK(d.keys(d.service.work_of({"agent", "li"})) == "late soon");
  CHECK(d.keys(d.service.work_of({"", "li"})) == "late");
  CHECK(d.keys(d.service.work_of({"agent", ""})) == "soon");
  CHECK(d.service
            .change_hands({soon, 0, "reception", task_verb::hand_on, "li", {"lead", "sun"}},
                          at("2026-03-02T10:31+08:00"))
            .ok());
  CHECK(d.keys(d.service.work_of({"", "li"})) == "late soon");
  CHECK(d.service.work_of({"", ""}).empty());
}

TEST_CASE("hands: each refusal has its code, is told, and changes nothing") {
  work_desk d;
  const case_id id = d.open_case("R-1", "2026-03-02T10:00+08:00");
  const snapshot before = *d.service.look(id);
  const sender li{"agent", "li"};
  CHECK(d.hands({id, 9, {}, task_verb::claim, {}, li}) == errc::unknown_task);
  CHECK(d.hands({id, 0, "fixing", task_verb::claim, {}, li}) == errc::unknown_task);
  CHECK(d.hands({id, 0, "nowhere", task_verb::claim, {}, li}) == errc::unknown_task);
  CHECK(d.hands({id, 1, {}, task_verb::claim, {}, {"agent", ""}}) == errc::invalid_data);
  CHECK(d.hands({id, 1, {}, task_verb::claim, {}, {"agnt", "li"}}) == errc::not_authorised);
  CHECK(d.hands({id, 1, {}, task_verb::claim, {}, {"engineer", "wang"}}) == errc::not_authorised);
  CHECK(d.hands({id, 1, {}, task_verb::claim, {}, {"agent", long_name}}) == errc::limit);
  CHECK(d.hands({id, 1, {}, task_verb::claim, {}, {"agent", no_text}}) == errc::invalid_data);
  CHECK(d.hands({id, 1, {}, task_verb::claim, {}, {"agent", "li", "sun"}}) == errc::invalid_data);
  CHECK(d.hands({id, 1, {}, task_verb::claim, "sun", li}) == errc::invalid_data);
  CHECK(d.hands({id, 1, {}, task_verb::hand_on, long_name, li}) == errc::limit);
  CHECK(d.hands({id, 1, {}, task_verb::hand_on, no_text, li}) == errc::invalid_data);
  CHECK(d.hands({id, 1, {}, task_verb::hand_on, "", li}) == errc::invalid_data);
  CHECK(d.hands({id, 1, {}, task_verb::give_back, {}, li}) == errc::task_not_held);
  CHECK(d.hands({case_id{99}, 1, {}, task_verb::claim, {}, li}) == errc::unknown_case);
  CHECK(d.count("event_refused") == 14); // a case that there is not has no trail
  const snapshot& after = *d.service.look(id);
  CHECK(after.revision == before.revision);
  REQUIRE(after.tasks.size() == 1);
  CHECK(after.tasks[0].person.empty());
}

TEST_CASE("forms: all violations at once, each with its field; nothing changes") {
  work_desk d;
  const case_id id = d.open_case("R-1", "2026-03-02T10:00+08:00");
  const instant now = at("2026-03-02T10:30+08:00");
  REQUIRE(d.service.send({id, "taken", {}, {"agent", "li"}, {}, {}}, now).ok());
  const auto filed = [&](value_record data) {
    const status sent =
        d.service.send({id, "filed", std::move(data), {"engineer", "wang"}, {}, {}}, now);
    if (sent.ok())
      return std::string{};
    CHECK(sent.error().code == errc::invalid_data);
    return sent.error().message;
  };
  CHECK(filed({{"outcome", value{"open"}},
               {"hours", value{25}},
               {"phone", value{"x1"}},
               {"colour", value{"red"}}}) ==
        "colour: there is no field \"colour\"; hours: 25 is more than 24; "
        "phone: \"x1\" does not match the pattern [0-9]+; "
        "left: is required, as outcome == \"open\"");
  CHECK(filed({{"outcome", value{"open"}}, {"left", value{"五个字以上的"}}}) ==
        "left: the text has 6 characters; at most 5 are allowed");
  CHECK(filed({}) == "outcome: is required");
  CHECK(filed({{"outcome", value{"done"}}, {"left", value{no_text}}}) ==
        "left: the text is not valid UTF-8");
  CHECK(filed({{"outcome", value{"done"}}, {"phone", value{std::string(65'537, '1')}}}) ==
        "phone: the text has 65537 bytes; at most 65536 are allowed");
  CHECK(d.service.look(id)->counts[1] == 0);
  CHECK(filed({{"outcome", value{"open"}}, {"left", value{"five5"}}}).empty());
}

TEST_CASE("forms: what is required may depend on the case as well") {
  work_desk d;
  const case_id id = d.open_case("R-1", "2026-03-02T10:00+08:00",
                                 {{"severity", value{"major"}}, {"reason", value{"fire"}}});
  const instant now = at("2026-03-02T10:30+08:00");
  REQUIRE(d.service.send({id, "taken", {}, {"agent", "li"}, {}, {}}, now).ok());
  const status sent = d.service.send({id,
                                      "filed",
                                      {{"outcome", value{"open"}}, {"left", value{"x"}}},
                                      {"engineer", "wang"},
                                      {},
                                      {}},
                                     now);
  REQUIRE_FALSE(sent.ok());
  CHECK(sent.error().message ==
        "cause: is required, as outcome == \"open\" && severity == \"major\"");
}

TEST_CASE("data: required under a condition, when opened and when set") {
  work_desk d;
  const auto opened = d.service.open({"repair", "R-1", {{"severity", value{"major"}}}, {}},
                                     at("2026-03-02T10:00+08:00"));
  REQUIRE_FALSE(opened.ok());
  CHECK(opened.error().message == "reason: is required, as severity == \"major\"");
  const case_id id = d.open_case("R-2", "2026-03-02T10:00+08:00");
  const instant now = at("2026-03-02T10:30+08:00");
  CHECK(d.service.set({id, {{"severity", value{"major"}}}, {}}, now).error().code ==
        errc::invalid_data);
  CHECK(
      d.service.set({id, {{"severity", value{"major"}}, {"reason", value{"fire"}}}, {}}, now).ok());
  CHECK_FALSE(d.service.set({id, {{"reason", value{}}}, {}}, now).ok());
  CHECK_FALSE(d.service.set({id, {{"tags", value{value_list{"a", "b", "c"}}}}, {}}, now)
                  .ok()); // at most two
}

TEST_CASE("data: what always has a value cannot be cleared by the host") {
  work_desk d;
  const case_id id = d.open_case("R-1", "2026-03-02T10:00+08:00");
  const status cleared =
      d.service.set({id, {{"severity", value{}}}, {}}, at("2026-03-02T10:01+08:00"));
  REQUIRE(!cleared.ok());
  CHECK(cleared.error().code == errc::invalid_data);
  CHECK(cleared.error().message ==
        "severity: \"severity\" always has a value and cannot be cleared");
  CHECK(d.service.look(id)->fields[0] == value{"general"});
}

TEST_CASE("hands: an exclusive task is no bar to events that do not do it") {
  desk d{R"(caseclock: 1
workflow: ticket
roles: [agent]
data: {subject: string}
events: {noted: {by: agent}, done: {by: agent}}
initial: open
states:
  open:
    task: {role: agent, exclusive: true}
    on: {noted: {do: [{log: noted}]}, done: over}
  over: {type: final}
)"};
  const instant now = at("2026-03-02T10:00+08:00");
  const case_id id = d.open("T", "2026-03-02T10:00+08:00");
  REQUIRE(d.service.change_hands({id, 1, {}, task_verb::claim, {}, {"agent", "li"}}, now).ok());
  CHECK(d.service.send({id, "noted", {}, {"agent", "mo"}}, now).ok());
  CHECK(d.service.send({id, "done", {}, {"agent", "mo"}}, now).error().code == errc::task_taken);
  CHECK(d.service.send({id, "done", {}, {"agent", "li"}}, now).ok());
}

TEST_CASE("events: made for another step or version of what the case runs") {
  work_desk d;
  const case_id id = d.open_case("R-1", "2026-03-02T10:00+08:00");
  const instant now = at("2026-03-02T10:30+08:00");
  const auto send = [&](std::optional<std::uint64_t> step, std::optional<std::int64_t> version) {
    return d.service.send({id, "taken", {}, {"agent", "li"}, step, version}, now);
  };
  const status other = send({}, 2);
  REQUIRE_FALSE(other.ok());
  CHECK(other.error().code == errc::stale);
  CHECK(other.error().message ==
        "made for version 2 of workflow \"repair\"; the case runs version 3");
  const std::uint64_t seen = d.service.look(id)->step;
  CHECK(send(seen + 5, {}).error().code == errc::stale);
  REQUIRE(d.service.set({id, {{"severity", value{"general"}}}, {}}, now).ok());
  CHECK(send(seen, {}).error().code == errc::stale);
  CHECK(d.service.states(id) == std::vector<std::string_view>{"reception"});
  CHECK(send(d.service.look(id)->step, 3).ok());
}

TEST_CASE("requests: names that are too long or no text are refused and told legibly") {
  work_desk d;
  const case_id id = d.open_case("R-1", "2026-03-02T10:00+08:00");
  const instant now = at("2026-03-02T10:30+08:00");
  std::vector<std::string> trail;
  d.service.subscribe({.kinds = {record_kind::event_refused}},
                      [&](const publication& told) { trail.push_back(to_json(told)); });
  const auto code = [&](const event_request& request) {
    const status sent = d.service.send(request, now);
    REQUIRE_FALSE(sent.ok());
    return sent.error().code;
  };
  CHECK(code({id, long_name, {}, {"agent", "li"}, {}, {}}) == errc::limit);
  CHECK(code({id, no_text, {}, {"agent", "li"}, {}, {}}) == errc::invalid_data);
  CHECK(code({id, "taken", {}, {no_text, "li"}, {}, {}}) == errc::invalid_data);
  CHECK(code({id, "taken", {}, {long_name, "li"}, {}, {}}) == errc::limit);
  CHECK(code({id, "taken", {}, {"agent", no_text}, {}, {}}) == errc::invalid_data);
  CHECK(code({id, "taken", {}, {"agent", "li", no_text}, {}, {}}) == errc::invalid_data);
  CHECK(code({id, "taken", {}, {"agent", "", "sun"}, {}, {}}) == errc::invalid_data);
  REQUIRE(trail.size() == 7);
  for (const std::string& each : trail) {
    CHECK(is_utf8(each));
    CHECK(each.size() < 4'000);
  }
  CHECK(trail[1].find("\"event\":\"w\xEF\xBF\xBD\"") != std::string::npos);
  CHECK(d.service.open({"repair", no_text, {}, {}}, now).error().code == errc::invalid_data);
  CHECK(d.service.open({no_text, "R-2", {}, {}}, now).error().code == errc::invalid_data);
  CHECK(d.service.open({"repair", long_name, {}, {}}, now).error().code == errc::limit);
  CHECK(d.service.open({"repair", "R-2", {}, {"agent", "li", "sun"}}, now).error().code ==
        errc::not_authorised);
}

TEST_CASE("hands: asked from inside a subscriber, a task changes hands behind the record") {
  work_desk d;
  d.service.subscribe({.kinds = {record_kind::task_offered}}, [&](const publication& told) {
    CHECK(d.service
              .change_hands({told.record.subject, 1, {}, task_verb::claim, {}, {"agent", "li"}},
                            told.record.at)
              .ok());
  });
  const case_id id = d.open_case("R-1", "2026-03-02T10:00+08:00");
  REQUIRE(d.service.tasks(id).size() == 1);
  CHECK(d.service.tasks(id)[0].person == "li");
}
