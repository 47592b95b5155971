#include "tests/sim/centre.h"

#include <ctime>

#include "sync/central/author/compile.h"
#include "sync/central/author/directory.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/records.h"

namespace karvan::sim {
namespace {

std::string civil_date(std::int64_t now_ms) {
  std::time_t seconds = now_ms / 1000;
  std::tm day{};
  gmtime_r(&seconds, &day);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", &day);
  return text;
}

}  // namespace

Centre::Centre(std::string folder, Random random, Story& story, std::int64_t now_ms)
    : folder_(std::move(folder)), random_(random), story_(story) {
  inbox_key_ = random_.bytes(32);
  records_key_ = random_.bytes(32);
  keys_.signing = seal::make_signing_key("centre", random_.entropy());
  keys_.recipient = seal::make_age_identity(random_.entropy()).recipient;
  if (!start(now_ms)) return;
  auto made = central::in_transaction(files_->records, [&]() -> Result<void> {
    central::Records records(files_->records);
    TRY_VOID(records.put_meta(central::meta_centre_epoch, seal::to_hex(random_.bytes(8))));
    return records.put_meta(central::meta_fleet, "1");
  });
  if (!made) story_.broken("set-up", describe(made.error()));
  enrol(std::string(central::centre_node), "", 0, key(), now_ms);
}

bool Centre::start(std::int64_t) {
  auto files = central::open_files({folder_, inbox_key_, records_key_});
  if (!files) {
    story_.broken("P1", "the centre does not open again: " + describe(files.error()));
    return false;
  }
  files_ = std::make_unique<central::Files>(std::move(*files));
  receiver_ = std::make_unique<central::Receiver>(*files_, keys_);
  reconciler_ = std::make_unique<central::Reconciler>(*files_, keys_.signing, random_.entropy());
  auto started = reconciler_->start();
  if (!started) story_.broken("P1", "the centre does not start again: " + describe(started.error()));
  return started.has_value();
}

void Centre::crash() {
  reconciler_.reset();
  receiver_.reset();
  files_.reset();
  story_.tell("the centre loses power");
}

void Centre::publish(const std::vector<std::string>& catalogue_folders, std::int64_t now_ms) {
  central::author::Files files;
  for (const auto& folder : catalogue_folders) {
    auto read = central::author::read_directory(folder);
    if (!read) return story_.broken("set-up", describe(read.error()));
    files.merge(*read);
  }
  auto compiled = central::author::compile(files);
  if (!compiled) return story_.broken("set-up", "the catalogue has faults: " + compiled.error().front().what);
  auto manifest = central::author::next_manifest({}, *compiled, civil_date(now_ms));
  auto published = central::author::publish(manifest, *compiled, keys_.signing);
  auto done = central::in_transaction(files_->records, [&]() -> Result<void> {
    central::Feeds feeds(files_->records);
    for (const auto& [version, bytes] : published.bytes)
      TRY_VOID(feeds.append(central::DocumentRow{std::string(central::reference_feed), 0, "service", version, bytes}));
    TRY_VOID(
        feeds.append(central::DocumentRow{std::string(central::reference_feed), 0, "manifest", "", published.note}));
    return {};
  });
  if (!done) story_.broken("set-up", describe(done.error()));
}

void Centre::employ(const rules::Staff& staff) {
  if (auto done = central::put_staff(*files_, staff); !done) story_.broken("set-up", describe(done.error()));
}

void Centre::enrol(const std::string& node, const std::string& office, std::uint32_t number,
                   const seal::VerifyingKey& key, std::int64_t now_ms) {
  auto done = central::in_transaction(files_->inbox, [&] {
    return central::Nodes(files_->inbox).put({node, number, office, seal::to_text(key), "sim-" + node, now_ms});
  });
  if (!done) story_.broken("set-up", describe(done.error()));
}

void Centre::reconcile(std::int64_t now_ms) {
  for (;;) {
    auto more = reconciler_->step(now_ms);
    if (!more) return story_.broken("P15", "reconciling stops: " + describe(more.error()));
    if (!*more) return;
  }
}

std::vector<std::pair<std::string, model::Record>> Centre::records(const std::string& kind) {
  constexpr std::size_t slice = 1'000;
  std::vector<std::pair<std::string, model::Record>> all;
  central::Records records(files_->records);
  std::string last;
  for (;;) {
    auto some = records.after("lahore", last, slice);
    if (!some || some->empty()) return all;
    for (auto& row : *some) {
      last = row.id;
      auto record = model::parse_record(row.body);
      if (!record) story_.broken("P3", row.id + " cannot be read at the centre");
      if (record && row.id.find("/" + kind + "/") != row.id.npos) all.emplace_back(row.id, std::move(*record));
    }
  }
}

std::vector<model::Op> Centre::operations() {
  constexpr std::size_t every = 100'000;
  std::vector<model::Op> all;
  central::Inbox inbox(files_->inbox);
  auto epochs = inbox.epochs();
  if (!epochs) return all;
  for (const auto& epoch : *epochs)
    if (auto lines = inbox.lines(epoch.node, epoch.epoch, 1, every))
      for (const auto& line : *lines)
        if (auto op = model::parse_op(line.line)) all.push_back(std::move(*op));
  return all;
}

Result<std::string> Centre::round(const std::string& node, std::string_view body, std::int64_t now_ms) {
  if (!files_) return fail(Code::link_down);
  TRY(auto request, receiver_->accept(node, body, now_ms));
  if (slow_ == 0 || !random_.one_in(slow_)) reconcile(now_ms);
  TRY_VOID(reconciler_->lend_to(node, request.low, request.cursors.node, now_ms));
  return receiver_->answer(request);
}

}  // namespace karvan::sim
