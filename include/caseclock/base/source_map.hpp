// The texts that were read, so that a finding can show its line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace caseclock {

/// Source files by the index that `source_span::file` holds. Not thread-safe while it grows.
class source_map {
 public:
  /// Keeps a copy of the text under that path and returns its index.
  std::uint32_t add(std::string path, std::string text) {
    files_.emplace_back(std::move(path), std::move(text));
    return static_cast<std::uint32_t>(files_.size() - 1);
  }
  [[nodiscard]] std::size_t size() const { return files_.size(); }
  /// The path as it was given, or "" for an index that does not exist.
  [[nodiscard]] std::string_view path(std::uint32_t file) const {
    return file < files_.size() ? std::string_view{files_[file].first} : std::string_view{};
  }
  [[nodiscard]] std::string_view text(std::uint32_t file) const {
    return file < files_.size() ? std::string_view{files_[file].second} : std::string_view{};
  }
  /// That line without its line break, counted from 1; "" if there is none. Linear in the text.
  [[nodiscard]] std::string_view line(std::uint32_t file, std::uint32_t number) const {
    std::string_view rest = text(file);
    for (std::uint32_t current = 1; current < number; ++current) {
      const std::size_t end = rest.find('\n');
      if (end == std::string_view::npos)
        return {};
      rest.remove_prefix(end + 1);
    }
    std::string_view found = rest.substr(0, rest.find('\n'));
    if (!found.empty() && found.back() == '\r')
      found.remove_suffix(1);
    return found;
  }

 private:
  std::vector<std::pair<std::string, std::string>> files_;
};

} // namespace caseclock
