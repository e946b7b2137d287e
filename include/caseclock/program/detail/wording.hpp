// Texts that are missing, and definitions that nothing uses.
//
// What an included file brings is shared by several workflows and need not be used by each; only
// what the workflow's own file defines is looked at.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/program/detail/context.hpp"

namespace caseclock::detail::compiling {

/// Calls `each(text, place, what)` for every title that has a place of its own.
template <class Each> void for_each_title(const compile_context& context, Each each) {
  const workflow_definition& source = context.source;
  each(source.title, source.name.span, "workflow");
  for (const role_definition& role : source.roles)
    each(role.title, role.name.span, "role");
  for (const form_definition& form : source.forms) {
    each(form.title, form.name.span, "form");
    for (const field_definition& field : form.fields)
      each(field.title, field.name.span, "field");
  }
  for (const field_definition& field : source.data)
    each(field.title, field.name.span, "field");
  for (const event_definition& event : source.events)
    each(event.title, event.name.span, "event");
  for (std::size_t i = 1; i < context.written.size(); ++i) {
    const state_definition& state = *context.written[i];
    each(state.title, state.name.span, "state");
    if (state.task)
      each(state.task->title, state.task->span, "task");
  }
  for (const clock_definition& clock : source.clocks)
    each(clock.title, clock.name.span, "clock");
}

/// A title or message: the languages it has, and where it stands. No language: the same in all.
struct worded {
  std::vector<std::string_view> languages{};
  source_span span{};
  std::string what{};

  [[nodiscard]] bool speaks(std::string_view wanted) const {
    return std::find(languages.begin(), languages.end(), wanted) != languages.end();
  }
};

inline std::vector<worded> collect_worded(const compile_context& context) {
  std::vector<worded> all;
  const auto add = [&all](const auto& texts, source_span span, std::string what) {
    if (texts.empty() || texts.front().first.empty())
      return;
    worded& made = all.emplace_back();
    made.span = span;
    made.what = std::move(what);
    for (const auto& [language, text] : texts)
      made.languages.push_back(language);
  };
  for_each_title(context, [&](const translations& text, source_span span, std::string_view what) {
    add(text.texts, span, std::string(what) + "'s title");
  });
  for (const message_definition& message : context.source.messages)
    add(message.texts, message.name.span, "message");
  return all;
}

/// One finding for those that lack the language in one file; the others are its notes.
inline void report_lacking(compile_context& context, const std::vector<const worded*>& lacking,
                           std::string_view language) {
  const worded& first = *lacking.front();
  const std::size_t others = lacking.size() - 1;
  const std::string text = "a text in " + double_quoted(language);
  diagnostic& finding = warning(context, "missing-translation", "", first.span);
  finding.message = "the " + first.what + " lacks " + text;
  if (others == 1)
    finding.message = "the " + first.what + " and the " + lacking.back()->what + " lack " + text;
  else if (others > 1)
    finding.message = "the " + first.what + " and " + std::to_string(others) +
                      " other titles and messages of this file lack " + text;
  for (std::size_t i = 1; i < lacking.size(); ++i)
    finding.notes.emplace_back(lacking[i]->span, "the " + lacking[i]->what);
}

/// One finding for a language that hardly any text has: these few are what is odd.
inline void report_strays(compile_context& context, const std::vector<const worded*>& speaking,
                          std::string_view language) {
  const std::string in_language = "in " + double_quoted(language);
  diagnostic& finding = warning(context, "missing-translation", "", speaking.front()->span);
  finding.message =
      speaking.size() == 1
          ? "no title or message but this " + speaking.front()->what + " has a text " + in_language
          : "only " + std::to_string(speaking.size()) + " titles and messages have a text " +
                in_language + ", this one and the noted ones";
  for (std::size_t i = 1; i < speaking.size(); ++i)
    finding.notes.emplace_back(speaking[i]->span, "the " + speaking[i]->what);
}

/// A workflow that speaks a language anywhere should speak it wherever it has a title or message.
/// At most one finding per language and file, or authors would read none.
inline void check_translations(compile_context& context) {
  constexpr std::size_t rare = 5; // at most one text in so many
  const std::vector<worded> all = collect_worded(context);
  std::set<std::string_view> languages;
  for (const worded& each : all)
    languages.insert(each.languages.begin(), each.languages.end());
  for (const std::string_view language : languages) {
    std::vector<const worded*> speaking;
    std::map<std::uint32_t, std::vector<const worded*>> lacking; // by file
    for (const worded& each : all) {
      if (each.speaks(language))
        speaking.push_back(&each);
      else
        lacking[each.span.file].push_back(&each);
    }
    if (speaking.size() * rare <= all.size()) {
      report_strays(context, speaking, language);
      continue;
    }
    for (const auto& [file, those] : lacking)
      report_lacking(context, those, language);
  }
}

/// True if some expression has the name as a text.
inline bool mentions(const program& made, const std::string& name) {
  return std::any_of(made.expressions.begin(), made.expressions.end(), [&](const expression& each) {
    return each.text.find('"' + name + '"') != std::string::npos ||
           each.text.find("'" + name + "'") != std::string::npos;
  });
}

/// Of roles that other roles extend, those too for which there is nothing to do.
inline void check_unused_roles(compile_context& context) {
  const program& made = context.made;
  std::vector<bool> named;
  std::vector<bool> extended(made.roles.size(), false);
  for (std::size_t i = 0; i < made.roles.size(); ++i) {
    named.push_back(context.role_used[i] || mentions(made, made.roles[i].name));
    for (const role_id wider : made.roles[i].may_act_as)
      extended[wider.index()] = extended[wider.index()] || wider != role_id{i};
  }
  for (std::size_t i = 0; i < made.roles.size(); ++i) {
    const program_role& role = made.roles[i];
    const bool acts = std::any_of(role.may_act_as.begin(), role.may_act_as.end(),
                                  [&](role_id each) { return named[each.index()]; });
    if (acts || role.span.file != context.source.name.span.file)
      continue;
    warning(
        context, "unused-role",
        "role " + double_quoted(role.name) +
            (extended[i] ? " is extended, but there is nothing for it to do" : " is used nowhere"),
        role.span);
  }
}

/// True if some field, wherever it stands, takes its members from that enum.
inline bool is_type_of_any(const workflow_definition& source, const std::string& name) {
  const auto any_of = [&](const std::vector<field_definition>& fields) {
    return std::any_of(fields.begin(), fields.end(),
                       [&](const field_definition& each) { return each.of.value == name; });
  };
  return any_of(source.data) ||
         std::any_of(source.forms.begin(), source.forms.end(),
                     [&](const form_definition& each) { return any_of(each.fields); }) ||
         std::any_of(source.events.begin(), source.events.end(),
                     [&](const event_definition& each) { return any_of(each.with); });
}

/// Only of what is right otherwise: a misspelt use would make its definition look unused.
inline void check_unused(compile_context& context) {
  if (has_errors(context.findings))
    return;
  const workflow_definition& source = context.source;
  const auto own = [&](source_span span) { return span.file == source.name.span.file; };
  const auto unused = [&](std::string_view kind, const located_text& name) {
    warning(context, "unused-" + std::string(kind),
            std::string(kind) + " " + double_quoted(name.value) + " is used nowhere", name.span);
  };
  for (std::size_t i = 0; i < source.messages.size(); ++i) {
    if (!context.message_used[i] && own(source.messages[i].name.span))
      unused("message", source.messages[i].name);
  }
  check_unused_roles(context);
  for (const enum_definition& each : source.enums) {
    if (own(each.name.span) && !is_type_of_any(source, each.name.value))
      unused("enum", each.name);
  }
  for (const form_definition& form : source.forms) {
    const auto fills = [&](const event_definition& event) {
      return event.form.value == form.name.value;
    };
    if (own(form.name.span) && std::none_of(source.events.begin(), source.events.end(), fills))
      unused("form", form.name);
  }
}

} // namespace caseclock::detail::compiling
