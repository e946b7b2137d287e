// Cases that open by themselves: in order, each occurrence once, also after a restart.
#include <doctest/doctest.h>

#include "engine/desk.hpp"

using namespace test;

namespace {

constexpr const char* report_yaml = R"(caseclock: 1
workflow: report
calendar: desk
calendars:
  desk: {zone: Asia/Shanghai, hours: {mon-fri: [["09:00", "18:00"]]}}
roles: [agent]
data:
  month: {type: string, required: true}
  last: {type: date}
events:
  filed: {by: agent}
schedule:
  - {every: month, on: last working day, at: "17:00", with: {month: period, last: last_day}}
initial: open
states:
  open:
    task: agent
    on: {filed: done}
    after: {31 working days: {do: [{log: late}]}}
  done: {type: final}
)";

std::string with_latest() {
  std::string text = report_yaml;
  text.replace(text.find("every: month"), 12, "missed: latest, every: month");
  return text;
}

struct reports : desk {
  explicit reports(const char* yaml = report_yaml) : desk(yaml) {}
  [[nodiscard]] std::vector<std::string> keys() const {
    std::vector<std::string> found;
    for (std::uint64_t id = 1; id <= service.case_count(); ++id) {
      if (const snapshot* held = service.look(case_id{id}))
        found.push_back(held->key);
    }
    return found;
  }
};

using texts = std::vector<std::string>;

} // namespace

TEST_CASE("schedules: nothing opens by itself until the host says so") {
  reports r;
  CHECK(!r.service.next_deadline());
  r.service.advance(at("2026-12-31T00:00+08:00"));
  CHECK(r.keys().empty());
}

TEST_CASE("schedules: next_deadline counts them, advance opens them with their data") {
  reports r;
  REQUIRE(r.service.start_schedules(at("2026-01-10T00:00+08:00")).ok());
  CHECK(!r.service.start_schedules(at("2026-01-10T00:00+08:00")).ok());
  CHECK(r.service.next_deadline() == at("2026-01-30T17:00+08:00"));
  r.service.advance(at("2026-01-30T16:59+08:00"));
  CHECK(r.keys().empty());
  r.service.advance(at("2026-01-30T17:00+08:00"));
  CHECK(r.keys() == texts{"report/2026-01"});
  const snapshot& held = *r.service.look(case_id{1});
  CHECK(held.opened == at("2026-01-30T17:00+08:00"));
  CHECK(held.fields[0] == value{"2026-01"});
  CHECK(held.fields[1] == value{civil_date{std::chrono::year{2026} / 1 / 31}});
  CHECK(r.service.next_deadline() == at("2026-02-27T17:00+08:00"));
}

TEST_CASE("C16 schedules: what passed meanwhile opens late, in order of time, before the timers of "
          "its instant") {
  reports r;
  REQUIRE(r.service.start_schedules(at("2026-01-10T00:00+08:00")).ok());
  std::vector<std::string> late;
  r.service.subscribe({.kinds = {record_kind::case_opened}}, [&](const publication& told) {
    const auto& opened = *std::get_if<case_opened>(&told.record.body);
    late.push_back(std::string(told.case_key) + (opened.late ? " late" : ""));
  });
  r.service.advance(at("2026-01-30T17:00+08:00"));
  r.service.advance(at("2026-04-01T00:00+08:00"));
  CHECK(late == texts{"report/2026-01", "report/2026-02 late", "report/2026-03 late"});
  // 31 working days after 30 January 17:00 are over before the report of March opens.
  const auto fired = std::find_if(r.told.begin(), r.told.end(), [](const std::string& each) {
    return each.ends_with("timer_fired report/2026-01");
  });
  const auto march = std::find_if(r.told.begin(), r.told.end(), [](const std::string& each) {
    return each.ends_with("case_opened report/2026-03");
  });
  CHECK(fired < march);
}

TEST_CASE("schedules: missed: latest opens the latest alone") {
  const std::string yaml = with_latest();
  reports r{yaml.c_str()};
  REQUIRE(r.service.start_schedules(at("2026-01-10T00:00+08:00")).ok());
  r.service.advance(at("2026-04-01T00:00+08:00"));
  CHECK(r.keys() == texts{"report/2026-03"});
}

TEST_CASE("schedules: after a restart each occurrence opens its case once") {
  const auto programs = programs_of(report_yaml);
  memory_store store;
  {
    engine first{store};
    REQUIRE(first.add(programs.front()).ok());
    REQUIRE(first.start_schedules(at("2026-01-10T00:00+08:00")).ok());
    first.advance(at("2026-01-30T17:00+08:00"));
    REQUIRE(
        first.send({case_id{1}, "filed", {}, {"agent", ""}}, at("2026-01-30T17:00+08:00")).ok());
    REQUIRE(first.look(case_id{1})->status == case_status::closed);
  }
  engine second{store};
  REQUIRE(second.add(programs.front()).ok());
  REQUIRE(second.restore().ok());
  REQUIRE(second.start_schedules(at("2026-03-15T00:00+08:00")).ok());
  second.advance(at("2026-03-15T00:00+08:00"));
  CHECK(second.case_count() == 2); // January's is not opened again, February's is late
  CHECK(second.look(case_id{2})->key == "report/2026-02");
  CHECK(second.next_deadline() == at("2026-03-31T17:00+08:00"));
}

TEST_CASE("schedules: a newer program takes over where the older one was") {
  reports r;
  REQUIRE(r.service.start_schedules(at("2026-01-10T00:00+08:00")).ok());
  r.service.advance(at("2026-01-30T17:00+08:00"));
  std::string yaml = report_yaml;
  yaml.replace(yaml.find("17:00"), 5, "10:00");
  REQUIRE(r.service.add(programs_of(yaml.c_str()).front()).ok());
  CHECK(r.service.next_deadline() == at("2026-02-27T10:00+08:00"));
}

TEST_CASE("schedules: what cannot be opened is kept with its reason, a taken key opens nothing") {
  std::string yaml = report_yaml;
  yaml.replace(yaml.find("{type: string, required: true}"), 30,
               "{type: string, required: true, pattern: '2026-0[13]'}");
  reports r{yaml.c_str()};
  REQUIRE(r.service.start_schedules(at("2026-01-10T00:00+08:00")).ok());
  const auto taken = r.service.open({"report", "report/2026-01", {{"month", value{"2026-01"}}}, {}},
                                    at("2026-01-12T00:00+08:00"));
  REQUIRE(taken.ok());
  r.service.advance(at("2026-04-01T00:00+08:00"));
  CHECK(r.keys() == texts{"report/2026-01", "report/2026-03"});
  REQUIRE(r.service.failed_openings().size() == 1);
  CHECK(r.service.failed_openings().front().key == "report/2026-02");
  CHECK(r.service.failed_openings().front().why.code == errc::invalid_data);
}
