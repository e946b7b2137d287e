// Two workflows that belong together: a repair that has its customer visited, and the visit. And an
// engine over a store that can fail, which writes down what it tells.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "caseclock/caseclock.hpp"
#include "engine/desk.hpp"

namespace test {

inline constexpr const char* repair_yaml = R"(caseclock: 1
workflow: repair
roles: [agent]
data:
  customer: {type: string, required: true}
  score: int
  trouble: string
events:
  repaired: {by: agent}
  withdrawn: {by: agent}
  chased: {by: agent}
  told: {by: agent, with: {what: {type: string, required: true}}}
  noted: {internal: true, with: {what: {type: string, required: true}}}
initial: working
states:
  working:
    on:
      repaired: visiting
      told: {do: [{send: {event: noted, with: {what: event.what}}}]}
      noted: {do: [{log: "noted {{event.what}}"}]}
  visiting:
    invoke:
      workflow: visit
      id: visit
      with: {customer: customer}
      result: {score: {type: int, required: true}, remark: string}
    on:
      withdrawn: ended
      chased: {do: [{send: {event: hurry, to: {child: visit}, with: {times: 2}}}]}
      noted: {do: [{set: {trouble: event.what}}]}
      done.visit: {to: closed, do: [{set: {score: event.score}}]}
  closed: {type: final}
  ended: {type: final}
)";

inline constexpr const char* visit_yaml = R"(caseclock: 1
workflow: visit
roles: [caller]
calendar: always
calendars:
  always: {zone: Asia/Shanghai, hours: always}
data:
  customer: {type: string, required: true}
  score: int
  hurried: {type: int, default: 0}
events:
  called: {by: caller, with: {score: {type: int, required: true}}}
  unhappy: {by: caller, with: {why: {type: string, required: true}}}
  hurry: {internal: true, with: {times: {type: int, required: true}}}
output: {remark: '"called by phone"'}
initial: calling
states:
  calling:
    task: caller
    exit: [{log: "leaves {{customer}}"}]
    on:
      called: {to: over, do: [{set: {score: event.score}}]}
      unhappy: {do: [{send: {event: noted, to: parent, with: {what: event.why}}}]}
      hurry: {do: [{set: {hurried: hurried + event.times}}]}
  over: {type: final, output: {score: score}}
clocks:
  call: {target: 2h, start: {enter: calling}, stop: {enter: over}}
)";

/// Fails its next call of `append`, or the one after so many.
class frail_store final : public store {
 public:
  int fails_in = -1; ///< 0: the next one
  memory_store inner{};

  status append(std::span<const commit> batch) override {
    if (fails_in >= 0 && fails_in-- == 0)
      return {errc::io, "the disk is full"};
    return inner.append(batch);
  }
  result<store_position> position() override { return inner.position(); }
  result<std::vector<snapshot>> load_open() override { return inner.load_open(); }
  result<snapshot> load(case_id id) override { return inner.load(id); }
};

struct family {
  std::vector<std::shared_ptr<const program>> programs{};
  frail_store store{};
  engine_options options{};
  std::unique_ptr<engine> service{};
  std::vector<std::string> told{}; ///< "<case> <words>"

  explicit family(std::vector<const char*> yamls = {repair_yaml, visit_yaml},
                  engine_options with = {})
      : options(with) {
    for (const char* each : yamls) {
      for (auto& made : programs_of(each))
        programs.push_back(std::move(made));
    }
    start();
  }

  /// A new engine over the same store, as after a crash.
  void start() {
    service = std::make_unique<engine>(store, options);
    for (const auto& each : programs)
      REQUIRE(service->add(each).ok());
    REQUIRE(service->restore().ok());
    service->subscribe({}, [this](const publication& p) {
      told.push_back(std::string(p.case_key) + " " + describe(p, "en"));
    });
  }

  case_id open(const char* workflow, const char* key, value_record data, instant when) {
    const auto opened = service->open({workflow, key, std::move(data), {}}, when);
    REQUIRE(opened.ok());
    return *opened;
  }
  status send(const char* key, const char* event, value_record data, sender as, instant when) {
    const auto found = service->find(key);
    if (!found)
      return found.error();
    return service->send({*found, event, std::move(data), std::move(as)}, when);
  }
  [[nodiscard]] const snapshot& look(const char* key) const {
    const auto found = service->find(key);
    REQUIRE(found.ok());
    return *service->look(*found);
  }
  [[nodiscard]] std::string states(const char* key) const {
    std::string names;
    for (const std::string_view each : service->states(*service->find(key)))
      names += (names.empty() ? "" : ",") + std::string(each);
    return names;
  }
  [[nodiscard]] bool said(std::string_view words) const {
    for (const std::string& each : told) {
      if (each.find(words) != std::string::npos)
        return true;
    }
    return false;
  }
  [[nodiscard]] std::size_t times(std::string_view words) const {
    std::size_t found = 0;
    for (const std::string& each : told)
      found += each.find(words) != std::string::npos ? 1 : 0;
    return found;
  }
};

inline const instant monday = instant{} + std::chrono::hours{24 * 20'514 + 2};
inline constexpr std::chrono::minutes minute{1};

} // namespace test
