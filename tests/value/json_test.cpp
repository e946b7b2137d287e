#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <string_view>

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
  CHECK(why(R"({"x": [1, {"a": 1, "a": 2}]})") == "the member \"x[1].a\" stands twice");
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
  CHECK(parsed.error().where == "column 6");
}

TEST_CASE("JSON: every syntax error says where and why, and nothing of the parser's own names") {
  const auto why = [](std::string_view text) {
    const auto parsed = parse_json(text);
    return parsed.ok() ? std::string("accepted") : parsed.error().message;
  };
  CHECK(why("{\"a\" 1}") == "not JSON at column 6: unexpected number literal; expected ':'");
  CHECK(why("{\"客户\" 1}") == "not JSON at column 7: unexpected number literal; expected ':'");
  CHECK(why("{\n  \"a\": 1,\n  \"客\" 2}") ==
        "not JSON at line 3, column 7: unexpected number literal; expected ':'");
  CHECK(why("{'a': 1}") ==
        "not JSON at column 2: invalid literal \"'a'\"; expected string literal");
  CHECK(why("{\"a\": tru}") == "not JSON at column 7: invalid literal \"tru\"");
  CHECK(why("nul") == "not JSON at column 1: invalid literal \"nul\"");
  CHECK(why("{\"a\": 1} x") ==
        "not JSON at column 10: invalid literal \"x\"; expected end of input");
  CHECK(why("[1,]") == "not JSON at column 4: unexpected ']'; expected '[', '{', or a literal");
  CHECK(why("{\"a; last read: \": 1, }") ==
        "not JSON at column 23: unexpected '}'; expected string literal");
  CHECK(why("[\"; expected x") == "not JSON at column 15: invalid string: missing closing quote");
  CHECK(why("") ==
        "not JSON at column 1: unexpected end of input; expected '[', '{', or a literal");
  for (const std::string_view text : {"1.", "-", "[1e]", "\"\\x\"", "\"\\u12g4\"", "\"\t\"",
                                      "\"\\ud800\"", "\"\xff\"", "\xff", "[01]", "[.5]", "[+1]"}) {
    CAPTURE(text);
    const std::string message = why(text);
    CAPTURE(message);
    CHECK(message.starts_with("not JSON at column "));
    CHECK(message.find("json.exception") == std::string::npos);
    CHECK(message.find("last read") == std::string::npos);
    CHECK(message.find("syntax error") == std::string::npos);
  }
}

TEST_CASE("JSON: numbers are exact, however they are written, or they are refused by name") {
  const auto read = [](std::string_view text) {
    const auto parsed = parse_json(text);
    return parsed.ok() ? *parsed : value{parsed.error().message};
  };
  CHECK(read("1e3") == value{1000});
  CHECK(read("1.5e2") == value{150});
  CHECK(read("-1.5E+2") == value{-150});
  CHECK(read("1e18") == value{1'000'000'000'000'000'000});
  CHECK(read("12000e-3") == value{12});
  CHECK(read("0e999999999999999999999") == value{0});
  CHECK(read("0.0").as_decimal() != nullptr);
  CHECK(read("2.0").as_decimal() != nullptr);
  CHECK(read("5e-1") == value{decimal{5'000}});
  CHECK(read("-0.0001") == value{decimal{-1}});
  CHECK(read("1.50000") == value{decimal{15'000}});
  CHECK(read("922337203685477.5807") == value{decimal{INT64_MAX}});
  CHECK(read("-9223372036854775808") == value{INT64_MIN});
  CHECK(read("9223372036854775808") == value{"9223372036854775808 does not fit into 64 bits"});
  CHECK(read("922337203685477.5808") == value{"922337203685477.5808 is too large for a decimal"});
  CHECK(read("0.12345") == value{"0.12345 has more than four decimal places"});
  CHECK(read("1e-400") == value{"1e-400 has more than four decimal places"});
  CHECK(read("123456789012345678901234") ==
        value{"123456789012345678901234 does not fit into 64 bits"});
  const auto far = parse_json(R"({"data": {"fees": [1, 1e400]}})");
  REQUIRE(!far.ok());
  CHECK(far.error().code == errc::invalid_data);
  CHECK(far.error().message == "data.fees[1]: 1e400 does not fit into 64 bits");
  CHECK(far.error().where == "data.fees[1]");
  CHECK(parse_json("0." + std::string(500'000, '0') + "1").error().code == errc::invalid_data);
}
