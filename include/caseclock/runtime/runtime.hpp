// The runtime room: the case at rest, the step, the SLA ledger, with all definitions.
//
// `step.hpp` declares; this header defines. Pure and header-only.
#pragma once

#include "caseclock/expr/evaluate.hpp"
#include "caseclock/runtime/ledger.hpp"
#include "caseclock/runtime/milestones.hpp"
#include "caseclock/runtime/snapshot.hpp"
#include "caseclock/runtime/step.hpp"
#include "caseclock/runtime/time_base.hpp"

#include "caseclock/runtime/detail/questions.hpp"
#include "caseclock/runtime/detail/step_impl.hpp"
