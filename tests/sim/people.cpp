#include "tests/sim/people.h"

#include <fmt/format.h>

#include <array>

#include "storage/model/json.h"

namespace karvan::sim {
namespace {

constexpr std::array<std::string_view, 1> desk_roles{"operator"};

}  // namespace

Person::Person(Card card, std::vector<std::pair<std::string, std::string>> answers, model::Money fee, Random random,
               Story& story)
    : card_(std::move(card)),
      answers_(std::move(answers)),
      fee_(std::move(fee)),
      random_(random),
      story_(story),
      // Tickets of different people never meet.
      tickets_(random_.next() & ~0xFFFFFFull) {}

void Person::act(Bus& bus) {
  if (!bus.running()) return;
  if (asked_) {
    if (again_) send(bus);
    return;
  }
  if (!signed_in_) {
    token_ = seal::to_hex(random_.bytes(16));
    ask(bus, "sign_in", counter::SignIn{{}, card_.staff, card_.pin, card_.seat});
  } else {
    decide_what_next(bus);
  }
}

void Person::decide_what_next(Bus& bus) {
  if (!print_.empty()) {
    settle(bus);
  } else if (!application_.empty()) {
    ask(bus, "take_payment", counter::TakePayment{{}, application_, "cash", fee_, "ur"});
  } else if (draft_.empty()) {
    if (!closing_) ask(bus, "start_draft", counter::StartDraft{{}, "domicile"});
  } else {
    fill(bus);
  }
}

void Person::fill(Bus& bus) {
  if (next_answer_ < answers_.size()) {
    const auto& [question, value] = answers_[next_answer_];
    ask(bus, "change_draft", counter::ChangeDraft{{}, draft_, seen_, {{question, value}}});
  } else if (random_.one_in(12) && !closing_) {
    ask(bus, "discard_draft", counter::DiscardDraft{{}, draft_});
  } else {
    ask(bus, "file_draft", counter::FileDraft{{}, draft_, seen_, "ur"});
  }
}

// What came out is looked at, and told as it is; now and then the page is spoiled.
void Person::settle(Bus& bus) {
  static constexpr std::array<std::string_view, 4> outcomes{"printed", "printed", "spoiled", "nothing"};
  std::string outcome{outcomes[random_.below(outcomes.size())]};
  ask(bus, "settle_print", counter::SettlePrint{{}, print_, outcome, outcome == "spoiled" ? "smeared" : ""});
}

void Person::ask(Bus& bus, std::string what, counter::Command command) {
  asked_ = Asked{++tickets_, seal::to_hex(random_.bytes(16)), std::move(what), std::move(command)};
  send(bus);
  if (random_.one_in(15)) send(bus);  // an impatient finger
}

void Person::send(Bus& bus) {
  again_ = false;
  core::CommandLetter letter;
  letter.ticket = asked_->ticket;
  letter.cmd = asked_->cmd;
  letter.asked = asked_->what;
  letter.seat_digest = token_;
  letter.once = asked_->what != "sign_in";
  if (letter.once) letter.access.roles = desk_roles;
  letter.command = asked_->command;
  bus.post(std::move(letter));
}

void Person::lost_the_box() {
  signed_in_ = false;
  if (!asked_) return;
  story_.tell(fmt::format("{} had no answer to {}", card_.seat, asked_->what));
  if (asked_->what == "sign_in") {
    asked_.reset();
  } else {
    lost_ = std::move(asked_);
    asked_.reset();
  }
}

void Person::told(std::uint64_t ticket, const Result<std::string>& answer) {
  if (!asked_ || asked_->ticket != ticket) return;
  const std::string what = asked_->what;
  if (!answer) {
    if (answer.error().code == Code::busy || answer.error().code == Code::outcome_unknown ||
        answer.error().code == Code::read_only) {
      again_ = true;
      return;
    }
    asked_.reset();
    misunderstand(what, answer.error());
    return;
  }
  asked_.reset();
  auto read = json::parse_object(*answer);
  if (!read) return story_.broken("P1", "an answer that is no JSON to " + what);
  understand(what, *read);
}

void Person::understand(const std::string& what, const json::object& answer) {
  if (what == "sign_in") {
    signed_in_ = true;
    if (lost_) {
      asked_ = std::move(lost_);
      lost_.reset();
      again_ = true;
    }
  } else if (what == "start_draft") {
    draft_ = json::string_or(answer, "draft");
    seen_ = 1;
    next_answer_ = 0;
    typed_.clear();
  } else if (what == "change_draft") {
    seen_ = static_cast<std::uint64_t>(json::integer_or(answer, "seen"));
    typed_[answers_[next_answer_].first] = answers_[next_answer_].second;
    ++next_answer_;
  } else if (what == "discard_draft") {
    draft_.clear();
  } else if (what == "file_draft") {
    application_ = json::string_or(answer, "application");
    filed_[application_] = typed_;
    story_.tell(fmt::format("{} files {}", card_.seat, json::string_or(answer, "tracking")));
    draft_.clear();
  } else if (what == "take_payment" || what == "settle_print") {
    print_ = json::string_or(answer, "print");
    application_.clear();
    if (auto receipt = json::object_at(answer, "receipt")) {
      receipts_.push_back(json::integer_or(**receipt, "number"));
      story_.tell(fmt::format("{}: receipt {} after {}", card_.seat, receipts_.back(), what));
    }
  }
}

void Person::misunderstand(const std::string& what, const Error& error) {
  story_.tell(fmt::format("{}: {} refused: {}", card_.seat, what, describe(error)));
  if (error.code == Code::not_signed_in) signed_in_ = false;
  if (error.code == Code::no_lease_left) return;  // the link will bring one
  if (error.code == Code::already_paid) application_.clear();
  if (what == "settle_print") print_.clear();  // the printer said it by itself meanwhile
  if (error.code == Code::draft_changed_elsewhere) seen_ = std::stoull(error.args.at("seen"));
  if (error.code == Code::unknown_draft) draft_.clear();
  if (error.code == Code::form_incomplete)
    story_.broken("P1", card_.seat + ": answers that were saved are missing: " + error.where);
}

}  // namespace karvan::sim
