#include <doctest/doctest.h>

#include <string>

#include "caseclock/value/describe.hpp"
#include "caseclock/value/format.hpp"

using namespace caseclock;

namespace {
const zone shanghai = zone::fixed(std::chrono::hours{8});
const instant noon = *parse_instant("2026-03-06T04:00:00Z");
} // namespace

TEST_CASE("format: JSON of every kind") {
  CHECK(to_json(value{}, shanghai) == "null");
  CHECK(to_json(true, shanghai) == "true");
  CHECK(to_json(-7, shanghai) == "-7");
  CHECK(to_json(decimal{125'000}, shanghai) == "12.5");
  CHECK(to_json("a\"b", shanghai) == "\"a\\\"b\"");
  CHECK(to_json(*parse_date("2026-03-06"), shanghai) == "\"2026-03-06\"");
  CHECK(to_json(noon, shanghai) == "\"2026-03-06T12:00:00+08:00\"");
  CHECK(to_json(duration{5'400'000}, shanghai) == "\"PT1H30M\"");
  CHECK(to_json(value_list{1, "x", value{}}, shanghai) == "[1,\"x\",null]");
  CHECK(to_json(value_list{}, shanghai) == "[]");
  CHECK(to_json(value_record{{"a\n", 1}, {"b", value_list{}}}, shanghai) ==
        "{\"a\\n\":1,\"b\":[]}");
}

TEST_CASE("format: text for people") {
  CHECK(to_text(value{}, shanghai).empty());
  CHECK(to_text(false, shanghai) == "false");
  CHECK(to_text("a\"b", shanghai) == "a\"b");
  CHECK(to_text(decimal{5}, shanghai) == "0.0005");
  CHECK(to_text(noon, shanghai) == "2026-03-06 12:00");
  CHECK(to_text(noon + duration{5'007}, shanghai) == "2026-03-06 12:00:05.007");
  CHECK(to_text(noon, zone::fixed(-std::chrono::hours{5})) == "2026-03-05 23:00");
  CHECK(to_text(duration{5'400'000}, shanghai) == "1 h 30 min");
  CHECK(to_text(value_list{"a", "b"}, shanghai) == "a, b");
  CHECK(to_text(value_record{{"a", 1}, {"b", "x"}}, shanghai) == "a: 1, b: x");
}

TEST_CASE("format: types and quotes in messages") {
  type t;
  t.kind = kind::string;
  t.optional = true;
  CHECK(describe(t) == "optional string");
  t.members = std::make_shared<const std::vector<std::string>>(
      std::vector<std::string>{"signed", "lapsed"});
  CHECK(describe(t) == "optional enum (signed, lapsed)");
  CHECK(quoted(std::string(100, 'x')) == '"' + std::string(60, 'x') + "…\"");
  CHECK(shortened("客客客", 4) == "客…");
  CHECK(quoted(value_list{}) == "a list");
}
