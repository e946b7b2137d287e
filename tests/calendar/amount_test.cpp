#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <utility>

#include "caseclock/calendar/amount.hpp"

using namespace caseclock;
using unit = time_amount::unit;

namespace {

constexpr std::int64_t second = 1000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;

void reads(const char* text, unit kind, std::int64_t count) {
  CAPTURE(text);
  const result<time_amount> read = parse_amount(text);
  REQUIRE_MESSAGE(read.ok(), read.error().message);
  CHECK(read->kind == kind);
  CHECK(read->count == count);
  const result<time_amount> again = parse_amount(format_amount(*read));
  REQUIRE_MESSAGE(again.ok(), format_amount(*read));
  CHECK(*again == *read);
}

std::string refused(const std::string& text, const char* code) {
  CAPTURE(text);
  const result<time_amount> read = parse_amount(text);
  REQUIRE(!read.ok());
  CHECK(read.error().code == errc::parse);
  CHECK(read.error().where == code);
  return read.error().message;
}

} // namespace

TEST_CASE("amounts: elapsed time") {
  reads("90s", unit::elapsed, 90 * second);
  reads("30m", unit::elapsed, 30 * minute);
  reads("24h", unit::elapsed, 24 * hour);
  reads("2w", unit::elapsed, 2 * 168 * hour);
  reads("250ms", unit::elapsed, 250);
  reads("1h30m", unit::elapsed, 90 * minute);
  reads("1h 30m", unit::elapsed, 90 * minute);
  reads("1 hour 30 minutes", unit::elapsed, 90 * minute);
  reads("1 minute", unit::elapsed, minute);
  reads("  45 min ", unit::elapsed, 45 * minute);
  reads("1 week", unit::elapsed, 168 * hour);
  reads("2 hrs", unit::elapsed, 2 * hour);
  reads("1 sec", unit::elapsed, second);
  reads("1w 1h 1m 1s 1ms", unit::elapsed, 169 * hour + minute + second + 1);
}

TEST_CASE("amounts: working time") {
  reads("90 working seconds", unit::working_time, 90 * second);
  reads("45 working minutes", unit::working_time, 45 * minute);
  reads("8 working hours", unit::working_time, 8 * hour);
  reads("1 working hour", unit::working_time, hour);
  reads("8 working h", unit::working_time, 8 * hour);
  reads("1 working hour 30 working minutes", unit::working_time, 90 * minute);
  reads("3 working days", unit::working_days, 3);
  reads("1 working day", unit::working_days, 1);
  reads("end of 2 working days", unit::end_of_working_days, 2);
  reads("end of 1 working day", unit::end_of_working_days, 1);
}

TEST_CASE("amounts: Chinese units") {
  reads("2个工作日", unit::working_days, 2);
  reads("2 个工作日", unit::working_days, 2);
  reads("3工作日", unit::working_days, 3);
  reads("1小时", unit::elapsed, hour);
  reads("1个小时", unit::elapsed, hour);
  reads("30分钟", unit::elapsed, 30 * minute);
  reads("90秒", unit::elapsed, 90 * second);
  reads("8个工作小时", unit::working_time, 8 * hour);
  reads("8工作小时", unit::working_time, 8 * hour);
  reads("45个工作分钟", unit::working_time, 45 * minute);
  reads("2周", unit::elapsed, 2 * 168 * hour);
  reads("2个星期", unit::elapsed, 2 * 168 * hour);
  reads("1小时30分钟", unit::elapsed, 90 * minute);
}

TEST_CASE("T11 a bare day is ambiguous, and both ways out are named") {
  CHECK(refused("3d", "ambiguous-duration") ==
        "\"3d\": a day is ambiguous: write \"72h\" for elapsed time or \"3 working days\"");
  CHECK(refused("1 day", "ambiguous-duration") ==
        "\"1 day\": a day is ambiguous: write \"24h\" for elapsed time or \"1 working day\"");
  for (const char* text :
       {"3 d", "3 days", "3天", "3 天", "3日", "3个天", "1h 3d", "end of 3 days"})
    refused(text, "ambiguous-duration");
}

TEST_CASE("amounts: zero and less are refused as such") {
  CHECK(refused("0h", "zero-duration") == "\"0h\": must be greater than zero");
  for (const char* text : {"-1h", "0 working days", "1h 0m", "-3d", "0 个工作日"})
    refused(text, "zero-duration");
}

TEST_CASE("amounts: what is none says why") {
  const auto because = [](const char* text, const char* part) {
    CHECK_MESSAGE(refused(text, "bad-duration").find(part) != std::string::npos, part);
  };
  because("", "expected a duration");
  because("h", "expected a number");
  because("working day", "expected a number");
  because("1h30", "a unit is missing");
  because("1 working", "a unit is missing");
  because("3 fortnights", "no unit \"fortnights\"");
  because("3 business days", "write \"working\"");
  because("1.5h", "whole numbers only");
  because("1,5h", "whole numbers only");
  because("30m 1h", "larger units come first");
  because("1h 1h", "larger units come first");
  because("1 working hour 30m", "do not add up");
  because("1h 30 working minutes", "do not add up");
  because("1 working day 3h", "working days stand alone");
  because("3h 1 working day", "working days stand alone");
  because("3 working weeks", "no fixed length");
  because("1 month", "months and years differ in length");
  because("2个月", "months and years differ in length");
  because("end of 3h", "only working days have an end");
  because("end of the 2nd working day", "write \"end of 2 working days\"");
  because("2 workingdays", "no unit");
  because("1 hourglass", "no unit");
  because("１h", "expected a number");
}

TEST_CASE("amounts: overflow is refused, whatever the unit") {
  for (const char* text :
       {"99999999999999999999999999h", "9223372036854775807ms", "3000000h", "16000w", "2629800h 1h",
        "99999999999 working days", "200000 working days", "9467107200001ms", "99999999d"})
    CHECK(refused(text, "bad-duration").find("longer than 300 years") != std::string::npos);
  reads("2629000h", unit::elapsed, 2'629'000 * hour);
}

TEST_CASE("amounts: a message quotes no novel, and cuts between characters") {
  std::string text = "1h ";
  for (int i = 0; i < 1000; ++i)
    text += "工";
  const std::string message = refused(text, "bad-duration");
  CHECK(message.size() < 400);
  CHECK(message.find("工…\"") != std::string::npos);
}

TEST_CASE("amounts: the shortest usual spelling") {
  CHECK(format_amount({unit::elapsed, 90 * minute}) == "1h 30m");
  CHECK(format_amount({unit::elapsed, 336 * hour}) == "2w");
  CHECK(format_amount({unit::elapsed, 0}) == "0s");
  CHECK(format_amount({unit::working_time, 90 * minute}) == "90 working minutes");
  CHECK(format_amount({unit::working_time, hour}) == "1 working hour");
  CHECK(format_amount({unit::working_days, 1}) == "1 working day");
  CHECK(format_amount({unit::end_of_working_days, 2}) == "end of 2 working days");
}
