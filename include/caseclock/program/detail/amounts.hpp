// Amounts of time: greater than zero, and measured by a calendar if they are working time.
#pragma once

#include <string>
#include <string_view>

#include "caseclock/calendar/amount.hpp"
#include "caseclock/program/detail/context.hpp"

namespace caseclock::detail::compiling {

/// `what` is the amount's place: "the target", "a timer".
inline void check_amount(compile_context& context, const time_amount& amount, source_span span,
                         bool calendar_known, std::string_view code, std::string_view what) {
  if (amount.count <= 0)
    fault(context, code, std::string(what) + " must be longer than nothing", span);
  if (is_working(amount) && !calendar_known)
    fault(context, "calendar-needed",
          format_amount(amount) + ": " + std::string(what) +
              " in working time needs a calendar that says when people work",
          span);
}

} // namespace caseclock::detail::compiling
