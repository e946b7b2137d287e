// Where the kernel's large functions are compiled: in every source that uses them, or once.
//
// A host of the kernel alone (`caseclock::kernel`) has them inline. A host that links the library
// (`caseclock::caseclock`, which sets CASECLOCK_COMPILED) finds them there, compiled once, and its
// own sources compile in less than half the time: they see declarations only. This is the way fmt
// and spdlog go. Small functions stay inline in both.
#pragma once

#if defined(CASECLOCK_COMPILED)
#define CASECLOCK_INLINE
#else
#define CASECLOCK_INLINE inline
#endif
