#include "service_week/decisions.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

#include "service_week/arrivals.hpp"

namespace service_week {
namespace {

using std::chrono::minutes;

struct habit {
  std::string_view place; ///< "workflow.state"
  std::int64_t low;       ///< working minutes
  std::int64_t high;
};

// Where the customer decides, it is the customer's time.
constexpr habit habits[] = {
    {"repair.recording", 4, 25},
    {"repair.checking_contract", 3, 20},
    {"repair.offering", 15, 90},
    {"repair.choosing_plan", 60, 700},
    {"repair.dispatch", 15, 240},
    {"repair.calling", 60, 620},
    {"repair.arranging_visit", 10, 45},
    {"repair.reserving_time", 10, 45},
    {"repair.remote", 30, 240},
    {"repair.on_site", 60, 240},
    {"repair.in_house", 60, 240},
    {"repair.registering_completion", 10, 60},
    {"repair.registering_failure", 10, 60},
    {"return_visit.calling", 60, 400},
    {"return_visit.tracing", 60, 300},
    {"return_visit.remedying", 120, 900},
    {"return_visit.asking_again", 60, 300},
    {"maintenance_contract.gathering", 60, 500},
    {"maintenance_contract.visiting", 300, 4200},
    {"maintenance_contract.deciding", 100, 500},
    {"maintenance_contract.manager_follow_up", 60, 500},
    {"maintenance_contract.collecting", 100, 900},
    {"out_of_warranty.considering", 60, 600},
    {"out_of_warranty.contacting", 40, 200},
    {"out_of_warranty.free_service_approval", 60, 600},
    {"out_of_warranty.refused", 200, 900},
    {"complaint.receiving", 5, 55},
    {"complaint.reviewing", 8, 45},
    {"complaint.assigning", 15, 90},
    {"complaint.contacting", 45, 400},
    {"complaint.investigating", 60, 360},
    {"complaint.awaiting_customer", 120, 900},
    {"complaint.reporting", 60, 500},
    {"complaint.asking_satisfaction", 30, 300},
};

struct leaning {
  std::string_view event; ///< "workflow.event"
  std::int64_t weight;    ///< 10 where nothing is said
};
constexpr leaning leanings[] = {
    {"repair.plan_chosen", 14},
    {"repair.offer_declined", 5},
    {"maintenance_contract.volume_counted", 2},
    {"out_of_warranty.demand_withdrawn", 2},
    {"out_of_warranty.offer_accepted", 4},
    {"out_of_warranty.special_request_filed", 60},
    {"return_visit.nobody_reached", 3},
    {"return_visit.customer_not_content", 3},
    {"return_visit.complaint_made", 4},
    {"complaint.severity_changed", 9},
    {"complaint.customer_asked", 4},
    {"complaint.customer_dissatisfied", 5},
};

/// What one can see on the screen makes some events likelier or pointless.
std::int64_t weight_of(const desk_view& view, std::string_view event) {
  const std::string name = view.of.name + "." + std::string(event);
  if (name == "repair.free_service_requested")
    return view.text("contract") == "lapsed" ? 8 : 0;
  if (name == "complaint.severity_changed" && view.text("severity") == "major")
    return 0;
  if (name == "complaint.department_consulted" && view.field("departments") == value{2})
    return 0;
  if (name == "out_of_warranty.customer_contacted")
    return view.field("contacts") == value{2} ? 1 : 30;
  if (name == "out_of_warranty.credit_checked")
    return view.field("contacts") == value{2} ? 30 : view.careful ? 0 : 3;
  if (event == "approve")
    return view.text("standing") == "good" ? 20 : 5;
  for (const leaning& each : leanings) {
    if (each.event == name)
      return each.weight;
  }
  return 10;
}

decimal yuan(std::int64_t amount) {
  return {amount * decimal::scale};
}

constexpr std::string_view engineers[] = {"Zhang Wei", "Zhao Lei", "Sun Jie"};
constexpr std::string_view engineers_zh[] = {"张伟", "赵磊", "孙杰"};
constexpr std::string_view handlers[] = {"He Qiang", "Ma Lin"};
constexpr std::string_view handlers_zh[] = {"何强", "马琳"};

/// Fills one form, field after field; later fields see the earlier ones.
class pen {
 public:
  pen(const desk_view& view, dice& chance)
      : view_(&view), chance_(&chance), who_(&customer_named(view.text("customer"))) {}

  value_record fill(const schema& form) {
    for (const field_spec& field : form.fields) {
      value written = answer(field);
      if (written.is_null() && field.required)
        written = something(field.type);
      if (!written.is_null())
        done_.emplace_back(field.name, std::move(written));
    }
    return std::move(done_);
  }

 private:
  value answer(const field_spec& field) {
    if (field.type.kind == kind::boolean)
      return yes_or_no(field.name);
    if (field.type.kind == kind::fixed)
      return amount(field.name);
    if (field.type.kind == kind::timestamp || field.type.kind == kind::date)
      return moment(field.name);
    return words(field);
  }

  value yes_or_no(std::string_view field) {
    // Without these the case does not go on; who was refused sees to it.
    if (field == "contract_left" || field == "apologised" || field == "risks_explained" ||
        field == "process_explained")
      return view_->careful || chance_->chance(95);
    if (field == "remote_possible")
      return chance_->chance(60);
    if (field == "solved")
      return chance_->chance(88);
    if (field == "satisfied")
      return chance_->chance(who_->standing == "good" ? 80 : 50);
    if (field == "signs")
      return chance_->chance(45);
    if (field == "on_time")
      return chance_->chance(85);
    return true;
  }

  value amount(std::string_view field) {
    if (field == "annual_fee" || field == "price")
      return yuan(chance_->between(30, 90) * 100);
    if (field == "travel_allowance")
      return yuan(80);
    if (field == "meal_allowance")
      return yuan(50);
    if (field == "amount")
      return payment();
    return yuan(chance_->between(6, 12) * 100);
  }
  /// All that is still due, or half of it.
  value payment() {
    const value due = view_->field("amount_due");
    const value paid = view_->field("paid");
    if (due.as_decimal() == nullptr || paid.as_decimal() == nullptr)
      return {};
    const std::int64_t open = due.as_decimal()->units - paid.as_decimal()->units;
    return decimal{paid.as_decimal()->units == 0 && chance_->chance(30) ? open / 2 : open};
  }

  value moment(std::string_view field) {
    if (field == "started_at")
      return view_->now - minutes{chance_->between(3, 9) * 10};
    if (field == "ended_at")
      return view_->now;
    const instant then =
        view_->office.add(view_->now, minutes{chance_->between(12, 60) * 10}).value_or(view_->now);
    if (field == "call_on")
      return civil_date{
          std::chrono::floor<std::chrono::days>(view_->office.time_zone().to_local(then))};
    return then;
  }

  value words(const field_spec& field) {
    if (field.name == "contract")
      return who_->contract;
    if (field.name == "standing")
      return who_->standing;
    if (field.name == "engineer")
      return view_->chinese ? chance_->pick(engineers_zh) : chance_->pick(engineers);
    if (field.name == "handler")
      return view_->chinese ? chance_->pick(handlers_zh) : chance_->pick(handlers);
    if (field.name == "completion")
      return chance_->chance(80) ? "all_done" : "still_to_solve";
    if (field.name == "to_solve") // who is careless forgets to say what
      return !is("completion", "still_to_solve") || (!view_->careful && chance_->chance(30))
                 ? value{}
                 : value{"a part has to be ordered"};
    if (field.name == "severity")
      return view_->state() == "reviewing" && chance_->chance(75) ? "general" : "major";
    if (field.name == "contact_mobile")
      return "138 0013 " + std::to_string(chance_->between(1000, 9999));
    if (field.type.is_enum())
      return chance_->pick(*field.type.members);
    return {};
  }
  [[nodiscard]] bool is(std::string_view field, std::string_view text) const {
    const value* written = find(done_, field);
    return written != nullptr && *written == value{text};
  }

  /// For required fields that mean nothing in particular here.
  static value something(const type& wanted) {
    if (wanted.kind == kind::integer)
      return 3;
    if (wanted.kind == kind::string)
      return "as told on the phone";
    return {};
  }

  const desk_view* view_;
  dice* chance_;
  const customer* who_;
  value_record done_;
};

} // namespace

value desk_view::field(std::string_view name) const {
  const field_id id = of.field(name);
  return id.valid() ? now_there.fields[id.index()] : value{};
}

std::string desk_view::text(std::string_view name) const {
  const value held = field(name);
  return held.as_string() != nullptr ? *held.as_string() : std::string{};
}

std::int64_t minutes_for(std::string_view workflow, std::string_view state, dice& chance) {
  const std::string place = std::string(workflow) + "." + std::string(state);
  for (const habit& each : habits) {
    if (each.place == place)
      return chance.between(each.low, each.high);
  }
  return chance.between(20, 150);
}

std::string_view chosen(const desk_view& view, const std::vector<std::string_view>& possible,
                        dice& chance) {
  std::int64_t sum = 0;
  for (const std::string_view each : possible)
    sum += weight_of(view, each);
  if (sum == 0)
    return {};
  std::int64_t drawn = chance.between(0, sum - 1);
  for (const std::string_view each : possible) {
    drawn -= weight_of(view, each);
    if (drawn < 0)
      return each;
  }
  return {};
}

value_record filled(const desk_view& view, const program_event& form, dice& chance) {
  return pen{view, chance}.fill(form.payload);
}

} // namespace service_week
