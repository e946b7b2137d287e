#include "caseclock/scxml/import.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <tuple>
#include <utility>

#include "caseclock/base/suggest.hpp"
#include "definition/limits.hpp"
#include "definition/tree.hpp"
#include "scxml/importer.hpp"

namespace caseclock::detail {

namespace {

constexpr std::array<std::string_view, 29> known_elements{
    "scxml",   "state",    "parallel", "transition", "initial", "final",   "onentry", "onexit",
    "history", "raise",    "if",       "elseif",     "else",    "foreach", "log",     "datamodel",
    "data",    "assign",   "donedata", "content",    "param",   "script",  "send",    "cancel",
    "invoke",  "finalize", "validate", "anchor",     "move"};

bool holds(std::initializer_list<std::string_view> list, std::string_view wanted) {
  return std::find(list.begin(), list.end(), wanted) != list.end();
}

/// What the recommendation has and this importer has not, by name.
std::string outside(const xml_element& element) {
  if (element.name == "script")
    return "scripts are not supported: say it with assign, if and foreach";
  if (element.name == "invoke" || element.name == "finalize")
    return "<" + element.name + "> is not supported: open a case of its own instead";
  return {};
}

/// "door.scxml" → "door".
std::string name_of_file(const std::string& path) {
  std::string made;
  for (const char c : std::filesystem::path{path}.stem().string()) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
                      (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80U;
    made += fits ? c : '_';
  }
  return made.empty() ? "chart" : made;
}

/// As workflows under SCXML's rules may be called: XML's name tokens, save the colon.
bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80U;
  });
}

void check_datamodel(scxml_importer& in, const xml_element& root) {
  const std::string* model = root.find("datamodel");
  if (model == nullptr || *model == "null" || *model == "cel" || model->empty())
    return;
  in.error("scxml-datamodel", root,
           "the data model " + in_quotes(*model) +
               " is not supported: write expressions in CEL and say datamodel=\"cel\", or "
               "datamodel=\"null\"");
}

} // namespace

void scxml_importer::check(const xml_element& element,
                           std::initializer_list<std::string_view> attributes,
                           std::initializer_list<std::string_view> children) {
  for (const auto& [name, held] : element.attributes) {
    if (!holds(attributes, name))
      found.push_back(
          fault("unknown-attribute", "<" + element.name + "> has no attribute " + in_quotes(name),
                element.span, closest(name, std::vector<std::string_view>(attributes))));
  }
  if (holds({"data", "assign", "content"}, element.name))
    return; // what is inside is a value, whatever it is
  for (const xml_element& child : element.children) {
    if (child.foreign) {
      warn("foreign-element", child, "<" + child.name + "> is not SCXML's: it is left out");
      continue;
    }
    if (const std::string why = outside(child); !why.empty())
      error("scxml-not-supported", child, why);
    else if (std::find(known_elements.begin(), known_elements.end(), child.name) ==
             known_elements.end())
      found.push_back(
          fault("unknown-element", "there is no element <" + child.name + ">", child.span,
                closest(child.name, std::vector<std::string_view>(known_elements.begin(),
                                                                  known_elements.end()))));
    else if (!holds(children, child.name))
      error("misplaced-element", child,
            "<" + child.name + "> has no place in <" + element.name + ">");
  }
}

std::string scxml_importer::needed(const xml_element& element, std::string_view attribute) {
  const std::string* held = element.find(attribute);
  std::string made = held == nullptr ? std::string{} : trimmed(*held);
  if (made.empty())
    error("missing-attribute", element,
          "<" + element.name + "> needs the attribute " + in_quotes(attribute));
  return made;
}

void scxml_importer::run(const xml_element& root, yaml_value& into) {
  check(root, {"initial", "name", "version", "datamodel", "binding", "xmlns"},
        {"state", "parallel", "final", "datamodel"});
  if (root.name != "scxml" || root.foreign) {
    error("unknown-element", root,
          "the document's element is <scxml xmlns=\"" + std::string(scxml_namespace) +
              "\">, not <" + root.name + ">");
    return;
  }
  const std::string* version = root.find("version");
  if (version == nullptr || *version != "1.0")
    warn("scxml-version", root, "<scxml> says version=\"1.0\"");
  check_datamodel(*this, root);
  const std::string* binding = root.find("binding");
  late = binding != nullptr && *binding == "late";
  if (binding != nullptr && !late && *binding != "early")
    error("unknown-value", root, "binding is \"early\" or \"late\", not " + in_quotes(*binding));
  const std::string* name = root.find("name");
  if (name != nullptr && !is_name(*name))
    error("invalid-name", root,
          in_quotes(*name) + " cannot be a chart's name: letters, digits, _, - and . only");
  into.add("caseclock", yaml_value::word("1"));
  into.add("workflow",
           yaml_value::of(name != nullptr && is_name(*name) ? *name : name_of_file(path)));
  into.add("semantics", yaml_value::of("scxml"));
  collect_ids(root);
  yaml_value inside = states(root);
  add_datamodel(root, {});
  std::stable_sort(data.entries.begin(), data.entries.end(), [this](const auto& a, const auto& b) {
    const source_span& left = data_ids[a.first];
    const source_span& right = data_ids[b.first];
    return std::tie(left.line, left.column) < std::tie(right.line, right.column);
  });
  if (!data.empty())
    into.add("data", std::move(data));
  if (inside.empty())
    error("missing-element", root, "the chart has no states");
  if (const std::string* initial = root.find("initial"); initial != nullptr && !inside.empty())
    into.add("initial", yaml_value::of(initial_states(root, *initial)));
  into.add("states", std::move(inside));
}

} // namespace caseclock::detail

namespace caseclock {

report<std::string> import_scxml_text(std::string path, std::string text, source_map& sources) {
  report<detail::xml_element> read = detail::parse_xml(path, std::move(text), sources);
  if (!read.ok())
    return {std::nullopt, std::move(read.diagnostics)};
  detail::scxml_importer importer{sources};
  importer.path = path;
  importer.found = std::move(read.diagnostics);
  detail::yaml_value made;
  importer.run(*read.value, made);
  if (detail::depth_of(made) > detail::max_depth)
    importer.error("limit-exceeded", *read.value,
                   "states and actions are nested too deeply for a workflow file");
  report<std::string> answer;
  if (!has_errors(importer.found))
    answer.value = "# Imported from " + std::filesystem::path{path}.filename().string() +
                   " (W3C SCXML 1.0).\n" + detail::write_yaml(made);
  if (importer.found.size() > detail::max_findings)
    importer.found.resize(detail::max_findings);
  answer.diagnostics = std::move(importer.found);
  return answer;
}

report<std::string> import_scxml(const std::string& path, source_map& sources) {
  source_map raw;
  const detail::text_file read = detail::read_text_file(path, raw, {});
  if (read.problem) {
    diagnostic problem = *read.problem;
    problem.span.file = sources.add(path, {});
    return {std::nullopt, {std::move(problem)}};
  }
  return import_scxml_text(path, std::string(raw.text(read.file)), sources);
}

} // namespace caseclock
