// Checking a whole form: the data of a new case, the payload of an event.
//
// All violations are reported at once, the way a form shows them, each with the field that it
// concerns. What comes out is dense: one slot per field, in the schema's order, so that nothing
// later looks a field up by name.
#pragma once

#include <string>
#include <vector>

#include "caseclock/base/result.hpp"
#include "caseclock/value/coerce.hpp"
#include "caseclock/value/schema.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

/// Checks and converts `given`. `slots` gets one value per field of `wanted`: the given one in the
/// field's type, or the default, or null; use it only if the list returned is empty. Each error is
/// errc::invalid_data with `where` naming the field. A null that is given counts as absent.
/// Violations come in this order: unknown and repeated fields as given, then field by field.
[[nodiscard]] inline std::vector<error> validate(const schema& wanted, const value_record& given,
                                                 std::vector<value>& slots) {
  std::vector<error> errors;
  detail::violations found(errors);
  slots = detail::fill_fields(wanted, given, {}, found);
  return errors;
}

/// Several violations as one error, so that a form is filled in once and not field by field. There
/// must be one.
[[nodiscard]] inline error in_one(const std::vector<error>& violations) {
  error joined{errc::invalid_data, {}, violations.front().where};
  for (const error& each : violations)
    joined.message += (joined.message.empty() ? "" : "; ") +
                      (each.where.empty() ? each.message : each.where + ": " + each.message);
  return joined;
}

} // namespace caseclock
