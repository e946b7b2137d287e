// A naive interpreter of a workflow's states: appendix D (naive_machine.hpp), and around it what
// the rules S1 to S13 add: macrosteps that happen or do not, deferral, timers, failures, incidents.
// Everything is copied, nothing is shared with the engine but the definition.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/calendar/amount.hpp"
#include "statechart/naive_machine.hpp"

namespace caseclock::charts {

class naive_chart : public naive_machine {
 public:
  using naive_machine::naive_machine;

  void open(instant at, std::map<std::string, std::int64_t> data) {
    now_ = at;
    now_is.data = std::move(data);
    at_hand_.clear();
    run({naive_input::kind::open, "", {}}, [this] { begin(); });
  }

  void send(const std::string& event, instant at) {
    now_ = at;
    if (now_is.is != naive_case::status::open) {
      tell("refuse " + event + " " +
           (now_is.is == naive_case::status::closed ? "case_closed" : "case_frozen"));
      return;
    }
    refusal_.clear();
    run({naive_input::kind::event, event, {}}, [&] { receive(event); });
    if (!refusal_.empty()) // nothing else happened
      told = {"refuse " + event + " " + refusal_};
  }

  void set(const std::string& field, std::int64_t to, instant at) {
    now_ = at;
    if (now_is.is == naive_case::status::closed) {
      tell("refuse set case_closed");
      return;
    }
    if (now_is.is == naive_case::status::frozen) {
      change(field, to);
      return;
    }
    at_hand_ = "set";
    run({naive_input::kind::set, "", {field, to}}, [&] {
      change(field, to);
      main_loop();
    });
  }

  /// The next instant at which a timer is due, if it is not after `last`.
  [[nodiscard]] std::optional<instant> next_due(instant last) const {
    if (now_is.is != naive_case::status::open || now_is.timers.empty())
      return std::nullopt;
    const naive_timer first = *std::min_element(now_is.timers.begin(), now_is.timers.end());
    return first.due <= last ? std::optional{first.due} : std::nullopt;
  }
  void fire(instant at, bool late) {
    now_ = at;
    late_ = late;
    fire_all();
    late_ = false;
  }

  void resolve(bool retry, instant decided) {
    const std::string verb = retry ? "retry" : "skip";
    now_ = decided;
    if (now_is.is != naive_case::status::frozen) {
      tell("refuse " + verb + " not_frozen");
      return;
    }
    if (!retry && now_is.failed.what == naive_input::kind::open) {
      tell("refuse skip invalid_argument");
      return;
    }
    now_ = now_is.frozen_at;
    late_ = decided > now_;
    tell((retry ? "retried " : "skipped ") + now_is.stopped_by);
    const naive_input failed = now_is.failed;
    at_hand_ = retry ? "" : now_is.stopped_by;
    now_is.is = naive_case::status::open;
    if (failed.what == naive_input::kind::timer && retry)
      fire_all();
    else
      run(
          failed, [&] { retry ? run_again(failed) : give_up(failed); }, retry);
    late_ = false;
  }

 private:
  void begin() {
    tell("opened");
    enter_first();
    main_loop();
  }
  void run_again(const naive_input& failed) {
    if (failed.what == naive_input::kind::open) {
      begin();
      return;
    }
    if (failed.what == naive_input::kind::event)
      receive_again(failed.event);
    if (failed.what == naive_input::kind::set) {
      at_hand_ = "set";
      change(failed.data.first, failed.data.second);
    }
    main_loop();
  }
  void give_up(const naive_input& failed) {
    if (failed.what == naive_input::kind::timer)
      take_timer();
    main_loop();
  }

  // Macrosteps: all or nothing, and what becomes of those that fail (S1, S13).

  struct rest_point {
    naive_case at{};
    std::size_t told = 0;
  };
  [[nodiscard]] rest_point resting() const { return {now_is, told.size()}; }
  void back_to(const rest_point& rest) {
    now_is = rest.at;
    told.resize(rest.told);
  }
  void freeze(const rest_point& rest, const chart_failure& why, const naive_input& failed) {
    back_to(rest);
    tell("incident " + why.code);
    now_is.is = naive_case::status::frozen;
    now_is.frozen_at = now_;
    now_is.stopped_by = at_hand_;
    now_is.failed = failed;
  }

  /// One macrostep. False: the case is frozen.
  template <class Body, class Consume>
  bool macrostep(const naive_input& failed, const Body& body, const Consume& consume,
                 bool answerable = true) {
    const rest_point rest = resting();
    begin_macrostep();
    try {
      body();
    } catch (const chart_failure& why) {
      if (!answerable || !why.answerable || !answer(rest, why, consume)) {
        freeze(rest, why, failed);
        return false;
      }
    }
    if (finished_ == nullptr)
      return true;
    try {
      close();
    } catch (const chart_failure& why) {
      freeze(rest, why, failed);
      return false;
    }
    return true;
  }
  template <class Consume>
  bool answer(const rest_point& rest, const chart_failure& why, const Consume& consume) {
    const std::string during = at_hand_;
    back_to(rest);
    begin_macrostep();
    consume();
    tell("failed " + during + " " + why.code);
    tell("raise error.action");
    try {
      const auto chosen = select("error.action");
      if (!chosen.empty()) {
        microstep(chosen);
        main_loop();
        return true;
      }
    } catch (const chart_failure&) { // the first failure is what is told
    }
    at_hand_ = during;
    return false;
  }
  template <class Body>
  void run(const naive_input& failed, const Body& body, bool answerable = true) {
    if (macrostep(
            failed, body, [] {}, answerable))
      recall_all();
  }
  void recall_all() {
    while (now_is.is == naive_case::status::open) {
      const auto ready =
          std::find_if(now_is.deferred.begin(), now_is.deferred.end(),
                       [&](const std::string& each) { return !is_deferred_by_any(each); });
      if (ready == now_is.deferred.end())
        return;
      const std::string event = *ready;
      now_is.deferred.erase(ready);
      if (!macrostep(
              {naive_input::kind::event, event, {}}, [&] { receive_again(event); }, [] {}))
        return;
    }
  }
  void fire_all() {
    while (next_due(now_)) {
      const bool went_on = macrostep(
          {naive_input::kind::timer, "", {}},
          [&] {
            const naive_timer taken = take_timer();
            const timer_definition& about = taken.state->what->after[taken.index];
            at_hand_ = "after " + format_amount(about.after.value);
            const auto chosen = select_timer(taken);
            if (!chosen.empty())
              microstep(chosen);
            main_loop();
          },
          [&] { take_timer(); });
      if (!went_on)
        return;
    }
    recall_all();
  }
  naive_timer take_timer() {
    const auto first = std::min_element(now_is.timers.begin(), now_is.timers.end());
    const naive_timer taken = *first;
    now_is.timers.erase(first);
    const timer_definition& about = taken.state->what->after[taken.index];
    tell("timer " + taken.state->name() + " " + format_amount(about.after.value) +
         (late_ ? " late" : ""));
    return taken;
  }
  void close() {
    if (std::find(queue_.begin(), queue_.end(), "error.guard") != queue_.end())
      throw chart_failure{"evaluation", false};
    execute(finished_->what->exit);
    for (const std::string& each : now_is.deferred)
      tell("ignore " + each);
    now_is.deferred.clear();
    tell("close " + finished_->name());
    now_is.is = naive_case::status::closed;
  }

  // Events (S10, S12).

  [[nodiscard]] static bool lists(const std::vector<located_text>& list, const std::string& event) {
    return std::any_of(list.begin(), list.end(),
                       [&](const located_text& each) { return each.value == event; });
  }
  [[nodiscard]] bool is_deferred_by_any(const std::string& event) const {
    return std::any_of(now_is.active.begin(), now_is.active.end(),
                       [&](const node* each) { return lists(each->what->defer, event); });
  }
  void receive(const std::string& event) {
    at_hand_ = event;
    const std::size_t before = told.size();
    tell("accept " + event);
    std::vector<naive_transition> chosen = select(event);
    const auto goes_before = [&](const node* state) { // a transition from it or from inside it
      return std::any_of(chosen.begin(), chosen.end(), [&](const naive_transition& each) {
        return each.source == state || is_descendant(each.source, state);
      });
    };
    bool put_off = false;
    node_set ignoring;
    for (const node* each : now_is.active) {
      if (goes_before(each))
        continue;
      put_off = put_off || lists(each->what->defer, event);
      if (lists(each->what->ignore, event))
        ignoring.insert(each);
    }
    std::erase_if(chosen, [&](const naive_transition& each) {
      return std::any_of(ignoring.begin(), ignoring.end(),
                         [&](const node* inner) { return is_descendant(inner, each.source); });
    });
    const auto instead = [&](const std::string& what) {
      told.erase(told.begin() + static_cast<std::ptrdiff_t>(before));
      tell(what + " " + event);
    };
    if (put_off) {
      instead("defer");
      now_is.deferred.push_back(event);
    } else if (chosen.empty() && !ignoring.empty()) {
      instead("ignore");
    } else if (chosen.empty() && queue_.empty()) {
      refusal_ = is_handled(event) ? "guard_not_met" : "event_not_expected";
      told.resize(before);
      return;
    } else if (!chosen.empty()) {
      microstep(chosen);
    }
    main_loop();
  }
  void receive_again(const std::string& event) {
    refusal_.clear();
    receive(event);
    if (!refusal_.empty()) {
      tell("ignore " + event);
      main_loop();
    }
    refusal_.clear();
  }
  [[nodiscard]] bool is_handled(const std::string& event) const {
    return std::any_of(now_is.active.begin(), now_is.active.end(), [&](const node* state) {
      return std::any_of(state->what->on.begin(), state->what->on.end(),
                         [&](const auto& each) { return each.event.value == event; });
    });
  }

  bool late_ = false;
  std::string refusal_{};
};

} // namespace caseclock::charts
