#include "definition/tree.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <exception>
#include <istream>
#include <streambuf>
#include <unordered_map>
#include <utility>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include "definition/encoding.hpp"
#include "definition/fault.hpp"
#include "definition/layout.hpp"
#include "definition/limits.hpp"
#include "definition/positions.hpp"

namespace caseclock::detail {

namespace {

/// Thrown out of the event handler to end yaml-cpp's parse; never leaves this file.
struct parse_stopped {};

/// A stream over text that is not copied.
class text_buffer : public std::streambuf {
 public:
  explicit text_buffer(std::string_view text) {
    char* begin = const_cast<char*>(text.data()); // setg wants it so; nothing writes
    setg(begin, begin, begin + text.size());
  }
};

class tree_builder final : public YAML::EventHandler {
 public:
  tree_builder(std::string_view text, const positions& places, std::vector<diagnostic>& found)
      : text_(text), places_(places), found_(found) {}

  [[nodiscard]] yaml_node take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    // yaml-cpp takes a line that lies less deep than the first one for a new document.
    if (++documents_ > 1)
      stop("invalid-yaml", "this line does not fit the indentation of the lines above it", mark);
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    refuse_anchor(mark, anchor);
    yaml_node made;
    made.text = written_null(offset(mark));
    made.span = places_.at(offset(mark), std::max<std::size_t>(made.text.size(), 1));
    // An empty value has no place of its own: its mark is that of whatever comes next.
    if (made.text.empty() && !frames_.empty() && frames_.back().has_key)
      made.span = frames_.back().key_span;
    add(std::move(made), mark);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    stop("yaml-alias", "YAML aliases are not part of the language", mark);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    refuse_tag(mark, tag);
    refuse_anchor(mark, anchor);
    add(scalar(offset(mark), tag == "!", text), mark);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(yaml_kind::sequence, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(yaml_kind::mapping, mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  /// A collection that is being read.
  struct frame {
    yaml_node node{};
    std::string key{};
    source_span key_span{};
    bool has_key = false;
    bool repeated = false; ///< the key was there before: its value is dropped
    std::unordered_map<std::string, source_span> seen{};
  };

  [[nodiscard]] std::size_t offset(const YAML::Mark& mark) const {
    const std::size_t at = mark.pos < 0 ? 0 : static_cast<std::size_t>(mark.pos);
    return std::min(at, text_.size());
  }

  [[noreturn]] void stop(std::string code, std::string message, const YAML::Mark& mark) {
    found_.push_back(fault(std::move(code), std::move(message), places_.at(offset(mark))));
    throw parse_stopped{};
  }
  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!")
      stop("yaml-tag", "YAML tags are not part of the language", mark);
  }
  void refuse_anchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0)
      stop("yaml-anchor", "YAML anchors are not part of the language", mark);
  }

  [[nodiscard]] std::string written_null(std::size_t at) const {
    for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
      if (text_.substr(at, word.size()) == word)
        return std::string{word};
    }
    return {};
  }

  [[nodiscard]] yaml_node scalar(std::size_t at, bool quoted_style, const std::string& text) const {
    yaml_node made;
    made.kind = yaml_kind::scalar;
    made.text = text;
    made.quoted = quoted_style;
    const char first = at < text_.size() ? text_[at] : '\0';
    if (quoted_style && (first == '"' || first == '\''))
      made.span = places_.at(at + 1, quoted_size(at));
    else if (quoted_style && (first == '|' || first == '>'))
      made.span = block_text_span(at);
    else
      made.span = places_.at(at, std::max<std::size_t>(text.size(), 1));
    return made;
  }

  /// Bytes between the quotes.
  [[nodiscard]] std::size_t quoted_size(std::size_t at) const {
    const char quote = text_[at];
    std::size_t end = at + 1;
    while (end < text_.size()) {
      const bool doubled = quote == '\'' && text_.substr(end, 2) == "''";
      if (text_[end] == quote && !doubled)
        break;
      end += doubled || (quote == '"' && text_[end] == '\\') ? 2 : 1;
    }
    return std::max<std::size_t>(std::min(end, text_.size()) - at - 1, 1);
  }

  /// The first line of a block text: where its first character stands.
  [[nodiscard]] source_span block_text_span(std::size_t at) const {
    const std::size_t header_end = text_.find('\n', at);
    if (header_end == std::string_view::npos)
      return places_.at(at);
    const std::size_t first = text_.find_first_not_of(" \r\n", header_end);
    return first == std::string_view::npos ? places_.at(at)
                                           : places_.at(first, text_.size() - first);
  }

  void count(const YAML::Mark& mark) {
    if (++nodes_ > max_nodes)
      stop("too-many-nodes",
           "more than " + std::to_string(max_nodes) + " keys and values in one file", mark);
  }

  void open(yaml_kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    refuse_tag(mark, tag);
    refuse_anchor(mark, anchor);
    count(mark);
    if (frames_.size() >= max_depth)
      stop("too-deep", "nested more than " + std::to_string(max_depth) + " deep", mark);
    refuse_as_key(mark);
    frame made;
    made.node.kind = kind;
    made.node.span = places_.at(offset(mark));
    frames_.push_back(std::move(made));
  }
  void close() {
    yaml_node done = std::move(frames_.back().node);
    frames_.pop_back();
    place(std::move(done));
  }

  [[nodiscard]] bool key_due() const {
    return !frames_.empty() && frames_.back().node.kind == yaml_kind::mapping &&
           !frames_.back().has_key;
  }
  void refuse_as_key(const YAML::Mark& mark) {
    if (key_due())
      stop("complex-key",
           "a key must be one plain word; a text that begins with { or [, such as a message with "
           "{{…}}, wants quotes around it",
           mark);
  }

  void add(yaml_node made, const YAML::Mark& mark) {
    count(mark);
    if (!key_due()) {
      place(std::move(made));
      return;
    }
    if (made.kind == yaml_kind::null)
      stop("complex-key", "a key is missing here, or must be quoted", mark);
    take_key(std::move(made));
  }

  void take_key(yaml_node made) {
    frame& top = frames_.back();
    if (made.text == "<<" && !made.quoted)
      found_.push_back(fault("yaml-merge-key",
                             "YAML merge keys are not part of the language: what several files "
                             "share goes into a file that they include",
                             made.span));
    const auto [first, fresh] = top.seen.emplace(made.text, made.span);
    if (!fresh)
      found_.push_back(fault_with_note("duplicate-key",
                                       "the key " + in_quotes(made.text) + " is written twice",
                                       made.span, first->second, "first written here"));
    top.key = std::move(made.text);
    top.key_span = made.span;
    top.has_key = true;
    top.repeated = !fresh;
  }

  /// Puts a finished value where it belongs.
  void place(yaml_node made) {
    if (frames_.empty()) {
      root_ = std::move(made);
      return;
    }
    frame& top = frames_.back();
    if (top.node.kind == yaml_kind::sequence) {
      top.node.items.push_back(std::move(made));
      return;
    }
    top.has_key = false;
    if (!top.repeated)
      top.node.entries.push_back({std::move(top.key), top.key_span, std::move(made)});
  }

  std::string_view text_;
  const positions& places_;
  std::vector<diagnostic>& found_;
  std::vector<frame> frames_{};
  yaml_node root_{};
  std::size_t nodes_ = 0;
  int documents_ = 0;
};

/// What yaml-cpp says, in an author's words.
std::string explain(const std::string& message) {
  struct saying {
    std::string_view theirs;
    std::string_view ours;
  };
  static constexpr std::array<saying, 6> sayings{{
      {"end of map not found", "this line does not fit the indentation of the lines above it"},
      {"end of sequence not found", "this line does not fit the indentation of the list above it"},
      {"illegal map value", "a \":\" is out of place here: check the indentation and the quotes"},
      {"illegal map key", "a key is out of place here: check the indentation"},
      {"illegal block entry", "a \"- \" is out of place here: begin a new line for a list"},
      {"unknown escape character",
       "unknown escape in a double-quoted text: write \\\\ for a backslash, or use single quotes"},
  }};
  for (const saying& one : sayings) {
    if (message.rfind(one.theirs, 0) == 0)
      return std::string{one.ours};
  }
  return "not valid YAML: " + message;
}

source_span place_of(const YAML::Mark& mark, std::string_view text, const positions& places) {
  return places.at(mark.pos < 0 ? text.size() : static_cast<std::size_t>(mark.pos));
}

/// Runs yaml-cpp. Its exceptions end here.
yaml_node build(std::string_view text, const positions& places, std::vector<diagnostic>& found) {
  tree_builder builder{text, places, found};
  text_buffer buffer{text};
  std::istream stream{&buffer};
  try {
    YAML::Parser parser{stream};
    if (parser.HandleNextDocument(builder))
      parser.HandleNextDocument(builder); // must not find anything
  } catch (const parse_stopped&) {
    return {};
  } catch (const YAML::Exception& problem) {
    found.push_back(
        fault("invalid-yaml", explain(problem.msg), place_of(problem.mark, text, places)));
    return {};
  } catch (const std::exception& problem) {
    found.push_back(fault("invalid-yaml", std::string{"not readable: "} + problem.what(),
                          whole_file(places.file())));
    return {};
  }
  return builder.take_root();
}

} // namespace

report<yaml_node> parse_yaml(std::string_view text, std::uint32_t file) {
  report<yaml_node> out;
  if (text.size() > max_file_bytes) {
    out.diagnostics.push_back(too_large(file));
    return out;
  }
  if (auto bad = check_encoding(text, file)) {
    out.diagnostics.push_back(std::move(*bad));
    return out;
  }
  const positions places{text, file};
  out.diagnostics = check_layout(text, places);
  if (!out.diagnostics.empty())
    return out;
  yaml_node root = build(text, places, out.diagnostics);
  const bool understood =
      std::all_of(out.diagnostics.begin(), out.diagnostics.end(),
                  [](const diagnostic& each) { return each.code == "duplicate-key"; });
  if (out.diagnostics.size() > max_findings)
    out.diagnostics.resize(max_findings);
  if (!understood)
    return out;
  if (root.kind == yaml_kind::null) {
    out.diagnostics.push_back(fault(
        "empty-file", "there is nothing in this file but spaces and comments", whole_file(file)));
    return out;
  }
  out.value = std::move(root);
  return out;
}

} // namespace caseclock::detail
