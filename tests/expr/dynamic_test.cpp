// Values of type any: what they are is known, and checked, at run time only.
#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "expr/sample_case.hpp"

using namespace caseclock;
using expr_test::enum_type;
using expr_test::eval;
using expr_test::findings_of;
using expr_test::list_type;
using expr_test::make_type;
using expr_test::record_type;
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

/// The value of the text where that type is wanted, or what is wrong with it.
std::string eval_as(const std::string& text, const type& wanted) {
  const sample_case file;
  const auto compiled = compile_expression_as(text, {0, 1, 1, 1}, file.scope, wanted);
  if (!compiled)
    return findings_of(compiled.diagnostics);
  const auto made = evaluate(*compiled.value, file);
  return made ? to_json(*made, zone::utc()) : "error " + made.error().message;
}

} // namespace

TEST_CASE("any: operators find out at run time what they work on") {
  const std::string none = "no such operation on values of these types";
  check_all({{"any_int + 1", "8"},
             {"any_int + 0.5", "7.5"},
             {"1.5 * any_int", "10.5"},
             {"any_int % 4", "3"},
             {"any_int % 2.5", "error 1:9 " + none},
             {"any_int / 0", "error 1:9 division by zero"},
             {"-any_int", "-7"},
             {"any_text + 'd'", "\"abcd\""},
             {"any_text + 1", "error 1:10 " + none},
             {"-any_text", "error 1:1 " + none},
             {"any_list + [4]", "[1,\"a\",null,4]"},
             {"any_int < 8 && any_int <= 7.0", "true"},
             {"any_int < 'x'", "error 1:9 " + none},
             {"any_int == 'x'", "false"},
             {"any_int == 7.0", "true"},
             {"any_int != null", "true"},
             {"any_null == null", "true"},
             {"any_null + 1", "error 1:10 a value is missing (null)"},
             {"any_null < 1", "error 1:10 a value is missing (null)"},
             {"has(any_null)", "false"},
             {"has(any_int)", "true"},
             {"any_int ? 1 : 2", "error 1:9 " + none},
             {"!any_int", "error 1:1 " + none},
             {"any_int || true", "true"},
             {"false && any_text", "false"},
             {"size(any_list) + size(any_text) + size(any_record)", "9"},
             {"any_text.startsWith('ab')", "true"},
             {"any_int.startsWith('ab')", "error 1:9 " + none},
             {"string(any_int) + 'x'", "\"7x\""},
             {"int(any_text)", "error 1:1 the text is no int"},
             {"timestamp(any_list)", "error 1:1 " + none},
             {"string(any_list)", "error 1:1 " + none},
             {"min(any_int, 3)", "3"},
             {"min(any_int, 'a')", "error 1:1 " + none}});
}

TEST_CASE("any: lists and records of any shape") {
  const std::string none = "no such operation on values of these types";
  check_all({{"any_list[1]", "\"a\""},
             {"any_list[3]", "error 1:9 the list has no element of that index"},
             {"any_list['x']", "error 1:9 " + none},
             {"any_record.x + 1", "2"},
             {"any_record['x']", "1"},
             {"any_record.inner.y", "2.5"},
             {"any_record.nothing", "error 1:12 the record has no such key"},
             {"any_record['nothing']", "error 1:11 the record has no such key"},
             {"any_int.x", "error 1:9 " + none},
             {"has(any_record.x)", "true"},
             {"has(any_record.gone)", "true"},
             {"any_record.gone == null", "true"},
             {"has(any_record.nothing)", "false"},
             {"has(any_null.x)", "false"},
             {"has(any_record.nothing.more)", "error 1:16 the record has no such key"},
             {"has(any_int.x)", "error 1:13 " + none},
             {"'x' in any_record && !('z' in any_record)", "true"},
             {"'a' in any_list && 1.0 in any_list && !(2 in any_list)", "true"},
             {"1 in any_int", "error 1:3 " + none},
             {"any_list.map(e, e == 'a')", "[false,true,false]"},
             {"any_list.exists(e, e > 0)", "true"},
             {"any_list.filter(e, e != null)", "[1,\"a\"]"},
             {"any_record.map(k, k)", "[\"x\",\"gone\",\"inner\"]"},
             {"any_record.all(k, size(k) > 0)", "true"},
             {"any_record.exists_one(k, any_record[k] == 1)", "true"},
             {"any_int.all(e, true)", "error 1:9 " + none},
             {"open_record.x", "1"},
             {"open_record.y", "error 1:13 the record has no such key"},
             {"[any_int, 1, any_text][2]", "\"abc\""},
             {"true ? any_int : 'x'", "7"}});
}

TEST_CASE("any: its type spreads to what is computed from it") {
  CHECK(type_of_text("any_int + 1") == "any");
  CHECK(type_of_text("any_record.x") == "any");
  CHECK(type_of_text("any_list[0]") == "any");
  CHECK(type_of_text("any_null") == "optional any");
  CHECK(type_of_text("[any_int, 'x']") == "list of any");
  CHECK(type_of_text("any_list.map(e, e)") == "list of any");
  CHECK(type_of_text("any_record.filter(k, true)") == "list of any");
  CHECK(type_of_text("any_int == 1") == "bool");
}

TEST_CASE("any: where a type is wanted it is converted as from a message, or refused") {
  CHECK(eval_as("any_int", make_type(kind::integer)) == "7");
  CHECK(eval_as("any_int", make_type(kind::fixed)) == "7");
  CHECK(eval_as("any_record.inner.y", make_type(kind::integer)) == "error int expected, not 2.5");
  CHECK(eval_as("any_text", make_type(kind::string)) == "\"abc\"");
  CHECK(eval_as("any_text", make_type(kind::integer)) == "error int expected, not \"abc\"");
  CHECK(eval_as("any_text", enum_type({"abc", "d"})) == "\"abc\"");
  CHECK(eval_as("any_text", enum_type({"abd", "d"})).find("is no member of") != std::string::npos);
  CHECK(eval_as("any_list", list_type(make_type(kind::integer))).find("[1]: int expected") !=
        std::string::npos);
  CHECK(eval_as("[any_int]", list_type(make_type(kind::string))).find("[0]: string expected") !=
        std::string::npos);
  CHECK(eval_as("any_null", make_type(kind::integer)) == "error a value is missing (null)");
  CHECK(eval_as("any_null", make_type(kind::integer, true)) == "null");
  CHECK(eval_as("any_null", make_type(kind::any)) == "error a value is missing (null)");
  CHECK(eval_as("any_null", make_type(kind::any, true)) == "null");
  CHECK(eval_as("1 + 1", make_type(kind::any)) == "2");
  CHECK(eval_as("any_record", record_type({{"x", make_type(kind::integer)}}))
            .find("there is no field") != std::string::npos);
}

TEST_CASE("any: a failure says of which kind it is") {
  const sample_case file;
  const auto reason = [&](const char* text) {
    const auto compiled = compile_expression(text, {0, 1, 1, 1}, file.scope);
    REQUIRE(compiled);
    const auto made = evaluate(*compiled.value, file);
    REQUIRE(!made);
    CHECK(made.error().code == errc::evaluation);
    return std::string(made.error().reason);
  };
  CHECK(reason("any_int + 'x'") == "no_such_overload");
  CHECK(reason("any_record.z") == "no_such_key");
  CHECK(reason("any_null + 1") == "missing_value");
  CHECK(reason("9223372036854775807 + 1") == "overflow");
  CHECK(reason("1 / 0") == "division_by_zero");
  CHECK(reason("[1][1]") == "index_out_of_range");
  CHECK(reason("int(any_text)") == "invalid_argument");
}

TEST_CASE("any: data of any shape is taken as it is, within bounds") {
  const type any = make_type(kind::any);
  const value nested = value_record{{"a", value_list{1, value{}, "x"}}};
  CHECK(*coerce(nested, any) == nested);
  CHECK(*coerce(value("2026-03-06"), any) == value("2026-03-06"));
  CHECK(!coerce(value{}, any));
  CHECK(coerce(value{}, make_type(kind::any, true)).ok());
  CHECK(!coerce(value("\xff"), any));
  CHECK(!coerce(value(value_record{{"\xff", 1}}), any));
  CHECK(!coerce(value(type_denotation{kind::integer}), any));
  CHECK(!coerce(value(value_list(max_list_elements + 1)), any));
  value deep = 1;
  for (std::size_t i = 0; i < max_data_depth; ++i)
    deep = value_list{deep};
  CHECK(coerce(deep, any).ok());
  CHECK(!coerce(value(value_list{deep}), any));
}
