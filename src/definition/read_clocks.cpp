#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "definition/conversation.hpp"
#include "definition/moments.hpp"
#include "definition/workflow_keys.hpp"
#include "definition/workflow_reader.hpp"

namespace caseclock::detail {

namespace {

/// "4 working hours after", "4个工作小时后": cuts the word off, if it is one of its own there.
bool cut_last_word(std::string_view& text, std::string_view word) {
  if (text.size() <= word.size() || text.substr(text.size() - word.size()) != word)
    return false;
  const std::string_view rest = text.substr(0, text.size() - word.size());
  const auto chinese = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  if (rest.back() != ' ' && !chinese(rest.back()) && !chinese(word.front()))
    return false;
  text = rest.substr(0, rest.find_last_not_of(' ') + 1);
  return !text.empty();
}

bool cut_before(std::string_view& text) {
  return cut_last_word(text, "before") || cut_last_word(text, "前");
}
bool cut_after(std::string_view& text) {
  return cut_last_word(text, "after") || cut_last_word(text, "后");
}

/// `{enter: s}`, `{event: [a, b]}`, `{if: expr}`: one entry for each name.
void read_when(findings& found, const yaml_node& node, source_span place,
               std::vector<when_definition>& made) {
  const std::size_t before = found.size();
  const fields in{found, node, when_table, place};
  if (found.size() != before)
    return;
  const int kinds =
      int{in.has("enter")} + int{in.has("leave")} + int{in.has("event")} + int{in.has("if")};
  if (kinds != 1) {
    found.push_back(fault("invalid-when",
                          kinds == 0
                              ? "one of enter, leave, event or if is needed"
                              : "enter, leave, event and if are alternatives: make a list of "
                                "them, any of which counts",
                          node.span));
    return;
  }
  const located_string from = in.expression("from");
  const auto add = [&](when_kind kind, std::string_view key) {
    for (located_string& name : in.texts(key))
      made.push_back({kind, std::move(name), from});
  };
  add(when_kind::enter, "enter");
  add(when_kind::leave, "leave");
  add(when_kind::event, "event");
  if (in.has("if"))
    made.push_back({when_kind::condition, in.expression("if"), from});
}

void read_while(findings& found, const yaml_node& node, source_span place,
                std::vector<while_definition>& made) {
  const std::size_t before = found.size();
  const fields in{found, node, while_table, place};
  if (found.size() != before)
    return;
  if (int{in.has("in")} + int{in.has("tag")} + int{in.has("if")} != 1) {
    found.push_back(fault("invalid-while",
                          "one of in, tag or if is needed; a list gives several reasons",
                          node.span));
    return;
  }
  for (located_string& name : in.texts("in"))
    made.push_back({while_kind::in_state, std::move(name)});
  for (located_string& name : in.texts("tag"))
    made.push_back({while_kind::tagged, std::move(name)});
  if (in.has("if"))
    made.push_back({while_kind::condition, in.expression("if")});
}

/// "1 month before ends_on", also in Chinese. False if the text speaks neither of months nor of a
/// date.
bool read_date_target(findings& found, const yaml_node& node, target_choice& made) {
  const std::string_view text = node.text;
  const side_mark side = find_side(text);
  const bool marked = side.at != std::string_view::npos;
  std::string_view amount = trimmed(text.substr(0, side.at));
  std::string_view name = marked ? trimmed(text.substr(side.at + side.word.size())) : "";
  if (side.name_first)
    std::swap(amount, name);
  const std::int64_t months = months_in(amount);
  if (!marked && months == 0)
    return false;
  if (months == 0 || name.empty() || name.find(' ') != std::string_view::npos) {
    found.push_back(fault("bad-duration",
                          in_quotes(text) + ": months and years count from a date, and nothing "
                                            "else does: \"1 month before ends_on\"",
                          node.span));
    return true;
  }
  source_span place = node.span; // before the name there is nothing, or "1 month before"
  place.length = static_cast<std::uint32_t>(name.size());
  place.column += static_cast<std::uint32_t>(name.data() - text.data());
  made.date = date_target_definition{side.before ? -months : months, {std::string{name}, place}};
  return true;
}

/// What cannot be read has an amount that stands in for it.
target_choice read_target(findings& found, const fields& in, source_span place) {
  target_choice made;
  made.target = stand_in_amount(place);
  const yaml_node* node = in.find("target");
  if (node == nullptr)
    return made;
  made.target.span = node->span;
  if (node->kind == yaml_kind::scalar && read_date_target(found, *node, made))
    return made;
  if (const auto amount = in.amount("target"))
    made.target = *amount;
  return made;
}

void read_targets(findings& found, const fields& in, clock_definition& made) {
  const yaml_node* node = in.find("target");
  if (node == nullptr)
    return;
  if (node->kind != yaml_kind::sequence) {
    made.targets.push_back(read_target(found, in, node->span));
    return;
  }
  for (const yaml_node& item : node->items) {
    const fields choice{found, item, target_choice_table, item.span};
    if (!choice.is_mapping()) {
      made.targets.push_back({{}, stand_in_amount(item.span)});
      continue;
    }
    target_choice& target = made.targets.emplace_back(read_target(found, choice, item.span));
    target.guard = choice.expression("if");
  }
}

void read_calendar_choices(findings& found, const fields& in, clock_definition& made) {
  const yaml_node* node = in.find("calendar");
  if (node == nullptr)
    return;
  if (node->kind != yaml_kind::sequence) {
    made.calendars.push_back({{}, in.text("calendar")});
    return;
  }
  for (const yaml_node& item : node->items) {
    const fields choice{found, item, calendar_choice_table, item.span};
    if (choice.is_mapping())
      made.calendars.push_back({choice.expression("if"), choice.text("use")});
  }
}

/// "80%"
bool read_percent(findings& found, const located_string& at, milestone_definition& made) {
  std::string_view digits = at.value;
  if (digits.empty() || digits.back() != '%')
    return false;
  digits.remove_suffix(1);
  const bool number =
      !digits.empty() && digits.size() <= 3 &&
      std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
  const int percent = number ? std::stoi(std::string{digits}) : 0;
  made.kind = percent == 100 ? milestone_kind::due : milestone_kind::percent;
  made.percent = percent == 100 ? 0U : static_cast<std::uint32_t>(percent);
  if (percent < 1 || percent > 100)
    found.push_back(fault("invalid-milestone",
                          in_quotes(at.value) + " is no share of the target: use 1% to 100%, or "
                                                "\"1h after\" for what comes after it",
                          at.span));
  return true;
}

void read_at(findings& found, const located_string& at, milestone_definition& made) {
  if (read_percent(found, at, made) || at.value.empty())
    return;
  if (at.value == "due") {
    made.kind = milestone_kind::due;
    return;
  }
  std::string_view amount = at.value;
  if (cut_before(amount)) {
    made.kind = milestone_kind::before;
  } else if (cut_after(amount)) {
    made.kind = milestone_kind::after;
  } else {
    found.push_back(fault("invalid-milestone",
                          in_quotes(at.value) + " is no milestone: use 80%, due, \"30m before\" or "
                                                "\"4 working hours after\"",
                          at.span));
    return;
  }
  if (const auto read = read_amount(found, amount, at.span))
    made.amount = read->value;
}

void read_every(findings& found, const fields& in, milestone_definition& made) {
  made.kind = milestone_kind::every;
  const located_string every = in.text("every");
  std::string_view amount = every.value;
  (void)cut_after(amount); // "every 1h" and "every 1h after" are the same
  if (const auto read = every.value.empty() ? std::nullopt : read_amount(found, amount, every.span))
    made.amount = read->value;
  const auto times = in.integer("times");
  if (!in.has("times"))
    found.push_back(fault("missing-key",
                          "a milestone with \"every\" needs the key \"times\": how often",
                          in.key_place("every")));
  else if (times && (times->value < 1 || times->value > 1'000))
    found.push_back(fault("invalid-milestone", "\"times\" must be 1 to 1,000", times->span));
  else if (times)
    made.times = static_cast<std::uint32_t>(times->value);
}

/// Nothing if anything is wrong with when it fires.
std::optional<milestone_definition> read_milestone(findings& found, const yaml_node& node) {
  milestone_definition made;
  made.span = node.span;
  const std::size_t before = found.size();
  const fields in{found, node, milestone_table, node.span};
  if (found.size() != before)
    return std::nullopt;
  if (in.has("at") == in.has("every")) {
    found.push_back(fault("invalid-milestone", "a milestone has either \"at\" or \"every\"",
                          in.key_place("every")));
    return std::nullopt;
  }
  made.span = in.key_place(in.has("at") ? "at" : "every");
  if (in.has("at"))
    read_at(found, in.text("at"), made);
  else
    read_every(found, in, made);
  if (in.has("at") && in.has("times"))
    found.push_back(
        fault("invalid-milestone", "\"times\" goes with \"every\"", in.key_place("times")));
  const bool sound = found.size() == before;
  if (const yaml_node* steps = in.find("do"))
    made.actions = read_actions(found, *steps);
  return sound ? std::optional{std::move(made)} : std::nullopt;
}

} // namespace

void read_whens(findings& found, const fields& in, std::string_view key,
                std::vector<when_definition>& made) {
  in.for_one_or_each(
      key, [&](const yaml_node& node) { read_when(found, node, in.key_place(key), made); });
}

clock_definition read_clock(findings& found, const yaml_entry& entry, const conversation& talk) {
  clock_definition made;
  made.name = {entry.key, entry.key_span};
  const fields in{found, entry.value, clock_table, entry.key_span};
  if (!in.is_mapping())
    return made;
  made.title = in.titles("title");
  made.kind =
      in.choice("kind", clock_kind::sla,
                {{"sla", clock_kind::sla}, {"ola", clock_kind::ola}, {"uc", clock_kind::uc}});
  made.parent = in.text("parent");
  read_calendar_choices(found, in, made);
  read_targets(found, in, made);
  read_whens(found, in, "start", made.start);
  read_whens(found, in, "stop", made.stop);
  read_whens(found, in, "reset", made.reset);
  read_whens(found, in, "cancel", made.cancel);
  in.for_one_or_each("pause", [&](const yaml_node& node) {
    read_while(found, node, in.key_place("pause"), made.pause);
  });
  made.on_retarget =
      in.choice("on_retarget", retarget_policy::carry,
                {{"carry", retarget_policy::carry}, {"restart", retarget_policy::restart}});
  made.on_recalendar =
      in.choice("on_recalendar", recalendar_policy::carry,
                {{"carry", recalendar_policy::carry}, {"recompute", recalendar_policy::recompute}});
  made.reopen = in.choice("reopen", reopen_policy::new_cycle,
                          {{"new_cycle", reopen_policy::new_cycle},
                           {"continue", reopen_policy::resume},
                           {"ignore", reopen_policy::ignore}});
  apply_template(found, in, talk, made);
  made.revoke_breach = in.flag("revoke_breach", false);
  in.for_one_or_each("milestones", [&](const yaml_node& node) {
    if (auto milestone = read_milestone(found, node))
      made.milestones.push_back(std::move(*milestone));
  });
  return made;
}

} // namespace caseclock::detail
