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
  const said heard = caseclock_says("check workflows --strict --today 2026-03-06");
  CAPTURE(heard.out);
  CHECK(heard.status == 0);
  CHECK(heard.out.find("no findings") != std::string::npos);
}

TEST_CASE(
    "T14 check: a list of holidays that ends soon is a warning, of the day that is asked for") {
  const said soon = caseclock_says("check workflows --strict --today 2026-11-22");
  CHECK(soon.status == 0);
  CHECK(soon.out.find("workflows/calendars/cn.yaml:38:9: warning[calendar-expires]: the list of "
                      "holidays of \"cn_public_holidays\" ends on 2026-12-31: add the holidays of "
                      "2027, or clocks run through them\n") != std::string::npos);
  CHECK(soon.out.find("18 files checked, with 1 included: 1 warning\n") != std::string::npos);
  // Without a date the system is asked: this list ended long ago.
  const said now = caseclock_says("check tests/golden/calendar/ended.yaml");
  CHECK(now.status == 0);
  CHECK(now.out.find("warning[calendar-expires]: the list of holidays of \"shop\" ended on "
                     "2019-12-31") != std::string::npos);
  const said wrong = caseclock_says("check workflows --today 2026-02-30");
  CHECK(wrong.status == 2);
  CHECK(wrong.out.find("caseclock check: --today: ") == 0);
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
  CHECK(rows == 21); // six workflows: states, transitions, clock outcomes
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

TEST_CASE("S13 test: scenarios end incidents and cases, and may expect the refusal") {
  const said heard = caseclock_says("test tests/golden/run/divider");
  CAPTURE(heard.out);
  CHECK(heard.status == 0);
  CHECK(heard.out.find("3 scenarios: 3 passed, 0 failed") != std::string::npos);
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
  const said unknown = caseclock_says("graph workflows --name complain");
  CHECK(unknown.status == 2);
  CHECK(unknown.out.find("there are complaint, maintenance_contract") != std::string::npos);
  CHECK(caseclock_says("graph workflows --name repair").out.starts_with("digraph \"repair\" {"));
  const said several = caseclock_says("graph workflows");
  CHECK(several.status == 2);
  CHECK(several.out.find("several workflows: --name one of complaint") != std::string::npos);
}

TEST_CASE("graph: an SVG that cannot be written, or drawn, is our own message") {
  const said nowhere = caseclock_says("graph workflows/complaint.yaml --svg /nodir/x.svg");
  CHECK(nowhere.status == 2);
  if (shell_says("command -v dot").status == 0)
    CHECK(nowhere.out == "caseclock: cannot write /nodir/x.svg: No such file or directory\n");
  else // as on a bare machine
    CHECK(nowhere.out.find("needs Graphviz's program dot") != std::string::npos);
  const said undrawn =
      shell_says("cd '" CASECLOCK_SOURCE_DIR "' && PATH=/nowhere '" CASECLOCK_PROGRAM
                 "' graph workflows/complaint.yaml --svg /nodir/x.svg 2>&1");
  CHECK(undrawn.status == 2);
  CHECK(undrawn.out.find("needs Graphviz's program dot") != std::string::npos);
}

TEST_CASE("check: the last line counts what was given and what that included") {
  const auto last_line = [](const std::string& arguments) {
    const std::string out = caseclock_says(arguments).out;
    const std::size_t end = out.find_last_not_of('\n');
    return out.substr(out.rfind('\n', end) + 1, end - out.rfind('\n', end));
  };
  CHECK(last_line("check --today 2026-03-06 workflows/complaint.yaml") ==
        "1 file checked, with 3 included: no findings");
  CHECK(last_line("check --today 2026-03-06 workflows/complaint.yaml workflows/common.yaml "
                  "./workflows/complaint.yaml") == "2 files checked, with 2 included: no findings");
  CHECK(last_line("check --today 2026-03-06 workflows") ==
        "18 files checked, with 1 included: no findings");
  CHECK(last_line("check nowhere.yaml") == "0 files checked: 1 error");
}

TEST_CASE("exit codes: 2 for what cannot be read, 1 for what is wrong in it, in every command") {
  for (const std::string missing : {"nowhere.yaml", "nowhere", "nowhere.scenarios.yaml"}) {
    for (const std::string command :
         {"check ", "check --json ", "test ", "graph ", "run --events - "}) {
      CAPTURE(command + missing);
      const said heard = caseclock_says(command + missing);
      CHECK(heard.status == 2);
      CHECK(heard.out.find("No such file or directory") != std::string::npos);
    }
  }
  const std::string wrong = "tests/golden/diagnostics/unknown_state.yaml";
  for (const std::string command :
       {"check ", "check --json ", "test ", "graph ", "run --events - "}) {
    CAPTURE(command);
    CHECK(caseclock_says(command + wrong).status == 1);
    CHECK(caseclock_says(command + wrong + " --nothing").status == 2);
  }
  CHECK(caseclock_says("--help").out.find("Exit codes: 0") != std::string::npos);
}

TEST_CASE("exit codes: a link to nothing, or to itself, has the system's reason") {
  const std::string dangling = temporary("dangling.yaml");
  const std::string circle = temporary("circle.yaml");
  std::error_code exists;
  std::filesystem::create_symlink("nothing.yaml", dangling, exists);
  std::filesystem::create_symlink("circle.yaml", circle, exists);
  const auto says = [](const std::string& arguments, const std::string& why) {
    const said heard = caseclock_says(arguments);
    CAPTURE(heard.out);
    CHECK(heard.status == 2);
    CHECK(heard.out.find(why) != std::string::npos);
  };
  says("check '" + dangling + "'", "No such file or directory\n");
  says("check '" + circle + "'", "Too many levels of symbolic links\n");
  says("run workflows/repair.yaml --events '" + dangling + "'", "No such file or directory");
  says("run workflows/repair.yaml --events '" + circle + "'", "Too many levels of symbolic links");
  std::filesystem::remove(dangling);
  std::filesystem::remove(circle);
}

TEST_CASE("test: what was not played has no coverage, and one scenario is one") {
  const auto folder = std::filesystem::temp_directory_path() / "caseclock_cli_held";
  std::filesystem::create_directories(folder);
  std::filesystem::copy_file(CASECLOCK_SOURCE_DIR "/examples/quick_start.yaml",
                             folder / "ticket.yaml",
                             std::filesystem::copy_options::overwrite_existing);
  const auto tested = [&](const std::string& event) {
    std::ofstream{folder / "ticket.scenarios.yaml"}
        << "caseclock: 1\nscenarios:\n  - name: one\n    workflow: ticket\n"
           "    at: 2026-03-06T16:00+08:00\n    data: {customer: A}\n    steps:\n"
           "      - send: "
        << event << "\n        as: {role: agent}\n";
    return caseclock_says("test '" + folder.string() + "'");
  };
  const said wrong = tested("answerd");
  CAPTURE(wrong.out);
  CHECK(wrong.status == 1);
  CHECK(wrong.out.find("not run: its file has an error") != std::string::npos);
  CHECK(wrong.out.find("unvisited") == std::string::npos);
  CHECK(wrong.out.find("\n1 scenario: 0 passed, 1 failed\n") != std::string::npos);
  const said right = tested("answered");
  CHECK(right.status == 0);
  CHECK(right.out.find("unvisited") != std::string::npos);
  CHECK(right.out.find("\n1 scenario: 1 passed, 0 failed\n") != std::string::npos);
  std::filesystem::remove_all(folder);
}
