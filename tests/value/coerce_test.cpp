#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/value/validate.hpp"

using namespace caseclock;

namespace {

type of(kind k, bool optional = false) {
  type t;
  t.kind = k;
  t.optional = optional;
  return t;
}
type enum_of(std::vector<std::string> members) {
  type t = of(kind::string);
  t.members = std::make_shared<const std::vector<std::string>>(std::move(members));
  return t;
}
type list_of(type element) {
  type t = of(kind::list);
  t.element = std::make_shared<const type>(std::move(element));
  return t;
}
field_spec field(std::string name, type t, bool required = false) {
  field_spec made;
  made.name = std::move(name);
  made.type = std::move(t);
  made.required = required;
  return made;
}

/// The coerced value as JSON, or "where: message".
std::string coerced(const value& raw, const type& wanted) {
  const auto made = coerce(raw, wanted, "f");
  return made ? to_json(*made, zone::utc()) : made.error().where + ": " + made.error().message;
}
std::string violations_of(const schema& wanted, const value_record& given) {
  std::vector<value> slots;
  std::string text;
  for (const error& each : validate(wanted, given, slots)) {
    CHECK(each.code == errc::invalid_data);
    text += (text.empty() ? "" : "\n") + each.where + ": " + each.message;
  }
  CHECK(slots.size() == wanted.fields.size());
  return text;
}

} // namespace

TEST_CASE("coerce: numbers") {
  CHECK(coerced(7, of(kind::integer)) == "7");
  CHECK(coerced(decimal{20'000}, of(kind::integer)) == "2");
  CHECK(coerced(decimal{25'000}, of(kind::integer)) == "f: int expected, not 2.5");
  CHECK(coerced("7", of(kind::integer)) == "f: int expected, not \"7\"");
  CHECK(coerced(7, of(kind::fixed)) == "7");
  CHECK(coerce(7, of(kind::fixed))->kind() == kind::fixed);
  CHECK(coerced("12.50", of(kind::fixed)) == "12.5");
  CHECK(coerced("12.50001", of(kind::fixed)) ==
        "f: \"12.50001\" has more than four decimal places");
  CHECK(coerced(std::int64_t{1} << 62, of(kind::fixed)) ==
        "f: 4611686018427387904 is too large for a decimal");
  CHECK(coerced(true, of(kind::fixed)) == "f: decimal expected, not true");
}

TEST_CASE("coerce: strings are not guessed") {
  CHECK(coerced("x", of(kind::string)) == "\"x\"");
  CHECK(coerced(138, of(kind::string)) == "f: string expected, not 138: put it in quotes");
  CHECK(coerced(true, of(kind::string)) == "f: string expected, not true: put it in quotes");
  CHECK(coerced("\xff", of(kind::string)) == "f: the text is not valid UTF-8");
  CHECK(coerced(std::string(65'536, 'x'), of(kind::string)).size() == 65'538);
  CHECK(coerced(std::string(65'537, 'x'), of(kind::string)) ==
        "f: the text has 65537 bytes; at most 65536 are allowed");
  CHECK(coerced("yes", of(kind::boolean)) == "f: bool expected, not \"yes\"");
}

TEST_CASE("coerce: an enum takes its members and suggests the nearest") {
  const type severity = enum_of({"general", "major"});
  CHECK(coerced("major", severity) == "\"major\"");
  CHECK(coerced("majr", severity) ==
        "f: \"majr\" is no member of enum (general, major) (did you mean \"major\"?)");
  CHECK(coerced("xyz", severity) == "f: \"xyz\" is no member of enum (general, major)");
  CHECK(coerced(false, severity) ==
        "f: enum (general, major) expected, not false: put it in quotes");
}

TEST_CASE("coerce: dates, timestamps and durations from text") {
  CHECK(coerced("2026-03-06", of(kind::date)) == "\"2026-03-06\"");
  CHECK(coerced("2026-02-30", of(kind::date)).find("f: \"2026-02-30\"") == 0);
  CHECK(coerced("2026-03-06T15:00+08:00", of(kind::timestamp)) == "\"2026-03-06T07:00:00+00:00\"");
  CHECK(coerced("2026-03-06T15:00", of(kind::timestamp)).find("offset") != std::string::npos);
  CHECK(coerced(20'260'306, of(kind::date)) == "f: date expected, not 20260306");
  CHECK(coerced("90m", of(kind::span)) == "\"PT1H30M\"");
  CHECK(coerced("PT90M", of(kind::span)) == "\"PT1H30M\"");
  CHECK(coerced("1小时", of(kind::span)) == "\"PT1H\"");
  CHECK(coerced("8 working hours", of(kind::span)).find("working time") != std::string::npos);
  CHECK(coerced("3d", of(kind::span)).find("ambiguous") != std::string::npos);
  CHECK(coerced(*parse_date("2026-03-06"), of(kind::date)) == "\"2026-03-06\"");
}

TEST_CASE("coerce: null is a value of optional types alone") {
  CHECK(coerced({}, of(kind::date, true)) == "null");
  CHECK(coerced({}, of(kind::date)) == "f: a value is needed: date");
}

TEST_CASE("coerce: lists and records, with the path to what is wrong") {
  CHECK(coerced(value_list{1, 2}, list_of(of(kind::fixed))) == "[1,2]");
  CHECK(coerced(value_list{1, "x"}, list_of(of(kind::integer))) == "f[1]: int expected, not \"x\"");
  CHECK(coerced(1, list_of(of(kind::integer))) == "f: list of int expected, not 1");
  CHECK(coerced(value_list(1'001, 1), list_of(of(kind::integer))) ==
        "f: the list has 1001 elements; at most 1000 are allowed");
  schema line;
  line.fields = {field("article", of(kind::string), true), field("count", of(kind::integer, true))};
  type record = of(kind::record);
  record.fields = std::make_shared<const schema>(line);
  CHECK(coerced(value_record{{"count", 2}, {"article", "x"}}, record) ==
        "{\"article\":\"x\",\"count\":2}");
  CHECK(coerced(value_list{value_record{{"article", "x"}}, value_record{{"count", "2"}}},
                list_of(record)) == "f[1].article: is required");
  CHECK(coerced(value_record{{"artcle", "x"}}, record) ==
        "f.artcle: there is no field \"artcle\" (did you mean \"article\"?)");
}

TEST_CASE("coerce: undeclared depths are bounded") {
  value deep = 1;
  for (int i = 0; i < 16; ++i)
    deep = value_list{deep};
  CHECK(coerce(deep, of(kind::list)));
  CHECK(coerced(value_list{deep}, of(kind::list)) == "f: nested too deeply");
  CHECK(coerced(value_record{{"a", deep}}, of(kind::record)) == "f: nested too deeply");
}

TEST_CASE("validate: one slot per field, in the schema's order, with defaults") {
  schema data;
  data.fields = {field("customer", of(kind::string), true), field("attempts", of(kind::integer)),
                 field("fee", of(kind::fixed, true)), field("due", of(kind::date, true))};
  data.fields[1].initial = 0;
  std::vector<value> slots;
  CHECK(validate(data, {{"fee", 3}, {"customer", "ACME"}, {"due", {}}}, slots).empty());
  REQUIRE(slots.size() == 4);
  CHECK(slots[0] == value("ACME"));
  CHECK(slots[1] == value(0));
  CHECK(slots[2] == value(decimal{30'000}));
  CHECK(slots[3].is_null());
}

TEST_CASE("validate: every violation is reported at once") {
  schema data;
  data.fields = {field("customer", of(kind::string), true),
                 field("product", of(kind::string), true), field("score", of(kind::integer)),
                 field("severity", enum_of({"general", "major"})), field("fee", of(kind::fixed))};
  data.fields[2].min = 1;
  data.fields[2].max = 5;
  data.fields[4].min = decimal{};
  data.fields[4].unit = "CNY";
  CHECK(violations_of(data, {{"custmer", "ACME"},
                             {"product", "ERP"},
                             {"product", "CRM"},
                             {"score", 6},
                             {"severity", "grave"},
                             {"fee", -1}}) ==
        "custmer: there is no field \"custmer\" (did you mean \"customer\"?)\n"
        "product: given twice\n"
        "customer: is required\n"
        "score: 6 is more than 5\n"
        "severity: \"grave\" is no member of enum (general, major)\n"
        "fee: -1 is less than 0 CNY");
  CHECK(violations_of(data, {{"customer", {}}, {"product", "x"}}) == "customer: is required");
}

TEST_CASE("validate: ranges of dates, patterns of strings") {
  schema data;
  data.fields = {field("ends_on", of(kind::date)), field("phone", of(kind::string))};
  data.fields[0].min = *parse_date("2026-01-01");
  data.fields[1].pattern = "1\\d{10}";
  CHECK(violations_of(data, {{"phone", "1"}}) == "phone: the pattern 1\\d{10} was never compiled");
  data.fields[1].matches = [](std::string_view text) { return text.size() == 11; };
  CHECK(violations_of(data, {{"phone", "13800000000"}, {"ends_on", "2026-01-01"}}).empty());
  CHECK(violations_of(data, {{"phone", "138"}, {"ends_on", "2025-12-31"}}) ==
        "ends_on: 2025-12-31 is less than 2026-01-01\n"
        "phone: \"138\" does not match the pattern 1\\d{10}");
  CHECK(violations_of(data, {{"phone", std::string(4'097, '1')}}) ==
        "phone: the text is too long to be matched with a pattern");
}

TEST_CASE("validate: a flood of unknown fields ends early") {
  schema data;
  data.fields = {field("customer", of(kind::string), true)};
  value_record flood;
  for (int i = 0; i < 1'001; ++i)
    flood.emplace_back("f" + std::to_string(i), 1);
  CHECK(violations_of(data, flood) == ": more than 1000 fields");
}
