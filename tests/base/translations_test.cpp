// Which of several languages a reader gets.
#include <doctest/doctest.h>

#include "caseclock/base/translations.hpp"

using caseclock::translations;

TEST_CASE("translations: the language itself, else one of the same first part, else the first") {
  const translations title{{{"en", "Ticket"}, {"zh", "工单"}, {"zh-TW", "工單"}}};
  CHECK(title.in("zh") == "工单");
  CHECK(title.in("zh-TW") == "工單");
  CHECK(title.in("zh-CN") == "工单");
  CHECK(title.in("en-GB") == "Ticket");
  CHECK(title.in("fr") == "Ticket");
  CHECK(title.in("") == "Ticket");
  const translations regional{{{"en", "Ticket"}, {"zh-TW", "工單"}}};
  CHECK(regional.in("zh") == "工單");
  CHECK(translations{}.in("en").empty());
  const translations plain{{{"", "Ticket"}}};
  CHECK(plain.in("zh") == "Ticket");
}

TEST_CASE("translations: a language may be written as systems write locales, in any case") {
  const translations title{{{"en", "Ticket"}, {"zh", "工单"}, {"zh-TW", "工單"}}};
  CHECK(title.in("ZH") == "工单");
  CHECK(title.in("zh_CN") == "工单");
  CHECK(title.in("zh_tw") == "工單");
  CHECK(title.in("EN_us") == "Ticket");
}
