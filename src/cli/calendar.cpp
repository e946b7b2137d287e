// caseclock calendar FILE… — working time by hand: one question, a month drawn, or a file of
// questions.
#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "calendar_batch.hpp"
#include "calendar_page.hpp"
#include "calendar_when.hpp"
#include "calendars_by_name.hpp"
#include "caseclock/base/printable.hpp"
#include "caseclock/base/suggest.hpp"
#include "caseclock/program/load.hpp"
#include "caseclock/time/iso8601.hpp"
#include "commands.hpp"
#include "findings.hpp"

namespace caseclock::cli {
namespace {

struct calendar_options {
  std::vector<std::string> files{};
  std::string name{};
  std::string batch{};
  std::string start{};
  std::string end{};
  std::vector<std::string> amount{};
  std::string days{};
  std::string month{};
  std::string year{};
};

int complain(int status, const std::string& why) {
  std::fprintf(stderr, "caseclock calendar: %s\n", printable(why).c_str());
  return status;
}

/// A failing computation is the calendar's fault, everything else the command line's.
int complain(const error& why) {
  return complain(why.code == errc::horizon ? has_findings : cannot_do, why.message);
}

int say(const std::string& text) {
  std::puts(text.c_str());
  return all_is_well;
}

int say(const calendar& in, const result<instant>& found) {
  return found ? say(with_weekday(*found, in.time_zone())) : complain(found.error());
}

int say_open(const calendar& in, instant t) {
  const zone& here = in.time_zone();
  if (!in.is_open(t)) {
    const auto next = in.next_open(t);
    return say("closed" + (next ? ", opens " + with_weekday(*next, here) : std::string{}));
  }
  const instant close = in.windows(t, latest_instant, 1).front().close;
  const bool closes = close < latest_instant;
  return say("open" + (closes ? ", closes " + with_weekday(close, here) : std::string{}));
}

int say_between(const calendar& in, instant start, const std::string& until) {
  const auto end = read_when(until, in.time_zone());
  if (!end)
    return complain(end.error());
  const auto found = in.between(start, *end);
  if (!found)
    return complain(found.error());
  return say(hours_and_minutes(*found) + " (" + in_seconds(*found) + ")");
}

int say_sum(const calendar& in, instant start, const std::vector<std::string>& words) {
  std::string text; // an amount that was not put in quotes comes in several words
  for (const std::string& word : words)
    text += (text.empty() ? "" : " ") + word;
  const auto amount = read_amount(text);
  return amount ? say(in, in.add(start, *amount)) : complain(amount.error());
}

int say_working_days(const calendar& in, instant start, const std::string& number) {
  std::int64_t days = 0;
  const char* end = number.data() + number.size();
  const auto [stopped, failed] = std::from_chars(number.data(), end, days);
  if (failed != std::errc{} || stopped != end)
    return complain(cannot_do, "N is a whole number of working days, not \"" + number + "\"");
  return say(in, in.add_days(start, days));
}

/// Draws the month, or else the year.
int show(const calendar_options& options, const calendar& in) {
  if (options.month.empty() == options.year.empty())
    return complain(cannot_do, "show needs --month 2026-10 or --year 2026");
  const auto month = parse_date(options.month + "-01");
  const auto year = parse_date(options.year + "-01-01");
  if (!options.month.empty() && !month)
    return complain(cannot_do, "--month: write it like 2026-10, from 1900-01 to 2199-12");
  if (!options.year.empty() && !year)
    return complain(cannot_do, "--year: write it like 2026, from 1900 to 2199");
  const std::chrono::year_month_day first{options.month.empty() ? *year : *month};
  const std::string page = options.month.empty() ? draw_year(in, first.year())
                                                 : draw_month(in, first.year() / first.month());
  std::fputs(page.c_str(), stdout);
  return all_is_well;
}

int answer_one(const calendar_options& options, const calendar& in, const std::string& op) {
  if (op == "show")
    return show(options, in);
  const auto start = read_when(options.start, in.time_zone());
  if (!start)
    return complain(start.error());
  if (op == "add")
    return say_sum(in, *start, options.amount);
  if (op == "between")
    return say_between(in, *start, options.end);
  if (op == "is-open")
    return say_open(in, *start);
  if (op == "next-open")
    return say(in, in.next_open(*start));
  if (op == "prev-close")
    return say(in, in.prev_close(*start));
  return say_working_days(in, *start, options.days);
}

constexpr std::array<const char*, 7> operations{"add",        "between",  "is-open", "next-open",
                                                "prev-close", "add-days", "show"};

/// Of a command line without an operation: a word that is no file was probably meant to be one.
std::string what_is_asked(const std::vector<std::string>& files) {
  const std::string known = "add, between, is-open, next-open, prev-close, add-days, show, --batch";
  for (const std::string& each : files) {
    std::error_code failed;
    if (std::filesystem::exists(each, failed))
      continue;
    if (std::find(operations.begin(), operations.end(), each) != operations.end())
      return "files come first: caseclock calendar FILE… " + each;
    const std::string nearest = closest(each, operations);
    return "\"" + each + "\" is neither a file nor an operation" +
           (nearest.empty() ? "" : " (did you mean \"" + nearest + "\"?)") + "; there are " + known;
  }
  return "what is asked? There are " + known;
}

int run_calendar(const calendar_options& options, const std::string& op) {
  if (op.empty() && options.batch.empty())
    return complain(cannot_do, what_is_asked(options.files));
  if (!op.empty() && !options.batch.empty())
    return complain(cannot_do, "either " + op + " or --batch, not both");
  source_map sources;
  const auto loaded = load_programs(options.files, sources);
  if (!loaded.ok()) {
    print(loaded.diagnostics, sources);
    return exit_code(loaded.diagnostics);
  }
  const calendars_by_name calendars{*loaded.value, sources};
  if (calendars.empty())
    return complain(has_findings, options.files.front() + " holds no calendar with hours");
  if (op.empty() && options.name.empty())
    return answer_batch(calendars, options.batch, options.name);
  const auto chosen = calendars.find(options.name);
  if (!chosen)
    return complain(cannot_do, chosen.error().message +
                                   (options.name.empty() ? ": name one with --calendar" : ""));
  return op.empty() ? answer_batch(calendars, options.batch, options.name)
                    : answer_one(options, **chosen, op);
}

void add_operations(CLI::App& command, const std::shared_ptr<calendar_options>& options) {
  struct operation {
    const char* name;
    const char* what;
  };
  for (const operation each :
       {operation{"add", "The instant that is an amount of time after START"},
        operation{"between", "The open time in [START, END); negative if END comes first"},
        operation{"is-open", "Whether it is open at START, and until when"},
        operation{"next-open", "The first open instant not before START"},
        operation{"prev-close", "The latest instant not after START just before which it is open"},
        operation{"add-days", "N working days after START, or before it"}}) {
    CLI::App* made = command.add_subcommand(each.name, each.what);
    made->add_option("start", options->start,
                     "2026-09-30T17:40+08:00, or the calendar's wall clock")
        ->required();
    made->add_option("--calendar", options->name, "Which one, if there are several");
  }
  command.get_subcommand("add")
      ->add_option("amount", options->amount, "2 working hours, 3 working days, 24h, …")
      ->required();
  command.get_subcommand("between")->add_option("end", options->end, "As START")->required();
  CLI::App* shown = command.add_subcommand("show", "Draw a month or a year");
  shown->add_option("--month", options->month, "Such as 2026-10");
  shown->add_option("--year", options->year, "Such as 2026");
  shown->add_option("--calendar", options->name, "Which one, if there are several");
  command.get_subcommand("add-days")->add_option("n", options->days, "A whole number")->required();
}

constexpr const char* explanation =
    R"(Instants carry an offset (2026-09-30T17:40+08:00) or mean what the calendar's wall clocks
show (2026-09-30T17:40; a date alone means its first moment). Amounts are the language's: 90m,
24h, 2 working hours, 3 working days, end of 2 working days; with a minus they count back.

A line of --batch is one of
  {"id": 1, "calendar": "office", "op": "add", "start": "2026-09-30T17:40+08:00", "amount_s": 7200}
  {"id": 2, "calendar": "office", "op": "between", "start": …, "end": …}
  {"id": 3, "calendar": "office", "op": "add_days", "start": …, "amount_days": 3}
  {"id": 4, "calendar": "office", "op": "is_open", "start": …}   or next_open, prev_close
and gives {"id": …, "result": …} or {"id": …, "error": {"code": …, "message": …}}; between gives
"result_s" and "result_ms" as well. "amount_ms" instead of "amount_s" is milliseconds.)";

} // namespace

void add_calendar(CLI::App& app, int& status) {
  auto options = std::make_shared<calendar_options>();
  CLI::App* command =
      app.add_subcommand("calendar", "Compute in working time, or draw a month of it");
  command->add_option("files", options->files, "Calendar or workflow files, or folders")
      ->required();
  command->add_option("--calendar", options->name, "Which one, if there are several");
  command->add_option("--batch", options->batch, "JSON lines of questions; - for standard input");
  add_operations(*command, options);
  command->require_subcommand(0, 1);
  command->footer(explanation);
  command->callback([options, command, &status] {
    const auto asked = command->get_subcommands();
    status = run_calendar(*options, asked.empty() ? std::string{} : asked.front()->get_name());
  });
}

} // namespace caseclock::cli
