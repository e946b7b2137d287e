// The calendars of the clock oracle, compiled and by brute force, over the spring of 2026: both
// changes to summer time of Europe and the one back in Australia lie in it.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "calendar/calendar_fixture.hpp"
#include "caseclock/program/compile.hpp"
#include "runtime/naive_desk.hpp"

namespace oracle {

/// "h0" … as every program of the oracle knows them.
inline std::vector<calendar_definition> clock_hours() {
  using calendar_test::date;
  using calendar_test::hours;
  using calendar_test::weekly;
  std::vector<calendar_definition> made{
      calendar_test::office_hours(),
      weekly("Europe/Berlin", 5, hours({{"08:00", "12:00"}, {"12:30", "17:00"}})),
      weekly("Europe/Berlin", 7, hours({{"22:00", "06:00"}})), weekly("Asia/Shanghai", 0, {}),
      weekly("Australia/Lord_Howe", 6, hours({{"01:00", "04:00"}, {"12:00", "20:30"}}))};
  made[0].holidays.push_back({date_range{date("2026-04-04"), date("2026-04-06")}, "Qingming"});
  made[1].due_at_close = close_policy::next_opening;
  made[1].holidays.push_back({date_range{date("2026-04-03"), date("2026-04-06")}, "Easter"});
  made[2].breaks.push_back({date("2026-04-01"), hours({{"23:30", "01:00"}})});
  made[3].always = true;
  for (std::size_t i = 0; i < made.size(); ++i)
    made[i].name.value = "h" + std::to_string(i);
  return made;
}

/// The same after an update: the office closes on a Wednesday and works on a Saturday instead.
inline std::vector<calendar_definition> updated_clock_hours() {
  using calendar_test::date;
  std::vector<calendar_definition> made = clock_hours();
  made[0].holidays.push_back({single_date{date("2026-03-25")}});
  made[0].extra_days.push_back({date("2026-03-28"), calendar_test::hours({{"10:00", "16:00"}})});
  made[4].weekly[6] = made[4].weekly[0];
  return made;
}

/// Compiled calendars and their brute-force twins, made once.
class known_hours {
 public:
  static const known_hours& get() {
    static const known_hours made;
    return made;
  }
  [[nodiscard]] const calendar_table& compiled(std::size_t set) const { return compiled_[set]; }
  [[nodiscard]] const naive::hours_sets& naive_sets() const { return naive_; }
  [[nodiscard]] std::size_t count() const { return naive_[0].size(); }

 private:
  known_hours() {
    add(clock_hours());
    add(updated_clock_hours());
    // What says the same is the same to the clocks, too.
    for (const std::size_t same : {std::size_t{1}, std::size_t{2}, std::size_t{3}})
      naive_[1][same] = naive_[0][same];
  }
  void add(std::vector<calendar_definition> definitions) {
    calendar_table table;
    std::vector<naive::hours> slow;
    for (calendar_definition& each : definitions) {
      auto kept = std::make_unique<held>();
      kept->definition = std::move(each);
      kept->in = *load_zone(kept->definition.zone.value);
      kept->cells = std::make_unique<naive::grid>(kept->definition, kept->in,
                                                  calendar_test::at("2025-11-16T00:00Z"),
                                                  std::chrono::minutes{30}, 242U * 48U);
      slow.push_back({kept->cells.get(), kept->definition.due_at_close});
      table.emplace_back(
          kept->definition.name.value,
          std::make_shared<const calendar>(calendar_test::compiled(kept->definition)));
      held_.push_back(std::move(kept));
    }
    compiled_.push_back(std::move(table));
    naive_.push_back(std::move(slow));
  }

  struct held {
    calendar_definition definition{};
    zone in{};
    std::unique_ptr<naive::grid> cells{};
  };
  std::vector<std::unique_ptr<held>> held_;
  std::vector<calendar_table> compiled_;
  naive::hours_sets naive_;
};

} // namespace oracle
