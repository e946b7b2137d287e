#include <algorithm>
#include <set>
#include <utility>

#include "caseclock/base/json_text.hpp"
#include "caseclock/expr/compile.hpp"
#include "caseclock/value/format.hpp"
#include "caseclock/value/json.hpp"
#include "scxml/importer.hpp"

namespace caseclock::detail {

namespace {

constexpr std::string_view xml_space = " \t\r\n";

/// An attribute that says it, or its `…expr` form that gives it when it is carried out.
void add_either(scxml_importer& in, const xml_element& element, std::string_view plain,
                std::string_view dynamic, std::string_view key, yaml_value& into) {
  const std::string* said = element.find(plain);
  const std::string* given = element.find(dynamic);
  if (said != nullptr && given != nullptr)
    in.error("conflicting-attributes", element,
             "<" + element.name + "> has " + in_quotes(plain) + " or " + in_quotes(dynamic) +
                 ", not both");
  if (given != nullptr)
    into.add(key, yaml_value::of(trimmed(*given).empty() ? "''" : trimmed(*given)));
  else if (said != nullptr)
    into.add(key, yaml_value::of(text_expression(trimmed(*said))));
}

void refuse_http(scxml_importer& in, const xml_element& element) {
  const std::string* type = element.find("type");
  if (type != nullptr && (type->find("BasicHTTPEventProcessor") != std::string::npos ||
                          *type == "http" || *type == "basichttp"))
    in.error("scxml-not-supported", element,
             "the event processor " + in_quotes(*type) +
                 " is not supported: emit an event, and the "
                 "host calls whom it likes");
}

/// A location as an expression. What is none fails when it is evaluated, as SCXML wants it.
std::string read_from(scxml_importer& in, const xml_element& element, const std::string& location) {
  if (is_location(location))
    return location;
  in.warn("invalid-location", element, in_quotes(location) + " is no place in the data");
  return "no place: " + location;
}

void add_namelist(scxml_importer& in, const xml_element& element, yaml_value& with) {
  const std::string* names = element.find("namelist");
  if (names == nullptr)
    return;
  for (std::size_t at = names->find_first_not_of(xml_space); at < names->size();
       at = names->find_first_not_of(xml_space, at)) {
    const std::size_t end = std::min(names->find_first_of(xml_space, at), names->size());
    const std::string name = names->substr(at, end - at);
    with.add(name, yaml_value::of(read_from(in, element, name)));
    at = end;
  }
}

yaml_value send(scxml_importer& in, const xml_element& element) {
  in.check(element,
           {"event", "eventexpr", "target", "targetexpr", "type", "typeexpr", "id", "idlocation",
            "delay", "delayexpr", "namelist"},
           {"param", "content"});
  refuse_http(in, element);
  yaml_value made;
  add_either(in, element, "event", "eventexpr", "event", made);
  add_either(in, element, "target", "targetexpr", "target", made);
  add_either(in, element, "type", "typeexpr", "type", made);
  add_either(in, element, "delay", "delayexpr", "delay", made);
  if (const std::string* id = element.find("id"))
    made.add("id", yaml_value::of(text_expression(*id)));
  if (const std::string* place = element.find("idlocation")) {
    if (element.find("id") != nullptr)
      in.error("conflicting-attributes", element, "<send> has \"id\" or \"idlocation\", not both");
    made.add("id_location", yaml_value::of(trimmed(*place)));
  }
  yaml_value with;
  add_namelist(in, element, with);
  in.add_params(element, with);
  const bool has_data = !with.empty();
  if (has_data)
    made.add("with", std::move(with));
  for (const xml_element& each : element.children) {
    if (each.foreign || each.name != "content")
      continue;
    if (has_data)
      in.error("conflicting-attributes", each,
               "<send> has <content>, or <param> and \"namelist\", not both");
    made.add("content", yaml_value::of(in.content_expression(each)));
    break;
  }
  return yaml_value{}.add("post", std::move(made));
}

yaml_value cancel(scxml_importer& in, const xml_element& element) {
  in.check(element, {"sendid", "sendidexpr"}, {});
  yaml_value made;
  add_either(in, element, "sendid", "sendidexpr", "recall", made);
  if (made.empty())
    in.error("missing-attribute", element, "<cancel> needs \"sendid\" or \"sendidexpr\"");
  return made;
}

yaml_value assign(scxml_importer& in, const xml_element& element) {
  const std::string to = in.needed(element, "location");
  if (element.find("expr") == nullptr && trimmed(element.text).empty() && element.inner.empty())
    in.error("missing-attribute", element, "<assign> needs \"expr\" or a value inside");
  const std::string what = in.content_expression(element);
  return yaml_value{}.add("set", yaml_value{}.add(to, yaml_value::of(what)));
}

yaml_value log(scxml_importer& in, const xml_element& element) {
  in.check(element, {"label", "expr"}, {});
  yaml_value made;
  if (const std::string* label = element.find("label"); label != nullptr && !label->empty())
    made.add("label", yaml_value::of(*label));
  if (const std::string* expr = element.find("expr"))
    made.add("expr", yaml_value::of(trimmed(*expr).empty() ? "''" : trimmed(*expr)));
  return yaml_value{}.add("trace", std::move(made));
}

yaml_value foreach (scxml_importer& in, const xml_element& element) {
  in.check(element, {"array", "item", "index"},
           {"raise", "if", "foreach", "log", "assign", "send", "cancel", "script"});
  yaml_value made;
  made.add("in", yaml_value::of(in.needed(element, "array")));
  made.add("item", yaml_value::of(in.needed(element, "item")));
  if (const std::string* index = element.find("index"))
    made.add("index", yaml_value::of(trimmed(*index)));
  if (yaml_value steps = in.actions(element); !steps.empty())
    made.add("do", std::move(steps));
  return yaml_value{}.add("foreach", std::move(made));
}

/// <if> with <elseif/> and <else/> between: which actions belong to which.
yaml_value choice(scxml_importer& in, const xml_element& element) {
  in.check(
      element, {"cond"},
      {"raise", "if", "elseif", "else", "foreach", "log", "assign", "send", "cancel", "script"});
  yaml_value made;
  yaml_value others = yaml_value::list();
  std::vector<const xml_element*> part;
  const xml_element* opened = &element;
  const auto close = [&] {
    yaml_value steps = in.actions(part);
    part.clear();
    if (opened->name == "else")
      return void(made.add("else", std::move(steps)));
    yaml_value branch;
    branch.add("if", yaml_value::of(in.needed(*opened, "cond")));
    if (!steps.empty())
      branch.add("do", std::move(steps));
    if (opened == &element)
      made = std::move(branch);
    else
      others.items.push_back(std::move(branch));
  };
  for (const xml_element& each : element.children) {
    if (each.foreign || (each.name != "elseif" && each.name != "else")) {
      part.push_back(&each);
      continue;
    }
    in.check(each, {"cond"}, {});
    if (opened->name == "else")
      in.error("misplaced-element", each, "<" + each.name + "> stands behind <else>");
    else
      close();
    opened = &each;
  }
  close();
  if (!others.empty())
    made.add("else_if", std::move(others));
  return made;
}

} // namespace

std::string trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(xml_space);
  if (first == std::string_view::npos)
    return {};
  return std::string(text.substr(first, text.find_last_not_of(xml_space) - first + 1));
}

std::string text_expression(std::string_view text) {
  return json_quote(text);
}

namespace {

/// True if the text is a literal of CEL: of a number, a text, a list or a record of literals.
/// Numbers are written as JSON has them, but for a point in front.
bool is_literal(std::string_view text) {
  const source_text source{text, {}};
  finding_list findings(source);
  const std::vector<token> tokens = lexer(source, findings).run();
  if (findings.any_error())
    return false;
  const syntax_tree tree = parser(source, tokens, findings).run();
  if (findings.any_error())
    return false;
  const bool padded = std::any_of(tokens.begin(), tokens.end(), [&](const token& each) {
    const std::string_view written = source.at(each.range);
    const bool number = each.kind == token_kind::integer || each.kind == token_kind::fixed;
    return number && written.size() > 1 && written[0] == '0' && written[1] != '.';
  });
  return !padded && std::all_of(tree.nodes.begin(), tree.nodes.end(), [](const syntax_node& each) {
    return each.kind == node_kind::literal || each.kind == node_kind::list ||
           each.kind == node_kind::record;
  });
}

} // namespace

std::string value_expression(std::string_view text) {
  const std::string bare = trimmed(text);
  if (!bare.empty() && bare.size() <= max_expression_bytes) {
    if (is_literal(bare))
      return bare;
    // JSON has escapes and exponents that CEL has not.
    if (const auto read = parse_json(bare); read && is_literal(to_json(*read, zone::utc())))
      return to_json(*read, zone::utc());
  }
  std::string together;
  bool blank = false;
  for (const char c : bare) {
    blank = blank || xml_space.find(c) != std::string_view::npos;
    if (xml_space.find(c) != std::string_view::npos)
      continue;
    together += blank ? " " : "";
    together += c;
    blank = false;
  }
  return text_expression(together);
}

bool is_location(std::string_view text) {
  const source_text source{text, {}};
  finding_list findings(source);
  const std::vector<token> tokens = lexer(source, findings).run();
  if (findings.any_error())
    return false;
  const syntax_tree tree = parser(source, tokens, findings).run();
  if (findings.any_error())
    return false;
  std::uint32_t at = tree.root();
  while (tree.nodes[at].kind == node_kind::select || tree.nodes[at].kind == node_kind::index)
    at = tree.nodes[at].args.front();
  return tree.nodes[at].kind == node_kind::name;
}

std::string scxml_importer::content_expression(const xml_element& element) {
  if (element.name == "content")
    check(element, {"expr"}, {});
  if (element.name == "assign")
    check(element, {"location", "expr"}, {});
  const std::string* expr = element.find("expr");
  if (expr != nullptr && (!trimmed(element.text).empty() || !element.inner.empty()))
    error("conflicting-attributes", element,
          "<" + element.name + "> has \"expr\" or a value inside, not both");
  if (expr != nullptr)
    return trimmed(*expr).empty() ? "''" : trimmed(*expr);
  return element.inner.empty() ? value_expression(element.text) : text_expression(element.inner);
}

void scxml_importer::add_params(const xml_element& parent, yaml_value& with) {
  for (const xml_element& each : parent.children) {
    if (each.foreign || each.name != "param")
      continue;
    check(each, {"name", "expr", "location"}, {});
    const std::string name = needed(each, "name");
    const std::string* expr = each.find("expr");
    const std::string* location = each.find("location");
    if ((expr == nullptr) == (location == nullptr)) {
      error("conflicting-attributes", each, "<param> has one of \"expr\" and \"location\"");
      continue;
    }
    const std::string what =
        expr != nullptr ? trimmed(*expr) : read_from(*this, each, trimmed(*location));
    const auto same = std::find_if(with.entries.begin(), with.entries.end(),
                                   [&](const auto& held) { return held.first == name; });
    if (same != with.entries.end()) {
      warn("duplicate-name", each,
           "a value " + in_quotes(name) + " stands here already: the last counts");
      with.entries.erase(same);
    }
    with.add(name, yaml_value::of(what.empty() ? "''" : what));
  }
}

yaml_value scxml_importer::actions(const xml_element& parent) {
  std::vector<const xml_element*> elements;
  for (const xml_element& each : parent.children)
    elements.push_back(&each);
  return actions(elements);
}

yaml_value scxml_importer::actions(const std::vector<const xml_element*>& elements) {
  yaml_value made = yaml_value::list();
  for (const xml_element* each : elements) {
    if (each->foreign)
      continue;
    if (each->name == "raise") {
      check(*each, {"event"}, {});
      made.items.push_back(yaml_value{}.add("raise", yaml_value::of(needed(*each, "event"))));
    } else if (each->name == "send") {
      made.items.push_back(send(*this, *each));
    } else if (each->name == "cancel") {
      made.items.push_back(cancel(*this, *each));
    } else if (each->name == "assign") {
      made.items.push_back(assign(*this, *each));
    } else if (each->name == "log") {
      made.items.push_back(log(*this, *each));
    } else if (each->name == "foreach") {
      made.items.push_back(foreach (*this, *each));
    } else if (each->name == "if") {
      made.items.push_back(choice(*this, *each));
    }
  }
  return made;
}

} // namespace caseclock::detail
