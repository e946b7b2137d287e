#include <doctest/doctest.h>

#include <string>

#include "caseclock/base/render.hpp"

using namespace caseclock;

namespace {

diagnostic finding(source_span span) {
  return diagnostic{severity::fault, "unknown-state", "no state \"dispach\"", span, "dispatch", {}};
}

} // namespace

TEST_CASE("render: place, level, code, message, suggestion, source line and caret") {
  source_map sources;
  const auto file = sources.add("repair.yaml", "a: 1\non: {go: dispach}\n");
  CHECK(
      render(finding({file, 2, 10, 7}), sources) ==
      "repair.yaml:2:10: error[unknown-state]: no state \"dispach\" (did you mean \"dispatch\"?)\n"
      "    2 | on: {go: dispach}\n"
      "      |          ^~~~~~~\n");
}

TEST_CASE("render: the caret stands right after Chinese text and tabs") {
  source_map sources;
  const auto file = sources.add("a.yaml", "客户:\t中文x\n");
  CHECK(render(finding({file, 1, 5, 2}), sources) ==
        "a.yaml:1:5: error[unknown-state]: no state \"dispach\" (did you mean \"dispatch\"?)\n"
        "    1 | 客户:\t中文x\n"
        "      |      \t^~~~\n");
}

TEST_CASE("render: a finding past the end of its line, or without a place") {
  source_map sources;
  const auto file = sources.add("a.yaml", "ab");
  CHECK(render(finding({file, 1, 3, 1}), sources).find("    1 | ab\n      |   ^\n") !=
        std::string::npos);
  CHECK(render(finding({}), sources).substr(0, 21) == "error[unknown-state]:");
  CHECK(render(finding(whole_file(file)), sources).substr(0, 29) ==
        "a.yaml: error[unknown-state]:");
}

TEST_CASE("render: long lines are cut around the caret") {
  source_map sources;
  const std::string text = std::string(5000, 'x') + "HERE" + std::string(5000, 'y');
  const auto file = sources.add("a.yaml", text);
  const std::string shown = render(finding({file, 1, 5001, 4}), sources);
  CHECK(shown.size() < 500);
  CHECK(shown.find("…" + std::string(60, 'x') + "HERE" + std::string(56, 'y') + "…\n") !=
        std::string::npos);
  CHECK(shown.find("| " + std::string(61, ' ') + "^~~~\n") != std::string::npos);
}

TEST_CASE("render: no control character and no broken character reaches the terminal") {
  source_map sources;
  const auto file = sources.add("a.yaml", "\x1b[2J\xff: x");
  diagnostic bad = finding({file, 1, 1, 1});
  bad.message = "no state \"\x1b\xfe\"";
  const std::string shown = render(bad, sources);
  CHECK(shown.find('\x1b') == std::string::npos);
  CHECK(shown.find('\xff') == std::string::npos);
  CHECK(shown.find('\xfe') == std::string::npos);
  CHECK(shown.find("    1 | \xef\xbf\xbd[2J\xef\xbf\xbd: x\n") != std::string::npos);
}

TEST_CASE("render: notes follow with their own place") {
  source_map sources;
  const auto file = sources.add("a.yaml", "a: 1\na: 2\n");
  diagnostic twice{severity::fault,
                   "duplicate-key",
                   "the key \"a\" is written twice",
                   {file, 2, 1, 1},
                   "",
                   {{{file, 1, 1, 1}, "first written here"}}};
  CHECK(render(twice, sources) ==
        "a.yaml:2:1: error[duplicate-key]: the key \"a\" is written twice\n"
        "    2 | a: 2\n"
        "      | ^\n"
        "a.yaml:1:1: note: first written here\n"
        "    1 | a: 1\n"
        "      | ^\n");
}

TEST_CASE("render: JSON is one line, escaped") {
  source_map sources;
  const auto file = sources.add("a\"b.yaml", "a: 1\n");
  diagnostic one = finding({file, 1, 4, 1});
  one.message = "tab\there \\ 中";
  one.notes = {{whole_file(file), "x"}};
  CHECK(to_json(one, sources) ==
        R"({"file":"a\"b.yaml","line":1,"column":4,"length":1,"severity":"error",)"
        R"("code":"unknown-state","message":"tab\there \\ 中","suggestion":"dispatch",)"
        R"("notes":[{"file":"a\"b.yaml","message":"x"}]})");
  CHECK(to_json(diagnostic{severity::warning, "c", "m", {}, "", {}}, sources) ==
        R"({"severity":"warning","code":"c","message":"m"})");
}

TEST_CASE("render: of many notes a few are printed, and all are in the JSON") {
  source_map sources;
  diagnostic one = finding({});
  one.notes.assign(4, {source_span{}, "here too"});
  const auto printed = [&] {
    const std::string text = render(one, sources);
    std::size_t count = 0;
    for (std::size_t at = text.find("here too"); at != std::string::npos;
         at = text.find("here too", at + 1))
      ++count;
    return count;
  };
  CHECK(printed() == 4);
  one.notes.assign(9, {source_span{}, "here too"});
  CHECK(printed() == 3);
  CHECK(render(one, sources).ends_with("note: and 6 more places\n"));
  const std::string json = to_json(one, sources);
  CHECK(json.find("{\"message\":\"here too\"},{\"message\":\"here too\"}]") != std::string::npos);
}

TEST_CASE("render: findings are sorted by place, stably") {
  std::vector<diagnostic> findings{finding({1, 1, 1, 1}), finding({0, 2, 1, 1}),
                                   finding({0, 1, 9, 1}), finding({0, 1, 2, 1})};
  findings[0].message = "last";
  findings.push_back(finding({0, 1, 2, 5}));
  sort_by_place(findings);
  CHECK(findings[0].span.length == 1);
  CHECK(findings[1].span.length == 5);
  CHECK(findings[2].span.column == 9);
  CHECK(findings[4].message == "last");
}
