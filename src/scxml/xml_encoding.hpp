// XML files in other encodings than UTF-8, as UTF-8.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace caseclock::detail {

/// The text in UTF-8, without a byte order mark: from UTF-16 (by its mark, or by how `<` is
/// written) or ISO-8859-1 (by the XML declaration). Nothing if it is declared to be anything else,
/// or is torn. `declared` is then what it says it is.
[[nodiscard]] std::optional<std::string> xml_to_utf8(std::string text, std::string& declared);

} // namespace caseclock::detail
