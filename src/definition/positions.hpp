// Byte offsets of one text turned into lines and columns that people read.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "caseclock/base/diagnostic.hpp"

namespace caseclock::detail {

/// Answers in O(log lines), whatever the length of a line: a 4 MiB line with 100,000 values in it
/// would make counting from the line's start quadratic. The text must be well-formed UTF-8 and
/// outlive this.
class positions {
 public:
  positions(std::string_view text, std::uint32_t file) : text_(text), file_(file) {
    lines_.push_back(0);
    std::uint32_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (at % stride == 0)
        counted_.push_back(characters);
      characters += starts_character(text[at]) ? 1U : 0U;
      if (text[at] == '\n')
        lines_.push_back(static_cast<std::uint32_t>(at + 1));
    }
    counted_.push_back(characters);
  }

  [[nodiscard]] std::uint32_t file() const { return file_; }

  /// The place of that byte, underlining `bytes` bytes, but never past the end of the line.
  [[nodiscard]] source_span at(std::size_t offset, std::size_t bytes = 1) const {
    offset = std::min(offset, text_.size());
    const auto next = std::upper_bound(lines_.begin(), lines_.end(), offset);
    const auto line = static_cast<std::uint32_t>(next - lines_.begin());
    const std::uint32_t start = lines_[line - 1];
    const std::size_t line_end = next == lines_.end() ? text_.size() : *next - 1;
    const std::size_t end = std::min(offset + bytes, line_end);
    const std::uint32_t before = characters_before(offset);
    const std::uint32_t length = characters_before(end) - before;
    return source_span{file_, line, before - characters_before(start) + 1,
                       std::max<std::uint32_t>(length, 1)};
  }

  /// The byte at which a line begins; `line` counts from 0, as yaml-cpp does.
  [[nodiscard]] std::size_t line_start(std::size_t line) const {
    return line < lines_.size() ? lines_[line] : text_.size();
  }

 private:
  static constexpr std::size_t stride = 256;
  static constexpr bool starts_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80U;
  }
  [[nodiscard]] std::uint32_t characters_before(std::size_t offset) const {
    std::uint32_t count = counted_[std::min(offset / stride, counted_.size() - 1)];
    for (std::size_t i = offset / stride * stride; i < offset; ++i)
      count += starts_character(text_[i]) ? 1U : 0U;
    return count;
  }

  std::string_view text_;
  std::uint32_t file_;
  std::vector<std::uint32_t> lines_;   ///< byte offset at which each line starts
  std::vector<std::uint32_t> counted_; ///< characters before every `stride`-th byte
};

} // namespace caseclock::detail
