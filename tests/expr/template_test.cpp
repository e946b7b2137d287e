#include <doctest/doctest.h>

#include <string>

#include "expr/sample_case.hpp"

using namespace caseclock;
using namespace expr_test;

namespace {
std::string rendered(std::string_view text) {
  const sample_case file;
  const auto compiled = compile_template(text, {0, 7, 5, 1}, file.scope);
  if (!compiled)
    return findings_of(compiled.diagnostics);
  const auto shown = render(*compiled.value, file, zone::fixed(std::chrono::hours{8}));
  return shown ? *shown : "error " + shown.error().where + " " + shown.error().message;
}
} // namespace

TEST_CASE("template: placeholders show their values in the reader's zone") {
  CHECK(rendered("Case {{case.id}}: {{customer}} expects a call by {{clock.due}}.") ==
        "Case 42: ACME expects a call by 2026-03-08 15:00.");
  CHECK(rendered("工单{{case.id}}（{{ customer }}）剩余{{clock.remaining}}") ==
        "工单42（ACME）剩余1 h");
  CHECK(rendered("{{fee}} {{ends_on}} {{tags}} {{reason}}|{{repaired ? \"yes\" : \"no\"}}") ==
        "12.5 2026-03-31 vip, late |yes");
  CHECK(rendered("").empty());
  CHECK(rendered("no placeholder, { one } brace }}") == "no placeholder, { one } brace }}");
  CHECK(rendered("{{\"}}\"}}{{'a\\'}}'}}") == "}}a'}}");
}

TEST_CASE("template: every mistake is found, in its column") {
  CHECK(rendered("{{custmer}} and {{clock.du}}") ==
        "unknown-field@7:7+7 the case has no field \"custmer\" (customer)\n"
        "unknown-field@7:29+2 \"clock\" has no member \"du\" (due)");
  CHECK(rendered("工单{{case.id") == "unterminated-placeholder@7:7+2 this {{ has no }}");
  CHECK(rendered("{{a {{customer}}") == "unterminated-placeholder@7:5+2 this {{ has no }}");
  CHECK(rendered("x {{}} {{  }}") == "empty-placeholder@7:7+4 there is nothing between {{ and }}\n"
                                     "empty-placeholder@7:12+6 there is nothing between {{ and }}");
  CHECK(rendered("a\n b {{1 +}}") ==
        "expression-syntax@8:13+1 a value is expected, but the text ends");
}

TEST_CASE("template: a placeholder that fails fails the message") {
  CHECK(rendered("{{customer}} {{1/0}}") == "error 7:21 division by zero");
}

TEST_CASE("template: length and number of placeholders are bounded") {
  CHECK(rendered(std::string(65'537, 'x')) ==
        "expression-limit@7:5+1 a message has at most 65536 bytes");
  std::string many;
  for (int i = 0; i < 201; ++i)
    many += "{{1}}";
  CHECK(rendered(many) == "expression-limit@7:1005+2 a message has at most 200 placeholders");
  sample_case file;
  file.fields[*file.data.find("customer")] = std::string(40'000, 'x');
  const auto compiled = compile_template("{{customer}}{{customer}}", {}, file.scope);
  REQUIRE(compiled);
  const auto shown = render(*compiled.value, file, zone::utc());
  REQUIRE_FALSE(shown);
  CHECK(shown.error().code == errc::limit);
}
