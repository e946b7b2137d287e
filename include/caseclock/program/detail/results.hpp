// What cases have to do with each other: the children of a state, and what a case says at its end.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "caseclock/program/detail/actions.hpp"

namespace caseclock::detail::compiling {

/// The children of a state. Whether their workflows exist and take the data, only a set of
/// workflows can tell (`check_together`).
inline table_range compile_invokes(compile_context& context, state_id id) {
  const auto& written = context.written[id.index()]->invokes;
  auto& invokes = context.made.invokes;
  table_range range;
  range.count = static_cast<std::uint32_t>(written.size());
  while (range.first < invokes.size() && invokes[range.first].state != id)
    ++range.first;
  for (std::size_t i = 0; i < written.size(); ++i) {
    program_invoke& made = invokes[range.first + i];
    check_spelling(context, "workflow", written[i].workflow,
                   is_plain_name(written[i].workflow.value));
    made.with = action_compiler{context}.arguments(written[i].with);
    if (!written[i].key.value.empty())
      made.key = add_expression_as(context, written[i].key, plain(kind::string));
  }
  return range;
}

/// One thing that a case says at its end, wherever it says it.
struct said {
  std::string name;
  source_span span{};
  std::vector<expr_id> as{};
};

inline void note_said(std::vector<said>& all, const std::string& name, source_span span,
                      expr_id as) {
  const auto known =
      std::find_if(all.begin(), all.end(), [&](const said& each) { return each.name == name; });
  said& into = known == all.end() ? all.emplace_back(said{name, span, {}}) : *known;
  if (std::find(into.as.begin(), into.as.end(), as) == into.as.end())
    into.as.push_back(as);
}

/// The type that holds all of them: of nothing but literal texts, an enum of these.
inline type type_of_said(compile_context& context, const said& what) {
  const auto& expressions = context.made.expressions;
  auto members = std::make_shared<std::vector<std::string>>();
  type joined = expressions[what.as.front().index()].type;
  for (const expr_id id : what.as) {
    const expression& each = expressions[id.index()];
    if (const std::string* text = members == nullptr ? nullptr : literal_string(each)) {
      if (std::find(members->begin(), members->end(), *text) == members->end())
        members->push_back(*text);
    } else {
      members = nullptr;
    }
    type wider = each.type;
    wider.optional = wider.optional || joined.optional;
    joined.optional = wider.optional;
    if (fits(each.type, joined))
      continue;
    if (fits(joined, wider))
      joined = wider;
    else
      fault(context, "type-mismatch",
            "the output " + double_quoted(what.name) + " is " + describe(each.type) + ", but " +
                describe(joined) + " at another end",
            each.span);
  }
  if (members != nullptr)
    joined.members = std::move(members);
  return joined;
}

/// What the workflow says at every end, and what each final state adds or says otherwise.
inline void compile_output(compile_context& context) {
  const action_compiler compiler{context};
  const auto common = compiler.arguments(context.source.output);
  std::vector<said> all;
  std::size_t ends = 0;
  for (std::size_t i = 1; i < context.made.states.size(); ++i) {
    const state_definition& written = *context.written[i];
    program_state& state = context.made.states[i];
    const bool is_end = state.kind == state_kind::final && state.parent == state_id{0};
    if (!is_end) {
      if (!written.output.empty())
        fault(context, "invalid-state",
              "state " + double_quoted(state.name) +
                  " is not where the case ends: only such a state has an output",
              written.output.front().first.span);
      continue;
    }
    ++ends;
    std::vector<std::pair<std::string, expr_id>> output = compiler.arguments(written.output);
    for (std::size_t at = 0; at < common.size(); ++at) {
      const bool otherwise = std::any_of(output.begin(), output.end(), [&](const auto& each) {
        return each.first == common[at].first;
      });
      if (!otherwise)
        output.push_back(common[at]);
    }
    std::size_t at = 0;
    for (const auto& [name, id] : output) {
      const bool own = at < written.output.size();
      const source_span span = own ? written.output[at].first.span : state.span;
      ++at;
      if (id.valid())
        note_said(all, name, span, id);
    }
    context.made.states[i].output = std::move(output);
  }
  for (const said& each : all) {
    field_spec& field = context.made.output.fields.emplace_back();
    field.name = each.name;
    field.type = type_of_said(context, each);
    std::size_t at_ends = 0;
    for (const program_state& state : context.made.states)
      at_ends += static_cast<std::size_t>(
          std::count_if(state.output.begin(), state.output.end(),
                        [&](const auto& said_here) { return said_here.first == each.name; }));
    field.type.optional = field.type.optional || at_ends < ends;
  }
}

} // namespace caseclock::detail::compiling
