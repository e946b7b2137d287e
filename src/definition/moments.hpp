// "1 month before ends_on", "ends_on at 09:00": times that count from a date of the case data.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "caseclock/definition/workflow.hpp"
#include "definition/reader.hpp"

namespace caseclock::detail {

/// The first of the marks in the text, and where it stands; `at` npos: none.
struct side_mark {
  std::string_view word;
  bool before = false;
  bool name_first = false; ///< the Chinese order: "ends_on前1个月"
  std::size_t at = std::string_view::npos;
};
inline side_mark find_side(std::string_view text) {
  for (side_mark mark : {side_mark{" before ", true, false}, side_mark{" after ", false, false},
                         side_mark{"前", true, true}, side_mark{"后", false, true}}) {
    mark.at = text.find(mark.word);
    if (mark.at != std::string_view::npos)
      return mark;
  }
  return {};
}

inline std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos)
    return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// "2 months", "1年": how many months that is; 0 if it is something else.
inline std::int64_t months_in(std::string_view text) {
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const std::string_view unit = trimmed(text.substr(digits));
  constexpr std::int64_t most = 3'600; // 300 years
  if (digits == 0 || digits > 4)
    return 0;
  const std::int64_t count = std::stoll(std::string{text.substr(0, digits)});
  const auto is = [unit](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), unit) != words.end();
  };
  const std::int64_t months = is({"month", "months", "个月"}) ? count
                              : is({"year", "years", "年"})   ? count * 12
                                                              : 0;
  return months <= most ? months : 0;
}

/// Reads `FIELD`, `AMOUNT before FIELD`, `AMOUNT after FIELD`, each with `at 09:00` behind it or
/// not; also in Chinese. What cannot be read is reported, and names no field. Codes: bad-duration,
/// bad-time, zero-duration.
moment_definition read_moment(findings& found, std::string_view text, source_span span);

} // namespace caseclock::detail
