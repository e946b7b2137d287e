// What records are as JSON and in words, compiled once (base/linkage.hpp).
#include "caseclock/report/detail/record_json_impl.hpp"
#include "caseclock/report/detail/record_text_impl.hpp"
