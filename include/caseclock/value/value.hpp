// Typed data: what case fields, event payloads and expressions hold.
//
// A value is small, copied freely and immutable where it is large: strings, lists and records are
// shared. There is no floating point anywhere: amounts are `decimal`, fixed point with four places,
// so that the same inputs give the same bytes on every machine (rule S14).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/time/instant.hpp"

namespace caseclock {

/// Fixed point, four decimal places: `units` are ten-thousandths. Range ±922,337,203,685,477.5807.
struct decimal {
  std::int64_t units = 0;
  static constexpr std::int64_t scale = 10'000;
  friend constexpr bool operator==(decimal, decimal) = default;
  friend constexpr auto operator<=>(decimal, decimal) = default;
};

enum class kind : std::uint8_t {
  null,
  boolean,
  integer,
  fixed,  ///< `decimal`
  string, ///< also the run-time form of an enum: its type says which strings are allowed
  date,
  timestamp,
  span, ///< `duration`
  list,
  record,
  denotation, ///< a type as a value: what `type(x)` gives. Never in data
  any,        ///< static types only: what is known at run time alone (CEL's dyn). No value has it
};

/// A type as a value of expressions: `type(1) == int`.
struct type_denotation {
  kind of = kind::null;
  friend constexpr bool operator==(type_denotation, type_denotation) = default;
};

namespace detail {

/// Times have milliseconds (rule T1). What lies beyond them, 0 to 999,999 nanoseconds, exists in
/// expressions that stand alone, because CEL has it; data never have any.
struct fine_instant {
  instant at{};
  std::int32_t nanoseconds = 0;
  friend constexpr bool operator==(fine_instant, fine_instant) = default;
};
struct fine_duration {
  caseclock::duration length{};
  std::int32_t nanoseconds = 0;
  friend constexpr bool operator==(fine_duration, fine_duration) = default;
};

} // namespace detail

class value;
using value_list = std::vector<value>;
/// Named values in a defined order: a form, an event's payload, the data a case is opened with.
using value_record = std::vector<std::pair<std::string, value>>;

/// One value. Default-constructed: null. Copying is cheap; equality is deep.
class value {
 public:
  value() = default;
  constexpr value(bool b) : state_(b) {}
  value(std::int64_t i) : state_(i) {}
  value(int i) : state_(static_cast<std::int64_t>(i)) {}
  value(caseclock::decimal d) : state_(d) {}
  value(std::string text) : state_(std::make_shared<const std::string>(std::move(text))) {}
  value(std::string_view text) : value(std::string(text)) {}
  value(const char* text) : value(std::string(text)) {}
  value(civil_date date) : state_(date) {}
  value(instant t, std::int32_t nanoseconds = 0) : state_(detail::fine_instant{t, nanoseconds}) {}
  value(caseclock::duration d, std::int32_t nanoseconds = 0)
      : state_(detail::fine_duration{d, nanoseconds}) {}
  value(value_list list) : state_(std::make_shared<const value_list>(std::move(list))) {}
  value(type_denotation denoted) : state_(denoted) {}
  value(value_record fields) : state_(std::make_shared<const value_record>(std::move(fields))) {}

  [[nodiscard]] caseclock::kind kind() const {
    return static_cast<caseclock::kind>(state_.index());
  }
  [[nodiscard]] bool is_null() const { return state_.index() == 0; }

  // Each of these is null unless the value is of that kind.
  [[nodiscard]] const bool* as_bool() const { return std::get_if<bool>(&state_); }
  [[nodiscard]] const std::int64_t* as_int() const { return std::get_if<std::int64_t>(&state_); }
  [[nodiscard]] const caseclock::decimal* as_decimal() const {
    return std::get_if<caseclock::decimal>(&state_);
  }
  [[nodiscard]] const civil_date* as_date() const { return std::get_if<civil_date>(&state_); }
  [[nodiscard]] const instant* as_timestamp() const {
    const auto* time = std::get_if<detail::fine_instant>(&state_);
    return time != nullptr ? &time->at : nullptr;
  }
  [[nodiscard]] const caseclock::duration* as_duration() const {
    const auto* span = std::get_if<detail::fine_duration>(&state_);
    return span != nullptr ? &span->length : nullptr;
  }
  /// What a timestamp or a duration has beyond its milliseconds: 0 to 999,999, and 0 in all data.
  [[nodiscard]] std::int32_t nanoseconds() const {
    const auto* time = std::get_if<detail::fine_instant>(&state_);
    const auto* span = std::get_if<detail::fine_duration>(&state_);
    return time != nullptr ? time->nanoseconds : span != nullptr ? span->nanoseconds : 0;
  }
  [[nodiscard]] const type_denotation* as_denotation() const {
    return std::get_if<type_denotation>(&state_);
  }
  [[nodiscard]] const std::string* as_string() const { return shared<std::string>(); }
  [[nodiscard]] const value_list* as_list() const { return shared<value_list>(); }
  [[nodiscard]] const value_record* as_record() const { return shared<value_record>(); }

  friend bool operator==(const value& a, const value& b);

 private:
  template <class T> [[nodiscard]] const T* shared() const {
    const auto* pointer = std::get_if<std::shared_ptr<const T>>(&state_);
    return pointer != nullptr ? pointer->get() : nullptr;
  }
  // The alternatives stand in the order of `kind`.
  std::variant<std::monostate, bool, std::int64_t, caseclock::decimal,
               std::shared_ptr<const std::string>, civil_date, detail::fine_instant,
               detail::fine_duration, std::shared_ptr<const value_list>,
               std::shared_ptr<const value_record>, type_denotation>
      state_;
};

inline bool operator==(const value& a, const value& b) {
  if (a.kind() != b.kind())
    return false;
  if (const auto* text = a.as_string())
    return *text == *b.as_string();
  if (const auto* list = a.as_list())
    return *list == *b.as_list();
  if (const auto* fields = a.as_record())
    return *fields == *b.as_record();
  return a.state_ == b.state_;
}

/// The field of that name, or null if there is none. Linear: records are small.
[[nodiscard]] inline const value* find(const value_record& fields, std::string_view name) {
  for (const auto& [key, held] : fields) {
    if (key == name)
      return &held;
  }
  return nullptr;
}

} // namespace caseclock
