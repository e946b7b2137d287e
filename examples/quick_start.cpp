// Ten lines of a host: load a workflow, open a case, let time pass, be told of the breach.
#include <cstdio>

#include "caseclock/caseclock.hpp"

using namespace caseclock;

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: quick_start WORKFLOW.yaml\n", stderr);
    return 2;
  }
  source_map sources;
  const auto loaded = load_programs({arguments[1]}, sources, {});
  std::fputs(render(loaded.diagnostics, sources).c_str(), stderr);
  if (!loaded || loaded.value->programs.empty())
    return 1;

  memory_store store;
  engine desk{store};
  desk.subscribe({}, [](const publication& told) { std::puts(to_line(told, "en").c_str()); });
  const auto friday = *parse_instant("2026-03-06T16:00+08:00");
  if (!desk.add(loaded.value->programs.front()) ||
      !desk.open({.workflow = "ticket", .key = "T-1", .data = {{"customer", "ACME"}}}, friday))
    return 1;
  while (const auto due = desk.next_deadline()) // a real host sleeps until then
    desk.advance(*due);
}
