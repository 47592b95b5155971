#include "tests/sim/people.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace karvan::sim {
namespace {

constexpr std::uint64_t own_name_one_in = 10;
constexpr std::string_view own_names = "Sana Zq";
constexpr std::size_t own_letters = 10;

}  // namespace

Operator::Operator(Card card, std::vector<Errand> errands, Random random, Story& story)
    : Seated(std::move(card), random, story), errands_(std::move(errands)) {}

void Operator::decide_what_next(Bus& bus) {
  if (!print_.empty()) {
    settle(bus);
  } else if (!unpaid_.empty() && random_.one_in(25)) {  // the citizen thinks better of it
    ask(bus, "close_application", counter::CloseApplication{{}, unpaid_, "withdrawn", "too dear"});
  } else if (!unpaid_.empty()) {
    ask(bus, "take_payment", counter::TakePayment{{}, unpaid_, "cash", errand_->fee, "ur"});
  } else if (!unissued_.empty() && (closing_ || random_.one_in(30))) {  // the citizen waits on the bench
    ask(bus, "issue_document", counter::IssueDocument{{}, unissued_.front(), "en"});
  } else if (!draft_.empty()) {
    fill(bus);
  } else if (!closing_) {
    begin(bus);
  } else if (drawer_open_) {
    close_shift(bus);
  }
}

std::pair<std::string, std::string> Operator::answer_at(std::size_t at) const {
  auto answer = errand_->answers[at];
  if (answer.first == "full_name" && !own_name_.empty()) answer.second = own_name_;
  return answer;
}

// Some count a float into the drawer first; for the others the first payment opens it.
void Operator::begin(Bus& bus) {
  if (!drawer_open_ && random_.one_in(2)) {
    ask(bus, "open_shift", counter::OpenShift{{}, {100'000, "PKR"}});
    return;
  }
  errand_ = &errands_[random_.below(errands_.size())];
  own_name_ = random_.one_in(own_name_one_in) ? own_name(random_) : "";
  ask(bus, "start_draft", counter::StartDraft{{}, errand_->service});
}

void Operator::fill(Bus& bus) {
  if (next_answer_ < errand_->answers.size()) {
    // What was typed in one go.
    const auto left = errand_->answers.size() - next_answer_;
    typing_ = 1 + random_.below(left);
    counter::ChangeDraft change{{}, draft_, seen_, {}};
    for (std::size_t i = 0; i < typing_; ++i) change.set.insert(answer_at(next_answer_ + i));
    ask(bus, "change_draft", std::move(change));
  } else if (!pictures_.empty()) {
    counter::StartCapture capture;
    capture.draft = draft_;
    capture.question = pictures_.back();
    pictures_.pop_back();
    ask(bus, "start_capture", std::move(capture));
  } else if (random_.one_in(12) && !closing_) {
    ask(bus, "discard_draft", counter::DiscardDraft{{}, draft_});
  } else {
    ask(bus, "file_draft", counter::FileDraft{{}, draft_, seen_, "ur"});
  }
}

// What came out is looked at, and told as it is; now and then the page is spoiled.
void Operator::settle(Bus& bus) {
  static constexpr std::array<std::string_view, 4> outcomes{"printed", "printed", "spoiled", "nothing"};
  std::string outcome{outcomes[random_.below(outcomes.size())]};
  ask(bus, "settle_print", counter::SettlePrint{{}, print_, outcome, outcome == "spoiled" ? "smeared" : ""});
}

void Operator::understand(const std::string& what, const counter::Command&, const json::object& answer) {
  if (what == "start_draft") {
    draft_ = json::string_or(answer, "draft");
    seen_ = 1;
    next_answer_ = 0;
    pictures_ = errand_->pictures;  // some have the papers with them, in any order
    if (pictures_.size() > 1 && random_.one_in(2)) std::swap(pictures_.front(), pictures_.back());
    pictures_.resize(random_.below(pictures_.size() + 1));
    typed_.clear();
  } else if (what == "change_draft") {
    seen_ = static_cast<std::uint64_t>(json::integer_or(answer, "seen"));
    for (; typing_ > 0; --typing_, ++next_answer_) typed_.insert(answer_at(next_answer_));
  } else if (what == "start_capture") {
    ++seen_;  // by the picture, if there is to be one
  } else if (what == "discard_draft") {
    draft_.clear();
  } else if (what == "file_draft") {
    unpaid_ = json::string_or(answer, "application");
    filed_[unpaid_] = {story_.now_ms(), typed_};
    story_.tell(fmt::format("{} files {}", card_.seat, json::string_or(answer, "tracking")));
    draft_.clear();
  } else if (what == "open_shift") {
    drawer_open_ = true;
    drawer_minor_ = 100'000;
  } else if (what == "close_shift") {
    shift_closed(answer);
  } else if (what == "close_application") {
    unpaid_.clear();
  } else {
    // Mostly nobody looks twice.
    print_ = random_.one_in(8) ? json::string_or(answer, "print") : "";
    if (what == "take_payment") {
      if (!drawer_open_) drawer_minor_ = 0;
      drawer_open_ = true;
      drawer_minor_ += errand_->fee.minor;
      if (errand_->at_once) unissued_.push_back(unpaid_);
      unpaid_.clear();
    }
    if (what == "issue_document") unissued_.pop_front();
    story_.tell(fmt::format("{}: {} ordered after {}", card_.seat, print_.empty() ? "nothing" : "paper", what));
  }
}

void Operator::box_was_put_back(std::int64_t to_ms) {
  Seated::box_was_put_back(to_ms);
  std::erase_if(filed_, [&](const auto& each) { return each.second.at_ms >= to_ms; });
  draft_.clear();
  unpaid_.clear();
  print_.clear();
  unissued_.clear();
}

void Operator::misunderstand(const std::string& what, const Error& error) {
  if (error.code == Code::not_signed_in || error.code == Code::no_lease_left) return;  // the link will bring one
  if (what == "settle_print") print_.clear();  // the printer said it by itself meanwhile
  if (what == "issue_document") unissued_.pop_front();
  // Somebody waived it, or paid, or changed what it depends on: the citizen is sent away.
  if (what == "take_payment" || what == "close_application") unpaid_.clear();
  if (what == "close_shift") cannot_close(error);
  if (error.code == Code::draft_changed_elsewhere) seen_ = std::stoull(error.args.at("seen"));
  if (error.code == Code::unknown_draft) draft_.clear();
  if (error.code == Code::form_incomplete)
    story_.broken("P1", card_.seat + ": answers that were saved are missing: " + error.where);
}

std::string own_name(Random& random) {
  std::string name{own_names};
  for (std::size_t i = 0; i < own_letters; ++i) name += static_cast<char>('a' + random.below(26));
  return name;
}

bool is_own_name(const std::string& value) { return value.starts_with(own_names); }

bool says_own_name(const std::string& text) { return text.find(own_names) != text.npos; }

std::pair<std::string, std::string> some_change(Random& random) {
  static constexpr std::array<std::string_view, 4> fields{"full_name", "father_name", "mobile", "father_name"};
  static constexpr std::array<std::string_view, 3> first{"Tariq", "Tarik", "Tareq"};
  static constexpr std::array<std::string_view, 4> last{"Mahmood", "Mehmood", "Mahmud", "Mahmoud"};
  std::string field{fields[random.below(fields.size())]};
  if (field == "mobile") return {field, fmt::format("0300-{:07}", random.below(5))};
  const auto name = fmt::format("{} {}", first[random.below(first.size())], last[random.below(last.size())]);
  return {field, field == "full_name" ? "Sana " + name : name};
}

}  // namespace karvan::sim
