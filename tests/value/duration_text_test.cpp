#include <doctest/doctest.h>

#include <string>

#include "caseclock/time/iso8601.hpp"
#include "caseclock/value/duration_text.hpp"

using namespace caseclock;

namespace {
std::int64_t ms(std::string_view text) {
  const auto parsed = parse_duration(text);
  CAPTURE(text);
  REQUIRE(parsed);
  return parsed->count();
}
} // namespace

TEST_CASE("duration text: compact and ISO forms") {
  CHECK(ms("90s") == 90'000);
  CHECK(ms("1h30m") == 5'400'000);
  CHECK(ms("1.5h") == 5'400'000);
  CHECK(ms("-1.5h") == -5'400'000);
  CHECK(ms("250ms") == 250);
  CHECK(ms("1000us") == 1);
  CHECK(ms("1000µs") == 1);
  CHECK(ms("1000000ns") == 1);
  CHECK(ms("2w") == 14LL * 24 * 3'600'000);
  CHECK(ms(".5s") == 500);
  CHECK(ms("0") == 0);
  CHECK(ms("1m1h") == 3'660'000);
  CHECK(ms("PT1H30M") == 5'400'000);
  CHECK(ms("-PT0.25S") == -250);
  CHECK(ms("P2W") == 14LL * 24 * 3'600'000);
  CHECK(ms("+PT5M") == 300'000);
}

TEST_CASE("duration text: what is none is refused") {
  for (const std::string bad : {"",
                                "-",
                                "P",
                                "PT",
                                "5",
                                "h",
                                "1x",
                                "1h ",
                                " 1h",
                                "1.h",
                                "1..5h",
                                "PT1M1H",
                                "PT1H1H",
                                "P1H",
                                "1h-30m",
                                "--1h",
                                "1e3s",
                                "1us",
                                "0.0001s",
                                "99999999999999999999h",
                                "999999999999h",
                                "9999999999999999999999999999999999999999999999999999h",
                                "PT1Y"}) {
    CAPTURE(bad);
    CHECK_FALSE(parse_duration(bad));
  }
  CHECK_FALSE(parse_duration(std::string(100'000, '1')));
  CHECK_FALSE(parse_duration(std::string(99, '.')));
}

TEST_CASE("T11 a bare day is refused as ambiguous") {
  for (const std::string bad : {"3d", "P3D", "1d12h"}) {
    CAPTURE(bad);
    CHECK(parse_duration(bad).error().message.find("ambiguous") != std::string::npos);
  }
}

TEST_CASE("duration text: the ISO form that is written is read back") {
  for (const std::int64_t each : {0LL, 1LL, -1LL, 999LL, 60'000LL, 3'600'000LL, 90'061'001LL,
                                  -86'400'000LL, 315'360'000'000'000LL}) {
    CAPTURE(each);
    CHECK(ms(format_duration_iso(duration{each})) == each);
  }
}
