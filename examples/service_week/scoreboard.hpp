// How every promise of the week ended: per process and clock, cycle by cycle.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "caseclock/caseclock.hpp"
#include "service_week/words.hpp"

namespace service_week {

using namespace caseclock;

class scoreboard {
 public:
  /// Listens to the engine from now on; both outlive their subscription.
  explicit scoreboard(engine& desk);
  scoreboard(const scoreboard&) = delete;
  scoreboard& operator=(const scoreboard&) = delete;

  /// Prints the tables. False if the books do not balance: a clock that started and is neither met
  /// nor missed, cancelled or open.
  [[nodiscard]] bool print(instant now, const words& say);

 private:
  struct row {
    int started = 0;
    int met = 0;
    int missed = 0;
    int cancelled = 0;
    int open = 0;
    duration worst{};
    std::string worst_case{};
  };
  using cycle = std::tuple<case_id, clock_id, std::uint32_t>;

  void hear(const publication& told);
  row& row_of(const publication& told, clock_id clock);
  void overdue(row& of, duration by, std::string_view key);
  void count_open(instant now);
  void print_cases(const words& say) const;

  engine* desk_;
  std::map<std::pair<std::string, std::size_t>, row> rows_; ///< workflow, clock
  std::set<cycle> breached_;
  int refusals_ = 0;
  int incidents_ = 0;
};

} // namespace service_week
