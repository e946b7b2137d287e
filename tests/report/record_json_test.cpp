// Records as JSON and as text.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/desk.hpp"

using namespace test;

namespace {

/// Every record of a short life of one case, as JSON and as text.
struct life {
  desk d{};
  std::vector<std::string> json{};
  std::vector<std::string> text{};

  life() {
    d.service.subscribe({}, [this](const publication& told) {
      json.push_back(to_json(told));
      text.push_back(to_line(told, "zh"));
    });
  }
};

} // namespace

TEST_CASE("JSON of records: each line is one valid object that names itself") {
  life l;
  const case_id id = l.d.open("键 \"1\"\n\\", "2026-03-02T10:00+08:00");
  l.d.service.advance(at("2026-03-02T15:00+08:00"));
  CHECK(!l.d.service.send({id, "nonsense\t\x01", {}, {}}, at("2026-03-02T15:00+08:00")).ok());
  CHECK(l.d.service
            .send({id, "answered", {{"hours", value{2}}}, {"agent", "o'li \"x\""}},
                  at("2026-03-02T16:00+08:00"))
            .ok());
  REQUIRE(l.json.size() > 8);
  std::uint64_t sequence = 0;
  for (const std::string& line : l.json) {
    CAPTURE(line);
    CHECK(line.find('\n') == std::string::npos);
    const auto parsed = nlohmann::json::parse(line, nullptr, false);
    REQUIRE(parsed.is_object());
    CHECK(parsed["seq"] == ++sequence);
    CHECK(parsed["case"] == "键 \"1\"\n\\");
    CHECK(parsed["workflow"] == "ticket");
    CHECK(parse_instant(parsed["at"].get<std::string>()).ok());
  }
}

TEST_CASE("JSON of records: a breach carries at, due and, if told late, when") {
  life l;
  l.d.open("T-1", "2026-03-02T10:00+08:00");
  l.d.service.advance(at("2026-03-02T15:30+08:00"));
  const auto is_breach = [](const std::string& line) {
    return line.find("\"sla_breached\"") != std::string::npos;
  };
  const auto found = std::find_if(l.json.begin(), l.json.end(), is_breach);
  REQUIRE(found != l.json.end());
  const auto parsed = nlohmann::json::parse(*found);
  CHECK(parsed["at"] == "2026-03-02T14:00:00+08:00");
  CHECK(parsed["due"] == "2026-03-02T14:00:00+08:00");
  CHECK(parsed["late"] == "2026-03-02T15:30:00+08:00");
  CHECK(parsed["budget"] == "PT4H");
  CHECK(parsed["budget_ms"] == 14'400'000);
}

TEST_CASE("Text of records: people read when, which case, who and what, in their language") {
  life l;
  const case_id id = l.d.open("T-1", "2026-03-02T10:00+08:00");
  CHECK(l.text.front() == "Mon 2026-03-02 10:00  T-1  opened: 工单");
  CHECK(l.d.service
            .send({id, "answered", {{"hours", value{2}}}, {"agent", "li"}},
                  at("2026-03-02T11:00:30+08:00"))
            .ok());
  bool answered = false;
  for (const std::string& line : l.text)
    answered |= line == "Mon 2026-03-02 11:00:30  T-1  li (agent) answered {hours: 2}";
  CHECK(answered);
}
