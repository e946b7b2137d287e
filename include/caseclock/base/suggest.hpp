// "Did you mean …?": the candidate that a misspelt word most resembles.
//
// Damerau-Levenshtein distance (optimal string alignment: an insertion, a deletion, a substitution
// or two neighbours swapped cost 1) over characters, not bytes, so that a wrong Chinese character
// is one mistake, not three. A difference in ASCII case costs nothing. A suggestion is made only if
// it is close: at most one mistake in three characters, two in a word of up to eight.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "caseclock/base/utf8.hpp"

namespace caseclock {

namespace detail {

inline constexpr std::size_t longest_suggestion = 64;

/// The first characters of a word, in lower case.
struct folded_word {
  std::array<char32_t, longest_suggestion> letters{};
  std::size_t size = 0;
  bool whole = true; ///< false: the word is longer than we compare
};

inline folded_word fold_word(std::string_view text) {
  folded_word folded;
  for (std::size_t at = 0; at < text.size();) {
    if (folded.size == longest_suggestion) {
      folded.whole = false;
      return folded;
    }
    const auto next = decode_utf8(text, at);
    const char32_t code = next ? next->code : U'\uFFFD';
    folded.letters[folded.size++] = code >= U'A' && code <= U'Z' ? code + 32 : code;
    at += next ? next->size : 1;
  }
  return folded;
}

inline std::size_t edit_distance(const folded_word& a, const folded_word& b) {
  using row = std::array<std::size_t, longest_suggestion + 1>;
  row before_last{};
  row last{};
  row current{};
  for (std::size_t j = 0; j <= b.size; ++j)
    last[j] = j;
  for (std::size_t i = 1; i <= a.size; ++i) {
    current[0] = i;
    for (std::size_t j = 1; j <= b.size; ++j) {
      const bool same = a.letters[i - 1] == b.letters[j - 1];
      current[j] = std::min({last[j] + 1, current[j - 1] + 1, last[j - 1] + (same ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && a.letters[i - 1] == b.letters[j - 2] &&
                           a.letters[i - 2] == b.letters[j - 1];
      if (swapped)
        current[j] = std::min(current[j], before_last[j - 2] + 1);
    }
    before_last = last;
    last = current;
  }
  return last[b.size];
}

inline std::size_t tolerated_mistakes(std::size_t letters) {
  if (letters <= 2)
    return letters == 0 ? 0 : 1;
  return std::max<std::size_t>(letters <= 3 ? 1 : 2, letters / 3);
}

} // namespace detail

/// The candidate closest to `word`, or "" if none is close. Of equally close ones the first.
/// `Range` is anything with begin and end whose elements convert to std::string_view. Words over 64
/// characters are neither matched nor suggested. O(candidates × 64²) at most.
template <class Range>
[[nodiscard]] std::string closest(std::string_view word, const Range& candidates) {
  const detail::folded_word wanted = detail::fold_word(word);
  std::string_view best;
  std::size_t best_distance = detail::tolerated_mistakes(wanted.size) + 1;
  if (!wanted.whole)
    return {};
  for (const auto& item : candidates) {
    const std::string_view candidate{item};
    const detail::folded_word folded = detail::fold_word(candidate);
    const std::size_t longer = std::max(wanted.size, folded.size);
    const std::size_t shorter = std::min(wanted.size, folded.size);
    if (candidate.empty() || !folded.whole || longer - shorter >= best_distance)
      continue;
    const std::size_t distance = detail::edit_distance(wanted, folded);
    // A word that shares no letter with the candidate is no misspelling of it.
    if (distance < best_distance && distance < longer) {
      best_distance = distance;
      best = candidate;
    }
  }
  return std::string(best);
}

} // namespace caseclock
