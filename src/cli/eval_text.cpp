#include "eval_text.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "caseclock/base/json_text.hpp"
#include "caseclock/expr/compile.hpp"
#include "caseclock/expr/evaluate.hpp"
#include "caseclock/value/describe.hpp"
#include "caseclock/value/format.hpp"
#include "caseclock/value/pattern.hpp"

namespace caseclock::cli {
namespace {

constexpr std::size_t most_output = std::size_t{4} << 20U;

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> finding_codes = {
    {{"expression-limit", "limit"},
     {"expression-unsupported", "unsupported"},
     {"type-mismatch", "type_mismatch"},
     {"unknown-field", "unknown_name"},
     {"unknown-function", "unknown_function"},
     {"wrong-arguments", "wrong_arguments"},
     {"invalid-literal", "invalid_argument"},
     {"invalid-pattern", "invalid_argument"},
     {"duplicate-key", "duplicate_key"}}};

/// Everything else that a finding can be is a matter of syntax.
std::string code_of(const diagnostic& finding) {
  for (const auto& [finding_code, code] : finding_codes) {
    if (finding.code == finding_code)
      return std::string(code);
  }
  return "syntax";
}

eval_failure failure_of(const std::vector<diagnostic>& findings) {
  for (const diagnostic& each : findings) {
    if (each.level == severity::fault)
      return {code_of(each), each.message, each.span, each.suggestion};
  }
  return {"syntax", "not an expression", {}, {}};
}

/// "2:17" as a place.
source_span place_of(std::string_view where) {
  source_span span{0, 0, 0, 1};
  const std::size_t colon = where.find(':');
  if (colon == std::string_view::npos)
    return span;
  std::from_chars(where.data(), where.data() + colon, span.line);
  std::from_chars(where.data() + colon + 1, where.data() + where.size(), span.column);
  return span;
}

eval_failure failure_of(const error& why) {
  return {std::string(why.reason.empty() ? name(why.code) : why.reason),
          why.message,
          place_of(why.where),
          {}};
}

std::string key_text(std::string_view key) {
  const value named = detail::key_value(key);
  return named.as_string() != nullptr ? *named.as_string() : to_json(named, zone::utc());
}

/// A type's name as a value is CEL's where CEL has that type.
std::string_view denoted_name(kind of) {
  return of == kind::null        ? "null_type"
         : of == kind::record    ? "map"
         : of == kind::timestamp ? "google.protobuf.Timestamp"
         : of == kind::span      ? "google.protobuf.Duration"
                                 : name(of);
}

/// As the batch promises it: decimals are strings, exact; times and durations as CEL writes them.
void append_json(std::string& out, const value& v) {
  if (out.size() > most_output)
    return;
  if (const value_list* list = v.as_list()) {
    out += '[';
    for (const value& each : *list) {
      out += &each == list->data() ? "" : ",";
      append_json(out, each);
    }
    out += ']';
  } else if (const value_record* fields = v.as_record()) {
    out += '{';
    for (const auto& field : *fields) {
      out += &field == fields->data() ? "" : ",";
      append_json_quoted(out, key_text(field.first));
      out += ':';
      append_json(out, field.second);
    }
    out += '}';
  } else if (v.as_decimal() != nullptr || v.as_timestamp() != nullptr ||
             v.as_duration() != nullptr) {
    const auto text = detail::to_string_value(v);
    append_json_quoted(out, *std::get_if<value>(&text)->as_string());
  } else if (const type_denotation* denoted = v.as_denotation()) {
    append_json_quoted(out, denoted_name(denoted->of));
  } else {
    out += to_json(v, zone::utc());
  }
}

std::string type_text(const value& v, const type& known);

/// "list<int>" where all elements agree, "list<any>" where they do not; of an empty list what is
/// known of it, or "list".
std::string list_type_text(const value_list& list, const type& known) {
  const bool declared = known.kind == kind::list && known.element != nullptr &&
                        known.element->kind != kind::null && !known.element->is_any();
  if (list.empty()) {
    if (!declared)
      return "list";
    const type& element = *known.element;
    const value none = element.kind == kind::list ? value(value_list{}) : value{};
    return "list<" +
           (element.kind == kind::list ? type_text(none, element)
                                       : std::string(name(element.kind))) +
           ">";
  }
  const type inner = declared ? *known.element : type{};
  const std::string first = type_text(list.front(), inner);
  for (const value& each : list) {
    if (each.kind() != list.front().kind() || type_text(each, inner) != first)
      return "list<any>";
  }
  return "list<" + first + ">";
}

std::string type_text(const value& v, const type& known) {
  if (const value_list* list = v.as_list())
    return list_type_text(*list, known);
  return std::string(name(v.kind()));
}

} // namespace

eval_outcome eval_text(std::string_view text, const eval_bindings& bound) {
  expr_scope scope;
  scope.data = &bound.data;
  scope.types = typing::lenient;
  scope.patterns = compile_search;
  scope.zones = true;
  const auto compiled = compile_expression(text, {0, 1, 1, 1}, scope);
  if (!compiled)
    return failure_of(compiled.diagnostics);
  const auto made = evaluate(*compiled.value, eval_environment{bound});
  if (!made)
    return failure_of(made.error());
  eval_answer answer;
  append_json(answer.json, *made);
  if (answer.json.size() > most_output)
    return eval_failure{"limit", "the value takes more than 4 MiB of JSON", {}, {}};
  answer.type = name(made->kind());
  answer.all_type = type_text(*made, compiled.value->type);
  return answer;
}

} // namespace caseclock::cli
