#include "definition/join.hpp"

#include <algorithm>
#include <string>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <utility>

#include "caseclock/calendar/expiry.hpp"
#include "definition/limits.hpp"

namespace caseclock::detail {

namespace {

/// Collects definitions of one kind; a name that means two things is reported once.
template <class T> class collection {
 public:
  collection(std::string_view kind, findings& found) : kind_(kind), found_(found) {}

  void add(const std::vector<part<T>>& more) {
    for (const part<T>& one : more)
      add(one);
  }
  std::vector<T> take() {
    std::vector<T> out;
    for (part<T>& one : parts_)
      out.push_back(std::move(one.definition));
    return out;
  }

 private:
  static const located_string& name_of(const T& definition) {
    if constexpr (std::is_same_v<T, written_calendar>)
      return definition.definition.name;
    else
      return definition.name;
  }

  void add(const part<T>& one) {
    const located_string& name = name_of(one.definition);
    const auto [known, fresh] = by_name_.emplace(name.value, parts_.size());
    if (fresh)
      parts_.push_back(one);
    else if (parts_[known->second].written != one.written)
      report(name, name_of(parts_[known->second].definition).span);
  }

  void report(const located_string& name, source_span first) {
    if (++reported_ > max_findings)
      return;
    const auto at = [](const source_span& span) {
      return std::tie(span.file, span.line, span.column);
    };
    for (const diagnostic& finding : found_) {
      if (finding.code == "duplicate-name" && at(finding.span) == at(name.span))
        return; // another workflow includes the same two files
    }
    found_.push_back(fault_with_note("duplicate-name",
                                     "the " + std::string{kind_} + " " + in_quotes(name.value) +
                                         " is defined twice, and not alike",
                                     name.span, first, "first defined here"));
  }

  std::string_view kind_;
  findings& found_;
  std::vector<part<T>> parts_{};
  std::unordered_map<std::string, std::size_t> by_name_{};
  std::size_t reported_ = 0;
};

/// What a workflow gathers from itself and all it includes.
struct gathered_parts {
  explicit gathered_parts(findings& found)
      : roles("role", found), enums("enum", found), forms("form", found), events("event", found),
        messages("message", found) {}

  void add(const shared_parts& parts) {
    roles.add(parts.roles);
    enums.add(parts.enums);
    forms.add(parts.forms);
    events.add(parts.events);
    messages.add(parts.messages);
  }

  collection<role_definition> roles;
  collection<enum_definition> enums;
  collection<form_definition> forms;
  collection<event_definition> events;
  collection<message_definition> messages;
};

/// Depth first, each document once, what is included before what includes.
void gather(const std::vector<loaded_document>& documents, std::size_t index,
            std::vector<bool>& seen, gathered_parts& into) {
  if (seen[index])
    return;
  seen[index] = true;
  for (const std::size_t included : documents[index].includes)
    gather(documents, included, seen, into);
  into.add(documents[index].own.parts);
}

workflow_definition join_workflow(const std::vector<loaded_document>& documents, std::size_t index,
                                  findings& found) {
  workflow_definition made = documents[index].own.workflow;
  gathered_parts parts{found};
  std::vector<bool> seen(documents.size(), false);
  gather(documents, index, seen, parts);
  made.roles = parts.roles.take();
  made.enums = parts.enums.take();
  made.forms = parts.forms.take();
  made.events = parts.events.take();
  made.messages = parts.messages.take();
  return made;
}

/// Resolves the `include` of calendars. All that a calendar includes, however indirectly, is merged
/// once, in the order of a depth-first walk: what comes earlier holds against what comes later.
class calendar_joiner {
 public:
  calendar_joiner(std::vector<written_calendar> written, findings& found)
      : written_(std::move(written)), found_(found) {
    for (std::size_t i = 0; i < written_.size(); ++i) {
      calendar_definition& each = written_[i].definition;
      by_name_.emplace(each.name.value, i);
      if (auto end = end_of_list(each))
        each.list_ends.push_back(*std::move(end));
    }
  }

  std::vector<calendar_definition> join() {
    const std::size_t before = found_.size();
    std::vector<calendar_definition> out;
    for (std::size_t i = 0; i < written_.size(); ++i) {
      calendar_definition made = written_[i].definition;
      seen_ = {i};
      open_ = {i};
      if (found_.size() - before < max_findings) // else enough is wrong with these files already
        merge_included(i, made);
      if (made.zone.value.empty() && has_hours(made)) {
        found_.push_back(
            fault("missing-key", "a calendar with hours needs the key \"zone\"", made.name.span));
        made.zone = {"UTC", made.name.span}; // the rest can still be looked at
      }
      out.push_back(std::move(made));
    }
    return out;
  }

 private:
  static constexpr std::size_t most_included = 64;

  static bool holds(const std::vector<std::size_t>& list, std::size_t wanted) {
    return std::find(list.begin(), list.end(), wanted) != list.end();
  }

  void merge_included(std::size_t index, calendar_definition& into) {
    const bool outermost = open_.size() == 1;
    for (const located_string& name : written_[index].includes) {
      const auto known = by_name_.find(name.value);
      if (known == by_name_.end()) {
        if (outermost) // else it is reported where it stands
          unknown(name);
        continue;
      }
      const std::size_t other = known->second;
      if (other == open_.front())
        found_.push_back(fault("calendar-cycle",
                               "the calendar " + in_quotes(name.value) + " includes itself",
                               name.span));
      if (holds(seen_, other))
        continue;
      if (seen_.size() > most_included) {
        found_.push_back(
            fault("include-too-deep", "a calendar includes more than 64 others", name.span));
        return;
      }
      seen_.push_back(other);
      into = merge(std::move(into), written_[other].definition);
      open_.push_back(other);
      merge_included(other, into);
      open_.pop_back();
    }
  }

  void unknown(const located_string& name) {
    std::vector<std::string_view> names;
    for (const written_calendar& each : written_)
      names.push_back(each.definition.name.value);
    found_.push_back(fault("unknown-calendar", "no calendar " + in_quotes(name.value), name.span,
                           closest(name.value, names)));
  }

  std::vector<written_calendar> written_;
  findings& found_;
  std::unordered_map<std::string, std::size_t> by_name_{};
  std::vector<std::size_t> seen_{}; ///< merged into the calendar at hand
  std::vector<std::size_t> open_{}; ///< the chain of inclusions being followed
};

void check_workflow_names(const std::vector<workflow_definition>& workflows, findings& found) {
  for (std::size_t i = 0; i < workflows.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const located_string& name = workflows[i].name;
      if (name.value.empty() || name.value != workflows[j].name.value)
        continue;
      found.push_back(fault_with_note("duplicate-name",
                                      "the workflow " + in_quotes(name.value) + " is defined twice",
                                      name.span, workflows[j].name.span, "first defined here"));
      break;
    }
  }
}

} // namespace

definition_set join_documents(std::vector<loaded_document> documents, findings& found) {
  definition_set out;
  collection<written_calendar> calendars{"calendar", found};
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const document& own = documents[i].own;
    calendars.add(own.calendars);
    if (own.kind == document_kind::workflow)
      out.workflows.push_back(join_workflow(documents, i, found));
    else if (own.kind == document_kind::scenarios)
      out.scenario_files.push_back(own.path);
  }
  check_workflow_names(out.workflows, found);
  out.calendars = calendar_joiner{calendars.take(), found}.join();
  return out;
}

} // namespace caseclock::detail
