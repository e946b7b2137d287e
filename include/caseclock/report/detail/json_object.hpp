// Writes one JSON object on one line, members in the order they are given.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "caseclock/base/json_text.hpp"
#include "caseclock/time/instant.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/time/zone.hpp"

namespace caseclock::detail {

class json_object {
 public:
  explicit json_object(const zone& where) : zone_(&where) {}

  /// `raw` is JSON already.
  json_object& raw(std::string_view name, std::string_view json) {
    text_ += text_.size() == 1 ? "" : ",";
    text_ += json_quote(name);
    text_ += ':';
    text_ += json;
    return *this;
  }
  json_object& text(std::string_view name, std::string_view content) {
    return raw(name, json_quote(content));
  }
  json_object& text_if(std::string_view name, std::string_view content) {
    return content.empty() ? *this : text(name, content);
  }
  json_object& number(std::string_view name, std::uint64_t n) {
    return raw(name, std::to_string(n));
  }
  json_object& flag(std::string_view name, bool on) { return raw(name, on ? "true" : "false"); }
  json_object& time(std::string_view name, instant t) {
    return text(name, format_instant(t, *zone_));
  }
  json_object& time(std::string_view name, const std::optional<instant>& t) {
    return t ? time(name, *t) : raw(name, "null");
  }
  json_object& time_if(std::string_view name, const std::optional<instant>& t) {
    return t ? time(name, *t) : *this;
  }
  /// Twice: as ISO 8601 for people, and as `<name>_ms` for programs.
  json_object& span(std::string_view name, duration d) {
    text(name, format_duration_iso(d));
    return raw(std::string(name) + "_ms", std::to_string(d.count()));
  }
  [[nodiscard]] std::string close() const { return text_ + "}"; }

 private:
  const zone* zone_;
  std::string text_ = "{";
};

/// `["a","b"]`
template <class Range> std::string json_array(const Range& texts) {
  std::string out = "[";
  for (const auto& each : texts)
    out += (out.size() == 1 ? "" : ",") + json_quote(each);
  return out + "]";
}

} // namespace caseclock::detail
