#include "scenario/schema_texts.hpp"

#include <string_view>

#include "caseclock/base/json_text.hpp"
#include "caseclock/calendar/amount.hpp"

namespace caseclock::detail {

namespace {

/// The words for units of that scale, the longer ones first: "hours|hour|…".
std::string units(bool (*wanted)(amount_scale)) {
  std::string out;
  for (const amount_word& each : amount_words) {
    if (wanted(each.scale))
      out += (out.empty() ? "" : "|") + std::string{each.text};
  }
  return "(?:" + out + ")";
}

constexpr std::string_view number = "0*[1-9][0-9]*";
constexpr std::string_view working = "(?:working +|工作)";

/// As `parse_amount` reads it, but for the order of the units.
std::string amount_pattern() {
  const std::string scales =
      units([](amount_scale is) { return is != amount_scale::day && is != amount_scale::month; });
  const std::string days = units([](amount_scale is) { return is == amount_scale::day; });
  const std::string count = std::string{number} + " *(?:个 *)?";
  const auto parts = [&](const std::string& unit) {
    return count + unit + "(?: *" + count + unit + ")*";
  };
  return "^ *(?:" + parts(scales) + "|" + parts(std::string{working} + scales) + "|(?:end +of +)?" +
         count + std::string{working} + days + ") *$";
}

std::string dated_pattern() {
  const std::string months = units([](amount_scale is) { return is == amount_scale::month; });
  const std::string count = std::string{number} + " *" + months;
  return "^ *(?:" + count + " +(?:before|after) +[^ ]+|[^ ]+ *[前后] *" + count + ") *$";
}

/// As `read_moment` reads it.
std::string moment_pattern() {
  const std::string civil = units([](amount_scale is) {
    return is == amount_scale::month || is == amount_scale::day || is == amount_scale::week;
  });
  const std::string scales = units([](amount_scale) { return true; });
  const std::string count = std::string{number} + " *(?:个 *)?";
  const std::string amount = "(?:" + count + "(?:年|(?:years?|" + civil + "))|(?:end +of +)?" +
                             count + std::string{working} + "?" + scales + "(?: *" + count +
                             scales + ")*)";
  return "^ *(?:" + amount + " +(?:before|after) +)?[^ ]+?(?: *[前后] *" + amount +
         ")?(?: +at +[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)? *$";
}

std::string text_matching(std::string_view name, const std::string& pattern,
                          std::string_view says) {
  return json_quote(name) + R"(: {"type": "string", "pattern": )" + json_quote(pattern) +
         R"(, "description": )" + json_quote(says) + "}";
}

std::string days_pattern() {
  const std::string day = "(?:mon|tue|wed|thu|fri|sat|sun)";
  const std::string days = day + "(?: *- *" + day + ")?";
  return "^ *(?:daily|" + days + "(?: *, *" + days + ")*) *$";
}

} // namespace

std::vector<std::string> basic_definitions() {
  const std::string date = "(?:19|2[01])[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])";
  const std::string time = "(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:[.][0-9]{1,3})?)?";
  const std::string offset = "(?:Z|[+-][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)";
  const std::string hour = "^(?:[0-9]|[01][0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?$";
  return {
      // What the loader takes as text, a YAML reader may take for a number: `version: 8.2`
      R"("text": {"type": ["string", "number", "boolean"]})",
      R"("expression": {"type": ["string", "number", "boolean", "null"]})",
      R"("titles": {"anyOf": [{"$ref": "#/definitions/text"}, {"type": "object", )"
      R"("properties": {"en": {"$ref": "#/definitions/text"}, "zh": {"$ref": "#/definitions/text"}}, )"
      R"("propertyNames": {"pattern": "^[a-z]{2,3}(?:-.*[^-])?$", "maxLength": 16}, )"
      R"("additionalProperties": {"$ref": "#/definitions/text"}}]})",
      text_matching("amount", amount_pattern(),
                    "24h, 1h 30m, 8 working hours, 2 working days, end of 2 working days"),
      text_matching("dated_amount", dated_pattern(), "1 month before ends_on"),
      text_matching("moment", moment_pattern(),
                    "ends_on, 1 month before ends_on, ends_on at 09:00"),
      text_matching("date", "^" + date + "$", "2026-03-06"),
      text_matching("timestamp", "^" + date + "T" + time + offset + "$", "2026-03-06T15:00+08:00"),
      text_matching("days", days_pattern(), "mon, mon-fri, sat, sun, daily"),
      text_matching("time", hour, "09:00, in quotes; up to 24:00"),
      R"("window": {"type": "array", "items": {"$ref": "#/definitions/time"}, "minItems": 2, "maxItems": 2})",
      R"("windows": {"description": "[[\"09:00\", \"12:00\"], [\"13:30\", \"18:00\"]]", )"
      R"("anyOf": [{"type": "array", "items": {"$ref": "#/definitions/window"}}, {"$ref": "#/definitions/window"}]})",
      text_matching("column", "[{][{].+[}][}]", "{{column}}: the cell of the row"),
  };
}

} // namespace caseclock::detail
