// An XML document as a tree of our own, every element with its place.
//
// pugixml reads it; its types stay in xml.cpp. Document types with declarations are refused and
// what stands elsewhere is not read, so no entity is ever expanded but XML's own five; processing
// instructions and comments are passed over.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/source_map.hpp"

namespace caseclock::detail {

inline constexpr std::string_view scxml_namespace = "http://www.w3.org/2005/07/scxml";

struct xml_element {
  std::string name{};   ///< without its prefix
  bool foreign = false; ///< of another namespace than SCXML's
  source_span span{};   ///< the name in its start tag
  std::vector<std::pair<std::string, std::string>> attributes{}; ///< of no namespace; in order
  std::vector<std::string> foreign_attributes{};                 ///< names with their prefixes
  std::vector<xml_element> children{};
  std::string text{};  ///< all text directly inside
  std::string inner{}; ///< what is inside as it was written, if there are elements in it

  [[nodiscard]] const std::string* find(std::string_view attribute) const {
    for (const auto& [key, held] : attributes) {
      if (key == attribute)
        return &held;
    }
    return nullptr;
  }
};

/// Parses the text, which the source map keeps in UTF-8 under `path`. Codes: too-large, xml-syntax,
/// xml-doctype, xml-encoding, limit-exceeded, invalid-utf8, invalid-character.
[[nodiscard]] report<xml_element> parse_xml(std::string path, std::string text,
                                            source_map& sources);

} // namespace caseclock::detail
