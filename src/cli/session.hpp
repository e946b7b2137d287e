// Cases in virtual time: carries out lines of events on an engine and prints what happens.
#pragma once

#include <cstddef>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "caseclock/engine/engine.hpp"
#include "caseclock/program/load.hpp"
#include "caseclock/store/memory.hpp"
#include "event_line.hpp"

namespace caseclock::cli {

/// What is printed on standard output, and how.
struct session_output {
  bool records = true; ///< records and answers; complaints are printed in any case
  bool json = false;
  std::string language = "en";
};

class session {
 public:
  /// `path`: what the workflows were loaded from. `loaded`, not empty, outlives the session.
  session(std::string path, const workflow_set& loaded, session_output output);

  /// Reads line by line, so that a file of any length takes no more memory than its cases, and
  /// carries each out, or those up to `last`. `input` is what complaints call it. How many lines
  /// said something.
  std::size_t carry_out_all(std::istream& in, const char* input,
                            std::optional<instant> last = std::nullopt);
  /// Goes from deadline to deadline, as a host does that wakes in time: nothing is told late.
  void walk_to(instant last);
  /// How every case stands then, one line each.
  void tell_final(instant at);

  /// The case of that key; in vain, with the key that was probably meant.
  [[nodiscard]] result<case_id> find(const std::string& key) const;
  [[nodiscard]] const engine& served() const { return engine_; }
  /// The instant of the latest line, or how far time has been walked since.
  [[nodiscard]] instant now() const;
  /// How many lines could not be carried out.
  [[nodiscard]] std::size_t complaints() const { return complaints_; }

 private:
  /// A refusal by the workflow is an answer like any other and stands among the records.
  status carry_out(const event_line& line);
  status open(const event_line& line);
  status send(const event_line& line);
  status set(const event_line& line);
  status task(const event_line& line);
  status resolve(const event_line& line);
  status cancel(const event_line& line);
  status query(const event_line& line);
  status query_all(const event_line& line);
  status recalendar(const event_line& line);
  status put_under(case_id id, const std::shared_ptr<const program>& to, const event_line& line);
  void preview(case_id id, const program& to, instant asked,
               const std::vector<clock_difference>& found);

  void note_late_line(const char* input, std::size_t number, event_line& line);
  void tell_failed_openings();
  void complain(const char* input, std::size_t number, const error& why);
  void tell_final(case_id id, instant at);
  [[nodiscard]] std::string all_clocks(case_id id, const program& of, instant at) const;
  [[nodiscard]] std::string all_children(case_id id, const program& of) const;
  [[nodiscard]] std::string answer(const event_line& line, instant asked, case_id id) const;
  [[nodiscard]] std::vector<std::string_view> expected(case_id id, const program& of,
                                                       const std::string& role) const;

  std::string path_;
  const workflow_set* loaded_;
  session_output output_;
  std::string given_; ///< the workflow of lines that name none; "" if that is not clear
  memory_store store_{};
  engine engine_{store_};
  instant latest_ = earliest_instant;
  std::size_t complaints_ = 0;
  bool started_ = false;          ///< a line has said what time it is: schedules run from then on
  std::size_t failures_told_ = 0; ///< of cases that should have opened by themselves
};

} // namespace caseclock::cli
