// The charts of tests/statechart/*.yaml, each played twice: the second time with an engine that is
// built anew from its store before every step. RULES.md tells how to write one.
#include <doctest/doctest.h>

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "statechart/chart_case.hpp"

namespace caseclock::charts {
namespace {

std::vector<std::filesystem::path> chart_paths() {
  std::vector<std::filesystem::path> paths;
  const auto folder = std::filesystem::path{CASECLOCK_SOURCE_DIR} / "tests" / "statechart";
  for (const auto& each : std::filesystem::directory_iterator{folder}) {
    if (each.path().extension() == ".yaml")
      paths.push_back(each.path());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string played(const chart_file& file) {
  std::string wrong;
  for (const std::string& each : file.findings)
    wrong += each + "\n";
  for (const written_chart& each : file.charts) {
    const std::string once = chart_player{each}.run();
    wrong += once.empty() ? chart_player{each, true}.run() : once;
  }
  return wrong;
}

} // namespace

TEST_CASE("S1 to S14: every chart of the tables, with all its effects in order") {
  std::size_t charts = 0;
  std::set<std::string> rules;
  for (const std::filesystem::path& path : chart_paths()) {
    chart_file file =
        chart_reader{"tests/statechart/" + path.filename().string(), rules::content_of(path)}
            .take();
    const std::string wrong = played(file);
    CHECK_MESSAGE(wrong.empty(), wrong);
    charts += file.charts.size();
    for (const written_chart& each : file.charts)
      rules.insert(each.rule);
  }
  MESSAGE(charts, " charts of ", rules.size(), " rules");
  CHECK(charts >= 60);
  CHECK(rules.size() >= 14);
}

TEST_CASE("statechart: what is wrong in a table is told with file, line and chart") {
  const chart_file made = chart_reader{"a.yaml", R"(S1:
  - case: one
    chart:
      events: {go: {}}
      initial: a
      states: {a: {on: {go: b}}, b: {on: {go: a}}}
    play:
      - open: {}
        told: [opened, enter a]
      - send: go
        told: [accept go, take a -> b, exit a, enter c]
      - send: stop
  - case: two
    chart:
      initial: a
      states: {a: {on: {go: a}}}
)"}
                              .take();
  CHECK(made.findings.empty());
  const std::string wrong = played(made);
  CHECK(wrong.find("a.yaml:10: S1 \"one\": expected\n"
                   "    [accept go, take a -> b, exit a, enter c], told is\n"
                   "    [accept go, take a -> b, exit a, enter b]\n") == 0);
  CHECK(wrong.find("a.yaml:12: S1 \"one\": expected no refusal, there is \"unknown_event\"") !=
        std::string::npos);
  CHECK(wrong.find("a.yaml:13: S1 \"two\": ") != std::string::npos);
  CHECK(wrong.find("error[unknown-event]") != std::string::npos);
  CHECK(chart_reader{"b.yaml", "X1:\n  - chart: {}\n"}.take().findings ==
        std::vector<std::string>{"b.yaml:1: \"X1\" is no rule of the state machine with charts",
                                 "b.yaml:2: a chart begins with its name: \"case: …\""});
}

} // namespace caseclock::charts
