#include <doctest/doctest.h>

#include "engine/desk.hpp"

using namespace test;

namespace {

/// A store that fails when it is told to.
class failing_store final : public store {
 public:
  bool fails = false;
  memory_store inner{};

  status append(std::span<const commit> batch) override {
    return fails ? status{errc::io, "the disk is full"} : inner.append(batch);
  }
  result<store_position> position() override { return inner.position(); }
  result<std::vector<snapshot>> load_open() override { return inner.load_open(); }
  result<snapshot> load(case_id id) override { return inner.load(id); }
};

} // namespace

TEST_CASE("store: a failed append publishes nothing and changes nothing") {
  failing_store keeper;
  engine service{keeper};
  for (const auto& each : programs_of(desk_yaml))
    REQUIRE(service.add(each).ok());
  std::size_t told = 0;
  service.subscribe({}, [&](const publication&) { ++told; });
  const auto id =
      service.open({"ticket", "T-1", {{"subject", value{"s"}}}, {}}, at("2026-03-02T10:00+08:00"));
  REQUIRE(id.ok());
  const std::size_t before = told;
  keeper.fails = true;

  CHECK(service
            .send({*id, "answered", {{"hours", value{1}}}, {"agent", ""}},
                  at("2026-03-02T11:00+08:00"))
            .error()
            .code == errc::io);
  CHECK(service.states(*id) == std::vector<std::string_view>{"waiting"});
  CHECK(service.open({"ticket", "T-2", {{"subject", value{"s"}}}, {}}, at("2026-03-02T11:00+08:00"))
            .error()
            .code == errc::io);
  CHECK(!service.find("T-2").ok());
  const progress stuck = service.advance(at("2026-03-02T14:00+08:00"));
  CHECK(!stuck.finished);
  CHECK(stuck.outcome.error().code == errc::io);
  CHECK(told == before);

  keeper.fails = false;
  CHECK(service.next_deadline() == at("2026-03-02T12:00+08:00"));
  CHECK(service.advance(at("2026-03-02T14:00+08:00")).finished);
  const auto& journal = keeper.inner.journal();
  for (std::size_t i = 0; i < journal.size(); ++i)
    CHECK(journal[i].sequence == i + 1); // D1: no gap where the store failed
  CHECK(service.open({"ticket", "T-2", {{"subject", value{"s"}}}, {}}, at("2026-03-02T15:00+08:00"))
            .ok());
}

TEST_CASE("store: an engine goes on where another one ended") {
  memory_store keeper;
  {
    engine first{keeper};
    for (const auto& each : programs_of(desk_yaml))
      REQUIRE(first.add(each).ok());
    const instant when = at("2026-03-02T10:00+08:00");
    const auto one = first.open({"ticket", "T-1", {{"subject", value{"s"}}}, {}}, when);
    REQUIRE(first.open({"ticket", "T-2", {{"subject", value{"s"}}}, {}}, when).ok());
    REQUIRE(first.send({*one, "answered", {{"hours", value{1}}}, {"agent", ""}}, when).ok());
  }
  const std::uint64_t last = keeper.journal().back().sequence;
  engine second{keeper};
  CHECK(second.restore().error().code == errc::unknown_workflow);
  for (const auto& each : programs_of(desk_yaml))
    REQUIRE(second.add(each).ok());
  REQUIRE(second.restore().ok());
  CHECK(second.look(case_id{1}) == nullptr); // closed: the store still has it
  REQUIRE(second.find("T-2").ok());
  CHECK(second.next_deadline() == at("2026-03-02T12:00+08:00"));
  second.advance(at("2026-03-02T12:00+08:00"));
  CHECK(keeper.journal()[last].sequence == last + 1);
  const auto third =
      second.open({"ticket", "T-3", {{"subject", value{"s"}}}, {}}, at("2026-03-02T12:00+08:00"));
  REQUIRE(third.ok());
  CHECK(*third == case_id{3});
}

TEST_CASE("store: two writers cannot overwrite each other") {
  memory_store keeper;
  snapshot state;
  state.id = case_id{1};
  state.step = 1;
  const commit first{0, instant{}, nullptr, &state, {}};
  CHECK(keeper.append({&first, 1}).ok());
  CHECK(keeper.append({&first, 1}).error().code == errc::conflict);
  CHECK(keeper.load(case_id{1}).ok());
  CHECK(keeper.load(case_id{2}).error().code == errc::unknown_case);
}
