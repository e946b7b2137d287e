#include <doctest/doctest.h>

#include <string>

#include "caseclock/base/render.hpp"
#include "definition/tree.hpp"

using namespace caseclock;
using namespace caseclock::detail;

namespace {

/// "code@line:column+length" of the findings, one a line; empty: it parses.
std::string findings(const std::string& text) {
  const auto parsed = parse_yaml(text, 0);
  std::string out;
  for (const diagnostic& one : parsed.diagnostics) {
    out += one.code + "@" + std::to_string(one.span.line) + ":" + std::to_string(one.span.column) +
           "+" + std::to_string(one.span.length) + "\n";
  }
  return out;
}

std::string place(const source_span& span) {
  return std::to_string(span.line) + ":" + std::to_string(span.column) + "+" +
         std::to_string(span.length);
}

} // namespace

TEST_CASE("tree: scalars, sequences and mappings with their exact places") {
  const auto parsed =
      parse_yaml("a: \"中文\"\r\nb:\nc: ~\nd: |\n  hello\n  x\nf: [a, \"b\", {c: d}]\n"
                 "g: \"it \\\"s\"\nh: 'it''s' # no\n客户: '''x'\n",
                 0);
  REQUIRE(parsed.ok());
  const auto& entries = parsed.value->entries;
  REQUIRE(entries.size() == 8);
  CHECK(entries[0].value.text == "中文");
  CHECK(entries[0].value.quoted);
  CHECK(place(entries[0].value.span) == "1:5+2");
  CHECK(entries[1].value.kind == yaml_kind::null);
  CHECK(place(entries[1].value.span) == "2:1+1");
  CHECK(entries[2].value.text == "~");
  CHECK(entries[3].value.text == "hello\nx\n");
  CHECK(place(entries[3].value.span) == "5:3+5");
  REQUIRE(entries[4].value.items.size() == 3);
  CHECK(place(entries[4].value.items[1].span) == "7:9+1");
  CHECK(entries[4].value.items[2].entries[0].key == "c");
  CHECK(place(entries[4].value.items[2].entries[0].value.span) == "7:17+1");
  CHECK(place(entries[5].value.span) == "8:5+6");
  CHECK(entries[6].value.text == "it's");
  CHECK(place(entries[6].value.span) == "9:5+5");
  CHECK(entries[7].key == "客户");
  CHECK(place(entries[7].key_span) == "10:1+2");
  CHECK(entries[7].value.text == "'x");
  CHECK(place(entries[7].value.span) == "10:6+3");
}

TEST_CASE("tree: what looks suspicious but is sound YAML passes") {
  for (const std::string text :
       {"a: it's\nb: don't [worry] {be} \"happy\"\n",
        "a: plain\n  'goes on'\n  [with brackets\nb: x\n",
        "a: {en: Contact's mobile, zh: 联系人：手机}\n", "a: [1, 2,\n    3]\nb: {\n  x: 1\n}\n",
        "a: \"over\n  two lines\n\n  and three\"\nb: c\n",
        "a: >\n  \"unclosed, [ and {\n  \t\n  a: b: c\n\n  : &x *y !z\nb: |-\n  - - -\n",
        "---\na: 1 # comment with 'quote and [\n# another: ： \n...\n",
        "a:\n- b: 1\n  c: 2\n-\n  - d\n", "a: http://example.org:80/x\nb: 10:30\nc: -5\nd: a#b\n",
        "a: - not a list\n"}) {
    CAPTURE(text);
    if (text != "a: - not a list\n")
      CHECK(findings(text) == "");
    else
      CHECK(findings(text) == "invalid-yaml@1:4+1\n");
  }
}

TEST_CASE("tree: a byte order mark and CRLF line ends are fine") {
  source_map sources;
  const auto read = read_yaml_text("a.yaml",
                                   "\xef\xbb\xbf"
                                   "a: 1\r\nb: [\r\n  2]\r\nc: |\r\n  x\r\n\r\n  y\r\n",
                                   sources);
  REQUIRE(read.tree.ok());
  CHECK(read.tree.value->entries[0].key == "a");
  CHECK(place(read.tree.value->entries[0].key_span) == "1:1+1");
}

TEST_CASE("tree: each slip has its own finding and place") {
  CHECK(findings("a: \xff\n") == "invalid-utf8@1:4+1\n");
  CHECK(findings("中: \xe4\xb8\n") == "invalid-utf8@1:4+1\n");
  CHECK(findings("\xff\xfe"
                 "a") == "invalid-utf8@1:1+1\n");
  CHECK(findings(std::string("a: \0b\n", 6)) == "invalid-character@1:4+1\n");
  CHECK(findings("a: b\rc: d\n") == "invalid-character@1:5+1\n");
  CHECK(findings("a:\n\tb: 1\n\tc: 1\n") == "tab-indentation@2:1+1\n");
  CHECK(findings("a: |\n  b\n\t\n  c\nd: e\n") == "tab-indentation@3:1+1\n");
  CHECK(findings("a:\n  \tb: 1\n") == "tab-indentation@2:3+1\n");
  CHECK(findings("a:\n　　b: 1\n") == "wide-space@2:1+1\n");
  CHECK(findings("workflow：repair\nversion： 1\n") ==
        "full-width-colon@1:9+1\nfull-width-colon@2:8+1\n");
  CHECK(findings("a: 1\n标题：x\n") == "full-width-colon@2:3+1\n");
  CHECK(findings("a: {en：x, zh: y}\n") == "full-width-colon@1:7+1\n");
  CHECK(findings("a: {en: x，zh: y}\n") == "full-width-comma@1:10+1\n");
  CHECK(findings("a:1\nb: 2\n") == "missing-space@1:2+1\n");
  CHECK(findings("a: 1\nb:　2\n") == "missing-space@2:2+1\n");
  CHECK(findings("a: {to:x}\n") == "missing-space@1:7+1\n");
  CHECK(findings("a: note: b\n") == "colon-in-text@1:8+1\n");
  CHECK(findings("a: {b: note: c}\n") == "colon-in-text@1:12+1\n");
  CHECK(findings("a: b\n  c: d\n") == "colon-in-text@2:4+1\n");
  CHECK(findings("a: 1\na: 2\n") == "duplicate-key@2:1+1\n");
  CHECK(findings("a: {b: 1, \"b\": 2}\n") == "duplicate-key@1:12+1\n");
}

TEST_CASE("tree: quotes and brackets that do not close, or close too early") {
  CHECK(findings("a: \"b\nc: \"d\"\n") == "unterminated-quote@1:4+2\n");
  CHECK(findings("a: 'b\n") == "unterminated-quote@1:4+2\n");
  CHECK(findings("a: \"b\\") == "unterminated-quote@1:4+3\n");
  CHECK(findings("a: \"b\" == c\nd: 1\n") == "text-after-quote@1:8+1\n");
  CHECK(findings("a: [b] + c\nd: 1\n") == "text-after-bracket@1:8+1\n");
  CHECK(findings("a: {if: \"b\" == c}\n") == "text-after-quote@1:13+1\n");
  CHECK(findings("a: [b\nc: d\n") == "unclosed-bracket@1:4+1\n");
  CHECK(findings("a: [b") == "unclosed-bracket@1:4+1\n");
  CHECK(findings("a: [b}\n") == "unmatched-bracket@1:6+1\n");
  CHECK(findings("a: ]\n") == "unmatched-bracket@1:4+1\n");
  CHECK(findings("a: {b: c[0]}\n") == "unquoted-bracket@1:9+1\n");
}

TEST_CASE("tree: what YAML has and the language has not is refused by name") {
  CHECK(findings("a: &x 1\nb: *x\n") == "yaml-anchor@1:4+2\nyaml-alias@2:4+2\n");
  CHECK(findings("a: [&x 1, *x]\n") == "yaml-anchor@1:5+2\nyaml-alias@1:11+2\n");
  CHECK(findings("a: &a [*a]\n") == "yaml-anchor@1:4+2\nyaml-alias@1:8+2\n");
  CHECK(findings("a: !!str 1\n") == "yaml-tag@1:4+5\n");
  CHECK(findings("if: !repaired\n") == "yaml-tag@1:5+9\n");
  CHECK(findings("a:\n  <<: {b: 1}\n") == "yaml-merge-key@2:3+2\n");
  CHECK(findings("a: 1\n---\nb: 2\n") == "second-document@2:1+3\n");
  CHECK(findings("a: 1\n...\nb: 2\n") == "second-document@3:1+1\n");
  CHECK(findings("%YAML 1.2\n---\na: 1\n") == "yaml-directive@1:1+1\n");
  CHECK(findings("? a\n: b\n") == "complex-key@1:1+1\n");
  CHECK(findings("[a, b]: c\n") == "complex-key@1:1+1\n");
  CHECK(findings("null: c\n") == "complex-key@1:1+1\n");
  CHECK(findings("a: @b\n") == "reserved-character@1:4+1\n");
}

TEST_CASE("tree: what only the parser notices is told in an author's words") {
  CHECK(findings("a:\n    b: 1\n  c: 2\n") == "invalid-yaml@3:3+1\n");
  CHECK(findings("  a: 1\nb: 2\n") == "invalid-yaml@2:1+1\n");
  CHECK(findings("- a\nb: 2\n") == "invalid-yaml@2:1+1\n");
  CHECK(findings("a: - b\n") == "invalid-yaml@1:4+1\n");
  CHECK(findings("a: \"\\d\"\n") == "invalid-yaml@1:7+1\n");
}

TEST_CASE("tree: nothing to read") {
  CHECK(parse_yaml("", 0).diagnostics.at(0).code == "empty-file");
  CHECK(parse_yaml("# only\n\n---\n# this\n", 0).diagnostics.at(0).code == "empty-file");
}

TEST_CASE("tree: the limits hold, and at the limit all is well") {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + "x" + std::string(depth, ']') + "\n";
  };
  CHECK(findings(nested(64)) == "");
  CHECK(findings(nested(65)) == "too-deep@1:65+1\n");
  CHECK(findings(nested(100'000)) == "too-deep@1:65+1\n");
  std::string dashes;
  for (int i = 0; i < 100'000; ++i)
    dashes += "- ";
  CHECK(findings(dashes) == "too-deep@1:129+1\n");

  std::string items = "a:\n";
  for (int i = 0; i < 99'997; ++i)
    items += "- x\n";
  CHECK(findings(items) == "");
  CHECK(findings(items + "- x\n") == "too-many-nodes@99999:3+1\n");

  CHECK(findings("a: " + std::string(4 * 1024 * 1024 - 4, 'x') + "\n") == "");
  CHECK(parse_yaml("a: " + std::string(4 * 1024 * 1024, 'x'), 0).diagnostics.at(0).code ==
        "too-large");
}
