// Runs a compiled expression on a stack of slots.
//
// A slot refers to a value that lives elsewhere (a field, a constant, an element of a list) or owns
// what was computed: comparing a field with a constant copies nothing. A failure is a slot, too, so
// that `&&`, `||`, `all` and `exists` can absorb it; every other operation passes it on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/base/assert.hpp"
#include "caseclock/base/result.hpp"
#include "caseclock/expr/detail/arithmetic.hpp"
#include "caseclock/expr/detail/calls.hpp"
#include "caseclock/expr/detail/code.hpp"
#include "caseclock/expr/detail/loops.hpp"
#include "caseclock/expr/detail/members.hpp"
#include "caseclock/expr/detail/slot.hpp"
#include "caseclock/expr/detail/source_text.hpp"
#include "caseclock/expr/detail/text_calls.hpp"
#include "caseclock/expr/detail/weight.hpp"
#include "caseclock/expr/expression.hpp"
#include "caseclock/expr/scope.hpp"
#include "caseclock/value/coerce.hpp"

namespace caseclock::detail {

class machine {
 public:
  /// `stack` has as many slots as the expression needs and does not move.
  machine(const expression& compiled, const expr_environment& environment, slot* stack)
      : code_(compiled), asked_(environment), stack_(stack) {}

  /// The slot that holds the evaluated.
  slot& run() {
    return code_.rules == typing::strict ? run_to_end() : run_within(most_lenient_steps);
  }

 private:
  /// What may take how long was bounded when it was compiled.
  slot& run_to_end() {
    while (pc_ < code_.code.size()) {
      const expr_instruction& now = code_.code[pc_];
      ++pc_;
      execute(now);
    }
    CASECLOCK_ASSERT(height_ == 1);
    return stack_[0];
  }

  /// Where types are not known, lengths are not either: the work is counted.
  slot& run_within(std::uint64_t steps) {
    while (pc_ < code_.code.size()) {
      const expr_instruction& now = code_.code[pc_];
      ++pc_;
      const std::uint64_t before = work_ahead(now);
      if (before <= steps)
        execute(now);
      // A failure looks for its place in the text.
      const std::uint64_t made = height_ == 0          ? 1
                                 : top().at != nullptr ? weight_of(*top().at)
                                                       : 1 + code_.text.size() / 64;
      if (steps < before + made) {
        fail(stack_[0], now, failing{"limit", "this takes too many steps"});
        return stack_[0];
      }
      steps -= before + made;
    }
    CASECLOCK_ASSERT(height_ == 1);
    return stack_[0];
  }

  /// What an instruction costs beyond what it makes.
  std::uint64_t work_ahead(const expr_instruction& now) {
    const auto code = static_cast<op>(now.op);
    if (code == op::call && is_text_call(static_cast<function>(now.a)))
      return text_work(top(now.operand - 1).at,
                       now.operand > 1 ? top(now.operand - 2).at : nullptr);
    const bool calls = code == op::call && (static_cast<function>(now.a) == function::contains ||
                                            static_cast<function>(now.a) == function::matches);
    if (code != op::comparison && code != op::element_of && !calls)
      return 0;
    const std::size_t first =
        calls && argument_count(static_cast<function>(now.a), now.operand) == 1 ? 0 : 1;
    if (top(first).at == nullptr || top().at == nullptr)
      return 0;
    if (!calls)
      return deep_weight(*top(1).at) + deep_weight(*top().at);
    const auto length = [](const value& v) {
      return v.as_string() != nullptr ? v.as_string()->size() : 0;
    };
    const std::size_t text = length(*top(first).at);
    if (static_cast<function>(now.a) == function::contains)
      return text * length(*top().at) / 8192;
    return 64 + text * 64 + (now.operand == pattern_on_stack ? 20'000 : 0);
  }

  // ---- the stack --------------------------------------------------------------------------------
  slot& push() { return stack_[height_++]; }
  slot& top(std::size_t below = 0) { return stack_[height_ - 1 - below]; }
  void drop(std::size_t count) { height_ -= count; }

  void fail(slot& where, const expr_instruction& now, error why) {
    const source_span origin =
        code_.span.known() ? code_.span : source_span{code_.span.file, 1, 1, 1};
    const source_span place = source_text{code_.text, origin, code_.breaks}.span({now.b, now.b});
    if (why.where.empty())
      why.where = std::to_string(place.line) + ':' + std::to_string(place.column);
    where.fail(std::make_unique<error>(std::move(why)));
  }
  void fail(slot& where, const expr_instruction& now, failing why) {
    std::string message = why.message;
    if (why.reason == std::string_view{no_such_overload.reason}) {
      for (const auto& hint : code_.hints)
        message = hint.first == now.b ? hint.second : message;
    }
    fail(where, now, error{errc::evaluation, std::move(message), {}, why.reason});
  }
  void settle(slot& where, const expr_instruction& now, evaluated computed) {
    if (auto* held = std::get_if<value>(&computed))
      where.hold(std::move(*held));
    else
      fail(where, now, std::get<failing>(computed));
  }
  void settle(slot& where, const expr_instruction& now, result<value> answered) {
    if (answered)
      where.hold(*std::move(answered));
    else
      fail(where, now, answered.error());
  }

  /// Drops all but the lowest of `count` slots; true if none of them failed. Else the lowest takes
  /// the first failure.
  bool all_sound(std::size_t count) {
    for (std::size_t below = count; below-- > 0;) {
      slot& each = top(below);
      if (each.at != nullptr)
        continue;
      if (below != count - 1)
        top(count - 1).fail(std::move(each.failure));
      drop(count - 1);
      return false;
    }
    return true;
  }

  // ---- instructions -----------------------------------------------------------------------------
  void execute(const expr_instruction& now) {
    switch (static_cast<op>(now.op)) {
    case op::constant: return push().refer(code_.constants[now.operand]);
    case op::field: return push().refer(asked_.field(field_id{now.operand}));
    case op::event_field: return push().refer(asked_.event_field(now.operand));
    case op::ambient_value: return push().hold(asked_.ask(static_cast<ambient>(now.operand)));
    case op::local: return read_local(now.operand);
    case op::has_value:
    case op::require_value:
    case op::to_decimal:
    case op::negate_truth:
    case op::negate_number:
    case op::select: return one_operand(now);
    case op::arithmetic:
    case op::comparison:
    case op::element_of:
    case op::index: return two_operands(now);
    case op::make_list: return make_list(now);
    case op::make_record: return make_record(now);
    case op::raise: return push().fail(raised(now));
    case op::decided_false: return skip_if(false, now.operand);
    case op::decided_true: return skip_if(true, now.operand);
    case op::join_and: return join(false, now);
    case op::join_or: return join(true, now);
    case op::branch: return branch(now);
    case op::jump: pc_ = now.operand; return;
    case op::call: return call(now);
    case op::loop_begin: return loop_begin(now);
    case op::loop_step: return loop_step(now);
    case op::fit: return fit(now);
    }
  }

  void read_local(std::uint32_t variable) {
    CASECLOCK_ASSERT(stack_[variable].at != nullptr);
    push().refer(*stack_[variable].at);
  }

  void one_operand(const expr_instruction& now) {
    slot& x = top();
    if (x.at == nullptr)
      return;
    const auto code = static_cast<op>(now.op);
    if (code == op::has_value)
      return now.a == 1 ? void() : x.decide(!x.at->is_null());
    if (code == op::require_value)
      return x.at->is_null() ? settle(x, now, evaluated(missing_value)) : void();
    if (code == op::to_decimal)
      return x.at->is_null() ? void() : settle(x, now, to_decimal_value(*x.at));
    if (code == op::negate_number)
      return settle(x, now, negated(*x.at));
    if (code == op::select)
      return select(x, now);
    const bool* truth = x.at->as_bool();
    settle(x, now, truth != nullptr ? evaluated(value(!*truth)) : evaluated(unfit(*x.at)));
  }

  void select(slot& x, const expr_instruction& now) {
    const auto how = static_cast<selecting>(now.a);
    const value_record* fields = x.at->as_record();
    if (fields == nullptr && x.at->is_null() && how == selecting::declared_of_maybe)
      return x.hold(value{});
    if (fields == nullptr && x.at->is_null() && how == selecting::is_there && !alone())
      return x.decide(false);
    if (fields == nullptr)
      return settle(x, now, evaluated(unfit(*x.at)));
    const value* found = find(*fields, *code_.constants[now.operand].as_string());
    if (how == selecting::is_there)
      return x.decide(found != nullptr);
    if (found == nullptr && how == selecting::key)
      return settle(x, now, evaluated(no_such_key));
    x.hold(found != nullptr ? *found : value{});
  }

  /// What is of any type becomes what is wanted, by the rules for what comes from outside.
  void fit(const expr_instruction& now) {
    slot& x = top();
    if (x.at == nullptr)
      return;
    auto fitted = coerce(*x.at, code_.fits[now.operand]);
    if (fitted)
      return x.hold(*std::move(fitted));
    error why = fitted.error();
    why.message = (why.where.empty() ? "" : why.where + ": ") + why.message;
    fail(x, now, error{errc::evaluation, std::move(why.message), {}, no_such_overload.reason});
  }

  void two_operands(const expr_instruction& now) {
    if (!all_sound(2))
      return;
    slot& left = top(1);
    const value& right = *top(0).at;
    const auto code = static_cast<op>(now.op);
    drop(1);
    if (code == op::comparison) {
      if (const auto truth = related(static_cast<relation>(now.a), *left.at, right))
        return left.decide(*truth);
      return settle(left, now, evaluated(unfit(*left.at, right)));
    }
    if (code == op::arithmetic)
      return settle(left, now, compute(static_cast<arithmetic>(now.a), *left.at, right, times()));
    if (code == op::index)
      return settle(left, now, element(*left.at, right));
    if (const auto found = contains(right, *left.at))
      return left.decide(*found);
    settle(left, now, evaluated(unfit(right)));
  }

  void make_list(const expr_instruction& now) {
    if (now.operand == 0)
      return push().hold(value(value_list{}));
    if (!all_sound(now.operand))
      return;
    value_list made;
    made.reserve(now.operand);
    for (std::size_t below = now.operand; below-- > 0;)
      made.push_back(*top(below).at);
    drop(now.operand - 1);
    top().hold(value(std::move(made)));
  }

  void make_record(const expr_instruction& now) {
    const std::size_t count = std::size_t{now.operand} * 2;
    if (!all_sound(count))
      return;
    value_record made;
    made.reserve(now.operand);
    const failing* wrong = nullptr;
    for (std::size_t below = count; below > 0 && wrong == nullptr; below -= 2) {
      auto key = record_key(*top(below - 1).at, now.a == 1);
      if (!key || find(made, *key) != nullptr)
        wrong = key ? &twice_the_key : &no_key;
      else
        made.emplace_back(*std::move(key), *top(below - 2).at);
    }
    drop(count - 1);
    if (wrong != nullptr)
      return fail(top(), now, *wrong);
    top().hold(value(std::move(made)));
  }

  std::unique_ptr<error> raised(const expr_instruction& now) {
    slot failed;
    fail(failed, now, code_.faults[now.operand]);
    return std::move(failed.failure);
  }

  [[nodiscard]] bool alone() const { return code_.rules == typing::lenient; }
  [[nodiscard]] const time_range& times() const { return alone() ? all_times : usual_times; }

  // ---- logic ------------------------------------------------------------------------------------
  /// The slot's truth; what is no bool becomes a failure.
  const bool* truth_of(slot& x, const expr_instruction& now) {
    if (x.at == nullptr)
      return nullptr;
    const bool* truth = x.at->as_bool();
    if (truth == nullptr)
      settle(x, now, evaluated(unfit(*x.at)));
    return truth;
  }

  void skip_if(bool decisive, std::uint32_t target) {
    const value* left = top().at;
    const bool* truth = left != nullptr ? left->as_bool() : nullptr;
    if (truth != nullptr && *truth == decisive)
      pc_ = target;
  }

  /// The left side did not decide. The right side does, or a failure of either side stands.
  void join(bool decisive, const expr_instruction& now) {
    const bool* right = truth_of(top(0), now);
    const bool decided = right != nullptr && *right == decisive;
    const bool* left = truth_of(top(1), now);
    if (decided || (left != nullptr && right != nullptr))
      top(1).decide(decided ? decisive : !decisive);
    else if (left != nullptr)
      top(1).fail(std::move(top(0).failure));
    drop(1);
  }

  void branch(const expr_instruction& now) {
    const bool* condition = truth_of(top(), now);
    if (condition == nullptr) {
      pc_ = code_.code[now.operand - 1].operand; // the jump that ends the first branch
      return;
    }
    if (!*condition)
      pc_ = now.operand;
    drop(1);
  }

  // ---- calls ------------------------------------------------------------------------------------
  static std::size_t argument_count(function which, std::uint32_t operand) {
    if (which == function::matches)
      return operand == pattern_on_stack ? 2 : 1; // a pattern that is a literal is silent
    if (which >= function::year)
      return operand == zone_on_stack ? 2 : 1;
    if (which == function::working_time || which == function::contains ||
        which == function::starts_with || which == function::ends_with)
      return 2;
    if (which == function::min || which == function::max || is_text_call(which))
      return operand;
    const bool asks = which >= function::in_state && which <= function::remaining;
    return asks && operand != name_on_stack ? 0 : 1;
  }

  void call(const expr_instruction& now) {
    const auto which = static_cast<function>(now.a);
    const std::size_t count = argument_count(which, now.operand);
    if (count == 0)
      return ask(which, now);
    if (!all_sound(count))
      return;
    slot& first = top(count - 1);
    const value& second = *top(count == 2 ? 0 : count - 1).at;
    if (which == function::size)
      settle(first, now, size_of(*first.at));
    else if (which <= function::ends_with)
      settle(first, now, text_question(which, *first.at, second));
    else if (which == function::matches)
      settle(first, now, matched(*first.at, second, now.operand));
    else if (which <= function::max)
      settle(first, now, extreme(which, count));
    else if (which <= function::to_date)
      settle(first, now, converted(which, *first.at, alone()));
    else if (which == function::type_of)
      first.hold(value(type_denotation{first.at->kind()}));
    else if (which == function::dyn)
      void();
    else if (is_text_call(which))
      settle(first, now, computed_text(which, count));
    else if (which == function::working_time)
      working_time(first, second, now);
    else if (which == function::in_state)
      settle(first, now, in_state_named(*first.at));
    else
      settle(first, now, part_seen_from(which, *first.at, second, now.operand));
    drop(count - 1);
  }

  /// `matches`: with the pattern that was compiled, or one that is compiled now.
  evaluated matched(const value& object, const value& pattern, std::uint32_t compiled) {
    const std::string* text = object.as_string();
    if (text == nullptr || pattern.as_string() == nullptr)
      return unfit(object, pattern);
    if (text->size() > max_pattern_input)
      return failing{"limit", "the text is too long to be matched with a pattern"};
    if (compiled != pattern_on_stack)
      return value(code_.patterns[compiled](*text));
    if (!code_.compile_pattern)
      return no_such_overload;
    const auto made = code_.compile_pattern(*pattern.as_string());
    if (!made)
      return failing{"invalid_argument", "the pattern is no regular expression"};
    return value((*made)(*text));
  }

  /// A part of a date, seen from the offset that was compiled or from the zone that is an argument.
  evaluated part_seen_from(function which, const value& seen, const value& zone_name,
                           std::uint32_t operand) {
    using namespace std::chrono;
    if (operand != zone_on_stack) {
      const int offset = static_cast<int>(operand) - static_cast<int>(offset_bias);
      return part_of(which, seen, minutes{offset});
    }
    const instant* time = seen.as_timestamp();
    const std::string* named = zone_name.as_string();
    if (time == nullptr || named == nullptr)
      return unfit(seen, zone_name);
    if (const auto offset = fixed_offset(*named))
      return part_of(which, seen, minutes{*offset});
    if (const zone* found = asked_.zone_named(*named))
      return part_of(which, seen, found->offset_at(*time));
    return failing{"invalid_argument", "there is no such time zone"};
  }

  evaluated computed_text(function which, std::size_t count) {
    text_arguments given{};
    for (std::size_t k = 0; k < count; ++k)
      given[k] = top(count - 1 - k).at;
    return text_call(which, given);
  }

  evaluated extreme(function which, std::size_t count) {
    if (count == 1 && top().at->as_list() != nullptr)
      return extreme_of(which, *top().at->as_list());
    value_list all;
    for (std::size_t below = count; below-- > 0;)
      all.push_back(*top(below).at);
    return extreme_of(which, all);
  }

  void working_time(slot& first, const value& second, const expr_instruction& now) {
    const auto *from = first.at->as_timestamp(), *to = second.as_timestamp();
    if (from == nullptr || to == nullptr)
      return settle(first, now, evaluated(unfit(*first.at, second)));
    settle(first, now, asked_.working_time(*from, *to, calendar_id{now.operand}));
  }

  evaluated in_state_named(const value& name) {
    const std::string* text = name.as_string();
    if (text == nullptr)
      return unfit(name);
    const state_id found = asked_.state_named(*text);
    return value(found.valid() && asked_.in(found));
  }

  void ask(function which, const expr_instruction& now) {
    slot& answer = push();
    if (which == function::in_state)
      answer.decide(asked_.in(state_id{now.operand}));
    else if (which == function::tagged)
      answer.decide(asked_.tagged(tag_id{now.operand}));
    else if (which == function::approved)
      answer.decide(asked_.approved(state_id{now.operand}));
    else if (which == function::count)
      answer.hold(value(asked_.count(event_id{now.operand})));
    else if (which == function::elapsed)
      settle(answer, now, asked_.elapsed(clock_id{now.operand}));
    else
      settle(answer, now, asked_.remaining(clock_id{now.operand}));
  }

  // ---- macros -----------------------------------------------------------------------------------
  // The list's slot lies below the variables'; the body's value comes on top of all.
  static macro macro_of(const expr_instruction& now) {
    return static_cast<macro>(now.a & ~two_variables);
  }
  static std::size_t variables_of(const expr_instruction& now) {
    return (now.a & two_variables) != 0 ? 2 : 1;
  }

  void loop_begin(const expr_instruction& now) {
    const std::size_t variables = variables_of(now);
    slot& list = top();
    const bool record = list.at != nullptr && list.at->as_record() != nullptr;
    if (record && variables == 1)
      list.hold(value(keys_of(*list.at->as_record())));
    if (list.at != nullptr && !record && list.at->as_list() == nullptr)
      settle(list, now, evaluated(unfit(*list.at)));
    else if (list.at != nullptr && parts_of(*list.at) > max_list_elements)
      settle(list, now, evaluated(failing{"limit", "the list is too long"}));
    if (list.at == nullptr) {
      pc_ = now.operand;
      return;
    }
    loops_.emplace_back();
    for (std::size_t k = 0; k < variables; ++k)
      push();
    if (parts_of(*top(variables).at) == 0) {
      drop(variables);
      finish_loop(macro_of(now));
      pc_ = now.operand;
      return;
    }
    set_variables(variables);
  }

  void set_variables(std::size_t variables) {
    const std::size_t next = loops_.back().next;
    const value& walked = *top(variables).at;
    const value_list* list = walked.as_list();
    if (variables == 1)
      return top().refer((*list)[next]);
    top(1).hold(list != nullptr ? value(static_cast<std::int64_t>(next))
                                : key_value((*walked.as_record())[next].first));
    top().refer(list != nullptr ? (*list)[next] : (*walked.as_record())[next].second);
  }

  void loop_step(const expr_instruction& now) {
    const std::size_t variables = variables_of(now);
    loop_state& loop = loops_.back();
    const bool enough = take_body(macro_of(now), loop, now);
    drop(1);
    ++loop.next;
    if (!enough && loop.next < parts_of(*top(variables).at)) {
      set_variables(variables);
      pc_ = now.operand;
      return;
    }
    drop(variables);
    finish_loop(macro_of(now));
  }

  /// Takes the body's value into account; true if no further element matters.
  bool take_body(macro which, loop_state& loop, const expr_instruction& now) {
    slot& body = top();
    const bool* truth = which >= macro::map ? nullptr : truth_of(body, now);
    if (body.at == nullptr) {
      const bool first = loop.failure == nullptr;
      if (first)
        loop.failure = std::move(body.failure);
      return which != macro::all && which != macro::exists;
    }
    switch (which) {
    case macro::all: loop.hits += *truth ? 0 : 1; return !*truth;
    case macro::exists: loop.hits += *truth ? 1 : 0; return *truth;
    case macro::exists_one: loop.hits += *truth ? 1 : 0; return false;
    case macro::filter:
      if (*truth)
        loop.made.push_back(*top(1).at);
      return false;
    case macro::map: loop.made.push_back(*body.at); return false;
    case macro::gather:
    case macro::gather_values:
    case macro::gather_entries: break;
    }
    const failing* why = loop.gather(which, *top(2).at, *body.at, alone());
    if (why == nullptr)
      return false;
    fail(body, now, *why);
    loop.failure = std::move(body.failure);
    return true;
  }

  /// The result replaces the list, which is on top now.
  void finish_loop(macro which) {
    loop_state loop = std::move(loops_.back());
    loops_.pop_back();
    slot& answer = top();
    const bool decided = (which == macro::all || which == macro::exists) && loop.hits > 0;
    if (loop.failure != nullptr && !decided)
      return answer.fail(std::move(loop.failure));
    switch (which) {
    case macro::all: return answer.decide(loop.hits == 0);
    case macro::exists: return answer.decide(loop.hits > 0);
    case macro::exists_one: return answer.decide(loop.hits == 1);
    case macro::filter:
    case macro::map:
    case macro::gather: return answer.hold(value(std::move(loop.made)));
    case macro::gather_values:
    case macro::gather_entries: return answer.hold(value(std::move(loop.fields)));
    }
  }

  const expression& code_;
  const expr_environment& asked_;
  slot* stack_;
  std::size_t height_ = 0;
  std::size_t pc_ = 0;
  std::vector<loop_state> loops_;
};

} // namespace caseclock::detail
