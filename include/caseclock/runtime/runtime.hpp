// The runtime room: the case at rest, the step, the SLA ledger, with all definitions.
//
// `step.hpp` declares; this header defines, unless the library has (base/linkage.hpp). Pure.
#pragma once

#include "caseclock/runtime/ledger.hpp"
#include "caseclock/runtime/milestones.hpp"
#include "caseclock/runtime/snapshot.hpp"
#include "caseclock/runtime/step.hpp"
#include "caseclock/runtime/time_base.hpp"

#if !defined(CASECLOCK_COMPILED)
#include "caseclock/runtime/detail/questions.hpp"
#include "caseclock/runtime/detail/step_impl.hpp"
#endif
