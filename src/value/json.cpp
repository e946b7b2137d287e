#include "caseclock/value/json.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "caseclock/value/decimal.hpp"

namespace caseclock {
namespace {

constexpr std::size_t largest_text = std::size_t{1} << 20U;
constexpr std::size_t deepest_nesting = 64;

/// Builds a value from the parser's events. The parser itself does not recurse.
class value_builder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { return put(value{}); }
  bool boolean(bool on) override { return put(value{on}); }
  bool number_integer(number_integer_t number) override {
    return put(value{static_cast<std::int64_t>(number)});
  }
  bool number_unsigned(number_unsigned_t number) override {
    if (number > static_cast<number_unsigned_t>(INT64_MAX))
      return fail(errc::parse, "the number does not fit into 64 bits");
    return put(value{static_cast<std::int64_t>(number)});
  }
  bool number_float(number_float_t, const string_t& text) override {
    auto parsed = parse_decimal(text);
    if (!parsed)
      return fail(errc::parse, parsed.error().message);
    return put(value{*parsed});
  }
  bool string(string_t& text) override { return put(value{std::move(text)}); }
  bool binary(binary_t&) override { return fail(errc::parse, "binary data is not JSON"); }

  bool start_object(std::size_t) override { return push(true); }
  bool key(string_t& name) override {
    if (find(open_.back().fields, name) != nullptr)
      return fail(errc::parse, "the member \"" + name + "\" stands twice");
    open_.back().fields.emplace_back(std::move(name), value{});
    return true;
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
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& failure) override {
    std::string text = failure.what(); // "[json.exception.parse_error.101] parse error at …: why"
    if (const auto why = text.find(": "); why != std::string::npos)
      text.erase(0, why + 2);
    failure_ = error{errc::parse, "not JSON: " + text, std::to_string(position)};
    return false;
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
      return fail(errc::limit, "JSON nested deeper than 64 levels");
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
  bool fail(errc code, std::string message) {
    failure_ = error{code, std::move(message), {}};
    return false;
  }

  std::vector<level> open_;
  std::optional<error> failure_;
};

} // namespace

result<value> parse_json(std::string_view text) {
  if (text.size() > largest_text)
    return {errc::limit, "JSON text longer than 1 MiB"};
  value_builder builder;
  const bool complete = nlohmann::json::sax_parse(text.begin(), text.end(), &builder);
  if (builder.failure())
    return *builder.failure();
  if (!complete)
    return {errc::parse, "not JSON"};
  return std::move(builder.done);
}

} // namespace caseclock
