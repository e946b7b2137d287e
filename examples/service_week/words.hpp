// What the host itself says, in the two languages of the workflows.
#pragma once

#include <string_view>

namespace service_week {

struct words {
  std::string_view language;
  std::string_view told;      ///< before those who get a message
  std::string_view from_case; ///< before the key of the case it comes from
  std::string_view due, was_due, met, missed, paused, goes_on, cancelled, left, of;
  std::string_view timer, in_state, since_entering; ///< with their blanks
  std::string_view warning, breach, escalation, refused, incident;
  std::string_view approves, rejects, granted, denied;
  std::string_view closed;
  std::string_view office_closes, clock_stands_still, clocks_stand_still, until, overdue;
  std::string_view other_runs, others_run, nearest;
};

inline constexpr words english{
    .language = "en",
    .told = "told:",
    .from_case = "from",
    .due = "due",
    .was_due = "was due",
    .met = "met",
    .missed = "MISSED",
    .paused = "paused",
    .goes_on = "goes on",
    .cancelled = "cancelled",
    .left = "left",
    .of = "of",
    .timer = "time is up: ",
    .in_state = ", in ",
    .since_entering = " since ",
    .warning = "WARNING",
    .breach = "BREACH",
    .escalation = "ESCALATION",
    .refused = "REFUSED",
    .incident = "INCIDENT",
    .approves = "approves",
    .rejects = "rejects",
    .granted = "granted",
    .denied = "not granted",
    .closed = "closed:",
    .office_closes = "the office closes",
    .clock_stands_still = "clock stands still",
    .clocks_stand_still = "clocks stand still",
    .until = "until",
    .overdue = "overdue",
    .other_runs = "runs day and night",
    .others_run = "run day and night",
    .nearest = "least left:",
};

inline constexpr words chinese{
    .language = "zh",
    .told = "通知：",
    .from_case = "来自",
    .due = "截止",
    .was_due = "应完成于",
    .met = "达标",
    .missed = "超时",
    .paused = "暂停",
    .goes_on = "继续",
    .cancelled = "取消",
    .left = "剩余",
    .of = "/",
    .timer = "时间到：",
    .in_state = "，状态：",
    .since_entering = "，自进入：",
    .warning = "预警",
    .breach = "超时",
    .escalation = "升级",
    .refused = "被拒绝",
    .incident = "异常",
    .approves = "同意",
    .rejects = "驳回",
    .granted = "已批准",
    .denied = "未批准",
    .closed = "结束：",
    .office_closes = "下班",
    .clock_stands_still = "个计时停止",
    .clocks_stand_still = "个计时停止",
    .until = "至",
    .overdue = "个已超时",
    .other_runs = "个昼夜计时",
    .others_run = "个昼夜计时",
    .nearest = "最紧：",
};

} // namespace service_week
