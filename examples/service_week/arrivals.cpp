#include "service_week/arrivals.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include "caseclock/time/civil.hpp"
#include "service_week/dice.hpp"

namespace service_week {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr customer customers[] = {
    {"Huaxin Trading", "华信贸易", "ERP 8", "signed", "good"},
    {"Lantian Foods", "蓝天食品", "Finance 3", "lapsed", "good"},
    {"Dongfang Textile", "东方纺织", "ERP 8", "none", "good"},
    {"Jinhai Logistics", "金海物流", "Stock 5", "signed", "good"},
    {"Yongle Printing", "永乐印刷", "Finance 3", "lapsed", "poor"},
    {"Changjiang Steel", "长江钢材", "ERP 8", "signed", "good"},
    {"Meilin Pharmacy", "梅林医药", "Retail 2", "signed", "good"},
    {"Xinghe Electronics", "星河电子", "ERP 8", "lapsed", "good"},
    {"Baiyun Hotels", "白云酒店", "Payroll 4", "none", "poor"},
    {"Taihe Machinery", "泰和机械", "Stock 5", "signed", "good"},
    {"Qingquan Water", "清泉水务", "Finance 3", "lapsed", "good"},
    {"Hongda Construction", "宏达建设", "ERP 8", "signed", "poor"},
    {"Fuyuan Furniture", "富源家具", "Retail 2", "none", "good"},
    {"Ruixiang Tea", "瑞祥茶业", "Retail 2", "lapsed", "good"},
    {"Shengshi Media", "盛世传媒", "Payroll 4", "signed", "good"},
    {"Tongda Motors", "通达汽车", "ERP 8", "lapsed", "good"},
};

/// How many requests of a process come in, and between which minutes.
struct stream {
  std::string_view workflow;
  std::string_view prefix;
  int count;
  int by_mail_percent;
  int first; ///< working minutes from the start of the week; before it, if negative
  int last;
};
constexpr int week = 6 * 450; // the Sunday is a make-up working day
constexpr stream streams[] = {
    {"repair", "R", 12, 40, 0, week - 700},
    {"maintenance_contract", "M", 2, 0, -4000, -2600}, // on the list since the start of September
    {"maintenance_contract", "M", 2, 0, 0, 900},
    {"out_of_warranty", "W", 6, 30, 0, week - 1500},
    {"complaint", "C", 8, 40, 0, week - 500},
};

instant drawn_time(const stream& from, bool by_mail, instant monday, const calendar& office,
                   dice& chance) {
  if (by_mail) // at any hour of the days from Monday to the weekend
    return monday + minutes{chance.between(0, 6 * 24 * 60)};
  const minutes working{chance.between(from.first, from.last)};
  return office.add(monday, working).value_or(monday);
}

value_record data_of(const stream& from, const customer& who, bool by_mail, civil_date today,
                     dice& chance, bool chinese) {
  value_record data{{"customer", chinese ? who.chinese : who.name}, {"product", who.product}};
  if (from.workflow == "complaint") {
    constexpr std::string_view spoken[] = {"phone", "phone", "service_desk"};
    constexpr std::string_view written[] = {"mail", "online_service", "social_media"};
    data.emplace_back("channel", by_mail ? chance.pick(written) : chance.pick(spoken));
  }
  if (from.workflow == "out_of_warranty")
    data.emplace_back("problem", chinese ? "账套无法打开" : "the accounts no longer open");
  if (from.workflow == "maintenance_contract")
    data.emplace_back("ends_on", add_months(today, std::chrono::months{1}) +
                                     std::chrono::days{chance.between(5, 16)});
  return data;
}

arrival drawn(const stream& from, instant monday, const calendar& office, dice& chance,
              bool chinese) {
  const customer& who = chance.pick(customers);
  const bool by_mail = chance.chance(from.by_mail_percent);
  arrival made;
  made.at = drawn_time(from, by_mail, monday, office, chance);
  made.request.workflow = from.workflow;
  const civil_date today =
      std::chrono::floor<std::chrono::days>(office.time_zone().to_local(made.at));
  made.request.data = data_of(from, who, by_mail, today, chance, chinese);
  made.request.as.name = from.workflow == "maintenance_contract" ? "contract list"
                         : by_mail                               ? "mail"
                                                                 : "phone";
  return made;
}

std::string numbered(std::string_view prefix, int number) {
  char text[16];
  std::snprintf(text, sizeof text, "-%02d", number);
  return std::string(prefix) + text;
}

} // namespace

const customer& customer_named(std::string_view name) {
  for (const customer& each : customers) {
    if (each.name == name || each.chinese == name)
      return each;
  }
  return customers[0];
}

std::vector<arrival> arrivals_of_week(instant monday, const calendar& office, std::uint64_t seed,
                                      std::string_view language) {
  std::vector<arrival> all;
  for (std::size_t i = 0; i < std::size(streams); ++i) {
    dice chance{seed, streams[i].workflow, "arrivals", i};
    for (int n = 0; n < streams[i].count; ++n)
      all.push_back(drawn(streams[i], monday, office, chance, language == "zh"));
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const arrival& a, const arrival& b) { return a.at < b.at; });
  // Each process counts its own cases, in the order in which they come in.
  for (const stream& from : streams) {
    int number = 0;
    for (arrival& each : all) {
      if (each.request.workflow == from.workflow)
        each.request.key = numbered(from.prefix, ++number);
    }
  }
  return all;
}

} // namespace service_week
