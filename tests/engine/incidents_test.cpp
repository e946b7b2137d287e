// Incidents between cases, and a store that fails while one is ended (rules S13, S15, D1).
#include <doctest/doctest.h>

#include "engine/family.hpp"

using namespace test;

namespace {

/// Divides by what a host may mend.
constexpr const char* divider_yaml = R"(caseclock: 1
workflow: divider
roles: [agent]
data: {by: {type: int, default: 0}, got: int}
events:
  divide: {by: agent, with: {what: {type: int, required: true}}}
  rest: {by: agent}
initial: ready
states:
  ready:
    on:
      divide: {to: divided, do: [{set: {got: event.what / by}}]}
      rest: over
    after: {1h: {do: [{log: "an hour has passed"}]}}
  divided: {on: {rest: over}}
  over: {type: final}
)";

constexpr const char* asker_yaml = R"(caseclock: 1
workflow: asker
roles: [agent]
events: {ask: {by: agent}}
initial: idle
states:
  idle: {on: {ask: {do: [{send: {event: divide, to: {key: '"D"'}, with: {what: 12}}}, {log: asked}]}}}
)";

incident_request about(family& all, const char* key) {
  return {*all.service->find(key), {"agent", "li"}};
}

void ask(family& all) {
  all.open("divider", "D", {}, monday);
  all.open("asker", "A", {}, monday);
  REQUIRE(all.send("A", "ask", {}, {"agent", ""}, monday).ok());
}

} // namespace

TEST_CASE("S13 S15 an event from another case that fails freezes the receiver, not the sender") {
  family all({asker_yaml, divider_yaml});
  ask(all);
  CHECK(all.look("A").status == case_status::open);
  CHECK(all.look("A").outgoing.empty()); // it has arrived: it is the receiver's now
  REQUIRE(all.look("D").status == case_status::frozen);
  CHECK(all.look("D").incident->message.find("division by zero") != std::string::npos);

  SUBCASE("retried with mended data it is the sender's event still") {
    CHECK(!all.service->retry(about(all, "D"), monday + minute).ok()); // as it was
    CHECK(all.look("D").status == case_status::frozen);
    REQUIRE(all.service->set({*all.service->find("D"), {{"by", value{4}}}, {}}, monday).ok());
    CHECK(all.service->retry(about(all, "D"), monday + 2 * minute).ok());
    CHECK(all.look("D").fields[1] == value{3});
    CHECK(all.said("D A divide"));
    CHECK(all.states("D") == "divided");
  }
  SUBCASE("skipped it is gone, and the sender hears nothing of it") {
    const std::uint64_t steps = all.look("A").step;
    CHECK(all.service->skip(about(all, "D"), monday + minute).ok());
    CHECK(all.states("D") == "ready");
    CHECK(all.look("D").deferred.empty());
    CHECK(all.look("A").step == steps);
  }
  SUBCASE("what comes meanwhile waits, in order, and is taken when it is well again") {
    REQUIRE(all.send("A", "ask", {}, {"agent", ""}, monday + minute).ok());
    CHECK(all.look("D").deferred.size() == 1);
    CHECK(all.look("A").outgoing.empty());
    REQUIRE(all.service->set({*all.service->find("D"), {{"by", value{6}}}, {}}, monday).ok());
    CHECK(all.service->skip(about(all, "D"), monday + 2 * minute).ok());
    CHECK(all.look("D").fields[1] == value{2}); // the one that waited
    CHECK(all.states("D") == "divided");
  }
  SUBCASE("what waited can fail as well: it is the next incident, and the first stays ended") {
    REQUIRE(all.send("A", "ask", {}, {"agent", ""}, monday + minute).ok());
    CHECK(all.service->skip(about(all, "D"), monday + 2 * minute).ok());
    CHECK(all.look("D").status == case_status::frozen);
    CHECK(all.look("D").deferred.empty()); // the incident holds it
    CHECK(all.times("D li (agent) gives it up: divide") == 1);
    REQUIRE(all.service->set({*all.service->find("D"), {{"by", value{6}}}, {}}, monday).ok());
    CHECK(all.service->retry(about(all, "D"), monday + 3 * minute).ok());
    CHECK(all.states("D") == "divided");
  }
  SUBCASE("a restart between changes nothing") {
    REQUIRE(all.send("A", "ask", {}, {"agent", ""}, monday + minute).ok());
    all.start();
    CHECK(all.look("D").status == case_status::frozen);
    REQUIRE(all.service->set({*all.service->find("D"), {{"by", value{3}}}, {}}, monday).ok());
    CHECK(all.service->retry(about(all, "D"), monday + 2 * minute).ok());
    CHECK(all.look("D").fields[1] == value{4});
  }
}

TEST_CASE("S13 a frozen parent hears of its child when it thaws") {
  family all;
  all.open("repair", "R", {{"customer", value{"ACME"}}}, monday);
  REQUIRE(all.send("R", "repaired", {}, {"agent", ""}, monday).ok());
  // A note that nothing can take in: its sender is told, and nothing answers.
  REQUIRE(all.service->cancel({*all.service->find("R/visit"), "", {}}, monday).ok());
  REQUIRE(all.look("R").status == case_status::frozen);
  CHECK(all.look("R").children.size() == 1); // until it has heard
  CHECK(all.service->skip(about(all, "R"), monday + minute).ok());
  CHECK(all.look("R").status == case_status::open);
  CHECK(all.look("R").children.empty());
  CHECK(all.states("R") == "visiting");
}

TEST_CASE("S13 a store that fails while an incident is ended: as if it had not been tried") {
  for (const bool skips : {false, true}) {
    for (int point = 0; point < 3; ++point) {
      CAPTURE(skips);
      CAPTURE(point);
      family all({asker_yaml, divider_yaml});
      ask(all);
      REQUIRE(all.send("A", "ask", {}, {"agent", ""}, monday + minute).ok());
      REQUIRE(all.service->set({*all.service->find("D"), {{"by", value{4}}}, {}}, monday).ok());
      const std::vector<std::string> told = all.told;
      all.store.fails_in = point;
      const auto end_it = [&] {
        return skips ? all.service->skip(about(all, "D"), monday + 2 * minute)
                     : all.service->retry(about(all, "D"), monday + 2 * minute);
      };
      const status first = end_it();
      if (point == 0) {
        CHECK(first.error().code == errc::io);
        CHECK(all.told == told);
        CHECK(all.look("D").status == case_status::frozen);
        all.start(); // and the store's copy is the same
        CHECK(end_it().ok());
      } else {
        CHECK(first.ok()); // all of it is one batch
      }
      all.store.fails_in = -1;
      all.service->advance(monday + 2 * minute);
      CHECK(all.look("D").status == case_status::open);
      CHECK(all.look("D").fields[1] == value{3});
      CHECK(all.look("D").deferred.size() == 0);
      CHECK(all.store.inner.load(*all.service->find("D"))->status == case_status::open);
      const auto& journal = all.store.inner.journal();
      for (std::size_t i = 0; i < journal.size(); ++i)
        CHECK(journal[i].sequence == i + 1);
    }
  }
}

TEST_CASE(
    "S13 C16 timers that fell due while a case was frozen are told late, with their due time") {
  family all({asker_yaml, divider_yaml});
  ask(all);
  all.service->advance(monday + 90 * minute);
  CHECK(!all.said("an hour has passed"));
  CHECK(all.service->skip(about(all, "D"), monday + 90 * minute).ok());
  CHECK(all.times("D note: an hour has passed") == 1);
  CHECK(all.said("late"));
}
