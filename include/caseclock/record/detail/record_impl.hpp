// How a record is copied, moved and destroyed.
#pragma once

#include "caseclock/base/linkage.hpp"
#include "caseclock/record/record.hpp"

namespace caseclock {

CASECLOCK_INLINE record::record() = default;
CASECLOCK_INLINE record::record(const record&) = default;
CASECLOCK_INLINE record::record(record&&) noexcept = default;
CASECLOCK_INLINE record& record::operator=(const record&) = default;
CASECLOCK_INLINE record& record::operator=(record&&) noexcept = default;
CASECLOCK_INLINE record::~record() = default;

} // namespace caseclock
