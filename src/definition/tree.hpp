// A YAML document as a tree of our own.
//
// Not YAML::Node: that one loads an alias that refers to itself, keeps both of two equal keys, and
// has no place for a value's exact length. yaml-cpp's event parser is driven instead, behind the
// limits of limits.hpp; its types and exceptions stay in tree.cpp. Usable by every room that reads
// YAML.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/source_map.hpp"

namespace caseclock::detail {

enum class yaml_kind : std::uint8_t { null, scalar, sequence, mapping };

struct yaml_entry;

/// One value. `text` of a scalar is its text without quotes; of a null, what was written: "", "~"
/// or "null". `span` of a scalar begins at its first character, behind the quote if there is one.
struct yaml_node {
  yaml_kind kind = yaml_kind::null;
  bool quoted = false; ///< in quotes, or a block text
  source_span span{};
  std::string text{};
  std::vector<yaml_node> items{};
  std::vector<yaml_entry> entries; ///< in the author's order; no key twice
};

struct yaml_entry {
  std::string key{};
  source_span key_span{};
  yaml_node value{};
};

/// Parses one document. All findings at once, as far as the text can be understood; a value only if
/// there is none, or of a key that is written twice, where the first one stands. The text should be
/// what the source map holds under `file`, without a byte order mark. Never throws; linear in the
/// text; at most 4 MiB, 64 deep, 100,000 nodes.
[[nodiscard]] report<yaml_node> parse_yaml(std::string_view text, std::uint32_t file);

/// A file that was read: its index in the source map, and its tree if it has one.
struct yaml_file {
  std::uint32_t file = 0;
  report<yaml_node> tree{};
};

/// A text that was read: its index in the source map, which holds it, and what prevented it.
struct text_file {
  std::uint32_t file = 0;
  std::optional<diagnostic> problem{};
};

/// Reads a file into the source map, without a byte order mark. Codes: cannot-read and too-large,
/// at `asked` if that place is known, else about the file as a whole.
[[nodiscard]] text_file read_text_file(const std::string& path, source_map& sources,
                                       source_span asked);

/// Reads and parses a file. It is added to the sources in any case; if it cannot be read the
/// finding is `cannot-read` or `too-large`, at `asked` if that place is known (the `include` that
/// named it), else about the file as a whole.
[[nodiscard]] yaml_file read_yaml_file(const std::string& path, source_map& sources,
                                       source_span asked = {});

/// The same for a text at hand.
[[nodiscard]] yaml_file read_yaml_text(std::string path, std::string text, source_map& sources);

} // namespace caseclock::detail
