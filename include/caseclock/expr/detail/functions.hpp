// The functions of the language: names, how they are written, how many arguments they take.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "caseclock/expr/detail/code.hpp"
#include "caseclock/expr/detail/syntax.hpp"

namespace caseclock::detail {

enum class call_style : std::uint8_t { global, method, both };

struct function_info {
  std::string_view name;
  function id;
  call_style style;
  std::uint8_t fewest; ///< arguments, the object of a method included
  std::uint8_t most;
  const char* usage;
};

inline constexpr std::uint8_t most_arguments = 16;

inline constexpr std::array<function_info, 45> functions{{
    {"size", function::size, call_style::both, 1, 1, "size(x)"},
    {"contains", function::contains, call_style::method, 2, 2, "text.contains(\"part\")"},
    {"startsWith", function::starts_with, call_style::method, 2, 2, "text.startsWith(\"part\")"},
    {"endsWith", function::ends_with, call_style::method, 2, 2, "text.endsWith(\"part\")"},
    {"matches", function::matches, call_style::both, 2, 2, "text.matches(\"pattern\")"},
    {"min", function::min, call_style::global, 1, most_arguments, "min(a, b)"},
    {"max", function::max, call_style::global, 1, most_arguments, "max(a, b)"},
    {"int", function::to_int, call_style::global, 1, 1, "int(x)"},
    {"decimal", function::to_decimal, call_style::global, 1, 1, "decimal(x)"},
    {"string", function::to_string, call_style::global, 1, 1, "string(x)"},
    {"bool", function::to_bool, call_style::global, 1, 1, "bool(x)"},
    {"timestamp", function::to_timestamp, call_style::global, 1, 1,
     "timestamp(\"2026-03-06T15:00:00+08:00\")"},
    {"duration", function::to_duration, call_style::global, 1, 1, "duration(\"1h30m\")"},
    {"date", function::to_date, call_style::global, 1, 1, "date(\"2026-03-06\")"},
    {"dyn", function::dyn, call_style::global, 1, 1, "dyn(x)"},
    {"type", function::type_of, call_style::global, 1, 1, "type(x)"},
    {"charAt", function::char_at, call_style::method, 2, 2, "text.charAt(0)"},
    {"indexOf", function::index_of, call_style::method, 2, 3, "text.indexOf(\"part\")"},
    {"lastIndexOf", function::last_index_of, call_style::method, 2, 3,
     "text.lastIndexOf(\"part\")"},
    {"join", function::join, call_style::method, 1, 2, "list.join(\", \")"},
    {"lowerAscii", function::lower_ascii, call_style::method, 1, 1, "text.lowerAscii()"},
    {"upperAscii", function::upper_ascii, call_style::method, 1, 1, "text.upperAscii()"},
    {"replace", function::replace, call_style::method, 3, 4, "text.replace(\"old\", \"new\")"},
    {"split", function::split, call_style::method, 2, 3, "text.split(\",\")"},
    {"substring", function::substring, call_style::method, 2, 3, "text.substring(0, 3)"},
    {"trim", function::trim, call_style::method, 1, 1, "text.trim()"},
    {"reverse", function::reverse, call_style::method, 1, 1, "text.reverse()"},
    {"in", function::in_state, call_style::global, 1, 1, "in(\"state\")"},
    {"In", function::in_state, call_style::global, 1, 1, "In('state')"}, // as SCXML writes it
    {"tagged", function::tagged, call_style::global, 1, 1, "tagged(\"tag\")"},
    {"approved", function::approved, call_style::global, 1, 1, "approved(\"state\")"},
    {"count", function::count, call_style::global, 1, 1, "count(\"event\")"},
    {"elapsed", function::elapsed, call_style::global, 1, 1, "elapsed(\"clock\")"},
    {"remaining", function::remaining, call_style::global, 1, 1, "remaining(\"clock\")"},
    {"working_time", function::working_time, call_style::global, 3, 3,
     "working_time(from, to, \"calendar\")"},
    {"getFullYear", function::year, call_style::method, 1, 2, "t.getFullYear()"},
    {"getMonth", function::month, call_style::method, 1, 2, "t.getMonth()"},
    {"getDayOfMonth", function::day_of_month, call_style::method, 1, 2, "t.getDayOfMonth()"},
    {"getDate", function::date, call_style::method, 1, 2, "t.getDate()"},
    {"getDayOfWeek", function::day_of_week, call_style::method, 1, 2, "t.getDayOfWeek()"},
    {"getDayOfYear", function::day_of_year, call_style::method, 1, 2, "t.getDayOfYear()"},
    {"getHours", function::hours, call_style::method, 1, 2, "t.getHours()"},
    {"getMinutes", function::minutes, call_style::method, 1, 2, "t.getMinutes()"},
    {"getSeconds", function::seconds, call_style::method, 1, 2, "t.getSeconds()"},
    {"getMilliseconds", function::milliseconds, call_style::method, 1, 2, "t.getMilliseconds()"},
}};

inline const function_info* find_function(std::string_view name) {
  for (const function_info& each : functions) {
    if (each.name == name)
      return &each;
  }
  return nullptr;
}

/// A type by its name as a value: `type(x) == int`. CEL's names are known as well.
struct denoted_type {
  std::string_view name;
  kind of;
};
inline constexpr std::array<denoted_type, 15> denoted_types{{
    {"bool", kind::boolean},
    {"int", kind::integer},
    {"decimal", kind::fixed},
    {"string", kind::string},
    {"date", kind::date},
    {"timestamp", kind::timestamp},
    {"duration", kind::span},
    {"list", kind::list},
    {"record", kind::record},
    {"map", kind::record},
    {"null_type", kind::null},
    {"type", kind::denotation},
    {"google.protobuf.Timestamp", kind::timestamp},
    {"google.protobuf.Duration", kind::span},
    {"google.protobuf.NullValue", kind::null},
}};
inline const denoted_type* find_denoted(std::string_view name) {
  for (const denoted_type& each : denoted_types) {
    if (each.name == name)
      return &each;
  }
  return nullptr;
}

/// Types that CEL has and this language leaves out, each with what takes its place; "" if it is
/// none of them.
inline std::string_view left_out(std::string_view name) {
  return name == "double"  ? "there is no floating point here: use decimal"
         : name == "uint"  ? "there are no unsigned integers here: use int"
         : name == "bytes" ? "there are no byte strings here: use string"
                           : std::string_view{};
}

/// Functions that ask about a state, tag, event, clock or calendar by its name.
inline bool asks_by_name(function id) {
  return id >= function::in_state && id <= function::working_time;
}
inline bool is_date_part(function id) {
  return id >= function::year;
}

/// True if that argument of the node must be a name in quotes.
inline bool wants_quoted_name(const syntax_node& node, std::size_t argument) {
  if (node.kind != node_kind::call)
    return false;
  const function_info* called = find_function(node.text);
  if (called == nullptr || !asks_by_name(called->id))
    return false;
  return argument == (called->id == function::working_time ? 2U : 0U);
}

} // namespace caseclock::detail
