#include "program/conditions.hpp"

#include <algorithm>
#include <variant>

#include "caseclock/expr/detail/narrowing.hpp"
#include "caseclock/value/compare.hpp"
#include "program/passes.hpp"

namespace caseclock::detail::passes {

namespace {

constexpr std::size_t most_nodes = 200;
constexpr std::size_t most_combinations = 20'000;

/// The literal that the node is, a minus before it included.
std::optional<value> literal_of(const syntax_tree& tree, std::uint32_t i) {
  const syntax_node& node = tree.nodes[i];
  if (node.kind == node_kind::literal)
    return node.literal;
  if (node.kind != node_kind::negate_number)
    return std::nullopt;
  const std::optional<value> inner = literal_of(tree, node.args[0]);
  if (inner && inner->as_int() != nullptr)
    return value{-*inner->as_int()};
  if (inner && inner->as_decimal() != nullptr)
    return value{decimal{-inner->as_decimal()->units}};
  return std::nullopt;
}

/// The same for equal questions, wherever they stand.
std::string wording_of(const syntax_tree& tree, std::uint32_t i) {
  std::string words;
  for (std::uint32_t each = tree.nodes[i].first; each <= i; ++each) {
    const syntax_node& node = tree.nodes[each];
    words += std::to_string(static_cast<int>(node.kind)) + node.symbol +
             std::to_string(static_cast<int>(node.relation)) + node.text + "\x1f";
    if (const auto* text = node.literal.as_string())
      words += "\"" + *text + "\"";
    else if (const auto* number = node.literal.as_int())
      words += std::to_string(*number);
    else if (const auto* amount = node.literal.as_decimal())
      words += "d" + std::to_string(amount->units);
    else if (const auto* flag = node.literal.as_bool())
      words += *flag ? "t" : "f";
  }
  return words;
}

bool is_set_by_an_action(const program& compiled, std::size_t field) {
  return std::any_of(compiled.actions.begin(), compiled.actions.end(), [&](const action& each) {
    const auto* set = std::get_if<set_action>(&each.what);
    return set != nullptr && set->field.index() == field;
  });
}

/// The field that a path names, and whether its `min` and `max` hold at all times: those of a
/// case's field do only if no action computes it.
std::pair<const field_spec*, bool> field_of(const program& compiled, event_id event,
                                            const std::string& path) {
  constexpr std::string_view of_event = "event.";
  if (path.starts_with(of_event)) {
    if (!event.valid())
      return {nullptr, false};
    const schema& payload = compiled.events[event.index()].payload;
    const auto at = payload.find(path.substr(of_event.size()));
    return {at ? &payload.fields[*at] : nullptr, true};
  }
  const auto at = compiled.data.find(path);
  if (!at)
    return {nullptr, false};
  return {&compiled.data.fields[*at], !is_set_by_an_action(compiled, *at)};
}

bool can_be_tried(const type& is) {
  return is.is_enum() || is.kind == kind::boolean || is.kind == kind::integer ||
         is.kind == kind::fixed || is.kind == kind::string;
}

void add_once(std::vector<value>& list, value v) {
  if (std::find(list.begin(), list.end(), v) == list.end())
    list.push_back(std::move(v));
}

/// The number beside it: the next int, or the next ten-thousandth.
value beside(const value& number, const type& is, int step) {
  if (const auto* whole = number.as_int(); whole != nullptr && is.kind == kind::integer)
    return value{*whole + step};
  const std::int64_t units = number.as_decimal() != nullptr ? number.as_decimal()->units
                                                            : *number.as_int() * decimal::scale;
  return value{decimal{units + step}};
}

} // namespace

std::optional<condition> parse_condition(const expression& from, event_id event) {
  condition made{&from, event, {}};
  const source_text source = made.source();
  finding_list wrong(source);
  const std::vector<token> tokens = lexer(source, wrong).run();
  if (wrong.any_error())
    return std::nullopt;
  made.tree = parser(source, tokens, wrong).run();
  if (wrong.any_error() || made.tree.nodes.empty() || made.tree.nodes.size() > most_nodes)
    return std::nullopt;
  return made;
}

text_range condition::range_of(std::uint32_t node) const {
  text_range range{tree.nodes[node].begin, tree.nodes[node].mark.end};
  for (std::uint32_t i = tree.nodes[node].first; i <= node; ++i) {
    range.begin = std::min(range.begin, tree.nodes[i].begin);
    range.end = std::max(range.end, tree.nodes[i].mark.end);
  }
  return range;
}

std::vector<value> roles_of(const program& compiled, event_id event, senders who) {
  const auto is_named = [&](role_id held) {
    const std::vector<role_id>& by = compiled.events[event.index()].by;
    const std::vector<role_id>& roles = compiled.roles[held.index()].may_act_as;
    return std::any_of(by.begin(), by.end(), [&](role_id wanted) {
      return std::find(roles.begin(), roles.end(), wanted) != roles.end();
    });
  };
  // What is raised comes from whoever sent what raised it; what people delegate, from anyone.
  const auto comes_from_anyone = [&] {
    const program_event& sent = compiled.events[event.index()];
    return sent.origin != event_origin::external || sent.by.empty() ||
           std::any_of(compiled.actions.begin(), compiled.actions.end(),
                       [&](const action& each) { return raised_by(compiled, each) == event; }) ||
           std::any_of(compiled.tasks.begin(), compiled.tasks.end(), [&](const program_task& each) {
             return each.delegate && each.role.valid() && is_named(each.role);
           });
  };
  const bool all = who == senders::all || !event.valid() ||
                   compiled.events[event.index()].by.empty() ||
                   (who == senders::possible && comes_from_anyone());
  std::vector<value> roles;
  for (std::size_t i = 0; i < compiled.roles.size(); ++i) {
    if (all || is_named(role_id{i}))
      roles.emplace_back(compiled.roles[i].name);
  }
  if (all || who == senders::possible) // another case has no role
    roles.emplace_back(std::string{});
  return roles;
}

condition_space::condition_space(const program& compiled, const std::vector<const condition*>& all,
                                 senders who)
    : all_(all), who_(who) {
  for (std::size_t which = 0; which < all_.size(); ++which)
    learn(compiled, which);
  std::size_t combinations = 1;
  for (tried_name& each : names_) {
    fill(compiled, each);
    if (each.values.empty())
      return; // between its bounds is nothing that was thought of
    combinations *= each.values.size();
    if (combinations > most_combinations)
      return;
  }
  for (std::size_t i = 0; i < questions_.size(); ++i) {
    combinations *= 2;
    if (combinations > most_combinations)
      return;
  }
  choice_.assign(names_.size() + questions_.size(), 0);
  usable_ = true;
}

/// The name that stands there, if its values can be tried.
std::size_t condition_space::name_at(const program& compiled, const condition& of,
                                     std::uint32_t node) {
  const std::string path = path_of(of.tree, node);
  if (path.empty())
    return none;
  const bool role = path == actors_role;
  const field_spec* field = field_of(compiled, of.event, path).first;
  if (!role && (field == nullptr || !can_be_tried(field->type)))
    return none;
  const bool asks_event = of.event.valid() && (role || path.starts_with("event."));
  const std::string full = asks_event ? path + "@" + std::to_string(of.event.index()) : path;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    if (names_[i].path == full)
      return i;
  }
  type is;
  is.kind = kind::string;
  names_.push_back({full, role ? is : field->type, {}, {}});
  return names_.size() - 1;
}

/// Finds out what each node asks.
void condition_space::learn(const program& compiled, std::size_t which) {
  const condition& of = *all_[which];
  std::vector<role_of_node>& roles = roles_.emplace_back(of.tree.nodes.size());
  const auto compared = [&](std::uint32_t i, std::uint32_t subject,
                            const std::vector<std::optional<value>>& with) {
    const bool known = std::all_of(with.begin(), with.end(), [](const auto& v) { return v; });
    const std::size_t name = known ? name_at(compiled, of, subject) : none;
    if (name == none)
      return;
    roles[i].name = name;
    for (const std::optional<value>& each : with)
      add_once(names_[name].literals, *each);
  };
  for (std::uint32_t i = 0; i < of.tree.nodes.size(); ++i) {
    const syntax_node& node = of.tree.nodes[i];
    switch (node.kind) {
    case node_kind::comparison:
      if (const auto right = literal_of(of.tree, node.args[1]))
        compared(i, node.args[0], {right});
      else if (const auto left = literal_of(of.tree, node.args[0]))
        compared(i, node.args[1], {left});
      break;
    case node_kind::element_of: {
      const syntax_node& list = of.tree.nodes[node.args[1]];
      std::vector<std::optional<value>> members;
      for (const std::uint32_t each : list.args)
        members.push_back(literal_of(of.tree, each));
      if (list.kind == node_kind::list)
        compared(i, node.args[0], members);
      break;
    }
    case node_kind::has: compared(i, node.args[0], {}); break;
    case node_kind::name:
    case node_kind::select: {
      const field_spec* field = field_of(compiled, of.event, path_of(of.tree, i)).first;
      if (field != nullptr && field->type.kind == kind::boolean)
        compared(i, i, {});
      break;
    }
    case node_kind::literal:
    case node_kind::local:
    case node_kind::index:
    case node_kind::call:
    case node_kind::method:
    case node_kind::negate_truth:
    case node_kind::negate_number:
    case node_kind::arithmetic:
    case node_kind::logic_and:
    case node_kind::logic_or:
    case node_kind::conditional:
    case node_kind::list:
    case node_kind::record:
    case node_kind::macro: break;
    }
    const bool composed = node.kind == node_kind::logic_and || node.kind == node_kind::logic_or ||
                          node.kind == node_kind::negate_truth ||
                          node.kind == node_kind::conditional ||
                          (node.kind == node_kind::literal && node.literal.as_bool() != nullptr);
    const bool is_part_of_logic = node.parent == no_node ||
                                  of.tree.nodes[node.parent].kind == node_kind::logic_and ||
                                  of.tree.nodes[node.parent].kind == node_kind::logic_or ||
                                  of.tree.nodes[node.parent].kind == node_kind::negate_truth ||
                                  of.tree.nodes[node.parent].kind == node_kind::conditional;
    if (composed || !is_part_of_logic || roles[i].name != none)
      continue;
    const std::string words = wording_of(of.tree, i);
    const auto known = std::find(questions_.begin(), questions_.end(), words);
    roles[i].question = static_cast<std::size_t>(known - questions_.begin());
    if (known == questions_.end())
      questions_.push_back(words);
  }
}

void condition_space::fill(const program& compiled, tried_name& name) const {
  const std::size_t at = name.path.find('@');
  const event_id event =
      at == std::string::npos
          ? event_id{}
          : event_id{static_cast<std::size_t>(std::stoul(name.path.substr(at + 1)))};
  if (name.path.starts_with(actors_role)) {
    name.values = roles_of(compiled, event, who_);
    return;
  }
  if (name.is.optional)
    name.values.emplace_back();
  if (name.is.is_enum()) {
    for (const std::string& member : *name.is.members)
      name.values.emplace_back(member);
    return;
  }
  if (name.is.kind == kind::boolean) {
    name.values.emplace_back(true);
    name.values.emplace_back(false);
    return;
  }
  if (name.is.kind == kind::string) {
    for (const value& each : name.literals)
      add_once(name.values, each);
    name.values.emplace_back("\x01 none of these");
    return;
  }
  const auto [field, bounded] = field_of(compiled, event, name.path.substr(0, at));
  const std::optional<value> min = bounded ? field->min : std::nullopt;
  const std::optional<value> max = bounded ? field->max : std::nullopt;
  std::vector<value> points = name.literals;
  for (const auto& bound : {min, max}) {
    if (bound)
      points.push_back(*bound);
  }
  for (const value& point : points) {
    if (!number_units(point))
      continue;
    for (const int step : {-1, 0, 1}) {
      value tried = beside(point, name.is, step);
      if ((min && compare(tried, *min) == std::strong_ordering::less) ||
          (max && compare(tried, *max) == std::strong_ordering::greater))
        continue;
      add_once(name.values, std::move(tried));
    }
  }
  const auto is_number = [](const value& each) { return number_units(each).has_value(); };
  if (std::none_of(points.begin(), points.end(), is_number))
    name.values.emplace_back(0); // asked only whether it is there
}

bool condition_space::next() {
  if (!begun_) {
    begun_ = true;
    return usable_;
  }
  for (std::size_t i = 0; i < choice_.size(); ++i) {
    const std::size_t count = i < names_.size() ? names_[i].values.size() : 2;
    if (++choice_[i] < count)
      return true;
    choice_[i] = 0;
  }
  begun_ = false; // from the beginning, if asked again
  return false;
}

bool condition_space::holds(std::size_t which, std::uint32_t node) const {
  return evaluate(which, node) == truth::yes;
}

/// Recursive; the number of nodes is bounded.
bool condition_space::can_ask(std::size_t which, std::uint32_t i) const {
  const syntax_tree& tree = all_[which]->tree;
  const syntax_node& node = tree.nodes[i];
  if (roles_[which][i].name != none || roles_[which][i].question != none)
    return true;
  const bool composed = node.kind == node_kind::logic_and || node.kind == node_kind::logic_or ||
                        node.kind == node_kind::negate_truth || node.kind == node_kind::conditional;
  return (composed && std::all_of(node.args.begin(), node.args.end(),
                                  [&](std::uint32_t part) { return can_ask(which, part); })) ||
         (node.kind == node_kind::literal && node.literal.as_bool() != nullptr);
}

bool condition_space::holds(std::size_t which) const {
  return holds(which, all_[which]->tree.root());
}

condition_space::truth condition_space::compare_node(std::size_t which,
                                                     const syntax_node& node) const {
  const syntax_tree& tree = all_[which]->tree;
  const std::size_t i = static_cast<std::size_t>(&node - tree.nodes.data());
  const value& held = chosen(roles_[which][i].name);
  const auto literal = literal_of(tree, node.args[1]);
  const bool flipped = !literal;
  const value other = flipped ? *literal_of(tree, node.args[0]) : *literal;
  const auto order = compare(held, other);
  const bool equal = order ? *order == std::strong_ordering::equal : held == other;
  const auto is = [](bool what) { return what ? truth::yes : truth::no; };
  if (node.relation == relation::equal || node.relation == relation::not_equal)
    return is(equal == (node.relation == relation::equal));
  if (!order)
    return truth::fails;
  const bool less =
      flipped ? *order == std::strong_ordering::greater : *order == std::strong_ordering::less;
  switch (node.relation) {
  case relation::less: return is(less);
  case relation::less_equal: return is(less || equal);
  case relation::greater: return is(!less && !equal);
  case relation::greater_equal: return is(!less);
  case relation::equal:
  case relation::not_equal: break;
  }
  return truth::fails;
}

/// Recursive; the number of nodes is bounded.
condition_space::truth condition_space::evaluate(std::size_t which, std::uint32_t i) const {
  const syntax_tree& tree = all_[which]->tree;
  const syntax_node& node = tree.nodes[i];
  const role_of_node& role = roles_[which][i];
  const auto is = [](bool what) { return what ? truth::yes : truth::no; };
  if (role.question != none)
    return answer(role.question);
  if (role.name != none) {
    const value& held = chosen(role.name);
    if (node.kind == node_kind::has)
      return is(!held.is_null());
    if (node.kind == node_kind::comparison)
      return compare_node(which, node);
    if (node.kind == node_kind::element_of) {
      const auto& members = tree.nodes[node.args[1]].args;
      return is(std::any_of(members.begin(), members.end(), [&](std::uint32_t each) {
        return compare(held, *literal_of(tree, each)) == std::strong_ordering::equal;
      }));
    }
    return held.as_bool() == nullptr ? truth::fails : is(*held.as_bool());
  }
  if (node.kind == node_kind::literal)
    return node.literal.as_bool() != nullptr ? is(*node.literal.as_bool()) : truth::fails;
  if (node.kind == node_kind::conditional) {
    const truth asked = evaluate(which, node.args[0]);
    return asked == truth::fails ? asked : evaluate(which, node.args[asked == truth::yes ? 1 : 2]);
  }
  const truth first = evaluate(which, node.args[0]);
  if (node.kind == node_kind::negate_truth)
    return first == truth::fails ? first : is(first == truth::no);
  const truth second = evaluate(which, node.args[1]);
  const truth decides = node.kind == node_kind::logic_and ? truth::no : truth::yes;
  if (first == decides || second == decides)
    return decides;
  return first == truth::fails || second == truth::fails ? truth::fails : first;
}

} // namespace caseclock::detail::passes
