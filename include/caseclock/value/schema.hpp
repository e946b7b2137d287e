// Types and schemas: what a field may hold, known when the workflow is loaded.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/base/ids.hpp"
#include "caseclock/base/translations.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

struct schema;

/// A static type. Enums are strings with a closed list of members; `optional` admits null. Of kind
/// `any` is what is only known at run time: operations on it are checked when they are carried out.
struct type {
  caseclock::kind kind = caseclock::kind::null;
  bool optional = false;
  std::shared_ptr<const std::vector<std::string>> members{}; ///< enum only, in the author's order
  std::shared_ptr<const type> element{};  ///< of a list; of a record without `fields`
  std::shared_ptr<const schema> fields{}; ///< record only

  [[nodiscard]] bool is_enum() const { return members != nullptr; }
  [[nodiscard]] bool is_any() const { return kind == caseclock::kind::any; }
};

/// One field: its type, and the constraints that are checked when a value arrives.
struct field_spec {
  std::string name;
  caseclock::type type;
  translations title{};
  bool required = false;          ///< must be given when the case is opened / the event sent
  expr_id required_if{};          ///< must be given where this holds; invalid: see `required`
  bool personal = false;          ///< masked in logs, encrypted at rest
  std::string unit{};             ///< "CNY", "h"; for display
  std::optional<value> initial{}; ///< `default:`, already of the field's type
  std::optional<value> min{};     ///< inclusive; numbers, dates, timestamps, durations
  std::optional<value> max{};
  std::optional<std::uint32_t> min_length{}; ///< characters of a string, elements of a list
  std::optional<std::uint32_t> max_length{};
  std::string pattern{}; ///< ECMAScript regular expression a string must match whole
  /// `pattern`, compiled: true if the whole text matches. The kernel has no regular expressions;
  /// who fills a schema in fills this in too, see value/pattern.hpp.
  std::function<bool(std::string_view)> matches{};
};

/// Fields in the author's order.
struct schema {
  std::vector<field_spec> fields{};

  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const {
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].name == name)
        return i;
    }
    return std::nullopt;
  }
};

} // namespace caseclock
