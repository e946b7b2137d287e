#include "caseclock/time/tzdb.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <exception>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include <date/tz.h>

#include "caseclock/base/suggest.hpp"
#include "caseclock/time/posix_rule.hpp"

namespace caseclock {
namespace {

// Where date-tz itself looks for compiled tzdata.
constexpr std::array<const char*, 2> tz_directories{"/usr/share/zoneinfo",
                                                    "/usr/share/zoneinfo/uclibc"};
// Wall clocks of the last supported instant may show the next day.
constexpr instant end_of_transitions = latest_instant + max_zone_offset;

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

// Zones are looked up as files, and tzdata's directory holds more than zones.
bool is_zone_name(std::string_view name) {
  constexpr std::string_view allowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/";
  return !name.empty() && name.size() <= 64 &&
         name.find_first_not_of(allowed) == std::string_view::npos && name.front() != '/' &&
         name.back() != '/' && name.find("//") == std::string_view::npos &&
         !starts_with(name, "posix/") && !starts_with(name, "right/") && name != "localtime" &&
         name != "posixrules" && name != "leapseconds" && name != "Factory";
}

std::string read_file(std::string_view name) {
  for (const char* directory : tz_directories) {
    std::ifstream file{std::string{directory} + "/" + std::string{name}, std::ios::binary};
    if (file)
      return {std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}};
  }
  return {};
}

// The last line of a file of version 2 or later: "\n<rule>\n".
std::optional<detail::posix_rule> rule_after_last(std::string_view name) {
  const std::string file = read_file(name);
  if (!starts_with(file, "TZif") || file.size() < 45 || file[4] < '2' || file.back() != '\n')
    return std::nullopt;
  const std::size_t begin = file.rfind('\n', file.size() - 2);
  if (begin == std::string::npos)
    return std::nullopt;
  return detail::parse_posix_rule(
      std::string_view{file}.substr(begin + 1, file.size() - begin - 2));
}

zone read_zone(const date::time_zone& source, std::string_view name) {
  zone made;
  made.name = std::string{name};
  // date-tz counts years in 16 bits; no zone has a transition before 1800.
  constexpr date::sys_seconds first = date::sys_days{date::year{1800} / 1 / 1};
  const auto end = std::chrono::floor<std::chrono::seconds>(end_of_transitions);
  date::sys_info info = source.get_info(first);
  made.initial_offset_s = static_cast<std::int32_t>(info.offset.count());
  std::int32_t before = made.initial_offset_s;
  while (info.end < end) {
    const date::sys_seconds at = info.end;
    info = source.get_info(at);
    const auto offset = static_cast<std::int32_t>(info.offset.count());
    if (offset != before)
      made.transitions.push_back({instant{at}, offset});
    before = offset;
    if (info.end <= at)
      break;
  }
  return made;
}

std::vector<std::string_view> zone_names() {
  std::vector<std::string_view> names;
  for (const date::time_zone& candidate : date::get_tzdb().zones) {
    if (is_zone_name(candidate.name()))
      names.emplace_back(candidate.name());
  }
  return names;
}

error no_such_zone(std::string_view name) {
  std::string message = "no IANA time zone \"" + std::string{name.substr(0, 64)} + "\"";
  const std::string meant = suggest_zone(name);
  if (!meant.empty())
    message += " (did you mean \"" + meant + "\"?)";
  return {errc::unknown_zone, std::move(message), {}};
}

} // namespace

result<zone> load_zone(std::string_view iana_name) {
  if (!is_zone_name(iana_name))
    return no_such_zone(iana_name);
  try {
    const auto& zones = date::get_tzdb().zones;
    const auto found = std::find_if(zones.begin(), zones.end(), [&](const date::time_zone& z) {
      return iana_name == z.name();
    });
    if (found == zones.end())
      return no_such_zone(iana_name);
    zone made = read_zone(*found, iana_name);
    if (const auto rule = rule_after_last(iana_name))
      detail::extend(made, *rule, end_of_transitions);
    return made;
  } catch (const std::exception& failure) {
    return error{errc::io, std::string{"cannot read the system's tzdata: "} + failure.what(),
                 std::string{iana_name}};
  }
}

std::string suggest_zone(std::string_view misspelt) {
  // Cities that people expect and IANA does not have: tzdata names the most populous city of a
  // zone.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> expected{{
      {"Asia/Beijing", "Asia/Shanghai"},
      {"Beijing", "Asia/Shanghai"},
      {"China", "Asia/Shanghai"},
      {"CST", "Asia/Shanghai"},
      {"Asia/Shenzhen", "Asia/Shanghai"},
      {"Asia/Guangzhou", "Asia/Shanghai"},
  }};
  for (const auto& [wrong, right] : expected) {
    if (misspelt == wrong)
      return std::string{right};
  }
  try {
    const std::vector<std::string_view> names = zone_names();
    for (const std::string_view name : names) {
      const std::size_t slash = name.rfind('/');
      if (slash != std::string_view::npos && name.substr(slash + 1) == misspelt)
        return std::string{name};
    }
    return closest(misspelt, names);
  } catch (const std::exception&) {
    return {};
  }
}

std::string tzdb_version() {
  constexpr std::string_view mark = "# version ";
  const std::string rules = read_file("tzdata.zi");
  const std::string_view line = std::string_view{rules}.substr(0, rules.find('\n'));
  if (starts_with(line, mark))
    return std::string{line.substr(mark.size())};
  return "unknown";
}

} // namespace caseclock
