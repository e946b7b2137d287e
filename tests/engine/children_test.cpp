// Cases together: children that are opened, heard and cancelled (rule S15, `invoke`).
#include <doctest/doctest.h>

#include "engine/family.hpp"

using namespace test;

namespace {

constexpr const char* nest_yaml = R"(caseclock: 1
workflow: nest
roles: [agent]
data: {depth: {type: int, default: 0}}
initial: start
states:
  start: {always: deeper}
  deeper:
    invoke: {workflow: nest, id: inner, with: {depth: depth + 1}}
    on: {done.inner: over}
  over: {type: final}
)";

constexpr const char* guarded_yaml = R"(caseclock: 1
workflow: guarded
roles: [agent]
data: {customer: {type: string, required: true}, why: string}
events: {go: {by: agent}}
initial: idle
states:
  idle: {on: {go: visiting}}
  visiting:
    invoke: {workflow: visit, with: {customer: customer}}
    on:
      done.visit: over
      failed.visit: {to: broken, do: [{set: {why: 'event.code + ": " + event.message'}}]}
  broken: {}
  over: {type: final}
)";

value_record acme() {
  return {{"customer", value{"ACME"}}};
}

void to_visit(family& all) {
  all.open("repair", "R", acme(), monday);
  REQUIRE(all.send("R", "repaired", {}, {"agent", ""}, monday).ok());
}

} // namespace

TEST_CASE("S15 a child opens with its state, by a key of its own, and hands its result back") {
  family all;
  to_visit(all);
  CHECK(all.states("R/visit") == "calling");
  CHECK(all.look("R/visit").parent.key == "R");
  CHECK(all.look("R/visit").fields[0] == value{"ACME"});
  REQUIRE(all.look("R").children.size() == 1);
  CHECK(all.look("R").children[0].key == "R/visit");
  CHECK(all.said("R opens its child visit: R/visit"));
  CHECK(all.said("R/visit opened: visit for R"));

  const value_record score = {{"score", value{4}}};
  REQUIRE(all.send("R/visit", "called", score, {"caller", ""}, monday + minute).ok());
  CHECK(all.look("R/visit").status == case_status::closed);
  CHECK(all.look("R").status == case_status::closed);
  CHECK(all.states("R") == "closed");
  CHECK(all.look("R").fields[1] == value{4});
  CHECK(all.said("R its child visit is done"));
  CHECK(all.look("R").children.empty());
  CHECK(all.look("R/visit").is_over());
}

TEST_CASE("S15 parent and child send each other events") {
  family all;
  to_visit(all);
  REQUIRE(all.send("R", "chased", {}, {"agent", ""}, monday).ok());
  CHECK(all.look("R/visit").fields[2] == value{2});
  CHECK(all.send("R/visit", "hurry", {{"times", value{1}}}, {"caller", ""}, monday).error().code ==
        errc::event_not_expected); // it is internal: for cases alone
  REQUIRE(
      all.send("R/visit", "unhappy", {{"why", value{"too late"}}}, {"caller", ""}, monday).ok());
  CHECK(all.look("R").fields[2] == value{"too late"});
}

TEST_CASE("S15 leaving the state early cancels the child, its clocks, tasks and own children") {
  family all;
  to_visit(all);
  REQUIRE(all.send("R", "withdrawn", {}, {"agent", ""}, monday + minute).ok());
  const snapshot& child = all.look("R/visit");
  CHECK(child.status == case_status::closed);
  CHECK(child.cancelled == "\"R\" needs it no more");
  CHECK(child.tasks.empty());
  CHECK(child.clocks[0].state == clock_state::cancelled);
  CHECK(child.active.empty());
  CHECK(all.said("R/visit note: leaves ACME")); // exit actions run
  CHECK(all.said("R needs its child visit no more"));
  CHECK(all.said("R/visit CANCELLED: \"R\" needs it no more"));
  CHECK(!all.said("R its child"));
  CHECK(!all.service->next_deadline());
}

TEST_CASE("S15 a child that ends while its parent leaves: exactly one outcome") {
  // Both at one instant, in either order: the child has ended for its parent, or never did.
  for (const bool child_first : {true, false}) {
    family all;
    to_visit(all);
    const auto call = [&] {
      return all.send("R/visit", "called", {{"score", value{5}}}, {"caller", ""}, monday);
    };
    const auto withdraw = [&] { return all.send("R", "withdrawn", {}, {"agent", ""}, monday); };
    // The first is told of from inside the first record of the macrostep, so that both queue.
    status second;
    all.service->subscribe({{record_kind::event_accepted}, {}}, [&](const publication& p) {
      if (child_first && p.case_key == "R/visit")
        second = withdraw();
      if (!child_first && p.case_key == "R")
        second = call();
    });
    CHECK((child_first ? call() : withdraw()).ok());
    CHECK(all.look("R").status == case_status::closed);
    CHECK(all.look("R/visit").status == case_status::closed);
    CHECK(all.times("R its child visit is done") == (child_first ? 1 : 0));
    CHECK(all.states("R") == (child_first ? "closed" : "ended"));
    CHECK(all.look("R").children.empty());
    CHECK(all.look("R/visit").is_over());
    CHECK(all.look("R").is_over());
  }
}

TEST_CASE("S15 depth is bounded: eight children deep, then an incident") {
  family all({nest_yaml});
  all.open("nest", "N", {}, monday);
  // The eighth child asks for a ninth at once, cannot, and so never opens: the one above hears so.
  CHECK(all.service->case_count() == 8);
  const snapshot* deepest = all.service->look(case_id{8});
  REQUIRE(deepest != nullptr);
  CHECK(deepest->parent.depth == 7);
  CHECK(deepest->status == case_status::frozen);
  CHECK(deepest->incident->message.find("8 children deep") != std::string::npos);
}

TEST_CASE("S15 a child that cannot be opened, or is cancelled by its host, is a failure") {
  SUBCASE("cancelled by the host: the parent answers") {
    family all({guarded_yaml, visit_yaml});
    all.open("guarded", "G", acme(), monday);
    REQUIRE(all.send("G", "go", {}, {"agent", ""}, monday).ok());
    const case_id child = *all.service->find("G/visit");
    REQUIRE(all.service->cancel({child, "asked for by mistake", {"caller", "wu"}}, monday).ok());
    CHECK(all.states("G") == "broken");
    CHECK(all.look("G").fields[1] ==
          value{"case_closed: the child \"visit\" was cancelled: asked for by mistake"});
  }
  SUBCASE("no such workflow: nobody answers, so it is an incident") {
    family all({repair_yaml});
    to_visit(all);
    CHECK(all.look("R").status == case_status::frozen);
    CHECK(all.look("R").incident->code == errc::unknown_workflow);
  }
  SUBCASE("its key is taken") {
    family all({guarded_yaml, visit_yaml});
    all.open("visit", "G/visit", acme(), monday);
    all.open("guarded", "G", acme(), monday);
    REQUIRE(all.send("G", "go", {}, {"agent", ""}, monday).ok());
    CHECK(all.states("G") == "broken");
    CHECK(all.look("G").fields[1].as_string()->starts_with("duplicate_case"));
  }
}

TEST_CASE("S15 a case is cancelled once, by whoever exists") {
  family all;
  const case_id id = all.open("repair", "R", acme(), monday);
  CHECK(all.service->cancel({id, "x", {"nobody", ""}}, monday).error().code ==
        errc::not_authorised);
  CHECK(all.service->cancel({case_id{9}, "x", {}}, monday).error().code == errc::unknown_case);
  CHECK(all.service->cancel({id, "x", {}}, monday).ok());
  CHECK(all.service->cancel({id, "x", {}}, monday).error().code == errc::case_closed);
}

TEST_CASE("S15 a frozen parent hears of its child when it is well again") {
  family all;
  to_visit(all);
  // Frozen by an event that reaches nobody.
  REQUIRE(all.service->cancel({*all.service->find("R/visit"), "", {}}, monday).ok());
  CHECK(all.look("R").status == case_status::frozen); // nothing handles failed.visit
  CHECK(all.service->cancel({*all.service->find("R"), "given up", {}}, monday).ok());
  CHECK(all.look("R").cancelled == "given up");
}

namespace {

/// The whole story of a repair with its visit; each call is repeated until it is kept.
void live(family& all, bool crash) {
  const auto again = [&](const auto& call) {
    for (int i = 0; i < 5; ++i) {
      const status outcome = call();
      const bool kept = outcome.ok() || outcome.error().code != errc::io;
      const bool stuck = all.service->next_deadline() && *all.service->next_deadline() <= monday;
      if (crash && (!kept || stuck))
        all.start();
      all.service->advance(monday);
      if (kept)
        return;
    }
    FAIL("the store never took it");
  };
  again([&] {
    const auto opened = all.service->open({"repair", "R", acme(), {}}, monday);
    return opened ? status{} : status{opened.error()};
  });
  again([&] { return all.send("R", "told", {{"what", value{"x"}}}, {"agent", ""}, monday); });
  again([&] { return all.send("R", "repaired", {}, {"agent", ""}, monday); });
  again([&] { return all.send("R", "chased", {}, {"agent", ""}, monday); });
  again([&] {
    return all.send("R/visit", "unhappy", {{"why", value{"late"}}}, {"caller", ""}, monday);
  });
  again([&] {
    return all.send("R/visit", "called", {{"score", value{3}}}, {"caller", ""}, monday);
  });
}

std::vector<std::string> journal_of(family& all) {
  std::vector<std::string> lines;
  for (const record& each : all.store.inner.journal()) {
    const snapshot about = *all.store.inner.load(each.subject);
    for (const auto& code : all.programs) {
      if (code->hash == about.program)
        lines.push_back(to_json({each, *code, about.key}));
    }
  }
  return lines;
}

} // namespace

TEST_CASE("S15 a store that fails at every point in turn: nothing is lost, doubled or half done") {
  family whole;
  live(whole, false);
  CHECK(whole.look("R").status == case_status::closed);
  const std::vector<std::string> wanted = journal_of(whole);
  for (const bool crash : {false, true}) {
    for (int point = 0; point < 20; ++point) {
      CAPTURE(point);
      CAPTURE(crash);
      family broken;
      broken.store.fails_in = point;
      live(broken, crash);
      CHECK(journal_of(broken) == wanted);
      CHECK(broken.store.inner.load_open()->empty());
    }
  }
}
