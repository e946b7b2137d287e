// Names for expressions that no workflow declares: from JSON, with types or without.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/base/result.hpp"
#include "caseclock/expr/scope.hpp"
#include "caseclock/time/zone.hpp"
#include "caseclock/value/schema.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock::cli {

/// Names, their types and their values, in the order of the slots.
struct eval_bindings {
  schema data{};
  std::vector<value> values{};
};

/// `int`, `list<timestamp>`, `record`, `any` …; nullopt if there is no such type.
[[nodiscard]] std::optional<type> type_by_name(std::string_view word);

/// Binds the name to the value in that type. Errors: `reason` is "invalid_binding",
/// "unknown_type", "unsupported" (a type of CEL's that is left out) or "limit".
[[nodiscard]] status bind_typed(eval_bindings& into, const std::string& name,
                                std::string_view type_name, const value& raw);

/// Binds the name to what the JSON value is by itself.
[[nodiscard]] status bind_plain(eval_bindings& into, const std::string& name, const value& raw);

/// Answers an expression that asks no case.
class eval_environment final : public expr_environment {
 public:
  explicit eval_environment(const eval_bindings& bound) : bound_(bound) {}

  [[nodiscard]] const value& field(field_id id) const override { return bound_.values[id.index()]; }
  [[nodiscard]] const value& event_field(std::uint32_t) const override { return none_; }
  [[nodiscard]] value ask(ambient) const override { return {}; }
  [[nodiscard]] bool in(state_id) const override { return false; }
  [[nodiscard]] bool tagged(tag_id) const override { return false; }
  [[nodiscard]] bool approved(state_id) const override { return false; }
  [[nodiscard]] std::int64_t count(event_id) const override { return 0; }
  [[nodiscard]] result<value> elapsed(clock_id) const override { return value{}; }
  [[nodiscard]] result<value> remaining(clock_id) const override { return value{}; }
  [[nodiscard]] result<value> working_time(instant, instant, calendar_id) const override {
    return value{};
  }
  /// From the system's tzdata, each read once per process.
  [[nodiscard]] const zone* zone_named(std::string_view name) const override;

 private:
  const eval_bindings& bound_;
  value none_{};
};

} // namespace caseclock::cli
