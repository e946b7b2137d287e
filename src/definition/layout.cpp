#include "definition/layout.hpp"

#include <algorithm>
#include <utility>

#include "definition/fault.hpp"
#include "definition/layout_scanner.hpp"
#include "definition/limits.hpp"

namespace caseclock::detail {

void layout_scanner::find(std::string code, std::string message, std::size_t at,
                          std::size_t bytes) {
  found_.push_back(fault(std::move(code), std::move(message), places_.at(at, bytes)));
  if (found_.size() >= max_findings)
    stopped_ = true;
}

void layout_scanner::stop(std::string code, std::string message, std::size_t at,
                          std::size_t bytes) {
  find(std::move(code), std::move(message), at, bytes);
  stopped_ = true;
}

void layout_scanner::unclosed(const bracket& open) {
  stop("unclosed-bracket", std::string{"this \""} + open.open + "\" is never closed", open.at);
}

void layout_scanner::find_once(std::string_view code, std::string message, std::size_t at,
                               std::size_t bytes) {
  if (++repeated_[code] == 1)
    find(std::string{code}, std::move(message), at, bytes);
}

void layout_scanner::tell_repeated() {
  for (diagnostic& one : found_) {
    const auto counted = repeated_.find(one.code);
    if (counted != repeated_.end() && counted->second > 1)
      one.message += " (and " + std::to_string(counted->second - 1) + " more like it)";
  }
}

void layout_scanner::count_node(std::size_t at) {
  if (++nodes_ > 2 * max_nodes)
    stop("too-many-nodes",
         "more than " + std::to_string(max_nodes) + " keys and values in one file", at);
}

void layout_scanner::check_depth(std::size_t at) {
  if (blocks_.size() + flow_.size() > max_depth)
    stop("too-deep", "nested more than " + std::to_string(max_depth) + " deep", at);
}

void layout_scanner::skip_blanks() {
  while (at_ < text_.size() && is_blank(text_[at_]))
    ++at_;
}

void layout_scanner::skip_line() {
  const std::size_t end = text_.find('\n', at_);
  at_ = end == std::string_view::npos ? text_.size() : end + 1;
}

std::ptrdiff_t layout_scanner::indentation() {
  line_start_ = at_;
  while (at_ < text_.size() && text_[at_] == ' ')
    ++at_;
  return column(at_);
}

void layout_scanner::line() {
  const std::ptrdiff_t indent = indentation();
  const std::size_t first = at_;
  skip_blanks();
  if (at_end_of_line()) {
    skip_line();
    return;
  }
  if (peek() == '#') {
    plain_parent_.reset();
    skip_line();
    return;
  }
  if (is_wide_space(text_.substr(at_))) {
    find("wide-space", "a full-width or no-break space indents this line: use plain spaces", at_);
    skip_line();
    return;
  }
  if (!flow_.empty()) {
    flow_line(indent);
    return;
  }
  if (at_ != first) {
    tab_line(first);
    return;
  }
  block_line(indent);
}

void layout_scanner::tab_line(std::size_t at) {
  find_once("tab-indentation", "this line is indented with a tab: YAML is indented with spaces", at,
            1);
  skip_line();
}

void layout_scanner::flow_line(std::ptrdiff_t indent) {
  if (indent <= parent() && peek() != ']' && peek() != '}') {
    unclosed(flow_.back());
    return;
  }
  tokens();
}

void layout_scanner::block_line(std::ptrdiff_t indent) {
  if (indent == 0 && marker()) {
    return;
  }
  if (ended_) {
    stop("second-document", "a file holds one document: put this one into a file of its own", at_);
    return;
  }
  if (plain_parent_ && indent > *plain_parent_) {
    plain_in_block();
    tokens();
    return;
  }
  plain_parent_.reset();
  while (!blocks_.empty() && blocks_.back().column > indent)
    blocks_.pop_back();
  content_ = true;
  head_ = true;
  tokens();
}

bool layout_scanner::marker() {
  const std::string_view three = text_.substr(at_, 3);
  if ((three == "---" || three == "...") && blank_at(3)) {
    if (three == "...") {
      ended_ = content_;
      skip_line();
      return true;
    }
    if (content_) {
      stop("second-document", "a file holds one document: put this one into a file of its own", at_,
           3);
      return true;
    }
    at_ += 3;
    content_ = true;
    head_ = true;
    tokens();
    return true;
  }
  if (peek() == '%' && !content_) {
    find("yaml-directive", "YAML directives are not part of the language: remove this line", at_);
    skip_line();
    return true;
  }
  return false;
}

void layout_scanner::tokens() {
  while (!stopped_) {
    skip_blanks();
    if (at_ >= text_.size() || at_end_of_line() || comment_here()) {
      skip_line();
      return;
    }
    if (special())
      continue;
    if (flow_.empty())
      block_token();
    else
      flow_token();
  }
}

bool layout_scanner::special() {
  const char c = peek();
  if (after_ != just_read::nothing)
    return false;
  const std::size_t start = at_;
  if (c == '&' || c == '*' || c == '!') {
    skip_word();
    feature(c, start);
    return true;
  }
  if (c == '@' || c == '`' || c == '%') {
    skip_word();
    find("reserved-character", std::string{"a text that begins with \""} + c + "\" must be quoted",
         start);
    return true;
  }
  if (c == '?' && blank_at(1) && (head_ || !flow_.empty())) {
    find("complex-key", "\"? \" keys are not part of the language: a key is one plain word", start);
    skip_line();
    return true;
  }
  return false;
}

void layout_scanner::skip_word() {
  while (at_ < text_.size() && !blank_at(0) && (flow_.empty() || !is_flow_mark(peek())))
    ++at_;
  if (text_[at_ - 1] == ':' && blank_at(0)) // the word is a key
    --at_;
  after_ = flow_.empty() ? just_read::nothing : just_read::plain;
}

void layout_scanner::feature(char c, std::size_t start) {
  const std::string_view word = slice(start, at_);
  if (c == '!') {
    find("yaml-tag",
         "YAML tags are not part of the language; an expression that begins with \"!\" must be "
         "quoted: '" +
             std::string{word.substr(0, 40)} + "'",
         start, word.size());
    plain_parent_ = parent();
    if (flow_.empty())
      at_ = std::min(text_.find('\n', at_), text_.size());
  } else if (c == '&') {
    after_ = just_read::nothing;
    find_once(
        "yaml-anchor",
        "YAML anchors are not part of the language: what several files share goes into a file "
        "that they include",
        start, word.size());
  } else {
    find_once(
        "yaml-alias",
        "YAML aliases are not part of the language: what several files share goes into a file "
        "that they include",
        start, word.size());
  }
}

void layout_scanner::push_block(std::size_t at, bool mapping) {
  if (column(at) > parent())
    blocks_.push_back({column(at), mapping});
  check_depth(at);
}

void layout_scanner::block_token() {
  const char c = peek();
  if (c == '-' && blank_at(1) && head_) {
    push_block(at_, false);
    count_node(at_);
    ++at_;
  } else if (c == '|' || c == '>') {
    block_text();
  } else if (c == '"' || c == '\'') {
    quoted_text();
  } else if (c == '[' || c == '{') {
    open_bracket();
  } else if (c == ']' || c == '}') {
    find("unmatched-bracket", std::string{"this \""} + c + "\" closes nothing", at_);
    ++at_;
  } else {
    plain_in_block();
  }
}

void layout_scanner::key_in_block(std::size_t start) {
  if (!head_) {
    find("colon-in-text",
         plain_parent_ ? "this line goes on with the text above it, and has a \": \" in it: "
                         "indent it like its neighbours, or quote the text"
                       : "a \": \" inside a text: quote the whole text",
         at_);
    at_ = std::min(text_.find('\n', at_), text_.size());
    return;
  }
  const std::size_t wide = text_[start] == '"' || text_[start] == '\''
                               ? std::string_view::npos
                               : slice(start, at_).find(wide_colon);
  if (wide != std::string_view::npos)
    wide_colon_at(start + wide);
  ++at_;
  head_ = false;
  if (start >= line_start_)
    push_block(start, true);
}

void layout_scanner::plain_in_block() {
  const std::size_t start = at_;
  const bool continues = plain_parent_.has_value();
  count_node(start);
  std::size_t end = at_;
  while (!at_end_of_line() && !comment_here()) {
    if (peek() == ':' && blank_at(1)) {
      if (continues)
        head_ = false;
      key_in_block(start);
      plain_parent_.reset();
      return;
    }
    if (!is_blank(peek()))
      end = at_ + 1;
    ++at_;
  }
  if (head_ && !continues && slip_in_key(start, end))
    push_block(start, true);
  plain_parent_ = parent();
}

bool layout_scanner::slip_in_key(std::size_t start, std::size_t end) {
  const std::string_view text = slice(start, end);
  const std::size_t word = word_size(text);
  const bool in_mapping =
      blocks_.empty() || (blocks_.back().mapping && blocks_.back().column == column(start));
  const std::size_t colon = text.find(wide_colon);
  if (colon != std::string_view::npos && (in_mapping || (word > 0 && colon == word))) {
    wide_colon_at(start + colon);
    return true;
  }
  if (in_mapping && word > 0 && word < text.size() && text[word] == ':') {
    missing_space_at(start, word);
    return true;
  }
  return false;
}

void layout_scanner::wide_colon_at(std::size_t at) {
  find("full-width-colon",
       "a full-width colon \"：\" separates nothing: write \": \" with a plain colon and a space",
       at, wide_colon.size());
}

void layout_scanner::missing_space_at(std::size_t start, std::size_t word) {
  const bool wide = is_wide_space(text_.substr(start + word + 1));
  find("missing-space",
       "a plain space is missing after " + in_quotes(std::string(text_.substr(start, word)) + ":") +
           (wide ? ": this one is full-width" : ""),
       start + word);
}

void layout_scanner::block_text() {
  const std::ptrdiff_t base = parent();
  count_node(at_);
  skip_line();
  while (at_ < text_.size()) {
    const std::size_t start = at_;
    const std::ptrdiff_t indent = indentation();
    const std::size_t first = at_;
    skip_blanks();
    if (at_end_of_line() && first < text_.size() && text_[first] == '\t' && indent <= base) {
      tab_line(first); // yaml-cpp refuses it, though nothing is on it
      continue;
    }
    if (!at_end_of_line() && indent <= base) {
      at_ = start;
      break;
    }
    skip_line();
  }
  // `tokens` goes on with the rest of a line: here it is a whole one.
  if (at_ > 0 && text_[at_ - 1] == '\n')
    --at_;
}

std::vector<diagnostic> check_layout(std::string_view text, const positions& places) {
  return layout_scanner{text, places}.run();
}

} // namespace caseclock::detail
