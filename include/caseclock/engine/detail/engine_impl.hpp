// The engine's parts, by concern.
#pragma once

#include "caseclock/base/linkage.hpp"
#include "caseclock/engine/engine.hpp"
#include "caseclock/expr/evaluate.hpp"
#include "caseclock/runtime/detail/environment.hpp"
#include "caseclock/runtime/detail/hands.hpp"
#include "caseclock/runtime/detail/refusals.hpp"
#include "caseclock/runtime/detail/refused.hpp"

#include "caseclock/engine/detail/requests.hpp"

#include "caseclock/engine/detail/effects.hpp"

#include "caseclock/engine/detail/sends.hpp"

#include "caseclock/engine/detail/calls.hpp"

#include "caseclock/engine/detail/changes.hpp"

#include "caseclock/engine/detail/openings.hpp"

#include "caseclock/engine/detail/questions.hpp"
