// What can be said of conditions without running them: which of them can hold, and which values
// none of them covers.
//
// Names that are compared with literals are given every value that could make a difference: the
// members of an enum, true and false, the numbers at and beside those that are written. Whatever
// else a condition asks is free: it may hold or not. So "cannot hold" is certain, and "can hold" is
// not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/expr/compile.hpp"
#include "caseclock/program/program.hpp"

namespace caseclock::detail::passes {

/// A condition, parsed again.
struct condition {
  const expression* from = nullptr;
  event_id event{}; ///< whose payload `event.x` is; invalid: unknown
  syntax_tree tree{};

  [[nodiscard]] source_text source() const { return {from->text, from->span, from->breaks}; }
  /// All of the text that belongs to the node.
  [[nodiscard]] text_range range_of(std::uint32_t node) const;
};

/// Nothing if it is too large to be looked at.
[[nodiscard]] std::optional<condition> parse_condition(const expression& from, event_id event);

/// A name and the values that are tried for it.
struct tried_name {
  std::string path{};
  type is{};
  std::vector<value> values{};
  std::vector<value> literals{}; ///< that it is compared with
};

/// Whose `actor.role` the conditions of an event may meet.
enum class senders : std::uint8_t {
  possible, ///< everyone who can send it in some case, delegates included
  named,    ///< who holds a role that the event names
  all,      ///< every role
};

/// `actor.role`, as those senders have it: names of roles, "" for who has none. An invalid event:
/// all of them.
[[nodiscard]] std::vector<value> roles_of(const program& compiled, event_id event, senders who);

/// The path that stands for the sender's role.
inline constexpr std::string_view actors_role = "actor.role";

/// The names and open questions of some conditions, and every combination of answers.
class condition_space {
 public:
  condition_space(const program& compiled, const std::vector<const condition*>& all,
                  senders who = senders::possible);

  /// False if there are too many combinations to try.
  [[nodiscard]] bool usable() const { return usable_; }
  /// Goes on to the next combination; false behind the last one.
  bool next();
  /// True if the condition, or the part of it that ends with `node`, holds in this combination.
  /// Precondition: that part can be asked.
  [[nodiscard]] bool holds(std::size_t which, std::uint32_t node) const;
  /// False of what depends on a macro's variable, and of what is no part of the condition's logic.
  [[nodiscard]] bool can_ask(std::size_t which, std::uint32_t node) const;
  [[nodiscard]] bool holds(std::size_t which) const;

  [[nodiscard]] const std::vector<tried_name>& names() const { return names_; }
  /// The value of that name in this combination.
  [[nodiscard]] const value& chosen(std::size_t name) const {
    return names_[name].values[choice_[name]];
  }

 private:
  enum class truth : std::uint8_t { no, yes, fails };
  /// What a node asks: a name, an open question, or neither.
  struct role_of_node {
    std::size_t name = none;
    std::size_t question = none;
  };
  static constexpr std::size_t none = static_cast<std::size_t>(-1);

  void learn(const program& compiled, std::size_t which);
  void fill(const program& compiled, tried_name& name) const;
  [[nodiscard]] std::size_t name_at(const program& compiled, const condition& of,
                                    std::uint32_t node);
  [[nodiscard]] truth evaluate(std::size_t which, std::uint32_t node) const;
  [[nodiscard]] truth compare_node(std::size_t which, const syntax_node& node) const;
  [[nodiscard]] truth answer(std::size_t question) const {
    return choice_[names_.size() + question] != 0 ? truth::yes : truth::no;
  }

  std::vector<const condition*> all_;
  std::vector<std::vector<role_of_node>> roles_{}; ///< by condition and node
  std::vector<tried_name> names_{};
  std::vector<std::string> questions_{};
  std::vector<std::size_t> choice_{}; ///< of names, then of questions
  senders who_ = senders::possible;
  bool usable_ = false;
  bool begun_ = false;
};

} // namespace caseclock::detail::passes
