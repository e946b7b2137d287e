// The records that a scenario waits for: their members, and what these name.
#include <algorithm>
#include <array>
#include <optional>

#include "caseclock/base/suggest.hpp"
#include "caseclock/time/iso8601.hpp"
#include "caseclock/value/coerce.hpp"
#include "definition/fault.hpp"
#include "scenario/checker.hpp"

namespace caseclock::detail {

namespace {

using members = std::span<const record_member>;

std::optional<record_kind> kind_of(std::string_view type) {
  for (std::size_t i = 0; i < std::size(record_names); ++i) {
    if (record_names[i] == type)
      return static_cast<record_kind>(i);
  }
  return std::nullopt;
}

const record_member* find_member(members among, std::string_view name) {
  const auto at = std::find_if(among.begin(), among.end(),
                               [&](const record_member& each) { return each.name == name; });
  return at == among.end() ? nullptr : &*at;
}

/// The text that the record is expected to have under that name, or "".
located_text text_of(const scenario_record& record, std::string_view name) {
  for (const auto& [key, held] : record.members) {
    if (key.value == name && held.value.as_string() != nullptr)
      return {*held.value.as_string(), held.span};
  }
  return {};
}

std::optional<name_kind> names_what(member_meaning means) {
  switch (means) {
  case member_meaning::state: return name_kind::state;
  case member_meaning::states: return name_kind::state;
  case member_meaning::approval: return name_kind::approval;
  case member_meaning::event: return name_kind::event;
  case member_meaning::sent_event: return name_kind::event;
  case member_meaning::sent: return name_kind::sent;
  case member_meaning::child: return name_kind::child;
  case member_meaning::emitted: return name_kind::emitted;
  case member_meaning::role: return name_kind::role;
  case member_meaning::field: return name_kind::field;
  case member_meaning::clock: return name_kind::clock;
  case member_meaning::milestone: return name_kind::milestone;
  case member_meaning::message: return name_kind::message;
  case member_meaning::calendar: return name_kind::calendar;
  case member_meaning::opened: return name_kind::opened;
  case member_meaning::text:
  case member_meaning::texts:
  case member_meaning::number:
  case member_meaning::truth:
  case member_meaning::time:
  case member_meaning::span:
  case member_meaning::list:
  case member_meaning::refusal:
  case member_meaning::outcome:
  case member_meaning::workflow:
  case member_meaning::person:
  case member_meaning::case_data:
  case member_meaning::event_data:
  case member_meaning::opened_data:
  case member_meaning::any_data:
  case member_meaning::field_value: break;
  }
  return std::nullopt;
}

bool is_whole_number(const std::string& text) {
  return !text.empty() && text.size() < 20 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "" if the text is a duration as records have it; else how to write it, or why it is none.
struct span_fault {
  std::string message{};
  std::string meant{};
};
std::optional<span_fault> wrong_span(const std::string& text) {
  const auto parsed = parse_elapsed(text);
  if (!parsed)
    return span_fault{parsed.error().message, {}};
  std::string written = format_duration_iso(*parsed);
  if (written == text)
    return std::nullopt;
  return span_fault{in_quotes(text) + " is not as records write it", std::move(written)};
}

} // namespace

void scenario_checker::expected_record(const step_subject& whose, const scenario_record& wanted) {
  const auto kind = kind_of(wanted.type.value);
  if (!kind)
    return; // told when the file was read
  for (const auto& [key, held] : wanted.members) {
    const std::string_view path = key.value;
    const std::string_view first = path.substr(0, path.find('.'));
    const record_member* known = find_member(members_of(*kind), first);
    if (known == nullptr)
      known = find_member(common_members(), first);
    if (known != nullptr) {
      member(whose, wanted, *known, path, held, key.span);
      continue;
    }
    std::vector<std::string_view> names;
    for (const members some : {members_of(*kind), common_members()}) {
      for (const record_member& each : some)
        names.push_back(each.name);
    }
    fault("unknown-member",
          "a record " + in_quotes(wanted.type.value) + " has no member " + in_quotes(first),
          key.span)
        .suggestion = closest(first, names);
  }
}

/// `path` is the member's name, or `name.inner` for a part of it.
void scenario_checker::member(const step_subject& whose, const scenario_record& record,
                              const record_member& known, std::string_view path,
                              const located<value>& held, source_span place) {
  if (path.size() > known.name.size()) {
    inner_member(whose, record, known, path.substr(known.name.size() + 1), held, place);
    return;
  }
  if (const auto* parts = held.value.as_record()) {
    for (const auto& [inner, part] : *parts)
      inner_member(whose, record, known, inner, {part, held.span}, held.span);
    return;
  }
  if (held.value.is_null())
    return;
  member_literal(known.name, known.means, held);
  member_name(whose, record, known.means, held);
}

void scenario_checker::inner_member(const step_subject& whose, const scenario_record& record,
                                    const record_member& known, std::string_view inner,
                                    const located<value>& held, source_span place) {
  if (known.means == member_meaning::person) {
    constexpr std::array<std::string_view, 3> parts{"role", "name", "for"};
    if (std::find(parts.begin(), parts.end(), inner) == parts.end())
      fault("unknown-member", "\"by\" has no member " + in_quotes(inner), place).suggestion =
          closest(inner, parts);
    const std::string* role = inner == "role" ? held.value.as_string() : nullptr;
    if (role != nullptr && !strangers_.contains(*role))
      name(whose, name_kind::role, {*role, held.span});
    return;
  }
  if (known.means == member_meaning::texts || known.means == member_meaning::any_data)
    return;
  const bool has_parts = known.means == member_meaning::case_data ||
                         known.means == member_meaning::event_data ||
                         known.means == member_meaning::opened_data;
  if (!has_parts) {
    fault("unknown-member", in_quotes(known.name) + " has no members", place);
    return;
  }
  const field_owner owner = owner_of(whose, record, known.means);
  if (owner.fields != nullptr)
    (void)field(owner, {std::string{inner.substr(0, inner.find('.'))}, place});
}

/// Whose fields the record's data are; none if that is open.
field_owner scenario_checker::owner_of(const step_subject& whose, const scenario_record& record,
                                       member_meaning means) const {
  if (means == member_meaning::opened_data) {
    const std::string opened = text_of(record, "opens").value;
    const program* found = book_.workflow(opened);
    return found == nullptr ? field_owner{}
                            : field_owner{&found->data, "workflow " + in_quotes(opened)};
  }
  const program* of = whose.only();
  if (of == nullptr)
    return {};
  if (means == member_meaning::case_data)
    return {&of->data, whose.in_words()};
  const std::string event = text_of(record, "event").value;
  const event_id found = of->event(event);
  return found.valid()
             ? field_owner{&of->events[found.index()].payload, "event " + in_quotes(event)}
             : field_owner{};
}

/// Values that mean the same in every workflow.
void scenario_checker::member_literal(std::string_view name, member_meaning means,
                                      const located<value>& held) {
  const std::string text = to_text(held.value, zone::utc());
  const auto mismatch = [&](const std::string& why) -> diagnostic& {
    return fault("type-mismatch", in_quotes(name) + ": " + why, held.span);
  };
  if (means == member_meaning::number && !is_whole_number(text))
    mismatch("a whole number is expected, not " + in_quotes(text));
  if (means == member_meaning::truth && text != "true" && text != "false")
    mismatch("true or false is expected, not " + in_quotes(text));
  if (means == member_meaning::time) {
    if (const auto parsed = parse_instant(text); !parsed)
      mismatch(parsed.error().message);
  }
  if (means == member_meaning::span) {
    if (auto wrong = wrong_span(text))
      mismatch(wrong->message).suggestion = std::move(wrong->meant);
  }
  if (means == member_meaning::refusal)
    refusal({text, held.span});
  constexpr std::array<std::string_view, 2> outcomes{"met", "missed"};
  if (means == member_meaning::outcome &&
      std::find(outcomes.begin(), outcomes.end(), text) == outcomes.end())
    fault("unknown-value", "a clock stops met or missed, not " + in_quotes(text), held.span)
        .suggestion = closest(text, outcomes);
}

void scenario_checker::member_name(const step_subject& whose, const scenario_record& record,
                                   member_meaning means, const located<value>& held) {
  if (means == member_meaning::field_value)
    return changed_value(whose, record, held);
  if (const auto* several = held.value.as_list(); several && means == member_meaning::states) {
    for (const value& each : *several)
      member_name(whose, record, means, {each, held.span});
    return;
  }
  const std::string* text = held.value.as_string();
  if (text == nullptr)
    return;
  if (means == member_meaning::milestone)
    return milestone(whose, record, {*text, held.span});
  if (means == member_meaning::workflow && book_.workflow(*text) == nullptr)
    fault("unknown-workflow", "no workflow " + in_quotes(*text), held.span).suggestion =
        closest(*text, book_.workflows());
  const bool refused = means == member_meaning::sent_event && strangers_.contains(*text);
  const auto kind = names_what(means);
  if (kind && !refused)
    name(whose, *kind, {*text, held.span});
}

/// Of the clock that the record names, or of any.
void scenario_checker::milestone(const step_subject& whose, const scenario_record& record,
                                 const located_text& wanted) {
  const program* of = whose.only();
  const std::string clock_name = text_of(record, "clock").value;
  const clock_id found = of == nullptr ? clock_id{} : of->clock(clock_name);
  if (!found.valid())
    return name(whose, name_kind::milestone, wanted);
  std::vector<std::string_view> names;
  for (const program_milestone& each : of->clocks[found.index()].milestones)
    names.push_back(each.name);
  if (std::find(names.begin(), names.end(), wanted.value) == names.end())
    fault("unknown-milestone",
          "clock " + in_quotes(clock_name) + " has no milestone " + in_quotes(wanted.value),
          wanted.span)
        .suggestion = closest(wanted.value, names);
}

void scenario_checker::changed_value(const step_subject& whose, const scenario_record& record,
                                     const located<value>& held) {
  const program* of = whose.only();
  const std::string name_of_field = text_of(record, "field").value;
  const field_id found = of == nullptr ? field_id{} : of->field(name_of_field);
  if (!found.valid())
    return;
  const auto fitted = coerce(held.value, of->data.fields[found.index()].type, name_of_field);
  if (!fitted)
    fault("type-mismatch", fitted.error().where + ": " + fitted.error().message, held.span);
}

} // namespace caseclock::detail
