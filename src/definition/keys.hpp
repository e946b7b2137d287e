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
  amount,   ///< "2 working days"
  choice,   ///< one of the words in `of`
  anything, ///< a value of the field's type
  windows,  ///< opening hours of a day: [["09:00", "12:00"], …]
  object,   ///< a mapping with the keys of the table `of`
};

/// How many of them.
enum class value_count : std::uint8_t {
  one,
  list,
  one_or_list,
  by_name,       ///< a mapping: names that the author chooses → values
  lists_by_name, ///< the same, each one or a list
  by_amount,     ///< a mapping: durations → values, each one or a list
};

struct shape {
  value_shape what = value_shape::nothing;
  value_count count = value_count::one;
  std::string_view of{}; ///< table name of an object, or the words of a choice, "a|b"
};

enum class key_need : std::uint8_t {
  optional,
  required,
  later, ///< named by the language, not built yet: refused with its name
};

struct key_spec {
  std::string_view name;
  key_need need = key_need::optional;
  std::array<shape, 3> accepts{}; ///< any of these
};

struct key_table {
  std::string_view name; ///< "state": how shapes refer to it
  std::string_view what; ///< "a state": how findings call it
  const key_spec* first = nullptr;
  std::size_t count = 0;

  template <std::size_t N>
  constexpr key_table(std::string_view its_name, std::string_view its_what,
                      const key_spec (&keys)[N])
      : name(its_name), what(its_what), first(keys), count(N) {}

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
inline constexpr shape some_texts{value_shape::text, value_count::one_or_list};
inline constexpr shape one_expression{value_shape::expression};
inline constexpr shape one_integer{value_shape::integer};
inline constexpr shape one_boolean{value_shape::boolean};
inline constexpr shape one_amount{value_shape::amount};
/// [["09:00", "12:00"], …] under a name.
inline constexpr shape windows_by_name{value_shape::windows, value_count::by_name};
inline constexpr shape windows_of_date{value_shape::windows};
inline constexpr shape any_value{value_shape::anything};
inline constexpr shape text_by_name{value_shape::text, value_count::by_name};
inline constexpr shape expression_by_name{value_shape::expression, value_count::by_name};

constexpr shape choice_of(std::string_view words) {
  return {value_shape::choice, value_count::one, words};
}
constexpr shape object_of(std::string_view table, value_count count = value_count::one) {
  return {value_shape::object, count, table};
}

inline constexpr key_need required = key_need::required;
inline constexpr key_need later = key_need::later;
inline constexpr key_need optional = key_need::optional;

} // namespace caseclock::detail
