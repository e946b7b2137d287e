// The charts of tests/statechart/*.yaml, read and played. What stands in them says RULES.md.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "caseclock/caseclock.hpp"
#include "caseclock/program/load.hpp"
#include "rules/table.hpp"
#include "statechart/chart_words.hpp"

namespace caseclock::charts {

using detail::yaml_entry;
using detail::yaml_kind;
using detail::yaml_node;

/// One chart: the rule it stands under, the workflow as its author wrote it, what is played.
struct written_chart {
  std::string path{};
  std::uint32_t line = 0;
  std::string rule{};
  std::string name{};
  std::string text{}; ///< of the workflow, from its first column
  yaml_node node{};
};

struct chart_file {
  std::vector<written_chart> charts{};
  std::vector<std::string> findings{}; ///< what is wrong with the file itself
};

/// The lines without what they are all indented by.
inline std::string outdented(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t indent = std::string::npos;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    const std::size_t first = lines.back().find_first_not_of(' ');
    if (first != std::string::npos)
      indent = std::min(indent, first);
    at = end + 1;
  }
  std::string made;
  for (const std::string& each : lines)
    made += (each.size() < indent ? std::string{} : each.substr(indent)) + "\n";
  return made;
}

class chart_reader {
 public:
  chart_reader(std::string path, const std::string& text) : path_(std::move(path)) {
    source_map sources;
    detail::yaml_file file = detail::read_yaml_text(path_, text, sources);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      lines_.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    for (const diagnostic& each : file.tree.diagnostics)
      made_.findings.push_back(render(each, sources));
    if (!file.tree.value)
      return;
    for (std::size_t i = 0; i < file.tree.value->entries.size(); ++i) {
      const bool last = i + 1 == file.tree.value->entries.size();
      read_rule(file.tree.value->entries[i],
                last ? end_line() : file.tree.value->entries[i + 1].key_span.line);
    }
  }
  chart_file take() { return std::move(made_); }

 private:
  [[nodiscard]] std::uint32_t end_line() const {
    return static_cast<std::uint32_t>(lines_.size()) + 1;
  }
  void wrong(const source_span& at, const std::string& what) {
    made_.findings.push_back(path_ + ":" + std::to_string(at.line) + ": " + what);
  }
  void read_rule(const yaml_entry& rule, std::uint32_t end) {
    if (rule.value.items.empty() || rule.key.front() != 'S')
      wrong(rule.key_span, "\"" + rule.key + "\" is no rule of the state machine with charts");
    for (std::size_t i = 0; i < rule.value.items.size(); ++i) {
      const bool last = i + 1 == rule.value.items.size();
      read_chart(rule.key, rule.value.items[i], last ? end : rule.value.items[i + 1].span.line);
    }
  }
  void read_chart(const std::string& rule, const yaml_node& node, std::uint32_t end) {
    if (node.entries.empty() || node.entries[0].key != "case") {
      wrong(node.span, "a chart begins with its name: \"case: …\"");
      return;
    }
    written_chart made{path_, node.entries[0].key_span.line, rule, node.entries[0].value.text, {},
                       node};
    for (std::size_t i = 0; i < node.entries.size(); ++i) {
      const yaml_entry& entry = node.entries[i];
      static constexpr std::string_view known[] = {"case", "chart", "findings", "play", "limits"};
      if (std::find(std::begin(known), std::end(known), entry.key) == std::end(known))
        wrong(entry.key_span, "a chart has no \"" + entry.key + "\"");
      const std::uint32_t next =
          i + 1 < node.entries.size() ? node.entries[i + 1].key_span.line : end;
      if (entry.key == "chart")
        made.text = outdented(rules::text_behind(lines_, entry, next).substr(1));
    }
    if (made.text.empty())
      wrong(node.span, "\"chart\" is missing");
    made_.charts.push_back(std::move(made));
  }

  std::string path_;
  std::vector<std::string> lines_{};
  chart_file made_{};
};

/// Plays one chart and compares every effect with what it says. `restarted`: before every step the
/// engine is built anew from its store, which must make no difference.
class chart_player {
 public:
  explicit chart_player(const written_chart& about, bool restarted = false)
      : about_(about), restarted_(restarted) {}

  [[nodiscard]] std::string run() {
    const std::string text = "caseclock: 1\nworkflow: chart\n" + about_.text;
    auto set = load_programs_text("tests/statechart/chart.yaml", text, sources_);
    if (!findings_fit(set.diagnostics))
      return wrong_;
    if (!set.value && find("findings") == nullptr) {
      for (const diagnostic& each : set.diagnostics)
        add(about_.line, render(each, sources_));
    }
    if (!set.value || find("play") == nullptr)
      return wrong_;
    code_ = set.value->programs.front();
    begin();
    for (const yaml_node& each : find("play")->items)
      step(each);
    return wrong_;
  }

 private:
  [[nodiscard]] const yaml_node* find(std::string_view key) const {
    return rules::find(about_.node, key);
  }
  void add(std::uint32_t line, const std::string& what) {
    wrong_ += about_.path + ":" + std::to_string(line) + ": " + about_.rule + " \"" + about_.name +
              "\"" + (restarted_ ? ", restarted" : "") + ": " + what + "\n";
  }
  static std::string shown(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& each : lines)
      text += (text.empty() ? "" : ", ") + each;
    return "[" + text + "]";
  }
  [[nodiscard]] bool findings_fit(const std::vector<diagnostic>& found) {
    std::vector<std::string> wanted;
    std::vector<std::string> there;
    if (const yaml_node* list = find("findings")) {
      for (const yaml_node& each : list->items)
        wanted.push_back(each.text);
    }
    for (const diagnostic& each : found)
      there.push_back(each.code);
    if (wanted == there || find("findings") == nullptr) // warnings are told to who asks
      return true;
    add(about_.line, "expected findings " + shown(wanted) + ", there are " + shown(there));
    for (const diagnostic& each : found)
      wrong_ += render(each, sources_);
    return false;
  }
  void begin() {
    engine_options options;
    if (const yaml_node* limits = find("limits")) {
      const auto number = [&](std::string_view key, std::uint32_t& into) {
        if (const yaml_node* given = rules::find(*limits, key))
          into = static_cast<std::uint32_t>(std::stoul(given->text));
      };
      number("microsteps", options.limits.microsteps);
      number("deferred", options.limits.deferred);
    }
    engine_ = std::make_unique<engine>(store_, options);
    (void)engine_->add(code_);
    engine_->subscribe({}, [this](const publication& each) {
      if (each.record.subject == id_ || id_ == case_id::none)
        told_.push_back(line_of(each.program, each.record));
    });
  }

  void step(const yaml_node& at) {
    if (restarted_ && id_ != case_id::none) {
      begin();
      (void)engine_->restore();
    }
    if (at.entries.empty()) {
      add(at.span.line, "a step says what is done");
      return;
    }
    const yaml_entry& first = at.entries.front();
    status outcome;
    if (first.key == "open")
      outcome = open(first.value);
    else if (first.key == "send")
      outcome =
          engine_->send({id_, first.value.text, fields(rules::find(at, "with")), as(at)}, now_);
    else if (first.key == "set")
      outcome = engine_->set({id_, fields(&first.value), as(at)}, now_);
    else if (first.key == "retry")
      outcome = engine_->retry({id_, as(at)}, now_);
    else if (first.key == "skip")
      outcome = engine_->skip({id_, as(at)}, now_);
    else if (first.key == "wait")
      wait(first.value);
    else if (first.key == "away")
      away(first.value);
    else
      add(at.span.line, "no step \"" + first.key + "\"");
    check(at, outcome);
  }
  status open(const yaml_node& with) {
    const auto opened = engine_->open({"chart", "C", fields(&with), {}}, now_);
    if (!opened)
      return opened.error();
    id_ = *opened;
    return {};
  }
  [[nodiscard]] duration amount(const yaml_node& of) {
    const auto read = parse_amount(of.text);
    if (!read)
      add(of.span.line, "\"" + of.text + "\" is no duration");
    return read ? duration{read->count} : duration{0};
  }
  /// From deadline to deadline: nothing is late.
  void wait(const yaml_node& of) {
    const instant last = now_ + amount(of);
    while (const auto next = engine_->next_deadline()) {
      if (*next > last)
        break;
      (void)engine_->advance(*next);
    }
    (void)engine_->advance(last);
    now_ = last;
  }
  /// All at once, at the end: everything is late.
  void away(const yaml_node& of) {
    now_ += amount(of);
    (void)engine_->advance(now_);
  }
  [[nodiscard]] static sender as(const yaml_node& at) {
    const std::string text = rules::text_of(at, "as");
    const std::size_t space = text.find(' ');
    return {text.substr(0, space), space == std::string::npos ? "" : text.substr(space + 1)};
  }
  [[nodiscard]] static value_record fields(const yaml_node* from) {
    value_record made;
    if (from == nullptr)
      return made;
    for (const yaml_entry& each : from->entries) {
      const std::string& text = each.value.text;
      const bool number =
          !text.empty() &&
          text.find_first_not_of("0123456789", text[0] == '-' ? 1 : 0) == std::string::npos;
      value held{text};
      if (number)
        held = value{static_cast<std::int64_t>(std::stoll(text))};
      else if (text == "true" || text == "false")
        held = value{text == "true"};
      made.emplace_back(each.key, std::move(held));
    }
    return made;
  }

  void check(const yaml_node& at, const status& outcome) {
    const std::uint32_t line = at.span.line;
    const std::string refused = rules::text_of(at, "refused");
    const std::string code = outcome.ok() ? "" : std::string{name(outcome.error().code)};
    if (refused != code)
      add(line, "expected " + (refused.empty() ? "no refusal" : refused) + ", there is \"" + code +
                    "\"" + (outcome.ok() ? "" : ": " + outcome.error().message));
    if (const yaml_node* says = rules::find(at, "says")) {
      if (outcome.ok() || outcome.error().message != says->text)
        add(line, "it says \"" + (outcome.ok() ? "nothing" : outcome.error().message) + "\"");
    }
    std::vector<std::string> wanted;
    if (const yaml_node* told = rules::find(at, "told")) {
      for (const yaml_node& each : told->items)
        wanted.push_back(each.text);
    }
    const std::vector<std::string> there = std::exchange(told_, {});
    if (wanted != there)
      add(line, "expected\n    " + shown(wanted) + ", told is\n    " + shown(there));
    if (const yaml_node* states = rules::find(at, "states"))
      check_states(*states);
    for (const yaml_entry& each : at.entries) {
      static constexpr std::string_view known[] = {"open", "send", "set",   "retry", "skip",
                                                   "wait", "away", "as",    "with",  "refused",
                                                   "says", "told", "states"};
      if (std::find(std::begin(known), std::end(known), each.key) == std::end(known))
        add(line, "a step has no \"" + each.key + "\"");
    }
  }
  void check_states(const yaml_node& wanted) {
    std::vector<std::string> names;
    for (const yaml_node& each : wanted.items)
      names.push_back(each.text);
    std::vector<std::string> there;
    for (const std::string_view each : engine_->states(id_))
      there.emplace_back(each);
    if (names != there)
      add(wanted.span.line, "expected " + shown(names) + ", active are " + shown(there));
  }

  const written_chart& about_;
  bool restarted_;
  std::string wrong_{};
  source_map sources_{};
  std::shared_ptr<const program> code_{};
  memory_store store_{};
  std::unique_ptr<engine> engine_{};
  case_id id_ = case_id::none;
  instant now_ = *parse_instant("2026-03-06T15:00+08:00");
  std::vector<std::string> told_{};
};

} // namespace caseclock::charts
