// From what a file or a message says to what a field holds.
//
// YAML and JSON know null, bool, int, decimal, string, list and record; fields have types. This is
// the one place where the two meet, so that a date in a workflow's defaults, in a host's event and
// in a scenario follow the same rules:
//
//   int        an int, or a decimal without places (2.0)
//   decimal    a decimal, an int, or a string ("12.50": how careful hosts send amounts)
//   string     a string; a number or a bool is refused, not guessed (a phone number wants quotes)
//   enum       a string that is one of the members
//   date       "2026-03-06"                    timestamp  "2026-03-06T15:00:00+08:00"
//   duration   "PT1H30M", "1h30m", "90s"       or an amount of elapsed time, such as "1小时"
//   list       every element by the element's type; record: every field by its own
//   any        whatever it is, as it is: nothing is converted, a date stays a text
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/result.hpp"
#include "caseclock/base/suggest.hpp"
#include "caseclock/base/utf8.hpp"
#include "caseclock/calendar/amount.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/time/zone.hpp"
#include "caseclock/value/compare.hpp"
#include "caseclock/value/decimal.hpp"
#include "caseclock/value/describe.hpp"
#include "caseclock/value/duration_text.hpp"
#include "caseclock/value/format.hpp"
#include "caseclock/value/schema.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

// Bounds on data. They make the static cost of expressions mean something.
inline constexpr std::size_t max_string_bytes = 64 * 1024;
inline constexpr std::size_t max_list_elements = 1'000;
inline constexpr std::size_t max_record_fields = 1'000;
inline constexpr std::size_t max_data_depth = 16; ///< of values whose inner types are undeclared
inline constexpr std::size_t max_pattern_input = 4'096; ///< bytes that a pattern is matched with

namespace detail {

/// Violations found so far, and the path to the value at hand: "lines[2].price".
class violations {
 public:
  explicit violations(std::vector<error>& found) : found_(found) {}
  void add(std::string_view where, std::string message) {
    found_.push_back(error{errc::invalid_data, std::move(message), std::string(where)});
  }

 private:
  std::vector<error>& found_;
};

inline std::string did_you_mean(const std::string& suggestion) {
  return suggestion.empty() ? suggestion : " (did you mean " + json_quote(suggestion) + "?)";
}

inline std::string wrong_type(const type& wanted, const value& raw) {
  std::string text = describe(wanted) + " expected, not " + quoted(raw);
  const bool quotes_missing =
      wanted.kind == kind::string && (raw.as_int() || raw.as_bool() || raw.as_decimal());
  return quotes_missing ? text + ": put it in quotes" : text;
}

inline value coerce_value(const value& raw, const type& wanted, const std::string& where,
                          violations& found);
inline value coerce_record(const value& raw, const type& wanted, const std::string& where,
                           violations& found);

inline value coerce_number(const value& raw, const type& wanted, std::string_view where,
                           violations& found) {
  if (wanted.kind == kind::integer) {
    if (raw.as_int() != nullptr)
      return raw;
    if (const auto* amount = raw.as_decimal(); amount != nullptr && is_whole(*amount))
      return truncated(*amount);
  } else {
    if (raw.as_decimal() != nullptr)
      return raw;
    if (const auto* text = raw.as_string()) {
      const auto parsed = parse_decimal(*text);
      if (parsed)
        return *parsed;
      found.add(where, parsed.error().message);
      return {};
    }
    if (const auto* whole = raw.as_int()) {
      if (const auto amount = to_decimal(*whole))
        return *amount;
      found.add(where, quoted(raw) + " is too large for a decimal");
      return {};
    }
  }
  found.add(where, wrong_type(wanted, raw));
  return {};
}

inline value coerce_string(const value& raw, const type& wanted, std::string_view where,
                           violations& found) {
  const auto* text = raw.as_string();
  if (text == nullptr) {
    found.add(where, wrong_type(wanted, raw));
    return {};
  }
  if (text->size() > max_string_bytes) {
    found.add(where, "the text has " + std::to_string(text->size()) + " bytes; at most " +
                         std::to_string(max_string_bytes) + " are allowed");
    return {};
  }
  if (!is_utf8(*text)) {
    found.add(where, "the text is not valid UTF-8");
    return {};
  }
  if (!wanted.is_enum() ||
      std::find(wanted.members->begin(), wanted.members->end(), *text) != wanted.members->end())
    return raw;
  type listed = wanted;
  listed.optional = false;
  found.add(where, quoted(raw) + " is no member of " + describe(listed) +
                       did_you_mean(closest(*text, *wanted.members)));
  return {};
}

/// An amount of elapsed time, for what `parse_duration` does not read: "1 hour", "1小时".
inline result<duration> parse_elapsed(std::string_view text) {
  const auto parsed = parse_duration(text);
  if (parsed)
    return *parsed;
  const auto amount = parse_amount(text);
  if (amount && amount->kind == time_amount::unit::elapsed)
    return duration{amount->count};
  if (amount)
    return {errc::parse,
            json_quote(shortened(text)) + " is working time; elapsed time is expected"};
  return parsed.error();
}

inline value coerce_time(const value& raw, const type& wanted, std::string_view where,
                         violations& found) {
  if (raw.kind() == wanted.kind)
    return raw;
  const auto* text = raw.as_string();
  if (text == nullptr) {
    found.add(where, wrong_type(wanted, raw));
    return {};
  }
  const auto take = [&](const auto& parsed) {
    if (parsed)
      return value(*parsed);
    found.add(where, parsed.error().message);
    return value{};
  };
  if (wanted.kind == kind::date)
    return take(parse_date(*text));
  if (wanted.kind == kind::timestamp)
    return take(parse_instant(*text));
  return take(parse_elapsed(*text));
}

inline bool nests_deeper_than(const value& v, std::size_t levels) {
  const auto deeper = [levels](const value& inner) {
    return levels == 0 || nests_deeper_than(inner, levels - 1);
  };
  if (const auto* list = v.as_list())
    return std::any_of(list->begin(), list->end(), deeper);
  if (const auto* fields = v.as_record())
    return std::any_of(fields->begin(), fields->end(),
                       [&](const auto& field) { return deeper(field.second); });
  return false;
}

/// What is wrong with a value of a shape that nobody declared, or "".
inline std::string undeclared_fault(const value& raw, std::size_t levels = max_data_depth) {
  if (const auto* text = raw.as_string()) {
    if (text->size() > max_string_bytes)
      return "a text has more than " + std::to_string(max_string_bytes) + " bytes";
    return is_utf8(*text) ? "" : "a text is not valid UTF-8";
  }
  if (raw.as_denotation() != nullptr)
    return "a type is no data";
  const auto* list = raw.as_list();
  const auto* fields = raw.as_record();
  if (list == nullptr && fields == nullptr)
    return {};
  if (levels == 0)
    return "nested too deeply";
  if (list != nullptr ? list->size() > max_list_elements : fields->size() > max_record_fields)
    return "a list or a record has more than " + std::to_string(max_list_elements) + " parts";
  std::string fault;
  for (std::size_t i = 0; list != nullptr && fault.empty() && i < list->size(); ++i)
    fault = undeclared_fault((*list)[i], levels - 1);
  for (std::size_t i = 0; fields != nullptr && fault.empty() && i < fields->size(); ++i) {
    fault = is_utf8((*fields)[i].first) ? undeclared_fault((*fields)[i].second, levels - 1)
                                        : "a record has a key that is no text";
  }
  return fault;
}

inline value coerce_any(const value& raw, std::string_view where, violations& found) {
  std::string fault = undeclared_fault(raw);
  if (fault.empty())
    return raw;
  found.add(where, std::move(fault));
  return {};
}

inline value coerce_list(const value& raw, const type& wanted, const std::string& where,
                         violations& found) {
  const auto* list = raw.as_list();
  if (list == nullptr) {
    found.add(where, wrong_type(wanted, raw));
    return {};
  }
  if (list->size() > max_list_elements) {
    found.add(where, "the list has " + std::to_string(list->size()) + " elements; at most " +
                         std::to_string(max_list_elements) + " are allowed");
    return {};
  }
  if (wanted.element == nullptr) {
    if (!nests_deeper_than(raw, max_data_depth))
      return raw;
    found.add(where, "nested too deeply");
    return {};
  }
  value_list made;
  made.reserve(list->size());
  for (std::size_t i = 0; i < list->size(); ++i) {
    made.push_back(
        coerce_value((*list)[i], *wanted.element, where + '[' + std::to_string(i) + ']', found));
  }
  return made;
}

/// Checks how long a text is, in characters, or a list, in elements.
inline void check_length(const value& v, const field_spec& field, std::string_view where,
                         violations& found) {
  const auto* text = v.as_string();
  const auto* list = v.as_list();
  if ((!field.min_length && !field.max_length) || (text == nullptr && list == nullptr))
    return;
  const std::size_t length = text != nullptr ? count_characters(*text) : list->size();
  const std::string has = text != nullptr
                              ? "the text has " + std::to_string(length) + " characters; at "
                              : "the list has " + std::to_string(length) + " elements; at ";
  if (field.min_length && length < *field.min_length)
    found.add(where, has + "least " + std::to_string(*field.min_length) + " are needed");
  if (field.max_length && length > *field.max_length)
    found.add(where, has + "most " + std::to_string(*field.max_length) + " are allowed");
}

/// Checks what a field demands beyond its type: range, length and pattern.
inline void check_constraints(const value& v, const field_spec& field, std::string_view where,
                              violations& found) {
  if (v.is_null())
    return;
  const auto less = [](const value& a, const value& b) {
    const auto order = compare(a, b);
    return order && *order == std::strong_ordering::less;
  };
  const auto bound = [&](const value& limit) {
    return to_text(limit, zone::utc()) + (field.unit.empty() ? "" : ' ' + field.unit);
  };
  if (field.min && less(v, *field.min))
    found.add(where, to_text(v, zone::utc()) + " is less than " + bound(*field.min));
  if (field.max && less(*field.max, v))
    found.add(where, to_text(v, zone::utc()) + " is more than " + bound(*field.max));
  check_length(v, field, where, found);
  const auto* text = v.as_string();
  if (field.pattern.empty() || text == nullptr)
    return;
  if (text->size() > max_pattern_input)
    found.add(where, "the text is too long to be matched with a pattern");
  else if (!field.matches)
    found.add(where, "the pattern " + shortened(field.pattern) + " was never compiled");
  else if (!field.matches(*text))
    found.add(where, quoted(v) + " does not match the pattern " + shortened(field.pattern));
}

inline value coerce_value(const value& raw, const type& wanted, const std::string& where,
                          violations& found) {
  if (raw.is_null()) {
    if (!wanted.optional && wanted.kind != kind::null)
      found.add(where, "a value is needed: " + describe(wanted));
    return {};
  }
  switch (wanted.kind) {
  case kind::null:
  case kind::denotation: break;
  case kind::any: return coerce_any(raw, where, found);
  case kind::boolean:
    if (raw.as_bool() != nullptr)
      return raw;
    break;
  case kind::integer:
  case kind::fixed: return coerce_number(raw, wanted, where, found);
  case kind::string: return coerce_string(raw, wanted, where, found);
  case kind::date:
  case kind::timestamp:
  case kind::span: return coerce_time(raw, wanted, where, found);
  case kind::list: return coerce_list(raw, wanted, where, found);
  case kind::record: return coerce_record(raw, wanted, where, found);
  }
  found.add(where, wrong_type(wanted, raw));
  return {};
}

/// What becomes of the given fields, by the schema's order; nullopt: not given, or null.
inline std::vector<std::optional<value>> match_fields(const schema& wanted,
                                                      const value_record& given,
                                                      const std::string& prefix,
                                                      violations& found) {
  constexpr std::size_t most_suggestions = 20;
  std::vector<std::optional<value>> matched(wanted.fields.size());
  std::vector<std::string_view> names;
  std::size_t unknown = 0;
  for (const field_spec& field : wanted.fields)
    names.push_back(field.name);
  std::vector<bool> seen(wanted.fields.size());
  for (const auto& [name, raw] : given) {
    const std::string where = prefix + shortened(name);
    const auto slot = wanted.find(name);
    if (!slot) {
      const bool suggest = ++unknown <= most_suggestions;
      found.add(where, "there is no field " + json_quote(shortened(name)) +
                           did_you_mean(suggest ? closest(name, names) : std::string{}));
    } else if (seen[*slot]) {
      found.add(where, "given twice");
    } else {
      seen[*slot] = true;
      if (!raw.is_null())
        matched[*slot] = raw;
    }
  }
  return matched;
}

/// Fills one value per field of the schema: given, or by default, or null.
inline value_list fill_fields(const schema& wanted, const value_record& given,
                              const std::string& prefix, violations& found) {
  if (given.size() > max_record_fields) {
    found.add(prefix, "more than " + std::to_string(max_record_fields) + " fields");
    return value_list(wanted.fields.size());
  }
  const auto matched = match_fields(wanted, given, prefix, found);
  value_list slots;
  slots.reserve(wanted.fields.size());
  for (std::size_t i = 0; i < wanted.fields.size(); ++i) {
    const field_spec& field = wanted.fields[i];
    const std::string where = prefix + field.name;
    if (matched[i]) {
      slots.push_back(coerce_value(*matched[i], field.type, where, found));
      check_constraints(slots.back(), field, where, found);
    } else {
      slots.push_back(field.initial.value_or(value{}));
      if (slots.back().is_null() && field.required)
        found.add(where, "is required");
    }
  }
  return slots;
}

inline value coerce_record(const value& raw, const type& wanted, const std::string& where,
                           violations& found) {
  const auto* fields = raw.as_record();
  if (fields == nullptr) {
    found.add(where, wrong_type(wanted, raw));
    return {};
  }
  if (wanted.fields == nullptr) {
    if (!nests_deeper_than(raw, max_data_depth))
      return raw;
    found.add(where, "nested too deeply");
    return {};
  }
  const std::string prefix = where.empty() ? where : where + '.';
  value_list slots = fill_fields(*wanted.fields, *fields, prefix, found);
  value_record made;
  made.reserve(slots.size());
  for (std::size_t i = 0; i < slots.size(); ++i)
    made.emplace_back(wanted.fields->fields[i].name, std::move(slots[i]));
  return made;
}

} // namespace detail

/// The raw value as the type wants it. Fails with errc::invalid_data: `message` for people, `where`
/// the path that was given and what lies below it ("lines[2].price"); the first violation only, see
/// `validate` for all. Null is a value of optional types alone. Linear in the value, recursion as
/// deep as the type.
[[nodiscard]] inline result<value> coerce(const value& raw, const type& wanted,
                                          std::string_view where = {}) {
  std::vector<error> errors;
  detail::violations found(errors);
  value made = detail::coerce_value(raw, wanted, std::string(where), found);
  if (errors.empty())
    return made;
  return errors.front();
}

} // namespace caseclock
