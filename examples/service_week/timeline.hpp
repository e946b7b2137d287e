// The week as people read it: one paragraph a day, one line for what somebody did and all that
// followed from it, a line of its own for every promise that is about to break or did.
//
// A listener like any other. The records of one macrostep become one entry; records about the
// inside of the machine (transitions, states, data) are left out.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "caseclock/caseclock.hpp"
#include "service_week/words.hpp"

namespace service_week {

using namespace caseclock;

class timeline {
 public:
  /// Listens to the engine from now on; both outlive their subscription.
  timeline(engine& desk, const words& say);
  timeline(const timeline&) = delete;
  timeline& operator=(const timeline&) = delete;

  /// Prints what was heard. Call it after each call to the engine.
  void flush();
  /// The office closes at `at`: whose time stands still, and until when. Nothing on a day on which
  /// nothing happened.
  void office_closes(const calendar& office, instant at);

 private:
  struct entry {
    record what{}; ///< the first record of the macrostep; its body is not read
    const program* of = nullptr;
    std::string key{};
    std::string headline{};
    std::vector<std::string> parts{};
    std::vector<std::string> alarms{};
    bool named_branches = false; ///< somebody's event: the branch that it took is worth a word
  };
  friend class entry_writer;
  /// The clocks that would run if it were office hours, and the others.
  struct stillness {
    std::size_t still = 0;
    std::size_t overdue = 0; ///< of those that stand still
    std::size_t running = 0;
    std::multimap<duration, std::string> left{}; ///< time left, and whose
  };

  void hear(const publication& told);
  [[nodiscard]] stillness standing_still(instant at) const;
  void heading(instant at, const zone& where);
  void line(std::string_view time, std::string_view key, const std::vector<std::string>& parts);

  engine* desk_;
  const words* say_;
  entry current_{};
  std::string day_{};
};

/// How many columns of a screen the text takes: Chinese characters take two.
[[nodiscard]] std::size_t columns(std::string_view text);

/// The text with blanks after it up to that width; at least one.
[[nodiscard]] std::string padded(std::string_view text, std::size_t width);

/// The title in the host's language, or the name where there is none.
[[nodiscard]] std::string titled(const translations& title, const std::string& name,
                                 const words& say);

/// "16:00" on the day of `today`, "Wed 09-16 16:00" on another.
[[nodiscard]] std::string clock_time(instant t, instant today, const zone& where);

} // namespace service_week
