// Events on their way: to oneself, to others, at once and later (rule S15, the action `send`).
#include <doctest/doctest.h>

#include "engine/family.hpp"

using namespace test;

namespace {

constexpr const char* reminder_yaml = R"(caseclock: 1
workflow: reminder
roles: [agent]
events:
  sent: {by: agent}
  answered: {by: agent}
  twice: {by: agent}
  chased: {internal: true, with: {times: {type: int, required: true}}}
  first: {internal: true}
  second: {internal: true}
initial: idle
states:
  idle:
    on:
      sent: {to: waiting, do: [{send: {event: chased, with: {times: 3}, after: 30m, id: chase}}]}
      twice: {to: waiting, do: [{send: first}, {send: second}, {log: "both are on their way"}]}
  waiting:
    on:
      answered: {to: idle, do: [{cancel: chase}]}
      chased: {to: late, do: [{log: "chased {{event.times}} times"}]}
      first: {do: [{log: "first"}]}
      second: {do: [{log: "second"}]}
    after: {30m: {do: [{log: "half an hour"}]}}
  late: {on: {answered: over}}
  over: {type: final}
)";

constexpr const char* caller_yaml = R"(caseclock: 1
workflow: caller
roles: [agent]
data: {trouble: string}
events:
  call: {by: agent, with: {whom: {type: string, required: true}}}
  call_parent: {by: agent}
  boss: {by: agent}
initial: idle
states:
  idle:
    on:
      call: {do: [{send: {event: rings, to: {key: event.whom}, with: {loud: true}}}]}
      call_parent: {do: [{send: {event: rings, to: parent}}]}
      boss: careful
  careful:
    on:
      call: {do: [{send: {event: rings, to: {key: event.whom}, with: {loud: true}}}]}
      error.send: {do: [{set: {trouble: 'event.event + ": " + event.code'}}]}
)";

/// What it hears must say why, if it is urgent.
constexpr const char* pager_yaml = R"(caseclock: 1
workflow: pager
roles: [agent]
events:
  rings:
    by: agent
    with: {loud: {type: bool, required: true}, why: {type: string, required: event.loud}}
initial: quiet
states: {quiet: {on: {rings: ringing}}, ringing: {}}
)";

constexpr const char* phone_yaml = R"(caseclock: 1
workflow: phone
roles: [agent]
events:
  rings: {by: agent, with: {loud: {type: bool, required: true}}}
  unplugged: {by: agent}
  breaks: {by: agent}
initial: quiet
states:
  quiet:
    on:
      rings: ringing
      breaks: {do: [{set: {n: 1 / n}}]}
  ringing: {on: {unplugged: gone}}
  gone: {type: final}
data: {n: {type: int, default: 0}}
)";

constexpr const char* echo_yaml = R"(caseclock: 1
workflow: echo
roles: [agent]
data: {other: {type: string, required: true}, heard: {type: int, default: 0}}
events:
  shout: {by: agent}
initial: idle
states:
  idle:
    on:
      shout: {do: [{set: {heard: heard + 1}}, {send: {event: shout, to: {key: other}}}]}
)";

} // namespace

TEST_CASE("S15 an event sent to oneself is a macrostep of its own, before the call returns") {
  family all({reminder_yaml});
  all.open("reminder", "R", {}, monday);
  REQUIRE(all.send("R", "twice", {}, {"agent", ""}, monday).ok());
  CHECK(all.told == std::vector<std::string>{
                        "R opened: reminder", "R enters idle", "R agent twice",
                        "R transition from idle to waiting", "R leaves idle",
                        "R sends first to itself", "R sends second to itself",
                        "R note: both are on their way", "R enters waiting", "R R first",
                        "R transition in waiting, which goes on", "R note: first", "R R second",
                        "R transition in waiting, which goes on", "R note: second"});
  CHECK(all.look("R").outgoing.empty());
  CHECK(all.look("R").step == 4);
}

TEST_CASE("S15 a delayed event comes at its time, after the timers of that instant") {
  family all({reminder_yaml});
  all.open("reminder", "R", {}, monday);
  REQUIRE(all.send("R", "sent", {}, {"agent", ""}, monday).ok());
  CHECK(all.service->next_deadline() == monday + 30 * minute);
  all.service->advance(monday + 29 * minute);
  CHECK(all.states("R") == "waiting");
  all.service->advance(monday + 30 * minute);
  CHECK(all.states("R") == "late");
  const auto place = [&](const char* words) {
    return std::find(all.told.begin(), all.told.end(), words) - all.told.begin();
  };
  CHECK(place("R note: half an hour") < place("R note: chased 3 times"));
  CHECK(place("R note: chased 3 times") < static_cast<std::ptrdiff_t>(all.told.size()));
}

TEST_CASE("S15 a delayed event is called back, or ends with its case") {
  family all({reminder_yaml});
  all.open("reminder", "R", {}, monday);
  REQUIRE(all.send("R", "sent", {}, {"agent", ""}, monday).ok());
  REQUIRE(all.send("R", "answered", {}, {"agent", ""}, monday + minute).ok());
  CHECK(all.said("R calls back chased (chase)"));
  CHECK(!all.service->next_deadline());
  REQUIRE(all.send("R", "sent", {}, {"agent", ""}, monday + 2 * minute).ok());
  REQUIRE(all.service->cancel({*all.service->find("R"), "enough", {}}, monday + 3 * minute).ok());
  CHECK(all.times("calls back chased") == 2);
  CHECK(!all.service->next_deadline());
}

TEST_CASE("S15 an event goes to a case by its key, with its data, whatever roles it is for") {
  family all({caller_yaml, phone_yaml});
  all.open("caller", "C", {}, monday);
  all.open("phone", "P", {}, monday);
  REQUIRE(all.send("C", "call", {{"whom", value{"P"}}}, {"agent", ""}, monday).ok());
  CHECK(all.states("P") == "ringing");
  CHECK(all.said("P C rings {loud: true}"));
}

TEST_CASE("S15 what does not arrive is told, and handled, or it is an incident that keeps it") {
  family all({caller_yaml, phone_yaml});
  all.open("phone", "P", {}, monday);
  SUBCASE("no case of that key") {
    all.open("caller", "C", {}, monday);
    CHECK(all.send("C", "call", {{"whom", value{"Q"}}}, {"agent", ""}, monday).ok());
    CHECK(all.look("C").status == case_status::frozen);
    CHECK(all.look("C").incident->code == errc::unknown_case);
    CHECK(all.look("C").outgoing.size() == 1); // for a second try
    CHECK(all.states("P") == "quiet");
    CHECK(!all.service->next_deadline());
  }
  SUBCASE("no parent") {
    all.open("caller", "C", {}, monday);
    CHECK(all.send("C", "call_parent", {}, {"agent", ""}, monday).ok());
    CHECK(all.look("C").incident->message.find("no parent") != std::string::npos);
  }
  SUBCASE("refused: the receiver tells its side, the sender answers") {
    all.open("caller", "C", {}, monday);
    REQUIRE(all.send("C", "boss", {}, {"agent", ""}, monday).ok());
    REQUIRE(all.send("C", "call", {{"whom", value{"P"}}}, {"agent", ""}, monday).ok());
    REQUIRE(all.send("C", "call", {{"whom", value{"P"}}}, {"agent", ""}, monday).ok());
    CHECK(all.look("C").fields[0] == value{"rings: event_not_expected"});
    CHECK(all.store.inner.journal().size() > 0);
    bool says_why = false;
    for (const record& each : all.store.inner.journal()) {
      if (const auto* failed = std::get_if<send_failed>(&each.body))
        says_why = failed->message.find("is not expected in ringing") != std::string::npos;
    }
    CHECK(says_why);
    CHECK(all.times("P system rings REFUSED (event_not_expected)") == 1);
    CHECK(all.said("C FAILED to send rings (event_not_expected)"));
    CHECK(all.look("C").outgoing.empty());
  }
  SUBCASE("what the receiver requires under a condition is missing") {
    family paged({caller_yaml, pager_yaml});
    paged.open("caller", "C", {}, monday);
    paged.open("pager", "P", {}, monday);
    CHECK(paged.send("C", "call", {{"whom", value{"P"}}}, {"agent", ""}, monday).ok());
    CHECK(paged.look("C").incident->code == errc::invalid_data);
    CHECK(paged.look("C").incident->message.find("why: is required, as event.loud") !=
          std::string::npos);
    CHECK(paged.states("P") == "quiet");
  }
  SUBCASE("a receiver that has ended") {
    all.open("caller", "C", {}, monday);
    REQUIRE(all.service->cancel({*all.service->find("P"), "broken", {}}, monday).ok());
    CHECK(all.send("C", "call", {{"whom", value{"P"}}}, {"agent", ""}, monday).ok());
    CHECK(all.look("C").incident->code == errc::case_closed);
  }
  SUBCASE("a frozen receiver keeps it for later") {
    all.open("caller", "C", {}, monday);
    CHECK(!all.send("P", "breaks", {}, {"agent", ""}, monday).ok());
    CHECK(all.send("C", "call", {{"whom", value{"P"}}}, {"agent", ""}, monday).ok());
    CHECK(all.look("C").status == case_status::open);
    CHECK(all.look("P").deferred.size() == 1);
  }
}

TEST_CASE("S15 cases that send to each other without end are stopped, and nothing is lost") {
  engine_options few;
  few.max_sends = 50;
  family all({echo_yaml}, few);
  all.open("echo", "A", {{"other", value{"B"}}}, monday);
  all.open("echo", "B", {{"other", value{"A"}}}, monday);
  CHECK(all.send("A", "shout", {}, {"agent", ""}, monday).ok());
  const snapshot& a = all.look("A");
  const snapshot& b = all.look("B");
  CHECK(*a.fields[1].as_int() + *b.fields[1].as_int() == 51);
  CHECK(int{a.status == case_status::frozen} + int{b.status == case_status::frozen} == 1);
  const snapshot& stopped = a.status == case_status::frozen ? a : b;
  CHECK(stopped.incident->code == errc::limit);
  CHECK(stopped.outgoing.size() == 1);
  CHECK(!all.service->next_deadline());
}
