// Every finding as an author sees it: tests/golden/diagnostics/<case>.yaml and <case>.expected.
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
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
