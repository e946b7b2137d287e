#include "usage.hpp"

#include <algorithm>
#include <vector>

#include "caseclock/base/printable.hpp"
#include "caseclock/base/suggest.hpp"

namespace caseclock::cli {
namespace {

std::string quoted(const std::string& word) {
  return "\"" + printable(word) + "\"";
}

std::string meant(const std::string& word, const std::vector<std::string>& candidates) {
  const std::string nearest = closest(word, candidates);
  return nearest.empty() ? nearest : " (did you mean " + quoted(nearest) + "?)";
}

std::vector<std::string> commands_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* each : app.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(each->get_name());
  return names;
}

std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* each : app.get_options()) {
    for (const std::string& name : each->get_lnames())
      names.push_back("--" + name);
  }
  return names;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& each : names)
    text += (text.empty() ? "" : ", ") + each;
  return text;
}

/// Of the words that nothing takes, the one that explains most: an option rather than its value.
std::string stray_word(const std::vector<std::string>& left) {
  const auto option = std::find_if(left.begin(), left.end(), [](const std::string& each) {
    return each.size() > 1 && each.front() == '-';
  });
  if (option != left.end())
    return option->substr(0, option->find('='));
  return left.empty() ? std::string{} : left.front();
}

/// `at` is the command that the line got to, or the program itself.
std::string reason(const CLI::App& at, bool is_program, const CLI::ParseError& wrong) {
  const std::string word = stray_word(at.remaining());
  if (!word.empty() && word.front() == '-')
    return "no option " + quoted(word) + meant(word, options_of(at));
  const std::vector<std::string> commands = commands_of(at);
  if (is_program)
    return (word.empty() ? "which command?"
                         : "no command " + quoted(word) + meant(word, commands) + ";") +
           " there are " + listed(commands);
  if (!word.empty())
    return "one argument too many: " + quoted(word);
  const std::string said = printable(wrong.what()); // "--svg: 1 required TEXT missing"
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&wrong) != nullptr)
    return said.substr(0, said.find(": ")) + " takes exactly one value";
  return said;
}

} // namespace

std::string usage_error(const CLI::App& app, const CLI::ParseError& wrong) {
  const CLI::App* at = &app;
  std::string called = app.get_name();
  std::string help = called;
  while (at->remaining().empty() && !at->get_subcommands().empty()) {
    const bool first = at == &app;
    at = at->get_subcommands().front();
    called += " " + at->get_name();
    if (first)
      help = called;
  }
  return called + ": " + reason(*at, at == &app, wrong) + " (see " + help + " --help)";
}

} // namespace caseclock::cli
