#include "eval_bindings.hpp"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "caseclock/base/suggest.hpp"
#include "caseclock/expr/compile.hpp"
#include "caseclock/time/tzdb.hpp"
#include "caseclock/value/coerce.hpp"
#include "caseclock/value/describe.hpp"

namespace caseclock::cli {
namespace {

/// The names of types as values, and three that only bindings have.
std::optional<kind> kind_by_name(std::string_view word) {
  if (word == "null")
    return kind::null;
  if (word == "any" || word == "dyn")
    return kind::any;
  const detail::denoted_type* found = detail::find_denoted(word);
  if (found == nullptr || found->of == kind::denotation)
    return std::nullopt;
  return found->of;
}

std::string closest_type(std::string_view word) {
  std::vector<std::string_view> words{"null", "any"};
  for (const detail::denoted_type& each : detail::denoted_types)
    words.push_back(each.name);
  return closest(word, words);
}

error wrong(const std::string& where, std::string_view why,
            std::string_view reason = "invalid_binding") {
  return {errc::invalid_data, "binding " + json_quote(shortened(where)) + ": " + std::string(why),
          where, reason};
}

/// {"type": "timestamp", "value": "…"}: those two members, and a type that there is.
const std::string* typed_inside(const value_record& fields) {
  if (fields.size() != 2)
    return nullptr;
  const value* named = find(fields, "type");
  const std::string* word = named != nullptr ? named->as_string() : nullptr;
  const bool typed = word != nullptr && find(fields, "value") != nullptr && type_by_name(*word);
  return typed ? word : nullptr;
}

result<value> converted(const value& raw, const type& wanted, const std::string& where);

/// JSON as it is; what is typed inside it by its type.
result<value> plain(const value& raw, const std::string& where) {
  if (const value_list* list = raw.as_list()) {
    value_list made;
    for (std::size_t i = 0; i < list->size(); ++i) {
      auto each = plain((*list)[i], where + '[' + std::to_string(i) + ']');
      if (!each)
        return each;
      made.push_back(*std::move(each));
    }
    return value(std::move(made));
  }
  const value_record* fields = raw.as_record();
  if (fields == nullptr)
    return raw;
  if (const std::string* word = typed_inside(*fields))
    return converted(*find(*fields, "value"), *type_by_name(*word), where);
  value_record made;
  for (const auto& field : *fields) {
    auto each = plain(field.second, where + '.' + shortened(field.first));
    if (!each)
      return each;
    made.emplace_back(field.first, *std::move(each));
  }
  return value(std::move(made));
}

/// Times are read as expressions read them: any year from 1 to 9999, "3600s".
result<value> time_of(const value& raw, const type& wanted, const std::string& where) {
  const std::string* text = raw.as_string();
  if (text == nullptr)
    return wrong(where, detail::wrong_type(wanted, raw));
  const auto take = [&](const auto& read) -> result<value> {
    return read ? result<value>(value(*read)) : result<value>(wrong(where, read.error().message));
  };
  if (wanted.kind == kind::timestamp)
    return take(detail::timestamp_from_text(*text));
  if (wanted.kind == kind::date)
    return take(parse_date(*text));
  return take(detail::duration_from_text(*text));
}

result<value> list_of(const value& raw, const type& wanted, const std::string& where) {
  const value_list* list = raw.as_list();
  if (list == nullptr)
    return wrong(where, detail::wrong_type(wanted, raw));
  value_list made;
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto each = converted((*list)[i], *wanted.element, where + '[' + std::to_string(i) + ']');
    if (!each)
      return each;
    made.push_back(*std::move(each));
  }
  return value(std::move(made));
}

result<value> converted(const value& raw, const type& wanted, const std::string& where) {
  switch (wanted.kind) {
  case kind::date:
  case kind::timestamp:
  case kind::span: return time_of(raw, wanted, where);
  case kind::list:
    if (wanted.element != nullptr)
      return list_of(raw, wanted, where);
    break;
  case kind::any: return plain(raw, where);
  case kind::integer: // large ones as careful hosts send them
    if (const std::string* text = raw.as_string()) {
      const auto read = detail::int_from_text(*text);
      const value* whole = std::get_if<value>(&read);
      return whole != nullptr ? result<value>(*whole)
                              : result<value>(wrong(where, json_quote(shortened(*text)) +
                                                               " is no int of 64 bits"));
    }
    break;
  case kind::null:
  case kind::boolean:
  case kind::fixed:
  case kind::string:
  case kind::record:
  case kind::denotation: break;
  }
  if (wanted.kind == kind::list || wanted.kind == kind::record)
    return raw.kind() == wanted.kind ? plain(raw, where)
                                     : wrong(where, detail::wrong_type(wanted, raw));
  const auto made = coerce(raw, wanted);
  return made ? made : result<value>(wrong(where, made.error().message));
}

/// `x`, and `a.b.c`; not a word that the language keeps for itself.
bool is_name(std::string_view text) {
  bool begins = true;
  for (const char c : text) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    if (!letter && (begins || (c != '.' && (c < '0' || c > '9'))))
      return false;
    begins = c == '.';
  }
  const auto is_text = [text](std::string_view each) { return each == text; };
  return !begins && std::none_of(detail::keywords.begin(), detail::keywords.end(), is_text) &&
         std::none_of(detail::reserved_words.begin(), detail::reserved_words.end(), is_text);
}

status keep(eval_bindings& into, const std::string& name, type known, result<value> made) {
  if (!made)
    return made.error();
  if (!is_name(name))
    return wrong(name, "is no name that an expression can use");
  if (std::string fault = detail::undeclared_fault(*made); !fault.empty())
    return wrong(name, fault, "limit");
  if (into.data.fields.size() >= max_record_fields)
    return wrong(name, "more than 1000 names", "limit");
  field_spec field;
  field.name = name;
  field.type = std::move(known);
  into.data.fields.push_back(std::move(field));
  into.values.push_back(*std::move(made));
  return {};
}

} // namespace

std::optional<type> type_by_name(std::string_view word) {
  constexpr std::string_view list_of_some = "list<";
  constexpr std::size_t deepest = 100;
  if (word.size() > deepest)
    return std::nullopt;
  type made;
  if (word.starts_with(list_of_some) && word.ends_with('>')) {
    const auto element =
        type_by_name(word.substr(list_of_some.size(), word.size() - list_of_some.size() - 1));
    if (!element)
      return std::nullopt;
    made.kind = kind::list;
    made.element = std::make_shared<const type>(*element);
    return made;
  }
  const auto found = kind_by_name(word);
  if (!found)
    return std::nullopt;
  made.kind = *found;
  return made;
}

status bind_typed(eval_bindings& into, const std::string& name, std::string_view type_name,
                  const value& raw) {
  auto wanted = type_by_name(type_name);
  if (const std::string_view why = detail::left_out(type_name); !why.empty())
    return wrong(name, why, "unsupported");
  if (!wanted) {
    const std::string near = closest_type(type_name);
    return wrong(name,
                 "there is no type " + json_quote(shortened(type_name)) +
                     (near.empty() ? "" : " (did you mean " + json_quote(near) + "?)"),
                 "unknown_type");
  }
  auto made = converted(raw, *wanted, name);
  if (wanted->kind == kind::null)
    wanted->kind = kind::any; // null goes with anything
  return keep(into, name, *std::move(wanted), std::move(made));
}

status bind_plain(eval_bindings& into, const std::string& name, const value& raw) {
  type known;
  known.kind = raw.is_null() ? kind::any : raw.kind();
  return keep(into, name, std::move(known), plain(raw, name));
}

const zone* eval_environment::zone_named(std::string_view name) const {
  static std::map<std::string, std::optional<zone>, std::less<>> known;
  constexpr std::size_t most = 1'000; // names may be made up
  auto found = known.find(name);
  if (found == known.end()) {
    if (known.size() >= most)
      known.clear();
    auto loaded = load_zone(name);
    found = known
                .emplace(std::string(name),
                         loaded ? std::optional<zone>(*std::move(loaded)) : std::nullopt)
                .first;
  }
  return found->second ? &*found->second : nullptr;
}

} // namespace caseclock::cli
