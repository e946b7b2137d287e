// A case file for the expression tests: a scope with a bit of everything, and its answers.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/expr/compile.hpp"
#include "caseclock/expr/evaluate.hpp"
#include "caseclock/value/format.hpp"

namespace expr_test {

using namespace caseclock;

inline type make_type(kind k, bool optional = false) {
  type t;
  t.kind = k;
  t.optional = optional;
  return t;
}
inline type enum_type(std::vector<std::string> members, bool optional = false) {
  type t = make_type(kind::string, optional);
  t.members = std::make_shared<const std::vector<std::string>>(std::move(members));
  return t;
}
inline type list_type(type element, bool optional = false) {
  type t = make_type(kind::list, optional);
  t.element = std::make_shared<const type>(std::move(element));
  return t;
}
inline type record_type(std::vector<std::pair<std::string, type>> fields, bool optional = false) {
  schema made;
  for (auto& [name, t] : fields) {
    field_spec field;
    field.name = name;
    field.type = t;
    made.fields.push_back(field);
  }
  type t = make_type(kind::record, optional);
  t.fields = std::make_shared<const schema>(std::move(made));
  return t;
}

inline const instant now = *parse_instant("2026-03-06T15:00:00+08:00");

/// Fields with their values, and answers to every question.
struct sample_case final : expr_environment {
  schema data;
  schema payload;
  std::vector<value> fields;
  std::vector<value> event_fields;
  expr_scope scope;

  sample_case() {
    add("attempts", make_type(kind::integer), 2);
    add("fee", make_type(kind::fixed), decimal{125'000});
    add("customer", make_type(kind::string), "ACME");
    add("severity", enum_type({"general", "major"}), "major");
    add("tier", enum_type({"gold", "major", "basic"}), "gold");
    add("channel", enum_type({"phone", "mail"}), "mail");
    add("repaired", make_type(kind::boolean), true);
    add("ends_on", make_type(kind::date), *parse_date("2026-03-31"));
    add("received", make_type(kind::timestamp), now - std::chrono::minutes{90});
    add("spent", make_type(kind::span), duration{5'400'000});
    add("tags", list_type(make_type(kind::string)), value_list{"vip", "late"});
    add("scores", list_type(make_type(kind::integer)), value_list{4, 5, 3});
    add("channels", list_type(enum_type({"phone", "mail"})), value_list{"phone"});
    add("reason", make_type(kind::string, true), {});
    add("bonus", make_type(kind::integer, true), {});
    add("flag", make_type(kind::boolean, true), {});
    const type street = record_type({{"street", make_type(kind::string)}}, true);
    add("contact", record_type({{"name", make_type(kind::string)}, {"address", street}}),
        value_record{{"name", "Li"}, {"address", {}}});
    add("open_record", make_type(kind::record), value_record{{"x", 1}});
    add("any_int", make_type(kind::any), 7);
    add("any_text", make_type(kind::any), "abc");
    add("any_null", make_type(kind::any, true), {});
    add("any_list", make_type(kind::any), value_list{1, "a", value{}});
    add("any_record", make_type(kind::any),
        value_record{{"x", 1}, {"gone", {}}, {"inner", value_record{{"y", decimal{25'000}}}}});
    add_event("contract", enum_type({"signed", "lapsed", "none"}), "signed");
    add_event("amount", make_type(kind::fixed, true), decimal{10'000});
    add_event("note", make_type(kind::string, true), {});
    scope.data = &data;
    scope.event = &payload;
    scope.in_clock = true;
    scope.states = {"recording", "dispatch", "free_service_approval", "closed"};
    scope.approvals = {"free_service_approval"};
    scope.tags = {"waiting_for_customer", "open"};
    scope.events = {"contract_checked", "engineer_called"};
    scope.clocks = {"call_back", "solution"};
    scope.calendars = {"office", "around_the_clock"};
  }
  sample_case(const sample_case&) = delete;
  sample_case& operator=(const sample_case&) = delete;

  void add(std::string name, type t, value held) {
    field_spec field;
    field.name = std::move(name);
    field.type = std::move(t);
    data.fields.push_back(std::move(field));
    fields.push_back(std::move(held));
  }
  void add_event(std::string name, type t, value held) {
    field_spec field;
    field.name = std::move(name);
    field.type = std::move(t);
    payload.fields.push_back(std::move(field));
    event_fields.push_back(std::move(held));
  }

  const value& field(field_id id) const override { return fields[id.index()]; }
  const value& event_field(std::uint32_t slot) const override { return event_fields[slot]; }
  value ask(ambient what) const override {
    switch (what) {
    case ambient::now: return now;
    case ambient::case_id: return 42;
    case ambient::case_key: return "R-42";
    case ambient::case_workflow: return "repair";
    case ambient::actor_name: return "li";
    case ambient::actor_role: return "agent";
    case ambient::clock_name: return "call_back";
    case ambient::clock_due: return now + std::chrono::hours{48};
    case ambient::clock_remaining: return duration{3'600'000};
    case ambient::clock_elapsed: return {};
    }
    return {};
  }
  bool in(state_id id) const override { return id.index() == 1; }
  bool tagged(tag_id id) const override { return id.index() == 1; }
  bool approved(state_id id) const override { return id.index() == 2; }
  std::int64_t count(event_id id) const override { return id.index() == 1 ? 3 : 0; }
  result<value> elapsed(clock_id id) const override {
    return id.index() == 0 ? result<value>(value(duration{60'000})) : result<value>(value{});
  }
  result<value> remaining(clock_id id) const override {
    if (id.index() == 0)
      return {errc::horizon, "past the calendar's horizon"};
    return value(duration{-60'000});
  }
  result<value> working_time(instant from, instant to, calendar_id id) const override {
    return value((to - from) / (id.index() == 0 ? 2 : 1));
  }
};

/// "code@line:column+length message (suggestion)" of every finding, one a line.
inline std::string findings_of(const std::vector<diagnostic>& diagnostics) {
  std::string text;
  for (const diagnostic& each : diagnostics) {
    text += (text.empty() ? "" : "\n") + std::string(each.level == severity::warning ? "~" : "") +
            each.code + "@" + std::to_string(each.span.line) + ":" +
            std::to_string(each.span.column) + "+" + std::to_string(each.span.length) + " " +
            each.message + (each.suggestion.empty() ? "" : " (" + each.suggestion + ")");
  }
  return text;
}

/// The value as JSON, "error LINE:COLUMN MESSAGE", or the findings.
inline std::string eval(std::string_view text, const sample_case& file) {
  const auto compiled = compile_expression(text, {0, 1, 1, 1}, file.scope);
  if (!compiled)
    return findings_of(compiled.diagnostics);
  const auto made = evaluate(*compiled.value, file);
  return made ? to_json(*made, zone::utc())
              : "error " + made.error().where + " " + made.error().message;
}
inline std::string eval(std::string_view text) {
  return eval(text, sample_case{});
}

/// The type of a sound expression, or the findings.
inline std::string type_of_text(std::string_view text) {
  const sample_case file;
  const auto compiled = compile_expression(text, {0, 1, 1, 1}, file.scope);
  return compiled ? describe(compiled.value->type) : findings_of(compiled.diagnostics);
}

/// The findings of an expression that stands at line 31, column 10.
inline std::string findings(std::string_view text) {
  const sample_case file;
  return findings_of(compile_expression(text, {0, 31, 10, 1}, file.scope).diagnostics);
}

} // namespace expr_test
