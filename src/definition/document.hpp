// One file, read: what it defines, not yet joined with what it includes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "definition/workflow_reader.hpp"

namespace caseclock::detail {

/// A definition, and all that was written of it: two files may define the same thing if they say
/// the same.
template <class T> struct part {
  T definition{};
  std::string written{};
};

/// What a workflow can have in common with others.
struct shared_parts {
  std::vector<part<role_definition>> roles{};
  std::vector<part<enum_definition>> enums{};
  std::vector<part<form_definition>> forms{};
  std::vector<part<event_definition>> events{};
  std::vector<part<message_definition>> messages{};
};

enum class document_kind : std::uint8_t { unreadable, workflow, shared, calendars, scenarios };

struct document {
  document_kind kind = document_kind::unreadable;
  std::string path{};
  workflow_definition workflow{}; ///< its own part, without the shared ones
  shared_parts parts{};
  std::vector<part<written_calendar>> calendars{};
  std::vector<located_string> includes{}; ///< as written
};

/// Reads a document by its kind. Codes besides those of the reader: unknown-document,
/// unsupported-version.
document read_document(findings& found, const yaml_node& root);

} // namespace caseclock::detail
