// The engine's parts, by concern.
#pragma once

#include "caseclock/engine/detail/requests.hpp"

#include "caseclock/engine/detail/effects.hpp"

#include "caseclock/engine/detail/calls.hpp"

#include "caseclock/engine/detail/questions.hpp"
