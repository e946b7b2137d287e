#include <doctest/doctest.h>

#include <string>

#include "caseclock/value/json.hpp"

using namespace caseclock;

TEST_CASE("JSON: every kind of value, members in order") {
  const auto parsed = parse_json(R"({"b": true, "a": [1, -2, null], "d": 12.5, "s": "客户"})");
  REQUIRE(parsed.ok());
  const value_record* fields = parsed->as_record();
  REQUIRE(fields != nullptr);
  REQUIRE(fields->size() == 4);
  CHECK((*fields)[0].first == "b");
  CHECK((*fields)[0].second == value{true});
  CHECK((*fields)[1].second == value{value_list{value{1}, value{-2}, value{}}});
  CHECK((*fields)[2].second == value{decimal{125'000}});
  CHECK((*fields)[3].second == value{"客户"});
}

TEST_CASE("JSON: what is refused, each with its reason") {
  const auto why = [](std::string_view text) {
    const auto parsed = parse_json(text);
    return parsed.ok() ? std::string("accepted") : parsed.error().message;
  };
  CHECK(why(R"({"a": 1, "a": 2})") == "the member \"a\" stands twice");
  CHECK(why("9223372036854775808") == "the number does not fit into 64 bits");
  CHECK(why("1e3") != "accepted");
  CHECK(why("0.12345") != "accepted");
  CHECK(why("") != "accepted");
  CHECK(why("{\"a\": }") != "accepted");
  CHECK(why("\"\\ud800\"") != "accepted");
  CHECK(why("\"\xff\"") != "accepted");
  CHECK(why("{} {}") != "accepted");
  CHECK(why(std::string(100'000, '[')) == "JSON nested deeper than 64 levels");
  CHECK(parse_json(std::string((1U << 20U) + 1, ' ')).error().code == errc::limit);
}

TEST_CASE("JSON: a syntax error names its place") {
  const auto parsed = parse_json("{\"a\" 1}");
  REQUIRE(!parsed.ok());
  CHECK(parsed.error().where == "6");
}
