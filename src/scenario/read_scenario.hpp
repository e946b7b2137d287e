// One scenario from its YAML.
#pragma once

#include "caseclock/scenario/scenario.hpp"
#include "definition/reader.hpp"

namespace caseclock::detail {

[[nodiscard]] scenario_definition read_scenario(findings& found, const yaml_node& node);
/// The `expect` of a step.
[[nodiscard]] scenario_expect read_expect(findings& found, const yaml_node& node);
/// `field: value` pairs.
[[nodiscard]] scenario_values read_values(const fields& in, std::string_view key);
/// An instant with offset; code invalid-timestamp.
[[nodiscard]] std::optional<located<instant>> read_instant(findings& found, const yaml_node& node);

/// A scenario whose placeholders are filled in.
struct filled_scenario {
  yaml_node node{};
  source_span row{}; ///< where the row stands that filled it; unknown without a table
};

/// The scenario once for each row of its `each`, with `{{column}}` replaced by the row's value in
/// every text; the scenario itself if there is none. Rows without a column that is used are left
/// out. Codes: unknown-column, wrong-type, missing-value.
[[nodiscard]] std::vector<filled_scenario> rows_of(findings& found, const yaml_node& node);

} // namespace caseclock::detail
