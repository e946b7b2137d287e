// A case that plays a small history with one clock and says how it stands and what was told.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/caseclock.hpp"
#include "caseclock/program/load.hpp"
#include "caseclock/report/explain.hpp"
#include "rules/expected.hpp"

namespace caseclock::rules {

/// What was told of the promise: a warning, the breach, an escalation, a breach taken back.
struct told_line {
  std::string kind{};
  std::string milestone{};
  std::optional<instant> due{};
  std::optional<instant> late{};
};

class clock_runner {
 public:
  clock_runner(const table& of, const table_case& about) : about_(about), wrong_(about) {
    code_ = loaded(of.calendars, findings_);
    std::vector<diagnostic> ignored;
    if (!of.later.empty())
      later_ = loaded(of.later, ignored);
  }

  [[nodiscard]] std::string run() {
    if (const yaml_node* findings = find(about_.node, "findings")) {
      std::erase_if(findings_, [](const diagnostic& each) { // of the desk, not of the clock
        return each.code == "unused-event" || each.code == "event-never-used";
      });
      expect_findings(wrong_, *findings, findings_, sources_);
    }
    const yaml_node* play = find(about_.node, "play");
    if (play == nullptr)
      return wrong_.text();
    for (const diagnostic& each : findings_) {
      if (each.level == severity::fault)
        wrong_.add(about_.line, render(each, sources_));
    }
    if (code_ == nullptr)
      return wrong_.text();
    begin();
    for (const yaml_node& each : play->items)
      run_step(each);
    return wrong_.text();
  }

 private:
  [[nodiscard]] std::shared_ptr<const program> loaded(const std::string& calendars,
                                                      std::vector<diagnostic>& findings) {
    const std::string text = content_of(folder() / "desk" / "desk.yaml") +
                             "calendars:" + (calendars.empty() ? "\n" : calendars) +
                             "clocks:\n  sla:" + about_.clock;
    auto set = load_programs_text((folder() / "case.yaml").string(), text, sources_);
    findings = std::move(set.diagnostics);
    return set.value ? set.value->programs.front() : nullptr;
  }
  void begin() {
    engine_ = std::make_unique<engine>(store_);
    if (later_ != nullptr)
      (void)engine_->add(later_);
    (void)engine_->add(code_);
    engine_->subscribe({}, [this](const publication& each) { hear(each.record); });
  }
  void hear(const record& told) {
    const auto milestone = [&](const char* kind, const auto& what) {
      told_.push_back(
          {kind, code_->clocks[0].milestones[what.key.milestone].name, what.due, what.late});
      if (code_->clocks[0].milestones[what.key.milestone].kind == milestone_kind::every)
        told_.back().milestone += " #" + std::to_string(what.key.repetition);
    };
    if (const auto* warning = std::get_if<sla_warning>(&told.body))
      milestone("warning", *warning);
    if (const auto* breach = std::get_if<sla_breached>(&told.body))
      milestone("breach", *breach);
    if (const auto* escalation = std::get_if<sla_escalated>(&told.body))
      milestone("escalation", *escalation);
    if (const auto* revoked = std::get_if<breach_revoked>(&told.body))
      told_.push_back({"revoked", "due", revoked->due, {}});
    if (const auto* incident = std::get_if<incident_raised>(&told.body))
      told_.push_back({"incident", std::string{caseclock::name(incident->code)}, {}, {}});
  }

  void run_step(const yaml_node& step) {
    const std::string what = step.entries.empty() ? "" : step.entries[0].key;
    if (what == "expect") {
      run_expect(step.entries[0].value);
      return;
    }
    if (what == "restart") {
      begin();
      said(step, engine_->restore());
      return;
    }
    const yaml_node& first = step.entries.empty() ? step : step.entries[0].value;
    const yaml_node* at = find(step, "at");
    const auto when = instant_of(wrong_, at != nullptr ? *at : first);
    if (!when)
      return;
    if (what == "open")
      open(step, *when);
    else if (what == "advance")
      (void)engine_->advance(*when);
    else if (what == "recalendar")
      recalendar(step, *when);
    else if (what == "explain")
      run_explain(step, *when);
    else if (what == "away_until")
      engine_->away_until(*when);
    else if (what == "send")
      said(step, engine_->send({id_, first.text, fields_of(find(step, "with")), {}}, *when));
    else if (what == "set")
      said(step, engine_->set({id_, fields_of(&first), {}}, *when));
    else
      wrong_.add(step, "no step \"" + what + "\"");
  }
  void open(const yaml_node& step, instant at) {
    const auto opened = engine_->open({"desk", "K", fields_of(find(step, "with")), {}}, at);
    if (opened)
      id_ = *opened;
    else
      wrong_.add(step, opened.error().message);
  }
  void recalendar(const yaml_node& step, instant at) {
    if (later_ == nullptr)
      wrong_.add(step, "recalendar needs calendars_later");
    else
      said(step, engine_->recalendar(id_, later_, {}, at));
  }
  /// Each text stands in the explanation, one behind the other.
  void run_explain(const yaml_node& step, instant at) {
    const snapshot* state = engine_->look(id_);
    const program* code = engine_->program_of(id_);
    const yaml_node* says = find(step, "says");
    if (state == nullptr || code == nullptr || says == nullptr) {
      wrong_.add(step, "explain asks about an open case, and tells what it \"says\"");
      return;
    }
    const std::string text = to_text(explain(*code, *state, clock_id{0}, at), "en");
    std::size_t from = 0;
    for (const yaml_node& each : says->items) {
      const std::size_t found = text.find(each.text, from);
      if (found == std::string::npos)
        wrong_.add(each, "\"" + each.text + "\" is not explained there:\n" + text);
      else
        from = found + each.text.size();
    }
  }
  void said(const yaml_node& step, const status& outcome) {
    const yaml_node* refused = find(step, "refused");
    const std::string code = outcome.ok() ? "" : std::string{caseclock::name(outcome.error().code)};
    if (refused != nullptr)
      expect(wrong_, *refused, "refused", code);
    else if (!outcome.ok())
      wrong_.add(step, outcome.error().message);
  }
  /// What the events of the desk bring: instants, numbers and words.
  static value_record fields_of(const yaml_node* from) {
    value_record fields;
    if (from == nullptr)
      return fields;
    for (const yaml_entry& each : from->entries) {
      const std::string& text = each.value.text;
      value held{text};
      if (const auto at = parse_instant(text))
        held = value{*at};
      else if (const auto date = parse_date(text))
        held = value{*date};
      else if (text == "true" || text == "false")
        held = value{text == "true"};
      else if (each.value.kind == yaml_kind::null)
        held = value{};
      fields.emplace_back(each.key, held);
    }
    return fields;
  }

  void run_expect(const yaml_node& wanted) {
    const yaml_node* at = find(wanted, "at");
    instant when = engine_->now();
    if (at != nullptr)
      when = instant_of(wrong_, *at).value_or(when);
    const std::vector<clock_view> views = engine_->clocks(id_, when);
    if (views.empty()) {
      wrong_.add(wanted, "no case is open");
      return;
    }
    for (const yaml_entry& each : wanted.entries) {
      if (each.key == "told")
        expect_told(each.value);
      else if (each.key != "at")
        expect_member(views[0], each);
    }
  }
  void expect_member(const clock_view& view, const yaml_entry& wanted) {
    static constexpr const char* states[] = {"idle", "running", "paused",
                                             "met",  "missed",  "cancelled"};
    const yaml_node& is = wanted.value;
    const std::string& key = wanted.key;
    if (key == "state")
      expect(wrong_, is, key, std::string{states[static_cast<std::size_t>(view.state)]});
    else if (key == "due")
      expect(wrong_, is, key, view.due);
    else if (key == "due_if_resumed")
      expect(wrong_, is, key, view.due_if_resumed);
    else if (key == "budget")
      expect(wrong_, is, key, view.budget);
    else if (key == "elapsed")
      expect(wrong_, is, key, view.elapsed);
    else if (key == "remaining")
      expect(wrong_, is, key, view.remaining);
    else if (key == "percent")
      expect(wrong_, is, key, std::to_string(view.percent));
    else if (key == "cycle")
      expect(wrong_, is, key, std::to_string(view.cycle));
    else if (key == "breached")
      expect(wrong_, is, key, std::string{view.breached ? "true" : "false"});
    else if (key == "stopped")
      expect(wrong_, is, key, std::string{view.stopped ? "true" : "false"});
    else if (key == "reasons")
      expect(wrong_, is, key, std::to_string(view.pause_reasons.size()));
    else if (key == "next_deadline")
      expect(wrong_, is, key, engine_->next_deadline());
    else
      wrong_.add(is, "a clock has no \"" + key + "\"");
  }
  /// Exactly these, in this order, since it was last asked.
  void expect_told(const yaml_node& wanted) {
    const std::vector<told_line> told = std::exchange(told_, {});
    if (wanted.items.size() != told.size())
      wrong_.add(wanted, "expected " + std::to_string(wanted.items.size()) +
                             " to be told, but it was:" + all(told));
    for (std::size_t i = 0; i < std::min(wanted.items.size(), told.size()); ++i) {
      const yaml_node& line = wanted.items[i];
      for (const yaml_entry& each : line.entries) {
        if (each.key == "due")
          expect(wrong_, each.value, "due", told[i].due);
        else if (each.key == "late")
          expect(wrong_, each.value, "late", told[i].late);
        else if (each.key != told[i].kind || each.value.text != told[i].milestone)
          wrong_.add(each.value, "expected " + each.key + " \"" + each.value.text +
                                     "\", told was " + told[i].kind + " \"" + told[i].milestone +
                                     "\"");
      }
    }
  }
  static std::string all(const std::vector<told_line>& told) {
    std::string text;
    for (const told_line& each : told)
      text += "\n    " + each.kind + " \"" + each.milestone + "\"" +
              (each.due ? " due " + shown(*each.due, "2026 +08:00") : "") +
              (each.late ? " late" : "");
    return text.empty() ? " nothing" : text;
  }

  const table_case& about_;
  complaints wrong_;
  source_map sources_{};
  std::vector<diagnostic> findings_{};
  std::shared_ptr<const program> code_{};
  std::shared_ptr<const program> later_{}; ///< the same under `calendars_later`
  memory_store store_{};
  std::unique_ptr<engine> engine_{};
  case_id id_ = case_id::none;
  std::vector<told_line> told_{};
};

} // namespace caseclock::rules
