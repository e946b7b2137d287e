// A clock case as one line of text that reproduces it:
//
//   clock=targets:480wm,2wd/hours:0,3/milestones:80%,due,>60wm*2 open@2026-03-20T09:00:00Z/start
//   event@2026-03-20T10:00:00Z/wait:1/priority:1 advance@2026-03-23T09:00:00Z
//
// Amounts: 90m elapsed minutes, 90wm working minutes, 2wd working days, 2ed end of working days.
// Milestones: 80%, <30wm before, due, >30wm after, >30wm*3 every 30 working minutes after, 3 times.
#pragma once

#include <string>
#include <vector>

#include "oracle/line_text.hpp"
#include "runtime/clock_plan.hpp"

namespace oracle {

inline std::string amount_text(const time_amount& amount) {
  switch (amount.kind) {
  case time_amount::unit::elapsed: return std::to_string(amount.count / 60'000) + "m";
  case time_amount::unit::working_time: return std::to_string(amount.count / 60'000) + "wm";
  case time_amount::unit::working_days: return std::to_string(amount.count) + "wd";
  case time_amount::unit::end_of_working_days: return std::to_string(amount.count) + "ed";
  }
  return {};
}
inline time_amount amount_of(const std::string& text) {
  const std::size_t end = text.find_first_not_of("0123456789");
  REQUIRE_MESSAGE((end != 0 && end != std::string::npos), "\"", text, "\" is no amount");
  const std::int64_t number = number_of(text.substr(0, end));
  const std::string unit = text.substr(end);
  if (unit == "wd")
    return {time_amount::unit::working_days, number};
  if (unit == "ed")
    return {time_amount::unit::end_of_working_days, number};
  REQUIRE_MESSAGE((unit == "m" || unit == "wm"), "\"", text, "\" is no amount");
  return {unit == "m" ? time_amount::unit::elapsed : time_amount::unit::working_time,
          number * 60'000};
}

inline std::string milestone_text(const milestone_plan& plan) {
  switch (plan.kind) {
  case milestone_kind::percent: return std::to_string(plan.percent) + "%";
  case milestone_kind::before: return "<" + amount_text(plan.amount);
  case milestone_kind::due: return "due";
  case milestone_kind::after: return ">" + amount_text(plan.amount);
  case milestone_kind::every:
    return ">" + amount_text(plan.amount) + "*" + std::to_string(plan.times);
  }
  return {};
}
inline milestone_plan milestone_of(const std::string& text) {
  milestone_plan made;
  if (text == "due")
    return made;
  if (text.back() == '%') {
    made.kind = milestone_kind::percent;
    made.percent = static_cast<std::uint32_t>(number_of(text.substr(0, text.size() - 1)));
    return made;
  }
  const auto [amount, times] = halves_of(text.substr(1), '*');
  made.amount = amount_of(amount);
  made.kind = text[0] == '<'  ? milestone_kind::before
              : times.empty() ? milestone_kind::after
                              : milestone_kind::every;
  if (!times.empty())
    made.times = static_cast<std::uint32_t>(number_of(times));
  return made;
}

inline std::string clock_text(const clock_plan& plan) {
  const auto number = [](std::size_t each) { return std::to_string(each); };
  std::string text = "clock=targets:" + joined(plan.targets, ',', amount_text) +
                     "/hours:" + joined(plan.hours, ',', number) +
                     "/milestones:" + joined(plan.milestones, ',', milestone_text);
  if (plan.on_retarget == retarget_policy::restart)
    text += "/on_retarget:restart";
  if (plan.on_recalendar == recalendar_policy::recompute)
    text += "/on_recalendar:recompute";
  if (plan.reopen != reopen_policy::new_cycle)
    text += plan.reopen == reopen_policy::resume ? "/reopen:continue" : "/reopen:ignore";
  return text + (plan.revoke_breach ? "/revoke_breach" : "");
}
inline clock_plan clock_of(const std::string& text) {
  clock_plan made;
  for (const std::string& part : parts_of(text, '/')) {
    const auto [key, value] = halves_of(part, ':');
    const std::vector<std::string> list = parts_of(value, ',');
    if (key == "targets")
      for (const std::string& each : list)
        made.targets.push_back(amount_of(each));
    else if (key == "hours")
      for (const std::string& each : list)
        made.hours.push_back(static_cast<std::size_t>(number_of(each)));
    else if (key == "milestones")
      for (const std::string& each : list)
        made.milestones.push_back(milestone_of(each));
    else if (key == "on_retarget")
      made.on_retarget = retarget_policy::restart;
    else if (key == "on_recalendar")
      made.on_recalendar = recalendar_policy::recompute;
    else if (key == "reopen")
      made.reopen = value == "continue" ? reopen_policy::resume : reopen_policy::ignore;
    else if (key == "revoke_breach")
      made.revoke_breach = true;
    else
      FAIL("no \"", part, "\" in a clock");
  }
  return made;
}

inline constexpr std::string_view happening_names[] = {"event",   "set",  "recalendar",
                                                       "advance", "away", "restart"};

inline std::string happening_text(const happening& next) {
  std::string text =
      std::string{happening_names[static_cast<std::size_t>(next.kind)]} + "@" + text_of(next.at);
  const auto word = [&](bool there, const char* name) {
    if (there)
      text += std::string{"/"} + name;
  };
  word(next.start, "start");
  word(next.stop, "stop");
  word(next.reset, "reset");
  word(next.cancel, "cancel");
  if (next.since)
    text += "/since:" + text_of(*next.since);
  if (next.priority)
    text += "/priority:" + std::to_string(*next.priority);
  if (next.tier)
    text += "/tier:" + std::to_string(*next.tier);
  if (next.waits)
    text += "/wait:" + std::to_string(*next.waits);
  return text;
}
inline happening happening_of(const std::string& text) {
  happening made;
  const std::vector<std::string> words = parts_of(text, '/');
  const auto what = halves_of(words.at(0), '@');
  const auto* found = std::find(std::begin(happening_names), std::end(happening_names), what.first);
  REQUIRE_MESSAGE(found != std::end(happening_names), "no \"", what.first, "\" in a clock case");
  made.kind = static_cast<happening::how>(found - std::begin(happening_names));
  made.at = instant_of(what.second);
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto [key, value] = halves_of(words[i], ':');
    made.start = made.start || key == "start";
    made.stop = made.stop || key == "stop";
    made.reset = made.reset || key == "reset";
    made.cancel = made.cancel || key == "cancel";
    if (key == "since")
      made.since = instant_of(value);
    if (key == "priority")
      made.priority = number_of(value);
    if (key == "tier")
      made.tier = number_of(value);
    if (key == "wait")
      made.waits = static_cast<unsigned>(number_of(value));
  }
  return made;
}

inline std::string to_line(const history_case& made) {
  return joined(made.clocks, ' ', clock_text) + " " + joined(made.history, ' ', happening_text);
}
inline history_case history_case_of(const std::string& line) {
  history_case made;
  for (const std::string& word : parts_of(line, ' ')) {
    if (word.starts_with("clock="))
      made.clocks.push_back(clock_of(word.substr(6)));
    else if (!word.empty())
      made.history.push_back(happening_of(word));
  }
  return made;
}

} // namespace oracle
