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
  }
  for (const auto& each : loaded.programs)
    missing.erase(each->name);
  return missing;
}

} // namespace

report<workflow_set> load_with_neighbours(const std::string& path, source_map& sources) {
  std::error_code failed;
  const bool is_file = std::filesystem::is_regular_file(path, failed);
  const auto folder = std::filesystem::path(path).parent_path();
  std::vector<std::string> paths{path};
  for (;;) {
    source_map read;
    auto loaded = load_programs(paths, read, {});
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

} // namespace caseclock::cli
