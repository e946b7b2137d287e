#include "service_week/timeline.hpp"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <utility>

namespace service_week {
namespace {

constexpr std::size_t line_width = 136;
constexpr std::size_t key_width = 16;

} // namespace

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 || byte >= 0xc0)
      count += byte >= 0xe3 ? 2 : 1;
  }
  return count;
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t used = columns(text);
  return std::string(text) + std::string(used < width ? width - used : 1, ' ');
}

std::string titled(const translations& title, const std::string& name, const words& say) {
  const std::string_view found = title.in(say.language);
  return found.empty() ? name : std::string(found);
}

std::string clock_time(instant t, instant today, const zone& where) {
  // "Fri 2026-03-06 15:00", without the seconds that a share of working time may have
  const std::string text = format_for_people(t, where).substr(0, 20);
  const bool same_day = format_for_people(today, where).substr(0, 14) == text.substr(0, 14);
  return same_day ? text.substr(15) : text.substr(0, 4) + text.substr(9);
}

/// What one record adds to its entry. Kinds that are not named add nothing.
class entry_writer {
 public:
  entry_writer(timeline::entry& into, const publication& told, const words& say)
      : into_(&into), told_(&told), of_(&told.program), say_(&say) {}

  void operator()(const case_opened& r) {
    const auto field = [&](std::string_view name) {
      const field_id id = of_->field(name);
      const std::string* text = id.valid() ? r.fields[id.index()].as_string() : nullptr;
      return text != nullptr ? *text : std::string{};
    };
    std::string& text = into_->headline;
    text = by().empty() ? "" : by() + ": ";
    text += "+ " + titled(of_->title, of_->name, *say_) + ", " + field("customer");
    if (const std::string origin = field("origin_case"); !origin.empty())
      into_->parts.push_back("(" + word(say_->from_case) + " " + origin + ")");
  }
  void operator()(const event_accepted& r) {
    into_->named_branches = true;
    const program_event& event = of_->events[r.event.index()];
    if (event.origin != event_origin::vote)
      into_->headline = by() + ": " + titled(event.title, event.name, *say_);
  }
  void operator()(const transition_taken& r) {
    const translations& branch = of_->transitions[r.transition].title;
    if (!branch.empty() && into_->named_branches)
      into_->headline += " — " + std::string(branch.in(say_->language));
  }
  void operator()(const event_refused& r) {
    into_->headline =
        by() + ": " + r.event + " " + word(say_->refused) + " [" + std::string(name(r.code)) + "]";
    into_->parts.push_back(r.message);
  }
  void operator()(const approval_given& r) {
    const program_approval& asked = of_->approvals[r.approval.index()];
    into_->headline = by() + " " + word(r.approved ? say_->approves : say_->rejects) + ": " +
                      titled(asked.title, state_title(asked.state), *say_);
  }
  void operator()(const approval_decided& r) {
    into_->parts.push_back(word(r.approved ? say_->granted : say_->denied));
  }
  void operator()(const timer_fired& r) {
    const program_timer& timer = of_->timers[r.timer.index()];
    // Of a timer that counts from a date the amount says nothing.
    into_->headline = word(say_->timer) +
                      (timer.moment ? timer.text.substr(3) + word(say_->in_state)
                                    : format_amount(timer.amount) + word(say_->since_entering)) +
                      state_title(timer.state);
  }
  void operator()(const task_offered& r) {
    const program_state& state = of_->states[r.state.index()];
    std::string text = "→ " + (r.person.empty() ? role(r.role) : r.person);
    text +=
        ": " + (state.task.valid() ? titled(of_->tasks[state.task.index()].title, state.name, *say_)
                                   : state_title(r.state));
    into_->parts.push_back(std::move(text));
  }
  void operator()(const clock_started& r) {
    bracket(r.clock, r.due ? word(say_->due) + " " + time(*r.due) : word(say_->paused));
  }
  void operator()(const clock_paused& r) {
    bracket(r.clock, word(say_->paused) + ", " + format_duration_words(r.remaining) + " " +
                         word(say_->left));
  }
  void operator()(const clock_resumed& r) {
    bracket(r.clock, word(say_->goes_on) + ", " + word(say_->due) + " " + time(r.due));
  }
  void operator()(const clock_stopped& r) {
    bracket(r.clock, word(r.met ? say_->met : say_->missed) + ", " +
                         format_duration_words(r.elapsed) + " " + word(say_->of) + " " +
                         format_duration_words(r.budget));
  }
  void operator()(const clock_cancelled& r) { bracket(r.clock, word(say_->cancelled)); }
  void operator()(const clock_retargeted& r) {
    bracket(r.clock, format_duration_words(r.before) + " → " + format_duration_words(r.after) +
                         (r.due ? ", " + word(say_->due) + " " + time(*r.due) : ""));
  }
  void operator()(const sla_warning& r) {
    alarm(say_->warning, r.key,
          milestone(r.key) + ", " + word(say_->due) + " " + time(r.clock_due));
  }
  void operator()(const sla_breached& r) {
    alarm(say_->breach, r.key, word(say_->was_due) + " " + time(r.due));
  }
  void operator()(const sla_escalated& r) {
    alarm(say_->escalation, r.key,
          milestone(r.key) + ", " + word(say_->was_due) + " " + time(r.clock_due));
  }
  void operator()(const notified& r) {
    const std::string whom = r.person.empty() ? role(r.role) : r.person;
    const std::string told = word(say_->told) + " ";
    std::vector<std::string>& list = into_->alarms.empty() ? into_->parts : into_->alarms;
    if (const auto at = list.empty() ? std::string::npos : list.back().find(told);
        at != std::string::npos)
      list.back() += ", " + whom;
    else if (into_->alarms.empty())
      list.push_back(told + whom);
    else
      list.back() += "; " + told + whom;
  }
  void operator()(const incident_raised& r) {
    into_->alarms.push_back(word(say_->incident) + " " + r.message);
  }
  void operator()(const case_closed& r) {
    into_->parts.push_back("■ " + word(say_->closed) + " " + state_title(r.state));
  }
  void operator()(const child_done& r) { // what it came to shows in the branch that is taken
    into_->named_branches = true;
    into_->headline = "← " + r.key;
  }
  void operator()(const child_failed& r) { into_->alarms.push_back(r.message); }
  void operator()(const case_cancelled&) { into_->parts.push_back("■ " + word(say_->cancelled)); }
  template <class Other> void operator()(const Other&) {}

 private:
  static std::string word(std::string_view text) { return std::string(text); }
  [[nodiscard]] std::string by() const {
    const actor& who = told_->record.by;
    if (!who.role.valid())
      return who.name;
    return who.name.empty() ? role(who.role) : who.name + " (" + role(who.role) + ")";
  }
  /// The title; in English the name, which is shorter and what `by:` says in the YAML.
  [[nodiscard]] std::string role(role_id id) const {
    if (!id.valid())
      return {};
    const program_role& named = of_->roles[id.index()];
    if (say_->language != "en")
      return titled(named.title, named.name, *say_);
    std::string text = named.name;
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
  }
  [[nodiscard]] std::string state_title(state_id id) const {
    return titled(of_->states[id.index()].title, of_->states[id.index()].name, *say_);
  }
  [[nodiscard]] std::string clock(clock_id id) const {
    return titled(of_->clocks[id.index()].title, of_->clocks[id.index()].name, *say_);
  }
  [[nodiscard]] std::string milestone(const milestone_key& key) const {
    const std::string& what = of_->clocks[key.clock.index()].milestones[key.milestone].name;
    return key.repetition > 1 ? what + " (" + std::to_string(key.repetition) + ")" : what;
  }
  [[nodiscard]] std::string time(instant t) const {
    return clock_time(t, told_->record.at, zone_of(*of_));
  }
  void bracket(clock_id id, const std::string& text) {
    into_->parts.push_back("[" + clock(id) + ": " + text + "]");
  }
  void alarm(std::string_view what, const milestone_key& key, const std::string& text) {
    into_->alarms.push_back(word(what) + " " + clock(key.clock) + ": " + text);
  }

  timeline::entry* into_;
  const publication* told_;
  const program* of_;
  const words* say_;
};

timeline::timeline(engine& desk, const words& say) : desk_(&desk), say_(&say) {
  desk.subscribe({}, [this](const publication& told) { hear(told); });
}

void timeline::hear(const publication& told) {
  if (current_.of != nullptr &&
      (current_.what.subject != told.record.subject || current_.what.step != told.record.step))
    flush();
  if (current_.of == nullptr) {
    current_.what = told.record;
    current_.of = &told.program;
    current_.key = told.case_key;
  }
  std::visit(entry_writer{current_, told, *say_}, told.record.body);
}

void timeline::flush() {
  const entry done = std::exchange(current_, entry{});
  if (done.of == nullptr || (done.headline.empty() && done.parts.empty() && done.alarms.empty()))
    return;
  const zone& where = zone_of(*done.of);
  heading(done.what.at, where);
  const std::string time = clock_time(done.what.at, done.what.at, where);
  std::vector<std::string> parts = done.parts;
  if (!done.headline.empty())
    parts.insert(parts.begin(), done.headline);
  if (!parts.empty())
    line(time, done.key, parts);
  for (const std::string& each : done.alarms)
    line(time, done.key, {"!! " + each});
}

void timeline::heading(instant at, const zone& where) {
  const std::string today = format_for_people(at, where).substr(0, 14);
  if (today == day_)
    return;
  day_ = today;
  std::printf("\n── %s ", today.c_str());
  for (std::size_t i = today.size() + 4; i < line_width; ++i)
    std::fputs("─", stdout);
  std::fputs("\n", stdout);
}

/// Wraps between parts, so that no part is torn while it fits on a line.
void timeline::line(std::string_view time, std::string_view key,
                    const std::vector<std::string>& parts) {
  std::string text = padded(time, 7) + padded(key, key_width);
  const std::string indent(7 + key_width + 2, ' ');
  std::size_t used = columns(text);
  bool first = true;
  for (const std::string& part : parts) {
    const std::size_t more = columns(part) + (first ? 0 : 2);
    if (!first && used + more > line_width) {
      text += "\n" + indent + part;
      used = indent.size() + columns(part);
    } else {
      text += (first ? "" : "  ") + part;
      used += more;
    }
    first = false;
  }
  std::puts(text.c_str());
}

timeline::stillness timeline::standing_still(instant at) const {
  stillness found;
  for (std::size_t i = 1; i <= desk_->case_count(); ++i) {
    const snapshot* current = desk_->look(case_id{i});
    if (current == nullptr || current->status != case_status::open)
      continue;
    const program& of = *desk_->program_of(case_id{i});
    for (const clock_view& each : desk_->clocks(case_id{i}, at)) {
      if (each.stopped || !each.due)
        continue;
      const program_clock& clock = of.clocks[each.clock.index()];
      const clock_ledger& ledger = current->clocks[each.clock.index()];
      const time_base counts = base_of(of, clock, ledger.target, ledger.calendar);
      if (counts.working == nullptr || counts.working->is_open(at)) {
        ++found.running;
        continue;
      }
      ++found.still;
      if (each.breached)
        ++found.overdue;
      else
        found.left.emplace(each.remaining, current->key + " " +
                                               titled(clock.title, clock.name, *say_) + " " +
                                               format_duration_words(each.remaining));
    }
  }
  return found;
}

void timeline::office_closes(const calendar& office, instant at) {
  const zone& where = office.time_zone();
  if (format_for_people(at, where).substr(0, 14) != day_)
    return; // a day on which nothing happened
  const auto counted = [](std::size_t count, std::string_view one, std::string_view several) {
    return std::to_string(count) + " " + std::string(count == 1 ? one : several);
  };
  const stillness found = standing_still(at);
  const instant opens = office.next_open(at).value_or(at);
  std::string text = std::string(say_->office_closes) + ": " +
                     counted(found.still, say_->clock_stands_still, say_->clocks_stand_still) +
                     " " + std::string(say_->until) + " " + clock_time(opens, at, where);
  if (found.overdue != 0)
    text += ", " + std::to_string(found.overdue) + " " + std::string(say_->overdue);
  if (found.running != 0)
    text += "; " + counted(found.running, say_->other_runs, say_->others_run);
  std::vector<std::string> parts{std::move(text)};
  if (opens - at > std::chrono::hours{4}) { // a night, not a lunch break
    std::string_view before = say_->nearest;
    for (const auto& [remaining, what] : found.left) {
      parts.push_back(std::string(before) + " " + what);
      before = "·";
      if (parts.size() == 4)
        break;
    }
  }
  line(clock_time(at, at, where), "◷", parts);
}

} // namespace service_week
