// `each`: one scenario for every row of a table.
#include <utility>

#include "scenario/read_scenario.hpp"

namespace caseclock::detail {
namespace {

const yaml_node* entry_of(const yaml_node& node, std::string_view key) {
  for (const yaml_entry& each : node.entries) {
    if (each.key == key)
      return &each.value;
  }
  return nullptr;
}

/// Replaces `{{column}}`. A text that is nothing but one placeholder becomes the cell itself, so
/// that numbers stay numbers and lists stay lists.
void fill(findings& found, yaml_node& node, const yaml_node& row) {
  for (yaml_node& item : node.items)
    fill(found, item, row);
  for (yaml_entry& entry : node.entries)
    fill(found, entry.value, row);
  std::size_t open = node.kind == yaml_kind::scalar ? node.text.find("{{") : std::string::npos;
  while (open != std::string::npos) {
    const std::size_t close = node.text.find("}}", open);
    if (close == std::string::npos)
      return;
    const std::string column = node.text.substr(open + 2, close - open - 2);
    const yaml_node* cell = entry_of(row, column);
    if (cell == nullptr || (cell->kind != yaml_kind::scalar && node.text.size() != close + 2)) {
      found.push_back(
          fault("unknown-column", "the row has no text " + in_quotes(column), node.span));
      return;
    }
    if (open == 0 && close + 2 == node.text.size()) {
      const source_span place = node.span;
      node = *cell;
      node.span = place;
      return;
    }
    node.text.replace(open, close + 2 - open, cell->text);
    open = node.text.find("{{", open + cell->text.size());
  }
}

} // namespace

std::vector<yaml_node> rows_of(findings& found, const yaml_node& node) {
  const yaml_node* table = entry_of(node, "each");
  if (table == nullptr)
    return {node};
  yaml_node pattern = node; // without the table, or each row would copy all of them
  std::erase_if(pattern.entries, [](const yaml_entry& each) { return each.key == "each"; });
  std::vector<yaml_node> rows;
  std::size_t number = 0;
  for_one_or_each(*table, [&](const yaml_node& row) {
    ++number;
    if (row.kind != yaml_kind::mapping) {
      wrong_type(found, row, "a row", "a mapping");
      return;
    }
    yaml_node filled = pattern;
    for (yaml_entry& each : filled.entries) {
      const bool numbered = each.key == "name" && each.value.kind == yaml_kind::scalar &&
                            each.value.text.find("{{") == std::string::npos;
      if (numbered)
        each.value.text += " (row " + std::to_string(number) + ")";
    }
    fill(found, filled, row);
    rows.push_back(std::move(filled));
  });
  return rows;
}

} // namespace caseclock::detail
