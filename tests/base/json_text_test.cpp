#include <doctest/doctest.h>

#include <string>

#include "caseclock/base/json_text.hpp"

using namespace caseclock;

TEST_CASE("json text: what JSON wants escaped is escaped, the rest stays") {
  CHECK(json_quote("") == "\"\"");
  CHECK(json_quote("a\"b\\c") == "\"a\\\"b\\\\c\"");
  CHECK(json_quote("\n\r\t") == "\"\\n\\r\\t\"");
  CHECK(json_quote(std::string("\0\x1f\x7f", 3)) == "\"\\u0000\\u001f\\u007f\"");
  CHECK(json_quote("客户 é 😀") == "\"客户 é 😀\"");
}

TEST_CASE("json text: invalid UTF-8 becomes replacement characters, byte by byte") {
  CHECK(json_quote("a\xff"
                   "b") == "\"a\xef\xbf\xbd"
                           "b\"");
  CHECK(json_quote("\xe5\xae") == "\"\xef\xbf\xbd\xef\xbf\xbd\"");
  CHECK(json_quote("\xed\xa0\x80") == "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"");
}
