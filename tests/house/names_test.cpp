// No two headers define an inline function of one name for the same arguments in the same
// namespace: the linker would keep either, silently, and both callers would run it.
#include <doctest/doctest.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "house/source_tree.hpp"

namespace {

using namespace caseclock::house;

/// `const a& x, b<c> y = {}` becomes `const a&,b<c>`: types as they are written, without names.
std::string types_of(std::string_view parameters) {
  std::string types;
  std::string one;
  int depth = 0;
  const auto finish = [&] {
    std::string_view type = std::string_view(one).substr(0, one.find('='));
    type = type.substr(0, type.find_last_not_of(' ') + 1);
    const std::size_t named = type.find_last_of(" &*>");
    if (named != std::string_view::npos && named + 1 < type.size())
      type = type.substr(0, named + 1);
    type.remove_prefix(std::min(type.find_first_not_of(' '), type.size()));
    types += std::string(type.substr(0, type.find_last_not_of(' ') + 1)) + ",";
    one.clear();
  };
  for (const char c : parameters) {
    depth += c == '<' || c == '(' || c == '{' ? 1 : c == '>' || c == ')' || c == '}' ? -1 : 0;
    if (c == ',' && depth == 0)
      finish();
    else if (c != ' ' || (!one.empty() && one.back() != ' '))
      one += c;
  }
  finish();
  return types;
}

/// From `line` on up to the body's brace or the semicolon, as one line.
std::string heading_at(const source_file& file, std::size_t line) {
  std::string heading;
  int depth = 0;
  for (; line < file.lines.size(); ++line) {
    for (const char c : file.lines[line]) {
      heading += c;
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0 && (c == '{' || c == ';'))
        return heading;
    }
    heading += ' ';
  }
  return heading;
}

/// `detail::name(types)` of an inline function that is defined here; nothing otherwise.
std::string function_in(const std::string& heading, const std::string& space) {
  const std::size_t open = heading.find('(', heading.starts_with("[[") ? 13 : 0);
  if (open == std::string::npos || heading.back() != '{')
    return {};
  const std::size_t close = heading.rfind(')');
  const std::size_t name = heading.find_last_of(" *&", open) + 1;
  if (close == std::string::npos || close < open || heading.find("operator") < open)
    return {};
  return space + heading.substr(name, open - name) + "(" +
         types_of(std::string_view(heading).substr(open + 1, close - open - 1)) + ")";
}

std::vector<std::string> defined_twice(const std::vector<source_file>& files) {
  std::vector<std::string> findings;
  std::map<std::string, std::string> seen;
  for (const source_file& file : files) {
    std::string space;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string_view line = file.lines[i];
      if (line.starts_with("namespace ") && line.ends_with(" {"))
        space += std::string(line.substr(10, line.size() - 12)) + "::";
      else if (line.starts_with("} // namespace"))
        space.clear();
      if (!line.starts_with("inline ") && !line.starts_with("[[nodiscard]] inline "))
        continue;
      const std::string function = function_in(heading_at(file, i), space);
      if (function.empty())
        continue;
      const auto [first, added] = seen.emplace(function, at(file, i + 1));
      if (!added)
        findings.push_back(at(file, i + 1) + function + " is defined in " + first->second +
                           "as well");
    }
  }
  return findings;
}

} // namespace

TEST_CASE("house: no inline function is defined in two headers") {
  CHECK(joined(defined_twice(files_in("include", {".hpp"}))) == "");
  CHECK(joined(defined_twice(files_in("src", {".hpp"}))) == "");
}

TEST_CASE("house: an inline function that is defined twice is told with both places") {
  const source_file one{"a.hpp",
                        {"namespace caseclock::detail {", "inline bool same(const value& a,",
                         "                 std::map<int, int> b = {}) {", "}",
                         "inline bool same(int a);", "inline bool other(int) {", "}",
                         "} // namespace caseclock::detail"}};
  const source_file two{"b.hpp",
                        {"namespace caseclock::detail {",
                         "[[nodiscard]] inline bool same(const value& x, std::map<int, int> y) {",
                         "}", "inline bool same(int a) {", "} ", "} // namespace caseclock::detail",
                         "namespace caseclock {", "inline bool other(int) {", "}"}};
  CHECK(joined(defined_twice({one, two})) ==
        "b.hpp:2: caseclock::detail::same(const value&,std::map<int, int>,) is defined in a.hpp:2: "
        "as well\n");
}
