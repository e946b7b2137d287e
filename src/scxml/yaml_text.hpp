// YAML that is written, not read: what the importer makes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace caseclock::detail {

/// A text, a list or a mapping. Texts that are no plain words are written in quotes.
struct yaml_value {
  enum class shape { text, list, mapping };
  shape kind = shape::mapping;
  std::string text{};
  bool bare = false; ///< a text to be written as it is: `true`, `1`
  std::vector<yaml_value> items{};
  std::vector<std::pair<std::string, yaml_value>> entries{};

  static yaml_value of(std::string_view text) {
    return {shape::text, std::string(text), false, {}, {}};
  }
  static yaml_value word(std::string_view text) {
    return {shape::text, std::string(text), true, {}, {}};
  }
  static yaml_value list() { return {shape::list, {}, false, {}, {}}; }
  static yaml_value mapping() { return {}; }

  yaml_value& add(std::string_view key, yaml_value held) {
    entries.emplace_back(std::string(key), std::move(held));
    return *this;
  }
  [[nodiscard]] bool empty() const { return items.empty() && entries.empty() && text.empty(); }
};

/// The document, mappings and lists in block style; those that hold nothing but texts in one line
/// where they fit. Ends with a line break.
[[nodiscard]] std::string write_yaml(const yaml_value& document);

/// How deep collections lie in each other; a text: 0.
[[nodiscard]] std::size_t depth_of(const yaml_value& what);

} // namespace caseclock::detail
