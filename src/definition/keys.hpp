// Key tables: which keys a mapping may have, as data.
//
// The reader checks every mapping against its table, so that no key is known in one place and
// unknown in another; the same tables are what a JSON schema for editors is made from.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace caseclock::detail {

/// What one value is.
enum class value_shape : std::uint8_t {
  nothing, ///< end of a key's shapes
  text,
  titles, ///< a text, or a text per language
  expression,
  integer,
  boolean,
  amount,       ///< "2 working days"
  dated_amount, ///< "1 month before ends_on"
  date,         ///< "2026-03-06"
  time,         ///< "09:00"
  timestamp,    ///< "2026-03-06T15:00+08:00"
  choice,       ///< one of the words in `of`
  anything,     ///< a value of the field's type
  blank,        ///< nothing: the name says it all
  windows,      ///< opening hours of a day: [["09:00", "12:00"], …]
  object,       ///< a mapping with the keys of the table `of`
  record,       ///< what a scenario expects to be told: `type`, and members of that record
};

/// How many of them.
enum class value_count : std::uint8_t {
  one,
  list,
  one_or_list,
  one_or_some,   ///< the same, and the list is not empty
  by_name,       ///< a mapping: names that the author chooses → values
  lists_by_name, ///< the same, each one or a list
  by_amount,     ///< a mapping: durations → values, each one or a list
  by_moment,     ///< a mapping: "1 month before ends_on" → values, each one or a list
  by_days,       ///< a mapping: days of the week → values
  by_date,       ///< a mapping: dates → values
};

struct shape {
  value_shape what = value_shape::nothing;
  value_count count = value_count::one;
  /// The table of an object; the words of a choice, "a|b"; the range of an integer, "1..1000".
  std::string_view of{};
};

enum class key_need : std::uint8_t {
  optional,
  required,
  compiled, ///< required, and it is the compiler that says so
  later,    ///< named by the language, not built yet: refused with its name
};

struct key_spec {
  std::string_view name;
  key_need need = key_need::optional;
  std::array<shape, 4> accepts{}; ///< any of these
};

/// What the keys of a mapping have to do with each other. The readers check it; this is for the
/// schema.
struct key_rules {
  /// One of these and no other, "a|b+c-d": a, or b and c without d.
  std::string_view exactly_one{};
  std::string_view together{}; ///< "a:b|c:d+e": a only beside b, c only beside d or e
  bool never_empty = false;
};

struct key_table {
  std::string_view name; ///< "state": how shapes refer to it
  std::string_view what; ///< "a state": how findings call it
  const key_spec* first = nullptr;
  std::size_t count = 0;
  key_rules rules{};

  template <std::size_t N>
  constexpr key_table(std::string_view its_name, std::string_view its_what,
                      const key_spec (&keys)[N], key_rules its_rules = {})
      : name(its_name), what(its_what), first(keys), count(N), rules(its_rules) {}

  [[nodiscard]] constexpr const key_spec* begin() const { return first; }
  [[nodiscard]] constexpr const key_spec* end() const { return first + count; }
  [[nodiscard]] constexpr const key_spec* find(std::string_view key) const {
    for (const key_spec& spec : *this) {
      if (spec.name == key)
        return &spec;
    }
    return nullptr;
  }
};

// Shapes that many keys have.
inline constexpr shape one_text{value_shape::text};
inline constexpr shape one_title{value_shape::titles};
inline constexpr shape titles_by_name{value_shape::titles, value_count::by_name};
inline constexpr shape text_list{value_shape::text, value_count::list};
inline constexpr shape text_lists_by_name{value_shape::text, value_count::lists_by_name};
inline constexpr shape texts_by_amount{value_shape::text, value_count::by_amount};
inline constexpr shape some_texts{value_shape::text, value_count::one_or_list};
inline constexpr shape texts_not_none{value_shape::text, value_count::one_or_some};
inline constexpr shape one_expression{value_shape::expression};
inline constexpr shape one_integer{value_shape::integer};
inline constexpr shape one_boolean{value_shape::boolean};
inline constexpr shape one_amount{value_shape::amount};
inline constexpr shape one_dated_amount{value_shape::dated_amount};
inline constexpr shape one_time{value_shape::time};
inline constexpr shape texts_by_moment{value_shape::text, value_count::by_moment};
inline constexpr shape one_date{value_shape::date};
inline constexpr shape some_dates{value_shape::date, value_count::one_or_list};
inline constexpr shape blank_by_name{value_shape::blank, value_count::by_name};
inline constexpr shape version_of_language{value_shape::integer, value_count::one, "1..1"};
/// [["09:00", "12:00"], …] under days of the week, or under a date.
inline constexpr shape windows_by_days{value_shape::windows, value_count::by_days};
inline constexpr shape windows_by_date{value_shape::windows, value_count::by_date};
inline constexpr shape windows_of_date{value_shape::windows};
inline constexpr shape any_value{value_shape::anything};
inline constexpr shape text_by_name{value_shape::text, value_count::by_name};
inline constexpr shape expression_by_name{value_shape::expression, value_count::by_name};

constexpr shape choice_of(std::string_view words, value_count count = value_count::one) {
  return {value_shape::choice, count, words};
}
constexpr shape integer_within(std::string_view range) {
  return {value_shape::integer, value_count::one, range};
}
constexpr shape object_of(std::string_view table, value_count count = value_count::one) {
  return {value_shape::object, count, table};
}

inline constexpr key_need required = key_need::required;
inline constexpr key_need later = key_need::later;
inline constexpr key_need optional = key_need::optional;
inline constexpr key_need by_compiler = key_need::compiled;

} // namespace caseclock::detail
