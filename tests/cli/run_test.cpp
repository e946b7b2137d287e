// `caseclock run` over every script in tests/golden/run: <workflow>.<case>.jsonl, what it prints
// beside it in <workflow>.<case>.expected; the workflow is the folder of that name there, or one of
// those shipped. Both compilers' builds are held to the same bytes (S14).
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

/// With the folder of that name beside the script, else with the shipped workflow.
said run(const std::string& script, const std::string& more) {
  const std::string workflow = script.substr(0, script.find('.'));
  const std::string beside = folder + workflow;
  const bool own = std::filesystem::exists(std::string{CASECLOCK_SOURCE_DIR} + "/" + beside);
  return caseclock_says("run " + (own ? beside : "workflows/" + workflow + ".yaml") + " --events " +
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
  says("run workflows/repair.yaml --events nowhere.jsonl", 2,
       "cannot read nowhere.jsonl: No such file or directory\n");
  says("run workflows/repair.yaml --events workflows", 2,
       "cannot read workflows: Is a directory\n");
  says("run workflows/repair.yaml", 2, "--events is required (see caseclock run --help)");
  says("run workflows/calendars.yaml --events x", 1, "holds no workflow");
  says("run workflows/repair.yaml --events - --until tomorrow", 2, "--until");
  says("run workflows/repair.yaml --events - --lang fr", 2,
       "no text is in \"fr\"; there are en, zh");
  says("graph workflows/repair.yaml --lang fr", 2, "no text is in \"fr\"; there are en, zh");
  says("run workflows/repair.yaml --events - --lang en", 0, "<stdin> has no lines");
  says("run examples/quick_start.yaml --events - --lang zh", 0, "<stdin> has no lines");
  says("run workflows/repair.yaml --events /dev/null", 0, "/dev/null has no lines");
  says("run --help", 0, "{\"at\": …, \"advance\": true}");
  says("--version", 0, "0.");
  const said at_a_folder = shell_says("'" CASECLOCK_PROGRAM "' run '" CASECLOCK_SOURCE_DIR
                                      "/examples/quick_start.yaml' --events - 2>&1 </");
  CHECK(at_a_folder.status == 2);
  CHECK(at_a_folder.out == "caseclock: cannot read standard input\n");
}

TEST_CASE("run: lines that only ask change nothing, and time never runs backwards") {
  const auto says = [](const std::string& lines) {
    return shell_says("cd '" CASECLOCK_SOURCE_DIR "' && printf '" + lines + "' | '" +
                      CASECLOCK_PROGRAM "' run examples/quick_start.yaml --events - 2>&1");
  };
  const std::string open_at =
      R"({"at":"2026-03-06T16:00+08:00","open":"T-1","data":{"customer":"A"}}\n)";
  const std::string always = R"("recalendar":{"office":{"zone":"Asia/Shanghai","hours":"always"}})";
  const std::string later =
      R"({"at":"2026-03-06T16:02+08:00","open":"T-2","data":{"customer":"A"}}\n)";
  const std::string due = "T-2  clock first_answer starts, 4 h, due ";
  const auto due_of = [&](const std::string& change) {
    const said heard =
        says(open_at + R"({"at":"2026-03-06T16:01+08:00",)" + change + "}\\n" + later);
    CAPTURE(heard.out);
    CHECK(heard.status == 0);
    const std::size_t from = heard.out.find(due);
    REQUIRE(from != std::string::npos);
    return heard.out.substr(from + due.size(), 20);
  };
  CHECK(due_of(always + R"(,"preview":true)") == "Mon 2026-03-09 11:02");
  CHECK(due_of(always + R"(,"case":"T-1")") == "Mon 2026-03-09 11:02");
  CHECK(due_of(always) == "Fri 2026-03-06 20:02");
  const said nobody = says(open_at + R"({"at":"2026-03-06T16:01+08:00","case":"",)" + always + "}");
  CHECK(nobody.status == 1);
  CHECK(nobody.out.find("\"case\" must be the key of a case") != std::string::npos);
  const said zone = says(open_at + R"({"at":"2026-03-06T16:01+08:00","recalendar":)" +
                         R"({"office":{"zone":"Asia/Shanghi","hours":"always"}}})");
  CHECK(zone.out.find("calendar \"office\": ") != std::string::npos);
  const said back = says(open_at + R"({"at":"2026-03-05T16:00+08:00","open":"T-3",)" +
                         R"("data":{"customer":"A"}}\n)");
  CAPTURE(back.out);
  CHECK(back.status == 0);
  CHECK(back.out.find("<stdin>:2: warning: 2026-03-05T16:00:00+08:00 lies before the lines above "
                      "it: taken as of 2026-03-06T16:00:00+08:00\n") != std::string::npos);
  CHECK(back.out.find("Fri 2026-03-06 16:00  T-3  opened") != std::string::npos);
}

TEST_CASE("usage: a wrong word is named in one line, with what was probably meant") {
  const auto says = [](const std::string& arguments, const std::string& why) {
    const said heard = caseclock_says(arguments);
    CHECK(heard.status == 2);
    CHECK(heard.out == why + "\n");
  };
  says("", "caseclock: which command? there are check, test, run, explain, "
           "graph, calendar, schedule, schema, eval, import, export (see caseclock --help)");
  says("chek",
       "caseclock: no command \"chek\" (did you mean \"check\"?); there are check, test, run, "
       "explain, graph, calendar, schedule, schema, eval, import, export (see caseclock --help)");
  says("--lang fr", "caseclock: no option \"--lang\" (see caseclock --help)");
  says("--versoin",
       "caseclock: no option \"--versoin\" (did you mean \"--version\"?) (see caseclock "
       "--help)");
  says("check --jsn workflows", "caseclock check: no option \"--jsn\" (did you mean \"--json\"?) "
                                "(see caseclock check --help)");
  says("run workflows/repair.yaml --evnts=x", "caseclock run: no option \"--evnts\" (did you mean "
                                              "\"--events\"?) (see caseclock run --help)");
  says("graph a.yaml b.yaml",
       "caseclock graph: one argument too many: \"b.yaml\" (see caseclock graph --help)");
  says("graph a.yaml --svg",
       "caseclock graph: --svg takes exactly one value (see caseclock graph --help)");
  says("check", "caseclock check: files is required (see caseclock check --help)");
}

TEST_CASE("run: of several workflows a line says which it opens; a file's own one goes unsaid") {
  const std::string line =
      R"({"at": "2026-03-02T10:00:00+08:00", "open": "k", "data": {"customer": "A", "channel": "mail"}})";
  const auto run_with = [&](const std::string& arguments) {
    return shell_says("cd '" CASECLOCK_SOURCE_DIR "' && echo '" + line +
                      "' | '" CASECLOCK_PROGRAM "' run " + arguments + " --events - 2>&1");
  };
  const said several = run_with("workflows");
  CHECK(several.status == 1);
  CHECK(several.out ==
        "<stdin>:1: error[unknown_workflow]: the line must say which \"workflow\" it "
        "opens; there are complaint, maintenance_contract, monthly_report, "
        "out_of_warranty, repair, return_visit, satisfaction_survey\n");
  CHECK(run_with("workflows/complaint.yaml").status == 0);
}

TEST_CASE("run: a line with a misspelt word is told by that word") {
  const std::string opening = R"({"at": "2026-03-02T10:00:00+08:00", "open": "case-1", )"
                              R"("data": {"customer": "A", "channel": "mail"}})";
  const auto says = [&](const std::string& line, const std::string& why) {
    const said heard = shell_says("cd '" CASECLOCK_SOURCE_DIR "' && printf '%s\\n' '" + opening +
                                  R"(' '{"at": "2026-03-02T10:00:00+08:00", )" + line +
                                  "}' | '" CASECLOCK_PROGRAM
                                  "' run workflows/complaint.yaml --events - 2>&1 >/dev/null");
    CHECK(heard.status == 1);
    CHECK(heard.out == "<stdin>:2: error" + why + "\n");
  };
  says(R"("case": "case-1", "sned": "x")",
       R"([parse]: no member "sned" is known (did you mean "send"?))");
  says(R"("case": "case-2", "query": "states")",
       R"([unknown_case]: no case "case-2" (did you mean "case-1"?))");
  says(R"("case": "case-1", "query": "events", "as": {"role": "agnet"})",
       R"([not_authorised]: workflow "complaint" has no role "agnet" (did you mean "agent"?))");
  says(R"("case": "case-3", "open": "complaint")",
       R"([parse]: "case" does not belong into a line with "open")");
  says(R"("advance": true, "as": {"role": "agent"})",
       R"([parse]: "as" does not belong into a line with "advance")");
  says(R"("open": "k", "data": {"customer": "A", "rounds": 1e400})",
       R"([invalid_data]: data.rounds: 1e400 does not fit into 64 bits)");
}

TEST_CASE("run: how far it goes on is a date, a time of the wall clock, or an instant") {
  const auto run_until = [](const std::string& more) {
    return caseclock_says("run workflows/complaint.yaml --events examples/complaint.jsonl " + more);
  };
  const said date = run_until("--until 2026-10-01");
  CHECK(date.status == 0);
  CHECK(date.out.find("BREACH clock first_review") != std::string::npos);
  CHECK(date.out == run_until("--until 2026-10-01T00:00").out);
  CHECK(date.out == run_until("--until '2026-09-30 16:00Z'").out);
  const said stands = run_until("--final 2026-10-01");
  CHECK(stands.out.find("Thu 2026-10-01 00:00  K-7  final: open ") != std::string::npos);
  CHECK(run_until("--final 2026-02-30").status == 2);
}

TEST_CASE("run: an end before the last line is taken as of that line, with a warning") {
  for (const std::string option : {"--until", "--final"}) {
    CAPTURE(option);
    const said heard = caseclock_says("run workflows/complaint.yaml --events "
                                      "examples/complaint.jsonl " +
                                      option + " 2026-09-30");
    CHECK(heard.status == 0);
    CHECK(heard.out.find("caseclock: warning: " + option +
                         " 2026-09-30T00:00:00+08:00 lies before the last line: taken as of "
                         "2026-09-30T19:00:00+08:00\n") != std::string::npos);
    const bool told = heard.out.find("Wed 2026-09-30 19:00  K-7  final: ") != std::string::npos;
    CHECK(told == (option == "--final"));
  }
  CHECK(caseclock_says("run workflows/complaint.yaml --events examples/complaint.jsonl --until "
                       "2026-09-30T19:00")
            .out.find("warning") == std::string::npos);
}

TEST_CASE("run: calendars of a line that are given no hours, or that nobody uses, are refused") {
  const auto says = [](const std::string& calendars, const std::string& why) {
    const std::string line =
        R"({"at": "2026-03-02T10:00:00+08:00", "recalendar": )" + calendars + "}";
    const said heard =
        shell_says("cd '" CASECLOCK_SOURCE_DIR "' && echo '" + line +
                   "' | '" CASECLOCK_PROGRAM "' run workflows/complaint.yaml --events - 2>&1");
    CAPTURE(heard.out);
    CHECK(heard.status == (why.empty() ? 0 : 1));
    CHECK(heard.out == (why.empty() ? "" : "<stdin>:1: error" + why + "\n"));
  };
  const std::string nine = R"("zone": "Asia/Shanghai", "hours": {"mon": [["09:00", "10:00"]]})";
  says(R"({"office": {}})", R"([parse]: calendar "office" is given no hours: it needs the keys )"
                            R"("zone" and "hours")");
  says(R"({"ofice": {}})", R"([unknown_calendar]: no workflow here has a calendar "ofice" )"
                           R"((did you mean "office"?))");
  says(R"({"office": {)" + nine + R"(}, "list": {"holidays": ["2026-03-09"]}})",
       R"([unknown_calendar]: no workflow here has a calendar "list")");
  says(R"({"office": {"include": "list", )" + nine + R"(}, "list": {"holidays": ["2026-03-09"]}})",
       "");
  says(R"("workflows/calendars/cn.yaml")",
       R"([parse]: workflows/calendars/cn.yaml gives no calendar hours)");
}

TEST_CASE("run: a language of another region is served as its first part is") {
  const std::string lines =
      "run workflows/complaint.yaml --events examples/complaint.jsonl --lang ";
  const std::string chinese = caseclock_says(lines + "zh").out;
  CHECK(chinese.find("客户投诉处理") != std::string::npos);
  for (const std::string language : {"zh-CN", "zh_CN", "ZH"})
    CHECK(caseclock_says(lines + language).out == chinese);
  for (const std::string language : {"en-US", "EN", "en_GB"})
    CHECK(caseclock_says(lines + language).out == caseclock_says(lines + "en").out);
  CHECK(caseclock_says(lines + "zho").status == 2);
  const std::string why =
      "explain workflows/complaint.yaml --clock solution --from 2026-09-30 --lang ";
  CHECK(caseclock_says(why + "ZH_cn").out == caseclock_says(why + "zh").out);
}
