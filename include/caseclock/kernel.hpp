// The kernel: header-only, standard library only, clean under -fno-exceptions -fno-rtti.
//
// Definitions built in code are compiled to programs and run by an engine; nothing in here reads a
// file, a clock or a random source.
#pragma once

#include "caseclock/engine/engine.hpp"
#include "caseclock/program/compile.hpp"
#include "caseclock/report/answers_json.hpp"
#include "caseclock/report/explain.hpp"
#include "caseclock/report/graph.hpp"
#include "caseclock/report/record_json.hpp"
#include "caseclock/report/record_text.hpp"
#include "caseclock/store/memory.hpp"
