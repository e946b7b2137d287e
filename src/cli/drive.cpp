#include "drive.hpp"

#include <cstdio>
#include <fstream>
#include <iostream>
#include <utility>

#include "commands.hpp"
#include "findings.hpp"
#include "neighbours.hpp"
#include "next_line.hpp"
#include "workflows.hpp"

namespace caseclock::cli {

std::optional<workflow_set> load_to_drive(const std::string& path, const std::string& language,
                                          source_map& sources, int& status) {
  auto loaded = load_with_neighbours(path, sources);
  status = cannot_do;
  if (!loaded.ok()) {
    print(loaded.diagnostics, sources);
    status = exit_code(loaded.diagnostics);
  } else if (loaded.value->programs.empty()) {
    std::fprintf(stderr, "caseclock: %s holds no workflow\n", path.c_str());
    status = has_findings;
  } else if (speaks(*loaded.value, language)) {
    return std::move(*loaded.value);
  }
  return std::nullopt;
}

bool carry_out_file(session& running, const std::string& events, std::optional<instant> last) {
  const bool from_input = events == "-";
  const char* name = from_input ? "<stdin>" : events.c_str();
  std::ifstream file;
  if (!from_input && !open_lines(file, events))
    return false;
  const std::size_t said = running.carry_out_all(from_input ? std::cin : file, name, last);
  if (from_input && std::ferror(stdin) != 0) {
    std::fputs("caseclock: cannot read standard input\n", stderr);
    return false;
  }
  if (said == 0)
    std::fprintf(stderr, "caseclock: %s has no lines\n", name);
  return true;
}

} // namespace caseclock::cli
