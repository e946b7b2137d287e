// The importer's parts: what they share, and who does what.
//
// Each reads one kind of element and gives the YAML for it. Nothing stops at a finding.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/base/source_map.hpp"
#include "definition/fault.hpp"
#include "scxml/xml.hpp"
#include "scxml/yaml_text.hpp"

namespace caseclock::detail {

struct scxml_importer {
  source_map& sources;
  std::vector<diagnostic> found{};
  std::string path{};
  std::map<std::string, source_span> ids{};          ///< of states
  std::map<const xml_element*, std::string> names{}; ///< every state's, given or made
  std::map<std::string, source_span> data_ids{};
  bool late = false;
  yaml_value data{};

  void error(std::string code, const xml_element& where, std::string message) {
    found.push_back(fault(std::move(code), std::move(message), where.span));
  }
  void warn(std::string code, const xml_element& where, std::string message) {
    diagnostic made = fault(std::move(code), std::move(message), where.span);
    made.level = severity::warning;
    found.push_back(std::move(made));
  }

  // import.cpp
  void run(const xml_element& root, yaml_value& into);
  /// Reports elements that have no place inside this one, and attributes that it does not have.
  void check(const xml_element& element, std::initializer_list<std::string_view> attributes,
             std::initializer_list<std::string_view> children);
  /// The attribute without blanks around it; nothing and a finding if it must be there and is not.
  std::string needed(const xml_element& element, std::string_view attribute);

  // import_states.cpp
  void collect_ids(const xml_element& parent);
  yaml_value state(const xml_element& element);
  yaml_value states(const xml_element& parent);
  /// The states that the attribute names, with one blank between; findings where there are none.
  std::string initial_states(const xml_element& element, std::string_view named);
  void add_datamodel(const xml_element& parent, const std::string& state);

  // import_content.cpp
  /// The actions inside an element. Recursive: as deep as the document is.
  yaml_value actions(const xml_element& parent);
  yaml_value actions(const std::vector<const xml_element*>& elements);
  void add_params(const xml_element& parent, yaml_value& with);
  /// What `expr` says, or what stands inside as a value: an expression. Both together are a
  /// finding.
  std::string content_expression(const xml_element& element);
};

/// Without blanks at either end.
[[nodiscard]] std::string trimmed(std::string_view text);
/// An expression whose value is that text.
[[nodiscard]] std::string text_expression(std::string_view text);
/// Text that stands where data are wanted, as an expression: as it is if it is JSON or a literal of
/// CEL, else the text itself with blanks put together. `2026-03-06` and `007` are texts.
[[nodiscard]] std::string value_expression(std::string_view text);
/// True for `a`, `a.b` and `a[i].b`: what can be read from, and written to.
[[nodiscard]] bool is_location(std::string_view text);

} // namespace caseclock::detail
