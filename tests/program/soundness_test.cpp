// Whatever is thrown at the compiler: it answers, and what it lets through is sound.
#include <doctest/doctest.h>

#include <random>

#include "caseclock/program/check.hpp"
#include "program/definitions.hpp"

namespace caseclock::test {
namespace {

/// Definitions that are often nearly right: names from a small pool, so that they clash and miss.
class random_author {
 public:
  explicit random_author(std::uint32_t seed) : numbers_(seed) {}

  workflow_definition write() {
    workflow_definition made = workflow(state_name(), {}, {event("e0"), event("e1"), event("e2")});
    made.data = {required(field("f0", "bool")), required(field("f1", "bool"))};
    made.roles = {role("r0"), role("r1", {"r0"})};
    if (chance(2))
      made.calendar = text("office");
    made.states = states(0);
    if (!chance(20))
      made.initial = made.states.front().name;
    made.clocks = {clock("c0", any_when(), any_when(), amount())};
    aim(made.states);
    return made;
  }

 private:
  std::uint32_t below(std::uint32_t limit) {
    return static_cast<std::uint32_t>(numbers_() % limit);
  }
  bool chance(std::uint32_t one_in) { return below(one_in) == 0; }
  std::string fresh() { return "s" + std::to_string(next_++); }
  std::string state_name() { return "s" + std::to_string(next_ == 0 ? 0 : below(next_)); }
  /// Gives transitions targets that are there, now that all names are known; a few miss.
  void aim(std::vector<state_definition>& states) {
    for (state_definition& each : states) {
      for (trigger_definition& trigger : each.on) {
        for (transition_definition& transition : trigger.transitions) {
          for (located_text& target : transition.to)
            target.value = chance(60) ? "s-1" : state_name();
        }
      }
      aim(each.states);
    }
  }
  std::string event_name() {
    static const std::vector<std::string> pool{"e0", "e1", "e2", "done.s1", "approved", "x0"};
    return pool[below(chance(25) ? 6 : 3)];
  }
  std::string guard() {
    return chance(2) ? "" : chance(8) ? "false" : "f" + std::to_string(below(2));
  }
  time_amount amount() { return chance(6) ? working_days(1) : hours(chance(20) ? 0 : 3); }

  when_definition any_when() {
    return chance(2) ? when(when_kind::enter, state_name()) : when(when_kind::event, event_name());
  }
  std::vector<action_definition> actions() {
    std::vector<action_definition> made;
    if (chance(3))
      made.push_back(set("f" + std::to_string(below(2)), "f0"));
    if (chance(6))
      made.push_back(raise("x" + std::to_string(below(2))));
    return made;
  }
  transition_definition transition() {
    transition_definition made = to(chance(5) ? "" : state_name(), guard());
    if (chance(30))
      made.to.push_back(text(state_name()));
    made.actions = actions();
    return made;
  }
  std::vector<state_definition> states(int depth) {
    std::vector<state_definition> made;
    const std::uint32_t count = 1 + below(4);
    for (std::uint32_t i = 0; i < count; ++i)
      made.push_back(one_state(depth));
    return made;
  }
  state_definition one_state(int depth) {
    state_definition made = state(fresh());
    made.entry = actions();
    made.exit = actions();
    made.kind = static_cast<state_kind>(depth < 3 ? below(4) : chance(3) ? 3U : 0U);
    const bool nested = made.kind == state_kind::compound || made.kind == state_kind::parallel;
    if (nested)
      made.states = states(depth + 1);
    if (made.kind == state_kind::parallel && !chance(20)) {
      for (state_definition& region : made.states)
        region.kind = region.kind == state_kind::final ? state_kind::atomic : region.kind;
    }
    if (made.kind == state_kind::compound) {
      made.initial = made.states.front().name;
      if (chance(3))
        made.states.push_back(history(fresh(), chance(10) ? state_name() : made.initial.value));
    }
    if (made.kind == state_kind::final)
      return made;
    for (std::uint32_t i = 0; i < below(3); ++i)
      made.on.push_back(on(chance(5) ? "" : event_name(), {transition(), transition()}));
    if (chance(4))
      made.after = {{{amount(), {}}, {to("s0")}}};
    if (made.kind == state_kind::atomic && chance(6)) {
      made.approval.emplace();
      made.approval->by = texts({"r0"});
    }
    return made;
  }

  std::mt19937 numbers_;
  std::uint32_t next_ = 0;
};

template <class Id, class Table> bool leads(Id id, const Table& table) {
  return id.valid() && id.index() < table.size();
}
bool covered(table_range range, std::size_t size) {
  return range.first + range.count <= size;
}

void check_sound(const program& made) {
  for (std::size_t i = 0; i < made.states.size(); ++i) {
    const program_state& each = made.states[i];
    CHECK((i == 0 || (leads(each.parent, made.states) && each.parent.index() < i)));
    CHECK(each.last.index() >= i);
    CHECK((each.kind != state_kind::compound || each.initial.size() == 1));
    CHECK(covered(each.transitions, made.transitions.size()));
    CHECK(covered(each.entry, made.actions.size()));
    CHECK(covered(each.exit, made.actions.size()));
    CHECK(covered(each.timers, made.timers.size()));
  }
  for (const program_transition& each : made.transitions) {
    CHECK(leads(each.source, made.states));
    CHECK((each.trigger != trigger_kind::event || leads(each.event, made.events)));
    CHECK((each.trigger != trigger_kind::timer || leads(each.timer, made.timers)));
    for (const state_id target : each.targets)
      CHECK(leads(target, made.states));
  }
  for (const program_clock& each : made.clocks) {
    CHECK(!each.targets.empty());
    CHECK(!each.calendars.empty());
    CHECK(!each.start.empty());
  }
}

} // namespace

TEST_CASE("compile: whatever it lets through, every id in it leads somewhere") {
  const std::uint32_t first = 20'260'306;
  MESSAGE("seeds from ", first);
  int sound = 0;
  for (std::uint32_t seed = first; seed < first + 3'000; ++seed) {
    INFO("seed ", seed);
    const auto made = compile(random_author(seed).write(), calendars());
    CHECK(made.ok() == !has_errors(made.diagnostics));
    if (!made.ok())
      continue;
    ++sound;
    check_sound(**made.value);
    for (const diagnostic& each : check(**made.value))
      CHECK(!each.message.empty());
  }
  MESSAGE(sound, " of 3000 were sound");
  CHECK(sound > 20);
}

} // namespace caseclock::test
