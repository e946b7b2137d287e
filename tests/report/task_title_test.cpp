#include "caseclock/report/detail/task_title.hpp"

#include <doctest/doctest.h>

using namespace caseclock;

TEST_CASE("tasks: titled by the approval or the task, or else by the state") {
  const auto titled = [](const char* text) {
    translations made;
    made.texts.emplace_back("en", text);
    return made;
  };
  program code;
  program_state state;
  state.title = titled("Purchase");
  CHECK(detail::task_title(code, state).texts.front().second == "Purchase");
  code.tasks.emplace_back().title = titled("Check the offer");
  state.task = task_id{0};
  CHECK(detail::task_title(code, state).texts.front().second == "Check the offer");
  code.approvals.emplace_back();
  state.approval = approval_id{0};
  CHECK(detail::task_title(code, state).texts.front().second == "Check the offer");
  code.approvals.front().title = titled("Please approve");
  CHECK(detail::task_title(code, state).texts.front().second == "Please approve");
}
