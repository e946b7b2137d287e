// The states of a definition as the naive interpreter sees them: plain nodes in document order, and
// the questions that appendix D of the SCXML recommendation asks about them.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "caseclock/definition/workflow.hpp"

namespace caseclock::charts {

struct node {
  const state_definition* what = nullptr; ///< null: the root
  const node* parent = nullptr;
  std::vector<const node*> children{}; ///< histories among them
  int order = 0;

  [[nodiscard]] std::string name() const { return what == nullptr ? "" : what->name.value; }
  [[nodiscard]] bool is(state_kind kind) const { return what != nullptr && what->kind == kind; }
  [[nodiscard]] bool is_history() const {
    return is(state_kind::history_shallow) || is(state_kind::history_deep);
  }
  [[nodiscard]] bool is_parallel() const { return is(state_kind::parallel); }
  [[nodiscard]] bool is_final() const { return is(state_kind::final); }
  [[nodiscard]] bool is_atomic() const { return is(state_kind::atomic) || is_final(); }
  /// "isCompoundStateOrScxmlElement".
  [[nodiscard]] bool is_compound() const { return what == nullptr || is(state_kind::compound); }
};

struct document_order {
  bool operator()(const node* a, const node* b) const { return a->order < b->order; }
};
using node_set = std::set<const node*, document_order>;

[[nodiscard]] inline bool is_descendant(const node* inner, const node* outer) {
  for (const node* at = inner->parent; at != nullptr; at = at->parent) {
    if (at == outer)
      return true;
  }
  return false;
}

/// From the parent outwards; `stop` itself is not among them. Null: up to the root.
[[nodiscard]] inline std::vector<const node*> proper_ancestors(const node* of, const node* stop) {
  std::vector<const node*> found;
  for (const node* at = of->parent; at != nullptr && at != stop; at = at->parent)
    found.push_back(at);
  return found;
}

[[nodiscard]] inline std::vector<const node*> child_states(const node* of) {
  std::vector<const node*> found;
  for (const node* each : of->children) {
    if (!each->is_history())
      found.push_back(each);
  }
  return found;
}

class state_tree {
 public:
  explicit state_tree(const workflow_definition& of) {
    nodes_.push_back(std::make_unique<node>());
    add(of.states, nodes_.front().get());
  }
  [[nodiscard]] const node* root() const { return nodes_.front().get(); }
  [[nodiscard]] const node* named(const std::string& name) const {
    for (const auto& each : nodes_) {
      if (each->what != nullptr && each->name() == name)
        return each.get();
    }
    return nullptr;
  }

 private:
  void add(const std::vector<state_definition>& states, node* parent) {
    for (const state_definition& each : states) {
      nodes_.push_back(std::make_unique<node>());
      node* made = nodes_.back().get();
      made->what = &each;
      made->parent = parent;
      made->order = static_cast<int>(nodes_.size());
      parent->children.push_back(made);
      add(each.states, made);
    }
  }
  std::vector<std::unique_ptr<node>> nodes_{};
};

} // namespace caseclock::charts
