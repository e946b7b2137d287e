// Compares one scenario after the other with the workflows: the parts of `check_scenarios`.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/expr/scope.hpp"
#include "caseclock/scenario/scenario.hpp"
#include "caseclock/value/schema.hpp"
#include "scenario/names.hpp"
#include "scenario/record_members.hpp"

namespace caseclock::detail {

/// Fields that a scenario may give, and whose they are: `event "paid"`.
struct field_owner {
  const schema* fields = nullptr;
  std::string name{};
};

class scenario_checker {
 public:
  explicit scenario_checker(program_span programs) : book_(programs) {}

  /// The findings of one scenario, as often as they occur in it.
  [[nodiscard]] std::vector<diagnostic> check(const scenario_definition& scenario);

 private:
  void opening(const scenario_definition& scenario);
  void step(const scenario_definition& scenario, const scenario_step& at);
  [[nodiscard]] step_subject subject_of(const scenario_definition& scenario,
                                        const scenario_step& at);
  void send(const step_subject& whose, const scenario_send& what);
  void change_hands(const step_subject& whose, const scenario_hands& what);
  void cancel(const step_subject& whose, const scenario_cancel& what);
  void wait(const step_subject& whose, const scenario_step& at, const scenario_wait& what);

  void expectation(const step_subject& whose, const scenario_expect& what);
  void expected_data(const step_subject& whose, const scenario_values& wanted);
  void rules(const step_subject& whose, const std::vector<located_text>& written);

  void expected_record(const step_subject& whose, const scenario_record& wanted);
  void member(const step_subject& whose, const scenario_record& record, const record_member& known,
              std::string_view path, const located<value>& held, source_span place);
  void inner_member(const step_subject& whose, const scenario_record& record,
                    const record_member& known, std::string_view inner, const located<value>& held,
                    source_span place);
  void member_literal(std::string_view name, member_meaning means, const located<value>& held);
  void member_name(const step_subject& whose, const scenario_record& record, member_meaning means,
                   const located<value>& held);
  void milestone(const step_subject& whose, const scenario_record& record,
                 const located_text& wanted);
  void changed_value(const step_subject& whose, const scenario_record& record,
                     const located<value>& held);
  [[nodiscard]] field_owner owner_of(const step_subject& whose, const scenario_record& record,
                                     member_meaning means) const;

  /// `unknown-<kind>` if the workflow has no such name; an empty name is none.
  void name(const step_subject& whose, name_kind kind, const located_text& wanted);
  void refusal(const located_text& code);
  void status(const located_text& wanted);
  /// True if the owner has the field.
  bool field(const field_owner& owner, const located_text& name);
  /// What is given to a case or an event: names, types, and whatever else a field demands.
  void given(const field_owner& owner, const scenario_values& values);
  void required(const field_owner& owner, const scenario_values& values, source_span place);
  diagnostic& fault(std::string code, std::string message, source_span span);

  name_book book_;
  std::map<const program*, expr_scope> scopes_;
  std::set<std::string_view> strangers_; ///< events and roles that the scenario wants refused
  std::vector<diagnostic> found_;
};

} // namespace caseclock::detail
