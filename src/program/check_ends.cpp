// Pass: states from which a case can never come to its end.
//
// A state can end if a final state of the workflow itself can be reached from it. Asked backwards:
// what leads to such a state? Within a parallel state any region may act, so all that is inside
// counts for each.
#include <utility>
#include <vector>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>

#include "program/passes.hpp"

namespace caseclock::detail::passes {

namespace {

using graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

bool can_be_taken(const program& compiled, const reach& found, const program_transition& each) {
  return !never_holds(compiled, each.guard) &&
         (each.trigger != trigger_kind::event || found.events[each.event.index()]);
}

/// "To be in `from` makes it possible to be in `to`" — stored backwards, since the search starts at
/// the ends.
class way_graph {
 public:
  way_graph(const program& compiled, const reach& found)
      : compiled_(compiled), edges_(2 * compiled.states.size()) {
    for (std::size_t i = 0; i < compiled.states.size(); ++i) {
      if (found.states[i])
        add_state(state_id{i}, found);
    }
    for (std::size_t i = 1; i < compiled.states.size(); ++i)
      add_entry(state_id{i});
  }

  /// By state: whether an end can be reached from it.
  [[nodiscard]] std::vector<bool> search_back(const std::vector<state_id>& ends) const {
    std::vector<boost::default_color_type> colors(boost::num_vertices(edges_), boost::white_color);
    auto color_map =
        boost::make_iterator_property_map(colors.begin(), boost::get(boost::vertex_index, edges_));
    boost::queue<std::size_t> open;
    for (const state_id end : ends) {
      if (colors[end.index()] == boost::white_color)
        boost::breadth_first_visit(edges_, end.index(), open, boost::default_bfs_visitor(),
                                   color_map);
    }
    std::vector<bool> reached;
    for (std::size_t i = 0; i < compiled_.states.size(); ++i)
      reached.push_back(colors[i] != boost::white_color);
    return reached;
  }

 private:
  /// The vertex that stands for entering a state, as against being in it.
  [[nodiscard]] std::size_t entering(state_id id) const {
    return compiled_.states.size() + id.index();
  }
  void add(std::size_t from, std::size_t to) { boost::add_edge(to, from, edges_); }

  void add_state(state_id id, const reach& found) {
    const program_state& state = compiled_.states[id.index()];
    if (state.parent.valid())
      add(id.index(), state.parent.index());
    for (const program_transition& each : entries(compiled_.transitions, state.transitions)) {
      if (!can_be_taken(compiled_, found, each))
        continue;
      for (const state_id target : each.targets)
        add(id.index(), entering(target));
    }
    if (state.kind == state_kind::parallel)
      add_all_inside(id.index(), id);
  }

  void add_entry(state_id id) {
    const program_state& state = compiled_.states[id.index()];
    if (is_memory(state))
      add_all_inside(entering(id), state.parent);
    else
      add(entering(id), id.index());
    const auto& next = state.kind == state_kind::parallel ? state.children : state.initial;
    for (const state_id target : next)
      add(entering(id), entering(target));
  }

  void add_all_inside(std::size_t from, state_id outer) {
    const std::size_t last = compiled_.states[outer.index()].last.index();
    for (std::size_t inner = outer.index() + 1; inner <= last; ++inner)
      add(from, inner);
  }

  const program& compiled_;
  graph edges_;
};

/// By state: true if it can become active but no end can be reached from it, nor from anything
/// inside it.
std::vector<bool> dead_states(const program& compiled, const reach& found,
                              const std::vector<bool>& ends) {
  std::vector<bool> dead(compiled.states.size(), false);
  for (std::size_t i = compiled.states.size(); i-- > 0;) {
    const program_state& state = compiled.states[i];
    dead[i] = found.states[i] && !is_memory(state) && (is_nested(state) || !ends[i]);
    for (const state_id child : state.children) {
      const bool counts = found.states[child.index()] && !is_memory(compiled.states[child.index()]);
      dead[i] = dead[i] && (!counts || dead[child.index()]);
    }
  }
  return dead;
}

} // namespace

void check_ends(const program& compiled, const reach& found, findings& into) {
  std::vector<state_id> ends;
  for (const state_id each : compiled.states[0].children) {
    if (compiled.states[each.index()].kind == state_kind::final)
      ends.push_back(each);
  }
  if (ends.empty()) {
    into.push_back(make_finding(severity::warning, "no-way-to-end",
                                "the workflow has no final state: its cases never end",
                                compiled.span));
    return;
  }
  const std::vector<bool> dead =
      dead_states(compiled, found, way_graph(compiled, found).search_back(ends));
  if (dead[0]) {
    into.push_back(make_finding(severity::warning, "no-way-to-end",
                                "no path leads to a final state: cases never end", compiled.span));
    return;
  }
  for (std::size_t i = 1; i < compiled.states.size(); ++i) {
    const program_state& state = compiled.states[i];
    if (!dead[i] || dead[state.parent.index()])
      continue;
    into.push_back(make_finding(severity::warning, "no-way-to-end",
                                "no final state can be reached from state " +
                                    quoted_state(compiled, state_id{i}),
                                state.span));
  }
}

} // namespace caseclock::detail::passes
