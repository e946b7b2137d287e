// caseclock run WORKFLOW --events FILE.jsonl — drives cases in virtual time and prints what
// happens.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "calendar_when.hpp"
#include "caseclock/base/printable.hpp"
#include "caseclock/base/suggest.hpp"
#include "caseclock/engine/engine.hpp"
#include "caseclock/program/load.hpp"
#include "caseclock/report/answers_json.hpp"
#include "caseclock/report/explain.hpp"
#include "caseclock/report/record_json.hpp"
#include "caseclock/report/record_text.hpp"
#include "caseclock/store/memory.hpp"
#include "caseclock/value/describe.hpp"
#include "caseclock/value/json.hpp"
#include "commands.hpp"
#include "event_line.hpp"
#include "findings.hpp"
#include "neighbours.hpp"
#include "next_line.hpp"
#include "other_hours.hpp"
#include "workflows.hpp"

namespace caseclock::cli {
namespace {

struct run_options {
  std::string workflow{};
  std::string events{};
  std::string until{};
  std::string final_at{};
  std::string explained_clock{}; ///< explain: tells nothing but why this clock is due when it is
  std::string explained_case{};
  std::string started{}; ///< explain: as if the clock had started then, without any events
  std::string data{};
  std::string language = "en";
  bool json = false;
};

/// Events come from a file or from standard input.
bool from_input(const run_options& options) {
  return options.events == "-";
}
const char* input_name(const run_options& options) {
  return from_input(options) ? "<stdin>" : options.events.c_str();
}

/// What a line opens that does not say it: the workflow of the file that was given, or the only
/// one of a folder. A file's neighbours, loaded because it opens cases of them, come behind it.
std::string given_workflow(const run_options& options, const workflow_set& loaded) {
  std::error_code failed;
  const bool is_folder = std::filesystem::is_directory(options.workflow, failed);
  return is_folder && loaded.programs.size() > 1 ? std::string{} : loaded.programs.front()->name;
}

/// Among more cases than these no misspelt key is looked for.
constexpr std::size_t most_suggested = 1'000;

error no_role(const program& of, const std::string& wanted) {
  std::vector<std::string_view> roles;
  for (const program_role& each : of.roles)
    roles.push_back(each.name);
  const std::string nearest = closest(wanted, roles);
  return {errc::not_authorised,
          "workflow \"" + of.name + "\" has no role " + quoted(value{wanted}) +
              (nearest.empty() ? "" : " (did you mean \"" + nearest + "\"?)"),
          "as.role"};
}

result<clock_id> clock_named(const program& of, const std::string& wanted) {
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i < of.clocks.size(); ++i) {
    if (of.clocks[i].name == wanted)
      return clock_id{i};
    known.push_back(of.clocks[i].name);
  }
  const std::string nearest = closest(wanted, known);
  return {errc::invalid_argument,
          "workflow \"" + of.name + "\" has no clock " + quoted(value{wanted}) +
              (nearest.empty() ? "" : " (did you mean \"" + nearest + "\"?)"),
          "--clock"};
}

void print_explanation(const run_options& options, const explanation& why) {
  std::fputs(options.json ? (to_json(why) + "\n").c_str() : to_text(why, options.language).c_str(),
             stdout);
}

class session {
 public:
  session(const run_options& options, const workflow_set& loaded)
      : options_(&options), loaded_(&loaded), given_(given_workflow(options, loaded)) {
    for (const auto& each : loaded.programs)
      (void)engine_.add(each);
    if (!options.explained_clock.empty())
      return;
    engine_.subscribe({}, [this](const publication& told) {
      print(options_->json ? to_json(told) : to_line(told, options_->language));
    });
  }

  /// False if the line could not be carried out; a refusal by the workflow is an answer like any
  /// other and stands among the records.
  bool carry_out(const event_line& line) {
    walk_to(line.at - duration{1});
    switch (line.kind) {
    case line_kind::open: return open(line);
    case line_kind::send: return send(line);
    case line_kind::set: return set(line);
    case line_kind::query: return query(line);
    case line_kind::recalendar: return recalendar(line);
    case line_kind::down:
      walk_to(line.at);
      engine_.away_until(line.until);
      return true;
    case line_kind::advance: walk_to(line.at); return true;
    }
    return false;
  }

  /// Goes from deadline to deadline, as a host does that wakes in time: nothing is told late.
  void walk_to(instant last) {
    while (const auto next = engine_.next_deadline()) {
      if (*next > last)
        break;
      if (!engine_.advance(*next).outcome.ok())
        break;
    }
    engine_.advance(last);
  }

  /// Why the clock of the case is due when it is; false, with `why`, if there is no such thing.
  bool tell_why(std::optional<instant> at) {
    if (at)
      walk_to(*at);
    const std::string key = options_->explained_case.empty() && engine_.case_count() == 1
                                ? engine_.look(case_id{1})->key
                                : options_->explained_case;
    const auto found = find(key);
    if (!found)
      return fails(found.error());
    const auto clock = clock_named(*engine_.program_of(*found), options_->explained_clock);
    if (!clock)
      return fails(clock.error());
    print_explanation(*options_, explain(*engine_.program_of(*found), *engine_.look(*found), *clock,
                                         std::max(engine_.now(), at.value_or(engine_.now()))));
    return true;
  }

  /// How every case stands, one line each.
  void tell_final(instant at) {
    walk_to(at);
    for (std::uint64_t id = 1; id <= engine_.case_count(); ++id) {
      if (engine_.look(case_id{id}) != nullptr)
        tell_final(case_id{id}, std::max(at, engine_.now()));
    }
  }

  void complain(std::size_t number, const error& why) {
    ++complaints_;
    if (options_->json) {
      detail::json_object out{zone_of(*loaded_->programs.front())};
      out.text("type", "error").number("line", number).text("code", name(why.code));
      print(out.text("message", why.message).close());
    }
    std::fflush(stdout);
    std::fprintf(stderr, "%s:%zu: error[%s]: %s\n", input_name(*options_), number,
                 std::string(name(why.code)).c_str(), printable(why.message).c_str());
  }
  [[nodiscard]] std::size_t complaints() const { return complaints_; }
  [[nodiscard]] const error& why() const { return why_; }

 private:
  static void print(const std::string& line) {
    std::fwrite(line.data(), 1, line.size(), stdout);
    std::fputc('\n', stdout);
  }
  bool fails(const error& why) {
    why_ = why;
    return false;
  }

  bool open(const event_line& line) {
    const std::string& workflow = line.workflow.empty() ? given_ : line.workflow;
    if (workflow.empty())
      return fails(
          {errc::unknown_workflow,
           "the line must say which \"workflow\" it opens; there are " + names_of(*loaded_),
           {}});
    const auto opened = engine_.open({workflow, line.subject, line.data, line.as}, line.at);
    return opened.ok() || fails(opened.error());
  }

  /// The case of that key; in vain, with the key that was probably meant.
  result<case_id> find(const std::string& key) const {
    auto found = engine_.find(key);
    if (found || engine_.case_count() > most_suggested)
      return found;
    std::vector<std::string_view> keys;
    for (std::uint64_t id = 1; id <= engine_.case_count(); ++id) {
      if (const snapshot* held = engine_.look(case_id{id}))
        keys.push_back(held->key);
    }
    const std::string nearest = closest(key, keys);
    return {errc::unknown_case,
            "no case " + quoted(value{key}) +
                (nearest.empty() ? "" : " (did you mean \"" + nearest + "\"?)")};
  }

  bool send(const event_line& line) {
    const auto found = find(line.subject);
    if (!found)
      return fails(found.error());
    // A refusal is told as a record.
    const status outcome = engine_.send({*found, line.what, line.data, line.as}, line.at);
    return outcome.ok() || outcome.error().code != errc::io || fails(outcome.error());
  }

  bool set(const event_line& line) {
    const auto found = find(line.subject);
    if (!found)
      return fails(found.error());
    const status outcome = engine_.set({*found, line.data, line.as}, line.at);
    return outcome.ok() || outcome.error().code != errc::io || fails(outcome.error());
  }

  /// Puts one case, or every open one, under other calendars; new cases come under them as well,
  /// unless the line asks for a preview.
  bool recalendar(const event_line& line) {
    std::vector<case_id> asked;
    if (!line.subject.empty()) {
      const auto found = find(line.subject);
      if (!found)
        return fails(found.error());
      asked.push_back(*found);
    }
    for (std::uint64_t id = 1; line.subject.empty() && id <= engine_.case_count(); ++id) {
      const snapshot* held = engine_.look(case_id{id});
      if (held != nullptr && held->status == case_status::open)
        asked.push_back(case_id{id});
    }
    const auto under = load_under_other_hours(options_->workflow, *loaded_, line);
    if (!under)
      return fails(under.error());
    for (const auto& each : under->programs)
      (void)engine_.add(each);
    for (const case_id id : asked) {
      const std::string& name = engine_.program_of(id)->name;
      const auto to = std::find_if(under->programs.begin(), under->programs.end(),
                                   [&](const auto& each) { return each->name == name; });
      if (to != under->programs.end() && !put_under(id, **to, line))
        return false;
    }
    return true;
  }

  bool put_under(case_id id, const program& to, const event_line& line) {
    if (line.preview && !options_->explained_clock.empty())
      return true;
    if (!line.preview) {
      const status outcome = engine_.recalendar(id, to, line.as, line.at);
      return outcome.ok() || outcome.error().code != errc::io || fails(outcome.error());
    }
    const instant asked = std::max(line.at, engine_.now());
    const auto found = engine_.preview_recalendar(id, to, asked);
    if (!found)
      return fails(found.error());
    const program& of = *engine_.program_of(id);
    std::string list;
    for (const clock_difference& each : *found) {
      list += (list.empty() ? "{\"before\":" : ",{\"before\":") + to_json(of, each.before) +
              ",\"after\":" + to_json(to, each.after) + "}";
    }
    detail::json_object out{zone_of(of)};
    out.text("type", "answer").time("at", asked).text("case", engine_.look(id)->key);
    out.text("query", "recalendar").raw("recalendar", "[" + list + "]");
    print(options_->json ? out.close()
                         : format_for_people(asked, zone_of(of)) + "  " +
                               printable(engine_.look(id)->key) + "  recalendar: [" + list + "]");
    return true;
  }

  void tell_final(case_id id, instant at) {
    const program& of = *engine_.program_of(id);
    const snapshot& current = *engine_.look(id);
    const std::string states = detail::json_array(engine_.states(id));
    const std::string clocks = all_clocks(id, of, at);
    detail::json_object out{zone_of(of)};
    out.text("type", "final").time("at", at).text("case", current.key).text("workflow", of.name);
    out.text("status", name(current.status)).raw("states", states).raw("clocks", clocks);
    print(options_->json
              ? out.close()
              : format_for_people(at, zone_of(of)) + "  " + printable(current.key) +
                    "  final: " + std::string(name(current.status)) + " " + states + " " + clocks);
  }

  [[nodiscard]] std::string all_clocks(case_id id, const program& of, instant at) const {
    std::string list;
    for (const clock_view& each : engine_.clocks(id, at))
      list += (list.empty() ? "" : ",") + to_json(of, each);
    return "[" + list + "]";
  }

  bool query(const event_line& line) {
    if (!options_->explained_clock.empty())
      return true;
    const auto found = find(line.subject);
    if (!found)
      return fails(found.error());
    const program& of = *engine_.program_of(*found);
    if (!line.as.role.empty() && !of.role(line.as.role).valid())
      return fails(no_role(of, line.as.role));
    const snapshot& current = *engine_.look(*found);
    const instant asked = std::max(line.at, engine_.now()); // as `send`: time moves forward only
    detail::json_object out{zone_of(of)};
    out.text("type", "answer").time("at", asked).text("case", line.subject);
    out.text("query", line.what).raw(line.what, answer(line, asked, *found, of, current));
    print(options_->json ? out.close()
                         : format_for_people(asked, zone_of(of)) + "  " + printable(line.subject) +
                               "  " + line.what + ": " + answer(line, asked, *found, of, current));
    return true;
  }

  std::string answer(const event_line& line, instant asked, case_id id, const program& of,
                     const snapshot& current) const {
    if (line.what == "states")
      return detail::json_array(engine_.states(id));
    if (line.what == "data")
      return data_json(of, current);
    if (line.what == "status")
      return json_quote(name(current.status));
    if (line.what == "events")
      return detail::json_array(expected(id, of, line.as.role));
    if (line.what == "clocks")
      return all_clocks(id, of, asked);
    std::string list;
    for (const open_task& each : engine_.tasks(id))
      list += (list.empty() ? "" : ",") + to_json(of, each);
    return "[" + list + "]";
  }

  /// Without a role: what anybody at all may send, in the order of the workflow's events.
  [[nodiscard]] std::vector<std::string_view> expected(case_id id, const program& of,
                                                       const std::string& role) const {
    if (!role.empty())
      return engine_.events(id, role);
    std::set<std::string_view> any;
    for (const std::string_view each : engine_.events(id, ""))
      any.insert(each);
    for (const program_role& each : of.roles) {
      for (const std::string_view name_of_event : engine_.events(id, each.name))
        any.insert(name_of_event);
    }
    std::vector<std::string_view> ordered;
    for (const program_event& each : of.events) {
      if (any.contains(each.name))
        ordered.push_back(each.name);
    }
    return ordered;
  }

  const run_options* options_;
  const workflow_set* loaded_;
  std::string given_; ///< the workflow of lines that name none; "" if that is not clear
  memory_store store_;
  engine engine_{store_};
  error why_{};
  std::size_t complaints_ = 0;
};

/// Reads line by line, so that a file of any length takes no more memory than its cases. How many
/// lines said something.
std::size_t carry_out_all(std::istream& in, session& running) {
  std::string text;
  std::size_t said = 0;
  for (std::size_t number = 1;; ++number) {
    const line_end read = next_line(in, text);
    if (read == line_end::end)
      return said;
    if (read == line_end::line && text.find_first_not_of(" \t\r") == std::string::npos)
      continue;
    ++said;
    if (read == line_end::no_text) {
      running.complain(number, {errc::parse, "this is no text; reading ends here", {}});
      return said;
    }
    if (read == line_end::too_long) {
      running.complain(number, {errc::limit, "the line is longer than 1 MiB", {}});
      continue;
    }
    const auto line = parse_event_line(text);
    if (!line)
      running.complain(number, line.error());
    else if (!running.carry_out(*line))
      running.complain(number, running.why());
  }
}

constexpr const char* sample_lines =
    R"(Each line is one of
  {"at": "2026-03-06T16:00+08:00", "open": "R-1", "workflow": "repair", "data": {…}}
  {"at": …, "case": "R-1", "send": EVENT, "as": {"role": "agent", "name": "li"}, "with": {…}}
  {"at": …, "case": "R-1", "query": "clocks"}   or states, tasks, events, data, status
  {"at": …, "case": "R-1", "set": {…}, "as": {…}}           data that changed by itself
  {"at": …, "recalendar": FILE or {…}, "case": "R-1", "preview": true}   without "case": all
  {"at": …, "down_until": T}          until T nobody looks: what is due meanwhile is told late
  {"at": …, "advance": true}
"workflow" goes without saying where the path names one.)";

/// The instant that an option gives, if it is given; false, with a line on stderr, if it is none.
bool read_instant(const char* option, const std::string& text, std::optional<instant>& into) {
  if (text.empty())
    return true;
  const auto parsed = parse_instant(text);
  if (!parsed) {
    std::fprintf(stderr, "caseclock: %s: %s\n", option, printable(parsed.error().message).c_str());
    return false;
  }
  into = *parsed;
  return true;
}

int drive(const run_options& options, const workflow_set& loaded, std::optional<instant> until,
          std::optional<instant> final_at) {
  std::ifstream file;
  if (!from_input(options) && !open_lines(file, options.events))
    return cannot_do;
  session running{options, loaded};
  const std::size_t said = carry_out_all(from_input(options) ? std::cin : file, running);
  if (from_input(options) && std::ferror(stdin) != 0) {
    std::fputs("caseclock: cannot read standard input\n", stderr);
    return cannot_do;
  }
  if (said == 0)
    std::fprintf(stderr, "caseclock: %s has no lines\n", input_name(options));
  if (until)
    running.walk_to(*until);
  if (final_at)
    running.tell_final(*final_at);
  if (!options.explained_clock.empty() && !running.tell_why(until)) {
    std::fprintf(stderr, "caseclock: %s\n", printable(running.why().message).c_str());
    return cannot_do;
  }
  return running.complaints() == 0 ? all_is_well : has_findings;
}

/// When the clock would be due if it started at that instant, and why.
int imagine(const run_options& options, const workflow_set& loaded) {
  const program& of = *loaded.programs.front();
  const auto refuse = [](const error& why) {
    std::fprintf(stderr, "caseclock: %s\n", printable(why.message).c_str());
    return cannot_do;
  };
  const auto clock = clock_named(of, options.explained_clock);
  if (!clock)
    return refuse(clock.error());
  const auto from = read_when(options.started, zone_of(of));
  if (!from)
    return refuse(from.error());
  const auto data = parse_json(options.data.empty() ? "{}" : options.data);
  if (!data || data->as_record() == nullptr)
    return refuse(data ? error{errc::parse, "--data must be a JSON object", {}} : data.error());
  const auto imagined = imagine_start(of, *clock, *data->as_record(), *from);
  if (!imagined)
    return refuse(imagined.error());
  print_explanation(options, explain(of, *imagined, *clock, *from));
  return all_is_well;
}

int run(const run_options& options) {
  std::optional<instant> until;
  std::optional<instant> final_at;
  if (!read_instant("--until", options.until, until) ||
      !read_instant("--final", options.final_at, final_at))
    return cannot_do;
  source_map sources;
  const auto loaded = load_with_neighbours(options.workflow, sources);
  if (!loaded.ok()) {
    print(loaded.diagnostics, sources);
    return exit_code(loaded.diagnostics);
  }
  if (loaded.value->programs.empty()) {
    std::fprintf(stderr, "caseclock: %s holds no workflow\n", options.workflow.c_str());
    return has_findings;
  }
  if (!speaks(*loaded.value, options.language))
    return cannot_do;
  if (!options.started.empty())
    return imagine(options, *loaded.value);
  return drive(options, *loaded.value, until, final_at);
}

} // namespace

void add_explain(CLI::App& app, int& status) {
  auto options = std::make_shared<run_options>();
  CLI::App* command = app.add_subcommand("explain", "Why a clock is due when it is");
  command->add_option("workflow", options->workflow, "The workflow's file")->required();
  command->add_option("--clock", options->explained_clock, "The clock")->required();
  CLI::Option* from = command->add_option("--from", options->started,
                                          "As if the clock started then: 2026-09-30T17:40 on the "
                                          "workflow's wall clock, or with an offset");
  command->add_option("--data", options->data, "The case's data, a JSON object")->needs(from);
  CLI::Option* events =
      command->add_option("--events", options->events, "JSON lines as run takes them; - for input")
          ->excludes(from);
  command->add_option("--case", options->explained_case, "Which case of the events")->needs(events);
  command->add_option("--at", options->until, "As of this instant")->needs(events);
  command->add_flag("--json", options->json, "One JSON object");
  command->add_option("--lang", options->language, "en (default) or zh");
  command->callback([options, &status] {
    if (options->started.empty() && options->events.empty()) {
      std::fputs("caseclock: explain needs --from T or --events FILE\n", stderr);
      status = cannot_do;
      return;
    }
    status = run(*options);
  });
}

void add_run(CLI::App& app, int& status) {
  auto options = std::make_shared<run_options>();
  CLI::App* command = app.add_subcommand("run", "Drive cases with a file of events");
  command->add_option("workflow", options->workflow, "The workflow's file, or a folder of them")
      ->required();
  command->add_option("--events", options->events, "JSON lines; - for standard input")->required();
  command->add_option("--until", options->until, "Go on until this instant after the last line");
  command->add_option("--final", options->final_at,
                      "Go on until this instant and tell how every case and clock stands then");
  command->add_flag("--json", options->json, "One JSON object a line");
  command->add_option("--lang", options->language,
                      "Language of titles and messages, such as en (default) or zh");
  command->footer(sample_lines);
  command->callback([options, &status] { status = run(*options); });
}

} // namespace caseclock::cli
