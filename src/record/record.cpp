// What a record needs to be copied, compiled once (base/linkage.hpp).
#include "caseclock/record/detail/record_impl.hpp"
