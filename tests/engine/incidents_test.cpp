// Incidents between cases, and a store that fails while one is ended (rules S13, S15, D1).
#include <algorithm>

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
        CHECK(
            (first.ok() || first.error().code == errc::io)); // it is ended; the rest goes on below
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

namespace {

constexpr const char* catching_up_yaml = R"(caseclock: 1
workflow: slow
roles: [agent]
calendar: always
calendars: {always: {zone: UTC, hours: always}}
data: {n: {type: int, default: 0}}
events:
  later: {by: agent}
  bad: {by: agent}
  remind: {internal: true}
  note: {by: agent}
initial: waiting
states:
  waiting:
    after: {1h: done}
    on:
      later: {do: [{send: {event: remind, after: 40m}}]}
      remind: {do: [{log: reminded}]}
      note: {do: [{log: noted}]}
      bad: {do: [{set: {n: 1 / n}}]}
  done: {type: final}
clocks:
  answer: {target: 2h, start: {enter: waiting}, stop: {enter: done}}
)";

constexpr const char* busy_yaml = R"(caseclock: 1
workflow: busy
roles: [agent]
calendar: always
calendars: {always: {zone: UTC, hours: always}}
data: {n: {type: int, default: 0}}
events: {hurt: {by: agent}, out: {by: agent}}
initial: working
states:
  working:
    invoke: {workflow: helper, id: help}
    exit: [{send: {event: gone, to: {key: '"nowhere"'}}}]
    on:
      hurt: {do: [{set: {n: 1 / n}}]}
      done.help: over
      out: left
  left: {on: {hurt: over}}
  over: {type: final}
clocks:
  work: {target: 1h, start: {enter: working}, stop: {enter: over}}
)";

constexpr const char* helper_yaml = R"(caseclock: 1
workflow: helper
roles: [agent]
data: {of: {type: int, default: 1, max: 3}}
events: {helped: {by: agent}}
initial: helping
states: {helping: {on: {helped: over}}, over: {type: final}}
)";

constexpr const char* asking_yaml = R"(caseclock: 1
workflow: asking
roles: [agent]
data: {n: {type: int, default: 5}}
events: {stop: {by: agent}}
initial: working
states:
  working:
    invoke: {workflow: helper, id: help, with: {of: n}}
    on: {done.help: over, stop: over}
  over: {type: final}
)";

std::ptrdiff_t place(const family& all, std::string_view words) {
  const auto found = std::find_if(all.told.begin(), all.told.end(), [&](const std::string& each) {
    return each.find(words) != std::string::npos;
  });
  REQUIRE(found != all.told.end());
  return found - all.told.begin();
}

} // namespace

TEST_CASE("S13 C16 a case catches up in order of time, whatever it sends meanwhile") {
  for (const bool sends : {false, true}) {
    CAPTURE(sends);
    family all({catching_up_yaml});
    all.open("slow", "S", {}, monday);
    if (sends)
      REQUIRE(all.send("S", "later", {}, {"agent", ""}, monday).ok());
    CHECK(!all.send("S", "bad", {}, {"agent", ""}, monday + 30 * minute).ok());
    REQUIRE(all.service->skip(about(all, "S"), monday + 4 * 60 * minute).ok());
    CHECK(all.said("clock answer MET"));
    CHECK(!all.said("BREACH"));
    CHECK(all.said("late"));
    CHECK(all.look("S").changed == monday + 60 * minute);
    if (sends)
      CHECK(place(all, "S note: reminded") < place(all, "S leaves waiting"));
  }
}

TEST_CASE("S13 C11 what reaches a frozen case is taken as of then, behind what fell due before") {
  family all({busy_yaml, helper_yaml});
  all.open("busy", "B", {}, monday);
  CHECK(!all.send("B", "hurt", {}, {"agent", ""}, monday + 30 * minute).ok());
  REQUIRE(all.send("B/help", "helped", {}, {"agent", ""}, monday + 180 * minute).ok());
  CHECK(all.look("B").deferred.size() == 1);
  bool restarts = false;
  SUBCASE("at once") {}
  SUBCASE("after a restart") {
    restarts = true;
  }
  if (restarts)
    all.start();
  REQUIRE(all.service->skip(about(all, "B"), monday + 240 * minute).ok());
  CHECK(all.said("B BREACH clock work"));
  CHECK(all.look("B").clocks[0].breached_at == monday + 60 * minute);
  CHECK(all.look("B").changed >= monday + 180 * minute);
  CHECK(place(all, "B BREACH clock work") < place(all, "B leaves working"));
  CHECK(all.states("B") == "over");
}

TEST_CASE("S15 the child of a state that was left ends, though its parent is frozen") {
  family all({busy_yaml, helper_yaml});
  all.open("busy", "B", {}, monday);
  CHECK(all.send("B", "out", {}, {"agent", ""}, monday + minute).ok());
  CHECK(all.look("B").status == case_status::frozen); // nobody answers to error.send
  CHECK(all.look("B/help").cancelled.has_value());
  CHECK(all.look("B").outgoing.size() == 1); // what could not be sent, for a retry
}

TEST_CASE("S13 S15 a child that could not be opened is asked for anew by a retry, gone by a skip") {
  family all({asking_yaml, helper_yaml});
  all.open("asking", "A", {}, monday);
  REQUIRE(all.look("A").status == case_status::frozen); // 5 is more than 3
  SUBCASE("retried, with mended data") {
    (void)all.service->retry(about(all, "A"), monday + minute); // with the data as they were
    CHECK(all.look("A").status == case_status::frozen);
    REQUIRE(all.service->set({*all.service->find("A"), {{"n", value{2}}}, {}}, monday).ok());
    REQUIRE(all.service->retry(about(all, "A"), monday + 2 * minute).ok());
    CHECK(all.look("A").status == case_status::open);
    CHECK(all.look("A/help").fields[0] == value{2});
    CHECK(all.look("A").children.size() == 1);
    REQUIRE(all.send("A/help", "helped", {}, {"agent", ""}, monday + 3 * minute).ok());
    CHECK(all.look("A").status == case_status::closed);
  }
  SUBCASE("skipped") {
    REQUIRE(all.service->skip(about(all, "A"), monday + minute).ok());
    CHECK(all.look("A").children.empty());
    CHECK(all.look("A").outgoing.empty());
    REQUIRE(all.send("A", "stop", {}, {"agent", ""}, monday + minute).ok());
    CHECK(!all.said("needs its child"));
  }
}
