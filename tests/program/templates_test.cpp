// Clocks from templates, from the file to the engine (C20).
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "caseclock/engine/engine.hpp"
#include "caseclock/program/load.hpp"
#include "caseclock/report/answers_json.hpp"
#include "caseclock/report/record_json.hpp"
#include "caseclock/store/memory.hpp"
#include "caseclock/time/iso8601.hpp"

using namespace caseclock;

namespace {

const char* const desk_text = R"(caseclock: 1
workflow: desk
conversation:
  message: wrote
  reply: [replied, called]
  resolved: {enter: solved}
events: {wrote: {}, replied: {}, called: {}, noted: {}, solve: {}, reopen: {}, drop: {}}
initial: working
states:
  working: {on: {wrote: {}, replied: {}, called: {}, noted: {}, solve: {to: solved}}}
  solved: {on: {reopen: {to: working}, drop: {to: over}, replied: {}, wrote: {}}}
  over: {type: final}
clocks:
  first: {template: first_response, target: 4h}
  next: {template: next_response, target: 8h}
  solution: {template: resolution, target: 48h}
  shop: {kind: uc, parent: shelf, target: 1h, start: {event: noted}, stop: {enter: solved}}
  shelf: {kind: ola, parent: solution, target: 20h, start: {event: noted}, stop: {enter: solved}}
)";

/// One case of that desk; hours count from its opening.
struct desk {
  source_map sources{};
  memory_store store{};
  engine service{store};
  case_id held{};
  std::vector<std::string> told{};

  explicit desk(const std::string& text = desk_text) {
    const auto loaded = load_programs_text("desk.yaml", text, sources);
    REQUIRE(loaded.ok());
    REQUIRE(service.add(loaded.value->programs.front()).ok());
    service.subscribe({}, [this](const publication& each) { told.push_back(to_json(each)); });
    held = *service.open({.workflow = "desk", .key = "c", .data = {}, .as = {}}, hour(0));
  }
  static instant hour(int count) {
    return *parse_instant("2026-03-02T00:00Z") + std::chrono::hours{count};
  }
  void send(const char* event, int at) {
    REQUIRE(service.send({held, event, {}, {}}, hour(at)).ok());
  }
  clock_view clock(std::size_t index) const { return service.clocks(held, service.now())[index]; }
};

} // namespace

TEST_CASE("C20 first_response: from the opening to the first reply, once") {
  desk d;
  CHECK(d.clock(0).due == desk::hour(4));
  d.send("noted", 1); // no reply
  d.send("wrote", 2);
  CHECK(d.clock(0).due == desk::hour(4));
  d.send("called", 3);
  CHECK(d.clock(0).state == clock_state::met);
  d.send("wrote", 5);
  d.send("solve", 6);
  d.send("reopen", 7);
  CHECK(d.clock(0).state == clock_state::met);
  CHECK(d.clock(0).cycle == 1);
}

TEST_CASE("C20 next_response: from the first unanswered message, which later ones do not move") {
  desk d;
  CHECK(d.clock(1).state == clock_state::idle);
  d.send("wrote", 2);
  d.send("wrote", 5);
  CHECK(d.clock(1).due == desk::hour(10));
  d.send("replied", 6);
  CHECK(d.clock(1).state == clock_state::met);
  d.send("replied", 7); // nothing is unanswered
  CHECK(d.clock(1).cycle == 1);
  d.send("wrote", 20);
  CHECK(d.clock(1).cycle == 2);
  CHECK(d.clock(1).due == desk::hour(28));
  d.send("solve", 29); // the resolution answers, too late
  CHECK(d.clock(1).state == clock_state::missed);
  CHECK(d.clock(1).stopped);
}

TEST_CASE("C20 resolution: from the opening to what resolves it, anew when it is reopened") {
  desk d;
  d.send("replied", 1);
  CHECK(d.clock(2).due == desk::hour(48));
  d.send("solve", 40);
  CHECK(d.clock(2).state == clock_state::met);
  d.send("reopen", 100);
  CHECK(d.clock(2).cycle == 2);
  CHECK(d.clock(2).due == desk::hour(148)); // not overdue from the first
}

TEST_CASE("C20 what the clock says itself holds instead of the template") {
  std::string text = desk_text;
  const std::string plain = "{template: first_response, target: 4h}";
  text.replace(text.find(plain), plain.size(),
               "{template: first_response, target: 4h, start: {event: noted}, reopen: new_cycle}");
  desk d{text};
  CHECK(d.clock(0).state == clock_state::idle);
  d.send("noted", 1);
  d.send("replied", 2);
  CHECK(d.clock(0).state == clock_state::met);
  d.send("noted", 3);
  CHECK(d.clock(0).cycle == 2);
}

TEST_CASE("C20 kinds and parents are told with the clock and with what it tells") {
  desk d;
  d.send("noted", 1);
  d.service.advance(desk::hour(30));
  const program& of = *d.service.program_of(d.held);
  CHECK(to_json(of, d.clock(2)).find("\"clock\":\"solution\",\"kind\":\"sla\",\"state\"") !=
        std::string::npos);
  CHECK(to_json(of, d.clock(3)).find("\"kind\":\"uc\",\"parent\":\"shelf\"") != std::string::npos);
  std::size_t found = 0;
  for (const std::string& each : d.told) {
    found += each.find("sla_breached") != std::string::npos &&
                     each.find("\"clock\":\"shelf\"") != std::string::npos &&
                     each.find("\"kind\":\"ola\",\"parent\":\"solution\"") != std::string::npos
                 ? 1
                 : 0;
    if (each.find("\"clock\":\"first\"") != std::string::npos)
      CHECK(each.find("\"kind\"") == std::string::npos);
  }
  CHECK(found == 1);
  CHECK(d.clock(2).state == clock_state::running); // whatever becomes of what underpins it
}
