// Drawn charts. The committed picture workflows/complaint.svg is drawn from this DOT text.
#include <doctest/doctest.h>

#include <string>

#include "caseclock/caseclock.hpp"
#include "golden/golden_file.hpp"

using namespace caseclock;

namespace {

std::shared_ptr<const program> complaint() {
  source_map sources;
  auto loaded =
      load_programs({std::string{CASECLOCK_SOURCE_DIR} + "/workflows/complaint.yaml"}, sources);
  REQUIRE(loaded.ok());
  return loaded.value->programs.front();
}

std::string differs(const std::string& name, const std::string& text) {
  return golden::compared(std::string{CASECLOCK_SOURCE_DIR} + "/tests/golden/graph/" + name, text);
}

} // namespace

TEST_CASE("graph: the complaint process as DOT and as Mermaid, in both languages") {
  const auto drawn = complaint();
  CHECK_MESSAGE(differs("complaint.dot", to_dot(*drawn, "en")).empty(),
                differs("complaint.dot", to_dot(*drawn, "en")));
  CHECK_MESSAGE(differs("complaint.zh.mermaid", to_mermaid(*drawn, "zh")).empty(),
                differs("complaint.zh.mermaid", to_mermaid(*drawn, "zh")));
}

TEST_CASE("graph: every state and every transition with a target is drawn") {
  const auto drawn = complaint();
  const std::string dot = to_dot(*drawn, "en");
  for (std::size_t i = 1; i < drawn->states.size(); ++i) {
    const std::string node = drawn->states[i].children.empty()
                                 ? "  s" + std::to_string(i) + " [label="
                                 : "subgraph cluster_s" + std::to_string(i) + " {";
    CHECK_MESSAGE(dot.find(node) != std::string::npos, drawn->states[i].name);
  }
  std::size_t arrows = 0;
  for (std::size_t at = dot.find(" -> "); at != std::string::npos; at = dot.find(" -> ", at + 1))
    ++arrows;
  std::size_t targets = 1; // the start
  for (const program_transition& each : drawn->transitions)
    targets += each.targets.size();
  CHECK(arrows == targets);
}

TEST_CASE("graph: hostile titles stay inside their labels") {
  CHECK(detail::dot_text("a \"b\" \\ c\nd") == "a \\\"b\\\" \\\\ c\\nd");
  CHECK(detail::mermaid_text("a \"b\": c; d\ne") == "a #quot;b#quot;#colon; c#59; d e");
}

TEST_CASE("T11 graph: a target that counts from a date is drawn as it was written") {
  const auto drawn_with = [](const std::string& target) {
    source_map sources;
    const auto loaded = load_programs_text("w.yaml", R"(caseclock: 1
workflow: w
data: {ends_on: {type: date, required: true}}
events: {finish: {}}
initial: a
states: {a: {on: {finish: b}}, b: {type: final}}
clocks: {visit: {target: )" + target + R"(, start: {enter: a}, stop: {event: finish}}}
)",
                                           sources);
    REQUIRE(loaded.ok());
    return to_dot(*loaded.value->programs.front(), "en");
  };
  for (const char* target : {"1 month before ends_on", "2 months after ends_on",
                             "1 year before ends_on", "2 years before ends_on"}) {
    CAPTURE(target);
    CHECK(drawn_with(target).find(std::string{"visit: "} + target) != std::string::npos);
  }
  CHECK(drawn_with("12 months before ends_on").find("1 year before") != std::string::npos);
}
