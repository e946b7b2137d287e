// The names of a workflow as a scenario uses them, and whose names a step means.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/program/program.hpp"

namespace caseclock::detail {

using program_span = std::span<const std::shared_ptr<const program>>;

enum class name_kind : std::uint8_t {
  state,
  approval, ///< states that are approvals
  event,
  emitted, ///< events that `emit` gives to the host
  role,
  field,
  clock,
  milestone, ///< of any clock
  message,
  calendar,
  opened, ///< workflows that `open` and `invoke` open
  sent,   ///< events that `send` sends, to whomever
  child,  ///< ids of `invoke`
};

/// The word in the finding's code, `unknown-<word>`, and in its message.
[[nodiscard]] std::string_view word(name_kind kind);

/// Names of one kind: in the workflow's order, to guess from, and sorted, to look up.
struct name_index {
  std::vector<std::string_view> listed{};
  std::set<std::string_view> sorted{};

  [[nodiscard]] bool has(std::string_view name) const { return sorted.contains(name); }
};

/// The workflows whose case a step can mean: usually one. None: nothing can be said about names.
class step_subject {
 public:
  step_subject() = default;
  explicit step_subject(std::vector<const program*> may_be) : may_be_(std::move(may_be)) {}

  [[nodiscard]] const std::vector<const program*>& may_be() const { return may_be_; }
  /// The one workflow, or null.
  [[nodiscard]] const program* only() const {
    return may_be_.size() == 1 ? may_be_.front() : nullptr;
  }
  [[nodiscard]] bool unknown() const { return may_be_.empty(); }
  /// `workflow "repair"`, `workflow "complaint" or "repair"`.
  [[nodiscard]] std::string in_words() const;

 private:
  std::vector<const program*> may_be_{};
};

/// Looks names up; each list is made once. Views into the programs.
class name_book {
 public:
  explicit name_book(program_span programs) : programs_(programs) {}

  [[nodiscard]] const program* workflow(std::string_view name) const;
  [[nodiscard]] std::vector<std::string_view> workflows() const;
  /// The subject whose cases `opener` opens, directly or not; unknown if one of them is not loaded.
  /// `opens_any` says whether it opens any at all.
  [[nodiscard]] step_subject opened_by(const program& opener, bool& opens_any) const;

  /// The workflow of the child that has that key by its derivation: `case/visit`, `case/visit-2`,
  /// `case/visit/inner`. Null if the key says nothing.
  [[nodiscard]] const program* child_at(const program& own, std::string_view key,
                                        std::string_view wanted) const;

  [[nodiscard]] const name_index& names(const program& of, name_kind kind);
  [[nodiscard]] bool knows(const step_subject& whose, name_kind kind, std::string_view name);
  /// The name that was probably meant, or "".
  [[nodiscard]] std::string guess(const step_subject& whose, name_kind kind, std::string_view name);

 private:
  program_span programs_;
  std::map<std::pair<const program*, name_kind>, name_index> indexes_;
};

} // namespace caseclock::detail
