#include "sync/central/api/sync_desk.h"

#include <algorithm>

#include "sync/central/api/tus.h"
#include "sync/central/receive/enrol.h"
#include "sync/exchange/exchange.h"

namespace karvan::central {

SyncDesk::SyncDesk(const House& house, std::function<void()> changed, std::function<void()> rested)
    : house_(house), changed_(std::move(changed)), rested_(std::move(rested)) {}

// Each lane hands on to the other: both stand still before either goes.
SyncDesk::~SyncDesk() {
  if (front_lane_) front_lane_->stop();
  if (back_lane_) back_lane_->stop();
}

Result<Files> SyncDesk::open_files_whole() const {
  TRY(auto files, open_files(house_.files));
  TRY_VOID(files.inbox.checkpoint_truncate());
  TRY_VOID(files.records.checkpoint_truncate());
  return files;
}

Result<void> SyncDesk::open_front() {
  TRY(auto files, open_files_whole());
  auto front = std::make_unique<Front>(std::move(files), house_);
  TRY_VOID(front->uploads.open(house_.now_ms()));
  front_ = std::move(front);
  return {};
}

Result<void> SyncDesk::open_back() {
  TRY(auto files, open_files_whole());
  auto back = std::make_unique<Back>(std::move(files), house_, crew_);
  TRY_VOID(back->reconciler.start());
  back_ = std::move(back);
  return {};
}

Result<void> SyncDesk::open() {
  TRY_VOID(open_front());
  TRY_VOID(open_back());
  front_lane_ = std::make_unique<Lane>(sync_waiting_max, sync_tick_ms, [this](Lane&) { tick_front(); });
  back_lane_ = std::make_unique<Lane>(sync_waiting_max, sync_tick_ms, [this](Lane& lane) { tick_back(lane); }, true);
  return {};
}

void SyncDesk::send(Round& round, Result<http::Response> response) {
  waiting_bytes_ -= round.bytes;
  round.reply->send(response ? std::move(*response) : http::problem(response.error()));
}

void SyncDesk::handle(http::Request request, std::unique_ptr<http::Reply> reply) {
  auto round = std::make_shared<Round>();
  round->bytes = request.body.size();
  round->begun_ms = house_.now_ms();
  round->request = std::move(request);
  round->reply = std::move(reply);
  const std::size_t waiting = waiting_bytes_.fetch_add(round->bytes);
  const bool room = waiting == 0 || waiting + round->bytes <= sync_waiting_bytes_max;
  if (!room || !front_lane_->post([this, round] { receive(round); })) send(*round, fail(Code::busy));
}

void SyncDesk::act(PersonsAct act, std::function<void(Result<Outcome>)> then) {
  auto shared = std::make_shared<std::pair<PersonsAct, std::function<void(Result<Outcome>)>>>(std::move(act), then);
  bool taken = back_lane_->post([this, shared] {
    Result<Outcome> done = fail(Code::io_failed, {}, "the centre's files");
    if (back_) done = back_->reconciler.act(shared->first, house_.now_ms());
    shared->second(done);
    constexpr int ours = 500;  // what a person is refused is no trouble of the store
    if (!done && http_status(done.error().code) >= ours) recover_back(done.error());
  });
  if (!taken) then(fail(Code::busy));
}

// ---- the lane that receives

void SyncDesk::receive(const Shared& round) {
  if (round->request.path != "/sync/v1/exchange" || round->request.method != "POST") {
    auto done = receive_small(round->request);
    if (!done) recover_front(done.error());
    return send(*round, std::move(done));
  }
  if (auto accepted = accept(*round); !accepted) {
    recover_front(accepted.error());
    return send(*round, tl::unexpected(accepted.error()));
  }
  // Only what has to be made first is waited for; what was brought is stored.
  waiting_bytes_ -= std::exchange(round->bytes, 0);
  round->request.body.clear();
  const bool receipts_alone = round->asked.answer_bytes_max == 0;
  const bool ready = receipts_alone || much_to_tell(front_->files, *round).value_or(false);
  if (ready && round->asked.want.empty()) {  // it can be given
    finish(*round);
    back_lane_->again();
    if (!round->asked.batches.empty() || !round->asked.gone.empty()) tell_changed();
    return;
  }
  if (!back_lane_->post([this, round] { settle(round); })) send(*round, answer(*round));
}

Result<http::Response> SyncDesk::receive_small(const http::Request& request) {
  if (is_upload(request.path)) return upload(request);
  bool known = request.path == "/sync/v1/exchange" || request.path == "/sync/v1/enrol";
  if (!known) return fail(Code::unknown_route);
  if (request.method != "POST") return fail(Code::method_not_allowed);
  if (!front_) return fail(Code::io_failed, {}, "the centre's files");
  TRY(auto body, enrol(front_->files, house_.keys, request.body, house_.now_ms(), house_.entropy));
  house_.log("enrolled a node");
  tell_changed();
  return http::json(std::move(body));
}

// Gives the node's office.
Result<std::string> SyncDesk::check_certificate(const http::Request& request) {
  TRY(auto node, Nodes(front_->files.inbox).get(request.client_name));
  bool known = node && !request.client_fingerprint.empty() && node->fingerprint == request.client_fingerprint;
  if (!known || request.client_expired) return fail(Code::not_enrolled, {{"node", request.client_name}});
  return std::move(node->office);
}

Result<void> SyncDesk::accept(Round& round) {
  if (!front_) return fail(Code::io_failed, {}, "the centre's files");
  TRY(round.office, check_certificate(round.request));
  const auto now_ms = house_.now_ms();
  TRY(round.asked, front_->receiver.accept(round.request.client_name, round.request.body, now_ms));
  round.until_ms = now_ms + reconcile_in_request_ms;
  return {};
}

void SyncDesk::finish(Round& round) {
  auto answered = answer(round);
  if (!answered) recover_front(answered.error());
  send(round, std::move(answered));
}

Result<http::Response> SyncDesk::answer(const Round& round) {
  if (!front_) return fail(Code::io_failed, {}, "the centre's files");
  TRY(auto body, front_->receiver.answer(round.asked));
  const auto now_ms = house_.now_ms();
  return http::Response{200,
                        {{"Content-Type", "application/zstd"},
                         {"Cache-Control", "no-store"},
                         {"Karvan-Time", std::to_string(now_ms)},
                         {"Karvan-Took", std::to_string(std::max<std::int64_t>(0, now_ms - round.begun_ms))}},
                        std::move(body)};
}

// What a file completes is settled by the next tick; the node hears of it by its next exchange.
Result<http::Response> SyncDesk::upload(const http::Request& request) {
  if (!front_) return fail(Code::io_failed, {}, "the centre's files");
  TRY_VOID(check_certificate(request));
  return answer_upload(front_->uploads, request, house_.now_ms());
}

// A COMMIT whose outcome nobody knows: everything is read again from the files before anything more is said (P1).
void SyncDesk::recover_front(const Error& error) {
  if (!(error == front_error_)) house_.log("sync: " + describe(error));
  front_error_ = error;
  if (error.code != Code::outcome_unknown && front_) return;
  front_.reset();
  if (auto opened = open_front(); !opened)
    house_.log("sync: the files could not be opened again: " + describe(opened.error()));
}

void SyncDesk::tick_front() {
  rested_();
  if (!front_) recover_front(Error{Code::io_failed, {}, "the centre's files"});
}

// ---- the lane that reconciles

void SyncDesk::settle(const Shared& round) {
  if (auto settled = settle_for(*round); !settled) recover_back(settled.error());
  tell_changed();
  if (!front_lane_->post([this, round] { finish(*round); })) send(*round, fail(Code::busy));
}

// Whether an answer would be well filled as it is; what is still to be reconciled then waits for the next one.
Result<bool> SyncDesk::much_to_tell(Files& files, const Round& round) {
  if (round.asked.take) return true;
  TRY(auto end, Feeds(files.records).end(office_feed(round.office)));
  return end >= round.asked.cursors.office + entries_told_at_once;
}

// As many slices as there is time for, until there is much to tell.
Result<void> SyncDesk::settle_for(const Round& round) {
  if (!back_) return fail(Code::io_failed, {}, "the centre's files");
  Result<void> sound;
  for (bool more = true; more;) {
    TRY(const bool much, much_to_tell(back_->files, round));
    if (much) break;
    auto step = back_->reconciler.step(house_.now_ms());
    if (!step) sound = tl::unexpected<Error>(step.error());
    more = step && *step && house_.now_ms() < round.until_ms;
  }
  if (round.asked.of_other) return sound;
  TRY_VOID(back_->reconciler.lend_to(round.asked.node, round.asked.want, round.asked.cursors.node, house_.now_ms()));
  return sound;
}

void SyncDesk::recover_back(const Error& error) {
  if (!(error == back_error_)) house_.log("sync: " + describe(error));
  back_error_ = error;
  if (error.code != Code::outcome_unknown && back_) return;
  back_.reset();
  if (auto opened = open_back(); !opened)
    house_.log("sync: the files could not be opened again: " + describe(opened.error()));
}

void SyncDesk::tick_back(Lane& lane) {
  if (!back_) return recover_back(Error{Code::io_failed, {}, "the centre's files"});
  auto more = back_->reconciler.step(house_.now_ms());
  if (!more) return recover_back(more.error());
  back_error_ = {};
  if (*more) lane.again();
  if (back_->reconciler.changes() == told_) return;
  told_ = back_->reconciler.changes();
  tell_changed();
}

void SyncDesk::tell_changed() {
  std::lock_guard lock(telling_);
  changed_();
}

}  // namespace karvan::central
