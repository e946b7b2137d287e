// A host without exceptions and RTTI that uses the kernel alone, all of its headers together.
#include "all_headers.hpp"

#include <cstdio>

int main() {
  caseclock::hasher hash;
  hash.add("kernel");
  if (hash.value() == caseclock::hasher{}.value()) {
    std::puts("the hash does not see its input");
    return 1;
  }
  return 0;
}
