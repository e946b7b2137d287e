// The exporter's parts: what they share, and who does what.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/definition/workflow.hpp"
#include "caseclock/scxml/export.hpp"

namespace caseclock::detail {

/// XML that is written: elements in lines of their own, indented.
class xml_writer {
 public:
  using attributes = std::vector<std::pair<std::string_view, std::string>>;

  void open(std::string_view name, const attributes& with);
  void close(std::string_view name);
  void element(std::string_view name, const attributes& with);
  [[nodiscard]] std::string take() { return std::move(text_); }

 private:
  void start(std::string_view name, const attributes& with);
  std::string text_{};
  std::size_t depth_ = 0;
};

struct scxml_exporter {
  const workflow_definition& of;
  xml_writer out{};
  std::vector<std::string> left_out{};

  [[nodiscard]] bool foreign_rules() const { return of.semantics == rules_of::caseclock; }
  void leave_out(std::string what);

  // export.cpp
  void run();
  /// An expression as SCXML's rules have it: `_event.data.x` for `event.x`, `In` for `in`.
  std::string expression(std::string_view text);
  std::string event_name(const std::string& name) const;

  // export_actions.cpp
  void action(const action_definition& what);
  void actions(const std::vector<action_definition>& list);
  void arguments(const argument_definitions& with);
};

/// The text that an expression is, if it is nothing but one literal in quotes; else false.
bool plain_text(std::string_view expression, std::string& text);

} // namespace caseclock::detail
