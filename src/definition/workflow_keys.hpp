// The key tables of `workflow:`, `shared:` and `calendars:` documents.
#pragma once

#include <array>

#include "definition/keys.hpp"

namespace caseclock::detail {

inline constexpr std::string_view type_words =
    "string|bool|int|decimal|enum|date|timestamp|duration|list|any";
inline constexpr shape types_by_name = choice_of(type_words, value_count::by_name);

inline constexpr key_spec workflow_keys[] = {
    {"caseclock", required, {version_of_language}},
    {"workflow", required, {one_text}},
    {"version", optional, {integer_within("1..")}},
    {"title", optional, {one_title}},
    {"source", optional, {one_text}},
    {"include", optional, {some_texts}},
    {"calendar", optional, {one_text}},
    {"unexpected", optional, {choice_of("refuse|ignore")}},
    {"roles",
     optional,
     {object_of("role", value_count::by_name), text_by_name, blank_by_name, text_list}},
    {"semantics", optional, {choice_of("caseclock|scxml")}},
    {"enums", optional, {object_of("enum", value_count::by_name), text_lists_by_name}},
    {"forms", optional, {object_of("form", value_count::by_name)}},
    {"events", optional, {object_of("event", value_count::by_name), blank_by_name}},
    {"messages", optional, {titles_by_name}},
    {"calendars", optional, {object_of("calendar", value_count::by_name)}},
    {"data", optional, {object_of("field", value_count::by_name), types_by_name}},
    {"output", optional, {expression_by_name}},
    {"initial", by_compiler, {one_text, object_of("beginning")}},
    {"states", by_compiler, {object_of("state", value_count::by_name)}},
    {"conversation", optional, {object_of("conversation")}},
    {"clocks", optional, {object_of("clock", value_count::by_name)}},
    {"properties", optional, {object_of("property", value_count::list)}},
    {"schedule", optional, {object_of("schedule", value_count::one_or_list)}},
};
inline constexpr key_table workflow_table{"workflow", "a workflow", workflow_keys};

inline constexpr key_spec shared_keys[] = {
    {"caseclock", required, {version_of_language}},
    {"shared", required, {one_text}},
    {"include", optional, {some_texts}},
    {"roles",
     optional,
     {object_of("role", value_count::by_name), text_by_name, blank_by_name, text_list}},
    {"enums", optional, {object_of("enum", value_count::by_name), text_lists_by_name}},
    {"forms", optional, {object_of("form", value_count::by_name)}},
    {"events", optional, {object_of("event", value_count::by_name), blank_by_name}},
    {"messages", optional, {titles_by_name}},
    {"calendars", optional, {object_of("calendar", value_count::by_name)}},
};
inline constexpr key_table shared_table{"shared", "a shared file", shared_keys};

inline constexpr key_spec calendars_keys[] = {
    {"caseclock", required, {version_of_language}},
    {"calendars", required, {object_of("calendar", value_count::by_name)}},
    {"include", optional, {some_texts}},
};
inline constexpr key_table calendars_table{"calendars", "a calendar file", calendars_keys};

inline constexpr key_spec role_keys[] = {
    {"title", optional, {one_title}},
    {"extends", optional, {some_texts}},
};
inline constexpr key_table role_table{"role", "a role", role_keys};

inline constexpr key_spec enum_keys[] = {
    {"of", required, {some_texts}},
};
inline constexpr key_table enum_table{"enum", "an enum", enum_keys};

inline constexpr key_spec form_keys[] = {
    {"title", optional, {one_title}},
    {"fields", required, {object_of("field", value_count::by_name), types_by_name}},
    {"for_the_record", optional, {one_boolean}},
};
inline constexpr key_table form_table{"form", "a form", form_keys};

inline constexpr key_spec field_keys[] = {
    {"type", optional, {choice_of(type_words)}},
    {"of", optional, {some_texts}},
    {"title", optional, {one_title}},
    {"required", optional, {one_boolean, one_expression}},
    {"personal", optional, {one_boolean}},
    {"for_the_record", optional, {one_boolean}},
    {"unit", optional, {one_text}},
    {"default", optional, {any_value}},
    {"expr", optional, {one_expression}},
    {"state", optional, {one_text}},
    {"min", optional, {any_value}},
    {"max", optional, {any_value}},
    {"min_length", optional, {one_integer}},
    {"max_length", optional, {one_integer}},
    {"pattern", optional, {one_text}},
};
inline constexpr key_table field_table{"field", "a field", field_keys};

inline constexpr key_spec event_keys[] = {
    {"title", optional, {one_title}},
    {"by", optional, {texts_not_none}},
    {"with", optional, {object_of("field", value_count::by_name), types_by_name}},
    {"form", optional, {one_text}},
    {"internal", optional, {one_boolean}},
};
inline constexpr key_table event_table{"event", "an event", event_keys};

inline constexpr key_spec state_keys[] = {
    {"title", optional, {one_title}},
    {"type", optional, {choice_of("final|history")}},
    {"initial", optional, {one_text, object_of("beginning")}},
    {"donedata", optional, {object_of("donedata")}},
    {"transitions", optional, {object_of("listed transition", value_count::one_or_list)}},
    {"tags", optional, {some_texts}},
    {"entry", optional, {object_of("action", value_count::one_or_list)}},
    {"exit", optional, {object_of("action", value_count::one_or_list)}},
    {"on", optional, {object_of("transition", value_count::lists_by_name), text_lists_by_name}},
    {"always", optional, {object_of("transition", value_count::one_or_list), some_texts}},
    {"after", optional, {object_of("transition", value_count::by_amount), texts_by_amount}},
    {"at", optional, {object_of("transition", value_count::by_moment), texts_by_moment}},
    {"defer", optional, {some_texts}},
    {"ignore", optional, {some_texts}},
    {"task", optional, {object_of("task"), one_text}},
    {"approval", optional, {object_of("approval")}},
    {"states", optional, {object_of("state", value_count::by_name)}},
    {"regions", optional, {object_of("state", value_count::by_name)}},
    {"deep", optional, {one_boolean}},
    {"default", optional, {one_text, object_of("beginning")}},
    {"invoke", optional, {object_of("invoke", value_count::one_or_list), one_text}},
    {"output", optional, {expression_by_name}},
};
inline constexpr key_table state_table{
    "state", "a state", state_keys, {.together = "deep:type|default:type|states:initial"}};

inline constexpr key_spec beginning_keys[] = {
    {"to", required, {one_text}},
    {"do", optional, {object_of("action", value_count::one_or_list)}},
};
inline constexpr key_table beginning_table{"beginning", "a beginning", beginning_keys};

inline constexpr key_spec transition_keys[] = {
    {"if", optional, {one_expression}},
    {"to", optional, {some_texts}},
    {"do", optional, {object_of("action", value_count::one_or_list)}},
    {"internal", optional, {one_boolean}},
    {"title", optional, {one_title}},
};
inline constexpr key_table transition_table{"transition", "a transition", transition_keys};

inline constexpr key_spec listed_transition_keys[] = {
    {"event", optional, {one_text}},
    {"if", optional, {one_expression}},
    {"to", optional, {some_texts}},
    {"do", optional, {object_of("action", value_count::one_or_list)}},
    {"internal", optional, {one_boolean}},
    {"title", optional, {one_title}},
};
inline constexpr key_table listed_transition_table{"listed transition", "a transition",
                                                   listed_transition_keys};

inline constexpr key_spec donedata_keys[] = {
    {"with", optional, {expression_by_name}},
    {"content", optional, {one_expression}},
};
inline constexpr key_table donedata_table{"donedata", "the data of a final state", donedata_keys};

inline constexpr key_spec task_keys[] = {
    {"role", optional, {one_text}},        {"title", optional, {one_title}},
    {"form", optional, {one_text}},        {"within", optional, {one_amount}},
    {"delegate", optional, {one_boolean}}, {"exclusive", optional, {one_boolean}},
};
inline constexpr key_table task_table{"task", "a task", task_keys};

inline constexpr key_spec approval_keys[] = {
    {"by", by_compiler, {some_texts}},
    {"rule", optional, {choice_of("all|any"), object_of("rule")}},
    {"order", optional, {choice_of("sequence|parallel")}},
    {"forbid", optional, {some_texts}},
    {"within", optional, {one_amount}},
    {"on_overdue", optional, {choice_of("tell|approve|reject"), object_of("escalation")}},
    {"delegate", optional, {one_boolean}},
    {"exclusive", optional, {one_boolean}},
    {"title", optional, {one_title}},
};
inline constexpr key_table approval_table{"approval", "an approval", approval_keys};

inline constexpr key_spec rule_keys[] = {
    {"at_least", required, {integer_within("1..1000")}},
};
inline constexpr key_table rule_table{"rule", "a rule", rule_keys};

inline constexpr key_spec escalation_keys[] = {
    {"escalate", required, {one_text}},
};
inline constexpr key_table escalation_table{"escalation", "an escalation", escalation_keys};

inline constexpr key_spec action_keys[] = {
    {"set", optional, {expression_by_name}},
    {"assign", optional, {expression_by_name}},
    {"raise", optional, {some_texts}},
    {"emit", optional, {object_of("emit"), one_text}},
    {"notify", optional, {object_of("notify", value_count::one_or_list)}},
    {"open", optional, {object_of("open")}},
    {"log", optional, {one_text}},
    {"send", optional, {object_of("send"), one_text}},
    {"cancel", optional, {some_texts}},
    {"if", optional, {one_expression}},
    {"do", optional, {object_of("action", value_count::one_or_list)}},
    {"else_if", optional, {object_of("branch", value_count::one_or_list)}},
    {"else", optional, {object_of("action", value_count::one_or_list)}},
    {"block", optional, {object_of("action", value_count::one_or_list)}},
    {"foreach", optional, {object_of("foreach")}},
    {"post", optional, {object_of("post")}},
    {"recall", optional, {one_expression}},
    {"trace", optional, {object_of("trace")}},
};
inline constexpr key_table action_table{
    "action",
    "an action",
    action_keys,
    {.exactly_one =
         "set|assign|raise|emit|notify|open|log|send|cancel|if|block|foreach|post|recall|"
         "trace",
     .together = "do:if|else_if:if|else:if"}};

inline constexpr key_spec branch_keys[] = {
    {"if", required, {one_expression}},
    {"do", optional, {object_of("action", value_count::one_or_list)}},
};
inline constexpr key_table branch_table{"branch", "a branch", branch_keys};

inline constexpr key_spec foreach_keys[] = {
    {"in", required, {one_expression}},
    {"item", required, {one_text}},
    {"index", optional, {one_text}},
    {"do", optional, {object_of("action", value_count::one_or_list)}},
};
inline constexpr key_table foreach_table{"foreach", "a loop", foreach_keys};

inline constexpr key_spec post_keys[] = {
    {"event", optional, {one_expression}},    {"target", optional, {one_expression}},
    {"type", optional, {one_expression}},     {"delay", optional, {one_expression}},
    {"id", optional, {one_expression}},       {"id_location", optional, {one_text}},
    {"with", optional, {expression_by_name}}, {"content", optional, {one_expression}},
};
inline constexpr key_table post_table{"post", "a posted event", post_keys};

inline constexpr key_spec trace_keys[] = {
    {"label", optional, {one_text}},
    {"expr", optional, {one_expression}},
};
inline constexpr key_table trace_table{"trace", "a line of the log", trace_keys};

inline constexpr key_spec emit_keys[] = {
    {"event", required, {one_text}},
    {"with", optional, {expression_by_name}},
};
inline constexpr key_table emit_table{"emit", "an emitted event", emit_keys};

inline constexpr key_spec notify_keys[] = {
    {"role", required, {one_text}},
    {"message", required, {one_text}},
    {"person", later, {}},
};
inline constexpr key_table notify_table{"notify", "a notification", notify_keys};

inline constexpr key_spec open_keys[] = {
    {"workflow", required, {one_text}},
    {"with", optional, {expression_by_name}},
    {"key", optional, {one_expression}},
};
inline constexpr key_table open_table{"open", "an opened case", open_keys};

inline constexpr key_spec send_keys[] = {
    {"event", required, {one_text}},
    {"to", optional, {choice_of("self|parent"), object_of("receiver")}},
    {"with", optional, {expression_by_name}},
    {"after", optional, {one_amount}},
    {"id", optional, {one_text}},
};
inline constexpr key_table send_table{"send", "a sent event", send_keys};

inline constexpr key_spec receiver_keys[] = {
    {"child", optional, {one_text}},
    {"key", optional, {one_expression}},
};
inline constexpr key_table receiver_table{
    "receiver", "a receiver", receiver_keys, {.exactly_one = "child|key"}};

inline constexpr key_spec invoke_keys[] = {
    {"workflow", required, {one_text}},
    {"id", optional, {one_text}},
    {"with", optional, {expression_by_name}},
    {"key", optional, {one_expression}},
    {"result", optional, {object_of("field", value_count::by_name), types_by_name}},
};
inline constexpr key_table invoke_table{"invoke", "a child", invoke_keys};

inline constexpr key_spec clock_keys[] = {
    {"title", optional, {one_title}},
    {"kind", optional, {choice_of("sla|ola|uc")}},
    {"calendar", optional, {one_text, object_of("calendar choice", value_count::list)}},
    {"target",
     by_compiler,
     {one_amount, one_dated_amount, object_of("target choice", value_count::list)}},
    {"start", optional, {object_of("when", value_count::one_or_list)}},
    {"stop", optional, {object_of("when", value_count::one_or_list)}},
    {"reset", optional, {object_of("when", value_count::one_or_list)}},
    {"cancel", optional, {object_of("when", value_count::one_or_list)}},
    {"pause", optional, {object_of("while", value_count::one_or_list)}},
    {"on_retarget", optional, {choice_of("carry|restart")}},
    {"on_recalendar", optional, {choice_of("carry|recompute")}},
    {"reopen", optional, {choice_of("new_cycle|continue|ignore")}},
    {"revoke_breach", optional, {one_boolean}},
    {"milestones", optional, {object_of("milestone", value_count::one_or_list)}},
    {"template", optional, {choice_of("first_response|next_response|resolution")}},
    {"parent", optional, {one_text}},
};
inline constexpr key_table clock_table{"clock", "a clock", clock_keys};

inline constexpr key_spec conversation_keys[] = {
    {"opened", optional, {object_of("when", value_count::one_or_list)}},
    {"message", optional, {some_texts}},
    {"reply", optional, {some_texts}},
    {"resolved", optional, {object_of("when", value_count::one_or_list)}},
};
inline constexpr key_table conversation_table{"conversation", "a conversation", conversation_keys};

inline constexpr key_spec target_choice_keys[] = {
    {"if", optional, {one_expression}},
    {"target", required, {one_amount, one_dated_amount}},
};
inline constexpr key_table target_choice_table{"target choice", "a target", target_choice_keys};

inline constexpr key_spec calendar_choice_keys[] = {
    {"if", optional, {one_expression}},
    {"use", required, {one_text}},
};
inline constexpr key_table calendar_choice_table{"calendar choice", "a choice of calendar",
                                                 calendar_choice_keys};

inline constexpr key_spec when_keys[] = {
    {"enter", optional, {some_texts}},    {"leave", optional, {some_texts}},
    {"event", optional, {some_texts}},    {"if", optional, {one_expression}},
    {"from", optional, {one_expression}},
};
inline constexpr key_table when_table{
    "when", "an occurrence", when_keys, {.exactly_one = "enter|leave|event|if"}};

inline constexpr key_spec while_keys[] = {
    {"in", optional, {some_texts}},
    {"tag", optional, {some_texts}},
    {"if", optional, {one_expression}},
};
inline constexpr key_table while_table{
    "while", "a reason to pause", while_keys, {.exactly_one = "in|tag|if"}};

inline constexpr key_spec milestone_keys[] = {
    {"at", optional, {one_text}},
    {"every", optional, {one_text}},
    {"times", optional, {integer_within("1..1000")}},
    {"do", optional, {object_of("action", value_count::one_or_list)}},
};
inline constexpr key_table milestone_table{
    "milestone",
    "a milestone",
    milestone_keys,
    {.exactly_one = "at|every", .together = "times:every|every:times"}};

inline constexpr key_spec property_keys[] = {
    {"id", required, {one_text}},          {"title", optional, {one_title}},
    {"never", optional, {one_expression}}, {"always", optional, {one_expression}},
    {"after", optional, {one_expression}}, {"eventually", optional, {one_expression}},
};
inline constexpr key_table property_table{
    "property", "a property", property_keys, {.exactly_one = "never|always|after+eventually"}};

inline constexpr std::string_view like_words =
    "working day|monday|tuesday|wednesday|thursday|friday|saturday|sunday";
inline constexpr key_spec schedule_keys[] = {
    {"every", required, {one_text}},
    {"on", optional, {one_text}},
    {"at", optional, {one_time}},
    {"in", optional, {one_text}},
    {"from", optional, {one_date}},
    {"until", optional, {one_date}},
    {"with", optional, {expression_by_name}},
    {"key", optional, {one_text}},
    {"missed", optional, {choice_of("all|latest")}},
};
inline constexpr key_table schedule_table{"schedule", "a schedule", schedule_keys};

inline constexpr key_spec calendar_keys[] = {
    {"zone", optional, {one_text}},
    {"hours", optional, {choice_of("always"), windows_by_days}},
    {"holidays", optional, {some_dates, object_of("holiday", value_count::one_or_list)}},
    {"extra_days",
     optional,
     {windows_by_date, choice_of(like_words, value_count::by_date),
      object_of("extra day", value_count::by_date)}},
    {"breaks", optional, {windows_by_date, object_of("break", value_count::by_date)}},
    {"include", optional, {some_texts}},
    {"due_at_close", optional, {choice_of("closing|next_opening")}},
};
inline constexpr key_table calendar_table{"calendar", "a calendar", calendar_keys};

inline constexpr key_spec holiday_keys[] = {
    {"name", optional, {one_text}}, {"date", optional, {one_date}},  {"from", optional, {one_date}},
    {"to", optional, {one_date}},   {"every", optional, {one_text}}, {"ics", optional, {one_text}},
};
inline constexpr key_table holiday_table{
    "holiday", "a holiday", holiday_keys, {.exactly_one = "date|ics|every|from+to-every"}};

inline constexpr key_spec extra_day_keys[] = {
    {"name", optional, {one_text}},
    {"hours", required, {windows_of_date, choice_of(like_words)}},
};
inline constexpr key_table extra_day_table{"extra day", "an extra day", extra_day_keys};

inline constexpr key_spec break_keys[] = {
    {"name", optional, {one_text}},
    {"hours", required, {windows_of_date}},
};
inline constexpr key_table break_table{"break", "a break", break_keys};

/// All of them, for whoever writes a schema.
inline constexpr std::array<const key_table*, 41> all_key_tables{
    {&workflow_table,   &schedule_table,      &shared_table,
     &calendars_table,  &role_table,          &enum_table,
     &form_table,       &field_table,         &event_table,
     &state_table,      &transition_table,    &task_table,
     &approval_table,   &rule_table,          &action_table,
     &emit_table,       &notify_table,        &open_table,
     &clock_table,      &target_choice_table, &calendar_choice_table,
     &when_table,       &while_table,         &milestone_table,
     &property_table,   &calendar_table,      &holiday_table,
     &extra_day_table,  &break_table,         &conversation_table,
     &escalation_table, &send_table,          &receiver_table,
     &invoke_table,     &beginning_table,     &listed_transition_table,
     &donedata_table,   &branch_table,        &foreach_table,
     &post_table,       &trace_table}};

} // namespace caseclock::detail
