// From text to words, as CEL's grammar has it, less what the profile leaves out (by name).
//
// The lexer goes on after a mistake, so that every one of them is reported.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/json_text.hpp"
#include "caseclock/base/utf8.hpp"
#include "caseclock/expr/detail/findings.hpp"
#include "caseclock/expr/detail/string_literal.hpp"
#include "caseclock/expr/detail/token.hpp"
#include "caseclock/value/decimal.hpp"

namespace caseclock::detail {

class lexer {
 public:
  lexer(const source_text& source, finding_list& findings)
      : text_(source.text), findings_(findings) {}

  /// All words, the last of them `end`. Linear.
  [[nodiscard]] std::vector<token> run() {
    while (skip_blank(), at_ < text_.size() && !findings_.full())
      read_token();
    put(token_kind::end, at_, {});
    return std::move(tokens_);
  }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
  static bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  [[nodiscard]] text_range from(std::size_t begin) const {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)};
  }
  token& put(token_kind kind, std::size_t begin, std::string_view spelling) {
    tokens_.push_back(token{kind, from(begin), spelling, 0, {}});
    return tokens_.back();
  }

  void skip_blank() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '/' && peek(1) == '/')
        at_ = std::min(text_.find('\n', at_), text_.size());
      else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f')
        ++at_;
      else
        return;
    }
  }

  void read_token() {
    const char c = peek();
    if (const auto opening = find_string_opening(text_.substr(at_)))
      return read_string(*opening);
    if (is_letter(c))
      return read_word();
    if (c == '`')
      return read_quoted_name();
    if (is_digit(c) || (c == '.' && is_digit(peek(1)) && !after_operand()))
      return read_number();
    read_symbol();
  }

  /// True where a `.` selects a member, as opposed to starting a number.
  [[nodiscard]] bool after_operand() const {
    if (tokens_.empty())
      return false;
    const token& last = tokens_.back();
    return last.kind != token_kind::symbol || last.is(")") || last.is("]");
  }

  void read_word() {
    const std::size_t begin = at_;
    while (is_letter(peek()) || is_digit(peek()))
      ++at_;
    const std::string_view word = text_.substr(begin, at_ - begin);
    const bool keyword = std::find(keywords.begin(), keywords.end(), word) != keywords.end();
    put(keyword ? token_kind::keyword : token_kind::identifier, begin, word);
  }

  /// A member that no plain word can name: m.`first name`.
  void read_quoted_name() {
    const std::size_t begin = at_++;
    while (is_letter(peek()) || is_digit(peek()) || (at_ < text_.size() && is_mark(peek())))
      ++at_;
    const std::string_view word = text_.substr(begin + 1, at_ - begin - 1);
    if (peek() != '`' || word.empty())
      findings_.fault(
          "expression-syntax",
          "a name in ` ` has letters, digits, blanks and . - / _ only, and a ` at its end",
          from(begin));
    at_ = std::min(at_ + 1, text_.size());
    put(token_kind::identifier, begin, word).quoted = true;
  }
  static bool is_mark(char c) { return c == '.' || c == '-' || c == '/' || c == ' '; }

  void read_number() {
    const std::size_t begin = at_;
    if (peek() == '0' && peek(1) == 'x')
      return read_hexadecimal();
    while (is_digit(peek()))
      ++at_;
    const bool point = peek() == '.' && is_digit(peek(1));
    if (point) {
      ++at_;
      while (is_digit(peek()))
        ++at_;
    }
    const bool exponent =
        (peek() == 'e' || peek() == 'E') &&
        (is_digit(peek(1)) || ((peek(1) == '+' || peek(1) == '-') && is_digit(peek(2))));
    if (exponent) {
      at_ += 2;
      while (is_digit(peek()))
        ++at_;
      return reject_number(begin,
                           "there is no floating point here: write the number out, with at most "
                           "four decimal places",
                           "expression-unsupported");
    }
    if (is_letter(peek()))
      return reject_suffix(begin);
    point ? put_decimal(begin) : put_integer(begin, begin, 10);
  }

  void read_hexadecimal() {
    const std::size_t begin = at_;
    at_ += 2;
    while (is_hex(peek()))
      ++at_;
    if (is_letter(peek()) || at_ == begin + 2)
      return reject_suffix(begin);
    put_integer(begin, begin + 2, 16);
  }

  void reject_suffix(std::size_t begin) {
    const bool is_unsigned = peek() == 'u' || peek() == 'U';
    while (is_letter(peek()) || is_digit(peek()))
      ++at_;
    if (is_unsigned)
      return reject_number(begin, "there are no unsigned integers here: leave the u out",
                           "expression-unsupported");
    reject_number(begin, "is not a number");
  }
  void reject_number(std::size_t begin, std::string_view why,
                     const char* code = "expression-syntax") {
    const std::string number(text_.substr(begin, std::min<std::size_t>(at_ - begin, 40)));
    findings_.fault(code, number + ": " + std::string(why), from(begin));
    put(token_kind::integer, begin, {});
  }

  void put_decimal(std::size_t begin) {
    std::string number(text_.substr(begin, at_ - begin));
    if (number.front() == '.')
      number.insert(number.begin(), '0');
    const auto parsed = parse_decimal(number);
    if (!parsed)
      findings_.fault("expression-syntax", parsed.error().message, from(begin));
    put(token_kind::fixed, begin, {}).literal = parsed.value_or(decimal{});
  }

  void put_integer(std::size_t begin, std::size_t digits, std::uint64_t base) {
    std::uint64_t magnitude = 0;
    bool fits = true;
    for (std::size_t i = digits; i < at_; ++i) {
      const char c = text_[i];
      const int digit = is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
      fits = fits && !__builtin_mul_overflow(magnitude, base, &magnitude) &&
             !__builtin_add_overflow(magnitude, static_cast<std::uint64_t>(digit), &magnitude);
    }
    if (!fits)
      return reject_number(begin, "is too large for an int");
    put(token_kind::integer, begin, {}).magnitude = magnitude;
  }

  void read_string(const string_opening& opening) {
    const std::size_t begin = at_;
    string_reader reader(text_, at_, opening);
    std::optional<std::string> content = reader.read();
    at_ = reader.position();
    if (opening.bytes)
      findings_.fault("expression-unsupported", "byte strings are not part of the language",
                      from(begin));
    else if (!content)
      findings_.fault("expression-syntax", reader.problem(), reader.problem_range());
    put(token_kind::string, begin, {}).literal = content.value_or(std::string{});
  }

  void read_symbol() {
    const std::size_t begin = at_;
    const std::string_view rest = text_.substr(at_);
    for (const std::string_view symbol : symbols) {
      if (rest.substr(0, symbol.size()) == symbol) {
        at_ += symbol.size();
        put(token_kind::symbol, begin, symbol);
        return;
      }
    }
    const char c = peek();
    if (c != '=' && c != '&' && c != '|')
      return reject_character();
    ++at_;
    const std::string_view meant = c == '=' ? "==" : c == '&' ? "&&" : "||";
    findings_.fault("expression-syntax",
                    std::string(1, c) + " is no operator here: " +
                        (c == '=' ? "write == to compare" : "write it twice"),
                    from(begin), std::string(meant));
    put(token_kind::symbol, begin, meant);
  }

  /// What no expression contains outside of strings.
  void reject_character() {
    const std::size_t begin = at_;
    const auto next = decode_utf8(text_, at_);
    at_ += next ? next->size : 1;
    const std::string_view meant = next ? meant_by(next->code) : std::string_view{};
    if (!next) {
      findings_.fault("invalid-utf8", "the text is not valid UTF-8 here", from(begin));
    } else if (next->code == 0x3000 || next->code == 0xA0 || next->code == 0xFEFF) {
      findings_.fault("full-width-punctuation", "this is no ordinary blank: type a space",
                      from(begin));
    } else if (meant.empty()) {
      findings_.fault("expression-syntax",
                      json_quote(text_.substr(begin, at_ - begin)) + " has no meaning here",
                      from(begin));
    } else {
      const std::string typed(text_.substr(begin, at_ - begin));
      findings_.fault("full-width-punctuation",
                      typed + " is a full-width character, which means nothing here", from(begin),
                      std::string(meant));
      if (meant == "\"" || meant == "'")
        return skip_full_width_string(begin);
      put(token_kind::symbol, begin, meant);
    }
  }

  /// Goes on behind the quote that closes; what lies between was text.
  void skip_full_width_string(std::size_t begin) {
    while (at_ < text_.size() && text_[at_] != '\n') {
      const auto next = decode_utf8(text_, at_);
      const std::string_view meant = next ? meant_by(next->code) : std::string_view{};
      at_ += next ? next->size : 1;
      if (meant == "\"" || meant == "'" || text_[at_ - 1] == '"' || text_[at_ - 1] == '\'')
        break;
    }
    put(token_kind::string, begin, {}).literal = std::string{};
  }

  std::string_view text_;
  finding_list& findings_;
  std::size_t at_ = 0;
  std::vector<token> tokens_;
};

} // namespace caseclock::detail
