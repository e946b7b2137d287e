// Macros at work: what they have gathered so far.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>

#include "caseclock/base/result.hpp"
#include "caseclock/expr/detail/arithmetic.hpp"
#include "caseclock/expr/detail/code.hpp"
#include "caseclock/expr/detail/members.hpp"
#include "caseclock/value/coerce.hpp"

namespace caseclock::detail {

struct loop_state {
  std::size_t next = 0;
  std::int64_t hits = 0;
  value_list made{};
  value_record fields{};
  std::unique_ptr<error> failure{};

  /// What the body of `transformList` and its like gives, for the key at hand: a list of none or
  /// one, or a record. The reason if it cannot be taken, else null.
  const failing* gather(macro which, const value& key, const value& body, bool any_key) {
    const auto* list = body.as_list();
    const auto* record = body.as_record();
    if (which == macro::gather_entries ? record == nullptr : list == nullptr)
      return body.is_null() ? &missing_value : &no_such_overload;
    if (which == macro::gather) {
      made.insert(made.end(), list->begin(), list->end());
      return nullptr;
    }
    if (which == macro::gather_values) {
      const auto name = list->empty() ? std::nullopt : record_key(key, any_key);
      if (name)
        fields.emplace_back(*name, list->front());
      return list->empty() || name ? nullptr : &no_key;
    }
    for (const auto& [name, held] : *record) {
      if (find(fields, name) != nullptr)
        return &twice_the_key;
      if (fields.size() >= max_record_fields)
        return &too_many_fields;
      fields.emplace_back(name, held);
    }
    return nullptr;
  }

 private:
  static constexpr failing too_many_fields{"limit", "the record has too many fields"};
};

/// How many elements a list or a record has.
inline std::size_t parts_of(const value& walked) {
  if (const auto* list = walked.as_list())
    return list->size();
  return walked.as_record() != nullptr ? walked.as_record()->size() : 0;
}

} // namespace caseclock::detail
