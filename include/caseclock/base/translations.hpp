// Text in several languages: what titles and messages are made of.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace caseclock {

/// Language code ("en", "zh") → text, in the order in which the author wrote them.
struct translations {
  std::vector<std::pair<std::string, std::string>> texts{};

  [[nodiscard]] bool empty() const { return texts.empty(); }
  /// The text in that language; if there is none, the first one; if there is nothing, "".
  [[nodiscard]] std::string_view in(std::string_view language) const {
    for (const auto& [code, text] : texts) {
      if (code == language)
        return text;
    }
    return texts.empty() ? std::string_view{} : std::string_view{texts.front().second};
  }
};

} // namespace caseclock
