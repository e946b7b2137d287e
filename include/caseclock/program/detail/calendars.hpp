// Which calendars a program keeps, in which order, and the hash that names it all.
//
// A program keeps the calendars it refers to, ordered by name: snapshots hold their ids, so that
// the ids may not depend on whatever else was loaded with it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "caseclock/base/assert.hpp"
#include "caseclock/base/hash.hpp"
#include "caseclock/program/detail/context.hpp"
#include "caseclock/program/detail/walk.hpp"

namespace caseclock::detail::compiling {

/// Looks for a calendar's name in every expression that could hold one.
class calendar_search {
 public:
  explicit calendar_search(std::string_view name) : name_(name) {}

  void add(std::string_view text) {
    const bool asks = text.find("working_time") != std::string_view::npos;
    found_ = found_ || (asks && text.find(name_) != std::string_view::npos);
  }
  void add(std::uint64_t) {}
  [[nodiscard]] bool found() const { return found_; }

 private:
  std::string_view name_;
  bool found_ = false;
};

/// True if the workflow names the calendar, in a key or inside an expression.
inline bool refers_to_calendar(const workflow_definition& source, std::string_view name) {
  if (source.calendar.value == name)
    return true;
  for (const clock_definition& clock : source.clocks) {
    for (const calendar_choice& choice : clock.calendars) {
      if (choice.calendar.value == name)
        return true;
    }
  }
  calendar_search search(name);
  definition_walk(search).feed(source);
  return search.found();
}

/// Fills the table: what the workflow refers to, by name, and then the rest, which is only there to
/// be suggested.
inline void collect_calendars(compile_context& context, const calendar_table& given) {
  calendar_table used;
  calendar_table others;
  for (const auto& each : given) {
    CASECLOCK_ASSERT(each.second != nullptr);
    (refers_to_calendar(context.source, each.first) ? used : others).push_back(each);
  }
  const auto by_name = [](const auto& a, const auto& b) { return a.first < b.first; };
  std::stable_sort(used.begin(), used.end(), by_name);
  context.calendars_used = used.size();
  for (calendar_table* part : {&used, &others}) {
    for (auto& [name, calendar] : *part) {
      context.calendars.add(name, {});
      context.made.calendars.push_back(std::move(calendar));
    }
  }
}

/// Drops what was only there to be suggested, and names the program: the definition, and the hours
/// it was compiled with.
inline void seal(compile_context& context) {
  context.made.calendars.resize(context.calendars_used);
  hasher hash;
  hash.add("caseclock program 1");
  definition_walk(hash).feed(context.source);
  for (std::size_t i = 0; i < context.calendars_used; ++i)
    hash.add(context.calendars.names()[i]);
  context.made.shape = hash.value();
  for (std::size_t i = 0; i < context.calendars_used; ++i)
    hash.add(static_cast<std::uint64_t>(context.made.calendars[i]->fingerprint()));
  context.made.hash = hash.value();
}

} // namespace caseclock::detail::compiling
