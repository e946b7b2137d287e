// The compiler of workflows, compiled once (base/linkage.hpp).
#include "caseclock/program/detail/compile_impl.hpp"
