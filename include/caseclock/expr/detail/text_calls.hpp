// What is computed of texts. Positions count characters, not bytes, from 0.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "caseclock/base/utf8.hpp"
#include "caseclock/expr/detail/arithmetic.hpp"
#include "caseclock/expr/detail/code.hpp"
#include "caseclock/value/coerce.hpp"

namespace caseclock::detail {

inline constexpr std::size_t most_text_arguments = 4;
/// The object first; null behind the last.
using text_arguments = std::array<const value*, most_text_arguments>;

inline constexpr failing no_such_position{"index_out_of_range",
                                          "the text has no character at that position"};
inline constexpr failing text_too_long{"limit", "the text is too long"};

/// Where that character begins; the end of the text for the position behind the last.
inline std::optional<std::size_t> byte_of(std::string_view text, std::int64_t position) {
  if (position < 0)
    return std::nullopt;
  std::size_t at = 0;
  for (; position > 0 && at < text.size(); --position) {
    const auto next = decode_utf8(text, at);
    at += next ? next->size : 1;
  }
  return position == 0 ? std::optional{at} : std::nullopt;
}
inline value position_of(std::string_view text, std::size_t byte) {
  return value(byte == std::string_view::npos
                   ? std::int64_t{-1}
                   : static_cast<std::int64_t>(count_characters(text.substr(0, byte))));
}
inline std::size_t first_size(std::string_view text) {
  const auto next = decode_utf8(text, 0);
  return next ? next->size : 1;
}

/// A whole number that may be left out; nullopt if it is something else.
inline std::optional<std::int64_t> number_or(const value* given, std::int64_t otherwise) {
  if (given == nullptr)
    return otherwise;
  const auto* whole = given->as_int();
  return whole != nullptr ? std::optional{*whole} : std::nullopt;
}

inline evaluated find_text(function which, const std::string& text, const std::string& part,
                           const value* from) {
  const bool last = which == function::last_index_of;
  const auto position =
      number_or(from, last ? static_cast<std::int64_t>(count_characters(text)) : 0);
  if (!position)
    return unfit(*from);
  const auto begin = byte_of(text, *position);
  if (!begin)
    return no_such_position;
  return position_of(text, last ? text.rfind(part, *begin) : text.find(part, *begin));
}

inline evaluated part_of_text(const std::string& text, const value& from, const value* until) {
  const auto first = number_or(&from, 0);
  const auto last = number_or(until, static_cast<std::int64_t>(count_characters(text)));
  if (!first || !last)
    return unfit(!first ? from : *until);
  const auto begin = byte_of(text, *first);
  const auto end = byte_of(text, *last);
  if (!begin || !end || *begin > *end)
    return no_such_position;
  return value(text.substr(*begin, *end - *begin));
}

inline evaluated character_at(const std::string& text, const value& position) {
  const auto wanted = number_or(&position, 0);
  if (!wanted)
    return unfit(position);
  const auto begin = byte_of(text, *wanted);
  if (!begin)
    return no_such_position;
  const std::string_view rest = std::string_view(text).substr(*begin);
  return value(rest.substr(0, rest.empty() ? 0 : first_size(rest)));
}

/// `limit` times at most, always if it is negative. Nothing is found before each character and at
/// the end.
inline evaluated replaced_text(const std::string& text, const std::string& old,
                               const std::string& by, const value* limit) {
  const auto most = number_or(limit, -1);
  if (!most)
    return unfit(*limit);
  std::string made;
  std::size_t at = 0;
  for (std::int64_t done = 0; *most < 0 || done < *most; ++done) {
    const std::size_t found = old.empty() ? at : text.find(old, at);
    if (found == std::string::npos)
      break;
    made.append(text, at, found - at).append(by);
    at = found + old.size();
    if (made.size() > max_string_bytes)
      return text_too_long;
    if (old.empty() && at >= text.size())
      return value(std::move(made));
    if (!old.empty())
      continue;
    const std::size_t size = first_size(std::string_view(text).substr(at));
    made.append(text, at, size);
    at += size;
  }
  made.append(text, at, std::string::npos);
  return made.size() > max_string_bytes ? evaluated(text_too_long)
                                        : evaluated(value(std::move(made)));
}

/// At most `limit` parts, the last of them the rest; all if it is negative. By nothing: characters.
inline evaluated split_text(const std::string& text, const std::string& by, const value* limit) {
  const auto most = number_or(limit, -1);
  if (!most)
    return unfit(*limit);
  value_list parts;
  std::string_view rest = text;
  const auto enough = [&] {
    return *most >= 0 && static_cast<std::int64_t>(parts.size()) + 1 >= *most;
  };
  while (*most != 0 && parts.size() < max_list_elements && !enough()) {
    const std::size_t end = !by.empty()    ? rest.find(by)
                            : rest.empty() ? std::string_view::npos
                                           : first_size(rest);
    if (end == std::string_view::npos || (by.empty() && end >= rest.size()))
      break;
    parts.emplace_back(rest.substr(0, end));
    rest.remove_prefix(end + by.size());
  }
  if (*most != 0 && (!by.empty() || !rest.empty()))
    parts.emplace_back(rest);
  return parts.size() > max_list_elements ? evaluated(failing{"limit", "the list is too long"})
                                          : evaluated(value(std::move(parts)));
}

inline evaluated joined_texts(const value& list, const value* between) {
  const auto* parts = list.as_list();
  const auto* separator = between != nullptr ? between->as_string() : nullptr;
  if (parts == nullptr || (between != nullptr && separator == nullptr))
    return unfit(list);
  std::string made;
  for (const value& each : *parts) {
    const auto* text = each.as_string();
    if (text == nullptr)
      return unfit(each);
    if (separator != nullptr && &each != parts->data())
      made += *separator;
    made += *text;
    if (made.size() > max_string_bytes)
      return text_too_long;
  }
  return value(std::move(made));
}

/// ASCII letters only: what others become depends on where one lives.
inline value cased_text(std::string text, char first, char last) {
  for (char& c : text)
    c = c >= first && c <= last ? static_cast<char>(c ^ 0x20) : c;
  return value(std::move(text));
}

inline bool is_white(char32_t c) {
  return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
         c == 0x3000;
}
inline value trimmed_text(const std::string& text) {
  std::size_t begin = text.size();
  std::size_t end = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto next = decode_utf8(text, at);
    const std::size_t size = next ? next->size : 1;
    if (!next || !is_white(next->code)) {
      begin = std::min(begin, at);
      end = at + size;
    }
    at += size;
  }
  return value(begin < end ? text.substr(begin, end - begin) : std::string{});
}

inline value reversed_text(const std::string& text) {
  std::string made;
  made.reserve(text.size());
  for (std::size_t end = text.size(); end > 0;) {
    std::size_t begin = end - 1;
    while (begin > 0 && (static_cast<unsigned char>(text[begin]) & 0xc0U) == 0x80U)
      --begin;
    made.append(text, begin, end - begin);
    end = begin;
  }
  return value(std::move(made));
}

inline evaluated text_call(function which, const text_arguments& given) {
  if (which == function::join)
    return joined_texts(*given[0], given[1]);
  const auto* text = given[0]->as_string();
  if (text == nullptr)
    return unfit(*given[0]);
  if (which == function::lower_ascii || which == function::upper_ascii)
    return which == function::lower_ascii ? cased_text(*text, 'A', 'Z')
                                          : cased_text(*text, 'a', 'z');
  if (which == function::trim || which == function::reverse)
    return which == function::trim ? trimmed_text(*text) : reversed_text(*text);
  if (which == function::char_at)
    return character_at(*text, *given[1]);
  if (which == function::substring)
    return part_of_text(*text, *given[1], given[2]);
  const auto* part = given[1]->as_string();
  if (part == nullptr)
    return unfit(*given[1]);
  if (which == function::split)
    return split_text(*text, *part, given[2]);
  if (which != function::replace)
    return find_text(which, *text, *part, given[2]);
  const auto* by = given[2]->as_string();
  return by != nullptr ? replaced_text(*text, *part, *by, given[3]) : unfit(*given[2]);
}

} // namespace caseclock::detail
