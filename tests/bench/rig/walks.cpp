#include "tests/bench/rig/walks.h"

#include "storage/model/json.h"
#include "tests/bench/rig/filings.h"

namespace karvan::bench {
namespace {

constexpr std::size_t at_once = 200;

// One step of many citizens at the same time.
struct Party {
  Bus& bus;
  std::vector<json::object> heard = {};

  template <class Ask>
  void all(std::size_t count, const std::string& what, Ask ask) {
    std::vector<counter::Command> commands;
    for (std::size_t i = 0; i < count; ++i) commands.push_back(ask(i));
    auto answers = bus.ask_all(what, std::move(commands));
    heard.clear();
    for (auto& answer : answers) heard.push_back(must(json::parse_object(must(std::move(answer)))));
  }
  std::string told(std::size_t i, std::string_view key) const { return must(json::string_at(heard[i], key)); }
  std::uint64_t seen(std::size_t i) const {
    return static_cast<std::uint64_t>(must(json::integer_at(heard[i], "seen")));
  }
};

std::size_t numbers_left(Bus& bus, std::string_view kind) {
  std::int64_t left = 0;
  for (const auto& lease : must(bus.book().store().leases().list()))
    if (lease.kind == kind && lease.state == "open") left += lease.last - lease.next + 1;
  return static_cast<std::size_t>(left);
}

model::Shown shown(const char* what, const char* how, std::string name, const char* of) {
  model::Shown one{"applicant", 1, what, how, {}, {}, of};
  one.name = std::move(name);
  return one;
}

void serve(Bus& bus, std::size_t count, std::uint64_t from) {
  Party party{bus};
  std::vector<std::string> drafts, names;
  party.all(count, "start_draft", [](std::size_t) { return counter::StartDraft{{}, "stall"}; });
  for (std::size_t i = 0; i < count; ++i) {
    drafts.push_back(party.told(i, "draft"));
    names.push_back(answers_of(from + i).at("full_name"));
  }
  party.all(count, "change_draft",
            [&](std::size_t i) { return counter::ChangeDraft{{}, drafts[i], 1, answers_of(from + i)}; });
  party.all(count, "show_party", [&](std::size_t i) {
    return counter::ShowParty{{}, drafts[i], "", shown("identity", "card", names[i], "35202-1234567-1")};
  });
  party.all(count, "show_party", [&](std::size_t i) {
    return counter::ShowParty{{}, drafts[i], "", shown("consent", "", names[i], "2026-1")};
  });
  party.all(count, "file_draft", [&](std::size_t i) { return counter::FileDraft{{}, drafts[i], party.seen(i), "en"}; });
  party.all(count, "take_payment",
            [&](std::size_t i) { return counter::TakePayment{{}, drafts[i], "cash", {10'000, "PKR"}, "en"}; });
  party.all(count, "change_application", [&](std::size_t i) {
    const auto seen = must(bus.book().application(drafts[i])).record.fields.at("mobile").writer;
    return counter::ChangeApplication{
        {}, drafts[i], {{"mobile", answers_of(from + i + 1).at("mobile")}}, {{"mobile", seen}}};
  });
  party.all(count, "issue_document", [&](std::size_t i) { return counter::IssueDocument{{}, drafts[i], "en"}; });
  const auto issued = party.heard;
  party.all(count, "hand_over", [&](std::size_t i) {
    const auto& document = issued[i].at("document").as_object();
    model::Serial serial{json::string_or(document, "kind"), json::integer_or(document, "number")};
    return counter::HandOver{{}, drafts[i], serial, names[i], "self", "35202-1234567-1"};
  });
}

}  // namespace

std::size_t walk(Bus& bus, const std::string& staff, std::size_t count, std::uint64_t from) {
  bus.sign_in(staff);
  std::size_t served = 0;
  while (served < count) {
    const auto numbers = std::min(numbers_left(bus, "receipt"), numbers_left(bus, "stall"));
    const auto now = std::min({at_once, count - served, numbers});
    if (now == 0) break;
    serve(bus, now, from + served);
    served += now;
  }
  return served;
}

}  // namespace karvan::bench
