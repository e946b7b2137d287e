// caseclock graph WORKFLOW — the state chart as DOT, Mermaid or SVG.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "caseclock/program/load.hpp"
#include "caseclock/report/graph.hpp"
#include "commands.hpp"
#include "findings.hpp"

namespace caseclock::cli {
namespace {

struct graph_options {
  std::string path{};
  std::string language = "en";
  std::string svg{};
  std::string workflow{};
  bool mermaid = false;
};

/// Hands the chart to Graphviz's `dot` on its standard input. The output path travels in the
/// environment, so that no shell ever reads it.
int draw(const std::string& dot, const std::string& path) {
  if (std::system("command -v dot >/dev/null 2>&1") != 0) {
    std::fputs("caseclock: --svg needs Graphviz's program dot (Debian package graphviz)\n", stderr);
    return 2;
  }
  if (setenv("CASECLOCK_SVG", path.c_str(), 1) != 0)
    return 2;
  std::FILE* pipe = popen("dot -Tsvg > \"$CASECLOCK_SVG\"", "w");
  if (pipe == nullptr)
    return 2;
  const bool written = std::fwrite(dot.data(), 1, dot.size(), pipe) == dot.size();
  if (pclose(pipe) != 0 || !written) {
    std::fprintf(stderr, "caseclock: dot could not write %s\n", path.c_str());
    return 2;
  }
  return 0;
}

int graph(const graph_options& options) {
  source_map sources;
  const auto loaded = load_programs({options.path}, sources, {});
  if (!loaded.ok()) {
    print(loaded.diagnostics, sources);
    return 1;
  }
  const program* wanted = nullptr;
  for (const auto& each : loaded.value->programs) {
    if (wanted == nullptr && (options.workflow.empty() || each->name == options.workflow))
      wanted = each.get();
  }
  if (wanted == nullptr) {
    std::fprintf(stderr, "caseclock: %s holds no workflow%s%s\n", options.path.c_str(),
                 options.workflow.empty() ? "" : " named ", options.workflow.c_str());
    return 1;
  }
  if (options.mermaid) {
    std::fputs(to_mermaid(*wanted, options.language).c_str(), stdout);
    return 0;
  }
  const std::string dot = to_dot(*wanted, options.language);
  if (!options.svg.empty())
    return draw(dot, options.svg);
  std::fputs(dot.c_str(), stdout);
  return 0;
}

} // namespace

void add_graph(CLI::App& app, int& status) {
  auto options = std::make_shared<graph_options>();
  CLI::App* command = app.add_subcommand("graph", "Draw a workflow's state chart");
  command->add_option("workflow", options->path, "The workflow's file")->required();
  CLI::Option* mermaid =
      command->add_flag("--mermaid", options->mermaid, "Mermaid instead of Graphviz DOT");
  command->add_option("--svg", options->svg, "Write an SVG file (needs Graphviz's dot)")
      ->excludes(mermaid);
  command->add_option("--lang", options->language, "Language of the titles: en (default), zh");
  command->add_option("--name", options->workflow, "Which workflow, if the path holds several");
  command->callback([options, &status] { status = graph(*options); });
}

} // namespace caseclock::cli
