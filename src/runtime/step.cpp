// The runtime's large functions, compiled once (base/linkage.hpp).
#include "caseclock/runtime/detail/questions.hpp"
#include "caseclock/runtime/detail/step_impl.hpp"
