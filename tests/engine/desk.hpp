// A small service desk for tests: one workflow with a clock, a timer, an approval and a child to
// open, and an engine that keeps what it told.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "caseclock/caseclock.hpp"

namespace test {

using namespace caseclock;

inline constexpr const char* desk_yaml = R"(caseclock: 1
workflow: ticket
version: 1
title: {en: Ticket, zh: 工单}
calendar: desk
calendars:
  desk: {zone: Asia/Shanghai, hours: {mon-fri: [["09:00", "18:00"]]}}
roles:
  agent: {title: {en: Agent, zh: 客服}}
  lead: {title: {en: Lead, zh: 主管}, extends: [agent]}
data:
  subject: {type: string, required: true}
  priority: {type: enum, of: [low, high], default: low}
  hours: {type: int, default: 0, min: 0, max: 100}
events:
  answered: {by: agent, with: {hours: {type: int, required: true, min: 0}}}
  raised_priority: {by: lead}
  handed_on: {by: agent}
  broken: {by: agent}
initial: waiting
states:
  waiting:
    task: {role: agent, title: {en: Answer, zh: 回复}}
    on:
      answered: {to: done, do: [{set: {hours: event.hours}}]}
      raised_priority: {do: [{set: {priority: '"high"'}}]}
      handed_on: {to: gone, do: [{open: {workflow: ticket, with: {subject: subject}}}]}
      broken: {do: [{set: {hours: 1 / hours}}]}
    after: {24h: {do: [{log: "a day has passed"}]}}
  done: {type: final}
  gone: {type: final}
clocks:
  answer:
    target: [{if: 'priority == "high"', target: 1 working hour}, {target: 4 working hours}]
    start: {enter: waiting}
    stop: {event: answered}
    milestones: [{at: 50%}, {at: due}]
)";

inline instant at(std::string_view text) {
  const auto parsed = parse_instant(text);
  REQUIRE(parsed.ok());
  return *parsed;
}

inline std::vector<std::shared_ptr<const program>> programs_of(const char* yaml) {
  source_map sources;
  auto loaded = load_programs_text("desk.yaml", yaml, sources);
  for (const diagnostic& each : loaded.diagnostics)
    MESSAGE(render(each, sources));
  REQUIRE(loaded.ok());
  return loaded.value->programs;
}

/// An engine with the desk's workflow that writes down every record as "<seq> <type> <case>".
struct desk {
  memory_store store{};
  engine service{store};
  std::vector<std::string> told{};

  explicit desk(const char* yaml = desk_yaml) {
    for (const auto& each : programs_of(yaml))
      REQUIRE(service.add(each).ok());
    service.subscribe({}, [this](const publication& p) {
      told.push_back(std::to_string(p.record.sequence) + " " + std::string(p.record.name()) + " " +
                     std::string(p.case_key));
    });
  }
  case_id open(std::string key, std::string_view when) {
    const auto opened =
        service.open({"ticket", std::move(key), {{"subject", value{"printer"}}}, {}}, at(when));
    REQUIRE(opened.ok());
    return *opened;
  }
  [[nodiscard]] std::size_t count(std::string_view type) const {
    std::size_t found = 0;
    for (const std::string& each : told)
      found += each.find(" " + std::string(type) + " ") != std::string::npos ? 1 : 0;
    return found;
  }
};

} // namespace test
