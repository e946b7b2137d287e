// caseclock eval EXPR — the value and the type of an expression, or of many.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "caseclock/base/json_text.hpp"
#include "caseclock/base/printable.hpp"
#include "caseclock/base/render.hpp"
#include "caseclock/value/json.hpp"
#include "commands.hpp"
#include "eval_batch.hpp"
#include "eval_text.hpp"

namespace caseclock::cli {
namespace {

struct eval_options {
  std::string text{};
  std::string data{};
  std::string types{};
  std::string batch{};
  bool json = false;
};

/// What is wrong with the command line; gives its exit code.
int refused(const std::string& why) {
  std::fprintf(stderr, "caseclock eval: %s\n", printable(why).c_str());
  return cannot_do;
}

/// `{"x": "int"}` or `x=int,y=list<string>`.
result<std::vector<std::pair<std::string, std::string>>> read_types(const std::string& text) {
  std::vector<std::pair<std::string, std::string>> types;
  if (text.find_first_not_of(" \t") != std::string::npos &&
      text[text.find_first_not_of(" \t")] == '{') {
    const auto parsed = parse_json(text);
    if (!parsed)
      return parsed.error();
    for (const auto& field : *parsed->as_record()) {
      if (field.second.as_string() == nullptr)
        return {errc::invalid_argument, "the type of " + json_quote(field.first) + " is no text"};
      types.emplace_back(field.first, *field.second.as_string());
    }
    return types;
  }
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view part = rest.substr(0, rest.find(','));
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos)
      return {errc::invalid_argument, json_quote(part) + " is no NAME=TYPE"};
    types.emplace_back(part.substr(0, equals), part.substr(equals + 1));
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  }
  return types;
}

status bind_all(eval_bindings& into, const eval_options& options) {
  const auto types = read_types(options.types);
  if (!types)
    return error{errc::invalid_argument, "--types: " + types.error().message, {}};
  const auto data = parse_json(options.data.empty() ? "{}" : options.data);
  if (!data)
    return error{errc::invalid_argument, "--data: " + data.error().message, {}};
  const value_record* fields = data->as_record();
  if (fields == nullptr)
    return error{errc::invalid_argument, "--data: a JSON object is wanted", {}};
  for (const auto& named : *types) {
    if (find(*fields, named.first) == nullptr)
      return error{errc::invalid_argument,
                   "--types: there is no " + json_quote(named.first) + " in --data",
                   {}};
  }
  for (const auto& field : *fields) {
    const std::pair<std::string, std::string>* typed = nullptr;
    for (const auto& named : *types)
      typed = named.first == field.first ? &named : typed;
    const status done = typed != nullptr
                            ? bind_typed(into, field.first, typed->second, field.second)
                            : bind_plain(into, field.first, field.second);
    if (!done)
      return done.error();
  }
  return {};
}

int show(const eval_options& options, const eval_outcome& outcome) {
  if (const auto* answer = std::get_if<eval_answer>(&outcome)) {
    if (options.json)
      std::printf("{\"value\":%s,\"type\":%s}\n", answer->json.c_str(),
                  json_quote(answer->type).c_str());
    else
      std::printf("%s : %s\n", answer->json.c_str(), answer->all_type.c_str());
    return all_is_well;
  }
  const eval_failure& why = *std::get_if<eval_failure>(&outcome);
  source_map sources;
  diagnostic finding;
  finding.code = why.code;
  finding.message = why.message;
  finding.suggestion = why.suggestion;
  finding.span = why.span.known() ? why.span : source_span{0, 1, 1, 1};
  finding.span.file = sources.add("expression", options.text);
  std::fputs(render(finding, sources).c_str(), stderr);
  return has_findings;
}

int eval(const eval_options& options) {
  if (options.text.empty() == options.batch.empty())
    return refused("give an expression, or --batch FILE");
  if (!options.batch.empty())
    return options.data.empty() && options.types.empty()
               ? eval_batch(options.batch)
               : refused("with --batch every line brings its own bindings");
  eval_bindings bound;
  if (const status done = bind_all(bound, options); !done)
    return refused(done.error().message);
  return show(options, eval_text(options.text, bound));
}

constexpr const char* explanation =
    R"(--types is NAME=TYPE,… or {"name": "type"}; types are bool, int, decimal, string, date,
timestamp, duration, list, list<TYPE>, record, null, any. Without it JSON is what it is.

A line of --batch is
  {"id": 1, "expr": "a + 1", "bindings": {"a": {"type": "int", "value": 2}}}
and gives {"id": …, "value": …, "type": …} or {"id": …, "error": {"code": …, "message": …}}.
Decimals are strings there ("12.5"), timestamps "2026-03-06T07:00:00Z", durations "5400s".)";

} // namespace

void add_eval(CLI::App& app, int& status) {
  auto options = std::make_shared<eval_options>();
  CLI::App* command = app.add_subcommand("eval", "Evaluate an expression, or lines of them");
  command->add_option("expression", options->text, "Such as 'fee * 2 > 100'");
  command->add_option("--data", options->data, "What its names mean: a JSON object");
  command->add_option("--types", options->types, "Of which types that is");
  command->add_option("--batch", options->batch, "JSON lines of expressions; - for standard input");
  command->add_flag("--json", options->json, "Print the answer as a JSON object");
  command->footer(explanation);
  command->callback([options, &status] { status = eval(*options); });
}

} // namespace caseclock::cli
