// A case that asks a calendar something, or that shows what an author is told about one.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "caseclock/program/load.hpp"
#include "rules/expected.hpp"

namespace caseclock::rules {

class calendar_runner {
 public:
  /// The calendars that the cases of a table share.
  explicit calendar_runner(const table& of) : shared_(of.calendars) {
    if (!shared_.empty())
      known_ = loaded(of.path, {}).calendars;
  }

  [[nodiscard]] std::string run(const table_case& about) const {
    complaints wrong{about};
    const yaml_node* named = find(about.node, "calendar");
    if (const yaml_node* findings = find(about.node, "findings")) {
      const loaded_calendars made = loaded(about.path, about.calendar);
      expect_findings(wrong, *findings, made.findings, made.sources);
    }
    const yaml_node* ask = find(about.node, "ask");
    if (ask == nullptr)
      return wrong.text();
    const std::shared_ptr<const calendar> hours = chosen(wrong, about, *named);
    for (const yaml_node& each : ask->items) {
      if (hours != nullptr)
        run_question(wrong, *hours, each);
    }
    return wrong.text();
  }

 private:
  struct loaded_calendars {
    source_map sources{};
    std::vector<diagnostic> findings{};
    std::vector<std::shared_ptr<const calendar>> calendars{};
  };

  [[nodiscard]] loaded_calendars loaded(const std::string& path, const std::string& own) const {
    loaded_calendars made;
    const std::string text = "caseclock: 1\ncalendars:" + (shared_.empty() ? "\n" : shared_) +
                             (own.empty() ? "" : "  this:" + own);
    auto set =
        load_programs_text(std::string{CASECLOCK_SOURCE_DIR} + "/" + path, text, made.sources);
    made.findings = std::move(set.diagnostics);
    if (set.value)
      made.calendars = set.value->calendars;
    return made;
  }

  [[nodiscard]] std::shared_ptr<const calendar> chosen(complaints& wrong, const table_case& about,
                                                       const yaml_node& named) const {
    const bool own = named.kind == yaml_kind::mapping;
    const std::string name = own ? "this" : named.text;
    const loaded_calendars made = own ? loaded(about.path, about.calendar) : loaded_calendars{};
    for (const diagnostic& each : made.findings) {
      if (each.level == severity::fault)
        wrong.add(named, render(each, made.sources));
    }
    for (const auto& each : own ? made.calendars : known_) {
      if (each->name() == name)
        return each;
    }
    wrong.add(named, "there is no calendar \"" + name + "\"");
    return nullptr;
  }

  static void run_question(complaints& wrong, const calendar& hours, const yaml_node& question) {
    const std::string op = question.entries.empty() ? "" : question.entries[0].key;
    const yaml_node* is = find(question, "is");
    if (is == nullptr) {
      wrong.add(question, "a question has an answer: \"is: …\"");
      return;
    }
    const yaml_node& first = question.entries[0].value;
    if (op == "between") {
      run_between(wrong, hours, first, *is);
      return;
    }
    const yaml_node* to = find(question, "to");
    const auto at = instant_of(wrong, to != nullptr ? *to : first);
    if (!at)
      return;
    if (op == "is_open")
      expect(wrong, *is, op, std::string{hours.is_open(*at) ? "true" : "false"});
    else if (op == "next_open")
      expect(wrong, *is, op, hours.next_open(*at));
    else if (op == "prev_close")
      expect(wrong, *is, op, hours.prev_close(*at));
    else if (op == "add")
      run_add(wrong, hours, *at, first, *is);
    else if (op == "add_days")
      expect(wrong, *is, op, hours.add_days(*at, std::stoll(first.text)));
    else if (op == "end_of_day")
      expect(wrong, *is, op, hours.end_of_day(*at, std::stoll(first.text)));
    else
      wrong.add(question, "nobody can be asked for \"" + op + "\"");
  }
  static void run_between(complaints& wrong, const calendar& hours, const yaml_node& ends,
                          const yaml_node& is) {
    if (ends.items.size() != 2) {
      wrong.add(ends, "between has two ends");
      return;
    }
    const auto from = instant_of(wrong, ends.items[0]);
    const auto to = instant_of(wrong, ends.items[1]);
    if (!from || !to)
      return;
    const result<duration> found = hours.between(*from, *to);
    if (found)
      expect(wrong, is, "between", *found);
    else
      expect(wrong, is, "between", std::string{caseclock::name(found.error().code)});
  }
  static void run_add(complaints& wrong, const calendar& hours, instant at, const yaml_node& much,
                      const yaml_node& is) {
    if (const auto working = duration_of(wrong, much))
      expect(wrong, is, "add", hours.add(at, *working));
  }

  std::string shared_;
  std::vector<std::shared_ptr<const calendar>> known_{};
};

} // namespace caseclock::rules
