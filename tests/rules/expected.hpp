// What a table expects, compared with what there is; a difference is said in the table's own words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "caseclock/calendar/amount.hpp"
#include "caseclock/time/iso8601.hpp"
#include "rules/table.hpp"

namespace caseclock::rules {

/// Everything that is wrong with one case, each with its place.
class complaints {
 public:
  explicit complaints(const table_case& about) : about_(about) {}

  void add(std::uint32_t line, const std::string& what) {
    text_ += about_.path + ":" + std::to_string(line) + ": " + about_.rule + " \"" +
             rules::text_of(about_.node, "case") + "\": " + what + "\n";
  }
  void add(const yaml_node& at, const std::string& what) { add(at.span.line, what); }
  void add(const yaml_node& at, const std::string& name, const std::string& there) {
    add(at, "expected " + name + (name.empty() ? "" : " ") + at.text + ", there is " + there);
  }
  [[nodiscard]] const std::string& text() const { return text_; }

 private:
  const table_case& about_;
  std::string text_;
};

inline std::optional<instant> instant_of(complaints& wrong, const yaml_node& written) {
  const result<instant> read = parse_instant(written.text);
  if (!read)
    wrong.add(written, "\"" + written.text + "\" is no instant");
  return read ? std::optional{*read} : std::nullopt;
}

/// "7h 30m", "-45m", "0".
inline std::optional<duration> duration_of(complaints& wrong, const yaml_node& written) {
  std::string_view text = written.text;
  if (text == "0")
    return duration{0};
  const bool negative = text.starts_with('-');
  text.remove_prefix(negative ? 1 : 0);
  const result<time_amount> read = parse_amount(text);
  if (!read || read->kind != time_amount::unit::elapsed) {
    wrong.add(written, "\"" + written.text + "\" is no duration");
    return std::nullopt;
  }
  return duration{negative ? -read->count : read->count};
}

/// Shown with the offset that the author used, so that both can be compared by eye.
inline std::string shown(instant t, const std::string& like) {
  zone in = zone::utc();
  if (like.size() > 6 && (like[like.size() - 6] == '+' || like[like.size() - 6] == '-')) {
    const int hours = std::stoi(like.substr(like.size() - 5, 2));
    const int minutes = std::stoi(like.substr(like.size() - 2));
    const int sign = like[like.size() - 6] == '-' ? -1 : 1;
    in = zone::fixed(std::chrono::minutes{sign * (hours * 60 + minutes)});
  }
  return format_instant(t, in);
}
inline std::string shown(const result<instant>& t, const std::string& like) {
  return t ? shown(*t, like) : std::string{caseclock::name(t.error().code)};
}

inline void expect(complaints& wrong, const yaml_node& is, const std::string& name,
                   const result<instant>& there) {
  if (!there && is.text == caseclock::name(there.error().code))
    return;
  if (const auto wanted = instant_of(wrong, is); wanted && !(there && *there == *wanted))
    wrong.add(is, name, shown(there, is.text));
}
inline void expect(complaints& wrong, const yaml_node& is, const std::string& name,
                   const std::optional<instant>& there) {
  if (is.text == "none" && !there)
    return;
  if (is.text == "none" || !there) {
    wrong.add(is, name, there ? shown(*there, "2026 +08:00") : "none");
    return;
  }
  expect(wrong, is, name, result<instant>{*there});
}
inline void expect(complaints& wrong, const yaml_node& is, const std::string& name,
                   duration there) {
  const auto wanted = duration_of(wrong, is);
  if (wanted && *wanted != there)
    wrong.add(is, name, format_duration_words(there));
}
inline void expect(complaints& wrong, const yaml_node& is, const std::string& name,
                   const std::string& there) {
  if (is.text != there)
    wrong.add(is, name, there);
}

/// The codes of a list of findings, compared with a list in a table.
inline void expect_findings(complaints& wrong, const yaml_node& are,
                            const std::vector<diagnostic>& found, const source_map& sources) {
  std::vector<std::string> wanted;
  for (const yaml_node& each : are.items)
    wanted.push_back(each.text);
  std::vector<std::string> there;
  std::string told;
  for (const diagnostic& each : found) {
    there.push_back(each.code);
    told += "\n" + render(each, sources);
  }
  std::sort(wanted.begin(), wanted.end());
  std::sort(there.begin(), there.end());
  if (wanted != there)
    wrong.add(are, "other findings than that:" + (told.empty() ? " none" : told));
}

} // namespace caseclock::rules
