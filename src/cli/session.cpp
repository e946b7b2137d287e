#include "session.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string_view>
#include <utility>

#include "caseclock/base/printable.hpp"
#include "caseclock/base/suggest.hpp"
#include "caseclock/report/answers_json.hpp"
#include "caseclock/report/record_json.hpp"
#include "caseclock/report/record_text.hpp"
#include "caseclock/value/describe.hpp"
#include "next_line.hpp"
#include "other_hours.hpp"
#include "workflows.hpp"

namespace caseclock::cli {
namespace {

/// What a line opens that does not say it: the workflow of the file that was given, or the only
/// one of a folder. A file's neighbours, loaded because it opens cases of them, come behind it.
std::string given_workflow(const std::string& path, const workflow_set& loaded) {
  std::error_code failed;
  const bool is_folder = std::filesystem::is_directory(path, failed);
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

void print(const std::string& line) {
  std::fwrite(line.data(), 1, line.size(), stdout);
  std::fputc('\n', stdout);
}

/// "T  case  what: answer", for people.
std::string answer_line(const program& of, instant at, const std::string& key,
                        const std::string& what) {
  return format_for_people(at, zone_of(of)) + "  " + (key.empty() ? "" : printable(key) + "  ") +
         what;
}

/// A refusal is told as a record; only what could not be stored is none.
status unless_stored(const status& outcome) {
  return outcome.ok() || outcome.error().code != errc::io ? status{} : outcome;
}

} // namespace

session::session(std::string path, const workflow_set& loaded, session_output output)
    : path_(std::move(path)), loaded_(&loaded), output_(std::move(output)),
      given_(given_workflow(path_, loaded)) {
  for (const auto& each : loaded.programs)
    (void)engine_.add(each);
  if (!output_.records)
    return;
  engine_.subscribe({}, [this](const publication& told) {
    print(output_.json ? to_json(told) : to_line(told, output_.language));
  });
}

std::size_t session::carry_out_all(std::istream& in, const char* input,
                                   std::optional<instant> last) {
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
      complain(input, number, {errc::parse, "this is no text; reading ends here", {}});
      return said;
    }
    if (read == line_end::too_long) {
      complain(input, number, {errc::limit, "the line is longer than 1 MiB", {}});
      continue;
    }
    auto line = parse_event_line(text);
    if (line && last && line->at > *last)
      continue;
    if (line && line->at < latest_)
      note_late_line(input, number, *line);
    const status outcome = line ? carry_out(*line) : status{line.error()};
    if (!outcome.ok())
      complain(input, number, outcome.error());
  }
}

/// Time never runs backwards (C17): the line is played at the latest instant that there was.
void session::note_late_line(const char* input, std::size_t number, event_line& line) {
  const zone& where = zone_of(*loaded_->programs.front());
  std::fflush(stdout);
  std::fprintf(stderr, "%s:%zu: warning: %s lies before the lines above it: taken as of %s\n",
               input, number, format_instant(line.at, where).c_str(),
               format_instant(latest_, where).c_str());
  line.at = latest_;
}

status session::carry_out(const event_line& line) {
  latest_ = line.at;
  if (!std::exchange(started_, true))
    (void)engine_.start_schedules(line.at);
  walk_to(line.at - duration{1});
  switch (line.kind) {
  case line_kind::open: return open(line);
  case line_kind::send: return send(line);
  case line_kind::set: return set(line);
  case line_kind::task: return task(line);
  case line_kind::query: return query(line);
  case line_kind::recalendar: return recalendar(line);
  case line_kind::retry:
  case line_kind::skip: return resolve(line);
  case line_kind::cancel: return cancel(line);
  case line_kind::down:
    walk_to(line.at);
    engine_.away_until(line.until);
    return {};
  case line_kind::advance: walk_to(line.at); return {};
  }
  return {};
}

void session::walk_to(instant last) {
  while (const auto next = engine_.next_deadline()) {
    if (*next > last)
      break;
    if (!engine_.advance(*next).outcome.ok())
      break;
  }
  engine_.advance(last);
  tell_failed_openings();
}

void session::tell_failed_openings() {
  for (; failures_told_ < engine_.failed_openings().size(); ++failures_told_) {
    const failed_opening& each = engine_.failed_openings()[failures_told_];
    ++complaints_;
    std::fflush(stdout);
    std::fprintf(stderr, "caseclock: error[%s]: the schedule of %s opens no case %s: %s\n",
                 std::string(name(each.why.code)).c_str(), each.workflow.c_str(),
                 printable(each.key).c_str(), printable(each.why.message).c_str());
  }
}

instant session::now() const {
  return std::max(latest_, engine_.now());
}

void session::complain(const char* input, std::size_t number, const error& why) {
  ++complaints_;
  if (output_.json && output_.records) {
    detail::json_object out{zone_of(*loaded_->programs.front())};
    out.text("type", "error").number("line", number).text("code", name(why.code));
    print(out.text("message", why.message).close());
  }
  std::fflush(stdout);
  std::fprintf(stderr, "%s:%zu: error[%s]: %s\n", input, number,
               std::string(name(why.code)).c_str(), printable(why.message).c_str());
}

status session::open(const event_line& line) {
  const std::string& workflow = line.workflow.empty() ? given_ : line.workflow;
  if (workflow.empty())
    return {errc::unknown_workflow,
            "the line must say which \"workflow\" it opens; there are " + names_of(*loaded_),
            {}};
  const auto opened = engine_.open({workflow, line.subject, line.data, line.as}, line.at);
  return opened.ok() ? status{} : status{opened.error()};
}

result<case_id> session::find(const std::string& key) const {
  auto found = engine_.find(key);
  if (found || engine_.case_count() > most_suggested)
    return found;
  std::vector<std::string_view> keys;
  for (std::uint64_t id = 1; id <= engine_.case_count(); ++id) {
    if (const snapshot* held = engine_.look(case_id{id}))
      keys.push_back(held->key);
  }
  const std::string nearest = closest(key, keys);
  return {errc::unknown_case, "no case " + quoted(value{key}) +
                                  (nearest.empty() ? "" : " (did you mean \"" + nearest + "\"?)")};
}

status session::send(const event_line& line) {
  const auto found = find(line.subject);
  if (!found)
    return found.error();
  return unless_stored(
      engine_.send({*found, line.what, line.data, line.as, line.step, line.version}, line.at));
}

status session::task(const event_line& line) {
  const auto found = find(line.subject);
  if (!found)
    return found.error();
  return unless_stored(
      engine_.change_hands({*found, line.task, line.what, line.verb, line.to, line.as}, line.at));
}

status session::set(const event_line& line) {
  const auto found = find(line.subject);
  if (!found)
    return found.error();
  return unless_stored(engine_.set({*found, line.data, line.as}, line.at));
}

status session::resolve(const event_line& line) {
  const auto found = find(line.subject);
  if (!found)
    return found.error();
  const incident_request asked{*found, line.as};
  return unless_stored(line.kind == line_kind::retry ? engine_.retry(asked, line.at)
                                                     : engine_.skip(asked, line.at));
}

status session::cancel(const event_line& line) {
  const auto found = find(line.subject);
  if (!found)
    return found.error();
  return unless_stored(engine_.cancel({*found, line.what, line.as}, line.at));
}

/// Puts one case under other calendars, or every open one and those that are opened later; or says
/// what that would change.
status session::recalendar(const event_line& line) {
  std::vector<case_id> asked;
  if (!line.subject.empty()) {
    const auto found = find(line.subject);
    if (!found)
      return found.error();
    asked.push_back(*found);
  }
  for (std::uint64_t id = 1; line.subject.empty() && id <= engine_.case_count(); ++id) {
    const snapshot* held = engine_.look(case_id{id});
    if (held != nullptr && held->status == case_status::open)
      asked.push_back(case_id{id});
  }
  const auto under = load_under_other_hours(path_, *loaded_, line);
  if (!under)
    return under.error();
  for (const auto& each : under->programs) {
    if (line.subject.empty() && !line.preview)
      (void)engine_.add(each);
  }
  for (const case_id id : asked) {
    const std::string& name = engine_.program_of(id)->name;
    const auto to = std::find_if(under->programs.begin(), under->programs.end(),
                                 [&](const auto& each) { return each->name == name; });
    if (to == under->programs.end())
      continue;
    if (status outcome = put_under(id, *to, line); !outcome.ok())
      return outcome;
  }
  return {};
}

status session::put_under(case_id id, const std::shared_ptr<const program>& to,
                          const event_line& line) {
  if (!line.preview)
    return unless_stored(engine_.recalendar(id, to, line.as, line.at));
  const instant asked = now();
  const auto found = engine_.preview_recalendar(id, *to, asked);
  if (!found)
    return found.error();
  if (output_.records)
    preview(id, *to, asked, *found);
  return {};
}

void session::preview(case_id id, const program& to, instant asked,
                      const std::vector<clock_difference>& found) {
  const program& of = *engine_.program_of(id);
  const std::string& key = engine_.look(id)->key;
  std::string list;
  for (const clock_difference& each : found) {
    list += (list.empty() ? "{\"before\":" : ",{\"before\":") + to_json(of, each.before) +
            ",\"after\":" + to_json(to, each.after) + "}";
  }
  detail::json_object out{zone_of(of)};
  out.text("type", "answer").time("at", asked).text("case", key);
  out.text("query", "recalendar").raw("recalendar", "[" + list + "]");
  print(output_.json ? out.close() : answer_line(of, asked, key, "recalendar: [" + list + "]"));
}

void session::tell_final(instant at) {
  walk_to(at);
  for (std::uint64_t id = 1; id <= engine_.case_count(); ++id) {
    if (engine_.look(case_id{id}) != nullptr)
      tell_final(case_id{id}, std::max(at, now()));
  }
}

void session::tell_final(case_id id, instant at) {
  const program& of = *engine_.program_of(id);
  const snapshot& current = *engine_.look(id);
  const std::string states = detail::json_array(engine_.states(id));
  const std::string clocks = all_clocks(id, of, at);
  const std::string children = all_children(id, of);
  detail::json_object out{zone_of(of)};
  out.text("type", "final").time("at", at).text("case", current.key).text("workflow", of.name);
  out.text("status", name(current.status)).raw("states", states).raw("clocks", clocks);
  out.text_if("parent", current.parent.key);
  if (!current.children.empty())
    out.raw("children", children);
  print(output_.json
            ? out.close()
            : answer_line(of, at, current.key,
                          "final: " + std::string(name(current.status)) + " " + states + " " +
                              clocks + (current.children.empty() ? "" : " children " + children)));
}

/// The children that are open, or about to be: without a case, then.
std::string session::all_children(case_id id, const program& of) const {
  std::string list;
  for (const child_link& each : engine_.look(id)->children) {
    const program_invoke& about = of.invokes[each.invoke.index()];
    detail::json_object child{zone_of(of)};
    child.text("child", about.name).text("workflow", about.workflow).text_if("case", each.key);
    list += (list.empty() ? "" : ",") + child.close();
  }
  return "[" + list + "]";
}

std::string session::all_clocks(case_id id, const program& of, instant at) const {
  std::string list;
  for (const clock_view& each : engine_.clocks(id, at))
    list += (list.empty() ? "" : ",") + to_json(of, each);
  return "[" + list + "]";
}

/// `work`: one person's list; `tasks`: all that is open, or was offered to the role.
status session::query_all(const event_line& line) {
  if (line.what == "work" && line.as.role.empty() && line.as.name.empty())
    return {errc::parse, "whose work? The query \"work\" needs \"as\" with a role, a name or both"};
  const auto& programs = loaded_->programs;
  const bool known =
      line.as.role.empty() || std::any_of(programs.begin(), programs.end(), [&](const auto& each) {
        return each->role(line.as.role).valid();
      });
  if (!known)
    return no_role(*programs.front(), line.as.role);
  if (!output_.records)
    return {};
  const std::vector<work_item> found =
      line.what == "work" ? engine_.work_of(line.as) : engine_.tasks_of(line.as.role);
  const program& first = *programs.front();
  std::string list;
  for (const work_item& each : found)
    list += (list.empty() ? "" : ",") +
            to_json(*engine_.program_of(each.subject), engine_.look(each.subject)->key, each);
  detail::json_object out{zone_of(first)};
  out.text("type", "answer").time("at", now()).text("query", line.what);
  out.raw(line.what, "[" + list + "]");
  print(output_.json ? out.close() : answer_line(first, now(), "", line.what + ": [" + list + "]"));
  return {};
}

status session::query(const event_line& line) {
  if (line.subject.empty())
    return query_all(line);
  const auto found = find(line.subject);
  if (!found)
    return found.error();
  const program& of = *engine_.program_of(*found);
  if (!line.as.role.empty() && !of.role(line.as.role).valid())
    return no_role(of, line.as.role);
  if (!output_.records)
    return {};
  const instant asked = now(); // as `send`: time moves forward only
  const std::string said = answer(line, asked, *found);
  detail::json_object out{zone_of(of)};
  out.text("type", "answer").time("at", asked).text("case", line.subject);
  out.text("query", line.what).raw(line.what, said);
  print(output_.json ? out.close() : answer_line(of, asked, line.subject, line.what + ": " + said));
  return {};
}

std::string session::answer(const event_line& line, instant asked, case_id id) const {
  const program& of = *engine_.program_of(id);
  if (line.what == "states")
    return detail::json_array(engine_.states(id));
  if (line.what == "data")
    return data_json(of, *engine_.look(id));
  if (line.what == "status")
    return json_quote(name(engine_.look(id)->status));
  if (line.what == "events")
    return detail::json_array(expected(id, of, line.as.role));
  if (line.what == "clocks")
    return all_clocks(id, of, asked);
  if (line.what == "children")
    return all_children(id, of);
  std::string list;
  for (const open_task& each : engine_.tasks(id))
    list += (list.empty() ? "" : ",") + to_json(of, each);
  return "[" + list + "]";
}

/// Without a role: what anybody at all may send, in the order of the workflow's events.
std::vector<std::string_view> session::expected(case_id id, const program& of,
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

} // namespace caseclock::cli
