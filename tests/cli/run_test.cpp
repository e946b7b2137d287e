// `caseclock run` over every script in tests/golden/run: <workflow>.<case>.jsonl, what it prints
// beside it in <workflow>.<case>.expected. Both compilers' builds are held to the same bytes (S14).
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "cli/program.hpp"
#include "golden/golden_file.hpp"

using namespace test;

namespace {

const std::string folder = "tests/golden/run/";

std::vector<std::string> scripts() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string{CASECLOCK_SOURCE_DIR} + "/" + folder)) {
    if (entry.path().extension() == ".jsonl")
      names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

said run(const std::string& script, const std::string& more) {
  return caseclock_says("run workflows/" + script.substr(0, script.find('.')) + ".yaml --events " +
                            folder + script + ".jsonl " + more,
                        "2>/dev/null");
}

} // namespace

TEST_CASE("S14 run: the same events give the same bytes, on every build and every time") {
  const std::vector<std::string> names = scripts();
  CHECK(names.size() >= 3);
  for (const std::string& name : names) {
    CAPTURE(name);
    const said first = run(name, "--json");
    const std::string differs = caseclock::golden::compared(
        std::string{CASECLOCK_SOURCE_DIR} + "/" + folder + name + ".expected", first.out);
    CHECK_MESSAGE(differs.empty(), differs);
    CHECK(run(name, "--json").out == first.out);
    const bool has_bad_lines = first.out.find("\"type\":\"error\"") != std::string::npos;
    CHECK(first.status == (has_bad_lines ? 1 : 0));
  }
}

TEST_CASE("run: readable output names the same things") {
  const said read = run("repair.late_call", "--lang zh");
  CHECK(read.status == 0);
  CHECK(read.out.find("BREACH") != std::string::npos);
  CHECK(read.out.find("客户报修") != std::string::npos);
}

TEST_CASE("run: command lines that cannot be carried out say why, with exit code 2 or 1") {
  const auto says = [](const std::string& arguments, int status, const std::string& why) {
    const said heard = caseclock_says(arguments);
    CAPTURE(heard.out);
    CHECK(heard.status == status);
    CHECK(heard.out.find(why) != std::string::npos);
  };
  says("run workflows/repair.yaml --events nowhere.jsonl", 2, "cannot read nowhere.jsonl");
  says("run workflows/repair.yaml", 2, "--events");
  says("run nowhere.yaml --events x", 1, "cannot-read");
  says("run workflows/calendars.yaml --events x", 1, "holds no workflow");
  says("run workflows/repair.yaml --events - --until tomorrow", 2, "--until");
  says("fly", 2, "");
  says("", 2, "");
  says("--version", 0, "0.");
}
