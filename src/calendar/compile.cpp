// The compiler of calendars, compiled once (base/linkage.hpp).
#include "caseclock/calendar/detail/compile_impl.hpp"
