// A workflow as a drawn state chart: Graphviz DOT, and Mermaid for pages that render it.
//
// Drawn from the compiled program, so that the picture is what runs: compound states are clusters,
// tasks name their role, approvals their approvers, clocks stand beside the chart with their
// target.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "caseclock/calendar/amount.hpp"
#include "caseclock/program/program.hpp"

namespace caseclock {

namespace detail {

inline std::string titled(const translations& title, const std::string& name,
                          std::string_view language) {
  const std::string_view found = title.in(language);
  return found.empty() ? name : std::string(found);
}

/// What a transition says on its arrow: its title or its event's, and its guard as it is written.
inline std::string arrow_label(const program& of, const program_transition& t,
                               std::string_view language) {
  std::string label{t.title.in(language)};
  for (const std::string& each : t.descriptors)
    label += (label.empty() ? "" : " ") + each;
  if (label.empty() && t.trigger == trigger_kind::event)
    label = titled(of.events[t.event.index()].title, of.events[t.event.index()].name, language);
  else if (label.empty() && t.trigger == trigger_kind::timer)
    label = of.timers[t.timer.index()].text;
  if (t.guard.valid())
    label += (label.empty() ? "[" : " [") + of.expressions[t.guard.index()].text + "]";
  return label;
}

inline std::string joined_roles(const program& of, const std::vector<role_id>& roles,
                                std::string_view language) {
  std::string text;
  for (const role_id each : roles) {
    const program_role& role = of.roles[each.index()];
    text += (text.empty() ? "" : ", ") + titled(role.title, role.name, language);
  }
  return text;
}

/// The small print under a state's title: whose case is open meanwhile, who works there, who
/// approves.
inline std::string state_note(const program& of, const program_state& s,
                              std::string_view language) {
  if (!s.invokes.empty()) {
    std::string text;
    for (std::uint32_t i = s.invokes.first; i < s.invokes.first + s.invokes.count; ++i)
      text += (text.empty() ? "opens " : ", ") + of.invokes[i].workflow;
    return text;
  }
  if (s.approval.valid())
    return joined_roles(of, of.approvals[s.approval.index()].by, language);
  if (s.task.valid() && of.tasks[s.task.index()].role.valid())
    return joined_roles(of, {of.tasks[s.task.index()].role}, language);
  return {};
}

/// "2 working days", "1 month before ends_on".
inline std::string target_text(const program& of, const program_target& target) {
  if (!target.follows_date())
    return format_amount(target.amount);
  const std::int64_t months = target.months < 0 ? -target.months : target.months;
  const bool years = months % 12 == 0;
  const std::int64_t count = years ? months / 12 : months;
  return std::to_string(count) + (years ? " year" : " month") + (count == 1 ? "" : "s") +
         (target.months < 0 ? " before " : " after ") + of.data.fields[target.date.index()].name;
}

inline std::string clock_line(const program& of, const program_clock& c,
                              std::string_view language) {
  std::string line = titled(c.title, c.name, language) + ": ";
  for (std::size_t i = 0; i < c.targets.size(); ++i) {
    const program_target& target = c.targets[i];
    line += (i == 0 ? "" : " / ") + target_text(of, target);
    if (target.guard.valid())
      line += " if " + of.expressions[target.guard.index()].text;
  }
  return line;
}

/// Inside a DOT string. Line breaks are written as `\n`, which Graphviz centres.
inline std::string dot_text(std::string_view raw) {
  std::string out;
  for (const char c : raw) {
    if (c == '"' || c == '\\')
      out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out;
}

/// Long guards would make the chart wide: each operand gets a line of its own.
inline std::string wrapped(std::string label) {
  for (const auto& [from, to] : {std::pair<std::string_view, std::string_view>{" [", "\n["},
                                 {" && ", " &&\n"},
                                 {" || ", " ||\n"}}) {
    for (std::size_t at = label.find(from); at != std::string::npos;
         at = label.find(from, at + to.size()))
      label.replace(at, from.size(), to);
  }
  return label;
}

class dot_writer {
 public:
  dot_writer(const program& of, std::string_view language) : of_(&of), language_(language) {}

  std::string write() {
    out_ = "digraph \"" + dot_text(of_->name) + "\" {\n";
    out_ += "  compound=true; rankdir=TB; nodesep=0.25; ranksep=0.4;\n";
    out_ += "  fontname=\"Helvetica\"; labelloc=t; label=\"" +
            dot_text(titled(of_->title, of_->name, language_)) + "\";\n";
    out_ +=
        "  node [shape=box, style=\"rounded,filled\", fillcolor=\"#eef4fb\", color=\"#3b6ea5\", "
        "fontname=\"Helvetica\", fontsize=11];\n";
    out_ += "  edge [color=\"#555555\", fontname=\"Helvetica\", fontsize=9];\n";
    out_ += "  start [shape=point, width=0.15, color=black, fillcolor=black, label=\"\"];\n";
    for (const state_id child : of_->states.front().children)
      state(child, "  ");
    out_ += "  start -> s" + std::to_string(leaf(first_of(state_id{std::size_t{0}}))) + ";\n";
    for (const program_transition& each : of_->transitions)
      arrow(each);
    clocks();
    return out_ + "}\n";
  }

 private:
  [[nodiscard]] state_id first_of(state_id id) const {
    const program_state& s = of_->states[id.index()];
    if (s.kind == state_kind::compound && !s.initial.empty())
      return s.initial.front();
    return s.children.empty() ? id : s.children.front();
  }
  /// Arrows to a cluster end at a node inside it and are clipped at its border.
  [[nodiscard]] std::size_t leaf(state_id id) const {
    while (!of_->states[id.index()].children.empty())
      id = first_of(id);
    return id.index();
  }
  void state(state_id id, const std::string& indent) {
    const program_state& s = of_->states[id.index()];
    const std::string title = dot_text(titled(s.title, s.name, language_));
    if (!s.children.empty()) {
      out_ += indent + "subgraph cluster_s" + std::to_string(id.index()) + " {\n";
      out_ += indent + "  label=\"" + title + "\"; style=\"rounded\"; color=\"#3b6ea5\";\n";
      for (const state_id child : s.children)
        state(child, indent + "  ");
      out_ += indent + "}\n";
      return;
    }
    const std::string note = state_note(*of_, s, language_);
    out_ += indent + "s" + std::to_string(id.index()) + " [label=\"" + title +
            (note.empty() ? "" : "\\n(" + dot_text(note) + ")") + "\"" + shape(s) + "];\n";
  }
  static std::string shape(const program_state& s) {
    if (s.kind == state_kind::final)
      return ", peripheries=2, fillcolor=\"#e8e8e8\"";
    if (s.kind == state_kind::history_shallow || s.kind == state_kind::history_deep)
      return ", shape=circle";
    if (!s.invokes.empty()) // another chart lies behind it
      return ", shape=box3d, fillcolor=\"#e7f3e8\", color=\"#3b7a45\"";
    return s.approval.valid() ? ", fillcolor=\"#fdf3d8\", color=\"#b8860b\"" : "";
  }
  void arrow(const program_transition& t) {
    const std::size_t source = t.source.index();
    const auto draw = [&](state_id target) {
      const bool from_cluster = !of_->states[source].children.empty();
      const bool to_cluster = !of_->states[target.index()].children.empty();
      out_ += "  s" + std::to_string(leaf(t.source)) + " -> s" + std::to_string(leaf(target));
      out_ += " [label=\"" + dot_text(wrapped(arrow_label(*of_, t, language_))) + "\"";
      if (from_cluster && !of_->inside(target, t.source))
        out_ += ", ltail=cluster_s" + std::to_string(source);
      if (to_cluster && !of_->inside(t.source, target))
        out_ += ", lhead=cluster_s" + std::to_string(target.index());
      if (t.trigger == trigger_kind::timer)
        out_ += ", style=dashed";
      out_ += "];\n";
    };
    for (const state_id target : t.targets)
      draw(target);
  }
  void clocks() {
    if (of_->clocks.empty())
      return;
    std::string lines;
    for (const program_clock& each : of_->clocks)
      lines += dot_text(clock_line(*of_, each, language_)) + "\\l";
    out_ +=
        "  clocks [shape=note, style=filled, fillcolor=\"#fbfbe8\", color=\"#888855\", label=\"" +
        lines + "\"];\n";
  }

  const program* of_;
  std::string_view language_;
  std::string out_;
};

/// Mermaid has no escapes inside labels: what would end one is replaced.
inline std::string mermaid_text(std::string_view raw) {
  std::string out;
  for (const char c : raw) {
    switch (c) {
    case '"': out += "#quot;"; break;
    case ':': out += "#colon;"; break;
    case ';': out += "#59;"; break;
    case '\n': out += ' '; break;
    default: out += c; break;
    }
  }
  return out;
}

class mermaid_writer {
 public:
  mermaid_writer(const program& of, std::string_view language) : of_(&of), language_(language) {}

  std::string write() {
    out_ = "stateDiagram-v2\n";
    inside(state_id{std::size_t{0}}, "  ");
    for (const program_transition& t : of_->transitions) {
      const std::string label = mermaid_text(arrow_label(*of_, t, language_));
      for (const state_id target : t.targets)
        out_ += "  " + of_->states[t.source.index()].name + " --> " +
                of_->states[target.index()].name + (label.empty() ? "" : " : " + label) + "\n";
    }
    return out_;
  }

 private:
  void inside(state_id parent, const std::string& indent) {
    const program_state& p = of_->states[parent.index()];
    for (const state_id child : p.children) {
      const program_state& s = of_->states[child.index()];
      const std::string opens =
          s.invokes.empty() ? "" : " (" + state_note(*of_, s, language_) + ")";
      const std::string title = mermaid_text(titled(s.title, s.name, language_) + opens);
      out_ += indent + "state \"" + title + "\" as " + s.name;
      if (!s.children.empty()) {
        out_ += " {\n";
        inside(child, indent + "  ");
        out_ += indent + "}";
      }
      out_ += "\n";
      if (p.kind == state_kind::parallel && child != p.children.back())
        out_ += indent + "--\n";
      if (s.kind == state_kind::final)
        out_ += indent + s.name + " --> [*]\n";
    }
    if (p.kind == state_kind::compound && !p.initial.empty())
      out_ += indent + "[*] --> " + of_->states[p.initial.front().index()].name + "\n";
  }

  const program* of_;
  std::string_view language_;
  std::string out_;
};

} // namespace detail

/// The chart in Graphviz's DOT language, titles in `language` where the author gave it.
[[nodiscard]] inline std::string to_dot(const program& of, std::string_view language) {
  return detail::dot_writer{of, language}.write();
}

/// The chart as a Mermaid state diagram.
[[nodiscard]] inline std::string to_mermaid(const program& of, std::string_view language) {
  return detail::mermaid_writer{of, language}.write();
}

} // namespace caseclock
