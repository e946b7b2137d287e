// Roles and whom else each may act as.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "caseclock/program/detail/context.hpp"

namespace caseclock::detail::compiling {

inline role_id resolve_role(compile_context& context, const located_text& wanted) {
  const role_id found = resolve<role_id>(context, context.roles, wanted, "role");
  if (found.valid())
    context.role_used[found.index()] = true;
  return found;
}

inline std::vector<role_id> resolve_roles(compile_context& context,
                                          const std::vector<located_text>& wanted) {
  std::vector<role_id> found;
  for (const located_text& name : wanted) {
    const role_id role = resolve_role(context, name);
    if (role.valid())
      found.push_back(role);
  }
  return found;
}

/// Everything reachable over `extends`, the role itself first, each once.
inline std::vector<role_id> closure(const std::vector<std::vector<role_id>>& extends,
                                    role_id start) {
  std::vector<role_id> reached{start};
  std::vector<bool> seen(extends.size(), false);
  seen[start.index()] = true;
  for (std::size_t next = 0; next < reached.size(); ++next) {
    for (const role_id wider : extends[reached[next].index()]) {
      if (!seen[wider.index()]) {
        seen[wider.index()] = true;
        reached.push_back(wider);
      }
    }
  }
  return reached;
}

inline void compile_roles(compile_context& context) {
  const auto& roles = context.source.roles;
  context.role_used.assign(roles.size(), false);
  std::vector<std::vector<role_id>> extends;
  for (const role_definition& role : roles)
    extends.push_back(resolve_roles(context, role.extends));
  for (std::size_t i = 0; i < roles.size(); ++i) {
    program_role made;
    made.name = roles[i].name.value;
    made.title = roles[i].title;
    made.may_act_as = closure(extends, role_id{i});
    made.span = roles[i].name.span;
    for (const role_id wider : extends[i]) {
      const std::vector<role_id> back = closure(extends, wider);
      if (std::find(back.begin(), back.end(), role_id{i}) != back.end())
        fault(context, "role-cycle", "role " + double_quoted(made.name) + " extends itself",
              roles[i].name.span);
    }
    context.made.roles.push_back(std::move(made));
  }
  context.role_used.assign(roles.size(), false); // who is extended need not be used
}

} // namespace caseclock::detail::compiling
