// The engine's parts, by concern.
#pragma once

#include "caseclock/base/linkage.hpp"
#include "caseclock/engine/engine.hpp"
#include "caseclock/runtime/detail/refusals.hpp"
#include "caseclock/runtime/detail/refused.hpp"

#include "caseclock/engine/detail/requests.hpp"

#include "caseclock/engine/detail/effects.hpp"

#include "caseclock/engine/detail/calls.hpp"

#include "caseclock/engine/detail/changes.hpp"

#include "caseclock/engine/detail/questions.hpp"
