// Every finding as an author sees it: tests/golden/diagnostics/<case>.yaml and <case>.expected.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "golden/golden_file.hpp"
#include "golden/pipeline.hpp"

using namespace caseclock;

namespace {

const std::string folder = std::string{CASECLOCK_SOURCE_DIR} + "/tests/golden/diagnostics/";

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".yaml")
      names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// Files that are checked together: a folder for each case.
std::vector<std::string> sets() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder + "sets")) {
    if (entry.is_directory())
      names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// The codes in brackets: `error[unknown-state]`.
std::set<std::string> codes_told(const std::string& text) {
  const std::regex code{R"((?:error|warning)\[([a-z-]+)\])"};
  std::set<std::string> found;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), code); at != std::sregex_iterator();
       ++at)
    found.insert((*at)[1]);
  return found;
}

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A folder for files that are too large to be committed, for as long as a test runs.
class temporary_folder {
 public:
  temporary_folder()
      : path_(std::filesystem::temp_directory_path() /
              ("caseclock_" +
               std::to_string(std::chrono::steady_clock::now().time_since_epoch().count()))) {
    std::filesystem::create_directory(path_);
  }
  ~temporary_folder() { std::filesystem::remove_all(path_); }
  temporary_folder(const temporary_folder&) = delete;
  temporary_folder& operator=(const temporary_folder&) = delete;

  /// What an author is told about such a file.
  [[nodiscard]] std::string told(const std::string& name, const std::string& text) const {
    std::ofstream{path_ / name, std::ios::binary} << text;
    return golden::told({(path_ / name).string()}, path_.string() + "/");
  }

 private:
  std::filesystem::path path_;
};

} // namespace

TEST_CASE("golden: every case in the folder is told as expected") {
  const std::vector<std::string> names = cases();
  CHECK(names.size() > 40);
  for (const std::string& name : names) {
    CAPTURE(name);
    const std::string told = golden::told({folder + name + ".yaml"}, folder);
    CHECK(golden::compared(folder + name + ".expected", told) == "");
  }
}

TEST_CASE("golden: files that are checked together") {
  CHECK(sets().size() > 2);
  for (const std::string& name : sets()) {
    CAPTURE(name);
    const std::string path = folder + "sets/" + name;
    CHECK(golden::compared(path + ".expected", golden::told({path}, folder)) == "");
  }
}

TEST_CASE("golden: what is nearly wrong is right, and nothing is told") {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.path().filename().string().ends_with("_right.expected"))
      continue;
    ++count;
    CAPTURE(entry.path().string());
    CHECK(text_of(entry.path()) == "");
  }
  CHECK(count > 15);
}

TEST_CASE("golden: every code of a workflow's findings is shown here, or it is said where") {
  // What takes a whole file of lines, another day, another kind of document, or is seen in tests of
  // its own room.
  const std::set<std::string> elsewhere{"calendar-expires", "date-out-of-range", "duplicate-date",
                                        "empty-event",      "expression-limit",  "hours-conflict",
                                        "include-too-deep", "limit-exceeded",    "too-many-dates",
                                        "too-many-events",  "too-many-findings", "zero-delay",
                                        "zero-target"};
  std::set<std::string> shown;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".expected")
      shown.merge(codes_told(text_of(entry.path())));
  }
  const std::string page = text_of(std::string{CASECLOCK_SOURCE_DIR} + "/workflows/DIAGNOSTICS.md");
  const std::string of_workflows = page.substr(0, page.find("## Scenarios"));
  const std::regex code{"`([a-z]+(-[a-z]+)+)`"};
  for (auto at = std::sregex_iterator(of_workflows.begin(), of_workflows.end(), code);
       at != std::sregex_iterator(); ++at) {
    const std::string name = (*at)[1];
    CAPTURE(name);
    CHECK(shown.contains(name) != elsewhere.contains(name));
  }
}

TEST_CASE("golden: what is no file, or no readable one") {
  CHECK(golden::compared(folder + "missing_file.expected",
                         golden::told({folder + "duplicate_kye.yaml"}, folder)) == "");
  CHECK(golden::compared(folder + "directory.expected",
                         golden::told({folder + "include/empty"}, folder)) == "");
}

TEST_CASE("golden: too much of anything is told at once") {
  std::string noise;
  for (std::uint32_t i = 0, state = 1; i < 10'000'000; ++i) {
    state = state * 1'664'525U + 1'013'904'223U;
    noise += static_cast<char>(state >> 24U);
  }
  const temporary_folder files;
  const std::string head = "caseclock: 1\nworkflow: errand\ndata: ";
  const auto start = std::chrono::steady_clock::now();
  CHECK(golden::compared(folder + "ten_megabytes_of_noise.expected",
                         files.told("noise.yaml", noise)) == "");
  CHECK(golden::compared(folder + "hundred_thousand_deep.expected",
                         files.told("deep.yaml", head + std::string(100'000, '['))) == "");
  std::string many = head + "\n";
  for (int i = 0; i < 60'000; ++i)
    many += "  f" + std::to_string(i) + ": int\n";
  CHECK(golden::compared(folder + "too_many_nodes.expected", files.told("many.yaml", many)) == "");
  // Generous: sanitizers and a busy machine are slow. What it catches is quadratic.
  CHECK(std::chrono::steady_clock::now() - start < std::chrono::seconds{30});
}

TEST_CASE("golden: of thousands of findings the first hundred are shown, and the rest counted") {
  const temporary_folder files;
  std::string unknown = "caseclock: 1\nworkflow: errand\n";
  for (int i = 0; i < 40'000; ++i)
    unknown += "key" + std::to_string(i) + ": int\n";
  const std::string told = files.told("unknown.yaml", unknown);
  CHECK(golden::lines_of(told).size() == 301);
  CHECK(golden::lines_of(told).front() ==
        "unknown.yaml: error[too-many-findings]: 39900 more findings are not shown");
}
