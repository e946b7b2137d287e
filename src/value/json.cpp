#include "caseclock/value/json.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "caseclock/base/utf8.hpp"
#include "caseclock/value/decimal.hpp"
#include "caseclock/value/describe.hpp"

namespace caseclock {
namespace {

constexpr std::size_t largest_text = std::size_t{1} << 20U;
constexpr std::size_t deepest_nesting = 64;
constexpr std::size_t shown_bytes = 40; ///< of what a message quotes

/// A number's significant digits and the power of ten that they are multiplied with.
struct scaled_digits {
  bool negative = false;
  bool written_whole = true; ///< without a point, or with an exponent
  std::string digits{};      ///< without zeros at either end; empty: zero
  std::int64_t power = 0;
};

/// The exponent, saturated: beyond a million no text of ours can make up for it.
std::int64_t read_exponent(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (text.starts_with('-') || text.starts_with('+'))
    text.remove_prefix(1);
  constexpr std::int64_t most = 10'000'000;
  std::int64_t exponent = 0;
  for (const char digit : text)
    exponent = std::min(most, exponent * 10 + (digit - '0'));
  return negative ? -exponent : exponent;
}

/// `text` is a number by JSON's grammar.
scaled_digits read_number(std::string_view text) {
  scaled_digits read;
  read.negative = text.starts_with('-');
  const std::size_t e = text.find_first_of("eE");
  if (e != std::string_view::npos)
    read.power = read_exponent(text.substr(e + 1));
  const std::string_view mantissa = text.substr(0, e);
  // The parser writes the point as the host's locale does.
  const std::size_t point = mantissa.find_first_not_of("-0123456789");
  if (point != std::string_view::npos)
    read.power -= static_cast<std::int64_t>(mantissa.size() - point - 1);
  read.written_whole = point == std::string_view::npos || e != std::string_view::npos;
  for (const char c : mantissa) {
    if (c >= '0' && c <= '9' && (c != '0' || !read.digits.empty()))
      read.digits += c;
  }
  while (read.digits.ends_with('0')) {
    read.digits.pop_back();
    ++read.power;
  }
  return read;
}

/// The number exactly, as an int if it is whole and was written so (12, 1e3, 1.5e2), else as a
/// decimal (2.0, 12.5, 5e-1). errc::invalid_data if it is neither. No floating point is involved.
result<value> exact_number(std::string_view text) {
  const auto wrong = [&](std::string_view why) {
    return result<value>(errc::invalid_data, shortened(text, shown_bytes) + " " + std::string(why));
  };
  const scaled_digits read = read_number(text);
  if (read.digits.empty())
    return read.written_whole ? value{std::int64_t{0}} : value{decimal{}};
  const bool whole = read.written_whole && read.power >= 0;
  const std::int64_t zeros = whole ? read.power : read.power + 4; // a decimal counts 1/10,000
  if (zeros < 0)
    return wrong("has more than four decimal places");
  constexpr std::int64_t longest = 20; // digits; an int64 has at most 19
  if (static_cast<std::int64_t>(read.digits.size()) + zeros > longest)
    return wrong(whole ? "does not fit into 64 bits" : "is too large for a decimal");
  detail::wide_int units = 0;
  for (const char digit : read.digits + std::string(static_cast<std::size_t>(zeros), '0'))
    units = units * 10 + (digit - '0');
  const auto fits = detail::narrowed(read.negative ? -units : units);
  if (!fits)
    return wrong(whole ? "does not fit into 64 bits" : "is too large for a decimal");
  return whole ? value{*fits} : value{decimal{*fits}};
}

/// "column 6", or "line 2, column 14": columns count characters from 1. `position` counts bytes.
std::string place_of(std::string_view text, std::size_t position) {
  const std::string_view before = text.substr(0, position);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::size_t start = lines == 0 ? 0 : before.rfind('\n') + 1;
  const auto is_first_byte = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  };
  const auto column = 1 + std::count_if(before.begin() + static_cast<std::ptrdiff_t>(start),
                                        before.end(), is_first_byte);
  const std::string named = "column " + std::to_string(column);
  return lines == 0 ? named : "line " + std::to_string(lines + 1) + ", " + named;
}

/// What the parser says without its own name, its own place, and the text that it read last:
/// "[json.exception.parse_error.101] parse error at …: syntax error while parsing value - why; last
/// read: '…'; expected …" becomes "why; expected …".
std::string reason_of(std::string text, const std::string& read) {
  for (const std::string_view end :
       {std::string_view{"] "}, std::string_view{": "}, std::string_view{" - "}}) {
    if (const auto at = text.find(end); at != std::string::npos)
      text.erase(0, at + end.size());
  }
  const std::string last_read = "; last read: '" + read + "'";
  if (const auto at = text.find(last_read); at != std::string::npos)
    text.erase(at, last_read.size());
  return text;
}

/// Where the word begins that holds the byte at `position`, or ends just before it.
std::size_t word_start(std::string_view text, std::size_t position) {
  const auto separates = [](char c) {
    return std::string_view{" \t\r\n,:[]{}\""}.find(c) != std::string_view::npos;
  };
  std::size_t start = std::min(position, text.size());
  while (start > 0 && !separates(text[start - 1]))
    --start;
  return start;
}

std::string word_at(std::string_view text, std::size_t start) {
  const std::size_t end = text.find_first_of(" \t\r\n,:[]{}\"", start);
  return json_quote(shortened(text.substr(start, end - start), shown_bytes));
}

/// Builds a value from the parser's events. The parser itself does not recurse.
class value_builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit value_builder(std::string_view text) : text_(text) {}

  bool null() override { return put(value{}); }
  bool boolean(bool on) override { return put(value{on}); }
  bool number_integer(number_integer_t number) override {
    return put(value{static_cast<std::int64_t>(number)});
  }
  bool number_unsigned(number_unsigned_t number) override {
    if (number > static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()))
      return number_float(0, std::to_string(number));
    return put(value{static_cast<std::int64_t>(number)});
  }
  bool number_float(number_float_t, const string_t& text) override {
    auto exact = exact_number(text);
    return exact ? put(*std::move(exact)) : fail(exact.error());
  }
  bool string(string_t& text) override { return put(value{std::move(text)}); }
  bool binary(binary_t&) override { return fail({errc::parse, "binary data is not JSON", {}}); }

  bool start_object(std::size_t) override { return push(true); }
  bool key(string_t& name) override {
    const bool twice = find(open_.back().fields, name) != nullptr;
    open_.back().fields.emplace_back(std::move(name), value{});
    return !twice || fail({errc::parse, "the member " + json_quote(path()) + " stands twice", {}});
  }
  bool end_object() override {
    value_record fields = std::move(open_.back().fields);
    open_.pop_back();
    return put(value{std::move(fields)});
  }
  bool start_array(std::size_t) override { return push(false); }
  bool end_array() override {
    value_list list = std::move(open_.back().list);
    open_.pop_back();
    return put(value{std::move(list)});
  }
  bool parse_error(std::size_t position, const std::string& read,
                   const nlohmann::detail::exception& failure) override {
    constexpr int number_overflow = 406; // far beyond what is exact, but a number all the same
    std::size_t at = position == 0 ? 0 : position - 1;
    if (failure.id == number_overflow)
      return number_float(0, read);
    std::string reason = reason_of(failure.what(), read);
    if (reason.starts_with("invalid literal")) {
      at = word_start(text_, at);
      reason.insert(std::string_view{"invalid literal"}.size(), " " + word_at(text_, at));
    }
    const std::string place = place_of(text_, at);
    return fail({errc::parse, "not JSON at " + place + ": " + reason, place});
  }

  value done{};
  [[nodiscard]] const std::optional<error>& failure() const { return failure_; }

 private:
  struct level {
    bool object = false;
    value_record fields{};
    value_list list{};
  };

  bool push(bool object) {
    if (open_.size() >= deepest_nesting)
      return fail({errc::limit, "JSON nested deeper than 64 levels", {}});
    open_.push_back({object, {}, {}});
    return true;
  }
  bool put(value next) {
    if (open_.empty())
      done = std::move(next);
    else if (open_.back().object)
      open_.back().fields.back().second = std::move(next);
    else
      open_.back().list.push_back(std::move(next));
    return true;
  }
  bool fail(error why) {
    if (why.code == errc::invalid_data) {
      why.where = path();
      why.message = (why.where.empty() ? "" : why.where + ": ") + why.message;
    }
    failure_ = std::move(why);
    return false;
  }
  /// Where the value that is being read stands: "data.fees[2]"; "" for the text as a whole.
  [[nodiscard]] std::string path() const {
    std::string path;
    for (const level& each : open_) {
      if (!each.object)
        path += "[" + std::to_string(each.list.size()) + "]";
      else if (!each.fields.empty())
        path += (path.empty() ? "" : ".") + shortened(each.fields.back().first, shown_bytes);
    }
    return path;
  }

  std::string_view text_;
  std::vector<level> open_;
  std::optional<error> failure_;
};

} // namespace

result<value> parse_json(std::string_view text) {
  if (text.size() > largest_text)
    return {errc::limit, "JSON text longer than 1 MiB"};
  value_builder builder{text};
  const bool complete = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  if (builder.failure())
    return *builder.failure();
  if (!complete)
    return {errc::parse, "not JSON"};
  return std::move(builder.done);
}

} // namespace caseclock
