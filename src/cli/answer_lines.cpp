#include "answer_lines.hpp"

#include <cstdio>
#include <fstream>
#include <ios>
#include <iostream>
#include <istream>

#include "commands.hpp"
#include "gathered_output.hpp"

namespace caseclock::cli {
namespace {

/// Goes on behind a zero byte with the next line; false if there is none for a gigabyte.
bool skip_line(std::istream& in) {
  constexpr std::streamsize longest = std::streamsize{1} << 30;
  in.ignore(longest, '\n');
  return in.gcount() < longest;
}

int answer_all(std::istream& in, const char* input, const line_answer& answer) {
  gathered_output out;
  std::string text;
  bool any = false;
  for (std::size_t number = 1;; ++number) {
    const line_end read = next_line(in, text);
    if (read == line_end::end)
      break;
    if (number == 1 && text.starts_with("\xEF\xBB\xBF"))
      text.erase(0, 3); // some editors begin a file with it
    if (read == line_end::line && text.find_first_not_of(" \t\r") == std::string::npos)
      continue;
    any = true;
    const bool more = read != line_end::no_text || skip_line(in);
    out.line(answer(read, text, number));
    if (!more)
      break;
    out.pass_on(in);
  }
  out.flush();
  if (!any)
    std::fprintf(stderr, "caseclock: %s has no lines\n", input);
  return all_is_well;
}

} // namespace

int answer_lines(const std::string& path, const line_answer& answer) {
  if (path != "-") {
    std::ifstream file;
    return open_lines(file, path) ? answer_all(file, path.c_str(), answer) : cannot_do;
  }
  std::ios::sync_with_stdio(false); // else standard input comes byte by byte
  try {
    return answer_all(std::cin, "<stdin>", answer);
  } catch (const std::ios_base::failure&) {
    std::fputs("caseclock: cannot read standard input\n", stderr);
    return cannot_do;
  }
}

} // namespace caseclock::cli
