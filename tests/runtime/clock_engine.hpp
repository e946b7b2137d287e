// The engine under the oracle's test: the same clocks and the same history, told in the same words.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/caseclock.hpp"
#include "program/definitions.hpp"
#include "runtime/clock_hours.hpp"
#include "runtime/clock_line.hpp"

namespace oracle {

/// One state, one event per happening: it sets the data and raises what starts and stops clocks.
class clock_workflow {
 public:
  static workflow_definition of(const history_case& made) {
    state_definition open = test::state("open");
    std::vector<event_definition> events;
    for (std::size_t i = 0; i < made.history.size(); ++i) {
      const std::string name = "e" + std::to_string(i);
      events.push_back(test::event(name));
      open.on.push_back(test::on(name, {test::doing(actions_of(made.history[i]))}));
    }
    for (const char* name : {"start", "start_since", "stop", "reset", "cancel"}) {
      events.push_back(test::event(name));
      events.back().internal = true;
    }
    workflow_definition source = test::workflow("open", {open}, std::move(events));
    for (const char* name : {"priority", "tier", "waits"})
      source.data.push_back(test::required(test::field(name, "int")));
    source.data.push_back(test::required(test::field("since", "timestamp")));
    for (std::size_t i = 0; i < made.clocks.size(); ++i)
      source.clocks.push_back(clock_of_plan(made.clocks[i], i));
    return source;
  }

 private:
  static std::vector<action_definition> actions_of(const happening& next) {
    std::vector<action_definition> made;
    if (next.priority)
      made.push_back(test::set("priority", std::to_string(*next.priority)));
    if (next.tier)
      made.push_back(test::set("tier", std::to_string(*next.tier)));
    if (next.waits)
      made.push_back(test::set("waits", std::to_string(*next.waits)));
    if (next.since) {
      made.push_back(test::set("since", "timestamp('" + text_of(*next.since) + "')"));
      made.push_back(test::raise("start_since"));
    } else if (next.start) {
      made.push_back(test::raise("start"));
    }
    if (next.stop)
      made.push_back(test::raise("stop"));
    if (next.reset)
      made.push_back(test::raise("reset"));
    if (next.cancel)
      made.push_back(test::raise("cancel"));
    return made;
  }
  static clock_definition clock_of_plan(const clock_plan& plan, std::size_t number) {
    const auto on_event = [](const char* name) { return test::when(when_kind::event, name); };
    clock_definition made;
    made.name = test::text(std::string(1, static_cast<char>('a' + number)));
    when_definition since = on_event("start_since");
    since.from = test::text("since");
    made.start = {on_event("start"), since};
    made.stop = {on_event("stop")};
    made.reset = {on_event("reset")};
    made.cancel = {on_event("cancel")};
    made.pause = {{while_kind::condition, test::text("waits == 1 || waits == 3")},
                  {while_kind::condition, test::text("waits >= 2")}};
    for (std::size_t i = 0; i < plan.targets.size(); ++i)
      made.targets.push_back(
          {test::text(guard("priority", i, plan.targets.size())), {plan.targets[i], {}}, {}});
    for (std::size_t i = 0; i < plan.hours.size(); ++i)
      made.calendars.push_back({test::text(guard("tier", i, plan.hours.size())),
                                test::text("h" + std::to_string(plan.hours[i]))});
    for (const milestone_plan& each : plan.milestones) {
      milestone_definition milestone;
      milestone.kind = each.kind;
      milestone.percent = each.percent;
      milestone.amount = each.amount;
      milestone.times = each.times;
      made.milestones.push_back(milestone);
    }
    made.on_retarget = plan.on_retarget;
    made.on_recalendar = plan.on_recalendar;
    made.reopen = plan.reopen;
    made.revoke_breach = plan.revoke_breach;
    return made;
  }
  /// The last choice is the one that is left.
  static std::string guard(const char* field, std::size_t i, std::size_t size) {
    return i + 1 == size ? std::string{} : std::string{field} + " == " + std::to_string(i);
  }
};

/// What the records say of clocks, in the oracle's words. Anything else is not its business.
class clock_words {
 public:
  explicit clock_words(const record& told) : told_(told) {}

  std::string operator()(const clock_started& r) const {
    return line(r.clock, "start cycle=" + std::to_string(r.cycle) +
                             " budget=" + naive::text_of(r.budget) + " due=" + when(r.due));
  }
  std::string operator()(const clock_paused& r) const {
    return line(r.clock, "pause elapsed=" + naive::text_of(r.elapsed));
  }
  std::string operator()(const clock_resumed& r) const {
    return line(r.clock, "resume due=" + text_of(r.due));
  }
  std::string operator()(const clock_stopped& r) const {
    return line(r.clock, std::string{"stop "} + (r.met ? "met" : "missed") +
                             " elapsed=" + naive::text_of(r.elapsed));
  }
  std::string operator()(const clock_cancelled& r) const {
    return line(r.clock, "cancel elapsed=" + naive::text_of(r.elapsed));
  }
  std::string operator()(const clock_reset& r) const {
    return line(r.clock, "reset due=" + when(r.due));
  }
  std::string operator()(const clock_retargeted& r) const {
    return line(r.clock, "retarget revision=" + std::to_string(r.revision) +
                             " budget=" + naive::text_of(r.after) + " due=" + when(r.due));
  }
  std::string operator()(const breach_revoked& r) const { return line(r.clock, "revoke"); }
  std::string operator()(const sla_warning& r) const {
    return milestone("warn", r.key, r.due, r.late);
  }
  std::string operator()(const sla_breached& r) const {
    return milestone("breach", r.key, r.due, r.late);
  }
  std::string operator()(const sla_escalated& r) const {
    return milestone("escalate", r.key, r.due, r.late);
  }
  std::string operator()(const incident_raised& r) const { return "incident " + r.message; }
  std::string operator()(const action_failed& r) const { return "failed " + r.message; }
  std::string operator()(const incident_resolved& r) const { return std::string(name(r.how)); }
  std::string operator()(const event_refused& r) const { return "refused " + r.message; }
  template <class Other> std::string operator()(const Other&) const { return {}; }

 private:
  static std::string when(const std::optional<instant>& t) { return naive::text_of(t); }
  [[nodiscard]] std::string line(clock_id clock, const std::string& what) const {
    return text_of(told_.at) + " " + std::string(1, static_cast<char>('a' + clock.index())) + " " +
           what;
  }
  [[nodiscard]] std::string milestone(const char* kind, const milestone_key& key, instant due,
                                      const std::optional<instant>& late) const {
    return line(key.clock, std::string{kind} + " cycle=" + std::to_string(key.cycle) +
                               " revision=" + std::to_string(key.revision) +
                               " milestone=" + std::to_string(key.milestone) + "#" +
                               std::to_string(key.repetition) + " due=" + text_of(due) +
                               " late=" + when(late));
  }

  const record& told_;
};

inline std::string view_text(const clock_view& view) {
  static constexpr const char* names[] = {"idle", "running", "paused",
                                          "met",  "missed",  "cancelled"};
  std::string text = std::string{names[static_cast<std::size_t>(view.state)]} +
                     " cycle=" + std::to_string(view.cycle);
  if (view.cycle == 0)
    return text;
  text += " budget=" + naive::text_of(view.budget) + " elapsed=" + naive::text_of(view.elapsed) +
          " remaining=" + naive::text_of(view.remaining) +
          " percent=" + std::to_string(view.percent);
  if (view.due)
    text += " due=" + text_of(*view.due);
  if (view.due_if_resumed)
    text += " due_if_resumed=" + text_of(*view.due_if_resumed);
  return text + (view.breached ? " breached" : "") + (view.stopped ? " stopped" : "");
}

/// One case in an engine, which may be restarted over its store.
class clock_engine {
 public:
  explicit clock_engine(const history_case& made) {
    const workflow_definition source = clock_workflow::of(made);
    for (const std::size_t set : {std::size_t{1}, std::size_t{0}}) {
      auto compiled = compile(source, known_hours::get().compiled(set));
      for (const diagnostic& each : compiled.diagnostics)
        if (each.level == severity::fault)
          FAIL(each.code, ": ", each.message);
      programs_.insert(programs_.begin(), *compiled.value);
    }
    begin();
  }

  void open(instant at) {
    const auto opened = engine_->open(
        {"errand",
         "K",
         {{"priority", value{0}}, {"tier", value{0}}, {"waits", value{0}}, {"since", value{at}}},
         {}},
        at);
    REQUIRE_MESSAGE(opened.ok(), opened.error().message);
    id_ = *opened;
  }
  void perform(const happening& next, std::size_t number) {
    switch (next.kind) {
    case happening::how::event:
      said(engine_->send({id_, "e" + std::to_string(number), {}, {}}, next.at));
      return;
    case happening::how::set: said(engine_->set({id_, fields_of(next), {}}, next.at)); return;
    case happening::how::recalendar:
      said(engine_->recalendar(id_, programs_[1], {}, next.at));
      return;
    case happening::how::advance: CHECK(engine_->advance(next.at).finished); return;
    case happening::how::away: engine_->away_until(next.at); return;
    case happening::how::restart:
      begin();
      REQUIRE(engine_->restore().ok());
      return;
    }
  }
  [[nodiscard]] std::vector<std::string> views() const {
    std::vector<std::string> all;
    for (const clock_view& each : engine_->clocks(id_, engine_->now()))
      all.push_back(view_text(each));
    return all;
  }
  [[nodiscard]] std::optional<instant> next_deadline() const { return engine_->next_deadline(); }

  std::vector<std::string> told{};

 private:
  void begin() {
    engine_ = std::make_unique<engine>(store_);
    REQUIRE(engine_->add(programs_[1]).ok());
    REQUIRE(engine_->add(programs_[0]).ok());
    engine_->subscribe({}, [this](const publication& each) {
      const std::string text = std::visit(clock_words{each.record}, each.record.body);
      if (!text.empty())
        told.push_back(text);
    });
  }
  void said(const status& outcome) {
    if (!outcome.ok())
      told.push_back("error " + outcome.error().message);
  }
  static value_record fields_of(const happening& next) {
    value_record fields;
    if (next.priority)
      fields.emplace_back("priority", value{*next.priority});
    if (next.tier)
      fields.emplace_back("tier", value{*next.tier});
    if (next.waits)
      fields.emplace_back("waits", value{static_cast<std::int64_t>(*next.waits)});
    return fields;
  }

  memory_store store_{};
  std::vector<std::shared_ptr<const program>> programs_{};
  std::unique_ptr<engine> engine_{};
  case_id id_ = case_id::none;
};

} // namespace oracle
