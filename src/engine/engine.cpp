// The engine, compiled once (base/linkage.hpp).
#include "caseclock/engine/detail/engine_impl.hpp"
