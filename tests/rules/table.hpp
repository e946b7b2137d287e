// The tables of hand-made cases, read: tests/rules/*.yaml. What stands in them says RULES.md.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/render.hpp"
#include "definition/tree.hpp"

namespace caseclock::rules {

using detail::yaml_entry;
using detail::yaml_kind;
using detail::yaml_node;

/// One case: the rule it stands under, and what it says.
struct table_case {
  std::string path{}; ///< of its table, below tests/rules
  std::uint32_t line = 0;
  std::string rule{};
  yaml_node node{};
  // What is handed to the loaders is the author's own text, cut out of the file.
  std::string clock{};    ///< behind `clock:`; empty: none
  std::string calendar{}; ///< behind `calendar:`
};

struct table {
  std::string path{};
  std::string calendars{}; ///< the lines below `calendars:`
  std::string later{};     ///< the lines below `calendars_later:`, what `recalendar` goes over to
  std::vector<std::pair<std::string, std::string>> clocks{}; ///< name, text behind it
  std::vector<table_case> cases{};
  std::vector<std::string> findings{}; ///< what is wrong with the table itself
};

inline const yaml_node* find(const yaml_node& in, std::string_view key) {
  for (const yaml_entry& each : in.entries) {
    if (each.key == key)
      return &each.value;
  }
  return nullptr;
}
inline std::string text_of(const yaml_node& in, std::string_view key) {
  const yaml_node* found = find(in, key);
  return found == nullptr ? std::string{} : found->text;
}

/// Whether that is the name of a rule: a letter and a number.
inline bool is_rule(std::string_view text) {
  return text.size() >= 2 && (text[0] == 'T' || text[0] == 'C') &&
         text.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

/// The author's text of one value: from behind its key to the line before the next one.
inline std::string text_behind(const std::vector<std::string>& lines, const yaml_entry& entry,
                               std::uint32_t next_line) {
  std::string text;
  for (std::uint32_t line = entry.key_span.line; line < next_line; ++line) {
    std::string_view from = lines[line - 1];
    if (line == entry.key_span.line)
      from.remove_prefix(from.find(':', entry.key_span.column - 1) + 1);
    text += std::string{from} + "\n";
  }
  return text;
}

class table_reader {
 public:
  table_reader(std::string path, const std::string& text) {
    made_.path = std::move(path);
    source_map sources;
    detail::yaml_file file = detail::read_yaml_text(made_.path, text, sources);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      lines_.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    for (const diagnostic& each : file.tree.diagnostics)
      made_.findings.push_back(render(each, sources));
    if (file.tree.value)
      read(*file.tree.value);
  }
  table take() { return std::move(made_); }

 private:
  void wrong(const source_span& at, const std::string& what) {
    made_.findings.push_back(made_.path + ":" + std::to_string(at.line) + ": " + what);
  }
  [[nodiscard]] std::uint32_t end() const { return static_cast<std::uint32_t>(lines_.size()) + 1; }

  void read(const yaml_node& root) {
    for (std::size_t i = 0; i < root.entries.size(); ++i) {
      const yaml_entry& entry = root.entries[i];
      const std::uint32_t next =
          i + 1 < root.entries.size() ? root.entries[i + 1].key_span.line : end();
      if (entry.key == "calendars")
        made_.calendars = text_behind(lines_, entry, next);
      else if (entry.key == "calendars_later")
        made_.later = text_behind(lines_, entry, next);
      else if (entry.key == "clocks")
        read_clocks(entry.value, next);
      else if (is_rule(entry.key))
        read_cases(entry, next);
      else
        wrong(entry.key_span, "\"" + entry.key + "\" is no rule, nor calendars, nor clocks");
    }
  }
  void read_clocks(const yaml_node& in, std::uint32_t end_line) {
    for (std::size_t i = 0; i < in.entries.size(); ++i) {
      const std::uint32_t next =
          i + 1 < in.entries.size() ? in.entries[i + 1].key_span.line : end_line;
      made_.clocks.emplace_back(in.entries[i].key, text_behind(lines_, in.entries[i], next));
    }
  }
  void read_cases(const yaml_entry& rule, std::uint32_t end_line) {
    const std::vector<yaml_node>& items = rule.value.items;
    if (items.empty())
      wrong(rule.key_span, rule.key + " has no cases");
    for (std::size_t i = 0; i < items.size(); ++i) {
      const yaml_node& node = items[i];
      if (node.entries.empty() || node.entries[0].key != "case") {
        wrong(node.span, "a case begins with its name: \"case: …\"");
        continue;
      }
      table_case made{made_.path, node.entries[0].key_span.line, rule.key, node, {}, {}};
      if (text_of(node, "source").empty())
        wrong(node.entries[0].key_span, "a case says its source");
      const std::uint32_t next = i + 1 < items.size() && !items[i + 1].entries.empty()
                                     ? items[i + 1].entries[0].key_span.line
                                     : end_line;
      for (std::size_t k = 0; k < node.entries.size(); ++k)
        read_member(made, node, k, next);
      made_.cases.push_back(std::move(made));
    }
  }
  void read_member(table_case& made, const yaml_node& node, std::size_t k, std::uint32_t next) {
    static constexpr std::string_view known[] = {"case", "source",   "calendar", "clock",
                                                 "ask",  "findings", "play"};
    const yaml_entry& entry = node.entries[k];
    const std::uint32_t last =
        k + 1 < node.entries.size() ? node.entries[k + 1].key_span.line : next;
    if (std::find(std::begin(known), std::end(known), entry.key) == std::end(known))
      wrong(entry.key_span, "a case has no \"" + entry.key + "\"");
    if (entry.key == "clock")
      made.clock = entry.value.kind == yaml_kind::scalar ? clock_named(entry.value)
                                                         : text_behind(lines_, entry, last);
    if (entry.key == "calendar" && entry.value.kind == yaml_kind::mapping)
      made.calendar = text_behind(lines_, entry, last);
  }
  std::string clock_named(const yaml_node& name) {
    for (const auto& [known, text] : made_.clocks) {
      if (known == name.text)
        return text;
    }
    wrong(name.span, "no clock \"" + name.text + "\" in this table");
    return {};
  }

  table made_{};
  std::vector<std::string> lines_{};
};

inline std::string content_of(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
}
inline std::filesystem::path folder() {
  return std::filesystem::path{CASECLOCK_SOURCE_DIR} / "tests" / "rules";
}

/// Every table, in order of name.
inline std::vector<table> tables() {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator{folder()}) {
    if (entry.path().extension() == ".yaml")
      paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<table> all;
  for (const std::filesystem::path& path : paths)
    all.push_back(table_reader{"tests/rules/" + path.filename().string(), content_of(path)}.take());
  return all;
}

} // namespace caseclock::rules
