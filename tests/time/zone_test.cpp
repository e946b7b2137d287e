#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>
#include <vector>

#include "caseclock/time/civil.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/time/tzdb.hpp"

using namespace caseclock;
using namespace std::chrono_literals;

namespace {

instant at(const char* text) {
  const result<instant> read = parse_instant(text);
  REQUIRE_MESSAGE(read.ok(), text);
  return *read;
}
zone zone_named(const char* name) {
  const result<zone> loaded = load_zone(name);
  REQUIRE_MESSAGE(loaded.ok(), name);
  return *loaded;
}
local_instant wall(const char* date, duration time) {
  return *parse_date(date) + time;
}
std::string in_utc(instant t) {
  return format_instant(t, zone::utc());
}

} // namespace

TEST_CASE("T1 instants are POSIX milliseconds without leap seconds") {
  CHECK(to_ms(at("1970-01-01T00:00Z")) == 0);
  CHECK(to_ms(at("2017-01-01T00:00Z")) == 1'483'228'800'000);
  CHECK(at("2017-01-01T00:00Z") - at("2016-12-31T23:59:59Z") == 1s);
}

TEST_CASE("zone: a fixed offset") {
  const zone east = zone::fixed(8h);
  CHECK(east.name == "+08:00");
  CHECK(east.to_local(instant{}) == wall("1970-01-01", 8h));
  CHECK(east.to_instant(wall("1970-01-01", 8h)) == instant{});
  CHECK(zone::fixed(-(3h + 30min)).name == "-03:30");
  CHECK(zone::fixed(8h + 5min + 43s).name == "+08:05:43");
  CHECK(zone::utc().resolve(wall("2026-01-01", 0h)).kind == local_kind::unique);
}

TEST_CASE("zone: a gap is named and resolves to the instant of the skip") {
  const zone berlin = zone_named("Europe/Berlin");
  const instant skip = at("2026-03-29T01:00Z");
  const local_resolution gap = berlin.resolve(wall("2026-03-29", 2h + 30min));
  CHECK(gap.kind == local_kind::gap);
  CHECK(gap.earlier == skip);
  CHECK(gap.later == skip);
  CHECK(berlin.resolve(wall("2026-03-29", 2h)).kind == local_kind::gap);
  CHECK(berlin.resolve(wall("2026-03-29", 3h)).kind == local_kind::unique);
  CHECK(berlin.to_instant(wall("2026-03-29", 3h)) == skip);
  CHECK(berlin.to_instant(wall("2026-03-29", 2h) - 1ms) == skip - 1ms);
}

TEST_CASE("zone: a repeated hour is named and has two instants") {
  const zone berlin = zone_named("Europe/Berlin");
  const local_resolution twice = berlin.resolve(wall("2026-10-25", 2h + 30min));
  CHECK(twice.kind == local_kind::ambiguous);
  CHECK(in_utc(twice.earlier) == "2026-10-25T00:30:00+00:00");
  CHECK(in_utc(twice.later) == "2026-10-25T01:30:00+00:00");
  CHECK(berlin.to_instant(wall("2026-10-25", 2h + 30min)) == twice.earlier);
  CHECK(berlin.to_instant(wall("2026-10-25", 2h + 30min), local_choice::later) == twice.later);
  CHECK(berlin.resolve(wall("2026-10-25", 3h)).kind == local_kind::unique);
  CHECK(berlin.resolve(wall("2026-10-25", 2h) - 1ms).kind == local_kind::unique);
}

TEST_CASE("zone: a whole date that the clocks skipped") {
  const zone apia = zone_named("Pacific/Apia");
  const local_resolution gap = apia.resolve(wall("2011-12-30", 12h));
  CHECK(gap.kind == local_kind::gap);
  CHECK(in_utc(gap.earlier) == "2011-12-30T10:00:00+00:00");
  CHECK(apia.to_local(gap.earlier) == wall("2011-12-31", 0h));
}

TEST_CASE("zone: changes of half an hour") {
  const zone lord_howe = zone_named("Australia/Lord_Howe");
  CHECK(lord_howe.offset_at(at("2026-01-01T00:00Z")) == 11h);
  CHECK(lord_howe.offset_at(at("2026-07-01T00:00Z")) == 10h + 30min);
  CHECK(lord_howe.resolve(wall("2026-10-04", 2h + 15min)).kind == local_kind::gap);
  CHECK(lord_howe.resolve(wall("2026-10-04", 2h + 30min)).kind == local_kind::unique);
}

TEST_CASE("zone: every wall-clock time resolves to instants that show it") {
  for (const char* name : {"America/New_York", "Pacific/Kwajalein", "Asia/Gaza"}) {
    const zone in = zone_named(name);
    for (const offset_transition& change : in.transitions) {
      for (const int minutes : {-1500, -60, -30, 0, 30, 60, 1500}) {
        const instant t = change.at + std::chrono::minutes{minutes};
        const local_resolution back = in.resolve(in.to_local(t));
        CHECK(back.kind != local_kind::gap);
        CHECK((back.earlier == t || back.later == t));
      }
    }
  }
}

TEST_CASE("tzdb: zones go on after the transitions that the files list") {
  const zone berlin = zone_named("Europe/Berlin");
  CHECK(berlin.offset_at(at("2050-07-01T00:00Z")) == 2h);
  CHECK(berlin.offset_at(at("2050-12-01T00:00Z")) == 1h);
  CHECK(berlin.offset_at(at("2199-07-01T00:00Z")) == 2h);
  CHECK(berlin.resolve(wall("2100-03-28", 2h + 30min)).kind == local_kind::gap);
  CHECK(zone_named("America/New_York").offset_at(at("2150-07-01T00:00Z")) == -4h);
  CHECK(zone_named("Asia/Shanghai").offset_at(at("2150-07-01T00:00Z")) == 8h);
}

TEST_CASE("tzdb: zones begin with their history") {
  const zone shanghai = zone_named("Asia/Shanghai");
  CHECK(shanghai.name == "Asia/Shanghai");
  CHECK(shanghai.initial_offset_s == 8 * 3600 + 5 * 60 + 43);
  CHECK(shanghai.offset_at(at("1988-07-01T00:00Z")) == 9h);
  CHECK(shanghai.offset_at(at("2026-07-01T00:00Z")) == 8h);
  CHECK(zone_named("UTC").transitions.empty());
  CHECK(zone_named("Etc/GMT+8").initial_offset_s == -8 * 3600);
}

TEST_CASE("tzdb: what is no zone is refused, and the likely one named") {
  for (const char* name : {"", "../etc/passwd", "/etc/passwd", "posix/UTC", "right/UTC",
                           "localtime", "zone.tab", "Europe/", "Europe//Berlin", "+08:00"}) {
    const result<zone> none = load_zone(name);
    REQUIRE_MESSAGE(!none.ok(), name);
    CHECK(none.error().code == errc::unknown_zone);
  }
  CHECK(load_zone("Europe/Berln").error().message ==
        "no IANA time zone \"Europe/Berln\" (did you mean \"Europe/Berlin\"?)");
  CHECK(suggest_zone("europe/berlin") == "Europe/Berlin");
  CHECK(suggest_zone("Tokyo") == "Asia/Tokyo");
  CHECK(suggest_zone("Asia/Beijing") == "Asia/Shanghai");
  CHECK(suggest_zone("nowhere at all") == "");
}

TEST_CASE("tzdb: several threads may load at once") {
  std::vector<std::thread> threads;
  std::array<std::size_t, 4> sizes{};
  for (std::size_t& size : sizes)
    threads.emplace_back([&size] { size = load_zone("Europe/Paris")->transitions.size(); });
  for (std::thread& thread : threads)
    thread.join();
  CHECK(sizes[0] > 300);
  CHECK(std::all_of(sizes.begin(), sizes.end(), [&](std::size_t n) { return n == sizes[0]; }));
}

TEST_CASE("tzdb: the release of the data is known or said to be unknown") {
  const std::string version = tzdb_version();
  CHECK((version == "unknown" || (version.size() >= 5 && version.substr(0, 2) == "20")));
}

TEST_CASE("T11 civil months keep the day, or take the end of a shorter month") {
  const auto moved = [](const char* date, int count) {
    return format_date(add_months(*parse_date(date), std::chrono::months{count}));
  };
  CHECK(moved("2026-03-31", -1) == "2026-02-28");
  CHECK(moved("2024-03-31", -1) == "2024-02-29");
  CHECK(moved("2026-01-15", -1) == "2025-12-15");
  CHECK(moved("2024-02-29", 12) == "2025-02-28");
  CHECK(moved("2026-05-31", 1) == "2026-06-30");
  CHECK(weekday_name(weekday_index(*parse_date("2026-03-06"))) == "Friday");
}
