// `send` and `cancel` by SCXML's rules (sections 6.2, 6.3 and C.1): events for the case itself.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "caseclock/runtime/detail/placing.hpp"
#include "caseclock/runtime/time_base.hpp"

namespace caseclock::detail {

/// CSS2's times: "1s", "1.5s", "250ms", ".5s". No other unit, no sign.
[[nodiscard]] inline std::optional<duration> parse_delay(std::string_view text) {
  const bool in_ms = text.ends_with("ms");
  if (!in_ms && !text.ends_with("s"))
    return std::nullopt;
  text.remove_suffix(in_ms ? 2 : 1);
  constexpr std::int64_t most = 100LL * 366 * 24 * 3600 * 1000; // a hundred years
  std::int64_t units = 0;                                       // thousandths of what is written
  int places = -1;                                              // behind the point
  bool any = false;
  for (const char c : text) {
    if (c == '.' && places < 0) {
      places = 0;
      continue;
    }
    if (c < '0' || c > '9')
      return std::nullopt;
    any = true;
    if (places >= 3)
      continue; // less than a thousandth: left out
    units = units * 10 + (c - '0');
    places += places >= 0 ? 1 : 0;
    if (units > most * 1000)
      return std::nullopt;
  }
  for (int place = std::max(places, 0); place < 3; ++place)
    units *= 10;
  const std::int64_t ms = in_ms ? units / 1000 : units;
  if (!any || ms > most)
    return std::nullopt;
  return duration{ms};
}

/// Carries out one `send`. What is wrong with it ends the block and becomes an error event that
/// carries the id.
class poster {
 public:
  poster(macrostep& m, const post_action& what) : m_(m), what_(what) {}

  /// False: it failed, and nothing was sent.
  bool run() {
    if (!give_id())
      return false;
    const std::optional<std::string> type = text(what_.type, std::string(scxml_processor));
    const std::optional<std::string> called = text(what_.event, {});
    const std::optional<std::string> target = text(what_.target, own_address(m_.state));
    if (!type || !called || !target || !take_data() || !take_delay())
      return false;
    if (*type != scxml_processor && *type != "scxml" && *type != "http://www.w3.org/TR/scxml/")
      return refuse("events of type \"" + *type + "\" cannot be sent");
    if (called->empty())
      return refuse("an event without a name cannot be sent");
    about_.name = *called;
    return deliver(*target);
  }

 private:
  bool refuse(const std::string& why) { return m_.fail({errc::evaluation, "send: " + why, {}}); }

  std::optional<value> evaluated(expr_id id) {
    result<value> made = evaluate_in(m_, id);
    if (made)
      return *std::move(made);
    m_.fail(made.error());
    return std::nullopt;
  }

  /// The text that an expression gives; `otherwise` if there is none. Nothing: it failed.
  std::optional<std::string> text(expr_id id, std::string otherwise) {
    if (!id.valid())
      return otherwise;
    const std::optional<value> made = evaluated(id);
    if (!made)
      return std::nullopt;
    if (const std::string* found = made->as_string())
      return *found;
    refuse("\"" + m_.code.expressions[id.index()].text + "\" is no text");
    return std::nullopt;
  }

  bool give_id() {
    if (what_.id.valid()) {
      const std::optional<std::string> given = text(what_.id, {});
      if (!given)
        return false;
      about_.sendid = *given;
    } else if (what_.id_location) {
      about_.sendid = "send." + std::to_string(m_.state.events_posted + 1);
      ++m_.state.events_posted;
      if (status kept = place(m_, *what_.id_location, about_.sendid); !kept.ok())
        return m_.fail(kept.error());
    }
    m_.fault.sendid = about_.sendid;
    return true;
  }

  bool take_data() {
    value_record data;
    for (const auto& [name, id] : what_.with) {
      std::optional<value> made = evaluated(id);
      if (!made)
        return false;
      data.emplace_back(name, *std::move(made));
    }
    if (!data.empty())
      about_.data = std::move(data);
    if (!what_.content.valid())
      return true;
    std::optional<value> content = evaluated(what_.content);
    if (content)
      about_.data = *std::move(content);
    return content.has_value();
  }

  bool take_delay() {
    if (!what_.delay.valid())
      return true;
    const std::optional<value> made = evaluated(what_.delay);
    if (!made)
      return false;
    std::optional<duration> found;
    if (const std::string* written = made->as_string())
      found = parse_delay(*written);
    else if (const duration* span = made->as_duration())
      found = *span;
    if (!found || found->count() < 0)
      return refuse("a delay is a time such as \"1.5s\" or \"250ms\"");
    delay_ = *found;
    return true;
  }

  bool deliver(const std::string& target) {
    if (target == "#_internal") {
      if (delay_.count() > 0)
        return refuse("an event for #_internal cannot be delayed");
      about_.type = "internal";
      m_.enqueue(std::move(about_));
      return true;
    }
    if (target != own_address(m_.state) && !target.empty()) {
      if (target.starts_with("#_"))
        m_.fault.event = m_.code.error_communication;
      return refuse("nothing can be sent to \"" + target + "\"");
    }
    about_.type = "external";
    about_.origin = own_address(m_.state);
    return delay_.count() > 0 ? post() : send_now();
  }

  bool send_now() {
    internal_event made;
    made.event = event_named(m_.code, about_.name);
    made.name = about_.name;
    made.about = event_value(std::move(about_));
    m_.outbox.push_back(std::move(made));
    return true;
  }

  bool post() {
    constexpr std::size_t most_posted = 10'000;
    if (m_.state.posted.size() >= most_posted)
      return refuse("too many delayed events are waiting");
    const result<instant> due = add_elapsed(m_.now, delay_);
    if (!due)
      return m_.fail(due.error());
    posted_event made;
    made.number = ++m_.state.events_posted;
    made.due = *due;
    if (const std::string* id = about_.sendid.as_string())
      made.id = *id;
    made.event = event_named(m_.code, about_.name);
    made.about = event_value(std::move(about_));
    m_.state.posted.push_back(std::move(made));
    return true;
  }

  macrostep& m_;
  const post_action& what_;
  event_about about_{};
  duration delay_{};
};

/// Takes back every delayed event of that id. There may be none.
inline void cancel_posted(macrostep& m, const std::string& id) {
  std::vector<posted_event>& waiting = m.state.posted;
  waiting.erase(std::remove_if(waiting.begin(), waiting.end(),
                               [&](const posted_event& each) { return each.id == id; }),
                waiting.end());
}

} // namespace caseclock::detail
