// What the importer says of documents that are wrong, and of hostile ones.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "caseclock/base/render.hpp"
#include "caseclock/scxml/import.hpp"
#include "golden/golden_file.hpp"

using namespace caseclock;

namespace {

namespace fs = std::filesystem;

std::string codes(const std::string& text) {
  source_map sources;
  const auto made = import_scxml_text("chart.scxml", text, sources);
  std::string found = made.ok() ? "ok" : "";
  for (const diagnostic& each : made.diagnostics)
    found += (found.empty() ? "" : " ") + each.code + ":" + std::to_string(each.span.line);
  return found;
}

std::string chart(const std::string& inside) {
  return "<scxml xmlns=\"http://www.w3.org/2005/07/scxml\" version=\"1.0\">" + inside + "</scxml>";
}

std::string utf16(const std::string& text, bool big, bool mark) {
  std::string made = !mark ? "" : big ? "\xfe\xff" : "\xff\xfe";
  for (const char c : text) {
    made += big ? std::string{'\0', c} : std::string{c, '\0'};
  }
  return made;
}

std::string repeated(const std::string& text, std::size_t times) {
  std::string made;
  for (std::size_t i = 0; i < times; ++i)
    made += text;
  return made;
}

} // namespace

TEST_CASE("scxml: every finding of a wrong document, with its line") {
  const fs::path folder = fs::path{CASECLOCK_SOURCE_DIR} / "tests/scxml/wrong";
  std::vector<fs::path> files;
  for (const auto& each : fs::directory_iterator(folder)) {
    if (each.path().extension() == ".scxml")
      files.push_back(each.path());
  }
  CHECK(files.size() >= 5);
  for (fs::path each : files) {
    CAPTURE(each.filename().string());
    source_map sources;
    const auto made = import_scxml(each.string(), sources);
    CHECK_FALSE(made.ok());
    std::string told = render(made.diagnostics, sources);
    const std::string cut = folder.string() + "/";
    for (std::size_t at = told.find(cut); at != std::string::npos; at = told.find(cut, at))
      told.erase(at, cut.size());
    const std::string differs =
        golden::compared(each.replace_extension(".expected").string(), told);
    CHECK_MESSAGE(differs.empty(), differs);
  }
}

TEST_CASE("scxml: what is no XML is told where it breaks") {
  CHECK(codes("") == "xml-syntax:1");
  CHECK(codes("hello") != "ok");
  CHECK(codes("<scxml>") == "xml-syntax:1");
  CHECK(codes("<a/><b/>").starts_with("xml-syntax:1"));
  CHECK(codes(chart("<state id=\"a\">")) == "xml-syntax:1");
  CHECK(codes(std::string("<scxml>\0</scxml>", 16)) != "ok");
  CHECK(codes("<scxml>\xff\xff</scxml>").starts_with("invalid-utf8"));
}

TEST_CASE("scxml: entities are XML's own: a document type that declares any is refused") {
  CHECK(codes("<!DOCTYPE scxml [<!ENTITY a \"b\">]>\n" + chart("<state id=\"s\"/>")) ==
        "xml-doctype:1");
  std::string bomb = "<!DOCTYPE lolz [<!ENTITY lol \"lol\">";
  for (int i = 1; i < 10; ++i)
    bomb += "<!ENTITY lol" + std::to_string(i) + " \"" + repeated("&lol;", 10) + "\">";
  CHECK(codes(bomb + "]>\n" + chart("<state id=\"&lol9;\"/>")) == "xml-doctype:1");
  // What stands elsewhere is not read, so its entities are unknown.
  CHECK(codes("<!DOCTYPE x SYSTEM \"file:///etc/passwd\">" + chart("<state/>")) == "ok");
  CHECK(codes("<!DOCTYPE scxml>\n" + chart("<state/>")) == "ok");
  CHECK(codes("<!DOCTYPE x SYSTEM \"a.dtd\">\n" + chart("<state id=\"&lol;\"/>")) ==
        "xml-syntax:2 invalid-name:2");
  CHECK(codes(chart("<state id=\"&lol;\"/>")) == "xml-syntax:1 invalid-name:1");
  CHECK(codes(chart("<state id=\"s\"><onentry><log label=\"&#x110000;\"/></onentry></state>")) ==
        "xml-syntax:1");
  CHECK(codes(chart("<state id=\"s\"><onentry><log label=\"a & b\"/></onentry></state>")) ==
        "ok xml-syntax:1"); // a warning: it is plain what is meant
}

TEST_CASE("scxml: the encodings that XML tells apart") {
  const std::string text = chart("<final id=\"end\"/>");
  CHECK(codes("\xef\xbb\xbf" + text) == "ok");
  for (const bool big : {true, false}) {
    CHECK(codes(utf16(text, big, true)) == "ok");
    CHECK(codes(utf16(text, big, false)) == "ok");
  }
  CHECK(codes(utf16(text, true, true) + "x").starts_with("xml-encoding"));
  const std::string latin = "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>";
  CHECK(codes(latin + chart("<state id=\"caf\xe9\"/>")) == "ok");
  CHECK(codes("<?xml version=\"1.0\" encoding=\"EBCDIC\"?>" + text).starts_with("xml-encoding"));
}

TEST_CASE("scxml: depth, number and size are bounded") {
  const auto nested = [](const std::string& name, std::size_t depth) {
    return chart(repeated("<" + name + ">", depth) + repeated("</" + name + ">", depth));
  };
  CHECK(codes(nested("state", 20)) == "ok");
  CHECK(codes(nested("state", 60)) == "limit-exceeded:1");
  CHECK(codes(nested("state", 100'000)) == "limit-exceeded:1");
  CHECK(codes(chart(repeated("<state/>", 100'001))) == "limit-exceeded:1");
  CHECK(codes(std::string(5U * 1024U * 1024U, ' ')).starts_with("too-large"));
  const std::string deep_if = repeated("<if cond=\"true\">", 100) + repeated("</if>", 100);
  CHECK(codes(chart("<state><onentry>" + deep_if + "</onentry></state>")) == "limit-exceeded:1");
}

TEST_CASE("scxml: random bytes in the middle of a chart never bring it down") {
  std::ifstream file{std::string{CASECLOCK_SOURCE_DIR} + "/tests/scxml/charts/364_initials.scxml",
                     std::ios::binary};
  std::ostringstream read;
  read << file.rdbuf();
  const std::string text = read.str();
  REQUIRE(text.size() > 100);
  std::uint32_t seed = 20'260'306;
  CAPTURE(seed);
  for (int round = 0; round < 300; ++round) {
    std::string broken = text;
    for (int i = 0; i < 3; ++i) {
      seed = seed * 1'664'525U + 1'013'904'223U;
      broken[(seed >> 8U) % broken.size()] = static_cast<char>(seed & 0x7fU);
    }
    CHECK_NOTHROW(codes(broken));
  }
}

TEST_CASE("scxml: a file that is not there") {
  source_map sources;
  const auto made = import_scxml("tests/scxml/nowhere.scxml", sources);
  REQUIRE(made.diagnostics.size() == 1);
  CHECK(made.diagnostics.front().code == "cannot-read");
}
