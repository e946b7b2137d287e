// Everything a host needs: load workflows, run cases, be told what happens, ask how things stand.
//
// The parts can be included one by one; a host without YAML includes `caseclock/kernel.hpp`, which
// needs nothing but the standard library.
#pragma once

#include "caseclock/kernel.hpp"

#include "caseclock/base/render.hpp"
#include "caseclock/definition/load.hpp"
#include "caseclock/program/check.hpp"
#include "caseclock/program/load.hpp"
#include "caseclock/scenario/scenario.hpp"
#include "caseclock/time/tzdb.hpp"
#include "caseclock/value/json.hpp"
