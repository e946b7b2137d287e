// Includes go downwards only, and public headers show nothing but the standard library.
#include "house/source_tree.hpp"

#include <doctest/doctest.h>

#include <array>
#include <optional>

namespace caseclock::house {
namespace {

struct room {
  std::string_view name;
  int floor = 0;
};

/// A room may include itself and the rooms on lower floors; neighbours on one floor stay apart.
constexpr std::array<room, 18> rooms{{
    {"base", 0},
    {"time", 1},
    {"calendar", 2},
    {"timer", 3},
    {"value", 4},
    {"expr", 5},
    {"definition", 6},
    {"program", 7},
    {"record", 8},
    {"runtime", 9},
    {"store", 10},
    {"engine", 11},
    {"report", 12},
    {"scxml", 12},
    {"scenario", 13},
    {"verify", 14},
    {"simulate", 14},
    {"cli", 15},
}};

std::optional<room> room_named(std::string_view name) {
  for (const room& r : rooms) {
    if (r.name == name)
      return r;
  }
  return std::nullopt;
}

/// The part of a path before its first slash; empty if there is no slash.
std::string_view first_folder(std::string_view path) {
  const std::size_t slash = path.find('/');
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

std::string_view without_prefix(std::string_view path, std::string_view prefix) {
  if (path.starts_with(prefix))
    path.remove_prefix(prefix.size());
  return path;
}

/// The folder that a file of include/caseclock/ or src/ lies in; empty for include/caseclock/*.hpp.
std::string_view folder_of(const source_file& file) {
  return first_folder(without_prefix(without_prefix(file.path, "include/caseclock/"), "src/"));
}

std::vector<std::string> upward_includes(const source_file& file) {
  std::vector<std::string> findings;
  const std::string_view folder = folder_of(file);
  const std::optional<room> here = room_named(folder);
  if (!here && !folder.empty()) {
    findings.push_back(at(file, 1) + "\"" + std::string(folder) + "\" is no room of the house");
    return findings;
  }
  for (const include_line& include : includes_of(file)) {
    if (!include.quoted || !here) // the collecting headers at the top may include every room
      continue;
    const std::string_view target = without_prefix(include.target, "caseclock/");
    const std::string_view there_name = first_folder(target);
    if (there_name.empty()) {
      if (include.target.starts_with("caseclock/"))
        findings.push_back(at(file, include.line) + include.target + " lies above every room");
      continue; // a private header beside the source
    }
    const std::optional<room> there = room_named(there_name);
    if (!there)
      findings.push_back(at(file, include.line) + "\"" + std::string(there_name) +
                         "\" is no room of the house");
    else if (there->name != here->name && there->floor >= here->floor)
      findings.push_back(at(file, include.line) + "\"" + std::string(here->name) +
                         "\" may not include \"" + std::string(there->name) + "\"");
  }
  return findings;
}

/// Standard headers have neither folder nor ending. The C API alone is for C too.
bool is_standard(const source_file& file, std::string_view target) {
  if (file.path.ends_with(".h") &&
      (target == "stdint.h" || target == "stddef.h" || target == "stdbool.h"))
    return true;
  return target.find_first_of("./") == std::string_view::npos;
}

std::vector<std::string> foreign_includes(const source_file& file) {
  std::vector<std::string> findings;
  for (const include_line& include : includes_of(file)) {
    const bool ours = include.quoted && include.target.starts_with("caseclock/");
    const bool standard = !include.quoted && is_standard(file, include.target);
    if (!ours && !standard)
      findings.push_back(at(file, include.line) + include.target +
                         " is neither standard C++ nor one of our own headers");
  }
  return findings;
}

template <class Check> std::string findings_in(std::string_view folder, Check check) {
  std::vector<std::string> all;
  for (const source_file& file : files_in(folder, {".hpp", ".h", ".cpp"})) {
    for (const std::string& finding : check(file))
      all.push_back(finding);
  }
  return joined(all);
}

} // namespace

TEST_CASE("house: includes go downwards only") {
  REQUIRE_FALSE(files_in("include/caseclock", {".hpp"}).empty());
  CHECK(findings_in("include/caseclock", upward_includes) == "");
  CHECK(findings_in("src", upward_includes) == "");
}

TEST_CASE("house: public headers include the standard library and our own headers only") {
  CHECK(findings_in("include/caseclock", foreign_includes) == "");
}

TEST_CASE("house: an include that goes upwards is told with its place") {
  const source_file time{
      "include/caseclock/time/zone.hpp",
      {"#pragma once", "#include <vector>", "#include \"caseclock/base/ids.hpp\"",
       "#include \"caseclock/time/instant.hpp\"", "#  include \"caseclock/engine/engine.hpp\"",
       "#include \"caseclock/caseclock.hpp\"", "#include \"caseclock/attic/a.hpp\"",
       "#include \"private.hpp\""}};
  CHECK(joined(upward_includes(time)) ==
        "include/caseclock/time/zone.hpp:5: \"time\" may not include \"engine\"\n"
        "include/caseclock/time/zone.hpp:6: caseclock/caseclock.hpp lies above every room\n"
        "include/caseclock/time/zone.hpp:7: \"attic\" is no room of the house\n");

  const source_file verify{"src/verify/verify.cpp", {"#include \"caseclock/simulate/a.hpp\""}};
  CHECK(joined(upward_includes(verify)) ==
        "src/verify/verify.cpp:1: \"verify\" may not include \"simulate\"\n");
  const source_file attic{"src/attic/a.cpp", {}};
  CHECK(joined(upward_includes(attic)) == "src/attic/a.cpp:1: \"attic\" is no room of the house\n");
  const source_file top{"include/caseclock/caseclock.hpp",
                        {"#include \"caseclock/report/report.hpp\""}};
  CHECK(upward_includes(top).empty());
}

TEST_CASE("house: a third-party include in a public header is told with its place") {
  const source_file header{"include/caseclock/time/zone.hpp",
                           {"#include <vector>", "#include <boost/graph/graph_traits.hpp>",
                            "#include \"yaml-cpp/yaml.h\"", "#include <fmt/core.h>",
                            "#include <sqlite3.h>", "// #include <date/tz.h>",
                            "#include \"caseclock/base/ids.hpp\""}};
  const std::string tail = " is neither standard C++ nor one of our own headers\n";
  const std::string path = "include/caseclock/time/zone.hpp:";
  CHECK(joined(foreign_includes(header)) ==
        path + "2: boost/graph/graph_traits.hpp" + tail + path + "3: yaml-cpp/yaml.h" + tail +
            path + "4: fmt/core.h" + tail + path + "5: sqlite3.h" + tail);
  const source_file c_api{"include/caseclock/caseclock.h", {"#include <stdint.h>"}};
  CHECK(foreign_includes(c_api).empty());
}

} // namespace caseclock::house
