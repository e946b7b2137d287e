// Text in several languages: what titles and messages are made of.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace caseclock {

/// True if two language codes are the same: whatever the case of their letters, and with `_` for
/// `-`, as systems write locales.
[[nodiscard]] constexpr bool same_language(std::string_view a, std::string_view b) {
  const auto folded = [](char c) {
    if (c == '_')
      return '-';
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  if (a.size() != b.size())
    return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (folded(a[i]) != folded(b[i]))
      return false;
  }
  return true;
}

/// The first part of a language code: "zh" of "zh-CN".
[[nodiscard]] constexpr std::string_view first_part(std::string_view language) {
  return language.substr(0, language.find_first_of("-_"));
}

/// Of several language codes, which one a reader of `wanted` gets: the language itself; else one of
/// the same first part, so that `zh-CN` is served by `zh` and `zh` by `zh-TW`; else the first. The
/// number of codes if there is none. `code_of(i)` is the i-th of `count`. Linear.
template <class CodeOf>
[[nodiscard]] std::size_t best_language(std::size_t count, CodeOf code_of,
                                        std::string_view wanted) {
  const std::string_view primary = first_part(wanted);
  std::size_t related = count;
  for (std::size_t i = 0; i < count; ++i) {
    const std::string_view code = code_of(i);
    if (same_language(code, wanted))
      return i;
    if (related == count && same_language(first_part(code), primary))
      related = i;
  }
  return related < count ? related : 0;
}

/// Language code ("en", "zh") → text, in the order in which the author wrote them.
struct translations {
  std::vector<std::pair<std::string, std::string>> texts{};

  [[nodiscard]] bool empty() const { return texts.empty(); }
  /// The text in that language, or the nearest there is (`best_language`); if there is nothing, "".
  [[nodiscard]] std::string_view in(std::string_view language) const {
    const auto code_of = [this](std::size_t i) { return std::string_view{texts[i].first}; };
    const std::size_t best = best_language(texts.size(), code_of, language);
    return texts.empty() ? std::string_view{} : std::string_view{texts[best].second};
  }
};

} // namespace caseclock
