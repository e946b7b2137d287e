// How a host embeds the engine: its loop, its questions, its refusals.
//
//     embedded_host FOLDER
//
// The engine has no thread and no clock. A host asks `next_deadline()` how long it may wait for
// messages, and says with every call what time it is; this one takes both from a list, so that it
// ends. Reading YAML is the only thing in here that needs more than the kernel.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "caseclock/base/render.hpp"
#include "caseclock/kernel.hpp"
#include "caseclock/program/load.hpp"

namespace {

using namespace caseclock;

/// A message as it comes from the host's queue, socket or window.
struct message {
  instant at{};
  event_request what{};
};

class crm {
 public:
  explicit crm(const std::vector<std::shared_ptr<const program>>& programs) {
    for (const auto& each : programs)
      (void)engine_.add(each); // refuses nothing but null
    // Listeners choose what they hear: the supervisors' screen …
    engine_.subscribe(
        {.kinds = {record_kind::sla_warning, record_kind::sla_breached}, .workflows = {"repair"}},
        [](const publication& told) { say("alarm", to_line(told, "en")); });
    // … the outgoing mail …
    engine_.subscribe({.kinds = {record_kind::notified}},
                      [](const publication& told) { say("mail", describe(told, "en")); });
    // … and an audit trail that keeps everything.
    engine_.subscribe({}, [this](const publication& told) { audit_.push_back(to_json(told)); });
  }

  case_id open(const open_request& request, instant at) {
    const result<case_id> opened = engine_.open(request, at);
    if (!opened)
      say("error", opened.error().message);
    return opened.value_or(case_id::none);
  }

  /// The loop. `poll` is where a real host waits until `wake` or until a message comes.
  void run(std::vector<message> inbox, instant until) {
    std::size_t read = 0;
    const auto poll = [&](std::optional<instant> wake) -> const message* {
      const bool first = read < inbox.size() && (!wake || inbox[read].at <= *wake);
      return first ? &inbox[read++] : nullptr;
    };
    for (;;) {
      const std::optional<instant> wake = engine_.next_deadline();
      if (const message* came = poll(wake))
        deliver(*came);
      else if (wake && *wake <= until)
        engine_.advance(*wake);
      else
        break;
    }
    engine_.advance(until);
  }

  /// What a screen shows of a case.
  void show(case_id id, instant at) const {
    const program& of = *engine_.program_of(id);
    for (const std::string_view state : engine_.states(id))
      say("state", std::string(state));
    for (const std::string_view event : engine_.events(id, "agent"))
      say("an agent may send", std::string(event));
    for (const open_task& task : engine_.tasks(id))
      say("task", to_json(of, task));
    for (const clock_view& clock : engine_.clocks(id, at))
      say("clock", to_json(of, clock));
  }

  [[nodiscard]] std::size_t audited() const { return audit_.size(); }

 private:
  static void say(const char* what, const std::string& text) {
    std::printf("%-18s %s\n", what, text.c_str());
  }

  /// A refusal is an answer: the case has not changed, and the code says what to do about it.
  void deliver(const message& came) {
    const status outcome = engine_.send(came.what, came.at);
    if (outcome.ok())
      say("done", came.what.event);
    else
      say(std::string(name(outcome.error().code)).c_str(), outcome.error().message);
  }

  memory_store store_;
  engine engine_{store_};
  std::vector<std::string> audit_;
};

instant march(unsigned day, int hour) { // in Shanghai
  return std::chrono::sys_days{std::chrono::year{2026} / 3 / static_cast<int>(day)} +
         std::chrono::hours{hour - 8};
}

} // namespace

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: embedded_host WORKFLOWS\n", stderr);
    return 2;
  }
  source_map sources;
  const auto loaded = load_programs({arguments[1]}, sources, {});
  std::fputs(render(loaded.diagnostics, sources).c_str(), stderr);
  if (!loaded)
    return EXIT_FAILURE;

  crm host{loaded.value->programs};
  const sender agent{"agent", "li"};
  const case_id id = host.open(
      {"repair", "R-1", {{"customer", "ACME"}, {"product", "ERP 8"}}, agent}, march(6, 15));
  if (id == case_id::none)
    return EXIT_FAILURE;
  host.show(id, march(6, 15));

  const value_record form{{"contact_name", "Wu"},
                          {"contact_mobile", "138 0013 8000"},
                          {"problem", "the accounts no longer open"}};
  const value_record engineer{
      {"engineer", "zhao"}, {"call_on", std::chrono::local_days{std::chrono::year{2026} / 3 / 9}}};
  host.run(
      {
          {march(6, 15), {id, "request_recorded", {{"problem", "?"}}, agent}}, // invalid_data
          {march(6, 16), {id, "request_recorded", form, agent}},
          {march(6, 16), {id, "contract_checked", {{"contract", "signed"}}, {"customer", "acme"}}},
          {march(6, 17), {id, "contract_checked", {{"contract", "signed"}}, agent}},
          {march(6, 17), {id, "offer_declined", {{"reason", "none"}}, agent}}, // not expected
          {march(9, 9), {id, "engineer_assigned", engineer, {"supervisor", "wang"}}},
      },
      march(11, 12)); // zhao never calls: the promise of two working days breaks
  host.show(id, march(11, 12));
  std::printf("%zu records in the audit trail\n", host.audited());
}
