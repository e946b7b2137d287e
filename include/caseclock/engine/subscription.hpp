// Who is told what.
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/program/program.hpp"
#include "caseclock/record/record.hpp"

namespace caseclock {

/// A set of record kinds. Default: all of them.
class record_kinds {
 public:
  record_kinds() = default;
  record_kinds(std::initializer_list<record_kind> wanted) : bits_(0) {
    for (const record_kind each : wanted)
      bits_ |= bit(each);
  }
  [[nodiscard]] bool contains(record_kind each) const { return (bits_ & bit(each)) != 0; }

 private:
  static constexpr std::uint64_t bit(record_kind each) {
    return std::uint64_t{1} << static_cast<unsigned>(each);
  }
  static_assert(std::variant_size_v<record_body> <= 64);
  std::uint64_t bits_ = ~std::uint64_t{0};
};

/// Which records a subscriber wants. Default: every record of every workflow.
struct record_filter {
  record_kinds kinds{};
  std::vector<std::string> workflows{}; ///< names; empty: all
};

/// One committed record on its way to a subscriber. The references are valid during the call only;
/// copy what is to be kept.
struct publication {
  const caseclock::record& record;
  const caseclock::program& program;
  std::string_view case_key;
};

/// Called once per record, in order of sequence, after its macrostep was committed (rule D1). It
/// may call the engine: what it asks for is queued behind the record it is being told of (rule S1).
using subscriber = std::function<void(const publication&)>;

enum class subscription_id : std::uint64_t {};

} // namespace caseclock
