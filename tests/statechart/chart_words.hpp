// The effects of a step in short lines: "exit a", "take a -> b", "enter b", "raise done.b".
#pragma once

#include <string>

#include "runtime/lab.hpp"

namespace caseclock::charts {

class chart_words : public testing::record_words {
 public:
  explicit chart_words(const program& code) : record_words(code), code_(code) {}
  using record_words::operator();
  std::string operator()(const transition_taken& r) const {
    const program_transition& taken = code_.transitions[r.transition];
    std::string text = "take " + code_.states[taken.source.index()].name;
    for (std::size_t i = 0; i < taken.targets.size(); ++i)
      text += (i == 0 ? " -> " : " + ") + code_.states[taken.targets[i].index()].name;
    return text;
  }

 private:
  const program& code_;
};

inline std::string line_of(const program& code, const record& told) {
  return std::visit(chart_words{code}, told.body);
}

} // namespace caseclock::charts
