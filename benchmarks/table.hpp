// What the benchmarks' tables share: the machine in one line, medians with their minimum and
// maximum, and the same as JSON.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <benchmark/benchmark.h>

namespace caseclock::bench {

#if defined(__clang__)
inline constexpr const char* compiler = ""; // its version says it
#else
inline constexpr const char* compiler = "g++ ";
#endif
#if defined(NDEBUG)
inline constexpr const char* optimised = "";
#else
inline constexpr const char* optimised = " WITH ASSERTIONS";
#endif

/// The first line of what the system says of itself, such as "model name" of /proc/cpuinfo.
inline std::string processor() {
  std::string name;
  if (std::FILE* info = std::fopen("/proc/cpuinfo", "r")) {
    char line[256];
    while (name.empty() && std::fgets(line, sizeof line, info) != nullptr) {
      const char* colon = std::strchr(line, ':');
      if (std::strncmp(line, "model name", 10) == 0 && colon != nullptr)
        name = std::string(colon + 2, std::strcspn(colon + 2, "\n"));
    }
    std::fclose(info);
  }
  return name;
}

/// Where the figures come from, in one line.
inline std::string machine(const benchmark::BenchmarkReporter::Context& context) {
  const benchmark::CPUInfo& cpu = context.cpu_info;
  char text[128];
  std::snprintf(text, sizeof text, "%d CPUs at %.0f MHz", cpu.num_cpus,
                cpu.cycles_per_second / 1e6);
  std::string line = text;
  if (const std::string name = processor(); !name.empty())
    line += " (" + name + ")";
  for (std::size_t i = 0; i < cpu.load_avg.size(); ++i) {
    std::snprintf(text, sizeof text, "%s%.1f", i == 0 ? ", load " : " ", cpu.load_avg[i]);
    line += text;
  }
  return line + ", compiled by " + compiler + __VERSION__ + optimised;
}

/// The repetitions of one benchmark. Not empty.
class samples {
 public:
  void add(double value) {
    values_.insert(std::upper_bound(values_.begin(), values_.end(), value), value);
  }
  [[nodiscard]] std::size_t count() const { return values_.size(); }
  [[nodiscard]] double median() const { return values_[values_.size() / 2]; }
  [[nodiscard]] double least() const { return values_.front(); }
  [[nodiscard]] double most() const { return values_.back(); }

 private:
  std::vector<double> values_; ///< sorted
};

/// "24.6 [24.5, 25.1]": median, least, most.
inline std::string text_of(const samples& of) {
  char text[96];
  const int places = of.median() < 1000 ? 1 : 0;
  std::snprintf(text, sizeof text, "%.*f [%.*f, %.*f]", places, of.median(), places, of.least(),
                places, of.most());
  return text;
}

/// All benchmarks of a run by name.
class measurements {
 public:
  void add(const std::string& name, double value) { by_name_[name].add(value); }
  /// Null if it was not run.
  [[nodiscard]] const samples* find(const std::string& name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &found->second;
  }
  /// The median; 0 if it was not run.
  [[nodiscard]] double median(const std::string& name) const {
    const samples* found = find(name);
    return found == nullptr ? 0 : found->median();
  }
  [[nodiscard]] std::string text(const std::string& name) const {
    const samples* found = find(name);
    return found == nullptr ? "-" : text_of(*found);
  }

  /// {"machine": …, "results": [{"name": …, "median": …, "least": …, "most": …, "repetitions":
  /// …}]}. False if the file could not be written. Names need no escaping.
  [[nodiscard]] bool write_json(const std::string& path, const std::string& where) const {
    std::FILE* out = std::fopen(path.c_str(), "w");
    if (out == nullptr)
      return false;
    std::fprintf(out, "{\"machine\": \"%s\",\n \"results\": [", where.c_str());
    const char* separator = "\n  ";
    for (const auto& [name, of] : by_name_) {
      std::fprintf(out,
                   "%s{\"name\": \"%s\", \"median\": %.17g, \"least\": %.17g, \"most\": %.17g, "
                   "\"repetitions\": %zu}",
                   separator, name.c_str(), of.median(), of.least(), of.most(), of.count());
      separator = ",\n  ";
    }
    std::fputs("\n]}\n", out);
    return std::fclose(out) == 0;
  }

 private:
  std::map<std::string, samples> by_name_;
};

/// What was asked for on the command line, apart from what Google Benchmark knows.
struct arguments {
  std::string json; ///< --json FILE
  bool large = false;
  bool smoke = false; ///< --benchmark_min_time below a millisecond: only see whether it works
  bool understood = true;
};

/// Takes our own words out and hands the rest, after our defaults, to Google Benchmark.
inline arguments initialize(int count, char** given, std::vector<std::string> defaults) {
  arguments asked;
  std::vector<std::string> words{count > 0 ? given[0] : ""};
  words.insert(words.end(), defaults.begin(), defaults.end());
  constexpr const char* min_time = "--benchmark_min_time=";
  for (int i = 1; i < count; ++i) {
    const std::string word = given[i];
    if (word == "--large") {
      asked.large = true;
    } else if (word == "--json" && i + 1 < count) {
      asked.json = given[++i];
    } else {
      if (word.rfind(min_time, 0) == 0)
        asked.smoke = std::atof(word.c_str() + std::strlen(min_time)) < 0.001;
      words.push_back(word);
    }
  }
  std::vector<char*> pointers;
  for (std::string& each : words)
    pointers.push_back(each.data());
  int left = static_cast<int>(pointers.size());
  benchmark::Initialize(&left, pointers.data());
  asked.understood = !benchmark::ReportUnrecognizedArguments(left, pointers.data());
  return asked;
}

} // namespace caseclock::bench
