#include <doctest/doctest.h>

#include <set>
#include <string_view>
#include <variant>

#include "caseclock/record/visit.hpp"

using namespace caseclock;

TEST_CASE("record: a body has its kind and its name") {
  static_assert(kind_of<case_opened> == record_kind::case_opened);
  static_assert(kind_of<sla_breached> == record_kind::sla_breached);
  static_assert(kind_of<case_closed> == record_kind::case_closed);
  record told;
  told.body = sla_breached{};
  CHECK(told.kind() == kind_of<sla_breached>);
  CHECK(told.name() == "sla_breached");
}

TEST_CASE("record: names are distinct and as many as there are kinds") {
  const std::set<std::string_view> names(std::begin(record_names), std::end(record_names));
  CHECK(names.size() == std::variant_size_v<record_body>);
}

TEST_CASE("record: overloaded picks the function for the body") {
  const record_body body = logged{"hello"};
  const auto text = std::visit(overloaded{[](const logged& each) { return each.text; },
                                          [](const auto&) { return std::string{}; }},
                               body);
  CHECK(text == "hello");
}
