// A host as small as it gets, built against an installed Caseclock and against a folder of sources.
#include "caseclock/time/instant.hpp"

#include <cstdio>

int main() {
  const caseclock::instant start = caseclock::instant_from_ms(1'772'000'000'000);
  if (caseclock::to_ms(start + caseclock::duration{5}) != 1'772'000'000'005) {
    std::puts("instants do not add up");
    return 1;
  }
  return 0;
}
