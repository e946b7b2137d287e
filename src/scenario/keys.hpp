// The keys of scenario files.
#pragma once

#include "definition/keys.hpp"

namespace caseclock::detail {

using enum value_shape;

inline constexpr key_spec scenario_document_keys[] = {
    {"caseclock", key_need::required, {{version_of_language}}},
    {"scenarios", key_need::required, {{{object, value_count::one_or_list, "scenario"}}}},
};
inline constexpr key_spec scenario_keys[] = {
    {"name", key_need::required, {{{text}}}},
    {"workflow", key_need::required, {{{text}}}},
    {"at", key_need::required, {{{timestamp}}}},
    {"key", key_need::optional, {{{text}}}},
    {"data", key_need::optional, {{{anything, value_count::by_name}}}},
    {"as", key_need::optional, {{{object, value_count::one, "actor"}}}},
    {"scheduled", key_need::optional, {{{boolean}}}},
    {"refused", key_need::optional, {{{text}}}},
    {"each", key_need::optional, {{{anything, value_count::list}}}},
    {"steps", key_need::required, {{{object, value_count::one_or_list, "step"}}}},
    {"never", key_need::optional, {{{expression, value_count::one_or_list}}}},
};
inline constexpr key_spec actor_keys[] = {
    {"role", key_need::optional, {{{text}}}},
    {"name", key_need::optional, {{{text}}}},
    {"for", key_need::optional, {{{text}}}},
};
inline constexpr key_spec step_keys[] = {
    {"send", key_need::optional, {{{text}}}},
    {"step", key_need::optional, {{{integer}}}},
    {"version", key_need::optional, {{{integer}}}},
    {"claim", key_need::optional, {{{text}}}},
    {"delegate", key_need::optional, {{{text}}}},
    {"return", key_need::optional, {{{text}}}},
    {"to", key_need::optional, {{{text}}}},
    {"as", key_need::optional, {{{object, value_count::one, "actor"}}}},
    {"with", key_need::optional, {{{anything, value_count::by_name}}}},
    {"refused", key_need::optional, {{{text}}}},
    {"expect", key_need::optional, {{{object, value_count::one, "expect"}}}},
    {"wait", key_need::optional, {{{amount}}}},
    {"until", key_need::optional, {{{timestamp}, {object, value_count::one, "until"}}}},
    {"cancel", key_need::optional, {{{text}}}},
    {"case", key_need::optional, {{{text}}}},
    {"retry", key_need::optional, {{{boolean}}}},
    {"skip", key_need::optional, {{{boolean}}}},
};
inline constexpr key_spec until_keys[] = {
    {"clock", key_need::required, {{{text}}}},
    {"at", key_need::required, {{{text}}}},
};
inline constexpr std::string_view clock_words = "idle|running|paused|met|missed|cancelled";
inline constexpr key_spec expect_keys[] = {
    {"state", key_need::optional, {{{text, value_count::one_or_list}}}},
    {"not_state", key_need::optional, {{{text, value_count::one_or_list}}}},
    {"status", key_need::optional, {{{choice, value_count::one, "open|closed|frozen"}}}},
    {"data", key_need::optional, {{{anything, value_count::by_name}}}},
    {"clocks",
     key_need::optional,
     {{{choice, value_count::by_name, clock_words},
       {object, value_count::by_name, "expected_clock"}}}},
    {"children", key_need::optional, {{{text, value_count::one_or_list}}}},
    {"tasks", key_need::optional, {{{object, value_count::one_or_list, "expected_task"}}}},
    {"events", key_need::optional, {{{object, value_count::one, "expected_events"}}}},
    {"records", key_need::optional, {{{record, value_count::one_or_list}}}},
    {"holds", key_need::optional, {{{expression, value_count::one_or_list}}}},
};
inline constexpr key_spec expected_clock_keys[] = {
    {"state", key_need::optional, {{{choice, value_count::one, clock_words}}}},
    {"due", key_need::optional, {{{timestamp}}}},
    {"elapsed", key_need::optional, {{{text}}}},
    {"remaining", key_need::optional, {{{text}}}},
    {"cycle", key_need::optional, {{{integer}}}},
};
inline constexpr key_spec expected_task_keys[] = {
    {"role", key_need::optional, {{{text}}}},   {"state", key_need::optional, {{{text}}}},
    {"person", key_need::optional, {{{text}}}}, {"for", key_need::optional, {{{text}}}},
    {"due", key_need::optional, {{{text}}}},
};
inline constexpr key_spec expected_events_keys[] = {
    {"role", key_need::required, {{{text}}}},
    {"are", key_need::required, {{{text, value_count::one_or_list}}}},
};

inline constexpr key_table scenario_document_table{"scenario_document", "a scenario file",
                                                   scenario_document_keys};
inline constexpr key_table scenario_table{"scenario", "a scenario", scenario_keys};
inline constexpr key_table actor_table{"actor", "an actor", actor_keys};
inline constexpr key_table step_table{
    "step",
    "a step",
    step_keys,
    {.exactly_one = "send|expect|wait|until|claim|delegate|return|cancel|retry|skip",
     .together = "as:send+claim+delegate+return+cancel+retry+skip|"
                 "refused:send+claim+delegate+return+cancel+retry+skip|with:send|"
                 "step:send|version:send|to:delegate"}};
inline constexpr key_table until_table{"until", "`until`", until_keys};
inline constexpr key_table expect_table{"expect", "an expectation", expect_keys};
inline constexpr key_table expected_clock_table{"expected_clock", "an expected clock",
                                                expected_clock_keys};
inline constexpr key_table expected_task_table{"expected_task", "an expected task",
                                               expected_task_keys};
inline constexpr key_table expected_events_table{"expected_events", "expected events",
                                                 expected_events_keys};

/// All of them, for whoever writes a schema.
inline constexpr std::array<const key_table*, 9> all_scenario_tables{
    {&scenario_document_table, &scenario_table, &actor_table, &step_table, &until_table,
     &expect_table, &expected_clock_table, &expected_task_table, &expected_events_table}};

} // namespace caseclock::detail
