// `has(x) ? x : 0`: where it was asked whether a field is there, it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "caseclock/expr/detail/annotation.hpp"

namespace caseclock::detail {

/// "reason", "event.reason", "#0.name": what a node reads, or "" if it computes.
inline std::string path_of(const syntax_tree& tree, std::uint32_t i) {
  std::string path;
  while (tree.nodes[i].kind == node_kind::select) {
    path = '.' + tree.nodes[i].text + path;
    i = tree.nodes[i].args[0];
  }
  if (tree.nodes[i].kind == node_kind::name)
    return tree.nodes[i].text + path;
  if (tree.nodes[i].kind == node_kind::local)
    return '#' + std::to_string(tree.nodes[i].loop) + path;
  return {};
}

inline bool is_null_literal(const syntax_node& node) {
  return node.kind == node_kind::literal && node.literal.is_null();
}

/// The path that the node says is there if it is `truth`; "" if it says no such thing.
inline std::string asserted_path(const syntax_tree& tree, const syntax_node& node, bool truth) {
  if (node.kind == node_kind::has)
    return truth ? path_of(tree, node.args[0]) : std::string{};
  const bool asks = node.kind == node_kind::comparison &&
                    node.relation == (truth ? relation::not_equal : relation::equal);
  if (!asks)
    return {};
  if (is_null_literal(tree.nodes[node.args[1]]))
    return path_of(tree, node.args[0]);
  return is_null_literal(tree.nodes[node.args[0]]) ? path_of(tree, node.args[1]) : std::string{};
}

/// Remembers that the path is there for the nodes [first, last]. Past the bound nothing is
/// remembered, which only means that a field counts as optional.
inline void remember(checking& check, const std::string& path, std::uint32_t first,
                     std::uint32_t last) {
  constexpr std::size_t most_facts = 200;
  if (first <= last && check.narrowed.size() < most_facts)
    check.narrowed.push_back({path, first, last});
}

/// The path is there if node `i` is `truth`: follows from there what is evaluated, or matters, only
/// then. `a && b` is true only if `a` is, so `b` may assume `a`; and so on outwards.
inline void follow(checking& check, const std::string& path, std::uint32_t i, bool truth) {
  constexpr int most_steps = 200;
  const std::uint32_t leaf = i;
  std::uint32_t last = i;
  for (int step = 0; step < most_steps && check.node(i).parent != no_node; ++step) {
    const std::uint32_t up = check.node(i).parent;
    const syntax_node& parent = check.node(up);
    if (parent.kind == node_kind::negate_truth) {
      truth = !truth;
    } else if (parent.kind == (truth ? node_kind::logic_and : node_kind::logic_or)) {
      if (check.node(i).position == 0)
        last = parent.args[1];
    } else {
      if (parent.kind == node_kind::conditional && check.node(i).position == 0)
        remember(check, path, truth ? i + 1 : parent.args[1] + 1, parent.args[truth ? 1 : 2]);
      break;
    }
    i = up;
  }
  remember(check, path, leaf + 1, last);
}

/// True if the whole tree can be true only where the path is there.
inline bool needs_path(const syntax_tree& tree, std::string_view path) {
  const auto decides_all = [&tree](std::uint32_t i, bool truth) {
    for (std::uint32_t up = tree.nodes[i].parent; up != no_node; up = tree.nodes[up].parent) {
      const node_kind kind = tree.nodes[up].kind;
      if (kind == node_kind::negate_truth)
        truth = !truth;
      else if (kind != (truth ? node_kind::logic_and : node_kind::logic_or))
        return false;
    }
    return truth;
  };
  for (std::uint32_t i = 0; i < tree.nodes.size(); ++i) {
    for (const bool truth : {true, false}) {
      if (asserted_path(tree, tree.nodes[i], truth) == path && decides_all(i, truth))
        return true;
    }
  }
  return false;
}

/// To be called once the node is checked and before the next one is.
inline void narrow_after(checking& check, std::uint32_t i) {
  for (const bool truth : {true, false}) {
    const std::string path = asserted_path(check.tree, check.node(i), truth);
    if (!path.empty())
      follow(check, path, i, truth);
  }
}

inline bool is_narrowed(const checking& check, std::uint32_t i) {
  if (check.narrowed.empty())
    return false;
  const std::string path = path_of(check.tree, i);
  for (const narrowing& fact : check.narrowed) {
    if (fact.first <= i && i <= fact.last && fact.path == path)
      return true;
  }
  return false;
}

} // namespace caseclock::detail
