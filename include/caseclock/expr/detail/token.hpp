// The words of an expression.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "caseclock/expr/detail/source_text.hpp"
#include "caseclock/value/value.hpp"

namespace caseclock::detail {

enum class token_kind : std::uint8_t {
  end,
  identifier,
  keyword, ///< true, false, null, in
  integer, ///< `magnitude`, without a sign
  fixed,   ///< `literal`
  string,  ///< `literal`
  symbol,
};

struct token {
  token_kind kind = token_kind::end;
  text_range range{};
  std::string_view spelling{}; ///< keywords and symbols: static text; identifiers: the source
  std::uint64_t magnitude = 0;
  value literal{};
  bool quoted = false; ///< `name`: names a member, whatever it looks like

  [[nodiscard]] bool is(std::string_view symbol_or_keyword) const {
    return (kind == token_kind::symbol || kind == token_kind::keyword) &&
           spelling == symbol_or_keyword;
  }
};

// Longer symbols before their prefixes.
inline constexpr std::array<std::string_view, 24> symbols{
    "||", "&&", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/",
    "%",  "!",  "?",  ":",  ".",  ",",  "(", ")", "[", "]", "{", "}"};

inline constexpr std::array<std::string_view, 4> keywords{"true", "false", "null", "in"};

/// CEL keeps these words; they name members of records but nothing else.
inline constexpr std::array<std::string_view, 16> reserved_words{
    "as",     "break", "const",     "continue", "else",   "for", "function", "if",
    "import", "let",   "namespace", "package",  "return", "var", "void",     "while"};

/// Punctuation as Chinese and Japanese input methods type it, and what was meant.
struct full_width_form {
  char32_t code;
  std::string_view meant;
};
inline constexpr std::array<full_width_form, 38> full_width_forms{{
    {U'：', ":"},  {U'，', ","},  {U'、', ","}, {U'（', "("},  {U'）', ")"}, {U'［', "["},
    {U'］', "]"},  {U'【', "["},  {U'】', "]"}, {U'｛', "{"},  {U'｝', "}"}, {U'“', "\""},
    {U'”', "\""},  {U'‘', "'"},   {U'’', "'"},  {U'＂', "\""}, {U'＇', "'"}, {U'「', "\""},
    {U'」', "\""}, {U'！', "!"},  {U'？', "?"}, {U'＝', "=="}, {U'＜', "<"}, {U'＞', ">"},
    {U'《', "<"},  {U'》', ">"},  {U'≤', "<="}, {U'≥', ">="},  {U'≠', "!="}, {U'＋', "+"},
    {U'－', "-"},  {U'＊', "*"},  {U'／', "/"}, {U'％', "%"},  {U'．', "."}, {U'。', "."},
    {U'＆', "&&"}, {U'｜', "||"},
}};

/// What a full-width character stands for, or "" if it is none.
inline std::string_view meant_by(char32_t code) {
  for (const full_width_form& form : full_width_forms) {
    if (form.code == code)
      return form.meant;
  }
  return {};
}

} // namespace caseclock::detail
