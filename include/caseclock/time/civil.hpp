// Dates without a zone: weekdays and months.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "caseclock/time/instant.hpp"

namespace caseclock {

/// 0 for Monday … 6 for Sunday.
constexpr unsigned weekday_index(civil_date date) {
  return std::chrono::weekday{date}.iso_encoding() - 1;
}

/// "Monday" … "Sunday" for 0 … 6.
constexpr std::string_view weekday_name(unsigned index) {
  constexpr std::array<std::string_view, 7> names{"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                  "Friday", "Saturday", "Sunday"};
  return names[index % 7];
}

/// The same day that many months later (or, if negative, earlier); where that month is shorter, its
/// last day (T11): one month before 31 March is 28 or 29 February.
constexpr civil_date add_months(civil_date date, std::chrono::months count) {
  const std::chrono::year_month_day from{date};
  const std::chrono::year_month target = std::chrono::year_month{from.year(), from.month()} + count;
  const std::chrono::year_month_day_last last{target.year(),
                                              std::chrono::month_day_last{target.month()}};
  return civil_date{target / std::min(from.day(), last.day())};
}

} // namespace caseclock
