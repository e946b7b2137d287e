#include "definition/reader.hpp"

#include <algorithm>
#include <array>

#include "caseclock/value/decimal.hpp"
#include "definition/limits.hpp"

namespace caseclock::detail {

namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<std::int64_t> integer_of(std::string_view text) {
  constexpr std::size_t most_digits = 18; // always fits
  const bool negative = !text.empty() && text.front() == '-';
  std::string_view digits = text.substr(negative || (!text.empty() && text.front() == '+') ? 1 : 0);
  if (digits.empty() || digits.size() > most_digits ||
      !std::all_of(digits.begin(), digits.end(), is_digit))
    return std::nullopt;
  std::int64_t number = 0;
  for (const char c : digits)
    number = number * 10 + (c - '0');
  return negative ? -number : number;
}

bool looks_numeric(std::string_view text) {
  return !text.empty() &&
         (is_digit(text.front()) || (text.size() > 1 && text.front() == '-' && is_digit(text[1])));
}

/// What YAML 1.1 takes for a bool and we do not.
std::string_view meant_boolean(std::string_view text) {
  static constexpr std::array<std::string_view, 12> yes{"yes", "Yes", "YES",  "on",   "On", "ON",
                                                        "y",   "Y",   "True", "TRUE", "是", "1"};
  static constexpr std::array<std::string_view, 12> no{"no", "No", "NO",    "off",   "Off", "OFF",
                                                       "n",  "N",  "False", "FALSE", "否",  "0"};
  if (std::find(yes.begin(), yes.end(), text) != yes.end())
    return "true";
  return std::find(no.begin(), no.end(), text) != no.end() ? "false" : "";
}

bool is_language(std::string_view code) {
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const std::string_view primary = code.substr(0, code.find('-'));
  return primary.size() >= 2 && primary.size() <= 3 && code.size() <= 16 && code.back() != '-' &&
         std::all_of(primary.begin(), primary.end(), is_lower);
}

bool names_months(std::string_view text) {
  for (const std::string_view word : {"month", "year", "个月", "年"}) {
    if (text.find(word) != std::string_view::npos)
      return true;
  }
  return false;
}

/// `{en: Solved, but late}` has a key "but late" without a value.
std::string comma_hint(const yaml_entry& entry) {
  const bool part_of_text = entry.value.kind == yaml_kind::null && entry.value.text.empty() &&
                            entry.key.find(' ') != std::string::npos;
  return part_of_text ? ": a text with a comma in it must be quoted here" : "";
}

std::string list_of(const std::vector<std::string_view>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0)
      out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

} // namespace

std::string_view describe(const yaml_node& node) {
  switch (node.kind) {
  case yaml_kind::null: return "nothing";
  case yaml_kind::scalar: return "a text";
  case yaml_kind::sequence: return "a list";
  case yaml_kind::mapping: return "a mapping";
  }
  return "nothing";
}

void wrong_type(findings& found, const yaml_node& node, std::string_view what,
                std::string_view wanted) {
  found.push_back(fault("wrong-type",
                        std::string{what} + " must be " + std::string{wanted} + ", not " +
                            std::string{describe(node)},
                        node.span));
}

located_string read_text(findings& found, const yaml_node& node, std::string_view what) {
  if (node.kind == yaml_kind::scalar)
    return {node.text, node.span};
  wrong_type(found, node, what, "a text");
  return {{}, node.span};
}

located_string read_expression(findings& found, const yaml_node& node, std::string_view what) {
  if (node.kind == yaml_kind::null && !node.text.empty())
    return {"null", node.span};
  if (node.kind == yaml_kind::scalar)
    return {node.text, node.span};
  wrong_type(found, node, what, "an expression");
  return {{}, node.span};
}

std::optional<std::int64_t> read_integer(findings& found, const yaml_node& node,
                                         std::string_view what) {
  if (node.kind != yaml_kind::scalar) {
    wrong_type(found, node, what, "a whole number");
    return std::nullopt;
  }
  if (const auto number = node.quoted ? std::nullopt : integer_of(node.text))
    return number;
  found.push_back(fault("wrong-type",
                        std::string{what} + " must be a whole number" +
                            (node.quoted ? " without quotes" : "") + ", not " +
                            in_quotes(node.text),
                        node.span));
  return std::nullopt;
}

std::optional<bool> read_boolean(findings& found, const yaml_node& node, std::string_view what) {
  if (node.kind != yaml_kind::scalar) {
    wrong_type(found, node, what, "true or false");
    return std::nullopt;
  }
  if (!node.quoted && (node.text == "true" || node.text == "false"))
    return node.text == "true";
  const bool spelt = node.text == "true" || node.text == "false";
  found.push_back(fault("wrong-type",
                        std::string{what} + " must be true or false" +
                            (spelt ? " without quotes" : ", not " + in_quotes(node.text)),
                        node.span, std::string{meant_boolean(node.text)}));
  return std::nullopt;
}

std::optional<located<time_amount>> read_amount(findings& found, const yaml_node& node,
                                                std::string_view what) {
  if (node.kind == yaml_kind::scalar)
    return read_amount(found, node.text, node.span);
  wrong_type(found, node, what, "a duration such as 2 working days");
  return std::nullopt;
}

std::optional<located<time_amount>> read_amount(findings& found, std::string_view text,
                                                source_span span) {
  const result<time_amount> amount = parse_amount(text);
  if (amount)
    return located<time_amount>{*amount, span};
  if (names_months(text))
    found.push_back(fault("not-supported-yet",
                          in_quotes(text) + ": months and years are not supported yet", span));
  else
    found.push_back(fault(amount.error().where, amount.error().message, span));
  return std::nullopt;
}

translations read_titles(findings& found, const yaml_node& node, std::string_view what) {
  translations made;
  if (node.kind == yaml_kind::scalar) {
    made.texts.emplace_back("", node.text);
    return made;
  }
  if (node.kind != yaml_kind::mapping) {
    wrong_type(found, node, what, "a text, or a text per language ({en: …, zh: …})");
    return made;
  }
  for (const yaml_entry& entry : node.entries) {
    if (!is_language(entry.key))
      found.push_back(
          fault("unknown-language",
                in_quotes(entry.key) + " is no language code such as en or zh" + comma_hint(entry),
                entry.key_span));
    else
      made.texts.emplace_back(entry.key, read_text(found, entry.value, in_quotes(entry.key)).value);
  }
  return made;
}

void warn_of_placeholders(findings& found, const yaml_node& node, std::string_view what) {
  for (const yaml_entry& entry : node.entries)
    warn_of_placeholders(found, entry.value, what);
  if (node.kind != yaml_kind::scalar || node.text.find("{{") == std::string::npos)
    return;
  diagnostic finding =
      fault("literal-placeholder",
            std::string{what} + " is shown as it stands here: placeholders are filled in in "
                                "messages and in \"log\" alone",
            node.span);
  finding.level = severity::warning;
  found.push_back(std::move(finding));
}

std::vector<located_string> read_texts(findings& found, const yaml_node& node,
                                       std::string_view what) {
  std::vector<located_string> made;
  for_one_or_each(node, [&](const yaml_node& item) {
    located_string text = read_text(found, item, what);
    if (!text.value.empty())
      made.push_back(std::move(text));
    else if (item.kind == yaml_kind::scalar)
      found.push_back(fault("missing-value", std::string{what} + " is empty", item.span));
  });
  return made;
}

value read_value(const yaml_node& node) {
  switch (node.kind) {
  case yaml_kind::null: return {};
  case yaml_kind::scalar: break;
  case yaml_kind::sequence: {
    value_list list;
    for (const yaml_node& item : node.items)
      list.push_back(read_value(item));
    return list;
  }
  case yaml_kind::mapping: {
    value_record record;
    for (const yaml_entry& entry : node.entries)
      record.emplace_back(entry.key, read_value(entry.value));
    return record;
  }
  }
  if (node.quoted)
    return node.text;
  if (node.text == "true" || node.text == "false")
    return node.text == "true";
  if (const auto number = integer_of(node.text))
    return *number;
  if (looks_numeric(node.text)) {
    if (const result<decimal> number = parse_decimal(node.text))
      return *number;
  }
  return node.text;
}

void for_one_or_each(const yaml_node& node, const std::function<void(const yaml_node&)>& use) {
  if (node.kind != yaml_kind::sequence) {
    use(node);
    return;
  }
  for (const yaml_node& item : node.items)
    use(item);
}

void for_each_entry(findings& found, const yaml_node& node, std::string_view what,
                    const std::function<void(const yaml_entry&)>& use) {
  if (node.kind != yaml_kind::mapping) {
    wrong_type(found, node, what, "a mapping (name: …)");
    return;
  }
  for (const yaml_entry& entry : node.entries)
    use(entry);
}

// ---- fields -------------------------------------------------------------------------------------

namespace {

/// What people write, thinking of other tools, and which key that is here.
struct other_word {
  std::string_view word;
  std::string_view key;
};
constexpr std::array<other_word, 60> other_words{{
    {"then", "do"},
    {"actions", "do"},
    {"action", "do"},
    {"when", "if"},
    {"condition", "if"},
    {"guard", "if"},
    {"goto", "to"},
    {"target", "to"},
    {"next", "to"},
    {"role", "by"},
    {"roles", "by"},
    {"who", "by"},
    {"approvers", "by"},
    {"assignee", "role"},
    {"deadline", "within"},
    {"due", "within"},
    {"timeout", "within"},
    {"on_entry", "entry"},
    {"on_enter", "entry"},
    {"onentry", "entry"},
    {"enter", "entry"},
    {"on_exit", "exit"},
    {"onexit", "exit"},
    {"leave", "exit"},
    {"events", "on"},
    {"timers", "after"},
    {"start", "initial"},
    {"values", "of"},
    {"members", "of"},
    {"options", "of"},
    {"enum", "of"},
    {"mandatory", "required"},
    {"label", "title"},
    {"description", "title"},
    {"payload", "with"},
    {"fields", "with"},
    {"with", "fields"},
    {"parallel", "regions"},
    {"text", "title"},
    {"otherwise", "else"},
    {"cond", "if"},
    {"enter", "in"},
    {"state", "in"},
    {"states", "in"},
    {"state", "enter"},
    {"entered", "enter"},
    {"entry", "enter"},
    {"onentry", "enter"},
    {"exit", "leave"},
    {"onexit", "leave"},
    {"on", "event"},
    {"context", "data"},
    {"datamodel", "data"},
    {"variables", "data"},
    {"vars", "data"},
    {"onDone", "on"},
    {"transition", "on"},
    {"final", "type: final"},
    {"history", "type: history"},
    {"goal", "target"},
}};

/// A key of that table, or a key with its value.
std::string_view meant_by(std::string_view word, const key_table& table) {
  for (const other_word& each : other_words) {
    if (each.word == word && table.find(each.key.substr(0, each.key.find(':'))) != nullptr)
      return each.key;
  }
  return {};
}

} // namespace

fields::fields(findings& found, const yaml_node& node, const key_table& table, source_span where)
    : found_(found), node_(node), table_(table), where_(where) {
  if (node.kind != yaml_kind::mapping) {
    wrong_type(found, node, table.what, "a mapping (key: value)");
    return;
  }
  check_keys();
  check_missing();
}

void fields::check_keys() {
  std::vector<std::string_view> names;
  for (const key_spec& spec : table_)
    names.push_back(spec.name);
  for (const yaml_entry& entry : node_.entries) {
    const key_spec* spec = table_.find(entry.key);
    if (spec == nullptr) {
      const std::string_view meant = meant_by(entry.key, table_);
      found_.push_back(fault(
          "unknown-key",
          std::string{table_.what} + " has no key " + in_quotes(entry.key) + comma_hint(entry),
          entry.key_span, meant.empty() ? suggestion(entry.key, names) : std::string{meant}));
    } else if (spec->need == key_need::later)
      found_.push_back(
          fault("not-supported-yet",
                in_quotes(entry.key) + " in " + std::string{table_.what} + " is not supported yet",
                entry.key_span));
    else if (entry.value.kind == yaml_kind::null && entry.value.text.empty())
      found_.push_back(
          fault("missing-value", in_quotes(entry.key) + " has no value", entry.key_span));
  }
}

/// Among the findings that will be shown; for thousands of them it would cost seconds.
std::string fields::suggestion(std::string_view word,
                               const std::vector<std::string_view>& words) const {
  return found_.size() < max_findings ? closest(word, words) : std::string{};
}

void fields::check_missing() {
  for (const key_spec& spec : table_) {
    const bool there =
        std::any_of(node_.entries.begin(), node_.entries.end(), [&](const yaml_entry& entry) {
          const bool left_out = entry.value.kind == yaml_kind::null && !entry.value.text.empty();
          return entry.key == spec.name && !left_out;
        });
    if (spec.need == key_need::required && !there)
      found_.push_back(fault("missing-key",
                             std::string{table_.what} + " needs the key " + in_quotes(spec.name),
                             where_));
  }
}

const yaml_node* fields::find(std::string_view key) const {
  CASECLOCK_ASSERT(table_.find(key) != nullptr);
  for (const yaml_entry& entry : node_.entries) {
    if (entry.key == key)
      return entry.value.kind == yaml_kind::null ? nullptr : &entry.value;
  }
  return nullptr;
}

source_span fields::key_place(std::string_view key) const {
  for (const yaml_entry& entry : node_.entries) {
    if (entry.key == key)
      return entry.key_span;
  }
  return where_;
}

located_string fields::text(std::string_view key) const {
  const yaml_node* node = find(key);
  return node == nullptr ? located_string{} : read_text(found_, *node, in_quotes(key));
}

located_string fields::expression(std::string_view key) const {
  const yaml_node* node = find(key);
  return node == nullptr ? located_string{} : read_expression(found_, *node, in_quotes(key));
}

std::optional<located<std::int64_t>> fields::integer(std::string_view key) const {
  const yaml_node* node = find(key);
  if (node == nullptr)
    return std::nullopt;
  const auto number = read_integer(found_, *node, in_quotes(key));
  if (!number)
    return std::nullopt;
  return located<std::int64_t>{*number, node->span};
}

bool fields::flag(std::string_view key, bool otherwise) const {
  const yaml_node* node = find(key);
  return node == nullptr ? otherwise
                         : read_boolean(found_, *node, in_quotes(key)).value_or(otherwise);
}

std::optional<located<time_amount>> fields::amount(std::string_view key) const {
  const yaml_node* node = find(key);
  return node == nullptr ? std::nullopt : read_amount(found_, *node, in_quotes(key));
}

translations fields::titles(std::string_view key) const {
  const yaml_node* node = find(key);
  if (node == nullptr)
    return {};
  warn_of_placeholders(found_, *node, in_quotes(key));
  return read_titles(found_, *node, in_quotes(key));
}

std::vector<located_string> fields::texts(std::string_view key) const {
  const yaml_node* node = find(key);
  return node == nullptr ? std::vector<located_string>{}
                         : read_texts(found_, *node, in_quotes(key));
}

void fields::for_one_or_each(std::string_view key,
                             const std::function<void(const yaml_node&)>& use) const {
  if (const yaml_node* node = find(key))
    detail::for_one_or_each(*node, use);
}

void fields::for_each_entry(std::string_view key,
                            const std::function<void(const yaml_entry&)>& use) const {
  if (const yaml_node* node = find(key))
    detail::for_each_entry(found_, *node, in_quotes(key), use);
}

void fields::unknown_word(std::string_view key, const located_string& written,
                          const std::vector<std::string_view>& words) const {
  found_.push_back(
      fault("unknown-value",
            in_quotes(key) + " must be " + list_of(words) + ", not " + in_quotes(written.value),
            written.span, suggestion(written.value, words)));
}

} // namespace caseclock::detail
