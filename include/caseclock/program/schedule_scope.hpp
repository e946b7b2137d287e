// What the expressions of a schedule may speak of: there is no case yet, only its occurrence.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "caseclock/value/schema.hpp"

namespace caseclock {

/// `date`, `first_day` and `last_day` of the period, and `period`, its name: in this order.
[[nodiscard]] inline const schema& occurrence_fields() {
  static const schema fields = [] {
    schema made;
    for (const char* name : {"date", "first_day", "last_day", "period"}) {
      field_spec each;
      each.name = name;
      each.required = true;
      each.type.kind = each.name == "period" ? kind::string : kind::date;
      made.fields.push_back(std::move(each));
    }
    return made;
  }();
  return fields;
}

} // namespace caseclock
