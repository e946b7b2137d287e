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

/// The file as the sources have it, or from the disk.
detail::yaml_file read_once(const std::string& path, source_map& sources) {
  for (std::uint32_t file = 0; file < sources.size(); ++file) {
    if (sources.path(file) != path)
      continue;
    detail::yaml_file known{file, detail::parse_yaml(sources.text(file), file)};
    known.tree.diagnostics.clear(); // told by whoever read it first
    return known;
  }
  return detail::read_yaml_file(path, sources);
}

void read_file(const detail::yaml_file& file, partial_scenarios& into) {
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
    found.push_back(detail::fault("unsupported-version",
                                  "this release reads version 1 of the language, not " +
                                      std::to_string(version->value),
                                  version->span));
  document.for_one_or_each("scenarios", [&](const detail::yaml_node& node) {
    for (const detail::filled_scenario& filled : detail::rows_of(found, node)) {
      into.scenarios.push_back(detail::read_scenario(found, filled.node));
      into.scenarios.back().row = filled.row;
    }
  });
}

report<std::vector<scenario_definition>> only_if_sound(partial_scenarios read) {
  report<std::vector<scenario_definition>> loaded;
  if (!has_errors(read.diagnostics))
    loaded.value = std::move(read.scenarios);
  loaded.diagnostics = std::move(read.diagnostics);
  return loaded;
}

} // namespace

partial_scenarios read_scenarios(const std::vector<std::string>& paths, source_map& sources) {
  partial_scenarios read;
  for (const std::string& path : files_of(paths))
    read_file(read_once(path, sources), read);
  return read;
}

report<std::vector<scenario_definition>> load_scenarios(const std::vector<std::string>& paths,
                                                        source_map& sources) {
  return only_if_sound(read_scenarios(paths, sources));
}

report<std::vector<scenario_definition>> load_scenarios_text(std::string path, std::string text,
                                                             source_map& sources) {
  partial_scenarios read;
  read_file(detail::read_yaml_text(std::move(path), std::move(text), sources), read);
  return only_if_sound(std::move(read));
}

} // namespace caseclock
