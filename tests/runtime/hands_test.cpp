// Tasks change hands: claimed, delegated, given back; and what that means for who did it.
#include <doctest/doctest.h>

#include "runtime/lab.hpp"

using namespace caseclock;
using namespace caseclock::testing;
using test::final_state;
using test::on;
using test::state;
using test::to;
using test::workflow;

namespace {

workflow_definition repairs() {
  workflow_definition made = workflow(
      "fixing",
      {task(state("fixing",
                  {on("fixed", {to("checking")}),
                   on("assigned", {test::doing({assign_definition{test::text("engineer"),
                                                                  test::text("event.person")}})})}),
            "engineer"),
       task(state("checking", {on("checked", {to("done")})}), "lead"), final_state("done")},
      {by(test::event("fixed"), {"engineer"}), by(test::event("checked"), {"lead"}),
       by(test::event("assigned", {test::required(test::field("person", "string"))}), {"lead"})});
  made.roles = {test::role("engineer"), test::role("lead", {"engineer"}), test::role("agent")};
  return made;
}

lab opened(const workflow_definition& definition = repairs()) {
  lab one{definition};
  one.open();
  return one;
}

std::string holder(const lab& one) {
  REQUIRE(one.state.tasks.size() == 1);
  const open_task& task = one.state.tasks.front();
  return task.person + (task.on_behalf_of.empty() ? "" : " for " + task.on_behalf_of);
}

} // namespace

TEST_CASE("hands: a task is claimed by who holds the role, or one that extends it") {
  lab one = opened();
  one.claim(1, "engineer wang");
  CHECK(one.told() == lines{"claim fixing by wang"});
  CHECK(holder(one) == "wang");
  lab above = opened();
  above.claim(1, "lead sun");
  CHECK(holder(above) == "sun");
  lab other = opened();
  other.claim(1, "agent li");
  CHECK(other.code_of_outcome() == errc::not_authorised);
  CHECK(other.told() == lines{"refuse claim not_authorised"});
  CHECK(holder(other).empty());
  other.claim(1, "engineer");
  CHECK(other.code_of_outcome() == errc::invalid_data); // nobody in particular
}

TEST_CASE("hands: nobody claims a task twice, neither another person nor the same") {
  lab one = opened();
  one.claim(1, "engineer wang").claim(1, "engineer zhao");
  CHECK(one.code_of_outcome() == errc::task_taken);
  CHECK(one.outcome.error().message == "task 1 (fixing) is held by \"wang\"");
  one.claim(1, "engineer wang");
  CHECK(one.code_of_outcome() == errc::task_taken);
  CHECK(holder(one) == "wang");
}

TEST_CASE("hands: a task that there is not, or is no longer") {
  lab one = opened();
  one.claim(7, "engineer wang");
  CHECK(one.code_of_outcome() == errc::unknown_task);
  CHECK(one.outcome.error().message == "the case has no open task 7; open: 1 (fixing)");
  one.send("fixed", "engineer wang").claim(1, "engineer wang");
  CHECK(one.code_of_outcome() == errc::unknown_task);
  one.send("checked", "lead sun").claim(2, "lead sun");
  CHECK(one.code_of_outcome() == errc::case_closed);
}

TEST_CASE("hands: what is delegated is done on behalf of who delegated it, by whatever role") {
  lab one = opened();
  one.claim(1, "engineer wang").hand_on(1, "engineer wang", "li");
  CHECK(one.told() == lines{"delegate fixing to li for wang"});
  CHECK(holder(one) == "li for wang");
  one.send("fixed", "agent li");
  CHECK(one.active() == lines{"checking"});
  REQUIRE_FALSE(one.records.empty());
  for (const record& each : one.records) {
    CHECK(each.by.name == "li");
    CHECK(each.by.on_behalf_of == "wang");
  }
  const auto completed = std::find_if(one.records.begin(), one.records.end(), [](const record& r) {
    return r.kind() == record_kind::task_completed;
  });
  REQUIRE(completed != one.records.end());
  const auto* done = std::get_if<task_completed>(&completed->body);
  CHECK(done->person == "li");
  CHECK(done->on_behalf_of == "wang");
  // The next one's work is not li's.
  one.send("checked", "agent li");
  CHECK(one.code_of_outcome() == errc::not_authorised);
}

TEST_CASE("hands: a task that nobody holds is delegated by who could have claimed it") {
  lab one = opened();
  one.hand_on(1, "agent li", "wang");
  CHECK(one.code_of_outcome() == errc::not_authorised);
  one.hand_on(1, "lead sun", "wang");
  CHECK(holder(one) == "wang for sun");
}

TEST_CASE("hands: handed on again it is still the first one's, and may come home") {
  lab one = opened();
  one.hand_on(1, "engineer wang", "li").hand_on(1, "agent li", "zhao");
  CHECK(holder(one) == "zhao for wang");
  one.hand_on(1, "engineer zhao", "wang");
  CHECK(one.told() == lines{"delegate fixing to wang"});
  CHECK(holder(one) == "wang");
}

TEST_CASE("hands: only the holder hands on, and to another") {
  lab one = opened();
  one.claim(1, "engineer wang").hand_on(1, "engineer zhao", "li");
  CHECK(one.code_of_outcome() == errc::task_not_held);
  one.hand_on(1, "engineer wang", "wang");
  CHECK(one.code_of_outcome() == errc::invalid_data);
  one.hand_on(1, "engineer wang", "");
  CHECK(one.code_of_outcome() == errc::invalid_data);
  CHECK(holder(one) == "wang");
}

TEST_CASE("hands: what its author keeps in one hand cannot be delegated") {
  workflow_definition source = repairs();
  source.states[0].task->delegate = false;
  lab one = opened(source);
  one.claim(1, "engineer wang").hand_on(1, "engineer wang", "li");
  CHECK(one.code_of_outcome() == errc::not_authorised);
  CHECK(holder(one) == "wang");
}

TEST_CASE("hands: given back to the list, or to who had delegated it") {
  lab one = opened();
  one.claim(1, "engineer wang").give_back(1, "engineer wang");
  CHECK(one.told() == lines{"return fixing from wang"});
  CHECK(holder(one).empty());
  one.claim(1, "engineer wang").hand_on(1, "engineer wang", "li").give_back(1, "agent li");
  CHECK(one.told() == lines{"return fixing from li to wang"});
  CHECK(holder(one) == "wang");
  one.hand_on(1, "engineer wang", "li").give_back(1, "engineer wang"); // called back
  CHECK(holder(one) == "wang");
}

TEST_CASE("hands: who does not hold it cannot give it back, but a role above can") {
  lab one = opened();
  one.give_back(1, "engineer wang");
  CHECK(one.code_of_outcome() == errc::task_not_held);
  one.claim(1, "engineer wang").give_back(1, "engineer zhao");
  CHECK(one.code_of_outcome() == errc::task_not_held);
  one.give_back(1, "lead sun");
  CHECK(one.told() == lines{"return fixing from wang"});
  CHECK(holder(one).empty());
}

TEST_CASE("hands: a colleague may do what another holds, and the records say who it was") {
  lab one = opened();
  one.claim(1, "engineer wang").send("fixed", "engineer zhao");
  CHECK(one.told({"complete"}) == lines{"complete fixing of engineer"});
  CHECK(one.records.front().by.name == "zhao");
  CHECK(one.records.front().by.on_behalf_of.empty());
}

TEST_CASE("hands: an exclusive task is its holder's alone among those of the role") {
  workflow_definition source = repairs();
  source.states[0].task->exclusive = true;
  lab one = opened(source);
  one.claim(1, "engineer wang").send("fixed", "engineer zhao");
  CHECK(one.code_of_outcome() == errc::task_taken);
  one.send("fixed", "engineer");
  CHECK(one.code_of_outcome() == errc::task_taken);
  lab holding = one;
  holding.send("fixed", "engineer wang");
  CHECK(holding.active() == lines{"checking"});
  one.send("fixed", "lead sun");
  CHECK(one.active() == lines{"checking"});
}

TEST_CASE("hands: the workflow's own assignment goes before") {
  lab one = opened();
  one.hand_on(1, "engineer wang", "li").send("assigned", "lead sun", {"zhao"});
  CHECK(holder(one) == "zhao");
  one.claim(1, "engineer wang");
  CHECK(one.code_of_outcome() == errc::task_taken);
  one.give_back(1, "engineer zhao");
  CHECK(holder(one).empty());
}

TEST_CASE("hands: whoever says for whom must have been asked by that person") {
  lab one = opened();
  one.send("fixed", "engineer zhao for wang");
  CHECK(one.code_of_outcome() == errc::not_authorised);
  one.hand_on(1, "engineer wang", "li").send("fixed", "agent li for sun");
  CHECK(one.code_of_outcome() == errc::not_authorised);
  one.send("fixed", "agent li for wang");
  CHECK(one.outcome.ok());
}

TEST_CASE("hands: a frozen case lets nothing change hands") {
  lab one = opened();
  one.state.status = case_status::frozen;
  one.claim(1, "engineer wang");
  CHECK(one.code_of_outcome() == errc::case_frozen);
}

TEST_CASE("tasks: a time of their own, told once if they are still open") {
  workflow_definition source = repairs();
  source.states[0].task->within = located<time_amount>{elapsed_hours(2), {}};
  source.states[0].on.push_back(on("task_overdue", {test::doing({log("late")})}));
  lab one = opened(source);
  REQUIRE(one.state.tasks.size() == 1);
  CHECK(one.state.tasks[0].due == at("06 17:00"));
  one.advance("06 17:00");
  CHECK(one.told() == lines{"timer fixing 2h", "raise task_overdue", "take fixing", "log late"});
  CHECK(one.state.tasks[0].due == at("06 17:00"));
  lab done = opened(source);
  done.send("fixed", "engineer wang").advance("06 18:00");
  CHECK(done.told({"raise"}).empty());
}

TEST_CASE("tasks: done by the event that brings their form, and by no other") {
  workflow_definition source = repairs();
  form_definition sheet;
  sheet.name = test::text("sheet");
  sheet.fields = {test::required(test::field("text", "string"))};
  source.forms = {sheet};
  event_definition filed = by(test::event("filed"), {"engineer"});
  filed.form = test::text("sheet");
  source.events.push_back(filed);
  source.states[0].task->form = test::text("sheet");
  source.states[0].task->within = located<time_amount>{elapsed_hours(2), {}};
  source.states[0].on.push_back(on("filed", {test::doing({log("filed")})}));
  lab one = opened(source);
  lab other = one;
  one.send("filed", "engineer wang", {"x"});
  CHECK(one.told({"complete", "log"}) == lines{"log filed", "complete fixing of engineer"});
  CHECK(one.state.tasks.empty());
  CHECK(one.active() == lines{"fixing"});
  one.advance("06 18:00"); // what is done is not overdue
  CHECK(one.told() == lines{"timer fixing 2h"});
  other.send("fixed", "engineer wang");
  CHECK(other.told({"complete", "withdraw"}) == lines{"withdraw fixing of engineer"});
}

TEST_CASE("tasks: a form that one region files does not do the task of another") {
  workflow_definition source = repairs();
  form_definition sheet;
  sheet.name = test::text("sheet");
  sheet.fields = {test::field("text", "string")};
  source.forms = {sheet};
  for (const char* name : {"filed", "copied"}) {
    source.events.push_back(by(test::event(name), {"engineer"}));
    source.events.back().form = test::text("sheet");
  }
  state_definition a = task(state("a", {on("filed", {test::doing({log("a")})})}), "engineer");
  state_definition b = task(state("b", {on("copied", {test::doing({log("b")})})}), "engineer");
  a.task->form = test::text("sheet");
  b.task->form = test::text("sheet");
  source.states.push_back(
      test::parallel("both", {test::compound("p", "a", {a}), test::compound("q", "b", {b})}));
  source.initial = test::text("both");
  lab one = opened(source);
  one.send("copied", "engineer wang");
  CHECK(one.told({"complete"}) == lines{"complete b of engineer"});
  REQUIRE(one.state.tasks.size() == 1);
  CHECK(one.code().states[one.state.tasks[0].state.index()].name == "a");
}

TEST_CASE("events: what was made for an earlier step of the case is stale") {
  lab one = opened();
  const std::uint64_t seen = one.state.step;
  one.claim(1, "agent li"); // refused: nothing has changed
  CHECK(one.state.step == seen + 1);
  CHECK(one.state.revision == seen);
  const event_id fixed = one.code().event("fixed");
  const actor wang{one.code().role("engineer"), "wang", {}};
  lab fresh = one;
  CHECK(step(fresh.code(), fresh.state, {wang, event_input{fixed, {}, seen}}, fresh.now)
            .outcome.ok());
  one.claim(1, "engineer zhao");
  const step_result late =
      step(one.code(), one.state, {wang, event_input{fixed, {}, seen}}, one.now);
  REQUIRE_FALSE(late.outcome.ok());
  CHECK(late.outcome.error().code == errc::stale);
  REQUIRE(late.records.size() == 1);
  CHECK(late.records[0].kind() == record_kind::event_refused);
  CHECK(late.after.active == one.state.active);
  const step_result early =
      step(one.code(), one.state, {wang, event_input{fixed, {}, one.state.step + 1}}, one.now);
  CHECK_FALSE(early.outcome.ok()); // never seen yet
}
