// Where the characters of a text stand that a file holds in another form.
//
// YAML folds lines, doubles quotes and has escapes, so the tenth character of a text need not be
// the tenth behind its first. Both are at hand when something is wrong, and what is not blank
// stands in both in the same order: that is enough to find each character's place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/source_map.hpp"

namespace caseclock {

/// From this byte of a text on, characters stand from that place on, until the next break.
struct text_break {
  std::uint32_t offset = 0;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

namespace detail {

inline bool is_white_space(char c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}
inline bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

/// Walks what the file holds, a character or an escape at a time.
class written_text {
 public:
  written_text(std::string_view raw, source_span origin, char quote)
      : raw_(raw), line_(origin.line), column_(origin.column), quote_(quote) {}

  [[nodiscard]] std::uint32_t line() const { return line_; }
  [[nodiscard]] std::uint32_t column() const { return column_; }

  void skip_blanks() {
    while (at_ < raw_.size() && (is_white_space(raw_[at_]) || is_blank_escape()))
      step(is_white_space(raw_[at_]) ? 1 : escape_size());
  }
  /// Over the character `c`; false if something else stands here.
  bool take(char c) {
    if (at_ >= raw_.size())
      return false;
    const bool escaped = quote_ == '"' && raw_[at_] == '\\';
    const bool doubled = quote_ == '\'' && raw_.substr(at_, 2) == "''";
    if (!escaped && raw_[at_] != c)
      return false;
    step(escaped ? escape_size() : doubled ? 2 : 1);
    return true;
  }

 private:
  [[nodiscard]] char next() const { return at_ + 1 < raw_.size() ? raw_[at_ + 1] : '\0'; }
  [[nodiscard]] bool is_blank_escape() const {
    constexpr std::string_view blanks = "nrt \n\r\t";
    return quote_ == '"' && raw_[at_] == '\\' && blanks.find(next()) != std::string_view::npos;
  }
  [[nodiscard]] std::size_t escape_size() const {
    return next() == 'x' ? 4 : next() == 'u' ? 6 : next() == 'U' ? 10 : 2;
  }
  void step(std::size_t bytes) {
    for (; bytes > 0 && at_ < raw_.size(); --bytes, ++at_) {
      if (raw_[at_] == '\n') {
        ++line_;
        column_ = 1;
      } else if (begins_character(raw_[at_])) {
        ++column_;
      }
    }
    while (at_ < raw_.size() && !begins_character(raw_[at_]))
      ++at_; // the rest of a character
  }

  std::string_view raw_;
  std::size_t at_ = 0;
  std::uint32_t line_;
  std::uint32_t column_;
  char quote_;
};

} // namespace detail

/// Where the characters of the text that begins at `origin` stand, as far as they do not simply
/// follow each other, later lines in the column of the first. Empty if they do, or if the file
/// holds something else there. Linear in the text; lines of more than 64 KiB are not looked at.
[[nodiscard]] inline std::vector<text_break> breaks_of(std::string_view text, source_span origin,
                                                       const source_map& sources) {
  const std::string_view before = sources.before(origin);
  const std::string_view raw = sources.from(origin);
  std::vector<text_break> breaks;
  if (raw.empty() || raw.substr(0, text.size()) == text)
    return breaks;
  detail::written_text written(raw, origin, before.empty() ? '\0' : before.back());
  std::uint32_t line = origin.line;
  std::uint32_t column = origin.column;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!detail::is_white_space(text[i]) && detail::begins_character(text[i])) {
      written.skip_blanks();
      if (written.line() != line || written.column() != column) {
        line = written.line();
        column = written.column();
        breaks.push_back({static_cast<std::uint32_t>(i), line, column});
      }
      if (!written.take(text[i]))
        return {};
    }
    line += text[i] == '\n' ? 1U : 0U;
    if (text[i] == '\n')
      column = origin.column;
    else
      column += detail::begins_character(text[i]) ? 1U : 0U;
  }
  return breaks;
}

} // namespace caseclock
