#include "scenario/names.hpp"

#include <algorithm>
#include <variant>

#include "caseclock/base/suggest.hpp"

namespace caseclock::detail {

namespace {

template <class Table> void take_names(const Table& table, std::vector<std::string_view>& into) {
  for (const auto& each : table)
    into.push_back(each.name);
}

void take_milestones(const program& of, std::vector<std::string_view>& into) {
  for (const program_clock& clock : of.clocks)
    take_names(clock.milestones, into);
}

/// What the actions of one type name: the workflows of `open`, the events of `emit`.
template <class Action>
void take_named(const program& of, std::string Action::*name, std::vector<std::string_view>& into) {
  for (const action& each : of.actions) {
    if (const auto* found = std::get_if<Action>(&each.what))
      into.push_back(found->*name);
  }
}

std::vector<std::string_view> list_names(const program& of, name_kind kind) {
  std::vector<std::string_view> names;
  switch (kind) {
  case name_kind::state:
    take_names(of.states, names);
    names.erase(names.begin()); // the root, which nobody names
    break;
  case name_kind::approval:
    for (const program_approval& each : of.approvals)
      names.push_back(of.states[each.state.index()].name);
    break;
  case name_kind::event: take_names(of.events, names); break;
  case name_kind::emitted: take_named(of, &emit_action::event, names); break;
  case name_kind::role: take_names(of.roles, names); break;
  case name_kind::field: take_names(of.data.fields, names); break;
  case name_kind::clock: take_names(of.clocks, names); break;
  case name_kind::milestone: take_milestones(of, names); break;
  case name_kind::message: take_names(of.messages, names); break;
  case name_kind::calendar:
    for (const auto& each : of.calendars)
      names.push_back(each->name());
    break;
  case name_kind::opened:
    take_named(of, &open_action::workflow, names);
    for (const program_invoke& each : of.invokes)
      names.push_back(each.workflow);
    break;
  case name_kind::sent: take_named(of, &send_action::event, names); break;
  case name_kind::child: take_names(of.invokes, names); break;
  }
  return names;
}

} // namespace

std::string_view word(name_kind kind) {
  switch (kind) {
  case name_kind::state: return "state";
  case name_kind::approval: return "state";
  case name_kind::event: return "event";
  case name_kind::emitted: return "event";
  case name_kind::role: return "role";
  case name_kind::field: return "field";
  case name_kind::clock: return "clock";
  case name_kind::milestone: return "milestone";
  case name_kind::message: return "message";
  case name_kind::calendar: return "calendar";
  case name_kind::opened: return "workflow";
  case name_kind::sent: return "event";
  case name_kind::child: return "child";
  }
  return "name";
}

std::string step_subject::in_words() const {
  std::string text = "workflow ";
  for (std::size_t i = 0; i < may_be_.size(); ++i) {
    if (i > 0)
      text += i + 1 == may_be_.size() ? " or " : ", ";
    text += "\"" + may_be_[i]->name + "\"";
  }
  return text;
}

const program* name_book::workflow(std::string_view name) const {
  for (const auto& each : programs_) {
    if (each->name == name)
      return each.get();
  }
  return nullptr;
}

std::vector<std::string_view> name_book::workflows() const {
  std::vector<std::string_view> names;
  for (const auto& each : programs_)
    names.push_back(each->name);
  return names;
}

step_subject name_book::opened_by(const program& opener, bool& opens_any) const {
  std::vector<const program*> reached{&opener};
  std::vector<const program*> opened;
  opens_any = false;
  for (std::size_t next = 0; next < reached.size(); ++next) {
    for (const std::string_view name : list_names(*reached[next], name_kind::opened)) {
      opens_any = true;
      const program* found = workflow(name);
      if (found == nullptr)
        return {};
      if (std::find(opened.begin(), opened.end(), found) == opened.end())
        opened.push_back(found);
      if (std::find(reached.begin(), reached.end(), found) == reached.end())
        reached.push_back(found);
    }
  }
  return step_subject{std::move(opened)};
}

const program* name_book::child_at(const program& own, std::string_view key,
                                   std::string_view wanted) const {
  const program* at = &own;
  if (!wanted.starts_with(key))
    return nullptr;
  wanted.remove_prefix(key.size());
  while (at != nullptr && wanted.starts_with('/')) {
    const std::string_view id = wanted.substr(1, wanted.find('/', 1) - 1);
    const auto is_it = [id](const program_invoke& each) {
      return !each.key.valid() && id.starts_with(each.name) &&
             (id.size() == each.name.size() || id[each.name.size()] == '-');
    };
    const auto found = std::find_if(at->invokes.begin(), at->invokes.end(), is_it);
    if (found == at->invokes.end())
      return nullptr;
    at = workflow(found->workflow);
    wanted.remove_prefix(1 + id.size());
  }
  return wanted.empty() ? at : nullptr;
}

const name_index& name_book::names(const program& of, name_kind kind) {
  const auto [at, is_new] = indexes_.try_emplace({&of, kind});
  if (is_new) {
    at->second.listed = list_names(of, kind);
    at->second.sorted = {at->second.listed.begin(), at->second.listed.end()};
  }
  return at->second;
}

bool name_book::knows(const step_subject& whose, name_kind kind, std::string_view name) {
  const auto& all = whose.may_be();
  return std::any_of(all.begin(), all.end(),
                     [&](const program* each) { return names(*each, kind).has(name); });
}

std::string name_book::guess(const step_subject& whose, name_kind kind, std::string_view name) {
  std::vector<std::string_view> candidates;
  for (const program* each : whose.may_be()) {
    const auto& listed = names(*each, kind).listed;
    candidates.insert(candidates.end(), listed.begin(), listed.end());
  }
  return closest(name, candidates);
}

} // namespace caseclock::detail
