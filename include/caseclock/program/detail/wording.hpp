// Texts that are missing, and definitions that nothing uses.
//
// What an included file brings is shared by several workflows and need not be used by each; only
// what the workflow's own file defines is looked at.
#pragma once

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "caseclock/program/detail/context.hpp"

namespace caseclock::detail::compiling {

using language_set = std::set<std::string, std::less<>>;

inline void note_languages(language_set& languages, const translations& text) {
  for (const auto& [language, words] : text.texts)
    languages.insert(language);
}

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

/// A workflow that speaks a language anywhere should speak it wherever it has a title or message.
inline void check_translations(compile_context& context) {
  language_set languages;
  for_each_title(context, [&](const translations& text, source_span, std::string_view) {
    note_languages(languages, text);
  });
  for (const message_definition& message : context.source.messages) {
    for (const auto& [language, text] : message.texts)
      languages.insert(language);
  }
  languages.erase(""); // a plain text, the same in every language
  const auto missing = [&](const auto& texts, source_span span, std::string_view what) {
    const auto speaks = [&](std::string_view wanted) {
      return std::any_of(texts.begin(), texts.end(), [&](const auto& each) {
        return each.first == wanted || each.first.empty();
      });
    };
    for (const std::string& language : languages) {
      if (!texts.empty() && !speaks(language))
        warning(context, "missing-translation",
                "the " + std::string(what) + " lacks a text in " + double_quoted(language), span);
    }
  };
  for_each_title(context, [&](const translations& text, source_span span, std::string_view what) {
    missing(text.texts, span, std::string(what) + "'s title");
  });
  for (const message_definition& message : context.source.messages)
    missing(message.texts, message.name.span, "message");
}

inline bool mentions(const program& made, std::string_view word) {
  return std::any_of(made.expressions.begin(), made.expressions.end(), [&](const expression& each) {
    return each.text.find(word) != std::string::npos;
  });
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
  for (std::size_t i = 0; i < source.roles.size(); ++i) {
    const located_text& name = source.roles[i].name;
    const bool acts = context.role_used[i] || !source.roles[i].extends.empty();
    if (!acts && own(name.span) && !mentions(context.made, name.value))
      unused("role", name);
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
