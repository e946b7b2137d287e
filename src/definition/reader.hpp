// Typed access to a YAML tree, with a finding for everything that is not as it should be.
//
// Nothing here stops: what cannot be read is reported and left at its default, so that an author
// sees all findings of a file at once. A value of `null` or `~` counts as left out; a key without
// any value is a finding.
//
//     fields in{found, node, task_table, place};
//     task.role = in.text("role");
//     task.title = in.titles("title");
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/assert.hpp"
#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/suggest.hpp"
#include "caseclock/base/translations.hpp"
#include "caseclock/calendar/amount.hpp"
#include "caseclock/value/value.hpp"
#include "definition/fault.hpp"
#include "definition/keys.hpp"
#include "definition/tree.hpp"

namespace caseclock::detail {

using findings = std::vector<diagnostic>;
using located_string = located<std::string>;

// ---- Single values. `what` names the value in a finding: "\"role\"", "a tag". ------------------

/// "a text", "a list", "a mapping", "nothing".
[[nodiscard]] std::string_view describe(const yaml_node& node);

/// Reports `wrong-type`: "… must be a text, not a list".
void wrong_type(findings& found, const yaml_node& node, std::string_view what,
                std::string_view wanted);

[[nodiscard]] located_string read_text(findings& found, const yaml_node& node,
                                       std::string_view what);
/// An expression: also a bare number, `true`, or `null`.
[[nodiscard]] located_string read_expression(findings& found, const yaml_node& node,
                                             std::string_view what);
[[nodiscard]] std::optional<std::int64_t> read_integer(findings& found, const yaml_node& node,
                                                       std::string_view what);
/// `true` or `false`, nothing else; `yes`, `on` and the like get a hint.
[[nodiscard]] std::optional<bool> read_boolean(findings& found, const yaml_node& node,
                                               std::string_view what);
/// Codes: those of `parse_amount`, and not-supported-yet for months and years.
[[nodiscard]] std::optional<located<time_amount>>
read_amount(findings& found, const yaml_node& node, std::string_view what);
[[nodiscard]] std::optional<located<time_amount>>
read_amount(findings& found, std::string_view text, source_span span);
/// Stands for an amount that could not be read, so that what goes with it is still looked at.
[[nodiscard]] inline located<time_amount> stand_in_amount(source_span span) {
  return {{time_amount::unit::elapsed, 3'600'000}, span};
}
/// A text (language ""), or a text per language.
[[nodiscard]] translations read_titles(findings& found, const yaml_node& node,
                                       std::string_view what);
/// Warns of `{{…}}` in a title, where it is no placeholder. Code: literal-placeholder.
void warn_of_placeholders(findings& found, const yaml_node& node, std::string_view what);
/// One text, or a list of texts.
[[nodiscard]] std::vector<located_string> read_texts(findings& found, const yaml_node& node,
                                                     std::string_view what);
/// Data as the file has it: null, bool, int, decimal, string, list, record.
[[nodiscard]] value read_value(const yaml_node& node);

/// Calls `use` for the node itself, or for each item if it is a list.
void for_one_or_each(const yaml_node& node, const std::function<void(const yaml_node&)>& use);
/// Calls `use` for each entry; reports `wrong-type` if the node is no mapping.
void for_each_entry(findings& found, const yaml_node& node, std::string_view what,
                    const std::function<void(const yaml_entry&)>& use);

// ---- Mappings -----------------------------------------------------------------------------------

/// One mapping, checked against its key table when constructed. Codes: wrong-type, unknown-key,
/// missing-key, missing-value, not-supported-yet.
class fields {
 public:
  /// `where` is where a missing key is reported: the key under which the mapping stands.
  fields(findings& found, const yaml_node& node, const key_table& table, source_span where);

  [[nodiscard]] bool is_mapping() const { return node_.kind == yaml_kind::mapping; }
  [[nodiscard]] source_span where() const { return where_; }
  /// The value, or null if the key is left out (or empty, which has been reported).
  [[nodiscard]] const yaml_node* find(std::string_view key) const;
  [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
  /// The place of the key itself, or of the mapping if it is not there.
  [[nodiscard]] source_span key_place(std::string_view key) const;

  [[nodiscard]] located_string text(std::string_view key) const;
  [[nodiscard]] located_string expression(std::string_view key) const;
  [[nodiscard]] std::optional<located<std::int64_t>> integer(std::string_view key) const;
  [[nodiscard]] bool flag(std::string_view key, bool otherwise) const;
  [[nodiscard]] std::optional<located<time_amount>> amount(std::string_view key) const;
  [[nodiscard]] translations titles(std::string_view key) const;
  [[nodiscard]] std::vector<located_string> texts(std::string_view key) const;

  /// One of a few words. Code: unknown-value.
  template <class Enum>
  [[nodiscard]] Enum choice(std::string_view key, Enum otherwise,
                            std::initializer_list<std::pair<std::string_view, Enum>> words) const {
    const yaml_node* node = find(key);
    if (node == nullptr)
      return otherwise;
    const located_string written = read_text(found_, *node, in_quotes(key));
    if (written.value.empty())
      return otherwise;
    std::vector<std::string_view> names;
    for (const auto& [word, meaning] : words) {
      if (word == written.value)
        return meaning;
      names.push_back(word);
    }
    unknown_word(key, written, names);
    return otherwise;
  }

  /// Calls `use` for the value, or for each of a list of values.
  void for_one_or_each(std::string_view key,
                       const std::function<void(const yaml_node&)>& use) const;
  /// Calls `use` for each entry of a mapping of names that the author chose.
  void for_each_entry(std::string_view key,
                      const std::function<void(const yaml_entry&)>& use) const;

 private:
  void check_keys();
  void check_missing();
  [[nodiscard]] std::string suggestion(std::string_view word,
                                       const std::vector<std::string_view>& words) const;
  void unknown_word(std::string_view key, const located_string& written,
                    const std::vector<std::string_view>& words) const;

  findings& found_;
  const yaml_node& node_;
  const key_table& table_;
  source_span where_;
};

} // namespace caseclock::detail
