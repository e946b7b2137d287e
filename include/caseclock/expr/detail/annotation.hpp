// What the checker finds out about each node, and what every part of the checker shares.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/expr/detail/code.hpp"
#include "caseclock/expr/detail/findings.hpp"
#include "caseclock/expr/detail/syntax.hpp"
#include "caseclock/expr/scope.hpp"
#include "caseclock/value/describe.hpp"
#include "caseclock/value/schema.hpp"

namespace caseclock::detail {

/// `event`, `case`, `actor`, `clock`: words that only have members.
enum class name_space : std::uint8_t { none, event, case_file, actor, clock };

struct annotation {
  caseclock::type type{};
  bool wrong = false;        ///< reported already: says nothing about its type
  bool literal_text = false; ///< a string literal, or a choice of them; `type.members` lists them
  bool silent = false;       ///< emits no code: part of a constant, or a name that became an id
  bool dotted = false;       ///< begins a name with points in it
  bool to_decimal = false;   ///< is converted once computed
  name_space space = name_space::none;
  std::optional<value> folded{}; ///< is this constant
  op code = op::constant;
  std::uint8_t detail = 0;
  std::uint32_t operand = 0;
  std::uint64_t cost = 1;
  std::uint64_t elements = 0; ///< of a list: at most so many
};

inline caseclock::type type_of(kind k) {
  caseclock::type made;
  made.kind = k;
  return made;
}

inline bool is_number(const caseclock::type& t) {
  return t.kind == kind::integer || t.kind == kind::fixed;
}

/// Facts such as "`event.reason` is there", and the nodes [first, last] for which they hold.
struct narrowing {
  std::string path;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

struct checking {
  const source_text& source;
  const expr_scope& scope;
  const syntax_tree& tree;
  finding_list& findings;
  std::vector<annotation> notes{};
  std::vector<narrowing> narrowed{};
  std::vector<error> faults{}; ///< of the expression, as `patterns` are
  std::vector<pattern_test> patterns{};
  std::vector<std::pair<std::uint32_t, std::string>> hints{};

  [[nodiscard]] const syntax_node& node(std::uint32_t i) const { return tree.nodes[i]; }
  [[nodiscard]] annotation& note(std::uint32_t i) { return notes[i]; }
  [[nodiscard]] const caseclock::type& type_at(std::uint32_t i) const { return notes[i].type; }

  void fault(const char* code, std::string message, std::uint32_t i, std::string suggestion = {}) {
    findings.fault(code, std::move(message), tree.nodes[i].mark, std::move(suggestion));
    notes[i].wrong = true;
  }
  /// A mistake of node `i` that shows in its part.
  void fault_in(std::uint32_t part, std::uint32_t i, const char* code, std::string message,
                std::string suggestion = {}) {
    fault(code, std::move(message), part, std::move(suggestion));
    notes[i].wrong = true;
  }
  /// Types are looked at when it is evaluated.
  [[nodiscard]] bool lenient() const { return scope.types != typing::strict; }
  /// There is no case, neither to ask nor to keep what is made.
  [[nodiscard]] bool alone() const { return scope.types == typing::lenient; }
  /// True if what does not go together at node `i` is left to run time: nothing in it has a
  /// declared scalar type.
  [[nodiscard]] bool is_left_to_run_time(std::uint32_t i) const {
    if (!lenient())
      return false;
    for (std::uint32_t k = tree.nodes[i].first; k <= i; ++k) {
      const caseclock::kind of = notes[k].type.kind;
      const bool reads = notes[k].code == op::field && !notes[k].silent;
      if (reads && of != kind::any && of != kind::list && of != kind::record && of != kind::null)
        return false;
    }
    return true;
  }
  void mismatch(std::string message, std::uint32_t i) {
    if (!is_left_to_run_time(i))
      return fault("type-mismatch", std::move(message), i);
    hints.emplace_back(node(i).mark.begin, std::move(message));
    if (notes[i].type.kind == kind::null)
      notes[i].type.kind = kind::any;
  }
  /// What is unknown: a finding, or, where there is no case, a failure with that reason.
  void unknown(const char* code, const char* reason, std::string message, std::uint32_t i,
               std::string suggestion = {}) {
    if (!alone())
      return fault(code, std::move(message), i, std::move(suggestion));
    for (std::uint32_t k = tree.nodes[i].first; k < i; ++k) {
      notes[k].silent = true;
      notes[k].wrong = false;
    }
    notes[i].code = op::raise;
    notes[i].type.kind = kind::any;
    notes[i].operand = static_cast<std::uint32_t>(faults.size());
    faults.push_back(error{errc::evaluation, std::move(message), {}, reason});
  }
  [[nodiscard]] bool any_wrong(const std::vector<std::uint32_t>& parts) const {
    return std::any_of(parts.begin(), parts.end(), [&](auto i) { return notes[i].wrong; });
  }
};

/// A type in a message; a literal is a string there, not an enum of one.
inline std::string describe(const annotation& note) {
  if (!note.literal_text)
    return caseclock::describe(note.type);
  return "string";
}

} // namespace caseclock::detail
