// tests/RULES.md: every rule has a test that names it, and every test it names exists.
#include "house/source_tree.hpp"

#include <doctest/doctest.h>

#include <optional>
#include <set>
#include <tuple>
#include <utility>

namespace caseclock::house {
namespace {

struct named_test {
  std::string path;
  std::string name;
  friend bool operator<(const named_test& a, const named_test& b) {
    return std::tie(a.path, a.name) < std::tie(b.path, b.name);
  }
};

std::vector<std::string> all_rules() {
  std::vector<std::string> all;
  for (int i = 1; i <= 15; ++i)
    all.push_back("S" + std::to_string(i));
  for (int i = 1; i <= 14; ++i)
    all.push_back("T" + std::to_string(i));
  for (int i = 1; i <= 20; ++i)
    all.push_back("C" + std::to_string(i));
  return all;
}

/// The rules with which a test's name begins: "C3 C4 ledger: …". Of "T2 to T10: …" none: a test of
/// many rules is no test of one.
std::set<std::string> rules_of(std::string_view name) {
  const std::vector<std::string> known = all_rules();
  std::set<std::string> found;
  for (;;) {
    const std::size_t end = std::min(name.find(' '), name.size());
    std::string word{name.substr(0, end)};
    if (!word.empty() && word.back() == ':')
      word.pop_back();
    if (std::find(known.begin(), known.end(), word) == known.end())
      return found;
    found.insert(word);
    name.remove_prefix(std::min(end + 1, name.size()));
    if (name.starts_with("to "))
      return {};
  }
}

/// The text between the next two quotes, also if the name stands on a line of its own.
std::string quoted(std::string_view text) {
  std::string name;
  std::size_t at = text.find('"');
  while (at != std::string_view::npos && ++at < text.size() && text[at] != '"') {
    if (text[at] == '\\')
      ++at;
    name += text[at];
  }
  return name;
}

/// Every test of a source, and every group of a table.
std::set<named_test> tests_in(const source_file& file) {
  std::set<named_test> found;
  if (file.path.ends_with(".yaml")) {
    for (const std::string& line : file.lines) {
      const std::set<std::string> rule = rules_of(line);
      if (rule.size() == 1 && line == *rule.begin() + ":")
        found.insert({file.path, *rule.begin()});
    }
    return found;
  }
  const std::string text = joined(file.lines);
  for (std::size_t at = text.find("\nTEST_CASE("); at != std::string::npos;
       at = text.find("\nTEST_CASE(", at + 1))
    found.insert({file.path, quoted(std::string_view{text}.substr(at))});
  return found;
}

std::set<named_test> all_tests() {
  std::set<named_test> all;
  for (const source_file& file : files_in("tests", {"_test.cpp"}))
    all.merge(tests_in(file));
  for (const char* tables : {"tests/rules", "tests/statechart"}) {
    for (const source_file& file : files_in(tables, {".yaml"}))
      all.merge(tests_in(file));
  }
  return all;
}

/// "- `tests/…`: name".
std::optional<named_test> test_on(std::string_view line) {
  const std::size_t end = line.find("`: ");
  if (!line.starts_with("- `tests/") || end == std::string_view::npos)
    return std::nullopt;
  return named_test{std::string(line.substr(3, end - 3)), std::string(line.substr(end + 3))};
}

class rules_page {
 public:
  rules_page(const source_file& page, const std::set<named_test>& known) : page_(page) {
    for (std::size_t i = 0; i < page.lines.size(); ++i)
      read(i + 1, page.lines[i], known);
    for (const std::string& rule : all_rules())
      check(rule, known);
  }
  [[nodiscard]] std::string findings() const { return joined(findings_); }

 private:
  void read(std::size_t line, const std::string& text, const std::set<named_test>& known) {
    if (text.starts_with("#")) {
      const std::set<std::string> rule =
          text.starts_with("### ") ? rules_of(std::string_view{text}.substr(4)) : rules_of("");
      section_ = rule.empty() ? "" : *rule.begin();
    }
    if (text == "- not built yet")
      not_built_.insert(section_);
    const std::optional<named_test> test = test_on(text);
    if (!test)
      return;
    if (!known.contains(*test))
      findings_.push_back(at(page_, line) + "there is no test \"" + test->name + "\" in " +
                          test->path);
    else if (rules_of(test->name).contains(section_))
      tested_.insert(section_);
    else if (!section_.empty())
      findings_.push_back(at(page_, line) + "this test does not name " + section_);
  }
  /// A rule that is said not to be built must not have a test, so that the page is mended then.
  void check(const std::string& rule, const std::set<named_test>& known) {
    const bool named = std::any_of(known.begin(), known.end(), [&](const named_test& each) {
      return rules_of(each.name).contains(rule);
    });
    if (not_built_.contains(rule) ? named : !tested_.contains(rule))
      findings_.push_back(page_.path + ": " + rule +
                          (not_built_.contains(rule) ? " has tests by now" : " has no test"));
  }

  const source_file& page_;
  std::string section_{};
  std::set<std::string> tested_{};
  std::set<std::string> not_built_{};
  std::vector<std::string> findings_{};
};

} // namespace

TEST_CASE("house: every rule has a test, and the page of rules names none that does not exist") {
  for (const source_file& page : files_in("tests", {"RULES.md"}))
    CHECK(rules_page{page, all_tests()}.findings() == "");
  CHECK(files_in("tests", {"RULES.md"}).size() == 1);
}

TEST_CASE("house: a rule without a test and a test that is gone are told") {
  const source_file source{"tests/a/a_test.cpp",
                           {"", "TEST_CASE(", "    \"T1 C2 a: \\\"so\\\"\") {",
                            "TEST_CASE(\"T3 to T9: many\") {", "TEST_CASE(\"C20 b\") {"}};
  const source_file table{"tests/rules/a.yaml", {"calendars:", "T2:", "  - case: x"}};
  std::set<named_test> known = tests_in(source);
  known.merge(tests_in(table));
  CHECK(known.size() == 4);
  CHECK(known.contains({"tests/a/a_test.cpp", "T1 C2 a: \"so\""}));
  CHECK(known.contains({"tests/rules/a.yaml", "T2"}));
  CHECK(rules_of("C3 C4 ledger: due") == std::set<std::string>{"C3", "C4"});
  CHECK(rules_of("T2 to T10: random").empty());
  const source_file page{"tests/RULES.md",
                         {"### T1 x", "- `tests/a/a_test.cpp`: T1 C2 a: \"so\"", "### T2 x",
                          "- `tests/rules/a.yaml`: T2", "- `tests/a/a_test.cpp`: T1 C2 a: \"so\"",
                          "### T3 x", "- `tests/a/a_test.cpp`: T3 gone", "### C20 x",
                          "- not built yet"}};
  const std::string told = rules_page{page, known}.findings();
  CHECK(told.find("tests/RULES.md:5: this test does not name T2\n"
                  "tests/RULES.md:7: there is no test \"T3 gone\" in tests/a/a_test.cpp\n") == 0);
  CHECK(told.find("\ntests/RULES.md: T3 has no test\n") != std::string::npos);
  CHECK(told.find("tests/RULES.md: C20 has tests by now\n") != std::string::npos);
  CHECK(told.find(": T1 has") == std::string::npos);
}

} // namespace caseclock::house
