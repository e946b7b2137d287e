// S1 to S13 against a naive interpreter: random charts with random histories, run by the engine's
// `step` and by appendix D of the SCXML recommendation as it is written (naive_chart.hpp).
//
// A failing case is made smaller and printed as it would stand in tests/statechart/*.yaml.
#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "caseclock/program/compile.hpp"
#include "caseclock/runtime/runtime.hpp"
#include "statechart/chart_random.hpp"
#include "statechart/chart_words.hpp"
#include "statechart/naive_chart.hpp"

namespace caseclock::charts {
namespace {

constexpr std::uint32_t most_microsteps = 60;

std::shared_ptr<const program> compiled(const workflow_definition& chart) {
  const report<std::shared_ptr<const program>> made = compile(chart, {});
  return made.value ? *made.value : nullptr;
}

/// The engine's side: one case, driven as an engine drives it.
class real_chart {
 public:
  explicit real_chart(std::shared_ptr<const program> code) : code_(std::move(code)) {
    now_is.id = case_id{1};
    now_is.program = code_->hash;
  }
  snapshot now_is{};
  std::vector<std::string> told{};

  void apply(const input& what, instant at) {
    step_limits limits;
    limits.microsteps = most_microsteps;
    const step_result made = step(*code_, now_is, what, at, limits);
    for (std::size_t i = 0; i < made.records.size(); ++i) {
      told.push_back(line_of(*code_, made.records[i]));
      if (made.records[i].ordinal != i)
        told.push_back("ordinal " + std::to_string(made.records[i].ordinal));
    }
    now_is = made.after;
  }
  void open(std::int64_t x2, instant at) {
    apply({{}, open_input{{value{0}, value{0}, value{x2}}}}, at);
  }
  void send(const std::string& event, instant at) {
    apply({{}, event_input{code_->event(event), {}}}, at);
  }
  void set(std::int64_t to, instant at) {
    apply({{}, set_input{{{code_->field("x2"), value{to}}}}}, at);
  }
  void resolve(incident_end how, instant decided) {
    const bool frozen = now_is.status == case_status::frozen;
    apply({{}, resolve_input{how, decided}}, frozen ? now_is.changed : decided);
  }
  [[nodiscard]] std::optional<instant> next_due(instant last) const {
    const auto next = caseclock::next_due(*code_, now_is);
    return next && *next <= last ? next : std::nullopt;
  }
  [[nodiscard]] std::string active() const {
    std::string names;
    for (const state_id id : now_is.active)
      names += " " + code_->states[id.index()].name;
    return names;
  }

 private:
  std::shared_ptr<const program> code_;
};

std::string active(const naive_case& of) {
  std::string names;
  for (const node* each : of.active)
    names += " " + each->name();
  return names;
}

struct played {
  std::size_t records = 0;
  std::vector<std::vector<std::string>> told{}; ///< by the naive one: the opening, then each step
  std::string difference{};                     ///< empty: both say the same
};

std::string difference(const std::vector<std::string>& real,
                       const std::vector<std::string>& naive) {
  for (std::size_t i = 0; i < std::max(real.size(), naive.size()); ++i) {
    const std::string one = i < real.size() ? real[i] : "nothing";
    const std::string other = i < naive.size() ? naive[i] : "nothing";
    if (one != other)
      return "line " + std::to_string(i + 1) + ": the engine \"" + one + "\", the oracle \"" +
             other + "\"";
  }
  return {};
}

class pair_of_charts {
 public:
  pair_of_charts(const chart_case& of, std::shared_ptr<const program> code, bool mistaken)
      : of_(of), naive_(of.chart, most_microsteps), real_(std::move(code)), mistaken_(mistaken) {}

  played play() {
    now_ = *parse_instant("2026-03-06T15:00+08:00");
    naive_.open(now_, {{"x0", 0}, {"x1", 0}, {"x2", of_.x2}});
    real_.open(of_.x2, now_);
    compare("the opening");
    for (std::size_t i = 0; i < of_.steps.size() && result_.difference.empty(); ++i) {
      step(of_.steps[i]);
      compare("step " + std::to_string(i + 1));
    }
    return std::move(result_);
  }

 private:
  void step(const chart_step& at) {
    switch (at.what) {
    case act::send:
      catch_up(now_ - duration{1}, false);
      naive_.send(at.event, now_);
      real_.send(mistaken_ ? "e1" : at.event, now_);
      break;
    case act::set:
      naive_.set("x2", at.number, now_);
      real_.set(at.number, now_);
      break;
    case act::wait:
      now_ += duration{at.number * 60'000};
      catch_up(now_, false);
      break;
    case act::retry:
    case act::skip:
      naive_.resolve(at.what == act::retry, now_);
      real_.resolve(at.what == act::retry ? incident_end::retried : incident_end::skipped, now_);
      catch_up(now_, true);
      break;
    }
  }
  /// A case that an incident held up is behind; what fell due meanwhile is told late.
  void catch_up(instant last, bool late) {
    while (const auto due = naive_.next_due(last)) {
      if (real_.next_due(last) != due) {
        real_.told.push_back("another deadline");
        return;
      }
      naive_.fire(*due, late && *due < last);
      real_.apply({{}, timer_input{late ? last : *due}}, *due);
    }
    if (real_.next_due(last))
      real_.told.push_back("a deadline that the oracle does not have");
  }
  void compare(const std::string& when) {
    result_.records += naive_.told.size();
    std::string found = difference(real_.told, naive_.told);
    if (found.empty() && real_.active() != active(naive_.now_is))
      found = "active are" + real_.active() + ", to the oracle" + active(naive_.now_is);
    if (!found.empty())
      result_.difference = when + ": " + found;
    result_.told.push_back(std::exchange(naive_.told, {}));
    real_.told.clear();
  }

  const chart_case& of_;
  naive_chart naive_;
  real_chart real_;
  bool mistaken_;
  instant now_{};
  played result_{};
};

std::optional<played> play(const chart_case& of, bool mistaken = false) {
  auto code = compiled(of.chart);
  if (code == nullptr)
    return std::nullopt;
  return pair_of_charts{of, std::move(code), mistaken}.play();
}

std::string quoted_lines(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& each : lines)
    text += (text.empty() ? "\"" : ", \"") + each + "\"";
  return "[" + text + "]";
}

std::string written(const chart_step& at) {
  switch (at.what) {
  case act::send: return "send: " + at.event;
  case act::set: return "set: {x2: " + std::to_string(at.number) + "}";
  case act::wait: return "wait: " + std::to_string(at.number) + "m";
  case act::retry: return "retry: true";
  case act::skip: return "skip: true";
  }
  return {};
}

/// As it would stand in a table, with what the oracle expects.
std::string written(const chart_case& of, const played& result) {
  std::string text = "  - case: found by the oracle\n    chart:\n" +
                     chart_printer{}.print(of.chart) +
                     "    play:\n      - open: {x2: " + std::to_string(of.x2) + "}\n";
  for (std::size_t i = 0; i < result.told.size(); ++i) {
    if (i > 0)
      text += "      - " + written(of.steps[i - 1]) + "\n";
    text += "        told: " + quoted_lines(result.told[i]) + "\n";
  }
  return text;
}

} // namespace

TEST_CASE("S1 to S13: random charts agree with appendix D, read word by word") {
  const std::uint64_t seed = oracle::first_seed(20'261'128);
  const std::uint64_t cases = oracle::case_count(3'000);
  std::size_t records = 0;
  std::size_t unsound = 0;
  for (std::uint64_t i = 0; i < cases; ++i) {
    oracle::dice dice{seed + i};
    const chart_case made = chart_maker{dice}.make();
    const std::optional<played> result = play(made);
    if (!result) {
      ++unsound;
      continue;
    }
    records += result->records;
    if (result->difference.empty())
      continue;
    const chart_case small = oracle::shrunk(made, simpler, [](const chart_case& each) {
      const auto again = play(each);
      return again && !again->difference.empty();
    });
    const played shown = *play(small);
    FAIL("CASECLOCK_ORACLE_SEED=", seed + i, ": ", shown.difference, "\n", written(small, shown));
  }
  MESSAGE("CASECLOCK_ORACLE_SEED=", seed, ": ", cases - unsound, " charts, ", records,
          " records compared");
  CHECK(unsound * 5 < cases);
  CHECK(records > cases);
}

TEST_CASE(
    "statechart: the oracle notices an event that is taken for another, and shrinks the case") {
  for (std::uint64_t seed = 1; seed < 200; ++seed) {
    oracle::dice dice{seed};
    const chart_case made = chart_maker{dice}.make();
    const auto fails = [](const chart_case& each) {
      const auto result = play(each, true);
      return result && !result->difference.empty();
    };
    if (!fails(made))
      continue;
    const chart_case small = oracle::shrunk(made, simpler, fails);
    CHECK(small.steps.size() <= 2);
    CHECK(small.chart.states.size() <= 2);
    CHECK(written(small, *play(small, true)).find("send: e") != std::string::npos);
    return;
  }
  FAIL("no chart tells two events apart");
}

} // namespace caseclock::charts
