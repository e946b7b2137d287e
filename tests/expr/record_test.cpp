// Records written out, types as values, patterns: as authors' files have them, checked when loaded.
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "caseclock/value/pattern.hpp"
#include "expr/sample_case.hpp"

using namespace caseclock;
using expr_test::eval;
using expr_test::findings;
using expr_test::sample_case;
using expr_test::type_of_text;

namespace {

void check_all(const std::vector<std::pair<std::string, std::string>>& expected) {
  sample_case file;
  file.scope.patterns = compile_search;
  for (const auto& each : expected) {
    const std::string& text = each.first;
    CAPTURE(text);
    CHECK(eval(text, file) == each.second);
  }
}

} // namespace

TEST_CASE("records: written out, looked into, walked") {
  check_all({{"{'a': 1, 'b': 'x',}", "{\"a\":1,\"b\":\"x\"}"},
             {"{}", "{}"},
             {"{'a': attempts + 1}.a * 2", "6"},
             {"{'a': {'b': [1, 2]}}.a.b[1]", "2"},
             {"{customer: fee}['ACME']", "12.5"},
             {"{'a': 1}.b", "error 1:10 the record has no such key"},
             {"{customer: 1, 'ACME': 2}", "error 1:1 the record has this key twice"},
             {"has({'a': null}.a) && !has({'a': 1}.b)", "true"},
             {"{'b': 2, 'a': 1} == {'a': 1, 'b': 2.0}", "true"},
             {"{'a': 1, 'b': 2}.filter(k, k > 'a')", "[\"b\"]"},
             {"{'a': 1}.map(k, k + '!')", "[\"a!\"]"},
             {"'a' in {'a': null}", "true"},
             {"size({'a': 1})", "1"},
             {"{'in': 1, 'x y': 2}.`in` + {'x y': 2}.`x y`", "3"}});
  CHECK(type_of_text("{'a': 1, 'b': 2}.a") == "int");
  CHECK(type_of_text("{'a': 1, 'b': 'x'}.a") == "any");
  CHECK(findings("{'a': 1, 'a': 2}") == "duplicate-key@31:19+3 the key \"a\" stands here twice");
  CHECK(findings("{1: 2}") == "type-mismatch@31:11+1 a key of a record is a string, not int");
  CHECK(findings("{any_int: 2}").empty());
  check_all({{"{any_int: 2}", "error 1:1 a value of this type is no key of a record"}});
}

TEST_CASE("types as values: compared, never kept") {
  check_all({{"type(any_int) == int && type(any_text) != int", "true"},
             {"type(any_record) == record && type(any_list) == list", "true"},
             {"type(any_null) == null_type", "true"},
             {"type(dyn(1.5)) == decimal", "true"}});
  CHECK(findings("int + 1").find("is a function: write int(x)") != std::string::npos);
  const type any = expr_test::make_type(kind::any, true);
  const sample_case file;
  CHECK(!compile_expression_as("type(1)", {0, 1, 1, 1}, file.scope, any));
  const auto hidden = compile_expression_as("[dyn(type(1))]", {0, 1, 1, 1}, file.scope, any);
  REQUIRE(hidden);
  CHECK(evaluate(*hidden.value, file).error().message == "a type is no data");
}

TEST_CASE("matches: a pattern is found anywhere in a text, and is checked when it is loaded") {
  check_all({{"customer.matches('CM')", "true"},
             {"customer.matches('^CM')", "false"},
             {"matches(customer, '^A.*E$')", "true"},
             {"any_text.matches('b')", "true"},
             {"any_int.matches('b')", "error 1:9 no such operation on values of these types"}});
  sample_case file;
  file.scope.patterns = compile_search;
  const auto broken = compile_expression("customer.matches('(')", {0, 1, 1, 1}, file.scope);
  REQUIRE(!broken);
  CHECK(broken.diagnostics.front().code == "invalid-pattern");
  const auto computed = compile_expression("customer.matches(customer)", {0, 1, 1, 1}, file.scope);
  REQUIRE(!computed);
  CHECK(computed.diagnostics.front().message == "a pattern is a text in quotes");
}

TEST_CASE("lists: what a list holds already is not converted beside decimals") {
  check_all({{"[[1], [2.5]][0][0] + 1", "2"}, {"[[1], [2.5]][1][0] * 2", "5"}});
}
