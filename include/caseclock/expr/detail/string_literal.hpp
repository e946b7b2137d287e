// String literals with CEL's escapes: '…', "…", '''…''', """…""", each also raw (r"…").
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "caseclock/base/utf8.hpp"
#include "caseclock/expr/detail/source_text.hpp"

namespace caseclock::detail {

/// How a literal starts: its prefix letters and its quote.
struct string_opening {
  std::size_t prefix = 0;
  std::string_view quote{};
  bool raw = false;
  bool bytes = false;
};

/// The opening at the front of the text, if a string starts there.
inline std::optional<string_opening> find_string_opening(std::string_view text) {
  string_opening opening;
  while (opening.prefix < 2 && opening.prefix < text.size()) {
    const char c = text[opening.prefix];
    const bool raw = c == 'r' || c == 'R';
    const bool bytes = c == 'b' || c == 'B';
    if ((!raw && !bytes) || (raw && opening.raw) || (bytes && opening.bytes))
      break;
    opening.raw = opening.raw || raw;
    opening.bytes = opening.bytes || bytes;
    ++opening.prefix;
  }
  const std::string_view rest = text.substr(opening.prefix);
  for (const std::string_view quote : {R"(""")", "'''", R"(")", "'"}) {
    if (rest.substr(0, quote.size()) == quote) {
      opening.quote = quote;
      return opening;
    }
  }
  return std::nullopt;
}

/// Reads one literal from its opening on. After `read`, `position` is behind it, or behind the
/// line or the text if it never ends.
class string_reader {
 public:
  string_reader(std::string_view text, std::size_t begin, const string_opening& opening)
      : text_(text), begin_(begin), at_(begin + opening.prefix + opening.quote.size()),
        opening_(opening) {}

  [[nodiscard]] std::size_t position() const { return at_; }
  [[nodiscard]] const std::string& problem() const { return problem_; }
  [[nodiscard]] text_range problem_range() const { return problem_range_; }

  /// The content, or nullopt with `problem`: the first one in it.
  std::optional<std::string> read() {
    std::string content;
    const bool one_line = opening_.quote.size() == 1;
    while (at_ < text_.size() && !(one_line && (text_[at_] == '\n' || text_[at_] == '\r'))) {
      if (text_.substr(at_, opening_.quote.size()) == opening_.quote) {
        at_ += opening_.quote.size();
        return problem_.empty() ? std::optional{std::move(content)} : std::nullopt;
      }
      if (text_[at_] == '\\' && !opening_.raw)
        read_escape(content);
      else
        copy_character(content);
    }
    fail("the string is never closed: " + std::string(opening_.quote) + " is missing", begin_,
         begin_ + opening_.prefix + opening_.quote.size());
    return std::nullopt;
  }

 private:
  void fail(std::string problem, std::size_t begin, std::size_t end) {
    if (!problem_.empty())
      return;
    problem_ = std::move(problem);
    problem_range_ = {static_cast<std::uint32_t>(begin),
                      static_cast<std::uint32_t>(std::min(end, text_.size()))};
  }

  void copy_character(std::string& content) {
    const auto next = decode_utf8(text_, at_);
    if (!next)
      fail("the text is not valid UTF-8 here", at_, at_ + 1);
    const std::size_t size = next ? next->size : 1;
    content += text_.substr(at_, size);
    at_ += size;
  }

  void read_escape(std::string& content) {
    constexpr std::string_view letters = "abfnrtv\\?\"'`";
    constexpr std::string_view meanings = "\a\b\f\n\r\t\v\\?\"'`";
    const std::size_t begin = at_;
    const char letter = at_ + 1 < text_.size() ? text_[at_ + 1] : '\0';
    at_ = std::min(at_ + 2, text_.size());
    if (const std::size_t found = letters.find(letter); found != std::string_view::npos) {
      content += meanings[found];
      return;
    }
    switch (letter) {
    case 'x':
    case 'X': return read_code(content, begin, 2, 16);
    case 'u': return read_code(content, begin, 4, 16);
    case 'U': return read_code(content, begin, 8, 16);
    case '0':
    case '1':
    case '2':
    case '3': --at_; return read_code(content, begin, 3, 8);
    default: break;
    }
    fail("there is no such escape; write \\\\ for a backslash, or r\"…\" for raw text", begin, at_);
  }

  void read_code(std::string& content, std::size_t begin, std::size_t digits, std::uint32_t base) {
    std::uint64_t code = 0;
    for (std::size_t i = 0; i < digits; ++i, ++at_) {
      const char c = at_ < text_.size() ? text_[at_] : '\0';
      const bool decimal_digit = c >= '0' && c <= '9';
      const bool letter = (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
      const auto digit =
          static_cast<std::uint32_t>(decimal_digit ? c - '0' : (c | 0x20) - 'a' + 10);
      if ((!decimal_digit && !letter) || digit >= base) {
        fail("this escape needs " + std::to_string(digits) +
                 (base == 8 ? " octal digits" : " hexadecimal digits"),
             begin, at_);
        return;
      }
      code = code * base + digit;
    }
    if (is_scalar_value(code))
      append_utf8(content, static_cast<char32_t>(code));
    else
      fail("there is no character of that code", begin, at_);
  }

  std::string_view text_;
  std::size_t begin_;
  std::size_t at_;
  string_opening opening_;
  std::string problem_;
  text_range problem_range_{};
};

} // namespace caseclock::detail
