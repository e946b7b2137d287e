// What of the calendars counts for a program's hash: those it refers to, and what they say.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "caseclock/program/detail/hash.hpp"

namespace caseclock::detail::compiling {

/// True if the workflow names the calendar, in a key or inside an expression.
inline bool refers_to_calendar(const compile_context& context, std::string_view name) {
  if (context.source.calendar.value == name)
    return true;
  for (const clock_definition& clock : context.source.clocks) {
    for (const calendar_choice& choice : clock.calendars) {
      if (choice.calendar.value == name)
        return true;
    }
  }
  return mentions(context.made, name);
}

/// The program's name: the definition, and the hours it was compiled with.
inline content_hash hash_of(const compile_context& context) {
  definition_hasher hash;
  hash.feed(std::string("caseclock program 1"));
  hash.feed(context.source);
  for (const auto& [name, calendar] : context.table) {
    if (calendar != nullptr && refers_to_calendar(context, name))
      hash.feed(name);
  }
  return hash.value();
}

} // namespace caseclock::detail::compiling
