#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "expr/sample_case.hpp"

using namespace caseclock;
using namespace expr_test;

namespace {

/// Expressions at line 31, column 10, and their findings.
void check_all(const std::vector<std::pair<std::string, std::string>>& expected) {
  for (const auto& each : expected) {
    const std::string& text = each.first;
    CAPTURE(text);
    CHECK(findings(text) == each.second);
  }
}
void check_types(const std::vector<std::pair<std::string, std::string>>& expected) {
  for (const auto& each : expected) {
    const std::string& text = each.first;
    CAPTURE(text);
    CHECK(type_of_text(text) == each.second);
  }
}
std::string repeated(std::string_view part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i)
    text += part;
  return text;
}

} // namespace

TEST_CASE("compile: every expression has a type") {
  check_types({{"attempts + 1", "int"},
               {"attempts + 1.5", "decimal"},
               {"severity", "enum (general, major)"},
               {"'x'", "string"},
               {"repaired ? 'a' : 'b'", "string"},
               {"repaired ? severity : 'major'", "enum (general, major)"},
               {"repaired ? 1 : null", "optional int"},
               {"repaired ? 1 : 2.5", "decimal"},
               {"[1, null]", "list of optional int"},
               {"[1, 2.5]", "list of decimal"},
               {"[]", "list"},
               {"scores.map(s, s > 1)", "list of bool"},
               {"tags.filter(t, t != 'x')", "list of string"},
               {"channels[0]", "enum (phone, mail)"},
               {"reason", "optional string"},
               {"has(reason) ? reason : 'none'", "string"},
               {"reason == null ? 'none' : reason", "string"},
               {"!has(reason) || repaired ? 'none' : reason", "string"},
               {"reason != null && repaired ? reason : 'none'", "string"},
               {"reason != null || repaired ? reason : 'none'", "optional string"},
               {"null == event.note ? 'none' : event.note", "string"},
               {"has(contact.address) ? contact.address.street : ''", "string"},
               {"now - received", "duration"},
               {"received + spent", "timestamp"},
               {"ends_on - ends_on", "duration"},
               {"remaining('call_back')", "optional duration"},
               {"clock.due", "optional timestamp"},
               {"max(1, 2.5)", "decimal"},
               {"null", "null"}});
}

TEST_CASE("compile: a constant is one instruction") {
  const sample_case file;
  for (const std::string text : {"\"signed\"", "timestamp('2026-03-06T15:00:00Z')",
                                 "duration('90m')", "date('2026-03-06')", "[1, 2.5, [3]]", "-7"}) {
    CAPTURE(text);
    const auto compiled = compile_expression(text, {}, file.scope);
    if (text.front() == '[') {
      CHECK_FALSE(compiled); // its elements are of different types
      continue;
    }
    REQUIRE(compiled);
    CHECK(compiled.value->code.size() == 1);
    CHECK(compiled.value->constants.size() == 1);
    CHECK(compiled.value->text == text);
  }
  CHECK(compile_expression("[[1, 2.5], [3]]", {}, file.scope).value->code.size() == 1);
}

TEST_CASE("compile: unknown names, each with the nearest that exists") {
  check_all(
      {{"atempts > 1", "unknown-field@31:10+7 the case has no field \"atempts\" (attempts)"},
       {"1 < xyzzy", "unknown-field@31:14+5 the case has no field \"xyzzy\""},
       {"contract == 'signed'",
        "unknown-field@31:10+8 the case has no field \"contract\" (event.contract)"},
       {"event.contrct == 'signed'",
        "unknown-field@31:16+7 the event has no field \"contrct\" (contract)"},
       {"event.customer",
        "unknown-field@31:16+8 the event has no field \"customer\"; the case has: write it without "
        "\"event.\""},
       {"contact.nam", "unknown-field@31:18+3 the record has no field \"nam\" (name)"},
       {"case.i", "unknown-field@31:15+1 \"case\" has no member \"i\" (id)"},
       {"actor.rol", "unknown-field@31:16+3 \"actor\" has no member \"rol\" (role)"},
       {"clock.due_at", "unknown-field@31:16+6 \"clock\" has no member \"due_at\""},
       {"event == 1",
        "unknown-field@31:10+5 \"event\" alone is no value: name a member, such as event.name"},
       {"size", "unknown-field@31:10+4 \"size\" is a function: write size(x)"},
       {"in('dispach')", "unknown-state@31:13+9 there is no state \"dispach\" (dispatch)"},
       {"approved('dispatch')", "unknown-state@31:19+10 the state \"dispatch\" is no approval"},
       {"approved('free_service')", "unknown-state@31:19+14 there is no approval \"free_service\""},
       {"tagged('opn')", "unknown-tag@31:17+5 there is no tag \"opn\" (open)"},
       {"count('engineer_caled') > 1",
        "unknown-event@31:16+16 there is no event \"engineer_caled\" (engineer_called)"},
       {"elapsed('callback')", "unknown-clock@31:18+10 there is no clock \"callback\" (call_back)"},
       {"remaining('x')", "unknown-clock@31:20+3 there is no clock \"x\""},
       {"working_time(received, now, 'offic')",
        "unknown-calendar@31:38+7 there is no calendar \"offic\" (office)"},
       {"sise(tags)", "unknown-function@31:10+4 there is no function \"sise\" (size)"},
       {"customer.startswith('A')",
        "unknown-function@31:19+10 there is no function \"startswith\" (startsWith)"},
       {"customer.matches('A')", "unknown-function@31:19+7 matches is not known here"},
       {"contains(customer, 'A')",
        "unknown-function@31:10+8 contains is a method: write text.contains(\"part\")"},
       {"customer.int()", "unknown-function@31:19+3 int is no method: write int(x)"}});
}

TEST_CASE("compile: what is not at hand is said to be so") {
  sample_case file;
  file.scope.event = nullptr;
  file.scope.in_clock = false;
  const auto found = [&](std::string_view text) {
    return findings_of(compile_expression(text, {0, 1, 1, 1}, file.scope).diagnostics);
  };
  CHECK(found("event.contract == 'x'") == "no-event-here@1:1+5 there is no event here: "
                                          "event.contract is known only where an event triggers "
                                          "something");
  CHECK(found("clock.due > now") ==
        "no-clock-here@1:1+5 there is no clock here: clock.due is known "
        "only in a clock's milestones and their messages");
  file.scope.data = nullptr;
  CHECK(found("customer") == "unknown-field@1:1+8 the case has no field \"customer\"");
  CHECK(found("1 + 1").empty());
}

TEST_CASE("compile: an enum is compared with its members only") {
  check_all(
      {{"severity == 'majr'",
        "unknown-enum-value@31:22+6 \"majr\" is no member of enum (general, major) (major)"},
       {"'x' != severity",
        "unknown-enum-value@31:10+3 \"x\" is no member of enum (general, major)"},
       {"severity in ['major', 'gneral', 'x']",
        "unknown-enum-value@31:32+8 \"gneral\" is no member of enum (general, major) (general)\n"
        "unknown-enum-value@31:42+3 \"x\" is no member of enum (general, major)"},
       {"severity == (repaired ? 'major' : 'minor')",
        "unknown-enum-value@31:44+7 \"minor\" is no member of enum (general, major) (major)"},
       {"(repaired ? severity : 'grave') == 'major'",
        "unknown-enum-value@31:33+7 \"grave\" is no member of enum (general, major)"},
       {"'fone' in channels",
        "unknown-enum-value@31:10+6 \"fone\" is no member of enum (phone, mail) (phone)"},
       {"channels.exists(c, c == 'fax')",
        "unknown-enum-value@31:34+5 \"fax\" is no member of enum (phone, mail)"},
       {"severity == channel", "~never-equal@31:19+2 enum (general, major) and enum (phone, mail) "
                               "have no member in common"},
       {"severity == tier", ""},
       {"severity == customer", ""},
       {"severity > 'general'", "type-mismatch@31:19+1 enum (general, major) and string have no "
                                "order: compare enums with == or in"}});
}

TEST_CASE("compile: type errors stand where they are made, each once") {
  check_all(
      {{"attempts + 'x'", "type-mismatch@31:19+1 + does not go with int and string: write "
                          "string(…) to make it text"},
       {"customer - 1", "type-mismatch@31:19+1 - does not go with string and int"},
       {"fee % 2", "type-mismatch@31:14+1 % does not go with decimal and int: it takes whole "
                   "numbers"},
       {"received + received", "type-mismatch@31:19+1 + does not go with timestamp and timestamp"},
       {"ends_on > received", "type-mismatch@31:18+1 date and timestamp cannot be compared"},
       {"ends_on > '2026-03-06'",
        "type-mismatch@31:18+1 date and string cannot be compared: write date(\"2026-03-06\")"},
       {"spent + '90m'", "type-mismatch@31:16+1 + does not go with duration and string: write "
                         "string(…) to make it text"},
       {"attempts == '2'", "type-mismatch@31:19+2 int and string cannot be compared"},
       {"attempts == null", "type-mismatch@31:19+2 a value of type int is never null"},
       {"attempts && repaired", "type-mismatch@31:10+8 && takes bool, not int"},
       {"repaired || 1 || 'x'", "type-mismatch@31:22+1 || takes bool, not int\n"
                                "type-mismatch@31:27+3 || takes bool, not string"},
       {"!attempts", "type-mismatch@31:11+8 ! takes bool, not int"},
       {"-customer", "type-mismatch@31:10+1 - takes a number or a duration, not string"},
       {"attempts ? 1 : 2", "type-mismatch@31:10+8 the condition before ? takes bool, not int"},
       {"repaired ? 1 : 'x'", "type-mismatch@31:19+1 the two sides are int and string"},
       {"1 in attempts", "type-mismatch@31:12+2 in takes a list on its right, not int"},
       {"1 in tags", "type-mismatch@31:12+2 list of string holds no int"},
       {"[1, 'x']", "type-mismatch@31:14+3 the list holds int, but this is string"},
       {"tags['x']", "type-mismatch@31:15+3 an index is an int, not string"},
       {"customer[0]",
        "type-mismatch@31:18+1 […] takes an element of a list or of a record, not of string"},
       {"customer.name", "type-mismatch@31:19+4 string has no members"},
       {"tags < tags", "type-mismatch@31:15+1 list of string and list of string have no order"},
       {"attempts.map(a, a)", "type-mismatch@31:19+3 map(…) takes a list or a record, not int"},
       {"scores.all(s, s)", "type-mismatch@31:24+1 the macro's condition takes bool, not int"},
       {"size(1)", "type-mismatch@31:15+1 size takes string, list, record, not int"},
       {"customer.contains(1)", "type-mismatch@31:28+1 contains takes string, not int"},
       {"min(1, 'x')", "type-mismatch@31:17+3 min takes values that have an order, not string"},
       {"max(severity)", "type-mismatch@31:14+8 max takes values that have an order, not enum "
                         "(general, major)"},
       {"int(repaired)",
        "type-mismatch@31:14+8 int takes int, decimal, string, timestamp, not bool"},
       {"in(dispatch)", "type-mismatch@31:13+8 the name of a state is expected, in quotes: "
                        "in(\"state\")"},
       {"count(customer)", "type-mismatch@31:16+8 the name of an event is expected, in quotes: "
                           "count(\"event\")"},
       {"working_time(1, now, 'office')",
        "type-mismatch@31:23+1 working_time takes timestamp, not int"},
       {"now.getHours('Asia/Shanghai')", "type-mismatch@31:23+15 a fixed offset from UTC is "
                                         "expected, such as \"+08:00\" or \"UTC\""},
       {"ends_on.getHours()", "type-mismatch@31:10+7 getHours takes timestamp, duration, not date"},
       {"size()", "wrong-arguments@31:10+4 size takes other arguments: write size(x)"},
       {"in('a', 'b')", "wrong-arguments@31:10+2 in takes other arguments: write in(\"state\")"},
       {"timestamp('2026-03-06')",
        "invalid-literal@31:20+12 \"2026-03-06\" is no instant: \"T\" is missing after the date "
        "(write it like 2026-03-06T15:00+08:00)"},
       {"duration('3d')", "invalid-literal@31:19+4 \"3d\" is ambiguous: a day may mean 24h or a "
                          "date; write hours"}});
}

TEST_CASE("compile: several mistakes are several findings") {
  CHECK(findings("atempts > 1 && in('x') && severity == 'majr' && customer + 1 == 'x'") ==
        "unknown-field@31:10+7 the case has no field \"atempts\" (attempts)\n"
        "unknown-state@31:28+3 there is no state \"x\"\n"
        "unknown-enum-value@31:48+6 \"majr\" is no member of enum (general, major) (major)\n"
        "type-mismatch@31:67+1 + does not go with string and int: write string(…) to make it "
        "text");
}

TEST_CASE("compile: syntax errors say what is expected and where") {
  check_all(
      {{"", "expression-syntax@31:10+1 an expression is expected, but there is none"},
       {"  ", "expression-syntax@31:12+1 an expression is expected, but there is none"},
       {"1 +", "expression-syntax@31:13+1 a value is expected, but the text ends"},
       {"(1", "expression-syntax@31:12+1 \")\" is missing at the end of the parenthesis: the text "
              "ends"},
       {"1)", "expression-syntax@31:11+1 the expression could end here, but there is \")\""},
       {"1 2", "expression-syntax@31:12+1 the expression could end here, but there is \"2\""},
       {"a and b",
        "expression-syntax@31:12+3 the expression could end here, but there is \"and\" (&&)"},
       {"a or b",
        "expression-syntax@31:12+2 the expression could end here, but there is \"or\" (||)"},
       {"not a", "expression-syntax@31:10+3 a value is expected, but there is \"not\" (!)"},
       {"a = b", "expression-syntax@31:12+1 = is no operator here: write == to compare (==)"},
       {"a & b", "expression-syntax@31:12+1 & is no operator here: write it twice (&&)"},
       {"[1, 2",
        "expression-syntax@31:15+1 \"]\" is missing at the end of the list: the text ends"},
       {"f(1 2)", "expression-syntax@31:14+1 \")\" is missing after the arguments: there is "
                  "\"2\""},
       {"a ? b", "expression-syntax@31:15+1 \":\" is missing in the conditional: the text ends"},
       {"a.", "expression-syntax@31:12+1 a name is expected after the point, but the text ends"},
       {"a.1", "expression-syntax@31:12+1 a name is expected after the point, but there is "
               "\"1\""},
       {"if", "expression-syntax@31:10+2 \"if\" is a reserved word and names nothing"},
       {"has(1)", "expression-syntax@31:10+3 has(…) takes a field, such as has(event.reason)"},
       {"tags.all(1)", "expression-syntax@31:15+3 all(…) takes a variable and an expression: "
                       "all(x, x > 0)"},
       {"a @ b", "expression-syntax@31:12+1 \"@\" has no meaning here"},
       {"1e5",
        "expression-unsupported@31:10+3 1e5: there is no floating point here: write the number "
        "out, with at most four decimal places"},
       {"2.5E-3",
        "expression-unsupported@31:10+6 2.5E-3: there is no floating point here: write the "
        "number out, with at most four decimal places"},
       {"1u", "expression-unsupported@31:10+2 1u: there are no unsigned integers here: leave the u "
              "out"},
       {"0xg", "expression-syntax@31:10+3 0xg: is not a number"},
       {"1.23456", "expression-syntax@31:10+7 \"1.23456\" has more than four decimal places"},
       {"9223372036854775808",
        "expression-syntax@31:10+19 9223372036854775808 is too large for an int"},
       {"99999999999999999999",
        "expression-syntax@31:10+20 99999999999999999999: is too large for an int"},
       {"b'x'", "expression-unsupported@31:10+4 byte strings are not part of the language"},
       {"'abc", "expression-syntax@31:10+1 the string is never closed: ' is missing"},
       {"'a\nc'", "expression-syntax@31:10+1 the string is never closed: ' is missing\n"
                  "expression-syntax@32:11+1 the string is never closed: ' is missing"},
       {R"('\q')", "expression-syntax@31:11+2 there is no such escape; write \\\\ for a backslash, "
                   "or r\"…\" for raw text"},
       {R"('\x4')", "expression-syntax@31:11+3 this escape needs 2 hexadecimal digits"},
       {R"('\udead')", "expression-syntax@31:11+6 there is no character of that code"},
       {R"('\U00110000')", "expression-syntax@31:11+10 there is no character of that code"}});
}

TEST_CASE("compile: full-width punctuation is named, with what was meant") {
  check_all({{"severity ＝ 'major'", "full-width-punctuation@31:19+1 ＝ is a full-width character, "
                                     "which means nothing here (==)"},
             {"min（1，2）", "full-width-punctuation@31:13+1 （ is a full-width character, which "
                             "means nothing here (()\n"
                             "full-width-punctuation@31:15+1 ， is a full-width character, which "
                             "means nothing here (,)\n"
                             "full-width-punctuation@31:17+1 ） is a full-width character, which "
                             "means nothing here ())"},
             {"customer == “客户” && x", "full-width-punctuation@31:22+1 “ is a full-width "
                                         "character, which means nothing here (\")"},
             {"repaired ? 1 ： 2", "full-width-punctuation@31:23+1 ： is a full-width character, "
                                   "which means nothing here (:)"},
             {"1　+ 2", "full-width-punctuation@31:11+1 this is no ordinary blank: type a space"},
             {"'（，）“”' == customer", ""}});
}

TEST_CASE("compile: columns count characters, and later lines start where the first did") {
  check_all(
      {{"'客户' == customr", "unknown-field@31:18+7 the case has no field \"customr\" (customer)"},
       {"repaired &&\natempts > 1 &&\n  custmer == ''",
        "unknown-field@32:10+7 the case has no field \"atempts\" (attempts)\n"
        "unknown-field@33:12+7 the case has no field \"custmer\" (customer)"},
       {"'''客\n户''' + custmer", "unknown-field@32:17+7 the case has no field \"custmer\" "
                                  "(customer)"}});
  const sample_case file;
  const auto unplaced = compile_expression("xyz", {}, file.scope);
  REQUIRE(unplaced.diagnostics.size() == 1);
  CHECK_FALSE(unplaced.diagnostics[0].span.known());
}

TEST_CASE("compile: invalid UTF-8 is found wherever it stands") {
  CHECK(findings("\xff") == "invalid-utf8@31:10+1 the text is not valid UTF-8 here");
  CHECK(findings("1 + \xe5\xae") == "invalid-utf8@31:14+1 the text is not valid UTF-8 here\n"
                                    "invalid-utf8@31:15+1 the text is not valid UTF-8 here");
  CHECK(findings("'a\xff'") == "expression-syntax@31:12+1 the text is not valid UTF-8 here");
  CHECK(findings(std::string("1\0+ 1", 5)) ==
        "expression-syntax@31:11+1 \"\\u0000\" has no meaning "
        "here");
}

TEST_CASE("compile: length, nesting and cost are bounded") {
  CHECK(findings(repeated(" ", 65'537)) ==
        "expression-limit@31:10+1 an expression has at most 65536 bytes");
  CHECK(findings(repeated("1+", 32'767) + "1").empty());
  CHECK(findings(repeated("repaired&&", 6'553) + "true").empty());
  CHECK(findings(repeated("has(reason)&&", 5'000) + "true").empty());
  CHECK(findings(repeated("(", 63) + "1" + repeated(")", 63)).empty());
  CHECK(findings(repeated("(", 64) + "1" + repeated(")", 64)) ==
        "expression-limit@31:74+1 nested more than 64 deep");
  CHECK(findings(repeated("(", 60'000)) == "expression-limit@31:74+1 nested more than 64 deep");
  CHECK(findings(repeated("[", 60'000)) == "expression-limit@31:74+1 nested more than 64 deep");
  CHECK(findings(repeated("repaired?1:", 5'000) + "2") ==
        "expression-limit@31:714+8 nested more than 64 deep");
  CHECK(findings(repeated("!", 60'000)) == "expression-syntax@31:74+1 more than 64 signs in a row");
  CHECK(findings("a" + repeated(".b", 30'000)) ==
        "expression-syntax@31:139+1 more than 64 members in a row");
  CHECK(findings("[" + repeated("1,", 1'001) + "]") ==
        "expression-limit@31:10+1 a list has at most 1000 elements");
  CHECK(findings("scores.all(a, scores.all(b, a == b))").empty());
  CHECK(findings("scores.all(a, scores.all(b, scores.all(c, a + b == c)))") ==
        "expression-limit@31:17+3 this could take 6003003002 steps; at most 10000000 are allowed");
  CHECK(findings(repeated("[1].map(a, ", 16) + "1" + repeated(")", 16)).empty());
  CHECK(findings(repeated("[1].map(a, ", 17) + "1" + repeated(")", 17)) ==
        "expression-limit@31:190+3 more than 16 macros inside each other");
}

TEST_CASE("compile: at most twenty findings, however many mistakes") {
  const sample_case file;
  const auto compiled =
      compile_expression(repeated("atempts > 1 && ", 4'000) + "true", {0, 1, 1, 1}, file.scope);
  CHECK_FALSE(compiled);
  CHECK(compiled.diagnostics.size() == 20);
  CHECK(compile_expression(repeated("@", 60'000), {0, 1, 1, 1}, file.scope).diagnostics.size() ==
        20);
}

TEST_CASE("compile: a place that wants a type gets it or says why not") {
  const sample_case file;
  const auto as = [&](std::string_view text, const type& wanted) {
    const auto compiled = compile_expression_as(text, {0, 1, 1, 1}, file.scope, wanted);
    if (!compiled)
      return findings_of(compiled.diagnostics);
    const auto made = evaluate(*compiled.value, file);
    return made ? to_json(*made, zone::utc()) + " " + std::string(name(made->kind()))
                : "error " + made.error().message;
  };
  const type number = make_type(kind::fixed);
  const type severity = enum_type({"general", "major"});
  CHECK(as("attempts", number) == "2 decimal");
  CHECK(as("attempts", make_type(kind::boolean)) ==
        "type-mismatch@1:1+8 bool is wanted here, not int");
  CHECK(as("bonus", make_type(kind::integer)) == "error a value is missing (null)");
  CHECK(as("bonus", make_type(kind::integer, true)) == "null null");
  CHECK(as("bonus", make_type(kind::fixed, true)) == "null null");
  CHECK(as("null", make_type(kind::integer)) == "type-mismatch@1:1+4 int is wanted here, not null");
  CHECK(as("null", make_type(kind::integer, true)) == "null null");
  CHECK(as("'major'", severity) == "\"major\" string");
  CHECK(as("repaired ? 'major' : 'majr'", severity) ==
        "unknown-enum-value@1:22+6 \"majr\" is no member of enum (general, major) (major)");
  CHECK(as("customer", severity) ==
        "type-mismatch@1:1+8 enum (general, major) is wanted here, not any string");
  CHECK(as("tier", severity) == "unknown-enum-value@1:1+4 enum (gold, major, basic) has members "
                                "that enum (general, major) lacks");
  CHECK(as("'2026-03-06'", make_type(kind::date)) ==
        "type-mismatch@1:1+12 date is wanted here, not string: write date(\"2026-03-06\")");
  CHECK(as("[]", list_type(make_type(kind::string))) == "[] list");
  CHECK(as("['fax']", list_type(enum_type({"phone"}))) ==
        "unknown-enum-value@1:2+5 \"fax\" is no member of enum (phone)");
}

TEST_CASE("compile: reserved words are known") {
  for (const std::string word : {"now", "event", "case", "actor", "clock", "in", "null", "if"})
    CHECK(is_reserved_in_expressions(word));
  for (const std::string word : {"customer", "size", "min", "In"})
    CHECK_FALSE(is_reserved_in_expressions(word));
}
