#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/program.hpp"
#include "golden/golden_file.hpp"

using namespace test;

namespace {

std::string temporary(const std::string& name) {
  const auto folder = std::filesystem::temp_directory_path() / "caseclock_cli_test";
  std::filesystem::create_directories(folder);
  return (folder / name).string();
}

} // namespace

TEST_CASE("check: the shipped workflows have no findings") {
  const said heard = caseclock_says("check workflows --strict");
  CAPTURE(heard.out);
  CHECK(heard.status == 0);
  CHECK(heard.out.find("no findings") != std::string::npos);
}

TEST_CASE("check: a finding is printed with place and caret, and as JSON") {
  const said text = caseclock_says("check tests/golden/diagnostics/unknown_state.yaml");
  CHECK(text.status == 1);
  CHECK(text.out.find("error[unknown-state]") != std::string::npos);
  CHECK(text.out.find("^") != std::string::npos);
  const said json = caseclock_says("check --json tests/golden/diagnostics/unknown_state.yaml");
  CHECK(json.status == 1);
  CHECK(json.out.front() == '[');
  CHECK(json.out.find("\"unknown-state\"") != std::string::npos);
}

TEST_CASE("test: every scenario of the shipped workflows passes and everything is visited") {
  const std::string junit = temporary("junit.xml");
  const said heard = caseclock_says("test workflows --junit '" + junit + "'");
  CAPTURE(heard.out);
  CHECK(heard.status == 0);
  CHECK(heard.out.find(" 0 failed") != std::string::npos);
  std::istringstream lines{heard.out};
  std::size_t rows = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!line.ends_with(" %"))
      continue;
    ++rows;
    CAPTURE(line);
    CHECK(line.ends_with(" 100 %"));
  }
  CHECK(rows == 12); // four workflows: states, transitions, clock outcomes
  std::ifstream xml{junit};
  std::stringstream written;
  written << xml.rdbuf();
  CHECK(written.str().find("<testsuites tests=") != std::string::npos);
  CHECK(written.str().find("failures=\"0\"") != std::string::npos);
}

TEST_CASE("test: a failing scenario says where, what was expected, what was there, and the trace") {
  const said heard = caseclock_says("test tests/golden/scenarios/failing.scenarios.yaml");
  CHECK(heard.status == 1);
  const std::string differs = caseclock::golden::compared(
      std::string{CASECLOCK_SOURCE_DIR} + "/tests/golden/scenarios/failing.expected", heard.out);
  CHECK_MESSAGE(differs.empty(), differs);
}

TEST_CASE("test: files without scenarios, or with wrong ones, are named") {
  CHECK(caseclock_says("test tests/golden/diagnostics/unknown_state.yaml").status == 1);
  const said wrong = caseclock_says("check tests/golden/scenarios/wrong");
  CHECK(wrong.status == 1);
  const std::string differs = caseclock::golden::compared(
      std::string{CASECLOCK_SOURCE_DIR} + "/tests/golden/scenarios/wrong.expected", wrong.out);
  CHECK_MESSAGE(differs.empty(), differs);
}

TEST_CASE("graph: DOT, Mermaid, and what is not there") {
  const said dot = caseclock_says("graph workflows/complaint.yaml");
  CHECK(dot.status == 0);
  CHECK(dot.out.starts_with("digraph \"complaint\" {"));
  const said zh = caseclock_says("graph workflows/complaint.yaml --lang zh");
  CHECK(zh.out.find("客户投诉处理") != std::string::npos);
  const said mermaid = caseclock_says("graph workflows/complaint.yaml --mermaid");
  CHECK(mermaid.out.starts_with("stateDiagram-v2\n"));
  CHECK(caseclock_says("graph workflows/complaint.yaml --name nothing").status == 1);
  CHECK(caseclock_says("graph nowhere.yaml").status == 1);
}
