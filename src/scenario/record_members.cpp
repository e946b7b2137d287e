#include "scenario/record_members.hpp"

namespace caseclock::detail {

namespace {

using enum member_meaning;

constexpr record_member common[] = {
    {"seq", number},        {"type", text},   {"at", time},        {"case", text},
    {"workflow", workflow}, {"step", number}, {"ordinal", number}, {"by", person},
};
constexpr record_member opened_case[] = {{"data", case_data}, {"late", time}, {"parent", text}};
constexpr record_member accepted[] = {{"event", event}, {"with", event_data}, {"from", text}};
constexpr record_member refused[] = {{"event", sent_event}, {"code", refusal}, {"message", text}};
constexpr record_member event_alone[] = {{"event", event}};
constexpr record_member taken[] = {{"from", state}, {"to", states}, {"transition", number}};
constexpr record_member state_alone[] = {{"state", state}};
constexpr record_member fired[] = {
    {"state", state}, {"after", text}, {"moment", text}, {"due", time}, {"late", time}};
constexpr record_member changed[] = {
    {"field", field}, {"before", field_value}, {"after", field_value}};
constexpr record_member assigned[] = {{"role", role}, {"before", text}, {"person", text}};
constexpr record_member offered[] = {
    {"task", number}, {"state", state}, {"role", role}, {"person", text}, {"due", time}};
constexpr record_member claimed[] = {
    {"task", number}, {"state", state}, {"role", role}, {"person", text}};
constexpr record_member returned[] = {
    {"task", number}, {"state", state}, {"role", role}, {"before", text}, {"person", text}};
constexpr record_member held_task[] = {
    {"task", number}, {"state", state}, {"role", role}, {"person", text}, {"for", text}};
constexpr record_member requested[] = {{"approval", approval}, {"role", role}};
constexpr record_member given[] = {
    {"approval", approval}, {"role", role}, {"approved", truth}, {"comment", text}};
constexpr record_member decided[] = {
    {"approval", approval}, {"approved", truth}, {"overdue", truth}};
constexpr record_member started[] = {{"clock", clock},       {"cycle", number},
                                     {"calendar", calendar}, {"budget", span},
                                     {"budget_ms", number},  {"due", time}};
constexpr record_member paused[] = {{"clock", clock},    {"reasons", list},
                                    {"elapsed", span},   {"elapsed_ms", number},
                                    {"remaining", span}, {"remaining_ms", number}};
constexpr record_member resumed[] = {
    {"clock", clock}, {"elapsed", span}, {"elapsed_ms", number}, {"due", time}};
constexpr record_member stopped[] = {
    {"clock", clock},       {"cycle", number}, {"outcome", outcome},  {"elapsed", span},
    {"elapsed_ms", number}, {"budget", span},  {"budget_ms", number}, {"due", time}};
constexpr record_member cancelled[] = {
    {"clock", clock}, {"cycle", number}, {"elapsed", span}, {"elapsed_ms", number}};
constexpr record_member reset[] = {{"clock", clock}, {"due", time}};
constexpr record_member retargeted[] = {
    {"clock", clock},      {"revision", number}, {"calendar", calendar}, {"before", span},
    {"before_ms", number}, {"after", span},      {"after_ms", number},   {"due", time}};
constexpr record_member revoked[] = {
    {"clock", clock}, {"cycle", number}, {"revision", number}, {"due", time}};
constexpr record_member calendars[] = {{"before", text}, {"after", text}};
constexpr record_member reached[] = {{"clock", clock},       {"milestone", milestone},
                                     {"cycle", number},      {"revision", number},
                                     {"repetition", number}, {"due", time},
                                     {"clock_due", time},    {"late", time}};
constexpr record_member breached[] = {
    {"clock", clock},     {"milestone", milestone}, {"cycle", number}, {"revision", number},
    {"due", time},        {"clock_due", time},      {"late", time},    {"budget", span},
    {"budget_ms", number}};
constexpr record_member told[] = {
    {"role", role}, {"person", text}, {"message", message}, {"texts", texts}};
constexpr record_member emitted_event[] = {{"event", emitted}, {"with", any_data}};
constexpr record_member log_line[] = {{"text", text}};
constexpr record_member opening[] = {{"opens", opened}, {"key", text}, {"data", opened_data}};
constexpr record_member incident[] = {{"code", text}, {"message", text}, {"event", text}};
constexpr record_member resolution[] = {{"how", text}, {"event", text}, {"resolved", time}};
constexpr record_member case_over[] = {{"reason", text}};
constexpr record_member sent_on[] = {{"send", number}, {"event", sent},   {"to", text},
                                     {"child", child}, {"key", text},     {"id", text},
                                     {"due", time},    {"with", any_data}};
constexpr record_member called_back[] = {{"send", number}, {"event", sent}, {"id", text}};
constexpr record_member not_arrived[] = {{"send", number}, {"event", sent},   {"opens", opened},
                                         {"key", text},    {"code", refusal}, {"message", text}};
constexpr record_member child_there[] = {{"child", child}, {"opens", opened}, {"key", text}};
constexpr record_member child_result[] = {{"child", child}, {"key", text}, {"data", any_data}};
constexpr record_member child_broken[] = {
    {"child", child}, {"key", text}, {"code", refusal}, {"message", text}};
constexpr record_member child_gone[] = {{"child", child}, {"key", text}};

} // namespace

std::span<const record_member> common_members() {
  return common;
}

std::span<const record_member> members_of(record_kind kind) {
  switch (kind) {
  case record_kind::case_opened: return opened_case;
  case record_kind::event_accepted: return accepted;
  case record_kind::event_refused: return refused;
  case record_kind::event_ignored: return event_alone;
  case record_kind::event_deferred: return event_alone;
  case record_kind::event_raised: return event_alone;
  case record_kind::transition_taken: return taken;
  case record_kind::state_exited: return state_alone;
  case record_kind::state_entered: return state_alone;
  case record_kind::timer_fired: return fired;
  case record_kind::data_changed: return changed;
  case record_kind::role_assigned: return assigned;
  case record_kind::task_offered: return offered;
  case record_kind::task_claimed: return claimed;
  case record_kind::task_delegated: return held_task;
  case record_kind::task_returned: return returned;
  case record_kind::task_completed: return held_task;
  case record_kind::task_withdrawn: return held_task;
  case record_kind::approval_requested: return requested;
  case record_kind::approval_given: return given;
  case record_kind::approval_decided: return decided;
  case record_kind::clock_started: return started;
  case record_kind::clock_paused: return paused;
  case record_kind::clock_resumed: return resumed;
  case record_kind::clock_stopped: return stopped;
  case record_kind::clock_cancelled: return cancelled;
  case record_kind::clock_reset: return reset;
  case record_kind::clock_retargeted: return retargeted;
  case record_kind::breach_revoked: return revoked;
  case record_kind::recalendared: return calendars;
  case record_kind::sla_warning: return reached;
  case record_kind::sla_breached: return breached;
  case record_kind::sla_escalated: return reached;
  case record_kind::notified: return told;
  case record_kind::emitted: return emitted_event;
  case record_kind::logged: return log_line;
  case record_kind::open_requested: return opening;
  case record_kind::incident_raised: return incident;
  case record_kind::case_closed: return state_alone;
  case record_kind::action_failed: return incident;
  case record_kind::incident_resolved: return resolution;
  case record_kind::case_cancelled: return case_over;
  case record_kind::event_sent: return sent_on;
  case record_kind::send_cancelled: return called_back;
  case record_kind::send_failed: return not_arrived;
  case record_kind::child_opened: return child_there;
  case record_kind::child_done: return child_result;
  case record_kind::child_failed: return child_broken;
  case record_kind::child_cancelled: return child_gone;
  }
  return {};
}

} // namespace caseclock::detail
