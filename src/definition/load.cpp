#include "caseclock/definition/load.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

#include "caseclock/base/render.hpp"
#include "caseclock/base/suggest.hpp"
#include "definition/document.hpp"
#include "definition/ics.hpp"
#include "definition/join.hpp"
#include "definition/limits.hpp"
#include "definition/tree.hpp"

namespace caseclock::detail {

namespace {

namespace fs = std::filesystem;

bool is_yaml(const fs::path& path) {
  return path.extension() == ".yaml" || path.extension() == ".yml";
}

/// One name for one file, however its path is written.
std::string identity(const std::string& path) {
  std::error_code failed;
  const fs::path canonical = fs::weakly_canonical(path, failed);
  return failed ? fs::path{path}.lexically_normal().string() : canonical.string();
}

bool is_ics(const fs::path& path) {
  return path.extension() == ".ics";
}

/// The files of a folder that are `wanted`, by name; empty if it cannot be listed.
std::vector<std::string> files_in(const fs::path& folder, bool (*wanted)(const fs::path&)) {
  std::vector<std::string> files;
  std::error_code failed;
  fs::directory_iterator each{folder, failed};
  const fs::directory_iterator end;
  while (!failed && each != end) {
    std::error_code unknown;
    if (wanted(each->path()) && !each->is_directory(unknown))
      files.push_back(each->path().string());
    each.increment(failed);
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// The file beside `path` whose name is most like it.
std::string similar_file(const fs::path& path, bool (*wanted)(const fs::path&)) {
  std::vector<std::string> names;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path{"."};
  for (const std::string& file : files_in(folder, wanted)) {
    if (fs::path{file}.filename() != path.filename()) // it may be there and unreadable
      names.push_back(fs::path{file}.filename().string());
  }
  return closest(path.filename().string(), names);
}

class loader {
 public:
  explicit loader(source_map& sources) : sources_(sources) {}

  void load_path(const std::string& path) {
    std::error_code failed;
    if (!fs::is_directory(path, failed)) {
      (void)load_file(path, {});
      return;
    }
    const std::vector<std::string> files = files_in(path, is_yaml);
    if (files.empty()) {
      const std::uint32_t file = sources_.add(path, {});
      found_.push_back(fault("cannot-read",
                             "the directory " + path_in_quotes(path) + " has no *.yaml file",
                             whole_file(file)));
    }
    for (const std::string& file : files)
      (void)load_file(file, {});
  }

  void load_text(std::string path, std::string text) {
    const std::string key = identity(path);
    yaml_file read = read_yaml_text(path, std::move(text), sources_);
    (void)take(key, std::move(path), std::move(read));
  }

  partial_definitions finish() {
    partial_definitions out;
    out.set = join_documents(std::move(documents_), found_);
    out.diagnostics = std::move(found_);
    sort_by_place(out.diagnostics);
    return out;
  }

 private:
  /// The document of that file, read once; nothing if it cannot be read or is being read already.
  std::optional<std::size_t> load_file(const std::string& path, source_span asked) {
    const std::string key = identity(path);
    if (const auto known = known_.find(key); known != known_.end()) {
      if (std::find(open_.begin(), open_.end(), known->second) != open_.end()) {
        report_cycle(known->second, asked);
        return std::nullopt;
      }
      return known->second;
    }
    yaml_file read = read_yaml_file(path, sources_, asked);
    for (diagnostic& finding : read.tree.diagnostics) {
      if (finding.code == "cannot-read")
        finding.suggestion = similar_file(path, is_yaml);
    }
    return take(key, path, std::move(read));
  }

  std::size_t take(const std::string& key, std::string path, yaml_file read) {
    const std::size_t index = documents_.size();
    known_.emplace(key, index);
    documents_.emplace_back();
    document made;
    append(std::move(read.tree.diagnostics), read.file);
    if (read.tree.ok()) {
      findings found;
      made = read_document(found, *read.tree.value);
      append(std::move(found), read.file);
    }
    made.path = std::move(path);
    for (part<written_calendar>& each : made.calendars)
      load_ics(each.definition, fs::path{made.path}.parent_path());
    documents_[index].own = std::move(made);
    load_includes(index);
    return index;
  }

  /// Adds the events of the iCalendar files that a calendar names, relative to that folder.
  void load_ics(written_calendar& into, const fs::path& folder) {
    for (const ics_reference& each : into.ics) {
      const ics_contents& read =
          ics_of((folder / each.path.value).lexically_normal().string(), each.path.span);
      calendar_definition& made = into.definition;
      for (holiday_rule rule : read.holidays) {
        rule.name = rule.name.empty() ? each.name : rule.name;
        made.holidays.push_back(std::move(rule));
      }
      for (closed_time closed : read.closed_times) {
        closed.name = closed.name.empty() ? each.name : closed.name;
        made.closed_times.push_back(std::move(closed));
      }
    }
  }

  /// Each file is read once.
  const ics_contents& ics_of(const std::string& path, source_span asked) {
    const auto [known, fresh] = ics_.emplace(identity(path), ics_contents{});
    if (!fresh)
      return known->second;
    text_file read = read_text_file(path, sources_, asked);
    findings found;
    if (read.problem) {
      if (read.problem->code == "cannot-read")
        read.problem->suggestion = similar_file(path, is_ics);
      found.push_back(std::move(*read.problem));
    } else {
      known->second = read_ics(found, sources_.text(read.file), read.file);
    }
    append(std::move(found), read.file);
    return known->second;
  }

  void load_includes(std::size_t index) {
    constexpr std::size_t deepest = 32;
    open_.push_back(index);
    // Copies: the documents move as more are loaded.
    const std::vector<located_string> includes = documents_[index].own.includes;
    const fs::path folder = fs::path{documents_[index].own.path}.parent_path();
    for (const located_string& include : includes) {
      if (open_.size() > deepest) {
        found_.push_back(
            fault("include-too-deep", "files include each other more than 32 deep", include.span));
        break;
      }
      const std::string path = (folder / include.value).lexically_normal().string();
      const auto included = load_file(path, include.span);
      if (!included)
        continue;
      if (!includable(documents_[*included].own.kind))
        found_.push_back(fault("include-kind", "only shared: and calendars: files can be included",
                               include.span));
      else
        documents_[index].includes.push_back(*included);
    }
    open_.pop_back();
  }

  static bool includable(document_kind kind) {
    return kind != document_kind::workflow && kind != document_kind::scenarios;
  }

  void report_cycle(std::size_t again, source_span asked) {
    std::string chain;
    const auto first = std::find(open_.begin(), open_.end(), again);
    for (auto each = first; each != open_.end(); ++each)
      chain += fs::path{documents_[*each].own.path}.filename().string() + " → ";
    chain += fs::path{documents_[again].own.path}.filename().string();
    found_.push_back(fault("include-cycle", "these files include each other: " + chain, asked));
  }

  /// Takes a file's findings, as many as anybody reads.
  void append(findings more, std::uint32_t file) {
    const std::size_t all = more.size();
    if (all > max_findings) {
      more.resize(max_findings);
      more.push_back(fault("too-many-findings",
                           std::to_string(all - max_findings) + " more findings are not shown",
                           whole_file(file)));
    }
    found_.insert(found_.end(), std::make_move_iterator(more.begin()),
                  std::make_move_iterator(more.end()));
  }

  source_map& sources_;
  findings found_{};
  std::vector<loaded_document> documents_{};
  std::map<std::string, std::size_t> known_{};
  std::map<std::string, ics_contents> ics_{}; ///< by the identity of their files
  std::vector<std::size_t> open_{};           ///< the chain of includes being followed
};

report<definition_set> only_if_sound(partial_definitions read) {
  report<definition_set> out;
  if (!has_errors(read.diagnostics))
    out.value = std::move(read.set);
  out.diagnostics = std::move(read.diagnostics);
  return out;
}

} // namespace

} // namespace caseclock::detail

namespace caseclock {

partial_definitions read_definitions(const std::vector<std::string>& paths, source_map& sources) {
  detail::loader loader{sources};
  for (const std::string& path : paths)
    loader.load_path(path);
  return loader.finish();
}

partial_definitions read_definitions_text(std::string path, std::string text, source_map& sources) {
  detail::loader loader{sources};
  loader.load_text(std::move(path), std::move(text));
  return loader.finish();
}

report<definition_set> load_definitions(const std::vector<std::string>& paths,
                                        source_map& sources) {
  return detail::only_if_sound(read_definitions(paths, sources));
}

report<definition_set> load_text(std::string path, std::string text, source_map& sources) {
  return detail::only_if_sound(read_definitions_text(std::move(path), std::move(text), sources));
}

} // namespace caseclock
