// `caseclock explain`: which clock of which case, and what is said when there is none (C19).
#include <doctest/doctest.h>

#include <string>

#include "cli/program.hpp"

using namespace test;

namespace {

const std::string events = "--events tests/golden/run/repair.late_call.jsonl ";
const std::string clock_of_repair = "explain workflows/repair.yaml --clock call_back ";

void says(const std::string& arguments, int status, const std::string& part) {
  const said heard = caseclock_says(arguments);
  CAPTURE(arguments);
  CAPTURE(heard.out);
  CHECK(heard.status == status);
  CHECK(heard.out.find(part) != std::string::npos);
}

} // namespace

TEST_CASE("C19 explain: a clock of a case that was driven with events") {
  const said plain = caseclock_says(clock_of_repair + events);
  CAPTURE(plain.out);
  CHECK(plain.status == 0);
  CHECK(plain.out.find("the clock starts") != std::string::npos);
  CHECK(plain.out.find("\"type\"") == std::string::npos); // nothing else is told
  const said json = caseclock_says(clock_of_repair + events + "--json");
  CHECK(json.out.starts_with("{"));
  CHECK(json.out.find('\n') == json.out.size() - 1);
}

TEST_CASE("C19 explain: as of an instant, whatever comes after it") {
  const auto as_of = [](const std::string& more) {
    const std::string out = caseclock_says(clock_of_repair + events + more).out;
    const std::size_t from = out.find("as of ");
    REQUIRE(from != std::string::npos);
    return out.substr(from, out.find('\n', from) - from);
  };
  CHECK(as_of("--at 2026-03-09T10:00+08:00") ==
        "as of Mon 2026-03-09 10:00: running, used 4:00, left 11:00, due Tue 2026-03-10 15:00");
  CHECK(as_of("--at 2026-03-09T10:00") == as_of("--at 2026-03-09T10:00+08:00"));
  CHECK(as_of("") != as_of("--at 2026-03-09T10:00+08:00"));
  const std::string asked_last =
      R"(printf '{"at":"2026-03-06T16:00+08:00","open":"a","data":{"customer":"A","product":"P"}}\n)"
      R"({"at":"2026-03-06T17:00+08:00","case":"a","query":"states"}\n' | )";
  const said last = shell_says("cd '" CASECLOCK_SOURCE_DIR "' && " + asked_last +
                               "'" CASECLOCK_PROGRAM "' " + clock_of_repair + "--events - 2>&1");
  CAPTURE(last.out);
  CHECK(last.out.find("as of Fri 2026-03-06 17:00: running, used 1:00,") != std::string::npos);
}

TEST_CASE("C19 explain: what cannot be explained is named, with what was probably meant") {
  says("explain workflows/repair.yaml --clock call_bak " + events, 2,
       "workflow \"repair\" has no clock \"call_bak\" (did you mean \"call_back\"?)");
  says(clock_of_repair + events + "--case nobody", 2, "no case \"nobody\"");
  says(clock_of_repair, 2, "caseclock: explain needs --from T or --events FILE\n");
  says(clock_of_repair + "--events /dev/null", 2, "the events open no case\n");
  says(clock_of_repair + "--events no/such.jsonl", 2, "no/such.jsonl");
  says(clock_of_repair + events + "--at noon", 2, "--at: ");
  says(clock_of_repair + "--from noon", 2, "\"noon\"");
  says(clock_of_repair + "--from 2026-03-06T15:00 --data '[1]'", 2,
       "--data must be a JSON object\n");
  says(clock_of_repair + "--from 2026-03-06T15:00 --lang fr", 2, "no text is in \"fr\"");
  says("explain workflows/calendars.yaml --clock c --from 2026-03-06T15:00", 1,
       "holds no workflow");
  const std::string lines =
      R"(printf '{"at":"2026-03-06T16:00+08:00","open":"a","data":{"customer":"A","product":"P"}}\n)"
      R"({"at":"2026-03-06T16:00+08:00","open":"b","data":{"customer":"A","product":"P"}}\n' | )";
  const said several = shell_says("cd '" CASECLOCK_SOURCE_DIR "' && " + lines +
                                  "'" CASECLOCK_PROGRAM "' " + clock_of_repair + "--events - 2>&1");
  CHECK(several.out == "caseclock: the events open several cases: --case KEY\n");
}
