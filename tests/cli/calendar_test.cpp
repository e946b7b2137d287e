// caseclock calendar: questions, months, files of questions.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "caseclock/base/utf8.hpp"
#include "cli/program.hpp"
#include "golden/golden_file.hpp"

using namespace test;

namespace {

const std::string desks = "tests/golden/calendar/desks.yaml";
const std::string golden = std::string{CASECLOCK_SOURCE_DIR} + "/tests/golden/calendar/";

said asked(const std::string& words) {
  return caseclock_says("calendar " + desks + " " + words);
}

/// What is printed, without the line's end.
std::string answer(const std::string& words) {
  const said heard = asked(words);
  CAPTURE(words);
  CAPTURE(heard.out);
  CHECK(heard.status == 0);
  return heard.out.substr(0, heard.out.find_last_not_of('\n') + 1);
}

void refuses(const std::string& words, int status, const std::string& why) {
  const said heard = asked(words);
  CAPTURE(words);
  CHECK(heard.out == "caseclock calendar" + why + "\n");
  CHECK(heard.status == status);
}

std::size_t widest_line(const std::string& text) {
  std::size_t widest = 0;
  for (const std::string& line : caseclock::golden::lines_of(text)) {
    std::size_t columns = 0;
    for (std::size_t at = 0; at < line.size();) {
      const auto next = caseclock::decode_utf8(line, at);
      REQUIRE(next);
      columns += static_cast<std::size_t>(caseclock::display_width(next->code));
      at += next->size;
    }
    widest = std::max(widest, columns);
  }
  return widest;
}

std::string temporary(const std::string& name) {
  const auto folder = std::filesystem::temp_directory_path() / "caseclock_calendar_test";
  std::filesystem::create_directories(folder);
  return (folder / name).string();
}

} // namespace

TEST_CASE("calendar: a question is answered with offset and weekday") {
  const std::string office = "--calendar office ";
  CHECK(answer(office + "add 2026-09-30T17:40+08:00 '2 working hours'") ==
        "Thu 2026-10-08T10:40:00+08:00");
  CHECK(answer(office + "add 2026-09-30T17:40 '3 working days'") ==
        "Sat 2026-10-10T17:40:00+08:00"); // an extra day
  CHECK(answer(office + "add 2026-09-30T09:40Z end of 2 working days") ==
        "Fri 2026-10-09T18:00:00+08:00");
  CHECK(answer(office + "add 2026-09-30T17:40 24h") == "Thu 2026-10-01T17:40:00+08:00");
  CHECK(answer(office + "add 2026-09-30T17:40 2个工作日") == "Fri 2026-10-09T17:40:00+08:00");
  CHECK(answer(office + "add 2026-10-08T10:00 -2 working hours") ==
        "Wed 2026-09-30T17:00:00+08:00");
  CHECK(answer(office + "add 2026-10-09T10:00 -- '-end of 1 working day'") ==
        "Thu 2026-10-08T18:00:00+08:00");
  CHECK(answer(office + "between 2026-10-01 2026-11-01") == "118h (424800 s)");
  CHECK(answer(office + "between 2026-10-08T09:30:00.250 2026-10-08T09:00") ==
        "-30m0.250s (-1800.250 s)");
  CHECK(answer(office + "between 2026-10-01 2026-10-02") == "0m (0 s)");
  CHECK(answer(office + "next-open 2026-09-30T18:00") == "Thu 2026-10-08T09:00:00+08:00");
  CHECK(answer(office + "prev-close 2026-10-08T09:00") == "Wed 2026-09-30T18:00:00+08:00");
  CHECK(answer(office + "add-days 2026-09-30T17:40 2") == "Fri 2026-10-09T17:40:00+08:00");
  CHECK(answer(office + "add-days '2026-10-09 17:40' -2") == "Wed 2026-09-30T17:40:00+08:00");
}

TEST_CASE("calendar: is-open says until when") {
  CHECK(answer("is-open 2026-09-30T17:40 --calendar office") ==
        "open, closes Wed 2026-09-30T18:00:00+08:00");
  CHECK(answer("is-open 2026-09-30T18:00 --calendar office") ==
        "closed, opens Thu 2026-10-08T09:00:00+08:00");
  CHECK(answer("is-open 2026-09-30 --calendar around_the_clock") == "open");
  CHECK(answer("is-open 2030-06-01 --calendar closing_down") == "closed");
}

TEST_CASE("calendar: wall-clock time that clocks skip or show twice is not guessed at") {
  const std::string summer = "--calendar summer next-open ";
  refuses(summer + "2026-03-29T02:30", 2,
          ": \"2026-03-29T02:30\" does not exist in Europe/Berlin: clocks go forward over it at "
          "2026-03-29T03:00:00+02:00");
  refuses(summer + "2026-10-25T02:30", 2,
          ": \"2026-10-25T02:30\" happens twice in Europe/Berlin: write 2026-10-25T02:30:00+02:00 "
          "or 2026-10-25T02:30:00+01:00");
  CHECK(answer(summer + "2026-10-25T02:30+01:00") == "Sun 2026-10-25T02:30:00+01:00");
  CHECK(answer("--calendar lost_day next-open 2011-12-30") == "Mon 2012-01-02T08:00:00+14:00");
  refuses("--calendar office next-open 2026-02-30", 2,
          ": \"2026-02-30\" is no date: 2026-02 has only 28 days (write it like "
          "2026-03-06)");
}

TEST_CASE("calendar: what is wrong with the command line is said in one line") {
  const std::string known = "around_the_clock, closing_down, lost_day, night_shift, office, summer";
  refuses("add 2026-09-30 3h", 2,
          ": which calendar? There are " + known + ": name one with --calendar");
  refuses("--calendar offise add 2026-09-30 3h", 2,
          ": no calendar \"offise\" (did you mean \"office\"?); there are " + known);
  refuses("--calendar office add 2026-09-30 3d", 2,
          ": \"3d\": a day is ambiguous: write \"72h\" for elapsed time or \"3 working days\"");
  refuses("--calendar office add 2026-09-30 -- --1h", 2, ": \"--1h\": must be greater than zero");
  refuses("--calendar office next-open 2200-01-01", 2,
          ": \"2200-01-01\" is no date: the year must be 1900 to 2199 (write it like 2026-03-06)");
  refuses("--calendar office add-days 2026-09-30 x", 2,
          ": N is a whole number of working days, not \"x\"");
  refuses("--calendar office add-days 2026-09-30 1 2", 2,
          " add-days: one argument too many: \"2\" (see caseclock calendar --help)");
  refuses("--calendar office add", 2, " add: start is required (see caseclock calendar --help)");
  refuses("--calendar office addd 2026-09-30", 2,
          ": \"addd\" is neither a file nor an operation (did you mean \"add\"?); there are add, "
          "between, is-open, next-open, prev-close, add-days, show, --batch");
  refuses("--calendar office --batch - is-open 2026-09-30", 2,
          ": either is-open or --batch, not both");
  refuses("--calendar office show", 2, ": show needs --month 2026-10 or --year 2026");
  refuses("--calendar office show --month 2026-13", 2,
          ": --month: write it like 2026-10, from 1900-01 to 2199-12");
  refuses("--calendar closing_down next-open 2031-01-01", 1,
          ": calendar \"closing_down\" has too little open time: the answer lies more than ten "
          "closed years away, or outside the years 1900 to 2199");
  CHECK(caseclock_says("calendar add 2026-09-30 3h").out ==
        "caseclock calendar: files come first: caseclock calendar FILE… add\n");
  CHECK(caseclock_says("calendar nowhere.yaml is-open 2026-09-30").status == 2);
  CHECK(caseclock_says("calendar tests/golden/diagnostics/calendars.yaml is-open 2026-09-30")
            .status == 1);
}

TEST_CASE("calendar: a workflow, a folder, and a file alone give the same calendar") {
  for (const std::string files : {"workflows", "workflows/complaint.yaml",
                                  "workflows/calendars.yaml", "workflows workflows/repair.yaml"}) {
    CAPTURE(files);
    CHECK(caseclock_says("calendar " + files +
                         " --calendar office add 2026-09-30T17:40 '3 working days'")
              .out == "Sat 2026-10-10T17:40:00+08:00\n");
  }
  CHECK(caseclock_says("calendar examples/quick_start.yaml is-open 2026-03-06T16:00").out ==
        "open, closes Fri 2026-03-06T18:00:00+08:00\n");
}

TEST_CASE("calendar: two calendars of one name that differ are not mixed up") {
  const std::string one = temporary("one.yaml");
  const std::string other = temporary("other.yaml");
  std::ofstream{one} << "caseclock: 1\ncalendars:\n  office: {zone: UTC, hours: always}\n";
  std::ofstream{other} << "caseclock: 1\ncalendars:\n  office: {zone: Asia/Tokyo, hours: always}\n";
  const said heard = caseclock_says("calendar " + one + " " + other + " is-open 2026-03-06T16:00");
  CHECK(heard.status != 0);
  CHECK(heard.out.find("other.yaml") != std::string::npos);
}

TEST_CASE("calendar: show draws months and a year, with every exception, in 80 columns") {
  std::string pages;
  for (const std::string words :
       {"show --calendar office --month 2026-10", "--calendar night_shift show --month 2026-10",
        "--calendar summer show --month 2026-03", "--calendar lost_day show --month 2011-12",
        "--calendar around_the_clock show --month 2024-02",
        "--calendar closing_down show --month 2199-12", "--calendar office show --year 2026"}) {
    const said heard = asked(words);
    CHECK(heard.status == 0);
    CHECK(widest_line(heard.out) <= 80);
    CHECK(heard.out.find('\x1b') == std::string::npos);
    pages += "$ caseclock calendar desks.yaml " + words + "\n" + heard.out + "\n";
  }
  const std::string differs = caseclock::golden::compared(golden + "pages.expected", pages);
  CHECK_MESSAGE(differs.empty(), differs);
}

TEST_CASE("calendar: a batch answers every line, in order, under the id that it came with") {
  const said heard = asked("--batch tests/golden/calendar/ops.jsonl");
  CHECK(heard.status == 0);
  const std::string differs = caseclock::golden::compared(golden + "ops.expected", heard.out);
  CHECK_MESSAGE(differs.empty(), differs);
  const said piped =
      shell_says("cd '" CASECLOCK_SOURCE_DIR "' && '" CASECLOCK_PROGRAM "' calendar " + desks +
                 " --batch - < tests/golden/calendar/ops.jsonl 2>&1");
  CHECK(piped.status == 0);
  CHECK(piped.out == heard.out);
}

TEST_CASE("calendar: a batch may leave out what the command line says") {
  const std::string ops = temporary("ops.jsonl");
  std::ofstream{ops, std::ios::binary}
      << "\xEF\xBB\xBF{\"id\":1,\"op\":\"is_open\",\"start\":\"2026-10-01T10:00+08:00\"}\r\n\r\n"
      << R"({"id":2,"op":"is_open","start":"2026-10-01T10:00+08:00","calendar":"around_the_clock"})";
  const said heard = asked("--calendar office --batch '" + ops + "'");
  CHECK(heard.status == 0);
  CHECK(heard.out == "{\"id\":1,\"result\":false}\n{\"id\":2,\"result\":true}\n");
}

TEST_CASE("calendar: a batch that cannot be read, or is no text, or is empty") {
  CHECK(asked("--batch nowhere.jsonl").out ==
        "caseclock: cannot read nowhere.jsonl: No such file or directory\n");
  CHECK(asked("--batch nowhere.jsonl").status == 2);
  CHECK(asked("--batch tests").status == 2);
  const said empty = asked("--batch -");
  CHECK(empty.status == 0);
  CHECK(empty.out == "caseclock: <stdin> has no lines\n");
  const std::string binary = temporary("binary.jsonl");
  std::ofstream{binary, std::ios::binary} << "{\"id\":1}\n"
                                          << std::string(3, '\0') << "\n{\"id\":3}\n";
  const said heard = asked("--batch '" + binary + "'");
  CHECK(heard.status == 0); // what is wrong with a line is its answer
  CHECK(heard.out.find("\"message\":\"line 2: there is a zero byte in it\"}}\n{\"id\":3,") !=
        std::string::npos);
}

TEST_CASE("calendar: a batch answers a question before the next one comes") {
  // The second question waits for the first answer; without it this would stand still.
  const said heard = shell_says(
      "cd '" CASECLOCK_SOURCE_DIR "' && p=$(mktemp -u) && mkfifo $p && q='{\"id\":1,\"op\":"
      "\"is_open\",\"calendar\":\"office\",\"start\":\"2026-10-08T10:00+08:00\"}' && "
      "{ timeout 60 '" CASECLOCK_PROGRAM "' calendar " +
      desks +
      " --batch - < $p | { exec 3>$p; echo \"$q\" >&3; read -r a; echo \"got $a\"; "
      "echo \"$q\" >&3; exec 3>&-; cat; } ; rm $p; }");
  CHECK(heard.out == "got {\"id\":1,\"result\":true}\n{\"id\":1,\"result\":true}\n");
}
