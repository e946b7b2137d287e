// Looking into lists and records at run time: elements, keys, membership.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "caseclock/expr/detail/arithmetic.hpp"
#include "caseclock/value/compare.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock::detail {

inline constexpr failing no_such_key{"no_such_key", "the record has no such key"};
inline constexpr failing twice_the_key{"duplicate_key", "the record has this key twice"};
inline constexpr failing no_key{"invalid_argument", "a value of this type is no key of a record"};
inline constexpr failing no_such_index{"index_out_of_range",
                                       "the list has no element of that index"};

/// A whole number, also one that is written as a decimal.
inline std::optional<std::int64_t> whole_number(const value& v) {
  if (const auto* whole = v.as_int())
    return *whole;
  const auto* amount = v.as_decimal();
  return amount != nullptr && is_whole(*amount) ? std::optional{truncated(*amount)} : std::nullopt;
}

// Records have strings for keys. Lenient expressions have records with ints and bools for keys,
// too: those are written behind a byte that no text begins with, so that nothing else has to know.
inline constexpr char other_key = '\xff';

/// The value as a record's key: a string, or with `any_key` an int or a bool; nullopt if it is
/// none.
inline std::optional<std::string> record_key(const value& key, bool any_key) {
  if (const std::string* text = key.as_string())
    return *text;
  if (!any_key)
    return std::nullopt;
  if (const bool* truth = key.as_bool())
    return std::string{other_key, 'b', *truth ? '1' : '0'};
  if (const auto* whole = key.as_int())
    return std::string{other_key, 'i'} + std::to_string(*whole);
  return std::nullopt;
}

/// The value that was written as this key.
inline value key_value(std::string_view key) {
  if (key.size() < 3 || key.front() != other_key)
    return value(key);
  if (key[1] == 'b')
    return value(key[2] == '1');
  std::uint64_t magnitude = 0;
  const bool negative = key[2] == '-';
  for (const char digit : key.substr(negative ? 3 : 2))
    magnitude = magnitude * 10 + static_cast<std::uint64_t>(digit - '0');
  return value(static_cast<std::int64_t>(negative ? 0 - magnitude : magnitude));
}

/// The value of that key, or null. Looking a string up makes no copy of it.
inline const value* find_key(const value_record& fields, const value& key) {
  if (const std::string* text = key.as_string())
    return find(fields, *text);
  const auto whole = whole_number(key); // 1.0 finds 1
  const auto written = record_key(whole ? value(*whole) : key, true);
  return written ? find(fields, *written) : nullptr;
}

/// `list[position]` or `record[key]`.
inline evaluated element(const value& held, const value& position) {
  if (const value_record* fields = held.as_record()) {
    if (position.is_null())
      return missing_value;
    const value* found = find_key(*fields, position);
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
  return find_key(*fields, wanted) != nullptr;
}

/// What a macro walks in a record.
inline value_list keys_of(const value_record& fields) {
  value_list keys;
  keys.reserve(fields.size());
  for (const auto& field : fields)
    keys.push_back(key_value(field.first));
  return keys;
}

} // namespace caseclock::detail
