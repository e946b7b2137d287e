#include <doctest/doctest.h>

#include <string>

#include "caseclock/value/pattern.hpp"

using namespace caseclock;

TEST_CASE("pattern: the whole text must match") {
  const auto plate = compile_pattern("[A-Z]{2}-\\d{3}");
  REQUIRE(plate);
  CHECK((*plate)("AB-123"));
  CHECK_FALSE((*plate)("AB-1234"));
  CHECK_FALSE((*plate)("xAB-123"));
  CHECK_FALSE((*plate)(""));
}

TEST_CASE("pattern: it counts characters, not bytes") {
  const auto name = compile_pattern("[一-龥]{2,4}");
  REQUIRE(name);
  CHECK((*name)("客户"));
  CHECK_FALSE((*name)("客"));
  CHECK_FALSE((*name)("ab"));
  CHECK((*compile_pattern("."))("客"));
  CHECK_FALSE((*name)("\xff\xff"));
}

TEST_CASE("pattern: what is no pattern, or a costly one, is refused") {
  for (const std::string bad :
       {"(", "[a", "a{2", "*", "(a)\\1", "a(?=b)", "a{1001}", "((a{40}){40})", "\xff", "(?<=a)b"}) {
    CAPTURE(bad);
    const auto compiled = compile_pattern(bad);
    REQUIRE_FALSE(compiled);
    CHECK(compiled.error().code == errc::parse);
  }
  CHECK_FALSE(compile_pattern(std::string(257, 'a')));
  CHECK(compile_pattern(std::string(256, 'a')));
}

TEST_CASE("pattern: a pattern made to backtrack takes no time, a long text no match") {
  const auto evil = compile_pattern("(a+)+b");
  REQUIRE(evil);
  // With backtracking this would outlive the test run.
  CHECK_FALSE((*evil)(std::string(4'000, 'a')));
  CHECK_FALSE((*compile_pattern("a*"))(std::string(4'097, 'a')));
}
