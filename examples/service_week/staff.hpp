// The people of the service department, who know nothing but what the engine tells them.
//
// A task that is offered goes into somebody's diary; when its time has come, they look which events
// the case expects of their role, choose one, fill in its form and send it. Some are slow, some
// slip: they leave out a field or press the wrong button, read the refusal and try again. Who has
// let a promise break is reminded, as a rule.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "caseclock/caseclock.hpp"

namespace service_week {

using namespace caseclock;

/// Somebody who works here.
struct person {
  std::string_view name;
  std::string_view chinese;
  std::string_view role;
  std::string_view hours; ///< name of a calendar
  std::int64_t pace;      ///< in percent: 300 takes three times as long as others
  std::int64_t slips;     ///< in percent of what they send
};

class staff {
 public:
  /// Listens to the engine from now on; both outlive their subscription.
  staff(engine& desk, std::uint64_t seed, std::string_view language);
  staff(const staff&) = delete;
  staff& operator=(const staff&) = delete;

  /// When somebody acts next.
  [[nodiscard]] std::optional<instant> next() const;
  /// Lets the one who is next act. Only if there is one.
  void act();

 private:
  struct plan {
    case_id subject{};
    std::uint64_t task = 0;
    const person* who = nullptr;
    int tries = 0;
  };

  void hear(const publication& told);
  void note_down(plan what, instant at);
  void remind(case_id subject, instant now, std::string_view key);
  void retry(plan what, instant now);

  engine* desk_;
  std::uint64_t seed_;
  std::string language_;
  std::multimap<instant, plan> diary_; ///< of one instant: in order of writing
  std::map<case_id, std::uint64_t> acts_;
};

} // namespace service_week
