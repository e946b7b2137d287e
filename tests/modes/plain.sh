#!/bin/sh
# plain.sh <prefix> <sources>: hosts without CMake, built from an installed Caseclock in the folder
# at hand as the README says, and run.
set -e
prefix=$1
sources=$2

cp "$sources/examples/quick_start.cpp" host.cpp
g++ -std=c++20 -DCASECLOCK_COMPILED -I"$prefix/include" host.cpp -o host \
    -L"$prefix/lib" -lcaseclock -lyaml-cpp -ldate-tz -lpugixml
./host "$sources/examples/quick_start.yaml" | cmp - "$sources/examples/quick_start.expected"

cat >kernel_host.cpp <<'end'
#include "caseclock/kernel.hpp"

int main() {
  caseclock::memory_store store;
  const caseclock::engine desk{store};
  return desk.next_deadline() ? 1 : 0;
}
end
g++ -std=c++20 -fno-exceptions -fno-rtti -I"$prefix/include" kernel_host.cpp -o kernel_host
./kernel_host
