// Bad input at the program's edges: each is named, nothing hangs, nothing is lost silently.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>

#include "caseclock/base/printable.hpp"
#include "cli/program.hpp"

using namespace test;

namespace {

constexpr const char* complaint = "run workflows/complaint.yaml --events - ";
constexpr const char* opening =
    R"({"at": "2026-03-02T10:00:00+08:00", "open": "k1", "data": {"customer": "A", "channel": "phone"}})";

/// Runs with these lines on standard input, written by a shell.
said with_input(const std::string& shell_writer, const std::string& arguments) {
  return shell_says("cd '" CASECLOCK_SOURCE_DIR "' && { " + shell_writer +
                    "; } | '" CASECLOCK_PROGRAM "' " + arguments + " 2>&1");
}

std::string quoted_for_shell(const std::string& line) {
  return "'" + line + "'";
}

} // namespace

TEST_CASE("hostile: standard output that cannot be written is an error") {
  const said full = caseclock_says("check workflows", "2>&1 >/dev/full");
  CHECK(full.status == 2);
  CHECK(full.out.find("cannot write to standard output") != std::string::npos);
}

TEST_CASE("hostile: a FIFO is refused, not waited for") {
  const auto folder = std::filesystem::temp_directory_path() / "caseclock_fifo_test";
  std::filesystem::create_directories(folder);
  const std::string path = (folder / "x.yaml").string();
  REQUIRE((::mkfifo(path.c_str(), 0600) == 0 || std::filesystem::exists(path)));
  const said named = caseclock_says("check '" + path + "'");
  CHECK(named.status == 2);
  CHECK(named.out.find("not a regular file") != std::string::npos);
  CHECK(caseclock_says("check '" + folder.string() + "'").status == 2);
  std::filesystem::remove_all(folder);
}

TEST_CASE("hostile: a line longer than 1 MiB is named and the next one is read") {
  const said long_line = with_input("echo " + quoted_for_shell(opening) +
                                        "; head -c 3000000 /dev/zero | tr '\\0' ' '; echo; "
                                        "echo garbage",
                                    std::string{complaint} + "--json");
  CHECK(long_line.status == 1);
  CHECK(long_line.out.find("\"line\":2,\"code\":\"limit\"") != std::string::npos);
  CHECK(long_line.out.find("\"line\":3,\"code\":\"parse\"") != std::string::npos);
  const said zeros = with_input("head -c 3000000 /dev/zero", std::string{complaint} + "--json");
  CHECK(zeros.status == 1);
  CHECK(zeros.out.find("this is no text") != std::string::npos);
}

TEST_CASE("C17 hostile: a question stamped in the past is answered for now") {
  const std::string later = R"({"at": "2026-03-02T10:30:00+08:00", "advance": true})";
  const std::string earlier =
      R"({"at": "2026-03-02T09:00:00+08:00", "case": "k1", "query": "clocks"})";
  const said answered = with_input("printf '%s\\n' " + quoted_for_shell(opening) + " " +
                                       quoted_for_shell(later) + " " + quoted_for_shell(earlier),
                                   std::string{complaint} + "--json");
  CHECK(answered.status == 0);
  CHECK(answered.out.find("\"type\":\"answer\",\"at\":\"2026-03-02T10:30:00+08:00\"") !=
        std::string::npos);
  CHECK(answered.out.find("\"elapsed\":\"PT30M\"") != std::string::npos);
}

TEST_CASE("hostile: data can neither break a line of text nor steer a terminal") {
  CHECK(caseclock::printable("a\x1b[2J\nFAKE\x7f 客户") == "a\\x1b[2J\\nFAKE\\x7f 客户");
  CHECK(caseclock::printable("\xc2\x9b[2J \xff\xe5\xae") == "\\u009b[2J \\xff\\xe5\\xae");
  const std::string forged =
      R"({"at": "2026-03-02T10:00:00+08:00", "open": "k\u001b[31m\nX", "data": {"customer": "A", "channel": "phone"}})";
  const said text = with_input("printf '%s\\n' " + quoted_for_shell(forged), complaint);
  CHECK(text.status == 0);
  CHECK(text.out.find('\x1b') == std::string::npos);
  CHECK(text.out.find("\nX") == std::string::npos);
  CHECK(text.out.find("k\\x1b[31m\\nX") != std::string::npos);
}

TEST_CASE("hostile: a table of thousands of rows costs what its rows cost") {
  const auto folder = std::filesystem::temp_directory_path() / "caseclock_rows_test";
  std::filesystem::create_directories(folder);
  std::filesystem::copy_file(CASECLOCK_SOURCE_DIR "/examples/quick_start.yaml",
                             folder / "ticket.yaml",
                             std::filesystem::copy_options::overwrite_existing);
  std::ofstream file{folder / "ticket.scenarios.yaml"};
  file << "caseclock: 1\nscenarios:\n  - name: many {{y}}\n    workflow: ticket\n"
          "    at: 2026-03-02T10:00+08:00\n    steps: [{wait: 1h}]\n    each: [";
  for (int i = 0; i < 20'000; ++i)
    file << (i == 0 ? "" : ", ") << "{y: " << i << "}";
  file << "]\n";
  file.close();
  const said checked = caseclock_says("check '" + folder.string() + "'");
  CHECK_MESSAGE(checked.status == 0, checked.out);
  std::filesystem::remove_all(folder);
}
