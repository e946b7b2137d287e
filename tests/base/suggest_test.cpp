#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "caseclock/base/suggest.hpp"

using namespace caseclock;

namespace {
std::string best(std::string_view word, std::vector<std::string_view> candidates) {
  return closest(word, candidates);
}
} // namespace

TEST_CASE("suggest: one slip is forgiven, whichever it is") {
  CHECK(best("dispach", {"recording", "dispatch"}) == "dispatch");   // left out
  CHECK(best("disppatch", {"recording", "dispatch"}) == "dispatch"); // doubled
  CHECK(best("dispatsh", {"recording", "dispatch"}) == "dispatch");  // another
  CHECK(best("dispathc", {"recording", "dispatch"}) == "dispatch");  // swapped
  CHECK(best("cta", {"cat"}) == "cat"); // swapped, in a word that is forgiven one slip only
  CHECK(best("Dispatch", {"recording", "dispatch"}) == "dispatch"); // case
}

TEST_CASE("suggest: nothing is suggested that is not close") {
  CHECK(best("foo", {"recording", "dispatch"}).empty());
  CHECK(best("ab", {"cd"}).empty());
  CHECK(best("x", {"y"}).empty());
  CHECK(best("", {"a", ""}).empty());
  CHECK(best("a", {}).empty());
  CHECK(best("ab", {"b"}) == "b");
}

TEST_CASE("suggest: the closest wins, of equals the first") {
  CHECK(best("stat", {"start", "state"}) == "start");
  CHECK(best("statee", {"start", "state"}) == "state");
  CHECK(best("colour", {"color", "colours"}) == "color");
}

TEST_CASE("suggest: a Chinese character is one letter, not three") {
  CHECK(best("客户服物", {"客户服务", "报修"}) == "客户服务");
  CHECK(best("报", {"客"}).empty());
}

TEST_CASE("suggest: overlong words and invalid bytes do no harm") {
  CHECK(best(std::string(100'000, 'a'), {"aaa"}).empty());
  const std::string longest(64, 'a');
  CHECK(best(longest, {std::string_view(longest)}) == longest);
  CHECK(best(longest + 'a', {std::string_view(longest)}).empty());
  CHECK(best("\xff\xfe\xff", {"\xff\xff"}).size() <= 2);
}
