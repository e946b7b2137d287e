#include "definition/conversation.hpp"

#include <string>
#include <string_view>
#include <utility>

#include "definition/workflow_keys.hpp"
#include "definition/workflow_reader.hpp"

namespace caseclock::detail {

namespace {

enum class clock_template { none, first_response, next_response, resolution };

void read_events(const fields& in, std::string_view key, std::vector<when_definition>& made) {
  for (located_string& name : in.texts(key))
    made.push_back({when_kind::event, std::move(name), {}});
}

void append(std::vector<when_definition>& into, const std::vector<when_definition>& more) {
  into.insert(into.end(), more.begin(), more.end());
}

/// What the conversation says of it; reports that it says nothing.
const std::vector<when_definition>& needed(findings& found, const fields& clock,
                                           const std::vector<when_definition>& part,
                                           std::string_view key) {
  if (part.empty())
    found.push_back(fault("missing-key",
                          "this template needs the workflow's \"conversation\" to have the key " +
                              in_quotes(key),
                          clock.key_place("template")));
  return part;
}

} // namespace

conversation read_conversation(findings& found, const fields& workflow,
                               const located_string& initial) {
  conversation made;
  if (const yaml_node* node = workflow.find("conversation")) {
    const fields in{found, *node, conversation_table, workflow.key_place("conversation")};
    if (in.is_mapping()) {
      read_whens(found, in, "opened", made.opened);
      read_events(in, "message", made.message);
      read_events(in, "reply", made.reply);
      read_whens(found, in, "resolved", made.resolved);
    }
  }
  if (made.opened.empty() && !initial.value.empty())
    made.opened.push_back({when_kind::enter, initial, {}});
  return made;
}

void apply_template(findings& found, const fields& clock, const conversation& talk,
                    clock_definition& made) {
  const auto chosen = clock.choice("template", clock_template::none,
                                   {{"first_response", clock_template::first_response},
                                    {"next_response", clock_template::next_response},
                                    {"resolution", clock_template::resolution}});
  if (chosen == clock_template::none)
    return;
  const bool resolution = chosen == clock_template::resolution;
  if (made.start.empty()) // an open clock takes no second start: the first message counts
    append(made.start, chosen == clock_template::next_response
                           ? needed(found, clock, talk.message, "message")
                           : talk.opened);
  if (made.stop.empty()) {
    if (!resolution)
      append(made.stop, needed(found, clock, talk.reply, "reply"));
    append(made.stop, resolution ? needed(found, clock, talk.resolved, "resolved") : talk.resolved);
  }
  if (chosen == clock_template::first_response && !clock.has("reopen"))
    made.reopen = reopen_policy::ignore; // there is one first response to a case
}

} // namespace caseclock::detail
