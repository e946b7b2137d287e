#include "calendars_by_name.hpp"

#include <algorithm>

#include "caseclock/base/suggest.hpp"
#include "caseclock/value/describe.hpp"

namespace caseclock::cli {

calendars_by_name::calendars_by_name(const workflow_set& loaded, const source_map& sources) {
  for (const auto& each : loaded.calendars) {
    const source_span& span = each->definition().name.span;
    const std::string file = span.known() ? std::string(sources.path(span.file)) : std::string{};
    const auto place = found_.begin() + place_of(each->name());
    if (place == found_.end() || place->held->name() != each->name())
      found_.insert(place, {each, {file}});
    else if (place->held->fingerprint() != each->fingerprint())
      place->files.push_back(file);
  }
}

std::ptrdiff_t calendars_by_name::place_of(std::string_view name) const {
  return std::lower_bound(
             found_.begin(), found_.end(), name,
             [](const entry& one, std::string_view other) { return one.held->name() < other; }) -
         found_.begin();
}

std::string calendars_by_name::names() const {
  std::string text;
  for (const entry& each : found_)
    text += (text.empty() ? "" : ", ") + each.held->name();
  return text;
}

result<const calendar*> calendars_by_name::find(std::string_view wanted) const {
  if (wanted.empty() && found_.size() != 1)
    return {errc::invalid_argument, "which calendar? There are " + names()};
  const auto place = found_.begin() + (wanted.empty() ? 0 : place_of(wanted));
  if (place != found_.end() && (wanted.empty() || place->held->name() == wanted)) {
    if (place->files.size() == 1)
      return place->held.get();
    return {errc::unknown_calendar, "several calendars are called \"" + place->held->name() +
                                        "\" and differ: name one file, such as " + place->files[0] +
                                        " or " + place->files[1]};
  }
  std::vector<std::string_view> candidates;
  for (const entry& each : found_)
    candidates.push_back(each.held->name());
  const std::string nearest = closest(wanted, candidates);
  return {errc::unknown_calendar,
          "no calendar " + quoted(value{wanted}) +
              (nearest.empty() ? "" : " (did you mean \"" + nearest + "\"?)") + "; there are " +
              names()};
}

} // namespace caseclock::cli
