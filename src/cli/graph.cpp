// caseclock graph WORKFLOW — the state chart as DOT, Mermaid or SVG.
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "caseclock/program/load.hpp"
#include "caseclock/report/graph.hpp"
#include "commands.hpp"
#include "findings.hpp"
#include "workflows.hpp"

namespace caseclock::cli {
namespace {

struct graph_options {
  std::string path{};
  std::string language = "en";
  std::string svg{};
  std::string workflow{};
  bool mermaid = false;
};

struct close_file {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using temporary_file = std::unique_ptr<std::FILE, close_file>;

int says_no(const char* what, int why) {
  std::fprintf(stderr, "caseclock: %s: %s\n", what, std::strerror(why));
  return cannot_do;
}

/// Runs Graphviz's `dot` from one file to the other; no shell is involved.
int run_dot(std::FILE* chart, std::FILE* drawing) {
  std::string name = "dot";
  std::string format = "-Tsvg";
  char* const arguments[] = {name.data(), format.data(), nullptr};
  posix_spawn_file_actions_t streams{};
  posix_spawn_file_actions_init(&streams);
  posix_spawn_file_actions_adddup2(&streams, fileno(chart), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&streams, fileno(drawing), STDOUT_FILENO);
  pid_t child = 0;
  const int failed = posix_spawnp(&child, name.c_str(), &streams, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&streams);
  if (failed == ENOENT) {
    std::fputs("caseclock: --svg needs Graphviz's program dot (Debian package graphviz)\n", stderr);
    return cannot_do;
  }
  if (failed != 0)
    return says_no("cannot run dot", failed);
  int ended = 0;
  if (waitpid(child, &ended, 0) != child)
    return says_no("cannot wait for dot", errno);
  if (WIFEXITED(ended) && WEXITSTATUS(ended) == 0)
    return all_is_well;
  std::fputs("caseclock: dot could not draw the chart\n", stderr);
  return cannot_do;
}

int draw(const std::string& dot, const std::string& path) {
  const temporary_file chart{std::tmpfile()};
  const temporary_file drawing{std::tmpfile()};
  if (chart == nullptr || drawing == nullptr)
    return says_no("cannot make a temporary file", errno);
  if (std::fwrite(dot.data(), 1, dot.size(), chart.get()) != dot.size() ||
      std::fflush(chart.get()) != 0)
    return says_no("cannot write a temporary file", errno);
  std::rewind(chart.get());
  if (const int failed = run_dot(chart.get(), drawing.get()); failed != all_is_well)
    return failed;
  std::rewind(drawing.get());
  std::string svg;
  char buffer[4'096];
  for (std::size_t read = 0; (read = std::fread(buffer, 1, sizeof buffer, drawing.get())) > 0;)
    svg.append(buffer, read);
  return write_file(path, svg) ? all_is_well : cannot_do;
}

/// The workflow of that name; without a name, the only one.
const program* choose(const graph_options& options, const workflow_set& loaded) {
  const auto& all = loaded.programs;
  if (options.workflow.empty() && all.size() == 1)
    return all.front().get();
  for (const auto& each : all) {
    if (each->name == options.workflow)
      return each.get();
  }
  const std::string names = names_of(loaded);
  if (all.empty())
    std::fprintf(stderr, "caseclock: %s holds no workflow\n", options.path.c_str());
  else if (options.workflow.empty())
    std::fprintf(stderr, "caseclock: %s holds several workflows: --name one of %s\n",
                 options.path.c_str(), names.c_str());
  else
    std::fprintf(stderr, "caseclock: %s holds no workflow named \"%s\"; there are %s\n",
                 options.path.c_str(), options.workflow.c_str(), names.c_str());
  return nullptr;
}

int graph(const graph_options& options) {
  source_map sources;
  const auto loaded = load_programs({options.path}, sources, {});
  if (!loaded.ok()) {
    print(loaded.diagnostics, sources);
    return exit_code(loaded.diagnostics);
  }
  const program* wanted = choose(options, *loaded.value);
  if (wanted == nullptr)
    return loaded.value->programs.empty() ? has_findings : cannot_do;
  if (!speaks(*loaded.value, options.language))
    return cannot_do;
  if (options.mermaid) {
    std::fputs(to_mermaid(*wanted, options.language).c_str(), stdout);
    return all_is_well;
  }
  const std::string dot = to_dot(*wanted, options.language);
  if (!options.svg.empty())
    return draw(dot, options.svg);
  std::fputs(dot.c_str(), stdout);
  return all_is_well;
}

} // namespace

void add_graph(CLI::App& app, int& status) {
  auto options = std::make_shared<graph_options>();
  CLI::App* command = app.add_subcommand("graph", "Draw a workflow's state chart");
  command->add_option("workflow", options->path, "The workflow's file, or a folder")->required();
  CLI::Option* mermaid =
      command->add_flag("--mermaid", options->mermaid, "Mermaid instead of Graphviz DOT");
  command->add_option("--svg", options->svg, "Write an SVG file (needs Graphviz's dot)")
      ->excludes(mermaid);
  command->add_option("--lang", options->language,
                      "Language of the titles, such as en (default) or zh");
  command->add_option("--name", options->workflow, "Which workflow, if the path holds several");
  command->callback([options, &status] { status = graph(*options); });
}

} // namespace caseclock::cli
