#include "value/search_syntax.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace caseclock::detail {
namespace {

constexpr wchar_t none = L'\0';

bool is_digit(wchar_t c) {
  return c >= L'0' && c <= L'9';
}
bool is_word(wchar_t c) {
  return is_digit(c) || (c >= L'a' && c <= L'z') || (c >= L'A' && c <= L'Z') || c == L'_';
}
int hex_digit(wchar_t c) {
  const wchar_t lower = c | 0x20;
  return is_digit(c) ? c - L'0' : lower >= L'a' && lower <= L'f' ? lower - L'a' + 10 : -1;
}

class search_reader {
 public:
  explicit search_reader(std::wstring_view text) : text_(text) {}

  result<search_syntax> run() {
    read_leading_flags();
    while (at_ < text_.size() && !wrong_)
      read_one();
    if (!wrong_ && !dots_.empty())
      fail("has a ( that is never closed");
    if (wrong_)
      return *std::move(wrong_);
    return std::move(made_);
  }

 private:
  [[nodiscard]] wchar_t peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : none;
  }
  bool take_if(std::wstring_view word) {
    const bool there = text_.substr(at_).starts_with(word);
    at_ += there ? word.size() : 0;
    return there;
  }
  void fail(const char* why) {
    if (!wrong_)
      wrong_ = error{errc::parse, why, {}};
  }

  // ---- writing ----------------------------------------------------------------------------------
  void put(std::wstring_view piece) { made_.pattern += piece; }
  void put_character(wchar_t c, std::wstring_view special) {
    if (c == none)
      return put(L"\\u0000");
    if (special.find(c) != std::wstring_view::npos)
      made_.pattern += L'\\';
    made_.pattern += c;
  }
  /// Something that a repetition can follow.
  void atom(std::wstring_view piece) {
    put(piece);
    repeatable_ = true;
    repeated_ = false;
  }
  void literal(wchar_t c) {
    put_character(c, L"^$\\.*+?()[]{}|/");
    repeatable_ = true;
    repeated_ = false;
  }

  // ---- flags and groups -------------------------------------------------------------------------
  /// `(?im)` in front of everything; `s` may also stand elsewhere.
  void read_leading_flags() {
    const std::size_t end = text_.find(L')');
    if (!text_.starts_with(L"(?") || end == std::wstring_view::npos)
      return;
    const std::wstring_view flags = text_.substr(2, end - 2);
    if (flags.empty() || flags.find_first_not_of(L"ims") != std::wstring_view::npos)
      return;
    made_.any_case = flags.find(L'i') != std::wstring_view::npos;
    made_.multiline = flags.find(L'm') != std::wstring_view::npos;
    any_dot_ = flags.find(L's') != std::wstring_view::npos;
    at_ = end + 1;
  }

  void open_group() {
    dots_.push_back(any_dot_);
    repeatable_ = false;
    if (take_if(L"?P<") || take_if(L"?<")) {
      const std::size_t begin = at_;
      while (is_word(peek()))
        ++at_;
      if (at_ == begin || !take_if(L">"))
        return fail("has a group whose name is not made of letters, digits and _");
      return put(L"(");
    }
    if (take_if(L"?:"))
      return put(L"(?:");
    if (peek() != L'?')
      return put(L"(");
    read_flags();
  }

  /// `(?s)` until the group around it ends, `(?s:…)` inside; `(?-s…` without.
  void read_flags() {
    const std::size_t begin = ++at_;
    bool on = true;
    for (; peek() == L's' || peek() == L'-'; ++at_) {
      any_dot_ = peek() == L's' ? on : any_dot_;
      on = peek() != L'-' && on;
    }
    const bool some = at_ > begin;
    if (some && take_if(L":"))
      return put(L"(?:");
    if (!some || !take_if(L")"))
      return fail("has a (?…) that is not supported: there are (?:…), (?P<name>…), (?s), and in "
                  "front of everything (?i) and (?m)");
    dots_.pop_back(); // it was no group
  }

  void close_group() {
    if (dots_.empty())
      return fail("has a ) without a (");
    any_dot_ = dots_.back();
    dots_.pop_back();
    atom(L")");
  }

  // ---- repetitions ------------------------------------------------------------------------------
  void repeat(std::wstring_view how) {
    if (!repeatable_)
      return fail("repeats nothing");
    if (repeated_)
      return fail("repeats what is repeated already");
    put(how);
    if (take_if(L"?"))
      put(L"?");
    repeated_ = true;
  }

  std::optional<std::uint32_t> read_count() {
    constexpr std::uint32_t most = 1'000;
    if (!is_digit(peek()))
      return std::nullopt;
    std::uint32_t count = 0;
    for (; is_digit(peek()); ++at_)
      count = std::min(count * 10 + static_cast<std::uint32_t>(peek() - L'0'), most + 1);
    return count;
  }

  /// `{2}`, `{2,}` and `{2,5}`; any other { stands for itself.
  void read_brace() {
    const std::size_t begin = at_++;
    const auto least = read_count();
    const bool open = least && take_if(L",");
    const auto greatest = open && is_digit(peek()) ? read_count() : std::nullopt;
    if (!least || !take_if(L"}")) {
      at_ = begin + 1;
      return literal(L'{');
    }
    if (*least > 1'000 || (greatest && (*greatest > 1'000 || *greatest < *least)))
      return fail("has a repetition that counts wrongly");
    repeat(text_.substr(begin, at_ - begin));
  }

  // ---- escapes ----------------------------------------------------------------------------------
  std::optional<wchar_t> read_hex() {
    std::uint32_t code = 0;
    if (take_if(L"{")) {
      std::size_t digits = 0;
      for (; hex_digit(peek()) >= 0 && digits < 8; ++at_, ++digits)
        code = code * 16 + static_cast<std::uint32_t>(hex_digit(peek()));
      return digits > 0 && take_if(L"}") && code <= 0x10ffff
                 ? std::optional{static_cast<wchar_t>(code)}
                 : std::nullopt;
    }
    for (int i = 0; i < 2; ++i, ++at_) {
      if (hex_digit(peek()) < 0)
        return std::nullopt;
      code = code * 16 + static_cast<std::uint32_t>(hex_digit(peek()));
    }
    return static_cast<wchar_t>(code);
  }

  /// The character that an escape means, its backslash taken; nullopt if it means none.
  std::optional<wchar_t> read_escaped() {
    constexpr std::wstring_view letters = L"afnrtv";
    constexpr std::wstring_view meanings = L"\a\f\n\r\t\v";
    const wchar_t c = peek();
    const std::size_t found = letters.find(c);
    const auto octal = [](wchar_t digit) { return digit >= L'0' && digit <= L'7'; };
    const bool alone = !octal(peek(1));
    if (at_ >= text_.size())
      return std::nullopt;
    ++at_;
    if (found != std::wstring_view::npos)
      return meanings[found];
    if (c == L'x')
      return read_hex();
    if (c == L'0' || (octal(c) && !alone)) {
      wchar_t code = c - L'0';
      for (int i = 0; i < 2 && octal(peek()); ++i, ++at_)
        code = code * 8 + (peek() - L'0');
      return code;
    }
    return c < 0x80 && (!is_word(c) || c == L'_') ? std::optional{c} : std::nullopt;
  }

  void read_escape() {
    ++at_;
    const wchar_t c = peek();
    if (std::wstring_view(L"dDwWbB").find(c) != std::wstring_view::npos && c != none) {
      ++at_;
      return atom(std::wstring{L'\\', c});
    }
    if (c == L's' || c == L'S') {
      ++at_;
      return atom(c == L's' ? L"[\\t\\n\\f\\r ]" : L"[^\\t\\n\\f\\r ]");
    }
    if ((c == L'A' || c == L'z') && !made_.multiline) {
      ++at_;
      return atom(c == L'A' ? L"^" : L"$");
    }
    if (take_if(L"Q")) {
      while (at_ < text_.size() && !take_if(L"\\E"))
        literal(text_[at_++]);
      return;
    }
    if (c == L'p' || c == L'P')
      return fail("asks for a class of Unicode's (\\p), which is not supported");
    if (const auto meant = read_escaped())
      return literal(*meant);
    fail("has an escape that means nothing");
  }

  // ---- classes ----------------------------------------------------------------------------------
  void read_class() {
    ++at_;
    put(L"[");
    if (take_if(L"^"))
      put(L"^");
    for (bool first = true; first || peek() != L']'; first = false) {
      if (at_ >= text_.size())
        return fail("has a [ that is never closed");
      read_member();
      if (wrong_)
        return;
    }
    ++at_;
    atom(L"]");
  }

  void read_member() {
    constexpr std::wstring_view special = L"\\[]^-";
    if (text_.substr(at_).starts_with(L"[:"))
      return read_named_class();
    if (peek() == L'-') { // a range's, or itself where none is
      ++at_;
      return put(L"-");
    }
    if (peek() != L'\\')
      return put_character(text_[at_++], special);
    ++at_;
    const wchar_t c = peek();
    if (c != none && std::wstring_view(L"dDwWS").find(c) != std::wstring_view::npos) {
      ++at_;
      return put(std::wstring{L'\\', c});
    }
    if (take_if(L"s"))
      return put(L"\\t\\n\\f\\r ");
    if (c == L'p' || c == L'P')
      return fail("asks for a class of Unicode's (\\p), which is not supported");
    if (const auto meant = read_escaped())
      return put_character(*meant, special);
    fail("has an escape that means nothing");
  }

  void read_named_class() {
    constexpr std::array<std::wstring_view, 12> names{
        L"[:alnum:]", L"[:alpha:]", L"[:blank:]", L"[:cntrl:]", L"[:digit:]", L"[:graph:]",
        L"[:lower:]", L"[:print:]", L"[:punct:]", L"[:space:]", L"[:upper:]", L"[:xdigit:]"};
    for (const std::wstring_view name : names) {
      if (take_if(name))
        return put(name);
    }
    if (take_if(L"[:word:]"))
      return put(L"\\w");
    if (take_if(L"[:ascii:]"))
      return put(L"\\x00-\\x7f");
    fail("names a class that there is not");
  }

  void read_one() {
    const wchar_t c = peek();
    switch (c) {
    case L'\\': return read_escape();
    case L'[': return read_class();
    case L'{': return read_brace();
    case L'(': ++at_; return open_group();
    case L')': ++at_; return close_group();
    case L'|':
      ++at_;
      repeatable_ = false;
      return put(L"|");
    case L'*':
    case L'+':
    case L'?': ++at_; return repeat(std::wstring_view(&text_[at_ - 1], 1));
    case L'.': ++at_; return atom(any_dot_ ? L"[\\s\\S]" : L"[^\\n]");
    case L'^':
    case L'$': ++at_; return atom(std::wstring_view(&text_[at_ - 1], 1));
    default: ++at_; return literal(c);
    }
  }

  std::wstring_view text_;
  std::size_t at_ = 0;
  search_syntax made_;
  std::vector<bool> dots_; ///< per open group: whether . was any character before it
  bool any_dot_ = false;
  bool repeatable_ = false;
  bool repeated_ = false;
  std::optional<error> wrong_;
};

} // namespace

result<search_syntax> read_search(std::wstring_view pattern) {
  return search_reader(pattern).run();
}

} // namespace caseclock::detail
