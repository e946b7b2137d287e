// Pass: conditions that can never hold, transitions that others leave nothing to, and values that
// no transition of an event takes.
#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "caseclock/expr/detail/narrowing.hpp"
#include "caseclock/value/format.hpp"
#include "program/conditions.hpp"
#include "program/passes.hpp"

namespace caseclock::detail::passes {

namespace {

/// The event whose payload each expression can speak of, by expression; invalid: unknown or none.
std::vector<event_id> events_of(const program& compiled) {
  std::vector<event_id> found(compiled.expressions.size());
  for (const program_transition& each : compiled.transitions) {
    if (each.guard.valid())
      found[each.guard.index()] = each.event;
    for_each_action(compiled, each.actions, [&](const action& step) {
      const auto* choice = std::get_if<if_action>(&step.what);
      for (std::size_t i = 0; choice != nullptr && i < choice->branches.size(); ++i) {
        if (const expr_id guard = choice->branches[i].first; guard.valid())
          found[guard.index()] = each.event;
      }
    });
  }
  return found;
}

/// True if that part of the only condition holds in no combination.
bool never_holds(condition_space& space, std::uint32_t node) {
  bool ever = false;
  while (space.next())
    ever = ever || space.holds(0, node);
  return !ever;
}

bool asks_for_role(const condition& of, std::uint32_t node) {
  for (std::uint32_t i = of.tree.nodes[node].first; i <= node; ++i) {
    if (path_of(of.tree, i) == actors_role)
      return true;
  }
  return false;
}

/// True if it compares the sender's role with what is none, which is an error of its own.
bool asks_for_unknown_role(const program& compiled, const condition& of, std::uint32_t node) {
  if (!asks_for_role(of, node))
    return false;
  for (std::uint32_t i = of.tree.nodes[node].first; i <= node; ++i) {
    const std::string* name = of.tree.nodes[i].literal.as_string();
    if (name != nullptr && !name->empty() && !compiled.role(*name).valid())
      return true;
  }
  return false;
}

/// What is wrong with a part that never holds.
std::string never_true(const program& compiled, const condition& of, std::uint32_t node) {
  if (!of.event.valid() || compiled.events[of.event.index()].by.empty() || !asks_for_role(of, node))
    return "this can never be true, whatever the data are";
  std::string who;
  for (const value& each : roles_of(compiled, of.event, senders::named))
    who += (who.empty() ? "\"" : ", \"") + *each.as_string() + "\"";
  return "this can never be true: \"" + compiled.events[of.event.index()].name +
         "\" may be sent by " + who;
}

/// The smallest parts that can never hold: what is around them is told no more.
void check_expression(const program& compiled, const condition& of, findings& into) {
  condition_space space{compiled, {&of}};
  if (!space.usable())
    return;
  std::vector<bool> told(of.tree.nodes.size(), false);
  for (std::uint32_t i = 0; i < of.tree.nodes.size(); ++i) {
    const syntax_node& node = of.tree.nodes[i];
    for (const std::uint32_t part : node.args)
      told[i] = told[i] || told[part];
    const bool is_asked = node.kind == node_kind::comparison ||
                          node.kind == node_kind::element_of || node.kind == node_kind::logic_and;
    if (!is_asked || told[i] || !space.can_ask(0, i) || !never_holds(space, i))
      continue;
    told[i] = true;
    if (asks_for_unknown_role(compiled, of, i))
      continue;
    into.push_back(make_finding(severity::warning, "never-true", never_true(compiled, of, i),
                                of.source().span(of.range_of(i))));
  }
}

/// Transitions that compete, with their conditions: those of one state for one reason.
struct rivals {
  std::vector<const program_transition*> transitions{};
  std::vector<condition> conditions{};
  bool all_parsed = true;
  bool certain = false; ///< one of them always holds
};

std::vector<const condition*> pointers(const std::vector<condition>& all) {
  std::vector<const condition*> made;
  for (const condition& each : all)
    made.push_back(&each);
  return made;
}

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\n'; });
  return text;
}

/// What the earlier ones leave to each: nothing is a finding.
void check_left_over(const program& compiled, const rivals& those, findings& into) {
  condition_space space{compiled, pointers(those.conditions)};
  if (!space.usable())
    return;
  const std::size_t count = those.conditions.size();
  std::vector<bool> ever(count, false);
  std::vector<bool> taken(count, false);
  while (space.next()) {
    bool earlier = false;
    for (std::size_t i = 0; i < count; ++i) {
      const bool holds = space.holds(i);
      ever[i] = ever[i] || holds;
      taken[i] = taken[i] || (holds && !earlier);
      earlier = earlier || holds;
    }
  }
  for (std::size_t i = 1; i < count; ++i) {
    const std::string text = without_blanks(those.conditions[i].from->text);
    const bool same = std::any_of(
        those.conditions.begin(), those.conditions.begin() + static_cast<std::ptrdiff_t>(i),
        [&](const condition& each) { return without_blanks(each.from->text) == text; });
    if (!ever[i] || taken[i] || same) // the other two are told elsewhere
      continue;
    diagnostic finding = make_finding(
        severity::warning, "never-taken",
        "never taken: whenever this condition holds, one above it holds as well and comes first",
        those.conditions[i].from->span);
    finding.notes.emplace_back(those.conditions[0].from->span, "the first one above it");
    into.push_back(std::move(finding));
  }
}

/// The one that is taken in this combination; the number of conditions if none is.
std::size_t taken_now(const condition_space& space, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    if (space.holds(i))
      return i;
  }
  return count;
}

/// True if the conditions tell values of that name apart: one is taken with some of them, another
/// with none of these. A name that they all ask alike is rather what the event needs to be taken.
bool tells_apart(condition_space& space, std::size_t count, std::size_t name) {
  std::vector<std::set<std::string>> with(count);
  const zone utc = zone::utc();
  while (space.next()) {
    if (const std::size_t taken = taken_now(space, count); taken < count)
      with[taken].insert(to_text(space.chosen(name), utc));
  }
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const auto shared = [&](const std::string& each) { return with[i].contains(each); };
      if (!with[i].empty() && !with[j].empty() &&
          std::none_of(with[j].begin(), with[j].end(), shared))
        return true;
    }
  }
  return false;
}

std::string value_in_words(const tried_name& name, const value& v) {
  const std::string path = name.path.substr(0, name.path.find('@'));
  const std::string shown = to_text(v, zone::utc());
  return path + " is " + (name.is.is_enum() ? "\"" + shown + "\"" : shown);
}

/// The first values of those names with which nothing holds, whatever else is the case; in words.
std::optional<std::string> uncovered(condition_space& space, std::size_t count,
                                     const std::vector<std::size_t>& names) {
  struct values_of_names {
    bool covered = false;
    std::string words{};
  };
  std::map<std::vector<std::size_t>, values_of_names> all;
  while (space.next()) {
    std::vector<std::size_t> key;
    std::string words;
    bool missing = false; // refused on purpose as often as not
    for (const std::size_t name : names) {
      const auto& values = space.names()[name].values;
      const value& held = space.chosen(name);
      missing = missing || held.is_null();
      key.push_back(
          static_cast<std::size_t>(std::find(values.begin(), values.end(), held) - values.begin()));
      words += (words.empty() ? "" : " and ") + value_in_words(space.names()[name], held);
    }
    if (missing)
      continue;
    values_of_names& these = all[std::move(key)];
    these.covered = these.covered || taken_now(space, count) < count;
    these.words = std::move(words);
  }
  for (const auto& [key, these] : all) {
    if (!these.covered)
      return these.words;
  }
  return std::nullopt;
}

/// Values of names told apart for which no transition is left: of one name, else of all of them.
void check_gap(const program& compiled, const rivals& those, findings& into) {
  condition_space space{compiled, pointers(those.conditions)};
  if (!space.usable())
    return;
  const std::size_t count = those.conditions.size();
  std::vector<std::vector<std::size_t>> tried;
  std::vector<std::size_t> apart;
  for (std::size_t i = 0; i < space.names().size(); ++i) {
    const type& is = space.names()[i].is;
    const bool countable = is.is_enum() || is.kind == kind::boolean || is.kind == kind::integer;
    if (!countable || !tells_apart(space, count, i))
      continue;
    apart.push_back(i);
    tried.push_back({i});
  }
  if (apart.size() > 1)
    tried.push_back(apart);
  for (const std::vector<std::size_t>& names : tried) {
    const auto found = uncovered(space, count, names);
    if (!found)
      continue;
    into.push_back(make_finding(severity::warning, "uncovered-value",
                                "none of these conditions holds when " + *found +
                                    ": the event is refused then",
                                those.transitions.front()->span));
    return;
  }
}

/// True if a state around it answers the event as well.
bool is_answered_outside(const program& compiled, state_id inner, event_id event) {
  for (state_id at = compiled.states[inner.index()].parent; at.valid();
       at = compiled.states[at.index()].parent) {
    for (const program_transition& each :
         entries(compiled.transitions, compiled.states[at.index()].transitions)) {
      if (each.trigger == trigger_kind::event && each.event == event)
        return true;
    }
  }
  return false;
}

void check_rivals(const program& compiled, const rivals& those, findings& into) {
  if (those.conditions.size() < 2)
    return;
  check_left_over(compiled, those, into);
  const program_transition& first = *those.transitions.front();
  const bool can_be_refused =
      first.trigger == trigger_kind::event && !those.certain && those.all_parsed &&
      compiled.events[first.event.index()].origin == event_origin::external &&
      !is_answered_outside(compiled, first.source, first.event);
  if (can_be_refused)
    check_gap(compiled, those, into);
}

} // namespace

void check_conditions(const program& compiled, findings& into) {
  const std::vector<event_id> events = events_of(compiled);
  const std::vector<bool> unsendable = unsendable_events(compiled);
  for (std::size_t i = 0; i < compiled.expressions.size(); ++i) {
    const expression& each = compiled.expressions[i];
    if (each.type.kind != kind::boolean ||
        (events[i].valid() && unsendable[events[i].index()])) // told of the event
      continue;
    if (const auto parsed = parse_condition(each, events[i]))
      check_expression(compiled, *parsed, into);
  }
  using cause = std::tuple<trigger_kind, event_id, timer_id>;
  for (const program_state& state : compiled.states) {
    std::map<cause, rivals> groups;
    for (const program_transition& each : entries(compiled.transitions, state.transitions)) {
      rivals& those = groups[cause{each.trigger, each.event, each.timer}];
      those.certain = those.certain || always_holds(compiled, each.guard);
      if (those.certain)
        continue;
      auto parsed = parse_condition(compiled.expressions[each.guard.index()], each.event);
      those.all_parsed = those.all_parsed && parsed.has_value();
      if (!parsed)
        continue;
      those.transitions.push_back(&each);
      those.conditions.push_back(*std::move(parsed));
    }
    for (const auto& [why, those] : groups)
      check_rivals(compiled, those, into);
  }
}

} // namespace caseclock::detail::passes
