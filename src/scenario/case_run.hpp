// One scenario under way: an engine of its own, the trace, what was covered.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/engine/engine.hpp"
#include "caseclock/scenario/scenario.hpp"
#include "caseclock/store/memory.hpp"

namespace caseclock::detail {

/// A record as the checks see it: its members by name, and where it came from.
struct seen_record {
  std::string case_key{};
  value_record members{};
};

/// The number that names a task in a step, if it is no state.
[[nodiscard]] std::optional<std::uint64_t> task_number(std::string_view task);

class case_run {
 public:
  case_run(const scenario_definition& scenario,
           const std::vector<std::shared_ptr<const program>>& programs,
           std::vector<scenario_coverage>& covered);
  scenario_result finish();

 private:
  void open();
  void await_opening();
  void step(const scenario_step& next);
  void send(const scenario_step& at, const scenario_send& what);
  void change_hands(const scenario_step& at, const scenario_hands& what);
  void resolve(const scenario_step& at, const scenario_incident& what);
  void cancel(const scenario_step& at, const scenario_cancel& what);
  void expect(const scenario_step& at, const scenario_expect& what);
  void wait(const scenario_step& at, const scenario_wait& what);
  void until(const scenario_step& at, const scenario_until& what);

  // The parts of an expectation; each adds what does not hold.
  void expect_states(case_id id, const scenario_expect& what);
  void expect_status(case_id id, const scenario_expect& what);
  void expect_data(case_id id, const scenario_expect& what);
  void expect_clock(case_id id, const scenario_clock& wanted);
  void expect_tasks(case_id id, const scenario_expect& what);
  void expect_children(case_id id, const scenario_expect& what);
  void expect_events(case_id id, const scenario_expect& what);
  void expect_records(const std::string& key, const scenario_expect& what);
  void expect_true(case_id id, const scenario_expect& what);
  void expect_refusal(const located_text& wanted, const status& outcome, source_span where);

  void heard(const publication& told);
  void cover(const publication& told);
  void watch(const publication& told);
  void finish_properties();
  void walk_to(instant last);
  [[nodiscard]] bool failed() const { return !result_.failures.empty(); }
  /// The case a step speaks of; reports an unknown key.
  [[nodiscard]] case_id subject(const scenario_step& at);
  void fail(source_span where, std::string message, std::string expected = {},
            std::string actual = {});
  /// A value as the engine takes it, from what the author wrote.
  [[nodiscard]] static value_record arguments(const scenario_values& written);
  void compile_rules();

  struct watched_rule {
    expression never{};
    source_span where{};
  };

  const scenario_definition* scenario_;
  std::vector<scenario_coverage>* covered_;
  const program* main_ = nullptr;
  memory_store store_;
  engine engine_{store_};
  instant now_{};
  case_id id_ = case_id::none;
  scenario_result result_;
  std::vector<seen_record> since_expect_;
  std::vector<watched_rule> rules_;
  std::vector<bool> awaited_; ///< per property of the main program: triggered, not yet answered
};

} // namespace caseclock::detail
