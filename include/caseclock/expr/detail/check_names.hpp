// What names mean: fields of the case, members of event, case, actor and clock, macro variables.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/base/json_text.hpp"
#include "caseclock/base/suggest.hpp"
#include "caseclock/expr/detail/annotation.hpp"
#include "caseclock/expr/detail/functions.hpp"
#include "caseclock/expr/detail/narrowing.hpp"
#include "caseclock/value/coerce.hpp"

namespace caseclock::detail {

struct ambient_member {
  name_space space;
  std::string_view name;
  ambient what;
  kind type;
  bool optional;
};
inline constexpr std::array<ambient_member, 9> ambient_members{{
    {name_space::case_file, "id", ambient::case_id, kind::integer, false},
    {name_space::case_file, "key", ambient::case_key, kind::string, false},
    {name_space::case_file, "workflow", ambient::case_workflow, kind::string, false},
    {name_space::actor, "name", ambient::actor_name, kind::string, false},
    {name_space::actor, "role", ambient::actor_role, kind::string, false},
    {name_space::clock, "name", ambient::clock_name, kind::string, false},
    {name_space::clock, "due", ambient::clock_due, kind::timestamp, true},
    {name_space::clock, "remaining", ambient::clock_remaining, kind::span, true},
    {name_space::clock, "elapsed", ambient::clock_elapsed, kind::span, true},
}};

inline name_space name_space_of(std::string_view word) {
  return word == "event"   ? name_space::event
         : word == "case"  ? name_space::case_file
         : word == "actor" ? name_space::actor
         : word == "clock" ? name_space::clock
                           : name_space::none;
}

inline std::vector<std::string_view> field_names(const schema* fields) {
  std::vector<std::string_view> names;
  if (fields != nullptr) {
    for (const field_spec& field : fields->fields)
      names.push_back(field.name);
  }
  return names;
}

/// How many elements a value of that type can have.
inline std::uint64_t list_bound(const type& t) {
  const bool many = t.kind == kind::list || t.kind == kind::record || t.is_any();
  return many ? max_list_elements : 0;
}

/// The type of a list's elements, of a record's values; `any` where nothing is declared.
inline type element_of_type(const type& t) {
  return t.element != nullptr ? *t.element : type_of(kind::any);
}
/// What a macro's variable holds: the elements of a list, the keys of a record.
inline type walked_type(const checking& check, const type& t) {
  if (t.kind == kind::record && !check.alone())
    return type_of(kind::string);
  return t.kind == kind::list ? element_of_type(t) : type_of(kind::any);
}

/// What the variables of a macro hold.
inline type variable_type(const checking& check, const type& t, loop_part part) {
  if (part == loop_part::walked)
    return walked_type(check, t);
  if (part == loop_part::held)
    return element_of_type(t);
  return t.kind == kind::list                       ? type_of(kind::integer)
         : t.kind == kind::record && !check.alone() ? type_of(kind::string)
                                                    : type_of(kind::any);
}

/// Gives the node the type of a value that is read from somewhere.
inline void annotate_read(checking& check, std::uint32_t i, op code, std::uint32_t operand,
                          type t) {
  annotation& note = check.note(i);
  note.code = code;
  note.operand = operand;
  note.elements = list_bound(t);
  note.type = std::move(t);
  if (note.type.optional && is_narrowed(check, i))
    note.type.optional = false;
}

inline void report_unknown_name(checking& check, std::uint32_t i) {
  const std::string& word = check.node(i).text;
  std::vector<std::string_view> names = field_names(check.scope.data);
  for (const std::string_view own : field_names(check.scope.form))
    names.push_back(own);
  for (const std::string_view fixed : {"now", "event", "case", "actor", "clock"})
    names.push_back(fixed);
  const std::string quoted_word = json_quote(shortened(word));
  if (find_function(word) != nullptr)
    return check.fault("unknown-field",
                       quoted_word + " is a function: write " + find_function(word)->usage, i);
  if (check.scope.event != nullptr && check.scope.event->find(word))
    return check.fault("unknown-field", "the case has no field " + quoted_word, i, "event." + word);
  check.fault("unknown-field", "the case has no field " + quoted_word, i, closest(word, names));
}

/// A type's name that stands for the type. In a file it does so only beside == and !=.
inline bool check_denotation(checking& check, std::uint32_t i, std::string_view word) {
  const std::uint32_t parent = check.node(i).parent;
  const bool compared = parent != no_node && check.node(parent).kind == node_kind::comparison;
  const denoted_type* found = compared || check.alone() ? find_denoted(word) : nullptr;
  if (found == nullptr)
    return false;
  check.note(i).type = type_of(kind::denotation);
  check.note(i).folded = value(type_denotation{found->of});
  return true;
}

/// `a.b.c` where a field is called "a.b.c", or "a.b": the longest name wins. What belongs to it is
/// silent, the node that ends it reads the field. True if there is one.
inline bool check_dotted_name(checking& check, std::uint32_t i) {
  std::string path = check.node(i).text;
  std::uint32_t longest = no_node;
  std::uint32_t at = i;
  for (std::uint32_t up = check.node(i).parent;
       up != no_node && check.node(up).kind == node_kind::select; up = check.node(up).parent) {
    path += '.' + check.node(up).text;
    at = up;
    if (check.scope.data->find(path) || find_denoted(path) != nullptr)
      longest = at;
  }
  if (longest == no_node)
    return false;
  for (at = i; at != longest; at = check.node(at).parent) {
    check.note(at).silent = true;
    check.note(at).dotted = true;
  }
  return true;
}

/// The whole of what `check_dotted_name` found.
inline void read_dotted_name(checking& check, std::uint32_t i) {
  const std::string path = path_of(check.tree, i);
  const std::string_view word = std::string_view(path).substr(path.front() == '#' ? 1 : 0);
  if (const auto slot = check.scope.data->find(word))
    annotate_read(check, i, op::field, static_cast<std::uint32_t>(*slot),
                  check.scope.data->fields[*slot].type);
  else
    check_denotation(check, i, word);
}

inline void check_name_leniently(checking& check, std::uint32_t i) {
  const std::string& word = check.node(i).text;
  if (check_dotted_name(check, i))
    return;
  if (const auto slot = check.scope.data->find(word))
    return annotate_read(check, i, op::field, static_cast<std::uint32_t>(*slot),
                         check.scope.data->fields[*slot].type);
  if (check_denotation(check, i, word))
    return;
  if (!left_out(word).empty())
    return check.fault("expression-unsupported", word + ": " + std::string(left_out(word)), i);
  const std::string near = closest(word, field_names(check.scope.data));
  check.unknown("unknown-field", "unknown_name",
                json_quote(shortened(word)) + " is not bound to a value" +
                    (near.empty() ? "" : " (did you mean " + json_quote(near) + "?)"),
                i);
}

inline void check_name(checking& check, std::uint32_t i) {
  const syntax_node& node = check.node(i);
  if (check.alone())
    return check_name_leniently(check, i);
  if (node.text == "now")
    return annotate_read(check, i, op::ambient_value, static_cast<std::uint32_t>(ambient::now),
                         type_of(kind::timestamp));
  const name_space space = name_space_of(node.text);
  const bool selected = node.parent != no_node && check.node(node.parent).kind == node_kind::select;
  if (space != name_space::none) {
    check.note(i).space = space;
    check.note(i).silent = true;
    if (!selected)
      check.fault("unknown-field",
                  json_quote(node.text) + " alone is no value: name a member, such as " +
                      node.text + (space == name_space::case_file ? ".key" : ".name"),
                  i);
    return;
  }
  if (check.scope.form != nullptr) {
    if (const auto slot = check.scope.form->find(node.text))
      return annotate_read(check, i, op::event_field, static_cast<std::uint32_t>(*slot),
                           check.scope.form->fields[*slot].type);
  }
  if (check.scope.data != nullptr) {
    if (const auto slot = check.scope.data->find(node.text))
      return annotate_read(check, i, op::field, static_cast<std::uint32_t>(*slot),
                           check.scope.data->fields[*slot].type);
  }
  if (check_denotation(check, i, node.text))
    return;
  // The call reports it: in(dispatch) lacks quotes.
  if (node.parent != no_node && wants_quoted_name(check.node(node.parent), node.position)) {
    check.note(i).wrong = true;
    return;
  }
  report_unknown_name(check, i);
}

inline void check_local(checking& check, std::uint32_t i) {
  const loop_variable& variable = check.tree.loops[check.node(i).loop];
  const std::uint32_t list = variable.list;
  const type& walked = check.type_at(list);
  check.note(i).code = op::local;
  const bool walks = walked.kind == kind::list || walked.kind == kind::record || walked.is_any();
  if (check.note(list).wrong || (!walks && !check.lenient())) {
    check.note(i).wrong = true; // the macro says so
    return;
  }
  annotate_read(check, i, op::local, 0, variable_type(check, walked, variable.part));
}

inline void check_event_member(checking& check, std::uint32_t i) {
  const std::string& word = check.node(i).text;
  if (check.scope.event == nullptr)
    return check.fault_in(check.node(i).args[0], i, "no-event-here",
                          "there is no event here: event." + shortened(word) +
                              " is known only where an event triggers something");
  if (const auto slot = check.scope.event->find(word))
    return annotate_read(check, i, op::event_field, static_cast<std::uint32_t>(*slot),
                         check.scope.event->fields[*slot].type);
  const bool in_case = check.scope.data != nullptr && check.scope.data->find(word);
  const std::string near = closest(word, field_names(check.scope.event));
  check.fault("unknown-field",
              "the event has no field " + json_quote(shortened(word)) +
                  (in_case && near.empty() ? "; the case has: write it without \"event.\"" : ""),
              i, near);
}

inline void check_ambient_member(checking& check, std::uint32_t i, name_space space) {
  const std::string& word = check.node(i).text;
  const std::string& owner = check.node(check.node(i).args[0]).text;
  if (space == name_space::clock && !check.scope.in_clock)
    return check.fault_in(check.node(i).args[0], i, "no-clock-here",
                          "there is no clock here: clock." + shortened(word) +
                              " is known only in a clock's milestones and their messages");
  std::vector<std::string_view> names;
  for (const ambient_member& each : ambient_members) {
    if (each.space != space)
      continue;
    names.push_back(each.name);
    if (each.name != word)
      continue;
    type t = type_of(each.type);
    t.optional = each.optional;
    return annotate_read(check, i, op::ambient_value, static_cast<std::uint32_t>(each.what),
                         std::move(t));
  }
  check.fault("unknown-field", '"' + owner + "\" has no member " + json_quote(shortened(word)), i,
              closest(word, names));
}

/// The place of the field's name among the constants is filled in by the emitter.
inline void check_select(checking& check, std::uint32_t i) {
  const syntax_node& node = check.node(i);
  const annotation& owner = check.note(node.args[0]);
  if (owner.dotted)
    return check.note(i).dotted ? void() : read_dotted_name(check, i);
  if (owner.wrong && owner.space == name_space::none) {
    check.note(i).wrong = true;
    return;
  }
  if (owner.space == name_space::event)
    return check_event_member(check, i);
  if (owner.space != name_space::none)
    return check_ambient_member(check, i, owner.space);
  const bool has_members = owner.type.kind == kind::record || owner.type.is_any();
  if (!has_members && !check.is_left_to_run_time(i))
    return check.mismatch(describe(owner) + " has no members", i);
  if (owner.type.fields == nullptr) {
    check.note(i).cost = owner.cost + 1;
    check.note(i).detail = static_cast<std::uint8_t>(selecting::key);
    return annotate_read(check, i, op::select, 0, element_of_type(owner.type));
  }
  const auto slot = owner.type.fields->find(node.text);
  if (!slot)
    return check.fault("unknown-field",
                       "the record has no field " + json_quote(shortened(node.text)), i,
                       closest(node.text, field_names(owner.type.fields.get())));
  check.note(i).cost = owner.cost + 1;
  annotate_read(check, i, op::select, 0, owner.type.fields->fields[*slot].type);
}

} // namespace caseclock::detail
