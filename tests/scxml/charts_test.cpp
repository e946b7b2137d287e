// Charts after the situations of W3C's conformance tests for SCXML 1.0, in words of our own: each
// is imported, opened, and has reached its final state `pass` a day later. The numbers in the names
// are those of the assertions that they come from.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "caseclock/base/render.hpp"
#include "caseclock/definition/load.hpp"
#include "caseclock/engine/engine.hpp"
#include "caseclock/program/load.hpp"
#include "caseclock/report/record_json.hpp"
#include "caseclock/scxml/export.hpp"
#include "caseclock/scxml/import.hpp"
#include "caseclock/store/memory.hpp"
#include "caseclock/time/iso8601.hpp"

using namespace caseclock;

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> charts_in(const char* folder) {
  std::vector<fs::path> found;
  for (const auto& each : fs::directory_iterator(fs::path{CASECLOCK_SOURCE_DIR} / folder)) {
    if (each.path().extension() == ".scxml")
      found.push_back(each.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

/// What is told of a case of that chart in a day; the state it ended in as the last line.
std::string day_of(const std::string& yaml) {
  source_map sources;
  const auto loaded = load_programs_text("chart.yaml", yaml, sources);
  if (!loaded)
    return render(loaded.diagnostics, sources) + yaml;
  std::string told;
  memory_store store;
  engine desk{store};
  desk.subscribe({}, [&](const publication& what) { told += to_json(what) + "\n"; });
  const auto& code = loaded.value->programs.front();
  const instant start = *parse_instant("2026-03-06T09:00Z");
  if (!desk.add(code))
    return "not added";
  const auto opened = desk.open({.workflow = code->name, .key = "C"}, start);
  if (!opened)
    return told + opened.error().message;
  while (const auto due = desk.next_deadline()) {
    if (*due > start + std::chrono::hours{24} || !desk.advance(*due).outcome.ok())
      break;
  }
  for (const std::string_view state : desk.states(*opened))
    told += std::string(state) + "\n";
  return told;
}

} // namespace

TEST_CASE("scxml: the charts of the conformance tests pass") {
  const std::vector<fs::path> charts = charts_in("tests/scxml/charts");
  CHECK(charts.size() >= 150);
  for (const fs::path& each : charts) {
    CAPTURE(each.filename().string());
    source_map sources;
    const auto imported = import_scxml(each.string(), sources);
    REQUIRE_MESSAGE(imported.ok(), render(imported.diagnostics, sources));
    const std::string told = day_of(*imported.value);
    CHECK_MESSAGE(told.ends_with("\npass\n"), told);
  }
}

TEST_CASE("scxml: what the importer writes is the same each time") {
  for (const fs::path& each : charts_in("tests/scxml/charts")) {
    source_map sources;
    CHECK(import_scxml(each.string(), sources).value == import_scxml(each.string(), sources).value);
  }
}

namespace {

/// A workflow, once through SCXML and back.
std::string there_and_back(const std::string& yaml, std::vector<std::string>& left_out) {
  source_map sources;
  const auto read = load_text("chart.yaml", yaml, sources);
  REQUIRE_MESSAGE(read.ok(), render(read.diagnostics, sources));
  scxml_document document = export_scxml(read.value->workflows.front());
  left_out = std::move(document.left_out);
  const auto again = import_scxml_text("chart.scxml", document.text, sources);
  const std::string shown = render(again.diagnostics, sources) + document.text;
  REQUIRE_MESSAGE(again.ok(), shown);
  return *again.value;
}

/// The states that are entered, in order.
std::string entered(const std::string& told) {
  std::string states;
  const std::string mark = "\"type\":\"state_entered\"";
  for (std::size_t at = told.find(mark); at != std::string::npos; at = told.find(mark, at + 1)) {
    const std::size_t name = told.find("\"state\":\"", at) + 9;
    states += told.substr(name, told.find('"', name) - name) + " ";
  }
  return states;
}

} // namespace

TEST_CASE("scxml: what is exported and imported again does the same, record by record") {
  for (const fs::path& each : charts_in("tests/scxml/charts")) {
    CAPTURE(each.filename().string());
    source_map sources;
    const auto imported = import_scxml(each.string(), sources);
    REQUIRE(imported.ok());
    std::vector<std::string> left_out;
    const std::string again = there_and_back(*imported.value, left_out);
    CHECK(left_out.empty());
    CHECK(day_of(again) == day_of(*imported.value));
  }
}

TEST_CASE("scxml: a workflow of this language keeps its states, conditions, timers and memory") {
  const std::string yaml = R"(caseclock: 1
workflow: door
data: {opened: {type: int, default: 0}, mode: {type: string, default: quiet}}
initial: closed
states:
  closed:
    entry: [{set: {opened: opened + 1}}]
    after: {10m: {if: 'opened < 3', to: ajar}, 20m: {to: working}}
  ajar:
    after: {1h: {to: closed, do: [{log: "opened {{opened}} times"}]}}
  working:
    initial: first
    states:
      first: {after: {5m: {to: second, do: [{raise: halfway}]}}}
      second: {after: {5m: {to: done}}}
      done: {type: final}
      memory: {type: history, default: first}
    on:
      halfway: {if: 'in("second")', to: aside}
      done.working: {to: sides}
  aside:
    always: [{if: 'opened == 3', to: memory, do: [{set: {opened: opened + 1}}]}]
  sides:
    regions:
      left: {initial: l1, states: {l1: {after: {1m: l2}}, l2: {type: final}}}
      right: {initial: r1, states: {r1: {after: {2m: r2}}, r2: {type: final}}}
    on: {done.sides: {to: pass}}
  pass: {type: final}
)";
  std::vector<std::string> left_out;
  const std::string again = there_and_back(yaml, left_out);
  CHECK(left_out.empty());
  CHECK(entered(day_of(yaml)).ends_with("pass "));
  CHECK(entered(day_of(again)) == entered(day_of(yaml)));
}

TEST_CASE("scxml: what SCXML cannot say is named") {
  const std::string yaml = R"(caseclock: 1
workflow: ticket
calendars:
  office: {zone: Asia/Shanghai, hours: {mon-fri: [["09:00", "17:00"]]}}
calendar: office
roles: [agent]
events: {answered: {by: agent}}
initial: waiting
states:
  waiting:
    task: {role: agent, title: Answer}
    after: {2 working days: {do: [{emit: {event: late}}]}}
    on: {answered: done}
  done: {type: final}
clocks:
  answer: {target: 4 working hours, start: {enter: waiting}, stop: {event: answered}}
)";
  std::vector<std::string> left_out;
  there_and_back(yaml, left_out);
  const std::vector<std::string> wanted{"clock answer", "role agent", "task of waiting",
                                        "working time: the timer of waiting after 2 working days"};
  CHECK(left_out == wanted);
}

TEST_CASE("scxml: the system's variables are not the host's to set") {
  const std::string yaml = R"(caseclock: 1
workflow: chart
semantics: scxml
data: {mine: {type: any}}
initial: a
states: {a: {transitions: [{event: never, to: b}]}, b: {type: final}}
)";
  source_map sources;
  const auto loaded = load_programs_text("chart.yaml", yaml, sources);
  REQUIRE_MESSAGE(loaded.ok(), render(loaded.diagnostics, sources));
  memory_store store;
  engine desk{store};
  REQUIRE(desk.add(loaded.value->programs.front()));
  const instant start = *parse_instant("2026-03-06T09:00Z");
  for (const char* each : {"_event", "_sessionid", "_name", "_ioprocessors"}) {
    CAPTURE(each);
    const auto opened = desk.open({.workflow = "chart", .key = each, .data = {{each, 1}}}, start);
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().code == errc::invalid_data);
    CHECK(opened.error().message.find("is the system's") != std::string::npos);
  }
  const auto opened = desk.open({.workflow = "chart", .key = "C", .data = {{"mine", 1}}}, start);
  REQUIRE(opened.ok());
  const std::vector<value> before = desk.look(*opened)->fields;
  for (const char* each : {"_event", "_sessionid", "_name", "_ioprocessors", "_x"}) {
    CAPTURE(each);
    const status set = desk.set({*opened, {{"mine", 2}, {each, value{}}}}, start);
    REQUIRE_FALSE(set.ok());
    CHECK(set.error().code == errc::invalid_data);
  }
  CHECK(desk.look(*opened)->fields == before);
  CHECK(desk.set({*opened, {{"mine", 2}}}, start).ok());
}
