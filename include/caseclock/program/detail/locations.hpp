// Places in the data that SCXML's actions write to: `Var1`, `order.lines[0].price`.
//
// A place that is not there is an error of the running case, not of the workflow.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "caseclock/program/detail/expressions.hpp"
#include "caseclock/program/detail/names.hpp"

namespace caseclock::detail::compiling {

/// Cuts a location into the field's name and what leads on from there.
class location_reader {
 public:
  location_reader(compile_context& context, const located_text& text)
      : context_(context), text_(text.value), span_(text.span) {}

  program_location run() {
    program_location made;
    made.text = std::string(text_);
    const std::string_view root = word();
    const auto found = context_.fields.find(root);
    if (root.empty() || !found)
      return made;
    while (at_ < text_.size()) {
      if (!step(made))
        return made; // still without a field: a place that is not there
    }
    made.field = field_id{*found};
    return made;
  }

 private:
  std::string_view word() {
    const std::size_t first = at_;
    while (at_ < text_.size() && (is_letter(text_[at_]) || (at_ > first && is_digit(text_[at_]))))
      ++at_;
    return text_.substr(first, at_ - first);
  }

  bool step(program_location& into) {
    const char opening = text_[at_++];
    if (opening == '.') {
      const std::string_view member = word();
      into.inside.push_back({std::string(member), {}});
      return !member.empty();
    }
    if (opening != '[')
      return false;
    const std::size_t first = at_;
    for (std::size_t open = 1; open > 0; ++at_) {
      if (at_ >= text_.size())
        return false;
      open = text_[at_] == '[' ? open + 1 : text_[at_] == ']' ? open - 1 : open;
    }
    const located_text inner{std::string(text_.substr(first, at_ - first - 1)), span_};
    into.inside.push_back({{}, add_expression(context_, inner)});
    return !inner.value.empty();
  }

  compile_context& context_;
  std::string_view text_;
  source_span span_;
  std::size_t at_ = 0;
};

inline program_location compile_location(compile_context& context, const located_text& text) {
  return location_reader{context, text}.run();
}

} // namespace caseclock::detail::compiling
