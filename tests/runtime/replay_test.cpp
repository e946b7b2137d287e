// The same inputs give the same records and the same case (rule S14).
#include <doctest/doctest.h>

#include <random>

#include "runtime/lab.hpp"

using namespace caseclock;
using namespace caseclock::testing;
using test::compound;
using test::final_state;
using test::on;
using test::parallel;
using test::state;
using test::to;
using test::workflow;

namespace {

workflow_definition busy() {
  state_definition work =
      compound("work", "calling",
               {task(state("calling", {on("next", {to("serving")})}), "agent"),
                state("serving", {on("next", {to("served")}), on("back", {to("calling")})}),
                final_state("served")});
  work.states[0].after.push_back(after(working_hours(5), {to("serving")}));
  state_definition talk = compound("talk", "quiet",
                                   {state("quiet", {on("ask", {to("open_question")})}),
                                    state("open_question", {on("answer", {to("quiet")})})});
  talk.states[1].tags = test::texts({"waiting"});
  workflow_definition made =
      workflow("both",
               {parallel("both", {work, talk},
                         {on("done.work", {to("done")}),
                          on("change", {test::doing({test::set("n", "(n + 3) % 7")})})}),
                final_state("done")},
               events({"next", "back", "ask", "answer", "change"}));
  made.roles = {test::role("agent")};
  made.data = {test::required(test::field("n", "int"))};
  made.calendar = test::text("office");
  clock_definition clock = test::clock("service", test::when(when_kind::enter, "calling"),
                                       test::when(when_kind::enter, "served"), working_days(2));
  clock.targets.insert(clock.targets.begin(), {test::text("n > 4"), {working_hours(4), {}}});
  clock.pause = {{while_kind::tagged, test::text("waiting")}};
  milestone_definition half;
  half.kind = milestone_kind::percent;
  half.percent = 50;
  milestone_definition again;
  again.kind = milestone_kind::every;
  again.amount = working_hours(1);
  again.times = 3;
  clock.milestones = {half, again};
  made.clocks = {clock};
  return made;
}

/// Everything that one seed's inputs bring about, as text.
lines play(const workflow_definition& source, std::uint32_t seed) {
  std::mt19937 dice{seed};
  lab one{source};
  one.open("06 09:00", {0});
  lines all = one.told();
  instant now = at("06 09:00");
  const char* names[] = {"next", "back", "ask", "answer", "change"};
  for (int i = 0; i < 40; ++i) {
    now += minutes(static_cast<std::int64_t>(dice() % 200));
    const std::string when = format_instant(now, shanghai()).substr(0, 16);
    one.until(when);
    const lines fired = one.told();
    all.insert(all.end(), fired.begin(), fired.end());
    one.send(names[dice() % 5]);
    const lines told = one.told();
    all.insert(all.end(), told.begin(), told.end());
    CHECK(std::is_sorted(one.state.active.begin(), one.state.active.end()));
    CHECK(std::is_sorted(one.state.timers.begin(), one.state.timers.end(),
                         [](const auto& a, const auto& b) { return a.timer < b.timer; }));
  }
  return all;
}

} // namespace

TEST_CASE("S14 replay: the same inputs, the same records") {
  const workflow_definition source = busy();
  lines others;
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    const lines first = play(source, seed);
    CHECK(first == play(source, seed));
    CHECK(first != others);
    others = first;
  }
}
