// Why a clock is due when it is (C19), row by row and as a table.
#include <doctest/doctest.h>

#include "caseclock/report/explain.hpp"
#include "runtime/lab.hpp"

using namespace caseclock;
using namespace caseclock::testing;
using test::final_state;
using test::on;
using test::state;
using test::to;
using test::workflow;

namespace {

workflow_definition service() {
  const auto event = [](std::string name) { return test::when(when_kind::event, std::move(name)); };
  workflow_definition made =
      workflow("open",
               {state("open", {on("begin", {test::doing({})}), on("hold", {to("held")}),
                               on("call", {test::doing({})}), on("end", {to("done")})}),
                state("held", {on("go_on", {to("open")})}), final_state("done")},
               events({"begin", "call", "hold", "go_on", "end"}));
  made.data = {test::field("level", "int")};
  made.calendar = test::text("office");
  clock_definition clock = test::clock("call_back", event("begin"), event("call"), working_days(2));
  clock.targets = {{test::text("level > 1"), {working_days(3), {}}}, {{}, {working_days(2), {}}}};
  clock.pause = {{while_kind::in_state, test::text("held")}};
  made.clocks = {clock};
  return made;
}

std::string word_for(explained what) {
  constexpr const char* words[] = {"started", "counted", "closed",   "paused",
                                   "changed", "due",     "breached", "ended"};
  return words[static_cast<std::size_t>(what)];
}

/// "7:30"
std::string clock_time(duration length) {
  const auto all = std::chrono::duration_cast<std::chrono::minutes>(length).count();
  return std::to_string(all / 60) + (all % 60 < 10 ? ":0" : ":") + std::to_string(all % 60);
}

/// "what from-to counted/total", one a row.
lines rows_of(const explanation& why) {
  const auto time = [](instant t) { return format_instant(t, shanghai()).substr(8, 8); };
  lines all;
  for (const explanation_row& each : why.rows) {
    all.push_back(word_for(each.what) + " " + time(each.from) + "-" + time(each.to) + " " +
                  clock_time(each.counted) + "/" + clock_time(each.total) +
                  (each.ahead ? " ahead" : ""));
  }
  return all;
}

explanation ask(const lab& one) {
  return explain(one.code(), one.state, clock_id{0}, one.now);
}

} // namespace

TEST_CASE("C19 explain: the hours of each date, the closed ones together, and what is to come") {
  lab one{service()};
  one.open("06 15:00", {value{std::int64_t{1}}}).send("begin").until("09 10:00");
  CHECK(rows_of(ask(one)) ==
        lines{"started 06T15:00-06T15:00 0:00/0:00", "counted 06T15:00-07T00:00 3:00/3:00",
              "closed 07T00:00-09T00:00 0:00/3:00", "counted 09T00:00-09T10:00 1:00/4:00",
              "counted 09T10:00-10T00:00 6:30/10:30 ahead",
              "counted 10T00:00-10T15:00 4:30/15:00 ahead",
              "due 10T15:00-10T15:00 0:00/15:00 ahead"});
}

TEST_CASE("C19 explain: pauses with their reasons, other promises, the breach, the end") {
  lab one{service()};
  one.open("09 09:00", {value{std::int64_t{1}}}).send("begin").until("09 11:00").send("hold");
  one.until("09 15:00").send("go_on").until("09 16:00").set({{"level", value{std::int64_t{2}}}});
  one.advance("13 18:00").send("call");
  const explanation why = ask(one);
  CHECK(rows_of(why) ==
        lines{"started 09T09:00-09T09:00 0:00/0:00", "counted 09T09:00-09T11:00 2:00/2:00",
              "paused 09T11:00-09T15:00 0:00/2:00", "counted 09T15:00-09T16:00 1:00/3:00",
              "changed 09T16:00-09T16:00 0:00/3:00", "counted 09T16:00-10T00:00 2:00/5:00",
              "counted 10T00:00-11T00:00 7:30/12:30", "counted 11T00:00-12T00:00 7:30/20:00",
              "counted 12T00:00-12T11:30 2:30/22:30", "due 12T11:30-12T11:30 0:00/22:30",
              "breached 12T11:30-12T11:30 0:00/22:30", "counted 12T11:30-13T00:00 5:00/27:30",
              "counted 13T00:00-13T18:00 7:30/35:00", "ended 13T18:00-13T18:00 0:00/35:00"});
  CHECK(why.rows[2].reasons == lines{"in held"});
  CHECK(why.rows[4].change->budget_after == hours(22) + minutes(30));
}

TEST_CASE("C19 explain: what other hours measured is told as they measured it") {
  lab one{service()};
  one.open("06 15:00", {value{std::int64_t{1}}}).send("begin").until("09 10:00");
  calendar_definition hours_now = office_hours();
  for (std::size_t day = 0; day < 5; ++day)
    hours_now.weekly[day] = {{10 * 3600, 12 * 3600, {}}};
  report<calendar> made = compile_calendar(hours_now, shanghai());
  REQUIRE(made.ok());
  const auto other =
      lab::compiled(service(), std::make_shared<const calendar>(std::move(*made.value)));
  one.recalendar(other);
  const explanation why = explain(*other, one.state, clock_id{0}, one.now);
  const lines rows = rows_of(why);
  REQUIRE(rows.size() > 4);
  CHECK(rows[1] == "counted 06T15:00-09T10:00 4:00/4:00");
  CHECK(why.rows[1].former);
  CHECK(rows[2] == "changed 09T10:00-09T10:00 0:00/4:00");
  CHECK(rows[3] == "counted 09T10:00-10T00:00 2:00/6:00 ahead");
  CHECK(why.rows.back().total == why.view.budget);
  CHECK(to_text(why, "en").find("by the hours of then") != std::string::npos);
  CHECK(to_json(why).find("\"former\":true") != std::string::npos);
}

TEST_CASE("C19 explain: a clock that has ended keeps its promise and its breach") {
  lab one{service()};
  one.open("06 15:00", {value{std::int64_t{1}}}).send("begin").advance("10 15:00");
  one.advance("10 16:00").send("call");
  const explanation late = ask(one);
  CHECK(late.due == at("10 15:00"));
  CHECK(rows_of(late) ==
        lines{"started 06T15:00-06T15:00 0:00/0:00", "counted 06T15:00-07T00:00 3:00/3:00",
              "closed 07T00:00-09T00:00 0:00/3:00", "counted 09T00:00-10T00:00 7:30/10:30",
              "counted 10T00:00-10T15:00 4:30/15:00", "due 10T15:00-10T15:00 0:00/15:00",
              "breached 10T15:00-10T15:00 0:00/15:00", "counted 10T15:00-10T16:00 1:00/16:00",
              "ended 10T16:00-10T16:00 0:00/16:00"});
  lab met{service()};
  met.open("06 15:00", {value{std::int64_t{1}}}).send("begin").until("09 10:00").send("call");
  CHECK(ask(met).due == at("10 15:00"));
  CHECK(to_text(ask(met), "zh").find("按时完成") != std::string::npos);
}

TEST_CASE("C19 explain: the total is what the ledger says, at any instant") {
  lab one{service()};
  one.open("06 15:00", {value{std::int64_t{1}}})
      .send("begin")
      .until("06 17:00")
      .send("hold")
      .until("10 10:30")
      .send("go_on");
  for (const char* when : {"10 11:00", "10 23:00", "11 12:30", "14 12:00", "17 09:30"}) {
    one.until(when);
    const explanation why = ask(one);
    duration counted{};
    for (const explanation_row& each : why.rows)
      counted += each.ahead ? duration{} : each.counted;
    CHECK(counted == why.view.elapsed);
  }
}

TEST_CASE("C19 explain: a table in both languages; JSON has every row") {
  lab one{service()};
  one.open("06 15:00", {value{std::int64_t{1}}}).send("begin").until("09 10:00");
  const explanation why = ask(one);
  const std::string english = to_text(why, "en");
  CHECK(english.find("promise: 2 working days = 15:00, in the hours of office") !=
        std::string::npos);
  CHECK(english.find("Sat 2026-03-07 – 2026-03-08") != std::string::npos);
  CHECK(to_text(why, "zh").find("2个工作日 = 15:00") != std::string::npos);
  const std::string json = to_json(why);
  CHECK(json.find(R"("what":"due","from":"2026-03-10T15:00:00+08:00")") != std::string::npos);
  lab idle{service()};
  idle.open("06 15:00", {value{std::int64_t{1}}});
  CHECK(to_text(ask(idle), "en").find("the clock has not started") != std::string::npos);
}

TEST_CASE("C19 explain: when would it be due, if it started then") {
  const lab one{service()};
  const auto imagined =
      imagine_start(one.code(), clock_id{0}, {{"level", value{std::int64_t{2}}}}, at("06 15:00"));
  REQUIRE(imagined.ok());
  CHECK(explain(one.code(), *imagined, clock_id{0}, at("06 15:00")).view.due == at("11 15:00"));
  CHECK(imagine_start(one.code(), clock_id{0}, {{"levle", value{std::int64_t{2}}}}, at("06 15:00"))
            .error()
            .code == errc::invalid_data);
}
