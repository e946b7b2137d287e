#include "service_week/scoreboard.hpp"

#include <cstdio>

#include "service_week/timeline.hpp"

namespace service_week {

scoreboard::scoreboard(engine& desk) : desk_(&desk) {
  desk.subscribe({.kinds = {record_kind::clock_started, record_kind::clock_stopped,
                            record_kind::clock_cancelled, record_kind::sla_breached,
                            record_kind::event_refused, record_kind::incident_raised}},
                 [this](const publication& told) { hear(told); });
}

scoreboard::row& scoreboard::row_of(const publication& told, clock_id clock) {
  return rows_[{told.program.name, clock.index()}];
}

void scoreboard::overdue(row& of, duration by, std::string_view key) {
  if (by > of.worst) {
    of.worst = by;
    of.worst_case = key;
  }
}

void scoreboard::hear(const publication& told) {
  const record_body& body = told.record.body;
  if (const auto* started = std::get_if<clock_started>(&body))
    ++row_of(told, started->clock).started;
  if (const auto* broken = std::get_if<sla_breached>(&body)) {
    if (breached_.insert({told.record.subject, broken->key.clock, broken->key.cycle}).second)
      ++row_of(told, broken->key.clock).missed;
  }
  if (const auto* stopped = std::get_if<clock_stopped>(&body)) {
    row& of = row_of(told, stopped->clock);
    if (stopped->met)
      ++of.met;
    else
      overdue(of, stopped->elapsed - stopped->budget, told.case_key);
  }
  if (const auto* cancelled = std::get_if<clock_cancelled>(&body)) {
    if (!breached_.contains({told.record.subject, cancelled->clock, cancelled->cycle}))
      ++row_of(told, cancelled->clock).cancelled;
  }
  refusals_ += std::holds_alternative<event_refused>(body) ? 1 : 0;
  incidents_ += std::holds_alternative<incident_raised>(body) ? 1 : 0;
}

void scoreboard::count_open(instant now) {
  for (std::size_t i = 1; i <= desk_->case_count(); ++i) {
    const snapshot* current = desk_->look(case_id{i});
    if (current == nullptr)
      continue;
    for (const clock_view& each : desk_->clocks(case_id{i}, now)) {
      row& of = rows_[{desk_->program_of(case_id{i})->name, each.clock.index()}];
      if (each.breached && !each.stopped)
        overdue(of, -each.remaining, current->key);
      else if (each.state == clock_state::running || each.state == clock_state::paused)
        ++of.open;
    }
  }
}

bool scoreboard::print(instant now, const words& say) {
  count_open(now);
  print_cases(say);
  std::printf("\n%s%s%8s%6s%8s%11s%6s  %s\n", padded("process", 26).c_str(),
              padded("clock", 34).c_str(), "started", "met", "missed", "cancelled", "open",
              "worst overdue");
  bool balanced = true;
  for (const auto& [place, of] : rows_) {
    const program& compiled = *desk_->find_program(place.first);
    const program_clock& clock = compiled.clocks[place.second];
    const std::string worst =
        of.worst > duration{} ? format_duration_words(of.worst) + " (" + of.worst_case + ")" : "-";
    std::printf("%s%s%8d%6d%8d%11d%6d  %s\n",
                padded(titled(compiled.title, compiled.name, say), 26).c_str(),
                padded(titled(clock.title, clock.name, say), 34).c_str(), of.started, of.met,
                of.missed, of.cancelled, of.open, worst.c_str());
    balanced = balanced && of.started == of.met + of.missed + of.cancelled + of.open;
  }
  std::printf("\n%d refusals, %d incidents\n", refusals_, incidents_);
  if (!balanced)
    std::puts("the books do not balance: some clock was lost");
  return balanced && incidents_ == 0;
}

void scoreboard::print_cases(const words& say) const {
  std::map<std::string, std::pair<int, int>> counts; // workflow → all, open
  for (std::size_t i = 1; i <= desk_->case_count(); ++i) {
    const snapshot* current = desk_->look(case_id{i});
    if (current == nullptr)
      continue;
    auto& [all, open] = counts[desk_->program_of(case_id{i})->name];
    ++all;
    open += current->status == case_status::closed ? 0 : 1;
  }
  std::printf("\n%s%8s%8s%8s\n", padded("process", 26).c_str(), "cases", "closed", "open");
  for (const auto& [workflow, count] : counts)
    std::printf("%s%8d%8d%8d\n",
                padded(titled(desk_->find_program(workflow)->title, workflow, say), 26).c_str(),
                count.first, count.first - count.second, count.second);
}

} // namespace service_week
