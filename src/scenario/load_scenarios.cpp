// Scenario files: which there are, and what is in them.
#include <algorithm>
#include <filesystem>
#include <utility>

#include "caseclock/base/render.hpp"
#include "caseclock/scenario/scenario.hpp"
#include "definition/tree.hpp"
#include "scenario/keys.hpp"
#include "scenario/read_scenario.hpp"

namespace caseclock {
namespace {

/// A folder stands for the scenario files in it, in order of name.
std::vector<std::string> files_of(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code failed;
    if (!std::filesystem::is_directory(path, failed)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> inside;
    for (const auto& entry : std::filesystem::directory_iterator(path, failed)) {
      const std::string name = entry.path().string();
      if (name.ends_with(".scenarios.yaml") || name.ends_with(".scenarios.yml"))
        inside.push_back(name);
    }
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

void read_file(const detail::yaml_file& file, report<std::vector<scenario_definition>>& into) {
  detail::findings& found = into.diagnostics;
  found.insert(found.end(), file.tree.diagnostics.begin(), file.tree.diagnostics.end());
  if (!file.tree.ok())
    return;
  const detail::fields document{found, *file.tree.value, detail::scenario_document_table,
                                whole_file(file.file)};
  if (!document.is_mapping())
    return;
  const auto version = document.integer("caseclock");
  if (version && version->value != 1)
    found.push_back(detail::fault("unknown-version",
                                  "this is language version " + std::to_string(version->value) +
                                      "; version 1 is understood",
                                  version->span));
  document.for_one_or_each("scenarios", [&](const detail::yaml_node& node) {
    for (const detail::yaml_node& row : detail::rows_of(found, node))
      into.value->push_back(detail::read_scenario(found, row));
  });
}

report<std::vector<scenario_definition>> finish(report<std::vector<scenario_definition>> loaded) {
  if (has_errors(loaded.diagnostics))
    loaded.value.reset();
  return loaded;
}

} // namespace

report<std::vector<scenario_definition>> load_scenarios(const std::vector<std::string>& paths,
                                                        source_map& sources) {
  report<std::vector<scenario_definition>> loaded{std::vector<scenario_definition>{}, {}};
  for (const std::string& path : files_of(paths))
    read_file(detail::read_yaml_file(path, sources), loaded);
  return finish(std::move(loaded));
}

report<std::vector<scenario_definition>> load_scenarios_text(std::string path, std::string text,
                                                             source_map& sources) {
  report<std::vector<scenario_definition>> loaded{std::vector<scenario_definition>{}, {}};
  read_file(detail::read_yaml_text(std::move(path), std::move(text), sources), loaded);
  return finish(std::move(loaded));
}

} // namespace caseclock
