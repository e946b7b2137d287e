// A host without exceptions and RTTI, on the kernel alone: a workflow written in code, compiled,
// run through a breach and closed. All public headers are seen together.
#include <cstdio>
#include <memory>
#include <string>

#include "all_headers.hpp"

namespace {

using namespace caseclock;

constexpr std::int64_t hour = 3'600'000;

/// An errand is to be done within two hours that its calendar counts.
workflow_definition errand() {
  state_definition todo;
  todo.name.value = "todo";
  todo.on = {{.event = {"finish", {}}, .transitions = {{.to = {{"finished", {}}}}}}};
  state_definition finished;
  finished.name.value = "finished";
  finished.kind = state_kind::final;

  clock_definition prompt;
  prompt.name.value = "prompt";
  prompt.targets = {{.target = {{time_amount::unit::working_time, 2 * hour}, {}}}};
  prompt.start = {{.kind = when_kind::enter, .what = {"todo", {}}}};
  prompt.stop = {{.kind = when_kind::event, .what = {"finish", {}}}};

  workflow_definition made;
  made.name.value = "errand";
  made.calendar.value = "office";
  made.initial.value = "todo";
  made.events = {{.name = {"finish", {}}}};
  made.states = {todo, finished};
  made.clocks = {prompt};
  return made;
}

report<std::shared_ptr<const program>> compiled_errand() {
  calendar_definition office;
  office.name.value = "office";
  office.zone.value = "UTC";
  for (std::size_t day = 0; day < 5; ++day)
    office.weekly[day] = {{9 * 3600, 17 * 3600}};
  const report<calendar> open_hours = compile_calendar(office, zone::utc());
  if (!open_hours.ok())
    return {.diagnostics = open_hours.diagnostics};
  return compile(errand(), {{"office", std::make_shared<const calendar>(*open_hours.value)}});
}

int fail(const std::string& what) {
  std::puts(what.c_str());
  return 1;
}

} // namespace

int main() {
  const auto compiled = compiled_errand();
  if (!compiled.ok())
    return fail(compiled.diagnostics.front().message);

  memory_store kept;
  engine service{kept};
  std::string told;
  service.subscribe({.kinds = {record_kind::sla_breached}},
                    [&](const publication& each) { told += to_line(each, "en") + "\n"; });

  // Friday, 16:00: one hour before the weekend, so due on Monday at 10:00.
  const instant friday =
      std::chrono::sys_days{std::chrono::year{2026} / 3 / 6} + duration{16 * hour};
  const instant due = std::chrono::sys_days{std::chrono::year{2026} / 3 / 9} + duration{10 * hour};
  if (!service.add(*compiled.value).ok())
    return fail("the program was not added");
  const auto opened = service.open({.workflow = "errand", .key = "E-1"}, friday);
  if (!opened.ok())
    return fail(opened.error().message);
  if (service.next_deadline() != due)
    return fail("the weekend counts");
  service.advance(due);
  if (told.empty())
    return fail("the breach was not told");
  if (!service.send({.subject = *opened, .event = "finish"}, due + duration{hour}).ok())
    return fail("the event was refused");
  if (service.look(*opened)->status != case_status::closed)
    return fail("the case is still open");
  std::fputs(told.c_str(), stdout);
  return 0;
}
