// What `check` says of conditions by trying them (src/program/conditions.hpp) against what they
// come to: whatever happens when they are evaluated is among what was thought possible. So what is
// said never to hold never does.
#include <doctest/doctest.h>

#include <random>
#include <set>

#include "caseclock/expr/evaluate.hpp"
#include "caseclock/program/check.hpp"
#include "program/conditions.hpp"
#include "program/definitions.hpp"

namespace caseclock::test {
namespace {

using detail::passes::condition;
using detail::passes::condition_space;

/// The fields that conditions ask, the event's payload, and who sent it.
struct asked final : expr_environment {
  std::vector<value> fields;
  std::vector<value> payload;
  std::string role;

  [[nodiscard]] const value& field(field_id id) const override { return fields[id.index()]; }
  [[nodiscard]] const value& event_field(std::uint32_t slot) const override {
    return payload[slot];
  }
  [[nodiscard]] value ask(ambient what) const override {
    return what == ambient::actor_role ? value{role} : value{"li"};
  }
  [[nodiscard]] bool in(state_id) const override { return true; }
  [[nodiscard]] bool tagged(tag_id) const override { return false; }
  [[nodiscard]] bool approved(state_id) const override { return false; }
  [[nodiscard]] std::int64_t count(event_id) const override { return 2; }
  [[nodiscard]] result<value> elapsed(clock_id) const override { return value{}; }
  [[nodiscard]] result<value> remaining(clock_id) const override { return value{}; }
  [[nodiscard]] result<value> working_time(instant, instant, calendar_id) const override {
    return value{};
  }
};

class random_conditions {
 public:
  explicit random_conditions(std::uint32_t seed) : numbers_(seed) {}

  std::string condition(int depth) {
    if (depth == 0)
      return leaves()[below(leaves().size())];
    const auto part = [&] { return condition(static_cast<int>(below(std::size_t(depth)))); };
    switch (below(8)) {
    case 0: return "(" + part() + " && " + part() + ")";
    case 1: return "(" + part() + " || " + part() + ")";
    case 2: return "!(" + part() + ")";
    case 3: return "(" + part() + " ? " + part() + " : " + part() + ")";
    case 4: return "words.exists(w, w == text && " + part() + ")";
    case 5: return "[1, 2].all(i, i == number || " + part() + ")";
    case 6: return "((" + part() + ") == (" + part() + "))";
    default: return "(" + part() + " && " + part() + " && " + part() + ")";
    }
  }

  asked situation() {
    asked made;
    made.fields = {pick({true, false}),
                   pick({value{}, true, false}),
                   pick({0, 1, 2, 3, 4, 5, 9}),
                   pick({value{}, -4, -3, -2, 0, 1, 2, 3, 4}),
                   pick({"a", "b", "c"}),
                   pick({value{}, "a", "b"}),
                   pick({"x", "y", "other"}),
                   pick({decimal{0}, decimal{15'000}, decimal{15'001}, decimal{30'000}}),
                   pick({value{value_list{}}, value{value_list{"x", "z"}}})};
    made.payload = {pick({"p", "q"}), pick({value{}, 1, 2})};
    made.role = *pick({"agent", "lead"}).as_string(); // who may send the event
    return made;
  }

 private:
  static const std::vector<std::string>& leaves() {
    static const std::vector<std::string> all{"flag",
                                              "maybe == true",
                                              "maybe != null",
                                              "has(maybe)",
                                              "number > 3",
                                              "3 >= number",
                                              "number == 4",
                                              "number in [1, 2, 5]",
                                              "some == null",
                                              "some != null",
                                              "has(some)",
                                              "-3 < some",
                                              "some == 2",
                                              "kind == \"a\"",
                                              "kind != \"b\"",
                                              "kind in [\"b\", \"c\"]",
                                              "other == \"a\"",
                                              "other != null",
                                              "kind == other",
                                              "text == \"x\"",
                                              "\"y\" != text",
                                              "text in [\"x\", \"y\"]",
                                              "fee > 1.5",
                                              "fee <= 1.5",
                                              "words.size() > 0",
                                              "count(\"finish\") > 1",
                                              "event.grade == \"p\"",
                                              "event.note != null",
                                              "event.note == 1",
                                              "actor.role == \"agent\"",
                                              "actor.role in [\"lead\", \"boss\"]",
                                              "actor.role != \"boss\"",
                                              "true",
                                              "false"};
    return all;
  }
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(numbers_()) % limit; }
  value pick(std::vector<value> from) { return std::move(from[below(from.size())]); }

  std::mt19937 numbers_;
};

workflow_definition asking(const std::vector<std::string>& conditions) {
  workflow_definition made = errand();
  field_definition words = field("words", "list");
  field_definition number = field("number", "int");
  number.min = {value{0}, {}};
  made.data = {required(field("flag", "bool")),
               field("maybe", "bool"),
               required(number),
               field("some", "int"),
               required(enum_field("kind", {"a", "b", "c"})),
               enum_field("other", {"a", "b"}),
               required(field("text", "string")),
               required(field("fee", "decimal")),
               required(words)};
  made.roles = {role("agent"), role("lead", {"agent"}), role("boss")};
  made.events[0].by = texts({"agent"});
  made.events[0].with = {required(enum_field("grade", {"p", "q"})), field("note", "int")};
  made.states[0].on[0].transitions.clear();
  for (const std::string& each : conditions)
    made.states[0].on[0].transitions.push_back(to("done", each));
  return made;
}

using truths = std::vector<bool>;

std::set<truths> thought_possible(condition_space& space, std::size_t count) {
  std::set<truths> all;
  while (space.next()) {
    truths each;
    for (std::size_t i = 0; i < count; ++i)
      each.push_back(space.holds(i));
    all.insert(each);
  }
  return all;
}

} // namespace

TEST_CASE("conditions: what is evaluated is among what is tried") {
  const auto seed = static_cast<std::uint32_t>(std::random_device{}());
  CAPTURE(seed);
  random_conditions author{seed};
  std::size_t compared = 0;
  for (int round = 0; round < 400; ++round) {
    std::vector<std::string> written;
    for (int i = 0; i < 1 + round % 3; ++i)
      written.push_back(author.condition(round % 4));
    const auto made = compile(asking(written), {});
    if (!made.ok())
      continue; // what may be missing where a value is needed
    const program& code = **made.value;
    (void)check(code); // answers
    std::vector<condition> parsed;
    for (const program_transition& each : code.transitions) {
      auto one = detail::passes::parse_condition(code.expressions[each.guard.index()], each.event);
      REQUIRE(one);
      parsed.push_back(*std::move(one));
    }
    std::vector<const condition*> all;
    for (const condition& each : parsed)
      all.push_back(&each);
    condition_space space{code, all};
    if (!space.usable())
      continue;
    const std::set<truths> possible = thought_possible(space, all.size());
    for (int i = 0; i < 40; ++i) {
      const asked situation = author.situation();
      truths held;
      for (const condition& each : parsed) {
        const result<bool> holds = evaluate_condition(*each.from, situation);
        held.push_back(holds.ok() && *holds);
      }
      CAPTURE(written);
      CHECK(possible.contains(held));
      ++compared;
    }
  }
  CHECK(compared > 2'000);
}

TEST_CASE("conditions: a macro's body is not asked by itself") {
  for (const char* each :
       {"words.exists(w, w == text)", "[1, 2].all(i, i > 1 && i < 1)",
        "[1, 2].filter(i, !(i == 1)).size() > 0", "[1].exists(i, number < 0 || i == 1)",
        "words.map(w, w == \"x\") == [true]"}) {
    CAPTURE(each);
    const auto made = compile(asking({each, "true"}), {});
    REQUIRE(made.ok());
    CHECK(told(check(**made.value)).size() <= 1);
  }
}

} // namespace caseclock::test
