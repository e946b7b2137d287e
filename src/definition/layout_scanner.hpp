// The walk over a YAML text behind `check_layout`: its state, and what it asks at each step.
//
// Lines, blocks and plain texts are read in layout.cpp, quotes and brackets in layout_flow.cpp.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "definition/positions.hpp"

namespace caseclock::detail {

inline constexpr std::string_view wide_colon = "\xef\xbc\x9a"; // ：
inline constexpr std::string_view wide_comma = "\xef\xbc\x8c"; // ，
inline constexpr std::string_view wide_space = "\xe3\x80\x80"; // ideographic space
inline constexpr std::string_view hard_space = "\xc2\xa0";     // no-break space

constexpr bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}
constexpr bool is_flow_mark(char c) {
  return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}
constexpr bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '.' || c == '-';
}

inline bool is_wide_space(std::string_view text) {
  return text.substr(0, wide_space.size()) == wide_space ||
         text.substr(0, hard_space.size()) == hard_space;
}

/// How many bytes of the text are one word: a key as authors write them.
inline std::size_t word_size(std::string_view text) {
  std::size_t size = 0;
  while (size < text.size() && is_word(text[size]))
    ++size;
  return size;
}

class layout_scanner {
 public:
  layout_scanner(std::string_view text, const positions& places) : text_(text), places_(places) {}

  std::vector<diagnostic> run() {
    while (!stopped_ && at_ < text_.size())
      line();
    if (!stopped_ && !flow_.empty())
      unclosed(flow_.back());
    tell_repeated();
    return std::move(found_);
  }

 private:
  enum class just_read { nothing, plain, closed };
  struct bracket {
    char open;
    std::size_t at;
    bool key_next = true; ///< in a mapping: a key is to come
  };
  struct collection {
    std::ptrdiff_t column;
    bool mapping;
  };

  // ---- Small questions ------------------------------------------------------------------------
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\n';
  }
  [[nodiscard]] bool at_end_of_line() const {
    return peek() == '\n' || (peek() == '\r' && peek(1) == '\n');
  }
  [[nodiscard]] bool blank_at(std::size_t ahead) const {
    return peek(ahead) == '\n' || is_blank(peek(ahead));
  }
  [[nodiscard]] bool comment_here() const {
    return peek() == '#' && (at_ == line_start_ || is_blank(text_[at_ - 1]));
  }
  [[nodiscard]] std::ptrdiff_t column(std::size_t at) const {
    return static_cast<std::ptrdiff_t>(at - line_start_);
  }
  [[nodiscard]] std::ptrdiff_t parent() const {
    return blocks_.empty() ? -1 : blocks_.back().column;
  }
  [[nodiscard]] std::string_view slice(std::size_t from, std::size_t to) const {
    return text_.substr(from, to - from);
  }

  // ---- Findings -------------------------------------------------------------------------------
  void find(std::string code, std::string message, std::size_t at, std::size_t bytes = 1);
  void stop(std::string code, std::string message, std::size_t at, std::size_t bytes = 1);
  void unclosed(const bracket& open);
  /// For what is told once, at its first place, and counted.
  void find_once(std::string_view code, std::string message, std::size_t at, std::size_t bytes);
  void tell_repeated();
  void count_node(std::size_t at);
  void check_depth(std::size_t at);

  // ---- Lines ----------------------------------------------------------------------------------
  void skip_blanks();
  void skip_line();
  /// Leaves `at_` on the first character that is no space; how many there were.
  std::ptrdiff_t indentation();
  void line();
  void tab_line(std::size_t at);
  void flow_line(std::ptrdiff_t indent);
  void block_line(std::ptrdiff_t indent);
  /// `---`, `...`, `%YAML`: what separates documents.
  bool marker();

  // ---- Tokens ---------------------------------------------------------------------------------
  /// Reads to the end of the line, or to the end of the line on which a longer token ends.
  void tokens();
  /// What is refused wherever a value begins.
  bool special();
  void skip_word();
  void feature(char c, std::size_t start);
  void push_block(std::size_t at, bool mapping);
  void block_token();
  /// `key:` has been read up to the colon.
  void key_in_block(std::size_t start);
  void plain_in_block();
  /// A text stands where a key is due: the usual reasons why it is none.
  bool slip_in_key(std::size_t start, std::size_t end);
  void wide_colon_at(std::size_t at);
  void missing_space_at(std::size_t start, std::size_t word);
  void block_text();

  // ---- Quotes ---------------------------------------------------------------------------------
  void quoted_text();
  bool skip_quoted();
  /// Inside a quoted text: does the next line, unless it is empty, lie deeper than what it is in?
  bool deeper_line();
  /// A quote or a bracket has been closed in block context: what may follow is a colon or nothing.
  void after_closed(std::size_t start, std::size_t first_line, std::string_view what);

  // ---- Brackets -------------------------------------------------------------------------------
  void open_bracket();
  void close_bracket();
  void flow_token();
  void colon_in_flow();
  void plain_in_flow();
  void slip_in_flow_key(std::size_t start, std::size_t end);

  std::string_view text_;
  const positions& places_;
  std::vector<diagnostic> found_{};
  std::vector<collection> blocks_{};
  std::vector<bracket> flow_{};
  std::size_t at_ = 0;
  std::size_t line_start_ = 0;
  std::size_t outermost_line_ = 0; ///< start of the line that opened the outermost bracket
  std::size_t plain_start_ = 0;    ///< of the last plain text within brackets
  std::size_t nodes_ = 0;
  std::map<std::string_view, std::size_t> repeated_{}; ///< code → how often
  std::optional<std::ptrdiff_t> plain_parent_{}; ///< a plain text may go on, if deeper than this
  just_read after_ = just_read::nothing;
  bool head_ = true;     ///< only dashes so far on this line: a key may come
  bool content_ = false; ///< something other than comments was read
  bool ended_ = false;   ///< `...` was read
  bool stopped_ = false;
};

} // namespace caseclock::detail
