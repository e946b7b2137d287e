#include <algorithm>

#include "definition/fault.hpp"
#include "definition/layout_scanner.hpp"

namespace caseclock::detail {

void layout_scanner::quoted_text() {
  const std::size_t start = at_;
  const std::size_t first_line = line_start_;
  count_node(start);
  if (!skip_quoted()) {
    const std::size_t end = std::min(text_.find('\n', start), text_.size());
    stop("unterminated-quote",
         "this quote is never closed (a text over several lines is indented deeper)", start,
         end - start);
    return;
  }
  if (!flow_.empty()) {
    after_ = just_read::closed;
    return;
  }
  after_closed(start, first_line, "quote");
}

bool layout_scanner::skip_quoted() {
  const char quote = text_[at_++];
  while (at_ < text_.size()) {
    const char c = text_[at_];
    if (c == '\\' && quote == '"' && peek(1) != '\n') {
      at_ += 2;
    } else if (c == quote && quote == '\'' && peek(1) == '\'') {
      at_ += 2;
    } else if (c == quote) {
      ++at_;
      return true;
    } else {
      ++at_;
      if (c == '\n' && !deeper_line())
        return false;
    }
  }
  return false;
}

bool layout_scanner::deeper_line() {
  const std::ptrdiff_t indent = indentation();
  skip_blanks();
  return at_ >= text_.size() || at_end_of_line() || indent > parent();
}

void layout_scanner::after_closed(std::size_t start, std::size_t first_line,
                                  std::string_view what) {
  skip_blanks();
  if (peek() == ':' && blank_at(1)) {
    key_in_block(start);
    return;
  }
  head_ = false;
  if (at_ >= text_.size() || at_end_of_line() || comment_here())
    return;
  find("text-after-" + std::string{what},
       "text after the closing " + std::string{what} +
           ": quote the whole value, with the other kind of quotes inside",
       at_);
  if (first_line != line_start_)
    found_.back().notes.emplace_back(places_.at(start),
                                     "the " + std::string{what} + " was opened here");
  at_ = std::min(text_.find('\n', at_), text_.size());
}

void layout_scanner::open_bracket() {
  if (flow_.empty())
    outermost_line_ = line_start_;
  count_node(at_);
  flow_.push_back({peek(), at_});
  check_depth(at_);
  after_ = just_read::nothing;
  ++at_;
}

void layout_scanner::close_bracket() {
  const bracket open = flow_.back();
  if ((peek() == ']') != (open.open == '[')) {
    stop("unmatched-bracket",
         std::string{"this \""} + peek() + "\" does not close \"" + open.open + "\"", at_);
    found_.back().notes.emplace_back(places_.at(open.at), "which was opened here");
    return;
  }
  flow_.pop_back();
  ++at_;
  after_ = flow_.empty() ? just_read::nothing : just_read::closed;
  if (flow_.empty())
    after_closed(open.at, outermost_line_, "bracket");
}

void layout_scanner::flow_token() {
  const char c = peek();
  if (c == ']' || c == '}') {
    close_bracket();
  } else if (c == ',') {
    count_node(at_);
    flow_.back().key_next = true;
    after_ = just_read::nothing;
    ++at_;
  } else if (c == ':' && (blank_at(1) || is_flow_mark(peek(1)) || after_ == just_read::closed)) {
    colon_in_flow();
  } else if (c == '[' || c == '{') {
    if (after_ == just_read::nothing)
      open_bracket();
    else
      stop("unquoted-bracket", std::string{"a text with \""} + c + "\" in it must be quoted here",
           at_);
  } else if (after_ == just_read::closed) {
    stop("text-after-quote",
         "text after the closing quote or bracket: a comma is missing, or "
         "the whole value must be quoted",
         at_);
  } else if ((c == '"' || c == '\'') && after_ == just_read::nothing) {
    quoted_text();
  } else {
    plain_in_flow();
  }
}

void layout_scanner::colon_in_flow() {
  if (flow_.back().open == '{' && !flow_.back().key_next) {
    const std::size_t comma = slice(plain_start_, at_).find(wide_comma);
    if (comma != std::string_view::npos)
      find("full-width-comma", "a full-width comma \"，\" separates nothing: write \", \"",
           plain_start_ + comma, wide_comma.size());
    else
      find("colon-in-text", "a \": \" inside a text: quote the whole text", at_);
  }
  flow_.back().key_next = false;
  after_ = just_read::nothing;
  ++at_;
}

void layout_scanner::plain_in_flow() {
  const std::size_t start = at_;
  count_node(start);
  std::size_t end = at_;
  while (!at_end_of_line() && !comment_here() && !is_flow_mark(peek())) {
    if (peek() == ':' && (blank_at(1) || is_flow_mark(peek(1))))
      break;
    if (!is_blank(peek()))
      end = at_ + 1;
    ++at_;
  }
  const bool key_due = flow_.back().open == '{' && flow_.back().key_next;
  if (key_due && after_ == just_read::nothing && peek() != ':')
    slip_in_flow_key(start, end);
  plain_start_ = start;
  after_ = just_read::plain;
}

void layout_scanner::slip_in_flow_key(std::size_t start, std::size_t end) {
  const std::string_view text = slice(start, end);
  const std::size_t colon = text.find(wide_colon);
  const std::size_t word = word_size(text);
  if (colon != std::string_view::npos)
    wide_colon_at(start + colon);
  else if (word > 0 && word < text.size() && text[word] == ':')
    missing_space_at(start, word);
}

} // namespace caseclock::detail
