// The whole way from text to programs, and the order of what is found on it.
#include <doctest/doctest.h>

#include "caseclock/base/render.hpp"
#include "caseclock/program/load.hpp"
#include "program/definitions.hpp"

namespace caseclock::test {
namespace {

/// "line:column code" of every finding.
lines places(const std::string& yaml, const load_options& options = {}) {
  source_map sources;
  const auto loaded = load_programs_text("test.yaml", yaml, sources, options);
  CHECK(loaded.ok() == !has_errors(loaded.diagnostics));
  lines found;
  for (const diagnostic& each : loaded.diagnostics) {
    INFO(render(each, sources));
    found.push_back(std::to_string(each.span.line) + ":" + std::to_string(each.span.column) + " " +
                    each.code);
    if (!each.suggestion.empty())
      found.back() += " → " + each.suggestion;
  }
  return found;
}

const std::string sound = R"(caseclock: 1
workflow: repair
calendar: office
calendars:
  office: {zone: Asia/Shanghai, hours: {mon-fri: [["09:00", "17:00"]]}}
roles: [agent]
data:
  customer: {type: string, required: true, pattern: "[A-Z].*"}
  contract: {type: enum, of: [signed, none], default: none}
events:
  checked: {by: agent, with: {contract: {type: enum, of: [signed, none], required: true}}}
initial: recording
states:
  recording:
    task: {role: agent}
    on:
      checked:
        - {if: 'event.contract == "signed"', to: done, do: [{set: {contract: event.contract}}]}
        - {to: recording}
  done: {type: final}
clocks:
  call:
    target: 2 working days
    start: {enter: recording}
    stop: {enter: done}
)";

std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("load: a sound file becomes a program with its calendar") {
  CHECK(places(sound) == lines{});
  source_map sources;
  const auto loaded = load_programs_text("repair.yaml", sound, sources);
  REQUIRE(loaded.ok());
  REQUIRE(loaded.value->programs.size() == 1);
  const program& made = *loaded.value->programs[0];
  CHECK(made.name == "repair");
  REQUIRE(made.calendars.size() == 1);
  CHECK(made.calendars[0]->time_zone().name == "Asia/Shanghai");
  CHECK(loaded.value->calendars.size() == 1);
  REQUIRE(made.data.fields[0].matches);
  CHECK(made.data.fields[0].matches("ACME"));
  CHECK_FALSE(made.data.fields[0].matches("acme"));
}

TEST_CASE("load: the same text has the same hash under any path, another text another one") {
  source_map sources;
  const auto hash = [&](const std::string& path, const std::string& yaml) {
    const auto loaded = load_programs_text(path, yaml, sources);
    REQUIRE(loaded.ok());
    return loaded.value->programs[0]->hash;
  };
  CHECK(hash("a.yaml", sound) == hash("elsewhere/b.yaml", "\n" + sound));
  CHECK(hash("a.yaml", sound) != hash("a.yaml", with(sound, "17:00", "18:00")));
  CHECK(hash("a.yaml", sound) != hash("a.yaml", with(sound, "2 working", "3 working")));
}

TEST_CASE("load: findings of all stages come at once, in the order of the file") {
  std::string wrong = with(sound, "Asia/Shanghai", "Asia/Shanghia");
  wrong = with(wrong, "task: {role: agent}", "task: {role: agnet}");
  wrong = with(wrong, "to: done", "to: dnoe");
  wrong = with(wrong, "\"signed\"'", "\"singed\"'");
  wrong = with(wrong, "target: 2 working days", "target: 2d");
  CHECK(places(wrong) == lines{"5:18 unknown-zone → Asia/Shanghai", "15:18 unknown-role → agent",
                               "18:35 unknown-enum-value → signed", "18:50 unknown-state → done",
                               "23:13 ambiguous-duration"});
}

TEST_CASE("load: a misspelt key is told, not everything that follows from it") {
  CHECK(places(with(sound, "events:", "evnts:")) == lines{"10:1 unknown-key → events"});
  CHECK(places(with(sound, "initial:", "initail:")) == lines{"12:1 unknown-key → initial"});
  CHECK(places(with(sound, "calendar: office", "calender: office")) ==
        lines{"3:1 unknown-key → calendar"});
  CHECK(places(with(sound, "target:", "traget:")) == lines{"23:5 unknown-key → target"});
}

TEST_CASE("load: a pattern that is none") {
  CHECK(places(with(sound, "[A-Z].*", "[A-Z")) == lines{"8:54 invalid-pattern"});
}

TEST_CASE("load: warnings leave a program, strict ones do not") {
  const std::string lost = with(sound, "  done: {type: final}",
                                "  done: {type: final}\n  lost: {on: {checked: {to: done}}}");
  CHECK(places(lost) == lines{"21:3 unreachable-state"});
  source_map sources;
  CHECK(load_programs_text("a.yaml", lost, sources).ok());
  CHECK_FALSE(load_programs_text("a.yaml", lost, sources, {.strict = true}).ok());
}

TEST_CASE("load: a path that is not there") {
  source_map sources;
  const auto loaded = load_programs({"no/such/file.yaml"}, sources);
  CHECK_FALSE(loaded.ok());
  CHECK(codes(loaded.diagnostics) == lines{"cannot-read"});
}

} // namespace caseclock::test
