// The store that forgets with the process: for tests, scenarios and hosts that persist elsewhere.
//
// It keeps the last snapshot of every case and every record, as a durable store would, so that the
// same conformance tests run over it.
#pragma once

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "caseclock/store/store.hpp"

namespace caseclock {

class memory_store final : public store {
 public:
  /// O(records + log cases) per commit.
  [[nodiscard]] status append(std::span<const commit> batch) override {
    for (const commit& each : batch) {
      const auto found = cases_.find(each.after->id);
      const std::uint64_t held = found == cases_.end() ? 0 : found->second.step;
      if (held != each.expected)
        return {errc::conflict, "the case has another revision than expected"};
    }
    for (const commit& each : batch) {
      cases_.insert_or_assign(each.after->id, *each.after);
      now_ = std::max(now_, each.now);
      journal_.insert(journal_.end(), each.records.begin(), each.records.end());
    }
    return {};
  }

  [[nodiscard]] result<store_position> position() override {
    return store_position{journal_.empty() ? 0 : journal_.back().sequence,
                          cases_.empty() ? case_id::none : cases_.rbegin()->first, now_};
  }

  [[nodiscard]] result<std::vector<snapshot>> load_open() override {
    std::vector<snapshot> open;
    for (const auto& [id, held] : cases_) {
      if (!held.is_over())
        open.push_back(held);
    }
    return open;
  }

  [[nodiscard]] result<snapshot> load(case_id id) override {
    const auto found = cases_.find(id);
    if (found == cases_.end())
      return {errc::unknown_case, "the store has no such case"};
    return found->second;
  }

  /// Every record so far, in order of sequence.
  [[nodiscard]] const std::vector<record>& journal() const { return journal_; }

 private:
  std::map<case_id, snapshot> cases_;
  std::vector<record> journal_;
  instant now_ = earliest_instant;
};

} // namespace caseclock
