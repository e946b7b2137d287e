// S11 Timers that count from a date of the data, and follow it.
#include <doctest/doctest.h>

#include "engine/desk.hpp"

using namespace test;

namespace {

constexpr const char* contract_yaml = R"(caseclock: 1
workflow: contract
calendar: desk
calendars:
  desk: {zone: Asia/Shanghai, hours: {mon-fri: [["09:00", "18:00"]]}}
roles: [agent]
data:
  ends_on: date
  visit: timestamp
events:
  extended: {by: agent, with: {ends_on: date}}
  arranged: {by: agent, with: {visit: {type: timestamp, required: true}}}
  settled: {by: agent}
initial: running
states:
  running:
    on:
      extended: {do: [{set: {ends_on: event.ends_on}}]}
      arranged: {do: [{set: {visit: event.visit}}]}
      settled: closed
    at:
      1 month before ends_on at 09:00: {do: [{log: prepare}]}
      5 working days before ends_on: {do: [{log: hurry}]}
      ends_on: {to: over}
      2h before visit: {do: [{log: call}]}
  over:
    on: {settled: closed}
  closed: {type: final}
)";

struct contracts : desk {
  std::vector<std::string> lines{};
  contracts() : desk(contract_yaml) {
    service.subscribe({.kinds = {record_kind::timer_fired}}, [this](const publication& p) {
      const std::string line = to_line(p, "en");
      lines.push_back(line.substr(4, 16) + line.substr(line.find("timer: ") + 6));
    });
  }
  case_id open_until(std::string_view ends_on, std::string_view when) {
    value_record data;
    if (!ends_on.empty())
      data.emplace_back("ends_on", value{*parse_date(ends_on)});
    const auto opened = service.open({"contract", "C", data, {}}, at(when));
    REQUIRE(opened.ok());
    return *opened;
  }
  status extend(std::string_view ends_on, std::string_view when) {
    const value to = ends_on.empty() ? value{} : value{*parse_date(ends_on)};
    return service.set({case_id{1}, {{"ends_on", to}}, {}}, at(when));
  }
};

using texts = std::vector<std::string>;

} // namespace

TEST_CASE("S11 timers of a date: months, working days, the day itself, in the zone's wall clock") {
  contracts c;
  c.open_until("2026-03-31", "2026-01-05T10:00+08:00");
  CHECK(c.service.next_deadline() == at("2026-02-28T09:00+08:00"));
  while (const auto next = c.service.next_deadline())
    c.service.advance(*next);
  CHECK(c.lines == texts{"2026-02-28 09:00 1 month before ends_on at 09:00, in running",
                         "2026-03-24 09:00 5 working days before ends_on, in running",
                         "2026-03-31 00:00 ends_on, in running"});
  CHECK(c.service.states(case_id{1}) == std::vector<std::string_view>{"over"});
}

TEST_CASE("S11 timers of a date follow when the date changes, by an event or by the host") {
  contracts c;
  c.open_until("2026-03-31", "2026-01-05T10:00+08:00");
  REQUIRE(c.service
              .send({case_id{1},
                     "extended",
                     {{"ends_on", value{*parse_date("2026-05-31")}}},
                     {"agent", ""}},
                    at("2026-01-06T10:00+08:00"))
              .ok());
  CHECK(c.service.next_deadline() == at("2026-04-30T09:00+08:00"));
  REQUIRE(c.extend("2026-02-15", "2026-01-07T10:00+08:00").ok());
  CHECK(c.service.next_deadline() == at("2026-01-15T09:00+08:00"));
  REQUIRE(c.extend("", "2026-01-08T10:00+08:00").ok());
  CHECK(!c.service.next_deadline());
}

TEST_CASE("S11 timers of a date: nothing is armed while the date is missing") {
  contracts c;
  c.open_until("", "2026-01-05T10:00+08:00");
  CHECK(!c.service.next_deadline());
  REQUIRE(c.extend("2026-03-31", "2026-01-06T10:00+08:00").ok());
  CHECK(c.service.next_deadline() == at("2026-02-28T09:00+08:00"));
}

TEST_CASE("S11 timers of a date that is past fire at once, late, in order of their moments") {
  contracts c;
  c.open_until("2026-01-01", "2026-01-05T10:00+08:00");
  CHECK(c.lines.size() == 3);
  CHECK(c.lines.front() ==
        "2026-01-05 10:00 1 month before ends_on at 09:00, in running (told late, "
        "Mon 2026-01-05 10:00)");
  CHECK(c.service.states(case_id{1}) == std::vector<std::string_view>{"over"});
  CHECK(!c.service.next_deadline());
}

TEST_CASE("S11 a timer that has fired comes again only if its new moment lies ahead") {
  contracts c;
  c.open_until("2026-03-31", "2026-01-05T10:00+08:00");
  c.service.advance(at("2026-02-28T09:00+08:00"));
  CHECK(c.lines.size() == 1);
  REQUIRE(c.extend("2026-03-30", "2026-03-01T10:00+08:00").ok()); // its moment is past: not again
  CHECK(c.lines.size() == 1);
  REQUIRE(c.extend("2026-06-30", "2026-03-02T10:00+08:00").ok());
  CHECK(c.service.next_deadline() == at("2026-05-30T09:00+08:00"));
}

TEST_CASE("S11 timers of a timestamp count in hours, and a state that is left disarms them") {
  contracts c;
  c.open_until("", "2026-01-05T10:00+08:00");
  const value visit{at("2026-01-07T14:30+08:00")};
  REQUIRE(c.service
              .send({case_id{1}, "arranged", {{"visit", visit}}, {"agent", ""}},
                    at("2026-01-05T11:00+08:00"))
              .ok());
  CHECK(c.service.next_deadline() == at("2026-01-07T12:30+08:00"));
  REQUIRE(c.service.send({case_id{1}, "settled", {}, {"agent", ""}}, at("2026-01-06T11:00+08:00"))
              .ok());
  CHECK(!c.service.next_deadline());
}

TEST_CASE("S11 timers of a date: a moment outside of the years 1900 to 2199 never comes") {
  contracts c;
  c.open_until("2026-03-31", "2026-01-05T10:00+08:00");
  REQUIRE(c.extend("1900-01-01", "2026-01-06T10:00+08:00").ok());
  CHECK(c.service.look(case_id{1})->status == case_status::open);
}
