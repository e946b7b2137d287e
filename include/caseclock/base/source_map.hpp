// The texts that were read, so that a finding can show its line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/diagnostic.hpp"

namespace caseclock {

/// Source files by the index that `source_span::file` holds. Not thread-safe while it grows.
class source_map {
 public:
  /// Keeps a copy of the text under that path and returns its index.
  std::uint32_t add(std::string path, std::string text) {
    files_.emplace_back(std::move(path), std::move(text));
    lines_.push_back({0});
    const std::string& kept = files_.back().second;
    for (std::size_t at = 0; at < kept.size(); ++at) {
      if (kept[at] == '\n')
        lines_.back().push_back(static_cast<std::uint32_t>(at + 1));
    }
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

  /// What stands behind the place's beginning, to the end of the file; "" if there is no such
  /// place, or it lies more than 64 KiB behind its line's beginning.
  [[nodiscard]] std::string_view from(const source_span& place) const {
    const std::size_t at = offset_of(place);
    return at == std::string::npos ? std::string_view{} : text(place.file).substr(at);
  }
  /// What stands before it; "" as above.
  [[nodiscard]] std::string_view before(const source_span& place) const {
    const std::size_t at = offset_of(place);
    return at == std::string::npos ? std::string_view{} : text(place.file).substr(0, at);
  }

 private:
  [[nodiscard]] std::size_t offset_of(const source_span& place) const {
    constexpr std::size_t farthest = std::size_t{64} * 1024;
    if (place.file >= lines_.size() || place.line == 0 || place.line > lines_[place.file].size())
      return std::string::npos;
    const std::string_view whole = text(place.file);
    const std::size_t start = lines_[place.file][place.line - 1];
    std::size_t at = start;
    for (std::uint32_t column = 1; column < place.column; ++column) {
      if (at >= whole.size() || at > start + farthest)
        return std::string::npos;
      for (++at; at < whole.size() && (static_cast<unsigned char>(whole[at]) & 0xC0U) == 0x80U;)
        ++at;
    }
    return at;
  }

  std::vector<std::pair<std::string, std::string>> files_;
  std::vector<std::vector<std::uint32_t>> lines_; ///< per file: where its lines begin
};

} // namespace caseclock
