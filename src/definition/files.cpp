#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>
#include <utility>

#include "caseclock/base/render.hpp"
#include "caseclock/base/result.hpp"
#include "definition/encoding.hpp"
#include "definition/fault.hpp"
#include "definition/limits.hpp"
#include "definition/tree.hpp"

namespace caseclock::detail {

namespace {

/// At most one byte more than a file may have, so that a larger one is noticed without reading it.
result<std::string> read_bytes(const std::string& path) {
  std::error_code failed;
  if (std::filesystem::is_directory(path, failed))
    return {errc::io, "it is a directory"};
  if (std::filesystem::exists(path, failed) && !std::filesystem::is_regular_file(path, failed))
    return {errc::io, "it is not a regular file"}; // a FIFO without a writer would never open
  errno = 0;
  std::ifstream stream{path, std::ios::binary};
  if (!stream)
    return {errc::io, errno != 0 ? std::strerror(errno) : "it cannot be opened"};
  std::string text(max_file_bytes + 1, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (stream.bad())
    return {errc::io, "reading failed"};
  text.resize(static_cast<std::size_t>(stream.gcount()));
  return text;
}

} // namespace

text_file read_text_file(const std::string& path, source_map& sources, source_span asked) {
  text_file out;
  result<std::string> text = read_bytes(path);
  const bool fits = text && text->size() <= max_file_bytes;
  out.file = sources.add(path, fits ? std::string{without_byte_order_mark(*text)} : std::string{});
  if (!text)
    out.problem =
        fault("cannot-read", "cannot read " + path_in_quotes(path) + ": " + text.error().message,
              asked.known() ? asked : whole_file(out.file));
  else if (!fits)
    out.problem = too_large(out.file);
  return out;
}

yaml_file read_yaml_file(const std::string& path, source_map& sources, source_span asked) {
  text_file read = read_text_file(path, sources, asked);
  if (!read.problem)
    return {read.file, parse_yaml(sources.text(read.file), read.file)};
  yaml_file out{read.file, {}};
  out.tree.diagnostics.push_back(std::move(*read.problem));
  return out;
}

yaml_file read_yaml_text(std::string path, std::string text, source_map& sources) {
  yaml_file out;
  if (text.size() > max_file_bytes) {
    out.file = sources.add(std::move(path), {});
    out.tree.diagnostics.push_back(too_large(out.file));
    return out;
  }
  const std::string_view kept = without_byte_order_mark(text);
  out.file = sources.add(std::move(path), std::string{kept});
  out.tree = parse_yaml(sources.text(out.file), out.file);
  return out;
}

} // namespace caseclock::detail
