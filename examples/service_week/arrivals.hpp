// What comes in during the week: by phone in the hours of the office, by mail at any hour.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/caseclock.hpp"

namespace service_week {

using namespace caseclock;

/// A customer as the people at the desk know them.
struct customer {
  std::string_view name;
  std::string_view chinese;
  std::string_view product;
  std::string_view contract; ///< signed, lapsed, none
  std::string_view standing; ///< good, poor
};

/// The customer of that name, in either language.
[[nodiscard]] const customer& customer_named(std::string_view name);

struct arrival {
  instant at{};
  open_request request{};
};

/// Everything that comes in, in order of time. `monday` is the midnight with which the week begins;
/// contracts that run out were put on the list in the fortnight before.
[[nodiscard]] std::vector<arrival> arrivals_of_week(instant monday, const calendar& office,
                                                    std::uint64_t seed, std::string_view language);

} // namespace service_week
