#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "expr/sample_case.hpp"

using namespace caseclock;
using expr_test::eval;
using expr_test::sample_case;

namespace {

/// Expressions and what they give.
void check_all(const std::vector<std::pair<std::string, std::string>>& expected) {
  const sample_case file;
  for (const auto& each : expected) {
    const std::string& text = each.first;
    CAPTURE(text);
    CHECK(eval(text, file) == each.second);
  }
}

} // namespace

TEST_CASE("evaluate: literals") {
  check_all({{"42", "42"},
             {"0x1F", "31"},
             {"-0x10", "-16"},
             {"-9223372036854775808", "-9223372036854775808"},
             {"12.50", "12.5"},
             {"-0.0001", "-0.0001"},
             {".5", "0.5"},
             {"true", "true"},
             {"null", "null"},
             {"'a\"b'", "\"a\\\"b\""},
             {"\"it's\"", "\"it's\""},
             {"\"\"\"a\"b\n\"\"\"", "\"a\\\"b\\n\""},
             {"'''x'''", "\"x\""},
             {"''", "\"\""},
             {"r'a\\n'", "\"a\\\\n\""},
             {R"("\u5ba2\x41\101\U0001F600")", "\"客AA😀\""},
             {R"('\a\b\f\n\r\t\v\\\?\'\"\`')", R"("\u0007\u0008\u000c\n\r\t\u000b\\?'\"`")"},
             {"[1, 2, 3]", "[1,2,3]"},
             {"[1, 2.5, -1,]", "[1,2.5,-1]"},
             {"[]", "[]"},
             {"[[1], [2, 3]][1][0]", "2"},
             {"1 // one", "1"},
             {"1 +\n  // two\n 2", "3"}});
}

TEST_CASE("evaluate: precedence and association are CEL's") {
  check_all({{"1 + 2 * 3", "7"},
             {"(1 + 2) * 3", "9"},
             {"10 - 4 - 3", "3"},
             {"100 / 10 / 2", "5"},
             {"2 - -2", "4"},
             {"--2", "2"},
             {"!true || true", "true"},
             {"true || false && false", "true"},
             {"1 < 2 == true", "true"},
             {"1 + 1 in [2]", "true"},
             {"false ? 1 : true ? 2 : 3", "2"},
             {"-[1, 2][1]", "-2"},
             {"true ? 1 : 2.5", "1"}});
}

TEST_CASE("evaluate: ints are 64 bit and say when they overflow") {
  check_all({{"9223372036854775807 + 1", "error 1:21 the number is too large"},
             {"-9223372036854775808 - 1", "error 1:22 the number is too large"},
             {"9223372036854775807 * 2", "error 1:21 the number is too large"},
             {"-(-9223372036854775808)", "error 1:1 the number is too large"},
             {"-9223372036854775808 / -1", "error 1:22 the number is too large"},
             {"1 / 0", "error 1:3 division by zero"},
             {"1 % 0", "error 1:3 division by zero"},
             {"-7 / 2", "-3"},
             {"-7 % 2", "-1"},
             {"7 % -2", "1"}});
}

TEST_CASE("evaluate: decimals are exact, an int beside one becomes one") {
  check_all({{"0.1 + 0.2 == 0.3", "true"},
             {"fee * 2", "25"},
             {"fee + attempts", "14.5"},
             {"attempts * fee", "25"},
             {"1 / 3.0", "0.3333"},
             {"2.0 / 3", "0.6667"},
             {"fee > 12", "true"},
             {"12.5 == fee", "true"},
             {"1 == 1.0", "true"},
             {"fee / 0", "error 1:5 division by zero"},
             {"922337203685477.5807 + 0.0001", "error 1:22 the number is too large"},
             {"fee in [1, 12.5]", "true"},
             {"min(3, 1.5, 2)", "1.5"}});
}

TEST_CASE("evaluate: && and || absorb failures on either side, as in CEL") {
  check_all({{"1/0 > 0 || true", "true"},
             {"true || 1/0 > 0", "true"},
             {"false && 1/0 > 0", "false"},
             {"1/0 > 0 && false", "false"},
             {"1/0 > 0 || false", "error 1:2 division by zero"},
             {"false || 1/0 > 0", "error 1:11 division by zero"},
             {"1/0 > 0 && true", "error 1:2 division by zero"},
             {"1/0 > 0 && 1%0 > 0", "error 1:2 division by zero"},
             {"(1/0 > 0 && 1%0 > 0) || true", "true"},
             {"(1/0 > 0 || false) && false", "false"},
             {"!(1/0 > 0) || true", "true"},
             {"(1/0 > 0 ? true : true) || true", "true"},
             {"[1/0, 2][1] == 2 || true", "true"},
             {"true ? 1 : 1/0", "1"},
             {"false ? 1/0 : 2", "2"},
             {"1/0 > 0 ? 1 : 2", "error 1:2 division by zero"},
             {"(1/0 > 0 ? 1 : 2) == 1 || true", "true"},
             {"flag || true", "true"},
             {"false && flag", "false"},
             {"flag && true", "error 1:6 a value is missing (null)"}});
}

TEST_CASE("evaluate: text") {
  check_all({{"customer + ' ' + string(attempts)", "\"ACME 2\""},
             {"customer.contains('CM')", "true"},
             {"customer.startsWith('AC') && customer.endsWith('ME')", "true"},
             {"'ab'.startsWith('abc') || 'ab'.endsWith('abc')", "false"},
             {"''.contains('')", "true"},
             {"size('客户') == '客户'.size()", "true"},
             {"size('客户')", "2"},
             {"'b' > 'a' && 'a' < 'ab'", "true"},
             {"severity + '!'", "\"major!\""}});
}

TEST_CASE("evaluate: conversions") {
  check_all(
      {{"int(2.9)", "2"},
       {"int(-2.9)", "-2"},
       {"int('-12')", "-12"},
       {"int('1.5')", "error 1:1 the text is no int"},
       {"int('9223372036854775808')", "error 1:1 the number is too large"},
       {"int(timestamp('1970-01-01T00:00:01Z'))", "1"},
       {"int(timestamp('1969-12-31T23:59:59.5Z'))", "-1"},
       {"decimal(2) / 4", "0.5"},
       {"decimal('2.50')", "2.5"},
       {"decimal('x')", "error 1:1 the text is no decimal"},
       {"decimal(9223372036854775807)", "error 1:1 the number is too large"},
       {"string(true) + string(1.5)", "\"true1.5\""},
       {"string(received)", "\"2026-03-06T05:30:00Z\""},
       {"string(duration('90m'))", "\"5400s\""},
       {"string(ends_on)", "\"2026-03-31\""},
       {"bool('true') && !bool('0')", "true"},
       {"bool('yes')", "error 1:1 the text is neither true nor false"},
       {"timestamp(0) == timestamp('1970-01-01T00:00:00Z')", "true"},
       {"timestamp(9223372036854775807)", "error 1:1 the time lies outside the years 1900 to 2199"},
       {"timestamp(customer)", "error 1:1 the text is no timestamp"},
       {"duration('1' + 'h')", "\"PT1H\""},
       {"date('2026-' + '03-06')", "\"2026-03-06\""}});
}

TEST_CASE("evaluate: time") {
  check_all(
      {{"now - received", "\"PT1H30M\""},
       {"received + spent == now", "true"},
       {"spent + received == now", "true"},
       {"now - spent == received", "true"},
       {"received < now", "true"},
       {"spent + spent", "\"PT3H\""},
       {"spent - duration('2h')", "\"-PT30M\""},
       {"-spent", "\"-PT1H30M\""},
       {"spent * 2", "\"PT3H\""},
       {"2 * spent", "\"PT3H\""},
       {"spent / 2", "\"PT45M\""},
       {"spent / 0", "error 1:7 division by zero"},
       {"ends_on - date('2026-03-01')", "\"PT720H\""},
       {"ends_on + duration('24h')", "\"2026-04-01\""},
       {"duration('48h') + ends_on", "\"2026-04-02\""},
       {"ends_on - duration('24h') * 30", "\"2026-03-01\""},
       {"ends_on + spent",
        "error 1:9 a date moves by whole days: by a duration that is a multiple of 24h"},
       {"ends_on + duration('24h') * 100000",
        "error 1:9 the time lies outside the years 1900 to 2199"},
       {"now + duration('24h') * 100000", "error 1:5 the time lies outside the years 1900 to 2199"},
       {"spent * 9223372036854775807", "error 1:7 the duration is too long"}});
}

TEST_CASE("evaluate: date parts are CEL's: months and days count from 0, getDate from 1") {
  check_all({{"now.getFullYear()", "2026"},
             {"now.getMonth()", "2"},
             {"now.getDate()", "6"},
             {"now.getDayOfMonth()", "5"},
             {"now.getDayOfWeek()", "5"},
             {"now.getDayOfYear()", "64"},
             {"now.getHours()", "7"},
             {"now.getHours('+08:00')", "15"},
             {"now.getMinutes('-00:30')", "30"},
             {"now.getSeconds()", "0"},
             {"(now + duration('7ms')).getMilliseconds()", "7"},
             {"timestamp('2025-12-31T20:00:00Z').getFullYear('+08:00')", "2026"},
             {"ends_on.getDate()", "31"},
             {"spent.getHours()", "1"},
             {"spent.getMinutes()", "90"},
             {"spent.getSeconds()", "5400"},
             {"spent.getMilliseconds()", "0"}});
}

TEST_CASE("evaluate: lists and macros") {
  check_all({{"'vip' in tags", "true"},
             {"attempts in []", "false"},
             {"tags[0]", "\"vip\""},
             {"tags[2]", "error 1:5 the list has no element of that index"},
             {"tags[-1]", "error 1:5 the list has no element of that index"},
             {"size(tags + ['x'])", "3"},
             {"[1] + [2.5]", "[1,2.5]"},
             {"scores.all(s, s > 2)", "true"},
             {"scores.exists(s, s > 4)", "true"},
             {"scores.exists_one(s, s > 4)", "true"},
             {"scores.exists_one(s, s > 3)", "false"},
             {"scores.filter(s, s > 3)", "[4,5]"},
             {"scores.map(s, s * 2)", "[8,10,6]"},
             {"scores.map(s, s > 3, s * 2)", "[8,10]"},
             {"scores.filter(s, s > 3).map(s, s - 1).all(s, s in scores)", "true"},
             {"scores.map(s, tags.map(t, t + string(s)))[1][0]", "\"vip5\""},
             {"[].all(x, false)", "true"},
             {"[].exists(x, true)", "false"},
             {"[].map(x, x)", "[]"},
             {"scores.all(s, s / 0 == 1 || s > 0)", "true"},
             {"scores.all(s, s == 4 ? 1/0 > 0 : false)", "false"},
             {"scores.all(s, s == 4 ? 1/0 > 0 : true)", "error 1:25 division by zero"},
             {"scores.exists(s, s == 4 ? 1/0 > 0 : true)", "true"},
             {"scores.exists(s, s == 4 ? 1/0 > 0 : false)", "error 1:28 division by zero"},
             {"scores.filter(s, s / 0 > 1)", "error 1:20 division by zero"},
             {"scores.exists_one(s, s / 0 > 1) || true", "true"},
             {"max(scores) - min(scores)", "2"},
             {"min(scores.filter(s, s > 9))", "error 1:1 the list is empty"},
             {"[attempts, attempts + 1, 2 * attempts].map(x, x)", "[2,3,4]"},
             {"channels.all(c, c == 'phone')", "true"}});
}

TEST_CASE("evaluate: what is missing can be asked for and fails elsewhere") {
  check_all({{"reason == null", "true"},
             {"null != reason", "false"},
             {"reason == 'x'", "false"},
             {"has(reason)", "false"},
             {"has(customer)", "true"},
             {"has(event.note) || has(event.amount)", "true"},
             {"has(reason) ? reason : 'none'", "\"none\""},
             {"bonus + 1", "error 1:7 a value is missing (null)"},
             {"bonus > 1", "error 1:7 a value is missing (null)"},
             {"size(reason)", "error 1:1 a value is missing (null)"},
             {"reason + 'x'", "error 1:8 a value is missing (null)"},
             {"string(bonus)", "error 1:1 a value is missing (null)"},
             {"min(1, bonus)", "error 1:1 a value is missing (null)"},
             {"bonus in [1, null]", "true"},
             {"has(contact.address)", "false"},
             {"has(contact.address.street)", "false"},
             {"contact.name", "\"Li\""},
             {"contact.address.street", "error 1:17 a value is missing (null)"}});
}

TEST_CASE("evaluate: what the case knows") {
  check_all({{"case.id == 42 && case.key == 'R-42' && case.workflow == 'repair'", "true"},
             {"actor.name + '/' + actor.role", "\"li/agent\""},
             {"event.contract == 'signed' && event.amount == 1", "true"},
             {"clock.name", "\"call_back\""},
             {"clock.due > now", "true"},
             {"clock.remaining", "\"PT1H\""},
             {"clock.elapsed == null", "true"},
             {"in('dispatch') && !in('closed')", "true"},
             {"tagged('open') && !tagged('waiting_for_customer')", "true"},
             {"approved('free_service_approval')", "true"},
             {"count('engineer_called') + count('contract_checked')", "3"},
             {"elapsed('call_back')", "\"PT1M\""},
             {"elapsed('solution') == null", "true"},
             {"remaining('solution') < duration('0s')", "true"},
             {"remaining('call_back') > duration('0s')", "error 1:1 past the calendar's horizon"},
             {"remaining('call_back') > duration('0s') || true", "true"},
             {"working_time(received, now, 'office')", "\"PT45M\""},
             {"working_time(received, now, 'around_the_clock')", "\"PT1H30M\""},
             {"working_time(received, clock.due, 'office') > spent", "true"}});
}

TEST_CASE("evaluate: a failure keeps its code and its place in the file") {
  const sample_case file;
  const auto compiled =
      compile_expression("true &&\n  remaining(\"call_back\") > spent", {0, 31, 10, 1}, file.scope);
  REQUIRE(compiled);
  const auto made = evaluate(*compiled.value, file);
  REQUIRE_FALSE(made);
  CHECK(made.error().code == errc::horizon);
  CHECK(made.error().where == "32:12");
}

TEST_CASE("evaluate: a condition is a bool or a failure") {
  const sample_case file;
  const auto truth = [&](std::string_view text) {
    const auto compiled = compile_expression(text, {0, 1, 1, 1}, file.scope);
    REQUIRE(compiled);
    return evaluate_condition(*compiled.value, file);
  };
  CHECK(*truth("repaired"));
  CHECK_FALSE(*truth("!repaired"));
  CHECK_FALSE(truth("flag").ok());
  CHECK_FALSE(truth("1/0 > 0").ok());
}

TEST_CASE("evaluate: strings and lists do not grow past their bounds") {
  sample_case file;
  file.fields[*file.data.find("customer")] = std::string(40'000, 'x');
  CHECK(eval("customer + customer", file) == "error 1:10 the text is too long");
  file.fields[*file.data.find("scores")] = value_list(600, 1);
  CHECK(eval("scores + scores", file) == "error 1:8 the list is too long");
  file.fields[*file.data.find("scores")] = value_list(1'001, 1);
  CHECK(eval("scores.all(s, s == 1)", file) == "error 1:8 the list is too long");
}

TEST_CASE("evaluate: a value of another kind than declared is a failure, not a crash") {
  sample_case file;
  file.fields[*file.data.find("attempts")] = "text";
  file.fields[*file.data.find("scores")] = 1;
  file.fields[*file.data.find("contact")] = value_list{};
  file.fields[*file.data.find("repaired")] = 1;
  for (const std::string text :
       {"attempts + 1", "attempts * fee", "-attempts > 0", "scores[0]", "scores.all(s, true)",
        "1 in scores", "contact.name", "repaired && true", "repaired ? 1 : 2", "!repaired",
        "size(scores)", "scores + scores", "attempts > 1", "received + spent * attempts"}) {
    CAPTURE(text);
    CHECK(eval(text, file).substr(0, 5) == "error");
  }
}

TEST_CASE("evaluate: a thousand computed elements are no burden on the stack") {
  std::string text = "[attempts";
  for (int i = 1; i < 1'000; ++i)
    text += ", attempts";
  CHECK(eval(text + "].all(x, x == 2)") == "true");
}
