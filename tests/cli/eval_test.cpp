// caseclock eval: the conformance tables of tests/expr/conformance, and what goes wrong at its
// edges.
//
// A line of a table is a line of a batch with what is expected of it: "value" and "type", or
// "error", the code. What CEL defines is expected as CEL defines it; the comments of
// typing::lenient say what is our own.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>
#include <unistd.h>

#include "cli/program.hpp"

using namespace test;
using nlohmann::ordered_json;

namespace {

const std::string tables = std::string{CASECLOCK_SOURCE_DIR} + "/tests/expr/conformance";

std::vector<std::string> lines_of(std::istream& in) {
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);)
    lines.push_back(line);
  return lines;
}

std::vector<std::string> lines_of_text(const std::string& text) {
  std::istringstream in{text};
  return lines_of(in);
}

/// A file that is there while a test runs.
class temporary_file {
 public:
  explicit temporary_file(const std::string& text)
      : path_(std::filesystem::temp_directory_path() /
              ("caseclock_eval_" + std::to_string(::getpid()) + ".jsonl")) {
    std::ofstream{path_, std::ios::binary} << text;
  }
  ~temporary_file() { std::filesystem::remove(path_); }
  temporary_file(const temporary_file&) = delete;
  temporary_file& operator=(const temporary_file&) = delete;
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// What the batch says to a text of lines.
said batch(const std::string& text) {
  const temporary_file file{text};
  return caseclock_says("eval --batch '" + file.path() + "'", "2>/dev/null");
}

std::string expected_of(const ordered_json& line) {
  if (line.contains("error"))
    return "error " + line["error"].get<std::string>();
  return line["value"].dump() +
         (line.contains("type") ? " : " + line["type"].get<std::string>() : "");
}
std::string answered(const ordered_json& answer, bool with_type) {
  if (answer.contains("error"))
    return "error " + answer["error"]["code"].get<std::string>();
  return answer["value"].dump() + (with_type ? " : " + answer["type"].get<std::string>() : "");
}

/// "code", or the value, of one line.
std::string answer_to(const std::string& line) {
  const said all = batch(line + "\n");
  CHECK(all.status == 0);
  const auto answers = lines_of_text(all.out);
  REQUIRE(answers.size() == 1);
  return answered(ordered_json::parse(answers.front()), false);
}

} // namespace

TEST_CASE("eval: the conformance tables") {
  std::size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(tables)) {
    std::ifstream in{entry.path()};
    const std::vector<std::string> table = lines_of(in);
    std::string asked;
    for (const std::string& each : table) {
      ordered_json line = ordered_json::parse(each);
      for (const char* expectation : {"value", "type", "error"})
        line.erase(expectation);
      asked += line.dump() + "\n";
    }
    const said all = batch(asked);
    CHECK(all.status == 0);
    const auto answers = lines_of_text(all.out);
    REQUIRE(answers.size() == table.size());
    for (std::size_t i = 0; i < table.size(); ++i) {
      CAPTURE(table[i]);
      CAPTURE(answers[i]);
      const ordered_json line = ordered_json::parse(table[i]);
      const ordered_json answer = ordered_json::parse(answers[i]);
      CHECK(answer["id"] == line["id"]);
      CHECK(answered(answer, line.contains("type")) == expected_of(line));
    }
    cases += table.size();
  }
  CHECK(cases > 700);
}

TEST_CASE("eval: a line that is none is answered in its place, and the next one is read") {
  const said all = batch("\xEF\xBB\xBF{\"id\": 1, \"expr\": \"1\"}\n"
                         "garbage\n"
                         "\n"
                         "[1]\n"
                         "{\"id\": 2}\n"
                         "{\"id\": 3, \"expr\": 7}\n"
                         "{\"id\": 4, \"exp\": \"1\"}\n"
                         "{\"id\": [], \"expr\": \"1\"}\n"
                         "{\"id\": 5, \"id\": 6, \"expr\": \"1\"}\n"
                         "{\"id\": \"a\\u0000b\", \"expr\": \"1 +\"}\n"
                         "{\"id\": \"\xff\", \"expr\": \"1\"}\n"
                         "{\"id\": \"\\ud800\", \"expr\": \"1\"}\n" +
                         std::string("{\"id\": 7, \0 \"expr\": \"1\"}\n", 25) +
                         "{\"id\": 8, \"expr\": \"" + std::string(1 << 20, '1') + "\"}\n" +
                         "{\"id\": 123456789012345678901234567890, \"expr\": \"2\"}\r\n"
                         "{\"id\": 1.50, \"expr\": \"2\"}\n"
                         "{\"id\": true, \"expr\": \"2\"}\n"
                         "{\"id\": null, \"expr\": \"2\"}\n"
                         "{\"expr\": \"2\"}");
  CHECK(all.status == 0);
  std::vector<std::string> seen;
  for (const std::string& each : lines_of_text(all.out)) {
    const ordered_json answer = ordered_json::parse(each);
    seen.push_back(each.substr(6, each.find(",\"", 6) - 6) + " " + answered(answer, false));
  }
  const std::vector<std::string> expected = {"1 1",
                                             "null error invalid_line",
                                             "null error invalid_line",
                                             "2 error invalid_line",
                                             "3 error invalid_line",
                                             "4 error unknown_member",
                                             "null error invalid_line",
                                             "5 error invalid_line",
                                             "\"a\\u0000b\" error syntax",
                                             "null error invalid_line",
                                             "null error invalid_line",
                                             "7 error invalid_line",
                                             "null error limit",
                                             "123456789012345678901234567890 2",
                                             "1.50 2",
                                             "true 2",
                                             "null 2",
                                             "null 2"};
  CHECK(seen == expected);
}

TEST_CASE("eval: bindings that are none are named") {
  const auto bound = [](const std::string& binding) {
    return answer_to("{\"expr\": \"x\", \"bindings\": " + binding + "}");
  };
  CHECK(bound("{\"x\": {\"type\": \"int\", \"value\": 1}}") == "1");
  CHECK(bound("{\"x\": {\"type\": \"int\", \"value\": 1.0}}") == "1");
  CHECK(bound("{\"x\": {\"type\": \"decimal\", \"value\": \"12.50\"}}") == "\"12.5\"");
  CHECK(bound("{\"x\": {\"type\": \"decimal\", \"value\": 3}}") == "\"3\"");
  CHECK(bound("null") == "error unknown_name");
  CHECK(bound("[]") == "error invalid_line");
  CHECK(bound("{\"x\": 1}") == "error invalid_binding");
  CHECK(bound("{\"x\": {\"value\": 1}}") == "error invalid_binding");
  CHECK(bound("{\"x\": {\"type\": \"int\"}}") == "error invalid_binding");
  CHECK(bound("{\"x\": {\"type\": \"int\", \"value\": 1, \"unit\": 2}}") ==
        "error invalid_binding");
  CHECK(bound("{\"x\": {\"type\": \"float\", \"value\": 1}}") == "error unknown_type");
  CHECK(bound("{\"x\": {\"type\": \"int\", \"value\": \"a\"}}") == "error invalid_binding");
  CHECK(bound("{\"x\": {\"type\": \"int\", \"value\": null}}") == "error invalid_binding");
  CHECK(bound("{\"x\": {\"type\": \"int\", \"value\": 9223372036854775808}}") ==
        "error invalid_line");
  CHECK(bound("{\"x\": {\"type\": \"bool\", \"value\": \"true\"}}") == "error invalid_binding");
  CHECK(bound("{\"x\": {\"type\": \"string\", \"value\": 1}}") == "error invalid_binding");
  CHECK(bound("{\"x\": {\"type\": \"timestamp\", \"value\": \"yesterday\"}}") ==
        "error invalid_binding");
  CHECK(bound("{\"x\": {\"type\": \"list<int>\", \"value\": [1, \"a\"]}}") ==
        "error invalid_binding");
  CHECK(bound("{\"x\": {\"type\": \"record\", \"value\": [1]}}") == "error invalid_binding");
  CHECK(bound("{\"x\": {\"type\": \"null\", \"value\": 0}}") == "error invalid_binding");
  CHECK(bound("{\"x y\": {\"type\": \"int\", \"value\": 0}}") == "error invalid_binding");
  CHECK(bound("{\"true\": {\"type\": \"int\", \"value\": 0}}") == "error invalid_binding");
  CHECK(bound("{\"\": {\"type\": \"int\", \"value\": 0}}") == "error invalid_binding");
  std::string deep = "1";
  for (int i = 0; i < 40; ++i)
    deep = "[" + deep + "]";
  CHECK(bound("{\"x\": {\"type\": \"list\", \"value\": " + deep + "}}") == "error limit");
}

TEST_CASE("eval: work without end ends") {
  std::string numbers = "[0";
  for (int i = 1; i < 1'000; ++i)
    numbers += "," + std::to_string(i);
  numbers += "]";
  const auto with = [&](const std::string& text, const std::string& value) {
    return answer_to("{\"expr\": " + ordered_json(text).dump() +
                     ", \"bindings\": {\"l\": {\"type\": \"list\", \"value\": " + value + "}}}");
  };
  CHECK(with("l.all(a, l.all(b, l.all(c, a + b + c >= 0)))", numbers) == "error limit");
  CHECK(with("l.all(a, l.all(b, l == l))", numbers) == "error limit");
  CHECK(with("l.all(a, a >= 0)", numbers) == "true");
  CHECK(with("size(l.map(a, l.map(b, l)))", numbers) == "error limit");
  CHECK(with("l.map(a, l.map(b, l))", numbers.substr(0, 400) + "]") == "error limit");
  std::string text(60'000, 'a');
  CHECK(with("l.all(a, l[0].contains(l[1]))", "[\"" + text + "\", \"" + text + "b\"]") == "false");
  CHECK(
      with("[1,2,3,4,5,6,7,8].all(a, [1,2,3,4,5,6,7,8].all(b, l[0].contains(l[1] + 'b') || true))",
           "[\"" + text + "\", \"" + text.substr(0, 30'000) + "\"]") == "error limit");
  CHECK(with("l[0].matches('(a*)*b')", "[\"" + text.substr(0, 4'000) + "\"]") == "false");
  CHECK(with("l[0].matches('a')", "[\"" + text + "\"]") == "error limit");
}

TEST_CASE("eval: for a person it prints the value and its type, or points at what is wrong") {
  const said sum = caseclock_says(R"(eval 'fee * 2 + 0.5' --data '{"fee": 12.5}')");
  CHECK(sum.status == 0);
  CHECK(sum.out == "\"25.5\" : decimal\n");
  CHECK(caseclock_says(R"(eval 't + d' --data '{"t": "2026-03-06T15:00+08:00", "d": "90m"}' )"
                       R"(--types t=timestamp,d=duration)")
            .out == "\"2026-03-06T08:30:00Z\" : timestamp\n");
  CHECK(caseclock_says(R"(eval 'l[1]' --data '{"l": [1, 2]}' --types '{"l": "list<int>"}' --json)")
            .out == "{\"value\":2,\"type\":\"int\"}\n");
  const said wrong = caseclock_says(R"(eval 'fee + "a"' --data '{"fee": 12.5}')");
  CHECK(wrong.status == 1);
  CHECK(wrong.out ==
        "expression:1:5: error[type_mismatch]: + does not go with decimal and string: write "
        "string(…) to make it text\n    1 | fee + \"a\"\n      |     ^\n");
  CHECK(caseclock_says("eval '1 / 0'").status == 1);
  CHECK(caseclock_says("eval").status == 2);
  CHECK(caseclock_says("eval '1' --batch x").status == 2);
  CHECK(caseclock_says("eval '1' --data '{'").status == 2);
  CHECK(caseclock_says("eval '1' --data '[]'").status == 2);
  CHECK(caseclock_says("eval 'x' --data '{\"x\": 1}' --types x=float").status == 2);
  CHECK(caseclock_says("eval 'x' --data '{\"x\": 1}' --types y=int").status == 2);
  CHECK(caseclock_says("eval 'x' --data '{\"x\": 1}' --types x").status == 2);
  CHECK(caseclock_says("eval --batch /nowhere").status == 2);
  CHECK(caseclock_says("eval --batch -").status == 0);
}
