#include "service_week/staff.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "service_week/decisions.hpp"
#include "service_week/dice.hpp"

namespace service_week {
namespace {

using std::chrono::minutes;

constexpr person people[] = {
    {"Li Na", "李娜", "agent", "office", 100, 3},
    {"Zhou Min", "周敏", "agent", "office", 130, 8},
    {"Hao Yi", "郝毅", "agent", "around_the_clock", 100, 2}, // answers the phone at night, too
    {"Wang Fang", "王芳", "supervisor", "office", 100, 2},
    {"Liu Yang", "刘洋", "manager", "office", 100, 2},
    {"Chen Guohua", "陈国华", "general_manager", "office", 120, 0},
    {"Zhang Wei", "张伟", "engineer", "office", 90, 3},
    {"Zhao Lei", "赵磊", "engineer", "office", 320, 10},
    {"Sun Jie", "孙杰", "engineer", "office", 60, 2},
    {"Wu Ting", "吴婷", "finance", "office", 100, 2},
    {"Xu Yan", "徐艳", "complaints_desk", "office", 100, 3},
    {"He Qiang", "何强", "complaint_handler", "office", 90, 3},
    {"Ma Lin", "马琳", "complaint_handler", "office", 260, 6},
    {"Gao Jun", "高军", "department_head", "office", 110, 2},
};

/// Complaints are taken day and night; whoever sits at the phone then writes them up.
bool suits(const person& who, std::string_view role, std::string_view state) {
  return who.role == role &&
         (role != "agent" || (who.hours == "around_the_clock") == (state == "receiving"));
}

const person* person_for(const task_offered& task, std::string_view role, std::string_view state,
                         dice chance) {
  std::vector<const person*> suitable;
  for (const person& each : people) {
    if (!task.person.empty() && (each.name == task.person || each.chinese == task.person))
      return &each;
    if (suits(each, role, state))
      suitable.push_back(&each);
  }
  return suitable.empty() ? nullptr : chance.pick(suitable);
}

const calendar* calendar_of(const program& of, std::string_view name) {
  for (const auto& each : of.calendars) {
    if (each->name() == name)
      return each.get();
  }
  return of.calendar.valid() ? of.calendars[of.calendar.index()].get() : nullptr;
}

instant later(const program& of, std::string_view calendar_name, instant from, std::int64_t count) {
  const calendar* at_work = calendar_of(of, calendar_name);
  const instant plain = from + minutes{count};
  return at_work == nullptr ? plain : at_work->add(from, minutes{count}).value_or(plain);
}

/// An event that the role knows and that this case has no use for now.
std::string wrong_button(const program& of, role_id role,
                         const std::vector<std::string_view>& right) {
  for (const program_event& each : of.events) {
    const bool mine = std::find(each.by.begin(), each.by.end(), role) != each.by.end();
    if (mine && each.payload.fields.empty() &&
        std::find(right.begin(), right.end(), each.name) == right.end())
      return each.name;
  }
  return {};
}

void forget_a_field(value_record& form, const schema& wanted) {
  for (const field_spec& each : wanted.fields) {
    if (each.required) {
      std::erase_if(form, [&](const auto& written) { return written.first == each.name; });
      return;
    }
  }
}

} // namespace

staff::staff(engine& desk, std::uint64_t seed, std::string_view language)
    : desk_(&desk), seed_(seed), language_(language) {
  desk.subscribe(
      {.kinds = {record_kind::task_offered, record_kind::sla_breached, record_kind::sla_escalated}},
      [this](const publication& told) { hear(told); });
}

std::optional<instant> staff::next() const {
  return diary_.empty() ? std::nullopt : std::optional{diary_.begin()->first};
}

void staff::hear(const publication& told) {
  const auto* task = std::get_if<task_offered>(&told.record.body);
  if (task == nullptr) {
    remind(told.record.subject, told.record.at, told.case_key);
    return;
  }
  const std::string& state = told.program.states[task->state.index()].name;
  const std::string role = task->role.valid() ? told.program.roles[task->role.index()].name : "";
  const person* who = person_for(*task, role, state, dice{seed_, told.case_key, role});
  if (who == nullptr)
    return; // nobody here does that
  dice chance{seed_, told.case_key, state, acts_[told.record.subject]};
  instant from = told.record.at;
  if (state == "on_site" || state == "in_house") { // not before the appointment
    const field_id agreed = told.program.field("appointment");
    const snapshot* current = desk_->look(told.record.subject);
    if (agreed.valid() && current->fields[agreed.index()].as_timestamp() != nullptr)
      from = std::max(from, *current->fields[agreed.index()].as_timestamp());
  }
  const std::int64_t needed = minutes_for(told.program.name, state, chance) * who->pace / 100;
  note_down({told.record.subject, task->number, who, 0},
            later(told.program, who->hours, from, std::max<std::int64_t>(needed, 1)));
}

void staff::note_down(plan what, instant at) {
  diary_.emplace(at, what);
}

/// Whoever sits on a broken promise hears of it and, more often than not, does it at once.
void staff::remind(case_id subject, instant now, std::string_view key) {
  dice chance{seed_, key, "reminder", acts_[subject]};
  if (!chance.chance(65))
    return;
  std::vector<std::pair<instant, plan>> theirs;
  for (const auto& each : diary_) {
    if (each.second.subject == subject)
      theirs.push_back(each);
  }
  std::erase_if(diary_, [&](const auto& each) { return each.second.subject == subject; });
  for (const auto& [planned, what] : theirs) {
    const instant soon =
        later(*desk_->program_of(subject), what.who->hours, now, chance.between(20, 150));
    note_down(what, std::min(planned, soon));
  }
}

void staff::act() {
  const instant now = diary_.begin()->first;
  const plan mine = diary_.begin()->second;
  diary_.erase(diary_.begin());
  const program& of = *desk_->program_of(mine.subject);
  const snapshot& current = *desk_->look(mine.subject);
  const auto task = std::find_if(current.tasks.begin(), current.tasks.end(),
                                 [&](const open_task& each) { return each.number == mine.task; });
  const calendar* office = calendar_of(of, "office");
  if (current.status != case_status::open || task == current.tasks.end() || office == nullptr)
    return; // done by somebody else, or taken back
  const bool in_chinese = language_ == "zh";
  const open_task open = *task;
  const desk_view view{of, current, open, now, *office, mine.tries > 0, in_chinese};
  dice chance{seed_, current.key, "act", ++acts_[mine.subject]};
  const auto possible = desk_->events(mine.subject, mine.who->role);
  event_request request{
      mine.subject,
      std::string(chosen(view, possible, chance)),
      {},
      {std::string(mine.who->role), std::string(in_chinese ? mine.who->chinese : mine.who->name)}};
  if (request.event.empty())
    return;
  const schema& form = of.events[of.event(request.event).index()].payload;
  request.data = filled(view, of.events[of.event(request.event).index()], chance);
  if (mine.tries == 0 && chance.chance(mine.who->slips)) {
    const std::string wrong = wrong_button(of, open.role, possible);
    if (form.fields.empty() && !wrong.empty())
      request.event = wrong;
    else
      forget_a_field(request.data, form);
  }
  const status outcome = desk_->send(request, now);
  const auto still_there = desk_->tasks(mine.subject);
  const bool goes_on = std::any_of(still_there.begin(), still_there.end(),
                                   [&](const open_task& each) { return each.number == mine.task; });
  if (!outcome.ok())
    retry(mine, now);
  else if (goes_on) // there is more to do before the task is done
    note_down(mine, later(of, mine.who->hours, now,
                          minutes_for(of.name, of.states[open.state.index()].name, chance) *
                              mine.who->pace / 100));
}

/// Reads the refusal, and does it again with more care. Not for ever.
void staff::retry(plan what, instant now) {
  if (++what.tries > 3)
    return;
  const program& of = *desk_->program_of(what.subject);
  dice chance{seed_, desk_->look(what.subject)->key, "retry", acts_[what.subject]};
  note_down(what, later(of, what.who->hours, now, chance.between(3, 20)));
}

} // namespace service_week
