#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "caseclock/expr/compile.hpp"
#include "definition/tree.hpp"
#include "scxml/importer.hpp"

namespace caseclock::detail {

namespace {

bool is_state(const xml_element& element) {
  return !element.foreign && (element.name == "state" || element.name == "parallel" ||
                              element.name == "final" || element.name == "history");
}

bool is_id(std::string_view text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80U;
  };
  return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

bool is_variable_name(std::string_view text) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !text.empty() && letter(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return letter(c) || (c >= '0' && c <= '9'); });
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> made;
  constexpr std::string_view blanks = " \t\r\n";
  for (std::size_t at = text.find_first_not_of(blanks); at < text.size();
       at = text.find_first_not_of(blanks, at)) {
    const std::size_t end = std::min(text.find_first_of(blanks, at), text.size());
    made.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return made;
}

const xml_element* child_of(const xml_element& parent, std::string_view name) {
  for (const xml_element& each : parent.children) {
    if (!each.foreign && each.name == name)
      return &each;
  }
  return nullptr;
}

/// The states that the attribute names, each of which must be some state's id.
std::vector<std::string> named_states(scxml_importer& in, const xml_element& element,
                                      std::string_view attribute, std::string_view held) {
  std::vector<std::string> made = words(held);
  if (made.empty())
    in.error("missing-attribute", element,
             "the attribute " + in_quotes(attribute) + " names no state");
  for (const std::string& each : made) {
    if (!in.ids.contains(each)) {
      std::vector<std::string_view> known;
      for (const auto& [id, place] : in.ids)
        known.push_back(id);
      in.found.push_back(fault("unknown-state", "no state has the id " + in_quotes(each),
                               element.span, closest(each, known)));
    }
  }
  return made;
}

/// The targets of a transition.
std::vector<std::string> targets(scxml_importer& in, const xml_element& element) {
  const std::string* held = element.find("target");
  return held == nullptr ? std::vector<std::string>{} : named_states(in, element, "target", *held);
}

yaml_value transition(scxml_importer& in, const xml_element& element) {
  in.check(element, {"event", "cond", "target", "type"},
           {"raise", "if", "foreach", "log", "assign", "send", "cancel", "script"});
  yaml_value made;
  const std::string* event = element.find("event");
  const std::string* cond = element.find("cond");
  if (event != nullptr) {
    const std::vector<std::string> tokens = words(*event);
    std::string joined;
    for (const std::string& each : tokens)
      joined += (joined.empty() ? "" : " ") + each;
    if (tokens.empty())
      in.error("missing-attribute", element, "the attribute \"event\" names no event");
    made.add("event", yaml_value::of(joined));
  }
  if (cond != nullptr)
    made.add("if", yaml_value::of(trimmed(*cond).empty() ? "''" : trimmed(*cond)));
  const std::vector<std::string> to = targets(in, element);
  if (to.size() == 1)
    made.add("to", yaml_value::of(to.front()));
  if (to.size() > 1) {
    yaml_value list = yaml_value::list();
    for (const std::string& each : to)
      list.items.push_back(yaml_value::of(each));
    made.add("to", std::move(list));
  }
  if (event == nullptr && cond == nullptr && element.find("target") == nullptr)
    in.error("missing-attribute", element,
             "<transition> needs one of \"event\", \"cond\" and \"target\"");
  if (const std::string* type = element.find("type")) {
    if (*type == "internal")
      made.add("internal", yaml_value::word("true"));
    else if (*type != "external")
      in.error("unknown-value", element,
               "a transition's type is \"external\" or \"internal\", not " + in_quotes(*type));
  }
  if (yaml_value steps = in.actions(element); !steps.empty())
    made.add("do", std::move(steps));
  return made;
}

/// The one transition of <initial> and <history>: where to, and what is done on the way.
void default_transition(scxml_importer& in, const xml_element& element, std::string_view key,
                        yaml_value& into) {
  in.check(element, {"id", "type"}, {"transition"});
  std::vector<const xml_element*> all;
  for (const xml_element& each : element.children) {
    if (!each.foreign && each.name == "transition")
      all.push_back(&each);
  }
  if (all.size() != 1)
    return in.error("missing-element", element,
                    "<" + element.name + "> has exactly one <transition>");
  const xml_element& only = *all.front();
  in.check(only, {"target", "type"},
           {"raise", "if", "foreach", "log", "assign", "send", "cancel", "script"});
  std::string joined;
  for (const std::string& each : targets(in, only))
    joined += (joined.empty() ? "" : " ") + each;
  if (only.find("target") == nullptr)
    in.error("missing-attribute", only, "this transition needs the attribute \"target\"");
  yaml_value steps = in.actions(only);
  if (steps.empty()) {
    into.add(key, yaml_value::of(joined));
    return;
  }
  yaml_value beginning = yaml_value::mapping();
  beginning.add("to", yaml_value::of(joined));
  beginning.add("do", std::move(steps));
  into.add(key, std::move(beginning));
}

/// Each handler is a block; a single one is the list itself.
void add_handlers(scxml_importer& in, const xml_element& element, std::string_view name,
                  std::string_view key, yaml_value& into) {
  std::vector<yaml_value> blocks;
  for (const xml_element& each : element.children) {
    if (each.foreign || each.name != name)
      continue;
    in.check(each, {}, {"raise", "if", "foreach", "log", "assign", "send", "cancel", "script"});
    if (yaml_value steps = in.actions(each); !steps.empty())
      blocks.push_back(std::move(steps));
  }
  if (blocks.empty())
    return;
  if (blocks.size() == 1)
    return void(into.add(key, std::move(blocks.front())));
  yaml_value list = yaml_value::list();
  for (yaml_value& each : blocks)
    list.items.push_back(yaml_value{}.add("block", std::move(each)));
  into.add(key, std::move(list));
}

void add_initial(scxml_importer& in, const xml_element& element, yaml_value& into) {
  const std::string* initial = element.find("initial");
  const xml_element* inside = child_of(element, "initial");
  if (initial != nullptr && inside != nullptr)
    in.error("conflicting-attributes", *inside,
             "the state has both an attribute \"initial\" and an element <initial>");
  if (inside != nullptr)
    default_transition(in, *inside, "initial", into);
  else if (initial != nullptr)
    into.add("initial", yaml_value::of(in.initial_states(element, *initial)));
}

void add_donedata(scxml_importer& in, const xml_element& element, yaml_value& into) {
  const xml_element* donedata = child_of(element, "donedata");
  if (donedata == nullptr)
    return;
  in.check(*donedata, {}, {"content", "param"});
  yaml_value made;
  yaml_value with;
  in.add_params(*donedata, with);
  const xml_element* content = child_of(*donedata, "content");
  if (content != nullptr && !with.empty())
    in.error("conflicting-attributes", *content, "<donedata> has <content> or <param>, not both");
  if (!with.empty())
    made.add("with", std::move(with));
  if (content != nullptr) {
    made.add("content", yaml_value::of(in.content_expression(*content)));
  }
  if (!made.empty())
    into.add("donedata", std::move(made));
}

/// The file that a data element names, if it lies in the chart's folder or below; "" if it does
/// not.
std::string file_beside(const std::string& chart, std::string source) {
  namespace fs = std::filesystem;
  if (source.starts_with("file:")) {
    source.erase(0, 5);
    if (source.starts_with("//localhost/"))
      source.erase(0, 11);
    else if (source.starts_with("///"))
      source.erase(0, 2);
  }
  if (source.empty() || source.find("://") != std::string::npos || source.starts_with("//"))
    return {};
  std::error_code failed;
  fs::path folder = fs::path{chart}.parent_path();
  if (folder.empty())
    folder = ".";
  const fs::path home = fs::weakly_canonical(folder, failed);
  const fs::path wanted = fs::weakly_canonical(folder / source, failed);
  const auto [behind, rest] = std::mismatch(home.begin(), home.end(), wanted.begin(), wanted.end());
  return failed || behind != home.end() || rest == wanted.end()
             ? std::string{}
             : (folder / source).lexically_normal().string();
}

/// The text of a file that a data element names, or a finding.
std::string text_of_source(scxml_importer& in, const xml_element& element,
                           const std::string& source) {
  const std::string file = file_beside(in.path, trimmed(source));
  if (file.empty()) {
    in.error("scxml-not-supported", element,
             "data cannot be fetched from " + in_quotes(source) +
                 ": only from a file in the chart's folder");
    return {};
  }
  text_file read = read_text_file(file, in.sources, element.span);
  if (read.problem) {
    in.found.push_back(*std::move(read.problem));
    return {};
  }
  return std::string(in.sources.text(read.file));
}

std::string initial_value(scxml_importer& in, const xml_element& element) {
  const std::string* expr = element.find("expr");
  const std::string* source = element.find("src");
  const bool inside = !trimmed(element.text).empty() || !element.inner.empty();
  if ((expr != nullptr) + (source != nullptr) + inside > 1)
    in.error("conflicting-attributes", element,
             "<data> has one of \"expr\", \"src\" and a value inside, not several");
  if (expr != nullptr)
    return trimmed(*expr).empty() ? "null" : trimmed(*expr);
  if (source != nullptr)
    return value_expression(text_of_source(in, element, *source));
  return inside ? in.content_expression(element) : std::string{};
}

} // namespace

std::string scxml_importer::initial_states(const xml_element& element, std::string_view named) {
  std::string joined;
  for (const std::string& each : named_states(*this, element, "initial", named))
    joined += (joined.empty() ? "" : " ") + each;
  return joined;
}

void scxml_importer::collect_ids(const xml_element& parent) {
  std::vector<const xml_element*> without;
  const auto collect = [&](const auto& self, const xml_element& outer) -> void {
    for (const xml_element& each : outer.children) {
      if (!is_state(each))
        continue;
      const std::string* given = each.find("id");
      if (given == nullptr) {
        without.push_back(&each);
      } else if (!is_id(*given)) {
        error("invalid-name", each, in_quotes(*given) + " cannot be the id of a state");
      } else if (const auto [at, fresh] = ids.emplace(*given, each.span); !fresh) {
        found.push_back(fault_with_note("duplicate-name",
                                        "a state " + in_quotes(*given) + " stands here already",
                                        each.span, at->second, "the first one"));
      }
      if (given != nullptr)
        names[&each] = *given;
      self(self, each);
    }
  };
  collect(collect, parent);
  std::size_t number = 0;
  for (const xml_element* each : without) { // as ids are made up where none is given (3.14)
    std::string made;
    do {
      made = each->name + "-" + std::to_string(++number);
    } while (ids.contains(made));
    names[each] = made;
  }
}

void scxml_importer::add_datamodel(const xml_element& parent, const std::string& state) {
  for (const xml_element& model : parent.children) {
    if (model.foreign || model.name != "datamodel")
      continue;
    check(model, {}, {"data"});
    for (const xml_element& each : model.children) {
      if (each.foreign || each.name != "data")
        continue;
      check(each, {"id", "expr", "src"}, {});
      const std::string id = needed(each, "id");
      if (!is_variable_name(id) || is_reserved_in_expressions(id)) {
        if (!id.empty())
          error("invalid-name", each,
                in_quotes(id) + " cannot be the name of data: expressions could not say it");
        continue;
      }
      if (const auto [at, fresh] = data_ids.emplace(id, each.span); !fresh) {
        found.push_back(fault_with_note("duplicate-name",
                                        "data " + in_quotes(id) + " stand here already", each.span,
                                        at->second, "the first ones"));
        continue;
      }
      yaml_value field;
      field.add("type", yaml_value::of("any"));
      if (const std::string value = initial_value(*this, each); !value.empty())
        field.add("expr", yaml_value::of(value));
      if (late && !state.empty())
        field.add("state", yaml_value::of(state));
      data.add(id, std::move(field));
    }
  }
}

yaml_value scxml_importer::state(const xml_element& element) {
  yaml_value made;
  if (element.name == "history") {
    made.add("type", yaml_value::of("history"));
    const std::string* type = element.find("type");
    if (type != nullptr && *type == "deep")
      made.add("deep", yaml_value::word("true"));
    else if (type != nullptr && *type != "shallow")
      error("unknown-value", element,
            "a history's type is \"shallow\" or \"deep\", not " + in_quotes(*type));
    default_transition(*this, element, "default", made);
    return made;
  }
  if (element.name == "final") {
    check(element, {"id"}, {"onentry", "onexit", "donedata"});
    made.add("type", yaml_value::of("final"));
  } else if (element.name == "parallel") {
    check(element, {"id"},
          {"onentry", "onexit", "transition", "state", "parallel", "history", "datamodel"});
  } else {
    check(element, {"id", "initial"},
          {"onentry", "onexit", "transition", "initial", "state", "parallel", "final", "history",
           "datamodel"});
  }
  add_datamodel(element, names[&element]);
  add_initial(*this, element, made);
  add_handlers(*this, element, "onentry", "entry", made);
  add_handlers(*this, element, "onexit", "exit", made);
  add_donedata(*this, element, made);
  yaml_value transitions = yaml_value::list();
  for (const xml_element& each : element.children) {
    if (!each.foreign && each.name == "transition")
      transitions.items.push_back(transition(*this, each));
  }
  if (!transitions.empty())
    made.add("transitions", std::move(transitions));
  yaml_value inside = states(element);
  const bool only_memories =
      std::none_of(element.children.begin(), element.children.end(), [](const xml_element& each) {
        return is_state(each) && each.name != "history";
      });
  if (!inside.empty() && only_memories)
    error("misplaced-element", element, "a state with a <history> inside has other states inside");
  if (!inside.empty())
    made.add(element.name == "parallel" ? "regions" : "states", std::move(inside));
  return made;
}

/// The states inside, in document order, data of theirs included.
yaml_value scxml_importer::states(const xml_element& parent) {
  yaml_value made;
  for (const xml_element& each : parent.children) {
    if (is_state(each))
      made.add(names[&each], state(each));
  }
  return made;
}

} // namespace caseclock::detail
