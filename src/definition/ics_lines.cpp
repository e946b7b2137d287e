#include "definition/ics_lines.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "caseclock/base/utf8.hpp"

namespace caseclock::detail {

namespace {

/// A line without its folds.
struct unfolded {
  std::string text{};
  std::uint32_t line = 0;
  std::size_t first_size = 0; ///< how much of it stands on the first line
};

std::vector<unfolded> unfold(std::string_view text) {
  std::vector<unfolded> made;
  std::uint32_t number = 0;
  while (!text.empty()) {
    ++number;
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r')
      line.remove_suffix(1);
    const bool folded = !line.empty() && (line.front() == ' ' || line.front() == '\t');
    if (folded && !made.empty())
      made.back().text += line.substr(1);
    else
      made.push_back({std::string{line}, number, line.size()});
  }
  return made;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

/// Takes one line apart. Nothing: it is none, as `problem` says.
class line_splitter {
 public:
  line_splitter(const unfolded& from, std::uint32_t file) : from_(from), file_(file) {}

  std::optional<ics_line> split(std::string& problem) {
    ics_line made;
    const std::string_view text = from_.text;
    at_ = std::min(text.find_first_of(";:"), text.size());
    made.name = upper_case(text.substr(0, at_));
    if (at_ == text.size() || !is_name(made.name)) {
      problem = "a line of an iCalendar file is NAME:VALUE";
      return std::nullopt;
    }
    made.span = span_of(0, at_);
    while (text[at_] == ';') {
      auto parameter = take_parameter();
      if (!parameter) {
        problem = "a parameter is NAME=VALUE or NAME=\"VALUE\", and the value of the line follows "
                  "a colon";
        return std::nullopt;
      }
      made.parameters.push_back(std::move(*parameter));
    }
    made.value = std::string{text.substr(at_ + 1)};
    made.value_span = at_ + 1 < from_.first_size ? span_of(at_ + 1, text.size()) : made.span;
    return made;
  }

  [[nodiscard]] source_span whole() const { return span_of(0, from_.text.size()); }

 private:
  /// `;NAME=VALUE,VALUE`; leaves `at_` at the next ; or :, both of which there is.
  std::optional<ics_parameter> take_parameter() {
    const std::string_view text = from_.text;
    const std::size_t equals = text.find('=', ++at_);
    if (equals == std::string_view::npos || !is_name(text.substr(at_, equals - at_)))
      return std::nullopt;
    ics_parameter made{upper_case(text.substr(at_, equals - at_)), {}};
    at_ = equals;
    for (bool first = true; text[at_] == '=' || text[at_] == ','; first = false) {
      ++at_;
      const bool quoted = at_ < text.size() && text[at_] == '"';
      const std::size_t begin = quoted ? at_ + 1 : at_;
      const std::size_t end = text.find_first_of(quoted ? "\"" : ",;:", begin);
      if (end == std::string_view::npos)
        return std::nullopt;
      if (first)
        made.value = std::string{text.substr(begin, end - begin)};
      at_ = quoted ? end + 1 : end;
      if (at_ == text.size())
        return std::nullopt;
    }
    if (text[at_] != ';' && text[at_] != ':')
      return std::nullopt;
    return made;
  }

  [[nodiscard]] source_span span_of(std::size_t begin, std::size_t end) const {
    const std::string_view first = std::string_view{from_.text}.substr(0, from_.first_size);
    begin = std::min(begin, first.size());
    end = std::min(end, first.size());
    const auto characters = [](std::string_view text) {
      return static_cast<std::uint32_t>(count_characters(text));
    };
    return {file_, from_.line, characters(first.substr(0, begin)) + 1,
            std::max(characters(first.substr(begin, end - begin)), 1U)};
  }

  const unfolded& from_;
  std::uint32_t file_;
  std::size_t at_ = 0;
};

} // namespace

std::string_view ics_line::parameter(std::string_view wanted) const {
  for (const ics_parameter& each : parameters) {
    if (each.name == wanted)
      return each.value;
  }
  return {};
}

std::string upper_case(std::string_view text) {
  std::string made{text};
  for (char& c : made)
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return made;
}

std::vector<ics_line> read_ics_lines(findings& found, std::string_view text, std::uint32_t file) {
  std::vector<ics_line> made;
  for (const unfolded& each : unfold(text)) {
    if (each.text.find_first_not_of(" \t") == std::string::npos)
      continue;
    line_splitter splitter{each, file};
    std::string problem;
    if (auto line = splitter.split(problem))
      made.push_back(std::move(*line));
    else
      found.push_back(fault("bad-ics", problem, splitter.whole()));
  }
  return made;
}

} // namespace caseclock::detail
