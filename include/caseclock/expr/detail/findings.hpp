// The findings of one compilation, bounded: after twenty nobody reads on, and each costs a search
// for what was meant.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "caseclock/base/diagnostic.hpp"
#include "caseclock/expr/detail/source_text.hpp"

namespace caseclock::detail {

class finding_list {
 public:
  explicit finding_list(const source_text& source) : source_(source) {}

  [[nodiscard]] bool full() const { return findings_.size() >= 20; }
  [[nodiscard]] bool any_error() const { return faulty_; }

  void fault(const char* code, std::string message, text_range where, std::string suggestion = {}) {
    faulty_ = true;
    add(severity::fault, code, std::move(message), where, std::move(suggestion));
  }
  void warn(const char* code, std::string message, text_range where) {
    add(severity::warning, code, std::move(message), where, {});
  }
  [[nodiscard]] std::vector<diagnostic> take() { return std::move(findings_); }

 private:
  void add(severity level, const char* code, std::string message, text_range where,
           std::string suggestion) {
    if (full())
      return;
    diagnostic finding;
    finding.level = level;
    finding.code = code;
    finding.message = std::move(message);
    finding.span = source_.span(where);
    finding.suggestion = std::move(suggestion);
    findings_.push_back(std::move(finding));
  }

  const source_text& source_;
  std::vector<diagnostic> findings_;
  bool faulty_ = false;
};

} // namespace caseclock::detail
