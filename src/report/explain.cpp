// Explanations of clocks, compiled once (base/linkage.hpp).
#include "caseclock/report/detail/explain_impl.hpp"
#include "caseclock/report/detail/explain_text.hpp"
