// What an expression sees of the case: fields, the event at hand, the configuration, the clocks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "caseclock/expr/expression.hpp"
#include "caseclock/runtime/detail/configuration.hpp"
#include "caseclock/runtime/milestones.hpp"
#include "caseclock/runtime/snapshot.hpp"

namespace caseclock::detail {

/// A view: lives no longer than what it looks at. Fields that are not there are null.
class case_environment final : public expr_environment {
 public:
  case_environment(const program& code, const snapshot& state, instant now, const actor& by)
      : code_(code), state_(state), now_(now), by_(by) {}

  /// The payload of the event at hand, or null.
  case_environment& with_payload(const std::vector<value>* payload) {
    payload_ = payload;
    return *this;
  }
  /// The clock whose milestone is acting, or invalid.
  case_environment& with_clock(clock_id clock) {
    clock_ = clock;
    return *this;
  }

  [[nodiscard]] const value& field(field_id id) const override {
    return id.index() < state_.fields.size() ? state_.fields[id.index()] : null_;
  }
  [[nodiscard]] const value& event_field(std::uint32_t slot) const override {
    return payload_ != nullptr && slot < payload_->size() ? (*payload_)[slot] : null_;
  }

  [[nodiscard]] value ask(ambient what) const override {
    switch (what) {
    case ambient::now: return now_;
    case ambient::case_id: return static_cast<std::int64_t>(state_.id);
    case ambient::case_key: return state_.key;
    case ambient::case_workflow: return code_.name;
    case ambient::actor_name: return by_.name;
    case ambient::actor_role:
      return by_.role.valid() ? code_.roles[by_.role.index()].name : std::string{};
    case ambient::clock_name:
      return clock_.valid() ? code_.clocks[clock_.index()].name : std::string{};
    case ambient::clock_due: return clock_due();
    case ambient::clock_remaining: return clock_.valid() ? remaining(clock_).value_or({}) : value{};
    case ambient::clock_elapsed: return clock_.valid() ? elapsed(clock_).value_or({}) : value{};
    }
    return {};
  }

  [[nodiscard]] bool in(state_id id) const override { return is_active(state_, id); }
  [[nodiscard]] state_id state_named(std::string_view name) const override {
    return code_.state(name);
  }
  [[nodiscard]] bool tagged(tag_id id) const override { return is_tagged(code_, state_, id); }
  [[nodiscard]] bool approved(state_id id) const override {
    const approval_progress* last = progress_of(state_, code_.states[id.index()].approval);
    return last != nullptr && last->decided && last->approved;
  }
  [[nodiscard]] std::int64_t count(event_id id) const override {
    return id.index() < state_.counts.size() ? state_.counts[id.index()] : 0;
  }

  [[nodiscard]] result<value> elapsed(clock_id id) const override {
    const result<duration> used = used_by(id);
    return used ? result<value>{value{*used}} : result<value>{used.error()};
  }
  [[nodiscard]] result<value> remaining(clock_id id) const override {
    const result<duration> used = used_by(id);
    if (!used)
      return used.error();
    return value{duration{state_.clocks[id.index()].budget - *used}};
  }
  [[nodiscard]] result<value> working_time(instant from, instant to,
                                           calendar_id id) const override {
    const result<duration> open = time_base{calendar_of(code_, id)}.between(from, to);
    return open ? result<value>{value{*open}} : result<value>{open.error()};
  }

 private:
  [[nodiscard]] result<duration> used_by(clock_id id) const {
    const clock_case at = clock_at(code_, state_, id);
    return caseclock::elapsed(*at.ledger, at.base, now_);
  }
  [[nodiscard]] value clock_due() const {
    if (!clock_.valid())
      return {};
    const clock_case at = clock_at(code_, state_, clock_);
    if (!is_measuring(*at.ledger))
      return {};
    const result<instant> promise = due(*at.ledger, at.base);
    return promise ? value{*promise} : value{};
  }

  const program& code_;
  const snapshot& state_;
  instant now_;
  const actor& by_;
  const std::vector<value>* payload_ = nullptr;
  clock_id clock_{};
  value null_{};
};

} // namespace caseclock::detail
