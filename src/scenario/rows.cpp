// `each`: one scenario for every row of a table.
#include <algorithm>
#include <string_view>
#include <utility>

#include "caseclock/base/suggest.hpp"
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

/// A column that the scenario uses, where it does so first.
struct used_column {
  std::string name{};
  source_span place{};
  bool within_text = false; ///< somewhere it stands among other words: a list cannot
};

/// `{{column}}` from `open` on: where it ends, npos if it does not.
std::size_t end_of_placeholder(const yaml_node& node, std::size_t open) {
  const std::size_t close = node.text.find("}}", open);
  return close == std::string::npos ? close : close + 2;
}

bool is_whole(const yaml_node& node, std::size_t open, std::size_t end) {
  return open == 0 && end == node.text.size();
}

void collect_columns(const yaml_node& node, std::vector<used_column>& used) {
  for (const yaml_node& item : node.items)
    collect_columns(item, used);
  for (const yaml_entry& entry : node.entries)
    collect_columns(entry.value, used);
  std::size_t open = node.kind == yaml_kind::scalar ? node.text.find("{{") : std::string::npos;
  while (open != std::string::npos) {
    const std::size_t end = end_of_placeholder(node, open);
    if (end == std::string::npos)
      return;
    std::string name = node.text.substr(open + 2, end - open - 4);
    auto at = std::find_if(used.begin(), used.end(),
                           [&name](const used_column& each) { return each.name == name; });
    if (at == used.end())
      at = used.insert(used.end(), {std::move(name), node.span, false});
    at->within_text = at->within_text || !is_whole(node, open, end);
    open = node.text.find("{{", end);
  }
}

/// True if the row has what the column needs.
bool fits(const yaml_node& row, const used_column& column) {
  const yaml_node* cell = entry_of(row, column.name);
  return cell != nullptr && (cell->kind == yaml_kind::scalar || !column.within_text);
}

/// One finding for a column, however many rows lack it.
void check_column(findings& found, const std::vector<const yaml_node*>& rows,
                  const used_column& column) {
  std::vector<std::string_view> names;
  diagnostic finding = fault("unknown-column", {}, column.place);
  for (const yaml_node* row : rows) {
    for (const yaml_entry& cell : row->entries)
      names.push_back(cell.key);
    if (!fits(*row, column))
      finding.notes.emplace_back(row->span, "this row");
  }
  const std::size_t lacking = finding.notes.size();
  if (lacking == 0)
    return;
  const bool is_there = std::find(names.begin(), names.end(), column.name) != names.end();
  const std::string what =
      (is_there && column.within_text ? "text in the column " : "column ") + in_quotes(column.name);
  finding.message = lacking == rows.size()
                        ? "no row has a " + what
                        : std::to_string(lacking) + " of " + std::to_string(rows.size()) +
                              " rows have no " + what;
  if (lacking == rows.size()) {
    finding.notes.clear();
    finding.suggestion = closest(column.name, names);
  }
  found.push_back(std::move(finding));
}

/// Replaces `{{column}}`. A text that is nothing but one placeholder becomes the cell itself, so
/// that numbers stay numbers and lists stay lists.
void fill(yaml_node& node, const yaml_node& row) {
  for (yaml_node& item : node.items)
    fill(item, row);
  for (yaml_entry& entry : node.entries)
    fill(entry.value, row);
  std::size_t open = node.kind == yaml_kind::scalar ? node.text.find("{{") : std::string::npos;
  while (open != std::string::npos) {
    const std::size_t end = end_of_placeholder(node, open);
    if (end == std::string::npos)
      return;
    const yaml_node& cell = *entry_of(row, node.text.substr(open + 2, end - open - 4));
    if (is_whole(node, open, end)) {
      const source_span place = node.span;
      node = cell;
      node.span = place;
      return;
    }
    node.text.replace(open, end - open, cell.text);
    open = node.text.find("{{", open + cell.text.size());
  }
}

/// The scenario for one row, with a name of its own.
yaml_node filled_with(const yaml_node& pattern, const yaml_node& row, std::size_t number) {
  yaml_node filled = pattern;
  for (yaml_entry& each : filled.entries) {
    const bool numbered = each.key == "name" && each.value.kind == yaml_kind::scalar &&
                          each.value.text.find("{{") == std::string::npos;
    if (numbered)
      each.value.text += " (row " + std::to_string(number) + ")";
  }
  fill(filled, row);
  return filled;
}

} // namespace

std::vector<filled_scenario> rows_of(findings& found, const yaml_node& node) {
  const yaml_node* table = entry_of(node, "each");
  if (table == nullptr)
    return {{node, {}}};
  yaml_node pattern = node; // without the table, or each row would copy all of them
  std::erase_if(pattern.entries, [](const yaml_entry& each) { return each.key == "each"; });
  std::vector<const yaml_node*> rows;
  for_one_or_each(*table, [&](const yaml_node& row) {
    if (row.kind == yaml_kind::mapping)
      rows.push_back(&row);
    else
      wrong_type(found, row, "a row", "a mapping");
  });
  if (table->kind == yaml_kind::sequence && table->items.empty())
    found.push_back(fault("missing-value", "\"each\" has no rows: nothing would run", table->span));
  std::vector<used_column> used;
  collect_columns(pattern, used);
  for (const used_column& column : used)
    check_column(found, rows, column);
  std::vector<filled_scenario> made;
  std::size_t number = 0;
  for (const yaml_node* row : rows) {
    ++number;
    const auto usable = [row](const used_column& column) { return fits(*row, column); };
    if (std::all_of(used.begin(), used.end(), usable))
      made.push_back({filled_with(pattern, *row, number), row->span});
  }
  return made;
}

} // namespace caseclock::detail
