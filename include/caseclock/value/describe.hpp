// Types and values in the words of messages: "enum (signed, lapsed)", "list of int", "\"abc\"".
#pragma once

#include <string>
#include <string_view>

#include "caseclock/base/json_text.hpp"
#include "caseclock/value/decimal.hpp"
#include "caseclock/value/schema.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock {

/// The language's word for a kind, as authors write it in `type:`.
[[nodiscard]] constexpr std::string_view name(kind k) {
  switch (k) {
  case kind::null: return "null";
  case kind::boolean: return "bool";
  case kind::integer: return "int";
  case kind::fixed: return "decimal";
  case kind::string: return "string";
  case kind::date: return "date";
  case kind::timestamp: return "timestamp";
  case kind::span: return "duration";
  case kind::list: return "list";
  case kind::record: return "record";
  case kind::denotation: return "type";
  case kind::any: return "any";
  }
  return "unknown";
}

/// "int", "optional date", "enum (signed, lapsed, none)", "list of string", "record". At most ten
/// members of an enum are listed.
[[nodiscard]] inline std::string describe(const type& t) {
  std::string text = t.optional ? "optional " : "";
  if (t.is_enum()) {
    text += "enum (";
    for (std::size_t i = 0; i < t.members->size(); ++i) {
      if (i == 10)
        return text + ", …)";
      text += (i == 0 ? "" : ", ") + (*t.members)[i];
    }
    return text + ')';
  }
  text += name(t.kind);
  if (t.kind == kind::list && t.element != nullptr && t.element->kind != kind::null)
    text += " of " + describe(*t.element);
  return text;
}

/// The text, shortened to `most` bytes at a character's border.
[[nodiscard]] inline std::string shortened(std::string_view text, std::size_t most = 60) {
  if (text.size() <= most)
    return std::string(text);
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
    --end;
  return std::string(text.substr(0, end)) + "…";
}

/// A raw value as a message quotes it: `"abc"`, `12.5`, `true`, `a list`; long text is shortened.
[[nodiscard]] inline std::string quoted(const value& v) {
  if (const auto* text = v.as_string())
    return json_quote(shortened(*text));
  if (const auto* truth = v.as_bool())
    return *truth ? "true" : "false";
  if (const auto* whole = v.as_int())
    return std::to_string(*whole);
  if (const auto* amount = v.as_decimal())
    return format_decimal(*amount);
  return v.is_null() ? "null" : "a " + std::string(name(v.kind()));
}

} // namespace caseclock
