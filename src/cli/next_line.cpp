#include "next_line.hpp"

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace caseclock::cli {
namespace {

constexpr std::size_t longest_line = std::size_t{1} << 20U;
constexpr std::size_t longest_skip = std::size_t{1} << 30U;

} // namespace

bool open_lines(std::ifstream& file, const std::string& path) {
  std::error_code failed;
  errno = std::filesystem::is_directory(path, failed) ? EISDIR : 0;
  if (errno == 0)
    file.open(path, std::ios::binary);
  if (file.is_open())
    return true;
  std::fprintf(stderr, "caseclock: cannot read %s: %s\n", path.c_str(), std::strerror(errno));
  return false;
}

line_end next_line(std::istream& in, std::string& text) {
  text.clear();
  std::streambuf& bytes = *in.rdbuf();
  std::size_t length = 0;
  for (int c = bytes.sbumpc(); c != std::char_traits<char>::eof(); c = bytes.sbumpc()) {
    if (c == '\n')
      return length > longest_line ? line_end::too_long : line_end::line;
    if (++length <= longest_line)
      text.push_back(static_cast<char>(c));
    if (c == 0 || length > longest_skip)
      return line_end::no_text;
  }
  if (length == 0)
    return line_end::end;
  return length > longest_line ? line_end::too_long : line_end::line;
}

} // namespace caseclock::cli
