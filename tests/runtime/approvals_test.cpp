// Approvals: who may vote, when it is decided, what is remembered.
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

workflow_definition asking(approval_rule rule, approval_order order) {
  state_definition approving = test::approval_state(
      "approving", {"manager", "general_manager", "finance"},
      {on("approved", {to("granted")}), on("rejected", {to("refused")}),
       on("approval_overdue", {test::doing({log("overdue")})}), on("withdrawn", {to("draft")})});
  approving.approval->rule = rule;
  approving.approval->at_least = rule == approval_rule::at_least ? 2 : 0;
  approving.approval->order = order;
  approving.approval->forbid_requester = true;
  approving.approval->within = located<time_amount>{elapsed_hours(48), {}};
  workflow_definition made = workflow(
      "draft",
      {state("draft", {on("submit", {to("approving")})}), approving,
       state("granted",
             {on("submit", {to("approving")}), on("use", {to("done", "approved(\"approving\")")})}),
       state("refused", {on("use", {to("done", "approved(\"approving\")")})}), final_state("done")},
      events({"submit", "withdrawn", "use"}));
  made.roles = {test::role("agent"), test::role("manager"),
                test::role("general_manager", {"manager"}), test::role("finance")};
  return made;
}

lab submitted(approval_rule rule, approval_order order) {
  lab one{asking(rule, order)};
  one.open().send("submit", "agent li");
  return one;
}

} // namespace

TEST_CASE("approvals: in sequence each is asked in turn, all must approve") {
  lab one = submitted(approval_rule::all, approval_order::sequence);
  CHECK(one.told({"ask", "offer"}) == lines{"ask manager", "offer approving to manager"});
  CHECK(one.expected("manager") == lines{"withdrawn", "approve", "reject"});
  CHECK(one.expected("finance") == lines{"withdrawn"});
  one.send("approve", "finance qian");
  CHECK(one.code_of_outcome() == errc::event_not_expected);
  one.send("approve", "manager wang", {"fine"});
  CHECK(one.told() == lines{"accept approve", "vote manager yes fine",
                            "complete approving of manager", "ask general_manager",
                            "offer approving to general_manager"});
  one.send("approve", "general_manager zhao").send("approve", "finance qian");
  CHECK(one.told() == lines{"accept approve", "vote finance yes", "complete approving of finance",
                            "decide yes", "raise approved", "take approving", "exit approving",
                            "enter granted"});
}

TEST_CASE("approvals: all, and one rejection settles it") {
  lab one = submitted(approval_rule::all, approval_order::parallel);
  CHECK(one.told({"ask"}) == lines{"ask manager", "ask general_manager", "ask finance"});
  one.send("approve", "finance c").send("reject", "manager a");
  CHECK(one.told() == lines{"accept reject", "vote manager no", "complete approving of manager",
                            "decide no", "withdraw approving of general_manager", "raise rejected",
                            "take approving", "exit approving", "enter refused"});
}

TEST_CASE("approvals: any, and one approval settles it") {
  lab one = submitted(approval_rule::any, approval_order::parallel);
  one.send("reject", "manager a").send("reject", "finance c");
  CHECK(one.active() == lines{"approving"});
  one.send("approve", "general_manager zhao");
  CHECK(one.active() == lines{"granted"});
  lab none = submitted(approval_rule::any, approval_order::sequence);
  none.send("reject", "manager a").send("reject", "general_manager b").send("reject", "finance c");
  CHECK(none.active() == lines{"refused"});
}

TEST_CASE("approvals: two of three") {
  lab one = submitted(approval_rule::at_least, approval_order::parallel);
  one.send("reject", "finance c").send("approve", "manager a");
  CHECK(one.active() == lines{"approving"});
  one.send("approve", "general_manager b");
  CHECK(one.active() == lines{"granted"});
  lab other = submitted(approval_rule::at_least, approval_order::parallel);
  other.send("reject", "finance c").send("reject", "manager a");
  CHECK(other.active() == lines{"refused"});
}

TEST_CASE("approvals: whoever asked may not decide") {
  lab one{asking(approval_rule::all, approval_order::parallel)};
  one.open().send("submit", "manager wang");
  one.send("approve", "manager wang");
  CHECK(one.code_of_outcome() == errc::separation_of_duties);
  CHECK(one.told() == lines{"refuse approve separation_of_duties"});
  one.send("approve", "manager sun");
  CHECK(one.outcome.ok());
}

TEST_CASE("approvals: where the requester is excluded, a vote without a name is none") {
  lab one = submitted(approval_rule::all, approval_order::parallel);
  one.send("approve", "manager");
  CHECK(one.code_of_outcome() == errc::separation_of_duties);
  workflow_definition open = asking(approval_rule::any, approval_order::parallel);
  open.states[1].approval->forbid_requester = false;
  lab other{open};
  other.open().send("submit", "agent").send("approve", "manager");
  CHECK(other.active() == lines{"granted"});
}

TEST_CASE("approvals: nobody decides twice, in whatever role") {
  lab one = submitted(approval_rule::all, approval_order::parallel);
  one.send("approve", "manager wang").send("approve", "manager wang");
  CHECK(one.code_of_outcome() == errc::already_decided);
  one.send("approve", "general_manager wang");
  CHECK(one.code_of_outcome() == errc::already_decided);
  one.send("approve", "manager sun");
  CHECK(one.code_of_outcome() == errc::already_decided);
  one.send("approve", "agent li");
  CHECK(one.code_of_outcome() == errc::not_authorised);
}

TEST_CASE("approvals: a role may vote for those it extends") {
  workflow_definition source = asking(approval_rule::all, approval_order::sequence);
  source.states[1].approval->by = {{"manager", {}}, {"finance", {}}};
  lab one{source};
  one.open().send("submit", "agent li").send("approve", "general_manager zhao");
  CHECK(one.told({"vote"}) == lines{"vote manager yes"});
}

TEST_CASE("approvals: an approver never takes the turn of a role that his extends") {
  lab one = submitted(approval_rule::all, approval_order::sequence);
  one.send("approve", "general_manager zhao");
  CHECK(one.code_of_outcome() == errc::event_not_expected);
  one.send("approve", "manager wang").send("approve", "general_manager zhao");
  CHECK(one.told({"vote"}) == lines{"vote general_manager yes"});
}

TEST_CASE("approvals: a vote without an approval is unexpected") {
  lab one{asking(approval_rule::all, approval_order::parallel)};
  one.open().send("approve", "manager");
  CHECK(one.code_of_outcome() == errc::event_not_expected);
}

TEST_CASE("approvals: overdue is told once and decides nothing") {
  lab one = submitted(approval_rule::all, approval_order::parallel);
  one.advance("08 15:00");
  CHECK(one.told() ==
        lines{"timer approving 48h", "raise approval_overdue", "take approving", "log overdue"});
  one.send("reject", "manager a");
  CHECK(one.active() == lines{"refused"});
}

TEST_CASE("approvals: what is decided is not overdue, and takes no more votes") {
  workflow_definition source = asking(approval_rule::any, approval_order::parallel);
  source.states[1].on.erase(source.states[1].on.begin()); // nobody handles `approved`
  lab one{source};
  one.open().send("submit", "agent li").send("approve", "finance c");
  CHECK(one.active() == lines{"approving"});
  CHECK(one.state.tasks.empty());
  CHECK(one.expected("manager") == lines{"withdrawn"});
  one.send("reject", "manager a");
  CHECK(one.code_of_outcome() == errc::already_decided);
  one.advance("08 15:00");
  CHECK(one.told() == lines{"timer approving 48h"});
}

TEST_CASE("approvals: leaving otherwise withdraws the tasks, entering again asks anew") {
  lab one = submitted(approval_rule::all, approval_order::parallel);
  one.send("approve", "finance c").send("withdrawn", "agent li");
  CHECK(one.told({"withdraw", "complete"}) ==
        lines{"withdraw approving of manager", "withdraw approving of general_manager"});
  one.send("submit", "agent li");
  CHECK(one.told({"ask"}).size() == 3);
  one.send("approve", "finance c");
  CHECK(one.outcome.ok());
}

TEST_CASE("approvals: approved(…) is the last decision, and nothing while it is open") {
  lab granted = submitted(approval_rule::any, approval_order::parallel);
  granted.send("approve", "finance c");
  CHECK(granted.active() == lines{"granted"});
  granted.send("submit", "agent li");
  CHECK(granted.active() == lines{"approving"});
  lab refused = submitted(approval_rule::all, approval_order::parallel);
  refused.send("reject", "finance c").send("use");
  CHECK(refused.code_of_outcome() == errc::guard_not_met);
  lab again = submitted(approval_rule::any, approval_order::parallel);
  again.send("approve", "finance c").send("use");
  CHECK(again.active() == lines{"done"});
}

TEST_CASE("approvals: two at once do not hear each other's outcome") {
  state_definition a = test::approval_state("a", {"manager"}, {on("approved", {to("a_done")})});
  state_definition b = test::approval_state("b", {"finance"}, {on("approved", {to("b_done")})});
  workflow_definition source =
      workflow("both", {test::parallel("both", {test::compound("p", "a", {a, state("a_done")}),
                                                test::compound("q", "b", {b, state("b_done")})})});
  source.roles = {test::role("manager"), test::role("finance")};
  lab one{source};
  one.open().send("approve", "finance c");
  CHECK(one.active() == lines{"both", "p", "a", "q", "b_done"});
}

namespace {

/// Of that policy; the time is 48 hours.
lab passing(overdue_policy policy, bool leads_away = false) {
  workflow_definition source = asking(approval_rule::all, approval_order::sequence);
  source.roles.push_back(test::role("director"));
  source.states[1].approval->on_overdue = {policy, {}};
  if (policy == overdue_policy::escalate)
    source.states[1].approval->escalate_to = test::text("director");
  if (leads_away)
    source.states[1].on[2] = on("approval_overdue", {to("draft")});
  lab one{source};
  one.open().send("submit", "agent li").advance("08 15:00");
  return one;
}

std::uint64_t task_of(const lab& one, std::string_view role) {
  for (const open_task& each : one.state.tasks) {
    if (one.code().roles[each.role.index()].name == role)
      return each.number;
  }
  return 0;
}

} // namespace

TEST_CASE("approvals: of two at once an answer goes to the one whose task the person holds") {
  state_definition price = test::approval_state(
      "price", {"manager"}, {on("approved", {to("a_done")}), on("rejected", {to("a_done")})});
  state_definition legal = test::approval_state(
      "legal", {"manager"}, {on("approved", {to("b_done")}), on("rejected", {to("b_done")})});
  workflow_definition source = workflow(
      "both", {test::parallel("both", {test::compound("p", "price", {price, state("a_done")}),
                                       test::compound("q", "legal", {legal, state("b_done")})})});
  source.roles = {test::role("manager")};
  lab one{source};
  one.open().claim(2, "manager mo").send("reject", "manager mo");
  CHECK(one.active() == lines{"both", "p", "price", "q", "b_done"});
  one.send("approve", "manager mo");
  CHECK(one.active() == lines{"both", "p", "a_done", "q", "b_done"});
}

TEST_CASE("approvals: when the time passes it may be decided, after that was told") {
  CHECK(passing(overdue_policy::tell).active() == lines{"approving"});
  const lab yes = passing(overdue_policy::approve);
  CHECK(yes.told() == lines{"timer approving 48h", "raise approval_overdue", "take approving",
                            "log overdue", "decide yes overdue", "withdraw approving of manager",
                            "raise approved", "take approving", "exit approving", "enter granted"});
  CHECK(passing(overdue_policy::reject).active() == lines{"refused"});
}

TEST_CASE("approvals: what the overdue event led away from is not decided") {
  const lab one = passing(overdue_policy::approve, true);
  CHECK(one.active() == lines{"draft"});
  CHECK(one.told({"decide"}).empty());
}

TEST_CASE("approvals: escalated, the role above is asked as well, and its answer decides") {
  lab one = passing(overdue_policy::escalate);
  CHECK(one.told({"ask", "offer"}) == lines{"ask director", "offer approving to director"});
  CHECK(one.expected("director") == lines{"withdrawn", "approve", "reject"});
  lab others = one;
  one.send("approve", "director qian");
  CHECK(one.active() == lines{"granted"});
  others.send("approve", "manager wang");
  CHECK(others.active() == lines{"approving"}); // two more would have to
  others.send("reject", "director qian");
  CHECK(others.active() == lines{"refused"});
  lab before = submitted(approval_rule::all, approval_order::sequence);
  before.send("approve", "finance c");
  CHECK(before.code_of_outcome() == errc::event_not_expected);
}

TEST_CASE("approvals: escalated to a role that extends an approver, it answers as itself") {
  workflow_definition source = asking(approval_rule::all, approval_order::parallel);
  source.roles.push_back(test::role("director", {"manager"}));
  source.states[1].approval->on_overdue = {overdue_policy::escalate, {}};
  source.states[1].approval->escalate_to = test::text("director");
  lab one{source};
  one.open().send("submit", "agent li").advance("08 15:00").send("approve", "director qian");
  CHECK(one.told({"vote"}) == lines{"vote director yes"});
  CHECK(one.active() == lines{"granted"});
}

TEST_CASE("approvals: an answer is delegated with its task, and given on behalf") {
  lab one = submitted(approval_rule::all, approval_order::parallel);
  one.hand_on(task_of(one, "manager"), "manager wang", "qian");
  CHECK(one.told() == lines{"delegate approving to qian for wang"});
  one.send("approve", "agent qian");
  CHECK(one.told({"vote"}) == lines{"vote manager yes"});
  for (const record& each : one.records) {
    CHECK(each.by.name == "qian");
    CHECK(each.by.on_behalf_of == "wang");
  }
  // Neither of the two answers again.
  one.send("approve", "finance qian");
  CHECK(one.code_of_outcome() == errc::already_decided);
  one.send("approve", "finance wang");
  CHECK(one.code_of_outcome() == errc::already_decided);
  one.hand_on(task_of(one, "finance"), "finance c", "wang");
  CHECK(one.code_of_outcome() == errc::already_decided);
}

TEST_CASE("approvals: separation of duties holds for the delegate and for whom he stands for") {
  lab one = submitted(approval_rule::all, approval_order::parallel);
  one.hand_on(task_of(one, "manager"), "manager wang", "li"); // who asked
  CHECK(one.code_of_outcome() == errc::separation_of_duties);
  one.claim(task_of(one, "manager"), "manager li");
  CHECK(one.code_of_outcome() == errc::separation_of_duties);
  one.hand_on(task_of(one, "manager"), "manager li", "zhou");
  CHECK(one.code_of_outcome() == errc::separation_of_duties);
  one.send("approve", "agent zhou for wang");
  CHECK(one.code_of_outcome() == errc::not_authorised); // nothing was delegated
}

TEST_CASE("approvals: whoever the request was made for may not decide it either") {
  workflow_definition source = asking(approval_rule::all, approval_order::parallel);
  source.states[0] = task(source.states[0], "agent");
  lab one{source};
  one.open().hand_on(1, "agent wang", "li").send("submit", "agent li");
  one.send("approve", "manager wang");
  CHECK(one.code_of_outcome() == errc::separation_of_duties);
  one.send("approve", "manager li");
  CHECK(one.code_of_outcome() == errc::separation_of_duties);
  one.send("approve", "manager sun");
  CHECK(one.outcome.ok());
}

TEST_CASE("approvals: who holds a forbidden role in the case may not decide") {
  workflow_definition source = asking(approval_rule::all, approval_order::parallel);
  source.states[1].approval->forbid_requester = false;
  source.states[1].approval->forbid = test::texts({"agent"});
  source.states[0].entry = {assign_definition{test::text("agent"), test::text("\"wang\"")}};
  lab one{source};
  one.open().send("submit", "agent li").send("approve", "manager wang");
  CHECK(one.code_of_outcome() == errc::separation_of_duties);
  one.send("approve", "manager li");
  CHECK(one.outcome.ok());
}

TEST_CASE("approvals: an exclusive answer is its holder's alone") {
  workflow_definition source = asking(approval_rule::all, approval_order::parallel);
  source.states[1].approval->exclusive = true;
  lab one{source};
  one.open().send("submit", "agent li");
  one.claim(task_of(one, "manager"), "manager wang").send("approve", "manager sun");
  CHECK(one.code_of_outcome() == errc::task_taken);
  one.send("approve", "manager wang");
  CHECK(one.outcome.ok());
}

TEST_CASE("approvals: where the author keeps it so, an answer is not delegated") {
  workflow_definition source = asking(approval_rule::all, approval_order::parallel);
  source.states[1].approval->delegate = false;
  lab one{source};
  one.open().send("submit", "agent li").hand_on(1, "manager wang", "sun");
  CHECK(one.code_of_outcome() == errc::not_authorised);
}
