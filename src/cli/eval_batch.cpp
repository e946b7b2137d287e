#include "eval_batch.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>
#include <variant>

#include "answer_lines.hpp"
#include "caseclock/base/json_text.hpp"
#include "caseclock/base/suggest.hpp"
#include "caseclock/base/utf8.hpp"
#include "caseclock/value/describe.hpp"
#include "eval_text.hpp"
#include "line_id.hpp"

namespace caseclock::cli {
namespace {

constexpr std::array<std::string_view, 3> members = {"id", "expr", "bindings"};

eval_failure unusable(std::string message, std::string code = "invalid_line") {
  return {std::move(code), std::move(message), {}, {}};
}

std::string meant(std::string_view word) {
  const std::string near = closest(word, members);
  return near.empty() ? near : " (did you mean " + json_quote(near) + "?)";
}

/// {"type": …, "value": …}, the value of null left out or not.
status read_binding(eval_bindings& into, const std::string& name, const value& given) {
  const auto wrong = [&](const std::string& why) -> status {
    return error{errc::invalid_data, "binding " + json_quote(shortened(name)) + ": " + why, name,
                 "invalid_binding"};
  };
  const value_record* fields = given.as_record();
  if (fields == nullptr)
    return wrong("it is an object with \"type\" and \"value\"");
  for (const auto& field : *fields) {
    if (field.first != "type" && field.first != "value")
      return wrong("no member " + json_quote(shortened(field.first)) +
                   " is known; there are \"type\" and \"value\"");
  }
  const value* named = find(*fields, "type");
  if (named == nullptr || named->as_string() == nullptr)
    return wrong("its \"type\" is missing, or no string");
  const value* held = find(*fields, "value");
  if (held == nullptr && *named->as_string() != "null")
    return wrong("its \"value\" is missing");
  return bind_typed(into, name, *named->as_string(), held != nullptr ? *held : value{});
}

eval_outcome answer_fields(const value_record& fields) {
  for (const auto& field : fields) {
    if (std::find(members.begin(), members.end(), field.first) == members.end())
      return unusable("no member " + json_quote(shortened(field.first)) + " is known" +
                          meant(field.first),
                      "unknown_member");
  }
  if (const value* id = find(fields, "id");
      id != nullptr && (id->as_list() != nullptr || id->as_record() != nullptr))
    return unusable("\"id\" must be a string, a number, true, false or null");
  const value* text = find(fields, "expr");
  if (text == nullptr || text->as_string() == nullptr)
    return unusable("the line needs \"expr\": a string");
  eval_bindings bound;
  const value* bindings = find(fields, "bindings");
  if (bindings != nullptr && !bindings->is_null()) {
    if (bindings->as_record() == nullptr)
      return unusable("\"bindings\" must be an object");
    for (const auto& field : *bindings->as_record()) {
      const status done = read_binding(bound, field.first, field.second);
      if (!done)
        return unusable(done.error().message, std::string(done.error().reason));
    }
  }
  return eval_text(*text->as_string(), bound);
}

eval_outcome answer(std::string_view text) {
  if (!is_utf8(text))
    return unusable("the line is not valid UTF-8");
  const auto parsed = parse_line(text);
  if (!parsed)
    return unusable(parsed.error().message,
                    parsed.error().code == errc::limit ? "limit" : "invalid_line");
  if (parsed->as_record() == nullptr)
    return unusable("a line is a JSON object");
  return answer_fields(*parsed->as_record());
}

/// "column 5: …", "line 2, column 5: …", of the expression.
std::string placed(const eval_failure& why) {
  if (!why.span.known())
    return why.message;
  std::string text = "column " + std::to_string(why.span.column) + ": " + why.message;
  if (why.span.line > 1)
    text.insert(0, "line " + std::to_string(why.span.line) + ", ");
  if (!why.suggestion.empty())
    text += " (did you mean " + json_quote(why.suggestion) + "?)";
  return text;
}

std::string said(std::string_view id, std::size_t number, const eval_outcome& outcome) {
  std::string out = "{\"id\":" + std::string(id) + ",";
  if (const auto* value = std::get_if<eval_answer>(&outcome)) {
    out += "\"value\":" + value->json + ",\"type\":";
    append_json_quoted(out, value->type);
    return out + "}";
  }
  const eval_failure& why = *std::get_if<eval_failure>(&outcome);
  const bool of_line = !why.span.known() && id == "null";
  out += "\"error\":{\"code\":";
  append_json_quoted(out, why.code);
  out += ",\"message\":";
  append_json_quoted(out, (of_line ? "line " + std::to_string(number) + ": " : std::string{}) +
                              placed(why));
  return out + "}}";
}

} // namespace

std::string eval_line(std::string_view text, std::size_t number) {
  // An id that is no text would make the answer none either.
  const std::string_view id = is_utf8(text) ? id_of(text) : "null";
  return said(id, number, answer(text));
}

int eval_batch(const std::string& path) {
  return answer_lines(path, [](line_end read, const std::string& text, std::size_t number) {
    if (read == line_end::too_long)
      return said("null", number, unusable("longer than 1 MiB", "limit"));
    if (read == line_end::no_text)
      return said(id_of(text), number, unusable("there is a zero byte in it"));
    return eval_line(text, number);
  });
}

} // namespace caseclock::cli
