// The calendar's large functions, compiled once (base/linkage.hpp).
#include "caseclock/calendar/detail/calendar_impl.hpp"
