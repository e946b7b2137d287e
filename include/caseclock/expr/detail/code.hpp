// What the instructions of a compiled expression mean. Shared by the emitter and the machine.
//
// An instruction is {op, a, b, operand}: `a` selects within the op, `b` is the byte of the text
// that the operation stands at (texts are at most 64 KiB), `operand` is an index, an id or a
// target.
#pragma once

#include <cstdint>

namespace caseclock::detail {

enum class op : std::uint8_t {
  constant,      ///< push constants[operand]
  field,         ///< push the case field `operand`
  event_field,   ///< push the payload's slot `operand`
  ambient_value, ///< push the answer to `ambient{operand}`
  local,         ///< push the stack's slot `operand`: a macro's variable
  to_decimal,    ///< an int becomes a decimal
  require_value, ///< null becomes a failure
  has_value,     ///< not null? a = 1: `select` has answered already
  negate_truth,
  negate_number, ///< int, decimal, duration
  arithmetic,    ///< a: arithmetic
  comparison,    ///< a: relation
  element_of,    ///< is the left in the list on the right?
  select,        ///< the record's field named constants[operand]; a: selecting
  index,         ///< the list's element, the record's value
  make_list,     ///< of the `operand` topmost values
  make_record,   ///< of the `operand` topmost pairs of key and value; a = 1: of any keys
  decided_false, ///< `&&`: skip to operand if false
  join_and,      ///< `&&`: of both sides
  decided_true,  ///< `||`: skip to operand if true
  join_or,       ///< `||`: of both sides
  branch,        ///< `?:`: pop; if false go to operand, if failed to the end of the conditional
  jump,          ///< go to operand
  call,          ///< a: function; operand: argument count, id or offset
  loop_begin,    ///< a: macro; enter the list, or skip to operand if there is nothing to do
  loop_step,     ///< a: macro; take the body's value, go back to operand or leave
  raise,         ///< push the failure faults[operand]
  fit,           ///< a value of any type becomes one of the type fits[operand], as from a message
};

/// What `select` does about a field that is not there.
enum class selecting : std::uint8_t {
  declared,          ///< null: the schema knows the field
  declared_of_maybe, ///< the same, and of null, null: `has` asks
  key,               ///< a failure: nothing is declared
  is_there,          ///< gives whether the key is there; of null, false: `has` asks
};

enum class arithmetic : std::uint8_t {
  int_add,
  int_subtract,
  int_multiply,
  int_divide,
  int_modulo,
  decimal_add,
  decimal_subtract,
  decimal_multiply,
  decimal_divide,
  text_join,
  list_join,
  time_plus,    ///< timestamp and duration, either first
  time_minus,   ///< timestamp - duration
  time_between, ///< timestamp - timestamp
  date_plus,    ///< date and duration, either first
  date_minus,   ///< date - duration
  date_between, ///< date - date
  span_plus,
  span_minus,
  span_times, ///< duration and int, either first
  span_divide,
  any_add, ///< from here on: what both sides are is known at run time only
  any_subtract,
  any_multiply,
  any_divide,
  any_modulo,
};

enum class relation : std::uint8_t {
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
};

enum class macro : std::uint8_t {
  all,
  exists,
  exists_one,
  filter,
  map,
  gather,         ///< `transformList`: the body gives a list of none or one
  gather_values,  ///< `transformMap`: the same, for the key at hand
  gather_entries, ///< `transformMapEntry`: the body gives a record
};
/// Beside a macro in an instruction: it has two variables, key and value.
inline constexpr std::uint8_t two_variables = 0x80;

enum class function : std::uint8_t {
  size,
  contains,
  starts_with,
  ends_with,
  matches, ///< operand: its pattern's index, or `pattern_on_stack`
  min,
  max,
  to_int,
  to_decimal,
  to_string,
  to_bool,
  to_timestamp,
  to_duration,
  to_date,
  dyn,
  type_of,
  char_at, ///< of texts, from here to `reverse`; operand: how many arguments
  index_of,
  last_index_of,
  join,
  lower_ascii,
  upper_ascii,
  replace,
  split,
  substring,
  trim,
  reverse,
  in_state,
  tagged,
  approved,
  count,
  elapsed,
  remaining,
  working_time,
  year, ///< the date parts' operand: offset from UTC in minutes + `offset_bias`
  month,
  day_of_month,
  date,
  day_of_week,
  day_of_year,
  hours,
  minutes,
  seconds,
  milliseconds,
};

/// Functions that compute something of texts.
inline bool is_text_call(function id) {
  return id >= function::char_at && id <= function::reverse;
}

inline constexpr std::uint32_t offset_bias = 24 * 60;
/// The time zone of a date part is a value: the second argument.
inline constexpr std::uint32_t zone_on_stack = 0xffff;
inline constexpr std::uint32_t pattern_on_stack = 0xffff'ffffU;
/// The state that `in_state` asks for is a value: its argument.
inline constexpr std::uint32_t name_on_stack = 0xffff'ffffU;

} // namespace caseclock::detail
