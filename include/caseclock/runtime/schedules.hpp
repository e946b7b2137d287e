// What an occurrence of a schedule opens, and when the next one comes. Pure, like `step`.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/calendar/occurrences.hpp"
#include "caseclock/expr/evaluate.hpp"
#include "caseclock/program/program.hpp"
#include "caseclock/program/zone_of.hpp"

namespace caseclock {

/// The case that an occurrence opens: its key, and its data, not yet validated.
struct scheduled_case {
  std::string key{};
  value_record data{};
};

/// The next occurrence later than `after` of the program's schedule of that number.
[[nodiscard]] inline std::optional<occurrence>
next_of_schedule(const program& compiled, std::size_t schedule, instant after) {
  const program_schedule& held = compiled.schedules[schedule];
  const calendar* working =
      held.calendar.valid() ? compiled.calendars[held.calendar.index()].get() : nullptr;
  return next_occurrence(held.rule, working,
                         working != nullptr ? working->time_zone() : zone_of(compiled), after);
}

namespace detail {

/// Knows the occurrence, and of a case nothing.
class occurrence_environment final : public expr_environment {
 public:
  occurrence_environment(const program& code, const occurrence& of)
      : code_(code), at_(of.at), fields_{of.date, of.first, of.last, of.label} {}

  [[nodiscard]] const value& field(field_id id) const override {
    return id.index() < fields_.size() ? fields_[id.index()] : null_;
  }
  [[nodiscard]] const value& event_field(std::uint32_t) const override { return null_; }
  [[nodiscard]] value ask(ambient what) const override {
    if (what == ambient::now)
      return at_;
    if (what == ambient::case_workflow)
      return code_.name;
    return what == ambient::case_id ? value{std::int64_t{0}} : value{std::string{}};
  }
  [[nodiscard]] bool in(state_id) const override { return false; }
  [[nodiscard]] bool tagged(tag_id) const override { return false; }
  [[nodiscard]] bool approved(state_id) const override { return false; }
  [[nodiscard]] std::int64_t count(event_id) const override { return 0; }
  [[nodiscard]] result<value> elapsed(clock_id) const override { return value{}; }
  [[nodiscard]] result<value> remaining(clock_id) const override { return value{}; }
  [[nodiscard]] result<value> working_time(instant, instant, calendar_id) const override {
    return value{};
  }

 private:
  const program& code_;
  instant at_;
  std::vector<value> fields_;
  value null_{};
};

} // namespace detail

/// What the occurrence opens. Fails as `evaluate` and `render` do.
[[nodiscard]] inline result<scheduled_case>
case_of_schedule(const program& compiled, std::size_t schedule, const occurrence& of) {
  const program_schedule& held = compiled.schedules[schedule];
  const detail::occurrence_environment environment{compiled, of};
  scheduled_case made;
  made.key = compiled.name + "/" + of.label;
  if (schedule > 0)
    made.key += "/" + std::to_string(schedule + 1);
  if (!held.key.segments.empty()) {
    result<std::string> written = render(held.key, environment, zone_of(compiled));
    if (!written)
      return written.error();
    made.key = *std::move(written);
  }
  for (const auto& [name, id] : held.with) {
    result<value> computed = evaluate(compiled.expressions[id.index()], environment);
    if (!computed)
      return computed.error();
    made.data.emplace_back(name, *std::move(computed));
  }
  return made;
}

} // namespace caseclock
