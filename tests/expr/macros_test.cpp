// Macros of two variables, variables of one's own, what is computed of texts: as authors' files
// have them. And in between, what a chart's expressions may do.
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "expr/sample_case.hpp"

using namespace caseclock;
using expr_test::eval;
using expr_test::findings;
using expr_test::findings_of;
using expr_test::sample_case;
using expr_test::type_of_text;

namespace {

void check_all(const std::vector<std::pair<std::string, std::string>>& expected) {
  const sample_case file;
  for (const auto& each : expected) {
    const std::string& text = each.first;
    CAPTURE(text);
    CHECK(eval(text, file) == each.second);
  }
}

/// The value of the text by the rules of charts, or what is wrong with it.
std::string charted(const std::string& text) {
  sample_case file;
  file.scope.types = typing::dynamic;
  const auto compiled = compile_expression(text, {0, 1, 1, 1}, file.scope);
  if (!compiled)
    return findings_of(compiled.diagnostics);
  const auto made = evaluate(*compiled.value, file);
  return made ? to_json(*made, zone::utc()) : "error " + made.error().message;
}

} // namespace

TEST_CASE("macros of two variables: index and element, key and value") {
  check_all(
      {{"tags.all(i, t, i < 2 && size(t) > 2)", "true"},
       {"scores.exists(i, s, s == 5 && i == 1)", "true"},
       {"scores.exists_one(i, s, s > i + 3)", "false"},
       {"scores.transformList(i, s, s * 10 + i)", "[40,51,32]"},
       {"scores.transformList(i, s, i > 0, s)", "[5,3]"},
       {"{'a': 1, 'b': 2}.all(k, v, k != '' && v > 0)", "true"},
       {"{'a': 1, 'b': 2}.transformMap(k, v, v > 1, v * 10)", "{\"b\":20}"},
       {"{'a': 1}.transformMap(k, v, k + string(v)).a", "\"a1\""},
       {"tags.transformMapEntry(i, t, {t: i})", "{\"vip\":0,\"late\":1}"},
       {"['x', 'x'].transformMapEntry(i, t, {t: i})", "error 1:12 the record has this key twice"},
       {"any_list.transformList(i, x, [i, x])", "[[0,1],[1,\"a\"],[2,null]]"},
       {"any_record.exists(k, v, k == 'nowhere')", "false"},
       {"tags.all(i, t, [t].all(j, u, u == t && j == 0 && i < 2))", "true"},
       {"[].transformList(i, x, x)", "[]"}});
  CHECK(type_of_text("tags.transformList(i, t, size(t))") == "list of int");
  CHECK(findings("tags.all(i, t, t + 1 == i)").starts_with("type-mismatch@"));
  CHECK(findings("scores.transformMap(i, s, s)")
            .find("transformMap(…) of a list would have its indices") != std::string::npos);
  CHECK(findings("scores.transformMapEntry(i, s, s)").starts_with("type-mismatch@"));
  CHECK(findings("scores.transformList(s, s + 1)").starts_with("expression-syntax@"));
  CHECK(findings("scores.all(s, s, true)").find("need two names") != std::string::npos);
  CHECK(findings("scores.map(i, s, true, s)").starts_with("expression-syntax@"));
}

TEST_CASE("cel.bind: a value gets a name") {
  check_all({{"cel.bind(x, attempts + 1, x * x)", "9"},
             {"cel.bind(x, 1, x + cel.bind(x, x + 1, x * 10))", "21"},
             {"scores.map(s, cel.bind(twice, s * 2, twice + 1))", "[9,11,7]"},
             {"cel.bind(r, reason, r == null)", "true"},
             {"cel.bind(x, attempts / 0, true)", "error 1:22 division by zero"}});
  CHECK(type_of_text("cel.bind(x, fee, x > 3)") == "bool");
  CHECK(findings("cel.bind(x, fee, x + 'a')").starts_with("type-mismatch@"));
  CHECK(findings("cel.bind(1, fee, 2)").starts_with("expression-syntax@"));
  CHECK(findings("cel.bind(x, 1)").starts_with("expression-syntax@"));
  std::string deep = "1";
  for (int i = 0; i < 17; ++i)
    deep = "cel.bind(x, 1, " + deep + ")";
  CHECK(findings(deep).starts_with("expression-limit@"));
}

TEST_CASE("texts: parts, cases, lists of them") {
  check_all({{"customer.lowerAscii() + tags[0].upperAscii()", "\"acmeVIP\""},
             {"customer.substring(1, 3) + customer.charAt(0)", "\"CMA\""},
             {"customer.indexOf('M') + customer.lastIndexOf('nothing')", "1"},
             {"tags.join(', ')", "\"vip, late\""},
             {"' a b '.trim().split(' ')", "[\"a\",\"b\"]"},
             {"'客户回访'.substring(2).reverse()", "\"访回\""},
             {"customer.replace('C', 'KK', 1)", "\"AKKME\""},
             {"customer.substring(5)", "error 1:10 the text has no character at that position"},
             {"any_int.trim()", "error 1:9 no such operation on values of these types"},
             {"any_list.join('')", "error 1:10 no such operation on values of these types"}});
  CHECK(type_of_text("customer.split(',')") == "list of string");
  CHECK(findings("scores.join(',')").find("join takes a list of strings") != std::string::npos);
  CHECK(findings("fee.trim()").starts_with("type-mismatch@"));
  CHECK(findings("customer.substring('a')").starts_with("type-mismatch@"));
  CHECK(findings("customer.upper()").starts_with("unknown-function@"));
  const std::string long_text = "'" + std::string(60'000, 'a') + "'";
  CHECK(eval(long_text + ".replace('a', 'bb')", sample_case{}).find("the text is too long") !=
        std::string::npos);
  CHECK(eval(long_text + ".split('')", sample_case{}).find("the list is too long") !=
        std::string::npos);
}

TEST_CASE("charts: what goes together shows when it is evaluated, but names must exist") {
  const std::string none = "error no such operation on values of these types";
  CHECK(charted("[1, 'a', null]") == "[1,\"a\",null]");
  CHECK(charted("1 == 'a' || [1] == ['a']") == "false");
  CHECK(charted("true || 'a' + 1 == 2") == "true");
  CHECK(charted("(any_int > 5 ? 1 : 'a') == 1") == "true");
  CHECK(charted("[[1], ['a']].map(x, x[0])") == "[1,\"a\"]");
  CHECK(charted("'a' + 1") ==
        "error + does not go with string and int: write string(…) to make it text");
  CHECK(charted("true || nowhere").starts_with("unknown-field@"));
  CHECK(charted("true || f(1)").starts_with("unknown-function@"));
  CHECK(charted("{1: 2}").starts_with("type-mismatch@")); // keys of data are texts
  CHECK(charted("timestamp('0500-01-01T00:00:00Z')").starts_with("invalid-literal@"));
  CHECK(charted("customer + 1").starts_with("type-mismatch@")); // a declared string
  CHECK(charted("In('nowhere')") == "false");
  CHECK(charted("In(any_int)") == none);
}
