// The calendars that a set of files holds, and which of them is meant.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/base/result.hpp"
#include "caseclock/base/source_map.hpp"
#include "caseclock/calendar/calendar.hpp"
#include "caseclock/program/load.hpp"

namespace caseclock::cli {

/// Calendars by name. One that several workflows include counts once.
class calendars_by_name {
 public:
  calendars_by_name(const workflow_set& loaded, const source_map& sources);

  /// The calendar of that name; "": the only one. errc::unknown_calendar with what was probably
  /// meant and what there is, or with the files that say different things under one name;
  /// errc::invalid_argument if a name is needed.
  [[nodiscard]] result<const calendar*> find(std::string_view wanted) const;
  [[nodiscard]] bool empty() const { return found_.empty(); }

 private:
  struct entry {
    std::shared_ptr<const calendar> held{};
    std::vector<std::string> files{}; ///< more than one: they differ
  };
  /// Where an entry of that name is, or would be.
  [[nodiscard]] std::ptrdiff_t place_of(std::string_view name) const;
  [[nodiscard]] std::string names() const;

  std::vector<entry> found_; ///< by name
};

} // namespace caseclock::cli
