#include "workflows.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

#include "caseclock/base/printable.hpp"
#include "caseclock/base/translations.hpp"

namespace caseclock::cli {
namespace {

using language_set = std::set<std::string>;

void add(language_set& into, const translations& title) {
  for (const auto& [language, text] : title.texts)
    into.insert(language);
}

template <class Table> void add_titles(language_set& into, const Table& table) {
  for (const auto& each : table)
    add(into, each.title);
}

/// The languages of everything that people read.
language_set languages_of(const workflow_set& loaded) {
  language_set found;
  for (const auto& each : loaded.programs) {
    add(found, each->title);
    add_titles(found, each->roles);
    add_titles(found, each->events);
    add_titles(found, each->states);
    add_titles(found, each->transitions);
    add_titles(found, each->tasks);
    add_titles(found, each->approvals);
    add_titles(found, each->clocks);
    for (const program_message& message : each->messages) {
      for (const auto& [language, text] : message.texts)
        found.insert(language);
    }
  }
  found.erase(""); // a plain text, the same in every language
  return found;
}

} // namespace

std::string names_of(const workflow_set& loaded) {
  std::set<std::string> names;
  for (const auto& each : loaded.programs)
    names.insert(each->name);
  std::string text;
  for (const std::string& each : names)
    text += (text.empty() ? "" : ", ") + each;
  return text;
}

bool speaks(const workflow_set& loaded, const std::string& language) {
  const language_set known = languages_of(loaded);
  const auto serves = [&language](const std::string& code) {
    return same_language(first_part(code), first_part(language));
  };
  if (serves("en") || known.empty() || std::any_of(known.begin(), known.end(), serves))
    return true;
  std::string listed;
  for (const std::string& each : known)
    listed += (listed.empty() ? "" : ", ") + each;
  std::fprintf(stderr, "caseclock: --lang: no text is in \"%s\"; there are %s\n",
               printable(language).c_str(), listed.c_str());
  return false;
}

} // namespace caseclock::cli
