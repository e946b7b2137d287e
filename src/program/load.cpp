// The pipeline from files to programs.
#include "caseclock/program/load.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "caseclock/calendar/compile.hpp"
#include "caseclock/calendar/expiry.hpp"
#include "caseclock/definition/load.hpp"
#include "caseclock/program/check.hpp"
#include "caseclock/program/compile.hpp"
#include "caseclock/time/tzdb.hpp"
#include "caseclock/value/pattern.hpp"
#include "program/passes.hpp"
#include "program/sift.hpp"

namespace caseclock {

namespace detail::passes {

namespace {

class program_loader {
 public:
  program_loader(partial_definitions read, const source_map& sources, const load_options& options)
      : read_(std::move(read)), sources_(sources), options_(options) {
    out_.diagnostics = read_.diagnostics;
  }

  partial_workflows run() {
    for (const calendar_definition& each : read_.set.calendars) {
      if (!is_list(each))
        add_calendar(replacement_of(each));
    }
    for (const workflow_definition& each : read_.set.workflows) {
      if (!each.name.value.empty())
        add_workflow(each);
    }
    if (!has_errors(read_.diagnostics)) // what could not be read is not missing
      add(check_together(out_.set.programs, broken_));
    if (!has_errors(out_.diagnostics)) { // a misspelt use makes its field look unused
      findings unused;
      check_fields(read_.set.workflows, out_.set.programs, unused);
      add(std::move(unused));
    }
    if (options_.strict)
      raise_warnings();
    if (options_.today) // never an error: the files are what they were yesterday
      check_lists(*options_.today);
    sort_findings(out_.diagnostics);
    out_.set.scenario_files = std::move(read_.set.scenario_files);
    if (has_errors(read_.diagnostics)) // a program may lack what could not be read
      out_.set.programs.clear();
    return std::move(out_);
  }

 private:
  void add(std::vector<diagnostic> more) {
    for (diagnostic& each : more)
      out_.diagnostics.push_back(std::move(each));
  }

  [[nodiscard]] const calendar_definition&
  replacement_of(const calendar_definition& written) const {
    const auto found = std::find_if(
        options_.calendars.begin(), options_.calendars.end(),
        [&](const calendar_definition& each) { return each.name.value == written.name.value; });
    return found == options_.calendars.end() ? written : *found;
  }

  void check_lists(civil_date today) {
    for (const calendar_definition& each : read_.set.calendars)
      add(check_expiry(each, today));
  }

  void raise_warnings() {
    for (diagnostic& each : out_.diagnostics) {
      if (each.level == severity::warning)
        each.level = severity::fault;
    }
  }

  /// The zone of that name, read once. UTC for one that does not exist, once that is reported, so
  /// that the rest of the calendar is looked at too.
  const zone& find_zone(const located<std::string>& wanted) {
    if (const auto known = zones_.find(wanted.value); known != zones_.end())
      return known->second;
    result<zone> loaded = load_zone(wanted.value);
    if (loaded)
      return zones_.emplace(wanted.value, std::move(*loaded)).first->second;
    diagnostic finding;
    finding.code = loaded.error().code == errc::unknown_zone ? "unknown-zone" : "cannot-read";
    finding.message = finding.code == "unknown-zone" ? "no time zone \"" + wanted.value + "\""
                                                     : loaded.error().message;
    finding.span = wanted.span;
    finding.suggestion = suggest_zone(wanted.value);
    out_.diagnostics.push_back(std::move(finding));
    return utc_;
  }

  void add_calendar(const calendar_definition& definition) {
    report<calendar> compiled = compile_calendar(definition, find_zone(definition.zone));
    add(std::move(compiled.diagnostics));
    if (compiled.ok()) {
      out_.set.calendars.push_back(std::make_shared<const calendar>(std::move(*compiled.value)));
      table_.emplace_back(definition.name.value, out_.set.calendars.back());
      return;
    }
    // Its name is known, though its hours are not: workflows that use it are not to blame.
    calendar_definition stand_in;
    stand_in.name = definition.name;
    stand_in.always = true;
    report<calendar> always = compile_calendar(stand_in, utc_);
    if (always.ok())
      table_.emplace_back(definition.name.value,
                          std::make_shared<const calendar>(std::move(*always.value)));
  }

  void add_workflow(const workflow_definition& definition) {
    auto compiled = compile(definition, table_, {compile_pattern, compile_search, &sources_});
    add(without_consequences(std::move(compiled.diagnostics), read_.diagnostics));
    if (!compiled.ok()) {
      broken_.push_back(definition.name.value);
      return;
    }
    if (!has_errors(read_.diagnostics))
      add(check(**compiled.value));
    out_.set.programs.push_back(std::move(*compiled.value));
  }

  partial_definitions read_;
  const source_map& sources_;
  const load_options& options_;
  partial_workflows out_;
  calendar_table table_;
  std::vector<std::string> broken_; ///< the names of workflows that could not be compiled
  std::map<std::string, zone> zones_;
  zone utc_{};
};

report<workflow_set> only_if_sound(partial_workflows made) {
  report<workflow_set> out;
  if (!has_errors(made.diagnostics))
    out.value = std::move(made.set);
  out.diagnostics = std::move(made.diagnostics);
  return out;
}

} // namespace

} // namespace detail::passes

partial_workflows read_programs(const std::vector<std::string>& paths, source_map& sources,
                                const load_options& options) {
  return detail::passes::program_loader(read_definitions(paths, sources), sources, options).run();
}

report<workflow_set> load_programs(const std::vector<std::string>& paths, source_map& sources,
                                   const load_options& options) {
  return detail::passes::only_if_sound(read_programs(paths, sources, options));
}

report<workflow_set> load_programs_text(std::string path, std::string text, source_map& sources,
                                        const load_options& options) {
  return detail::passes::only_if_sound(
      detail::passes::program_loader(
          read_definitions_text(std::move(path), std::move(text), sources), sources, options)
          .run());
}

} // namespace caseclock
