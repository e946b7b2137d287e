// A programmer's mistake: the third kind of error.
//
// The library never prints and never aborts by itself: a violated precondition calls the handler,
// which the host may replace at compile time by defining CASECLOCK_ASSERT before any include.
#pragma once

#ifndef CASECLOCK_ASSERT
#include <cassert>
#define CASECLOCK_ASSERT(condition) assert(condition)
#endif
