// Answers to lines, in few writes.
#pragma once

#include <cstddef>
#include <cstdio>
#include <istream>
#include <string>

namespace caseclock::cli {

/// Gathers output, but never keeps an answer back while the next question has not come: whoever is
/// at the other end may be waiting for it.
class gathered_output {
 public:
  void line(const std::string& text) { held_ += text + '\n'; }
  void pass_on(std::istream& in) {
    constexpr std::size_t much_output = 65'536;
    if (held_.size() >= much_output || in.rdbuf()->in_avail() <= 0)
      flush();
  }
  void flush() {
    std::fwrite(held_.data(), 1, held_.size(), stdout);
    std::fflush(stdout);
    held_.clear();
  }

 private:
  std::string held_;
};

} // namespace caseclock::cli
