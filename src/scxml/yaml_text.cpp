#include "scxml/yaml_text.hpp"

#include <algorithm>
#include <array>

#include "caseclock/base/json_text.hpp"

namespace caseclock::detail {

namespace {

constexpr std::size_t longest_line = 96;

bool is_plain_word(std::string_view text) {
  constexpr std::array<std::string_view, 11> words{"true", "false", "null", "yes", "no", "on",
                                                   "off",  "y",     "n",    "Y",   "N"};
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  const auto inside = [&](char c) { return letter(c) || (c >= '0' && c <= '9'); };
  if (text.empty() || !letter(text.front()) || !std::all_of(text.begin(), text.end(), inside))
    return false;
  std::string lower{text};
  for (char& c : lower)
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return std::find(words.begin(), words.end(), lower) == words.end();
}

std::string scalar(std::string_view text, bool bare) {
  return bare || is_plain_word(text) ? std::string(text) : json_quote(text);
}

/// The whole in one line, `{a: b}` or `[a, b]`.
std::string in_line(const yaml_value& what) {
  switch (what.kind) {
  case yaml_value::shape::text: return scalar(what.text, what.bare);
  case yaml_value::shape::list: {
    std::string out = "[";
    for (const yaml_value& each : what.items)
      out += (out.size() == 1 ? "" : ", ") + in_line(each);
    return out + "]";
  }
  case yaml_value::shape::mapping: {
    std::string out = "{";
    for (const auto& [key, held] : what.entries)
      out += (out.size() == 1 ? "" : ", ") + scalar(key, false) + ": " + in_line(held);
    return out + "}";
  }
  }
  return {};
}

std::size_t size_of(const yaml_value& what) {
  std::size_t size = what.text.size() + 2;
  for (const yaml_value& each : what.items)
    size += size_of(each);
  for (const auto& [key, held] : what.entries)
    size += key.size() + size_of(held);
  return size;
}

bool fits(const yaml_value& what, std::size_t indent) {
  return what.kind == yaml_value::shape::text || what.empty() ||
         (size_of(what) < longest_line && indent + in_line(what).size() < longest_line);
}

void write(const yaml_value& what, std::size_t indent, std::string& out);

void write_under(const yaml_value& held, std::size_t indent, std::size_t deeper, std::string& out) {
  if (fits(held, indent + 12)) {
    out += " " + in_line(held) + "\n";
    return;
  }
  out += "\n";
  write(held, indent + deeper, out);
}

void write(const yaml_value& what, std::size_t indent, std::string& out) {
  const std::string blanks(indent, ' ');
  for (const auto& [key, held] : what.entries) {
    out += blanks + scalar(key, false) + ":";
    write_under(held, indent, 2, out);
  }
  for (const yaml_value& each : what.items) {
    if (fits(each, indent + 2) || each.kind == yaml_value::shape::list) {
      out += blanks + "- " + in_line(each) + "\n";
      continue;
    }
    std::string inner; // the first key stands behind the dash
    write(each, indent + 2, inner);
    inner[indent] = '-';
    out += inner;
  }
}

} // namespace

std::string write_yaml(const yaml_value& document) {
  std::string out;
  write(document, 0, out);
  return out;
}

std::size_t depth_of(const yaml_value& what) {
  if (what.kind == yaml_value::shape::text)
    return 0;
  std::size_t deepest = 0;
  for (const yaml_value& each : what.items)
    deepest = std::max(deepest, depth_of(each));
  for (const auto& [key, held] : what.entries)
    deepest = std::max(deepest, depth_of(held));
  return deepest + 1;
}

} // namespace caseclock::detail
