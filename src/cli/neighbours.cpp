#include "neighbours.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace caseclock::cli {
namespace {

/// Names of workflows that are opened but not loaded.
std::set<std::string> missing_in(const workflow_set& loaded) {
  std::set<std::string> missing;
  for (const auto& each : loaded.programs) {
    for (const action& done : each->actions) {
      if (const auto* opens = std::get_if<open_action>(&done.what))
        missing.insert(opens->workflow);
    }
    for (const program_invoke& child : each->invokes)
      missing.insert(child.workflow);
  }
  for (const auto& each : loaded.programs)
    missing.erase(each->name);
  return missing;
}

bool is_scenario_file(const std::string& path) {
  return path.ends_with(".scenarios.yaml") || path.ends_with(".scenarios.yml");
}

} // namespace

report<workflow_set> load_with_neighbours(const std::string& path, source_map& sources,
                                          const load_options& options) {
  std::error_code failed;
  const bool is_file = std::filesystem::is_regular_file(path, failed);
  const auto folder = std::filesystem::path(path).parent_path();
  std::vector<std::string> paths{path};
  for (;;) {
    source_map read;
    auto loaded = load_programs(paths, read, options);
    const std::size_t before = paths.size();
    if (loaded.ok() && is_file) {
      for (const std::string& name : missing_in(*loaded.value)) {
        const std::string beside = (folder / (name + ".yaml")).string();
        const bool is_new = std::find(paths.begin(), paths.end(), beside) == paths.end();
        if (is_new && std::filesystem::is_regular_file(beside, failed))
          paths.push_back(beside);
      }
    }
    if (paths.size() == before) {
      sources = std::move(read);
      return loaded;
    }
  }
}

std::vector<std::string> with_workflows(const std::vector<std::string>& paths) {
  std::vector<std::string> all = paths;
  for (const std::string& each : paths) {
    std::error_code failed;
    if (!is_scenario_file(each) || !std::filesystem::is_regular_file(each, failed))
      continue;
    const auto parent = std::filesystem::path(each).parent_path();
    const std::string folder = parent.empty() ? "." : parent.string();
    if (std::find(all.begin(), all.end(), folder) == all.end())
      all.push_back(folder);
  }
  return all;
}

bool only_scenarios(const std::vector<std::string>& paths) {
  return std::all_of(paths.begin(), paths.end(), is_scenario_file);
}

} // namespace caseclock::cli
