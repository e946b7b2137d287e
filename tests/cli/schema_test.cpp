// The JSON Schema: the file is what the program prints, and the program prints what the readers
// know.
#include <doctest/doctest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <nlohmann/json.hpp>

#include "caseclock/scenario/schema.hpp"
#include "cli/program.hpp"
#include "definition/key_texts.hpp"
#include "definition/workflow_keys.hpp"
#include "scenario/keys.hpp"

namespace {

using namespace caseclock;
using nlohmann::json;

std::string checked_in() {
  std::ifstream file{CASECLOCK_SOURCE_DIR "/workflows/caseclock.schema.json", std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// "table.key" of all keys that the readers take.
std::set<std::string> known_keys() {
  std::set<std::string> known;
  const auto add = [&known](const detail::key_table& table) {
    for (const detail::key_spec& each : table) {
      if (each.need != detail::key_need::later)
        known.insert(std::string{table.name} + "." + std::string{each.name});
    }
  };
  for (const detail::key_table* each : detail::all_key_tables)
    add(*each);
  for (const detail::key_table* each : detail::all_scenario_tables)
    add(*each);
  return known;
}

void collect_references(const json& node, std::set<std::string>& into) {
  if (node.is_object() && node.contains("$ref"))
    into.insert(node["$ref"].get<std::string>());
  for (const json& each : node) {
    if (each.is_structured())
      collect_references(each, into);
  }
}

} // namespace

TEST_CASE("schema: the file is what the program prints") {
  const test::said told = test::caseclock_says("schema");
  CHECK(told.status == 0);
  const bool same = told.out == checked_in(); // not by CHECK: it would print both
  CHECK_MESSAGE(same, "write it anew: build/caseclock schema > workflows/caseclock.schema.json");
}

TEST_CASE("schema: it is JSON, and every reference leads somewhere") {
  const json schema = json::parse(json_schema());
  std::set<std::string> references;
  collect_references(schema, references);
  CHECK(references.size() > 40);
  for (const std::string& each : references) {
    CAPTURE(each);
    CHECK(schema.contains(json::json_pointer{each.substr(1)}));
  }
}

TEST_CASE("schema: every key has a text, every text a key") {
  const std::set<std::string> known = known_keys();
  std::set<std::string> told;
  for (const detail::key_text& each : detail::key_texts)
    told.insert(std::string{each.table} + "." + std::string{each.key});
  CHECK(told.size() == std::size(detail::key_texts));
  for (const std::string& each : known) {
    CAPTURE(each); // give it a text in src/definition/key_texts.hpp
    CHECK(told.contains(each));
  }
  for (const std::string& each : told) {
    CAPTURE(each);
    CHECK(known.contains(each));
  }
}

TEST_CASE("schema: rules name keys that their table has") {
  const auto check = [](const detail::key_table& table) {
    for (const std::string_view rule : {table.rules.exactly_one, table.rules.together}) {
      for (std::size_t at = 0; at < rule.size();) {
        const std::size_t end = std::min(rule.find_first_of("|:+-/", at), rule.size());
        CAPTURE(rule);
        CHECK(table.find(rule.substr(at, end - at)) != nullptr);
        at = end + 1;
      }
    }
  };
  for (const detail::key_table* each : detail::all_key_tables)
    check(*each);
  for (const detail::key_table* each : detail::all_scenario_tables)
    check(*each);
}
