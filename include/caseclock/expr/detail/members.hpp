// Looking into lists and records at run time: elements, keys, membership.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "caseclock/expr/detail/arithmetic.hpp"
#include "caseclock/value/compare.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock::detail {

inline constexpr failing no_such_key{"no_such_key", "the record has no such key"};
inline constexpr failing no_such_index{"index_out_of_range",
                                       "the list has no element of that index"};

/// A whole number, also one that is written as a decimal.
inline std::optional<std::int64_t> whole_number(const value& v) {
  if (const auto* whole = v.as_int())
    return *whole;
  const auto* amount = v.as_decimal();
  return amount != nullptr && is_whole(*amount) ? std::optional{truncated(*amount)} : std::nullopt;
}

/// `list[position]` or `record[key]`.
inline evaluated element(const value& held, const value& position) {
  if (const value_record* fields = held.as_record()) {
    const std::string* key = position.as_string();
    if (key == nullptr)
      return position.is_null() ? missing_value : no_such_key;
    const value* found = find(*fields, *key);
    return found != nullptr ? evaluated(*found) : evaluated(no_such_key);
  }
  const value_list* list = held.as_list();
  if (list == nullptr || !number_units(position))
    return unfit(held, position);
  const auto index = whole_number(position);
  if (!index || *index < 0 || static_cast<std::uint64_t>(*index) >= list->size())
    return no_such_index;
  return (*list)[static_cast<std::size_t>(*index)];
}

/// `wanted in held`; nullopt if that is neither a list nor a record.
inline std::optional<bool> contains(const value& held, const value& wanted) {
  if (const value_list* list = held.as_list())
    return std::any_of(list->begin(), list->end(),
                       [&](const value& each) { return equivalent(wanted, each); });
  const value_record* fields = held.as_record();
  if (fields == nullptr)
    return std::nullopt;
  return wanted.as_string() != nullptr && find(*fields, *wanted.as_string()) != nullptr;
}

/// What a macro walks in a record.
inline value_list keys_of(const value_record& fields) {
  value_list keys;
  keys.reserve(fields.size());
  for (const auto& field : fields)
    keys.emplace_back(field.first);
  return keys;
}

} // namespace caseclock::detail
