#include <doctest/doctest.h>

#include "engine/desk.hpp"

using namespace test;

TEST_CASE("engine: a case is opened, worked on and closed, and every record is told in order") {
  desk d;
  const case_id id = d.open("T-1", "2026-03-02T10:00+08:00");
  CHECK(d.service.states(id) == std::vector<std::string_view>{"waiting"});
  CHECK(d.service.events(id, "agent") ==
        std::vector<std::string_view>{"answered", "handed_on", "broken"});
  CHECK(d.service.events(id, "lead").size() == 4);
  CHECK(d.service.events(id, "nobody").empty());
  REQUIRE(d.service.tasks(id).size() == 1);
  const auto work = d.service.tasks_of("agent");
  REQUIRE(work.size() == 1);
  CHECK(work.front().subject == id);

  const status sent = d.service.send({id, "answered", {{"hours", value{2}}}, {"agent", "li"}},
                                     at("2026-03-02T11:00+08:00"));
  CHECK(sent.ok());
  CHECK(d.service.look(id)->status == case_status::closed);
  CHECK(d.service.look(id)->fields[2] == value{2});
  CHECK(d.service.tasks(id).empty());
  for (std::size_t i = 0; i < d.told.size(); ++i)
    CHECK(d.told[i].starts_with(std::to_string(i + 1) + " "));
  CHECK(d.store.journal().size() == d.told.size());
}

TEST_CASE(
    "S11 an input stamped t fires what was due strictly before t, advance also what is due at t") {
  desk d;
  const case_id id = d.open("T-1", "2026-03-02T10:00+08:00"); // due 14:00, half at 12:00
  CHECK(d.service.next_deadline() == at("2026-03-02T12:00+08:00"));
  CHECK(d.service.send({id, "raised_priority", {}, {"agent", ""}}, at("2026-03-02T12:00+08:00"))
            .error()
            .code == errc::not_authorised);
  CHECK(d.count("sla_warning") == 0);
  d.service.advance(at("2026-03-02T12:00+08:00"));
  CHECK(d.count("sla_warning") == 1);
  CHECK(d.service.next_deadline() == at("2026-03-02T14:00+08:00"));
  const status sent = d.service.send({id, "answered", {{"hours", value{1}}}, {"agent", ""}},
                                     at("2026-03-02T14:00+08:00"));
  CHECK(sent.ok()); // C5: a stop exactly at due is met
  CHECK(d.count("sla_breached") == 0);
}

TEST_CASE("C5 C11 a breach that was told stays told") {
  desk d;
  const case_id id = d.open("T-1", "2026-03-02T10:00+08:00");
  d.service.advance(at("2026-03-02T14:00+08:00"));
  CHECK(d.count("sla_breached") == 1);
  CHECK(d.service
            .send({id, "answered", {{"hours", value{1}}}, {"agent", ""}},
                  at("2026-03-02T14:00+08:00"))
            .ok());
  CHECK(d.service.clocks(id, at("2026-03-02T14:00+08:00")).front().state == clock_state::missed);
}

TEST_CASE("S11 simultaneous timers of several cases fire in order of case id") {
  desk d;
  for (const char* key : {"b", "a", "c"})
    d.open(key, "2026-03-02T10:00+08:00");
  d.told.clear();
  d.service.advance(at("2026-03-02T12:00+08:00"));
  std::vector<std::string> warned;
  for (const std::string& each : d.told) {
    if (each.find("sla_warning") != std::string::npos)
      warned.push_back(each.substr(each.rfind(' ') + 1));
  }
  CHECK(warned == std::vector<std::string>{"b", "a", "c"});
}

TEST_CASE("C16 catching up after downtime: late milestones keep their due time") {
  desk d;
  d.open("T-1", "2026-03-02T10:00+08:00");
  std::vector<sla_breached> breaches;
  d.service.subscribe({{record_kind::sla_breached}, {"ticket"}}, [&](const publication& p) {
    breaches.push_back(*std::get_if<sla_breached>(&p.record.body));
    CHECK(p.record.at == at("2026-03-02T14:00+08:00"));
  });
  d.service.advance(at("2026-03-09T09:00+08:00"));
  REQUIRE(breaches.size() == 1);
  CHECK(breaches[0].due == at("2026-03-02T14:00+08:00"));
  CHECK(breaches[0].late == at("2026-03-09T09:00+08:00"));
}

TEST_CASE("C17 the wall clock going back moves nothing back and fires nothing twice") {
  desk d;
  d.open("T-1", "2026-03-02T10:00+08:00");
  d.service.advance(at("2026-03-02T15:00+08:00"));
  const std::size_t told = d.told.size();
  d.service.advance(at("2026-03-02T11:00+08:00"));
  CHECK(d.told.size() == told);
  CHECK(d.service.now() == at("2026-03-02T15:00+08:00"));
  const case_id second = d.open("T-2", "2026-03-02T11:00+08:00");
  CHECK(d.service.look(second)->opened == at("2026-03-02T15:00+08:00"));
}

TEST_CASE("engine: advance keeps to its budget and goes on where it stopped") {
  desk d;
  for (int i = 0; i < 10; ++i)
    d.open("T-" + std::to_string(i), "2026-03-02T10:00+08:00");
  progress made = d.service.advance(at("2026-03-02T12:00+08:00"), 3);
  CHECK(made.fired == 3);
  CHECK(!made.finished);
  CHECK(d.service.next_deadline() == at("2026-03-02T12:00+08:00"));
  made = d.service.advance(at("2026-03-02T12:00+08:00"), 100);
  CHECK(made.fired == 7);
  CHECK(made.finished);
  CHECK(d.count("sla_warning") == 10);
}

TEST_CASE("S12 refusals: each with its code, told and stored, and nothing changed") {
  desk d;
  const case_id id = d.open("T-1", "2026-03-02T10:00+08:00");
  const auto refused = [&](event_request request) {
    request.subject = id;
    const snapshot before = *d.service.look(id);
    const status outcome = d.service.send(request, at("2026-03-02T10:30+08:00"));
    REQUIRE(!outcome.ok());
    CHECK(d.service.look(id)->active == before.active);
    CHECK(d.service.look(id)->fields == before.fields);
    return outcome.error();
  };
  CHECK(refused({{}, "answerd", {}, {"agent", ""}}).code == errc::unknown_event);
  CHECK(refused({{}, "answerd", {}, {"agent", ""}}).message.find("did you mean \"answered\"") !=
        std::string::npos);
  CHECK(refused({{}, "answered", {}, {"agent", ""}}).code == errc::invalid_data);
  CHECK(refused({{}, "answered", {{"hours", value{"many"}}}, {"agent", ""}}).code ==
        errc::invalid_data);
  CHECK(refused({{}, "answered", {{"hours", value{-1}}}, {"agent", ""}}).code ==
        errc::invalid_data);
  CHECK(refused({{}, "answered", {{"hours", value{1}}, {"x", value{1}}}, {"agent", ""}}).code ==
        errc::invalid_data);
  CHECK(refused({{}, "raised_priority", {}, {"agent", ""}}).code == errc::not_authorised);
  CHECK(refused({{}, "raised_priority", {}, {"boss", ""}}).code == errc::not_authorised);
  CHECK(d.count("event_refused") == 8);
  CHECK(d.service.send({case_id{77}, "answered", {}, {}}, at("2026-03-02T10:30+08:00"))
            .error()
            .code == errc::unknown_case);
  CHECK(d.service.find("T-9").error().code == errc::unknown_case);
}

TEST_CASE("engine: openings that are refused leave nothing behind") {
  desk d;
  const instant when = at("2026-03-02T10:00+08:00");
  CHECK(d.service.open({"tiket", "x", {}, {}}, when).error().message.find("ticket") !=
        std::string::npos);
  CHECK(d.service.open({"ticket", "x", {}, {}}, when).error().code == errc::invalid_data);
  d.open("x", "2026-03-02T10:00+08:00");
  CHECK(d.service.open({"ticket", "x", {{"subject", value{"s"}}}, {}}, when).error().code ==
        errc::duplicate_case);
  CHECK(d.service
            .open({"ticket", "y", {{"subject", value{"s"}}}, {}},
                  instant{} - std::chrono::days{40'000})
            .error()
            .code == errc::invalid_argument);
  CHECK(d.service.case_count() == 1);
}

TEST_CASE("engine: a key that a host has chosen is not given out again") {
  desk d;
  const case_id chosen = d.open("ticket-2", "2026-03-02T10:00+08:00");
  const case_id given = d.open("", "2026-03-02T10:00+08:00");
  CHECK(d.service.look(given)->key == "ticket-3");
  CHECK(d.service.find("ticket-2").value_or(case_id::none) == chosen);
  const case_id next = d.open("", "2026-03-02T10:00+08:00");
  CHECK(d.service.look(next)->key == "ticket-4");
}

TEST_CASE("S13 a failing action rolls back and freezes the case, which says so") {
  desk d;
  const case_id id = d.open("T-1", "2026-03-02T10:00+08:00");
  const status broken =
      d.service.send({id, "broken", {}, {"agent", ""}}, at("2026-03-02T10:10+08:00"));
  CHECK(broken.error().code == errc::incident);
  CHECK(d.service.look(id)->status == case_status::frozen);
  CHECK(d.count("incident_raised") == 1);
  CHECK(d.service.send({id, "raised_priority", {}, {"lead", ""}}, at("2026-03-02T10:20+08:00"))
            .error()
            .code == errc::case_frozen);
  CHECK(!d.service.next_deadline());
}

TEST_CASE("engine: a workflow opens a detached case behind its own macrostep") {
  desk d;
  const case_id id = d.open("T-1", "2026-03-02T10:00+08:00");
  CHECK(d.service.send({id, "handed_on", {}, {"agent", ""}}, at("2026-03-02T10:10+08:00")).ok());
  const auto child = d.service.find("ticket-2");
  REQUIRE(child.ok());
  CHECK(d.service.states(*child) == std::vector<std::string_view>{"waiting"});
  CHECK(d.service.look(*child)->fields[0] == value{"printer"});
  CHECK(d.told.back().ends_with(" ticket-2"));
}

TEST_CASE("S1 what a subscriber asks for is queued behind the record it is told of") {
  desk d;
  const case_id id = d.open("T-1", "2026-03-02T10:00+08:00");
  status asked;
  d.service.subscribe({{record_kind::sla_warning}, {}}, [&](const publication& p) {
    const std::size_t before = d.store.journal().size();
    asked = d.service.send({id, "raised_priority", {}, {"lead", ""}}, p.record.at);
    CHECK(d.store.journal().size() == before); // not re-entrant
  });
  d.service.advance(at("2026-03-02T12:00+08:00"));
  CHECK(asked.ok());
  CHECK(d.service.look(id)->fields[1] == value{"high"});
  CHECK(d.count("sla_breached") == 1); // two hours used, one is allowed now
}

TEST_CASE("engine: subscribers by kind and workflow, and unsubscribing") {
  desk d;
  int opened = 0;
  int other = 0;
  const subscription_id id = d.service.subscribe({{record_kind::case_opened}, {"ticket"}},
                                                 [&](const publication&) { ++opened; });
  d.service.subscribe({{}, {"else"}}, [&](const publication&) { ++other; });
  d.open("a", "2026-03-02T10:00+08:00");
  CHECK(opened == 1);
  CHECK(d.service.unsubscribe(id));
  CHECK(!d.service.unsubscribe(id));
  d.open("b", "2026-03-02T10:00+08:00");
  CHECK(opened == 1);
  CHECK(other == 0);
}
