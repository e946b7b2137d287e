// What the documents show is what there is: every block of code in README.md is a file of the
// project, a part of one, or a command whose output is compared. A block without a mark fails.
//
//   <!-- file: path -->   the block is the whole file
//   <!-- part: path -->   the block stands in the file, line by line, in one piece
//   <!-- run -->          "$ command" and what it prints; build/ is the build folder
//   <!-- shown -->        neither: an installation, an excerpt of a format
//
// CASECLOCK_UPDATE_GOLDEN=1 fills in `file` and `run` blocks.
#include <doctest/doctest.h>

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "golden/golden_file.hpp"

namespace {

const std::string root = std::string{CASECLOCK_SOURCE_DIR} + "/";

std::string content(const std::string& path) {
  std::ifstream file{root + path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string joined(const std::vector<std::string>& lines, std::size_t from, std::size_t to) {
  std::string text;
  for (std::size_t i = from; i < to; ++i)
    text += lines[i] + "\n";
  return text;
}

/// What the command prints, run in the source folder with `build/` meaning the build folder.
std::string output_of(std::string command) {
  const std::string program = CASECLOCK_PROGRAM;
  const std::string build = program.substr(0, program.rfind('/') + 1);
  for (std::size_t at = command.find("build/"); at != std::string::npos;
       at = command.find("build/", at + build.size()))
    command.replace(at, 6, build);
  std::FILE* pipe = popen(("cd '" + root + "' && { " + command + "; } 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string out;
  char buffer[4'096];
  for (std::size_t read = 0; (read = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    out.append(buffer, read);
  pclose(pipe);
  return out;
}

struct block {
  std::string mark{}; ///< "file", "part", "run", "shown", or "" if there is none
  std::string path{};
  std::size_t first = 0; ///< line behind the opening fence
  std::size_t last = 0;  ///< the closing fence
};

std::vector<block> blocks_of(const std::vector<std::string>& lines) {
  std::vector<block> blocks;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].starts_with("```"))
      continue;
    block found;
    if (i > 0 && lines[i - 1].starts_with("<!-- ") && lines[i - 1].ends_with(" -->")) {
      const std::string mark = lines[i - 1].substr(5, lines[i - 1].size() - 9);
      const std::size_t colon = mark.find(": ");
      found.mark = mark.substr(0, colon);
      found.path = colon == std::string::npos ? "" : mark.substr(colon + 2);
    }
    found.first = ++i;
    while (i < lines.size() && lines[i] != "```")
      ++i;
    found.last = i;
    blocks.push_back(found);
  }
  return blocks;
}

/// What the block should hold, or nothing if any text will do.
std::string wanted(const block& each, const std::vector<std::string>& lines) {
  if (each.mark == "file")
    return content(each.path);
  if (each.mark == "run")
    return lines[each.first] + "\n" + output_of(lines[each.first].substr(2));
  return joined(lines, each.first, each.last);
}

} // namespace

TEST_CASE("documents: every block of the README is what there is") {
  std::string updated = content("README.md");
  const std::vector<std::string> lines = caseclock::golden::lines_of(updated);
  const std::vector<block> blocks = blocks_of(lines);
  CHECK(blocks.size() >= 8);
  for (const block& each : blocks) {
    CAPTURE(each.first);
    const bool marked =
        each.mark == "file" || each.mark == "part" || each.mark == "run" || each.mark == "shown";
    CHECK_MESSAGE(marked, "README.md:", each.first, ": a block without a mark");
    const std::string held = joined(lines, each.first, each.last);
    if (each.mark == "part") {
      CHECK_MESSAGE(content(each.path).find(held) != std::string::npos, "README.md:", each.first,
                    ": this does not stand in ", each.path);
      CHECK(!held.empty());
    }
    if (each.mark == "run")
      REQUIRE(lines[each.first].starts_with("$ "));
    const std::string differs = caseclock::golden::difference(wanted(each, lines), held);
    if (caseclock::golden::updating() && !differs.empty()) {
      const std::string fence = lines[each.first - 2] + "\n" + lines[each.first - 1] + "\n";
      const std::size_t at = updated.find(fence + held);
      REQUIRE(at != std::string::npos);
      updated.replace(at + fence.size(), held.size(), wanted(each, lines));
    } else {
      CHECK_MESSAGE(differs.empty(), "README.md:", each.first, ": ", differs);
    }
  }
  if (caseclock::golden::updating())
    std::ofstream{root + "README.md", std::ios::binary} << updated;
}
