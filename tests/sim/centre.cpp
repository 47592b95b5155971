#include "tests/sim/centre.h"

#include <fmt/format.h>

#include <ctime>

#include "sync/central/reconcile/tail.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/meta.h"
#include "tests/sim/network.h"

namespace karvan::sim {
namespace {

constexpr std::uint64_t centre_changes_before_death_max = 60;
constexpr std::uint64_t centre_syncs_failed_max = 3;
constexpr int asked_again_max = 3;                        // then somebody makes room
constexpr int centre_io_failed = 10;                      // SQLITE_IOERR
constexpr std::uint64_t centre_left_bytes_max = 400'000;  // on a disk that is full

std::string civil_date(std::int64_t now_ms) {
  std::time_t seconds = now_ms / 1000;
  std::tm day{};
  gmtime_r(&seconds, &day);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", &day);
  return text;
}

Result<void> publish_document(central::Feeds& feeds, const char* kind, const std::string& name,
                              const std::string& body) {
  TRY_VOID(feeds.append(central::DocumentRow{std::string(central::reference_feed), 0, kind, name, body}));
  return {};
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

// Where its disk is full, or fails, somebody sees to that first.
void Centre::start() {
  auto opened = open();
  if (!opened && central::of_the_store(opened.error().code)) {
    make_room();
    disk_.heal();
    opened = open();
  }
  if (!opened) story_.broken("P1", "the centre does not start again: " + describe(opened.error()));
}

Result<void> Centre::open() {
  close();
  TRY(auto files, central::open_files({"centre", inbox_key_, records_key_, disk_.name()}));
  TRY_VOID(files.inbox.checkpoint_truncate());
  TRY_VOID(files.records.checkpoint_truncate());
  files_ = std::make_unique<central::Files>(std::move(files));
  receiver_ = std::make_unique<central::Receiver>(*files_, keys_);
  reconciler_ = std::make_unique<central::Reconciler>(*files_, keys_.signing, random_.entropy());
  return reconciler_->start();
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

void Centre::fail_soon(bool sync) {
  if (sync)
    disk_.fail(test::Io::sync, 1 + random_.below(4), centre_io_failed, 1 + random_.below(centre_syncs_failed_max));
  else
    disk_.fail(test::Io::write, 1 + random_.below(centre_changes_before_death_max), centre_io_failed);
  story_.tell(sync ? "the centre's disk fails to sync" : "the centre's disk fails to write");
}

void Centre::fill_disk() {
  disk_.room(disk_.bytes() + random_.below(centre_left_bytes_max));
  story_.tell("the centre's disk is full");
}

bool Centre::lie(std::int64_t now_ms) {
  if (disk_.lies() || dies_at_ != 0) return false;
  disk_.lie();
  lies_since_ms_ = now_ms;
  story_.tell("the centre's disk lies");
  return true;
}

void Centre::calm() {
  disk_.lie(false);
  make_room();
  if (dies_at_ == 0) disk_.heal();
}

bool Centre::died() {
  if (dies_at_ == 0 || disk_.count_changes() < dies_at_) return false;
  crash();
  return true;
}

bool Centre::faltered(const Error* error) {
  if (died()) return true;
  if (!error || !central::of_the_store(error->code)) return false;
  story_.tell("the centre: " + describe(*error));
  if (error->code == Code::outcome_unknown) start();
  return true;
}

// As `karvan-central catalogue publish` does it.
void Centre::publish(const central::author::Compiled& compiled, std::int64_t now_ms) {
  auto done = central::in_transaction(files_->records, [&]() -> Result<void> {
    central::Feeds feeds(files_->records);
    catalogue::Manifest before;
    TRY(const auto last, feeds.last(central::reference_feed, "manifest", "catalogue"));
    if (last) {
      TRY(const auto text, seal::open_note(last->body, key()));
      TRY(before, catalogue::read_manifest(text));
    }
    const auto next = central::author::next_manifest(before, compiled, civil_date(now_ms));
    if (next.number == before.number) return {};
    const auto published = central::author::publish(next, compiled, keys_.signing);
    for (const auto& [version, bytes] : published.bytes) {
      TRY(const auto there, feeds.last(central::reference_feed, "service", version));
      if (!there) TRY_VOID(publish_document(feeds, "service", version, bytes));
    }
    return publish_document(feeds, "manifest", "catalogue", published.note);
  });
  if (faltered(done)) return make_room(), publish(compiled, now_ms);
  if (!done) story_.broken("set-up", describe(done.error()));
}

void Centre::employ(const rules::Staff& staff) {
  auto done = central::put_staff(*files_, staff);
  if (faltered(done)) return make_room(), employ(staff);
  if (!done) story_.broken("set-up", describe(done.error()));
}

void Centre::enrol(const std::string& node, std::uint32_t number, const seal::VerifyingKey& key, std::int64_t now_ms) {
  auto done = central::in_transaction(files_->inbox, [&] {
    const bool own = node == central::centre_node;
    return central::Nodes(files_->inbox)
        .put({node, number, own ? "" : office, seal::to_text(key), "sim-" + node, now_ms});
  });
  if (faltered(done)) return make_room(), enrol(node, number, key, now_ms);
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
  if (faltered(done)) return false;
  if (!done) story_.broken("P15", "reconciling stops: " + describe(done.error()));
  return done.has_value();
}

Result<central::Outcome> Centre::act(const central::PersonsAct& act, std::int64_t now_ms) {
  auto outcome = reconciler_->act(act, now_ms);
  for (int times = 0; faltered(outcome); ++times) {
    if (times == asked_again_max) make_room();
    outcome = reconciler_->act(act, now_ms);
  }
  return outcome;
}

Result<std::string> Centre::round(const std::string& node, std::string_view body, std::int64_t now_ms) {
  auto answer = serve(node, body, now_ms);
  if (faltered(answer)) return fail(Code::link_down);
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
