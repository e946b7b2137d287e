// Patterns by std::regex, fenced in: no exception gets out, no input makes it slow.
#include "caseclock/value/pattern.hpp"

#include <cstdint>
#include <exception>
#include <locale>
#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <string_view>

#include "caseclock/base/json_text.hpp"
#include "caseclock/base/utf8.hpp"
#include "caseclock/value/coerce.hpp"
#include "value/search_syntax.hpp"

namespace caseclock {

namespace {

/// UTF-32, as wchar_t holds it here; nullopt if the text is not valid UTF-8.
std::optional<std::wstring> widened(std::string_view text) {
  static_assert(sizeof(wchar_t) == 4);
  std::wstring wide;
  for (std::size_t at = 0; at < text.size();) {
    const auto next = decode_utf8(text, at);
    if (!next)
      return std::nullopt;
    wide.push_back(static_cast<wchar_t>(next->code));
    at += next->size;
  }
  return wide;
}

/// The product of all counts in braces: how much longer the expanded pattern can be.
std::uint64_t expansion(std::string_view pattern) {
  std::uint64_t product = 1;
  for (std::size_t open = pattern.find('{'); open != std::string_view::npos;
       open = pattern.find('{', open + 1)) {
    std::uint64_t largest = 0;
    std::uint64_t number = 0;
    for (std::size_t i = open + 1; i < pattern.size() && pattern[i] != '}'; ++i) {
      const char c = pattern[i];
      const bool digit = c >= '0' && c <= '9';
      const auto next = number * 10 + static_cast<std::uint64_t>(digit ? c - '0' : 0);
      number = digit ? std::min<std::uint64_t>(next, 1'000'000) : 0;
      largest = std::max(largest, number);
    }
    product = std::min<std::uint64_t>(product * std::max<std::uint64_t>(largest, 1), 1'000'000);
  }
  return product;
}

error wrong(std::string_view pattern, std::string_view why) {
  return {
      errc::parse, "the pattern " + json_quote(pattern.substr(0, 60)) + ' ' + std::string(why), {}};
}

/// Why no such pattern is taken, if so; else it in UTF-32.
result<std::wstring> acceptable(std::string_view pattern) {
  if (pattern.size() > max_pattern_bytes)
    return wrong(pattern, "is longer than " + std::to_string(max_pattern_bytes) + " bytes");
  if (expansion(pattern) > 1'000)
    return wrong(pattern, "repeats too often: counts may multiply to 1000 at most");
  auto wide = widened(pattern);
  if (!wide)
    return wrong(pattern, "is not valid UTF-8");
  return *std::move(wide);
}

/// `wide` is what std::regex reads, `pattern` what people wrote.
result<std::function<bool(std::string_view)>>
compile_wide(std::string_view pattern, const std::wstring& wide, bool anywhere,
             std::regex_constants::syntax_option_type more) {
  try {
    // libstdc++'s own flag for matching without backtracking; it refuses back-references.
    auto compiled = std::make_shared<std::wregex>();
    compiled->imbue(std::locale::classic());
    const auto flags = std::regex_constants::ECMAScript | std::regex_constants::__polynomial | more;
    compiled->assign(wide, flags);
    if (anywhere) // it is a pattern by itself: what surrounds it does not change how it is read
      compiled->assign(LR"([\s\S]*(?:)" + wide + LR"()[\s\S]*)", flags);
    return std::function<bool(std::string_view)>([compiled](std::string_view text) {
      const auto wide_text = text.size() <= max_pattern_input ? widened(text) : std::nullopt;
      if (!wide_text)
        return false;
      try {
        return std::regex_match(*wide_text, *compiled);
      } catch (const std::exception&) {
        return false; // out of memory: what cannot be checked is not accepted
      }
    });
  } catch (const std::exception&) {
    return wrong(pattern, "is no regular expression");
  }
}

} // namespace

result<std::function<bool(std::string_view)>> compile_pattern(std::string_view pattern) {
  const auto wide = acceptable(pattern);
  if (!wide)
    return wide.error();
  if (pattern.find("(?=") != std::string_view::npos ||
      pattern.find("(?!") != std::string_view::npos)
    return wrong(pattern, "looks ahead, which is not supported");
  return compile_wide(pattern, *wide, false, {});
}

result<std::function<bool(std::string_view)>> compile_search(std::string_view pattern) {
  const auto wide = acceptable(pattern);
  if (!wide)
    return wide.error();
  const auto read = detail::read_search(*wide);
  if (!read)
    return wrong(pattern, read.error().message);
  std::regex_constants::syntax_option_type more{};
  if (read->any_case)
    more |= std::regex_constants::icase;
  if (read->multiline)
    more |= std::regex_constants::multiline;
  return compile_wide(pattern, read->pattern, true, more);
}

} // namespace caseclock
