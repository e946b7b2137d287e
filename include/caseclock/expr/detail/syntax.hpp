// An expression's tree, flat: nodes in post-order, each refers to its parts by index.
//
// Every part stands before the whole, and what belongs to a node is one run of nodes that ends with
// it. So whatever walks the tree is a loop from front to back; nothing recurses, however long a
// chain of operators is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "caseclock/expr/detail/code.hpp"
#include "caseclock/expr/detail/source_text.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock::detail {

enum class node_kind : std::uint8_t {
  literal,
  name,
  local, ///< a macro's variable; `loop`
  select,
  index,
  call,   ///< text(args…)
  method, ///< args[0].text(args[1]…)
  negate_truth,
  negate_number,
  arithmetic, ///< `symbol`
  comparison, ///< `relation`
  element_of,
  logic_and,
  logic_or,
  conditional,
  list,
  record, ///< args: key, value, key, value …
  has,
  macro, ///< args: list, body; `loop`, and the next one if `pair`
};

inline constexpr std::uint32_t no_node = 0xffff'ffffU;

struct syntax_node {
  node_kind kind = node_kind::literal;
  char symbol = 0;
  detail::relation relation = detail::relation::equal;
  detail::macro macro = detail::macro::all;
  std::uint32_t loop = 0;
  bool pair = false;       ///< a macro of two variables: the key or index, and the value
  text_range mark{};       ///< what a finding underlines: the operator, the name
  std::uint32_t first = 0; ///< the first node that belongs to this one
  std::uint32_t begin = 0; ///< where its text begins
  std::uint32_t parent = no_node;
  std::uint32_t position = 0; ///< which of the parent's parts it is
  std::string text{};
  value literal{};
  std::vector<std::uint32_t> args{};
};

/// What a macro's variable holds: what is walked (elements, or a record's keys), or of a pair the
/// key and the value.
enum class loop_part : std::uint8_t { walked, key, held };
struct loop_variable {
  std::uint32_t list = no_node;
  loop_part part = loop_part::walked;
};

struct syntax_tree {
  std::vector<syntax_node> nodes{};
  std::vector<loop_variable> loops{}; ///< per macro's variable: the list that it walks
  [[nodiscard]] std::uint32_t root() const { return static_cast<std::uint32_t>(nodes.size() - 1); }
};

} // namespace caseclock::detail
