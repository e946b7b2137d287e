#include "junit.hpp"

#include <algorithm>
#include <string_view>

namespace caseclock::cli {
namespace {

/// XML 1.0 has no place for most control characters: they become the replacement character.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '&')
      out += "&amp;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\n')
      out += "&#10;";
    else if (static_cast<unsigned char>(c) < 0x20 && c != '\t')
      out += "\xef\xbf\xbd";
    else
      out += c;
  }
  return out;
}

void add_case(std::string& xml, const scenario_result& result, const source_map& sources) {
  const std::string file(sources.path(result.span.file));
  xml += "    <testcase classname=\"" + escaped(result.workflow) + "\" name=\"" +
         escaped(result.name) + "\" file=\"" + escaped(file) + "\" line=\"" +
         std::to_string(result.span.line) + "\"";
  if (result.passed()) {
    xml += "/>\n";
    return;
  }
  xml += ">\n";
  for (const scenario_failure& each : result.failures) {
    xml += "      <failure message=\"" + escaped(each.message) + "\">" +
           escaped(std::string(sources.path(each.where.file))) + ":" +
           std::to_string(each.where.line) + ":" + std::to_string(each.where.column) +
           "&#10;expected: " + escaped(each.expected) + "&#10;actual: " + escaped(each.actual);
    for (const std::string& line : result.trace)
      xml += "&#10;" + escaped(line);
    xml += "</failure>\n";
  }
  xml += "    </testcase>\n";
}

} // namespace

std::string junit_xml(const std::vector<scenario_result>& results, const source_map& sources) {
  const auto failed = std::count_if(results.begin(), results.end(),
                                    [](const scenario_result& each) { return !each.passed(); });
  const std::string totals = "tests=\"" + std::to_string(results.size()) + "\" failures=\"" +
                             std::to_string(failed) + "\" errors=\"0\"";
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites " + totals +
                    ">\n  <testsuite name=\"caseclock\" " + totals + ">\n";
  for (const scenario_result& each : results)
    add_case(xml, each, sources);
  return xml + "  </testsuite>\n</testsuites>\n";
}

} // namespace caseclock::cli
