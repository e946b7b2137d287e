// A host as small as it gets, built against an installed Caseclock and against a folder of sources:
// loads the workflows, opens a case and is told of it.
#include <cstddef>
#include <cstdio>

#include "caseclock/caseclock.hpp"

int main(int, char** arguments) {
  caseclock::source_map sources;
  const auto loaded = caseclock::load_programs({arguments[1]}, sources, {});
  std::fputs(caseclock::render(loaded.diagnostics, sources).c_str(), stderr);
  if (!loaded)
    return 1;

  caseclock::memory_store store;
  caseclock::engine desk{store};
  std::size_t told = 0;
  desk.subscribe({}, [&](const caseclock::publication& each) {
    std::puts(to_line(each, "en").c_str());
    ++told;
  });
  for (const auto& program : loaded.value->programs) {
    if (!desk.add(program))
      return 1;
  }
  const auto friday = caseclock::parse_instant("2026-03-06T16:00+08:00");
  const auto opened = desk.open(
      {.workflow = "repair", .key = "R-1", .data = {{"customer", "ACME"}, {"product", "ERP 8"}}},
      *friday);
  if (!opened) {
    std::puts(opened.error().message.c_str());
    return 1;
  }
  return told > 0 && !desk.states(*opened).empty() ? 0 : 1;
}
