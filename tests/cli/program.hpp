// Runs the built program as a shell would and keeps what it says.
#pragma once

#include <cstdio>
#include <string>

#include <doctest/doctest.h>
#include <sys/wait.h>

namespace test {

struct said {
  int status = -1;
  std::string out{};
};

/// What a shell command prints and how it ends.
inline said shell_says(const std::string& command) {
  std::FILE* pipe = popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  said result;
  char buffer[4'096];
  for (std::size_t read = 0; (read = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    result.out.append(buffer, read);
  const int ended = pclose(pipe);
  result.status = WIFEXITED(ended) ? WEXITSTATUS(ended) : -1;
  return result;
}

/// `arguments` are shell words; `streams` says where standard error goes. The program runs in the
/// source folder, so that paths in its output are the same everywhere.
inline said caseclock_says(const std::string& arguments, const std::string& streams = "2>&1") {
  return shell_says("cd '" CASECLOCK_SOURCE_DIR "' && '" CASECLOCK_PROGRAM "' " + arguments + " " +
                    streams + " </dev/null");
}

} // namespace test
