#include "line_id.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

#include "caseclock/value/json.hpp"

namespace caseclock::cli {
namespace {

/// Steps through a JSON object's members without building anything, as far as it is one.
class member_scan {
 public:
  explicit member_scan(std::string_view text) : rest_(text) {}

  /// The value of that member as it is written; "" if it is not reached.
  std::string_view value_of(std::string_view wanted) {
    if (!skip('{'))
      return {};
    do {
      const std::string_view name = token();
      if (!skip(':'))
        return {};
      const std::string_view held = token();
      if (name == wanted)
        return held;
    } while (skip(','));
    return {};
  }

 private:
  void skip_space() {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size()));
  }
  bool skip(char c) {
    skip_space();
    if (!rest_.starts_with(c))
      return false;
    rest_.remove_prefix(1);
    return true;
  }
  std::string_view take(std::size_t size) {
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(taken.size());
    return taken;
  }
  static std::size_t end_of_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at)
      at += text[at] == '\\' ? 1 : 0;
    return at + 1;
  }
  std::string_view token() {
    skip_space();
    if (rest_.starts_with('"'))
      return take(end_of_string(rest_, 0));
    if (!rest_.starts_with('{') && !rest_.starts_with('['))
      return take(std::min(rest_.find_first_of(" \t\r\n,:{}[]\""), rest_.size()));
    std::size_t depth = 0;
    std::size_t at = 0;
    do {
      depth += rest_[at] == '{' || rest_[at] == '[' ? 1 : 0;
      depth -= rest_[at] == '}' || rest_[at] == ']' ? 1 : 0;
      at = rest_[at] == '"' ? end_of_string(rest_, at) : at + 1;
    } while (depth > 0 && at < rest_.size());
    return take(at);
  }

  std::string_view rest_;
};

bool is_number(std::string_view token) {
  return token.starts_with('-') || (token >= "0" && token < ":");
}

} // namespace

std::string_view id_of(std::string_view text) {
  const std::string_view token = member_scan(text).value_of("\"id\"");
  if (token == "true" || token == "false")
    return token;
  if (!token.starts_with('"') && !is_number(token))
    return "null";
  // A number that is too large for us is a number all the same.
  const auto read = parse_json(token);
  return read || read.error().code == errc::invalid_data ? token : "null";
}

result<value> parse_line(std::string_view text) {
  auto parsed = parse_json(text);
  if (parsed || parsed.error().where != "id")
    return parsed;
  std::string without{text};
  const std::string_view id = id_of(text);
  without.replace(static_cast<std::size_t>(id.data() - text.data()), id.size(),
                  std::string(id.size() - 1, ' ') + "0");
  return parse_json(without);
}

} // namespace caseclock::cli
