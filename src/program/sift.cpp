#include "program/sift.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>

namespace caseclock::detail::passes {

namespace {

/// A key that is misspelt, and the findings that follow from everything under it being unread.
struct consequence {
  std::string_view key;
  std::string_view code;
};

constexpr std::array<consequence, 26> consequences = {{
    {"calendar", "calendar-needed"},    {"calendar", "unknown-calendar"},
    {"calendars", "unknown-calendar"},  {"calendars", "calendar-needed"},
    {"include", "unknown-calendar"},    {"include", "unknown-role"},
    {"include", "unknown-form"},        {"include", "unknown-enum"},
    {"include", "unknown-event"},       {"include", "unknown-message"},
    {"roles", "unknown-role"},          {"enums", "unknown-enum"},
    {"forms", "unknown-form"},          {"form", "unknown-field"},
    {"events", "unknown-event"},        {"messages", "unknown-message"},
    {"data", "unknown-field"},          {"with", "unknown-field"},
    {"of", "enum-without-members"},     {"initial", "missing-initial"},
    {"default", "missing-initial"},     {"states", "missing-states"},
    {"states", "unknown-state"},        {"regions", "unknown-state"},
    {"target", "clock-without-target"}, {"start", "clock-without-start"},
}};

/// True if the finding may come of the loader having left something out.
bool follows_from(const diagnostic& finding, const diagnostic& cause) {
  if (cause.level != severity::fault)
    return false;
  const auto same_code = [&](const consequence& each) { return each.code == finding.code; };
  if (cause.code == "cannot-read") // an include, perhaps: whatever it would have defined is missing
    return finding.code.compare(0, 8, "unknown-") == 0 && finding.code != "unknown-state" &&
           finding.code != "unknown-type";
  if (cause.code != "unknown-key") {
    // Something was there but could not be read: nothing is missing in truth.
    const bool absence = finding.code.compare(0, 8, "missing-") == 0 ||
                         finding.code.find("-without-") != std::string::npos;
    return absence && std::any_of(consequences.begin(), consequences.end(), same_code);
  }
  return std::any_of(consequences.begin(), consequences.end(), [&](const consequence& each) {
    return each.key == cause.suggestion && same_code(each);
  });
}

auto place(const diagnostic& finding) {
  return std::tie(finding.span.file, finding.span.line, finding.span.column);
}

bool same(const diagnostic& a, const diagnostic& b) {
  return place(a) == place(b) && a.code == b.code && a.message == b.message;
}

} // namespace

std::vector<diagnostic> without_consequences(std::vector<diagnostic> found,
                                             const std::vector<diagnostic>& loaded) {
  if (!has_errors(loaded))
    return found;
  const auto is_noise = [&](const diagnostic& each) {
    return each.level != severity::fault ||
           std::any_of(loaded.begin(), loaded.end(),
                       [&](const diagnostic& cause) { return follows_from(each, cause); });
  };
  found.erase(std::remove_if(found.begin(), found.end(), is_noise), found.end());
  return found;
}

void sort_findings(std::vector<diagnostic>& findings) {
  std::stable_sort(findings.begin(), findings.end(),
                   [](const diagnostic& a, const diagnostic& b) { return place(a) < place(b); });
  std::vector<diagnostic> kept;
  for (diagnostic& each : findings) {
    // Equal ones share a place, so that they stand close together.
    const auto twin = std::find_if(kept.rbegin(), kept.rend(), [&](const diagnostic& other) {
      return place(other) != place(each) || same(other, each);
    });
    if (twin == kept.rend() || place(*twin) != place(each))
      kept.push_back(std::move(each));
  }
  findings = std::move(kept);
}

} // namespace caseclock::detail::passes
