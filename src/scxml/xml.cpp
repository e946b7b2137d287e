#include "scxml/xml.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <set>
#include <sstream>
#include <system_error>
#include <utility>

#include <pugixml.hpp>

#include "caseclock/base/utf8.hpp"
#include "definition/encoding.hpp"
#include "definition/fault.hpp"
#include "definition/limits.hpp"
#include "scxml/xml_encoding.hpp"

namespace caseclock::detail {

namespace {

constexpr std::size_t max_xml_depth = 128;

/// Where a byte of the text stands.
class line_table {
 public:
  line_table(std::string_view text, std::uint32_t file) : text_(text), file_(file) {
    std::uint32_t characters = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (at % stride == 0)
        before_.push_back(characters);
      characters += begins_character(text[at]) ? 1U : 0U;
      if (text[at] == '\n')
        starts_.push_back(at + 1);
    }
  }

  [[nodiscard]] source_span at(std::ptrdiff_t offset, std::size_t length) const {
    const std::size_t byte =
        offset < 0 ? 0 : std::min(static_cast<std::size_t>(offset), text_.size());
    const auto next = std::upper_bound(starts_.begin(), starts_.end(), byte);
    const std::size_t start = *(next - 1);
    const std::uint32_t column = characters_before(byte) - characters_before(start) + 1;
    return {file_, static_cast<std::uint32_t>(next - starts_.begin()), column,
            static_cast<std::uint32_t>(std::max<std::size_t>(length, 1))};
  }

 private:
  static constexpr std::size_t stride = 256;

  static bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }
  /// A document may be one line of megabytes: its start is not counted from for every place.
  [[nodiscard]] std::uint32_t characters_before(std::size_t byte) const {
    if (byte == 0 || before_.empty())
      return 0;
    const std::size_t block = (byte - 1) / stride;
    std::uint32_t characters = before_[block];
    for (std::size_t i = block * stride; i < byte; ++i)
      characters += begins_character(text_[i]) ? 1U : 0U;
    return characters;
  }

  std::string_view text_;
  std::uint32_t file_;
  std::vector<std::size_t> starts_{0};
  std::vector<std::uint32_t> before_{}; ///< characters before each `stride` bytes
};

constexpr std::array<std::string_view, 5> own_entities{"lt", "gt", "amp", "apos", "quot"};

/// `#65` and `#x41`, of a character that XML allows.
bool is_character_reference(std::string_view name) {
  const bool hex = name.starts_with("#x");
  name.remove_prefix(hex ? 2 : 1);
  std::uint32_t code = 0;
  const char* end = name.data() + name.size();
  const auto [stopped, fault_code] = std::from_chars(name.data(), end, code, hex ? 16 : 10);
  if (name.empty() || stopped != end || fault_code != std::errc{} || !is_scalar_value(code))
    return false;
  return code >= 0x20 ? code != 0xfffe && code != 0xffff
                      : code == '\t' || code == '\n' || code == '\r';
}

/// Behind the comment, CDATA section or instruction that begins there; the place itself if none
/// does.
std::size_t behind_unread(std::string_view text, std::size_t at) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> unread{
      {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}}};
  for (const auto& [opening, closing] : unread) {
    if (!text.substr(at).starts_with(opening))
      continue;
    const std::size_t end = text.find(closing, at + opening.size());
    return end == std::string_view::npos ? text.size() : end + closing.size();
  }
  return at;
}

/// pugixml keeps what it does not know as it stands; XML calls it an error. Linear.
void check_references(std::string_view text, const line_table& lines,
                      std::vector<diagnostic>& found) {
  constexpr std::size_t longest_name = 64;
  for (std::size_t at = text.find_first_of("&<"); at != std::string_view::npos;
       at = text.find_first_of("&<", at)) {
    if (text[at] == '<') {
      const std::size_t behind = behind_unread(text, at);
      at = behind == at ? at + 1 : behind;
      continue;
    }
    const std::string_view rest = text.substr(at + 1, longest_name);
    const std::string_view name = rest.substr(0, rest.find_first_of("; \t\r\n\"'<&"));
    const bool ended = name.size() < rest.size() && rest[name.size()] == ';';
    const bool known = name.starts_with('#') ? is_character_reference(name)
                                             : std::find(own_entities.begin(), own_entities.end(),
                                                         name) != own_entities.end();
    const source_span place = lines.at(static_cast<std::ptrdiff_t>(at), 1);
    ++at;
    if ((ended && known) || found.size() >= max_findings)
      continue;
    found.push_back(
        fault("xml-syntax",
              ended ? "there is no entity or character " + in_quotes("&" + std::string(name) + ";")
                    : "an & by itself is written &amp;",
              place));
    if (!ended) // `a && b` in an attribute: wrong, and plain what is meant
      found.back().level = severity::warning;
    at = std::min(text.find_first_not_of('&', at), text.size());
  }
}

/// Makes our tree of pugixml's.
class tree_maker {
 public:
  tree_maker(const line_table& lines, std::vector<diagnostic>& found)
      : lines_(lines), found_(found) {}

  /// Recursive: the depth is bounded here.
  bool make(const pugi::xml_node& node, std::size_t depth, const std::string& outer_default,
            const std::map<std::string, std::string>& outer_prefixes, xml_element& into) {
    into.span = lines_.at(node.offset_debug(), std::strlen(node.name()));
    if (depth > max_xml_depth || ++elements_ > max_nodes) {
      found_.push_back(fault("limit-exceeded",
                             depth > max_xml_depth ? "elements are nested more than 128 deep"
                                                   : "the document has more than 100000 elements",
                             into.span));
      return false;
    }
    std::string standard = outer_default;
    std::map<std::string, std::string> prefixes = outer_prefixes;
    take_attributes(node, standard, prefixes, into);
    take_name(node.name(), standard, prefixes, into);
    for (const pugi::xml_node& child : node.children()) {
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
        into.text += child.value();
      if (child.type() != pugi::node_element)
        continue;
      if (!make(child, depth + 1, standard, prefixes, into.children.emplace_back()))
        return false;
    }
    if (!into.children.empty() &&
        (into.name == "content" || into.name == "data" || into.name == "assign"))
      into.inner = written(node);
    return true;
  }

 private:
  void take_attributes(const pugi::xml_node& node, std::string& standard,
                       std::map<std::string, std::string>& prefixes, xml_element& into) {
    std::set<std::string_view> seen;
    for (const pugi::xml_attribute& each : node.attributes()) {
      const std::string_view name = each.name();
      if (!seen.insert(name).second && found_.size() < max_findings)
        found_.push_back(fault(
            "xml-syntax", "the attribute " + in_quotes(name) + " stands here twice", into.span));
      if (name == "xmlns")
        standard = each.value();
      else if (name.starts_with("xmlns:"))
        prefixes[std::string(name.substr(6))] = each.value();
      else if (name.find(':') != std::string_view::npos)
        into.foreign_attributes.emplace_back(name);
      else
        into.attributes.emplace_back(name, each.value());
    }
  }

  /// A document that names no namespace at all is read as SCXML's; in one that does, what has none
  /// is not.
  void take_name(std::string_view name, const std::string& standard,
                 const std::map<std::string, std::string>& prefixes, xml_element& into) {
    const std::size_t colon = name.find(':');
    const bool is_root = elements_ == 1;
    if (colon == std::string_view::npos) {
      into.name = name;
      in_namespace_ = is_root ? !standard.empty() : in_namespace_;
      into.foreign = standard.empty() ? in_namespace_ : standard != scxml_namespace;
      return;
    }
    in_namespace_ = in_namespace_ || is_root;
    into.name = name.substr(colon + 1);
    const auto found = prefixes.find(std::string(name.substr(0, colon)));
    into.foreign = found == prefixes.end() || found->second != scxml_namespace;
    if (into.foreign)
      into.name = name;
  }

  static std::string written(const pugi::xml_node& node) {
    std::ostringstream out;
    for (const pugi::xml_node& child : node.children())
      child.print(out, "", pugi::format_raw | pugi::format_no_declaration);
    return out.str();
  }

  const line_table& lines_;
  std::vector<diagnostic>& found_;
  std::size_t elements_ = 0;
  bool in_namespace_ = false; ///< the document's element is in one
};

report<xml_element> only_findings(std::vector<diagnostic> found) {
  return {std::nullopt, std::move(found)};
}

/// The document's one element; what else stands beside it is reported.
pugi::xml_node root_of(const pugi::xml_document& document, const line_table& lines,
                       std::vector<diagnostic>& found) {
  pugi::xml_node root;
  for (const pugi::xml_node& each : document.children()) {
    const source_span place = lines.at(each.offset_debug(), 1);
    // The name alone does no harm, and what stands elsewhere is not read.
    const bool declares = each.type() == pugi::node_doctype &&
                          std::string_view(each.value()).find('[') != std::string_view::npos;
    if (declares)
      found.push_back(
          fault("xml-doctype",
                "a document type with declarations is refused: it could define entities", place));
    else if (each.type() == pugi::node_element && root)
      found.push_back(fault("xml-syntax", "a document has one element, not two", place));
    else if (each.type() == pugi::node_element)
      root = each;
    else if (each.type() == pugi::node_pcdata)
      found.push_back(fault("xml-syntax", "text stands outside of the document's element", place));
  }
  if (!root && found.empty())
    found.push_back(fault("xml-syntax", "the document has no element", lines.at(0, 1)));
  return root;
}

} // namespace

report<xml_element> parse_xml(std::string path, std::string text, source_map& sources) {
  if (text.size() > max_file_bytes)
    return only_findings({too_large(sources.add(std::move(path), {}))});
  std::string declared;
  std::optional<std::string> utf8 = xml_to_utf8(std::move(text), declared);
  if (!utf8) {
    const std::uint32_t file = sources.add(std::move(path), {});
    return only_findings({fault(
        "xml-encoding",
        "the text is not, or not rightly, in UTF-8, UTF-16 or ISO-8859-1: " + in_quotes(declared),
        whole_file(file))});
  }
  const std::uint32_t file = sources.add(std::move(path), *std::move(utf8));
  const std::string_view kept = sources.text(file);
  if (auto wrong = check_encoding(kept, file))
    return only_findings({*std::move(wrong)});
  const line_table lines{kept, file};
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer(
      kept.data(), kept.size(),
      (pugi::parse_default | pugi::parse_doctype) & ~pugi::parse_embed_pcdata, pugi::encoding_utf8);
  if (!parsed)
    return only_findings(
        {fault("xml-syntax", "this is no XML: " + std::string(parsed.description()),
               lines.at(parsed.offset, 1))});
  std::vector<diagnostic> found;
  const pugi::xml_node root = root_of(document, lines, found);
  if (has_errors(found))
    return only_findings(std::move(found));
  check_references(kept, lines, found);
  xml_element made;
  if (!tree_maker{lines, found}.make(root, 1, {}, {}, made))
    return only_findings(std::move(found));
  return {std::move(made), std::move(found)};
}

} // namespace caseclock::detail
