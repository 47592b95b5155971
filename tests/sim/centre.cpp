#include "tests/sim/centre.h"

#include <fmt/format.h>

#include <ctime>

#include "sync/central/author/compile.h"
#include "sync/central/author/directory.h"
#include "sync/central/reconcile/tail.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/meta.h"
#include "tests/sim/network.h"

namespace karvan::sim {
namespace {

constexpr std::uint64_t centre_changes_before_death_max = 60;

std::string civil_date(std::int64_t now_ms) {
  std::time_t seconds = now_ms / 1000;
  std::tm day{};
  gmtime_r(&seconds, &day);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", &day);
  return text;
}

}  // namespace

Centre::Centre(Random random, Story& story, std::int64_t now_ms)
    : random_(random), story_(story), disk_(fmt::format("sim-centre-{}", reinterpret_cast<std::uintptr_t>(this))) {
  inbox_key_ = random_.bytes(32);
  records_key_ = random_.bytes(32);
  keys_.signing = seal::make_signing_key("centre", random_.entropy());
  identity_ = seal::make_age_identity(random_.entropy());
  keys_.recipient = identity_.recipient;
  start();
  if (!files_) return;
  auto made = central::in_transaction(files_->records, [&]() -> Result<void> {
    central::Records records(files_->records);
    TRY_VOID(records.put_meta(central::meta_centre_epoch, seal::to_hex(random_.bytes(8))));
    return records.put_meta(central::meta_fleet, "1");
  });
  if (!made) story_.broken("set-up", describe(made.error()));
  enrol(std::string(central::centre_node), 0, key(), now_ms);
}

void Centre::start() {
  close();
  auto files = central::open_files({"centre", inbox_key_, records_key_, disk_.name()});
  if (!files) return story_.broken("P1", "the centre does not open again: " + describe(files.error()));
  files_ = std::make_unique<central::Files>(std::move(*files));
  receiver_ = std::make_unique<central::Receiver>(*files_, keys_);
  reconciler_ = std::make_unique<central::Reconciler>(*files_, keys_.signing, random_.entropy());
  auto started = reconciler_->start();
  if (!started) story_.broken("P1", "the centre does not start again: " + describe(started.error()));
}

void Centre::close() {
  reconciler_.reset();
  receiver_.reset();
  files_.reset();
}

void Centre::crash() {
  disk_.cut();
  close();
  disk_.cut_power(random_.one_in(2) ? 0 : 1 + random_.below(4));
  disk_.heal();
  dies_at_ = 0;
  story_.tell("the centre loses power");
  start();
}

void Centre::crash_soon() {
  const auto changes = 1 + random_.below(centre_changes_before_death_max);
  dies_at_ = disk_.count_changes() + changes;
  disk_.tear_change(changes);
}

bool Centre::died() {
  if (dies_at_ == 0 || disk_.count_changes() < dies_at_) return false;
  crash();
  return true;
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
  auto done = central::put_staff(*files_, staff);
  if (died()) return employ(staff);
  if (!done) story_.broken("set-up", describe(done.error()));
}

void Centre::enrol(const std::string& node, std::uint32_t number, const seal::VerifyingKey& key, std::int64_t now_ms) {
  auto done = central::in_transaction(files_->inbox, [&] {
    const bool own = node == central::centre_node;
    return central::Nodes(files_->inbox)
        .put({node, number, own ? "" : office, seal::to_text(key), "sim-" + node, now_ms});
  });
  if (died()) return enrol(node, number, key, now_ms);
  if (!done) story_.broken("set-up", describe(done.error()));
}

bool Centre::is_enrolled(const std::string& node) {
  auto known = central::Nodes(files_->inbox).get(node);
  return known && *known;
}

Result<void> Centre::settle(std::int64_t now_ms) {
  for (;;) {
    TRY(bool more, reconciler_->step(now_ms));
    if (!more) return {};
  }
}

bool Centre::reconcile(std::int64_t now_ms) {
  auto done = settle(now_ms);
  if (died()) return false;
  if (!done) story_.broken("P15", "reconciling stops: " + describe(done.error()));
  return done.has_value();
}

Result<central::Outcome> Centre::act(const central::PersonsAct& act, std::int64_t now_ms) {
  auto outcome = reconciler_->act(act, now_ms);
  if (died()) outcome = reconciler_->act(act, now_ms);
  return outcome;
}

Result<std::string> Centre::round(const std::string& node, std::string_view body, std::int64_t now_ms) {
  auto answer = serve(node, body, now_ms);
  if (died()) return fail(Code::link_down);
  return answer;
}

Result<std::string> Centre::serve(const std::string& node, std::string_view body, std::int64_t now_ms) {
  TRY(auto request, receiver_->accept(node, body, now_ms));
  TRY(auto box, central::Nodes(files_->inbox).get(node));
  if (box) TRY_VOID(central::admit_tail(*files_, keys_.signing, *box, request.tail, now_ms));
  if (slow_ == 0 || !random_.one_in(slow_)) TRY_VOID(settle(now_ms));
  TRY_VOID(reconciler_->lend_to(node, request.want, request.cursors.node, now_ms));
  return receiver_->answer(request, random_.one_in(thorough_one_in) ? exchange::thorough_level : fast_level);
}

}  // namespace karvan::sim
