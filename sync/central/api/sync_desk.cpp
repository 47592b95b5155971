#include "sync/central/api/sync_desk.h"

#include "sync/central/api/tus.h"
#include "sync/central/receive/enrol.h"
#include "sync/exchange/exchange.h"

namespace karvan::central {

SyncDesk::SyncDesk(const House& house, std::function<void()> changed) : house_(house), changed_(std::move(changed)) {}

Result<std::unique_ptr<SyncDesk::Books>> SyncDesk::open_books() const {
  TRY(auto files, open_files(house_.files));
  TRY_VOID(files.inbox.checkpoint_truncate());
  TRY_VOID(files.records.checkpoint_truncate());
  auto books = std::make_unique<Books>(std::move(files), house_);
  TRY_VOID(books->uploads.open(house_.now_ms()));
  TRY_VOID(books->reconciler.start());
  return books;
}

Result<void> SyncDesk::open() {
  TRY(books_, open_books());
  lane_ = std::make_unique<Lane>(sync_waiting_max, sync_tick_ms, [this] { tick(); });
  return {};
}

void SyncDesk::handle(http::Request request, std::unique_ptr<http::Reply> reply) {
  auto shared =
      std::make_shared<std::pair<http::Request, std::unique_ptr<http::Reply>>>(std::move(request), std::move(reply));
  bool taken = lane_->post([this, shared] {
    auto answered = answer(shared->first);
    shared->second->send(answered ? std::move(*answered) : http::problem(answered.error()));
    if (!answered) recover(answered.error());
  });
  if (!taken) shared->second->send(http::problem(Error{Code::busy}));
}

void SyncDesk::act(PersonsAct act, std::function<void(Result<Outcome>)> then) {
  auto shared = std::make_shared<std::pair<PersonsAct, std::function<void(Result<Outcome>)>>>(std::move(act), then);
  bool taken = lane_->post([this, shared] {
    Result<Outcome> done = fail(Code::io_failed, {}, "the centre's files");
    if (books_) done = books_->reconciler.act(shared->first, house_.now_ms());
    shared->second(done);
    constexpr int ours = 500;  // what a person is refused is no trouble of the store
    if (!done && http_status(done.error().code) >= ours) recover(done.error());
  });
  if (!taken) then(fail(Code::busy));
}

Result<http::Response> SyncDesk::answer(const http::Request& request) {
  if (is_upload(request.path)) return upload(request);
  bool known = request.path == "/sync/v1/exchange" || request.path == "/sync/v1/enrol";
  if (!known) return fail(Code::unknown_route);
  if (request.method != "POST") return fail(Code::method_not_allowed);
  if (!books_) return fail(Code::io_failed, {}, "the centre's files");
  if (request.path == "/sync/v1/exchange") return exchange(request);
  TRY(auto body, enrol(books_->files, house_.keys, request.body, house_.now_ms(), house_.entropy));
  house_.log("enrolled a node");
  changed_();
  return http::json(std::move(body));
}

Result<void> SyncDesk::check_certificate(const http::Request& request) {
  TRY(auto node, Nodes(books_->files.inbox).get(request.client_name));
  bool known = node && !request.client_fingerprint.empty() && node->fingerprint == request.client_fingerprint;
  if (!known || request.client_expired) return fail(Code::not_enrolled, {{"node", request.client_name}});
  return {};
}

Result<http::Response> SyncDesk::exchange(const http::Request& request) {
  TRY_VOID(check_certificate(request));
  TRY(auto asked, books_->receiver.accept(request.client_name, request.body, house_.now_ms()));
  TRY_VOID(reconcile(reconcile_in_request_ms));
  TRY_VOID(books_->reconciler.lend_to(asked.node, asked.low, asked.cursors.node, house_.now_ms()));
  TRY(auto body, books_->receiver.answer(asked));
  changed_();
  return http::Response{200, {{"Content-Type", "application/zstd"}, {"Cache-Control", "no-store"}}, std::move(body)};
}

// What a file completes is settled by the next tick; the node hears of it by its next exchange.
Result<http::Response> SyncDesk::upload(const http::Request& request) {
  if (!books_) return fail(Code::io_failed, {}, "the centre's files");
  TRY_VOID(check_certificate(request));
  return answer_upload(books_->uploads, request, house_.now_ms());
}

// At least one slice, then as many as there is time for.
Result<void> SyncDesk::reconcile(std::int64_t ms_max) {
  auto until = house_.now_ms() + ms_max;
  bool more = true;
  while (more) {
    TRY(more, books_->reconciler.step(house_.now_ms()));
    if (house_.now_ms() >= until) break;
  }
  return {};
}

// A COMMIT whose outcome nobody knows: everything is read again from the files before anything more is said (P1).
void SyncDesk::recover(const Error& error) {
  if (!(error == last_error_)) house_.log("sync: " + describe(error));
  last_error_ = error;
  if (error.code != Code::outcome_unknown && books_) return;
  books_.reset();
  auto opened = open_books();
  if (opened)
    books_ = std::move(*opened);
  else
    house_.log("sync: the files could not be opened again: " + describe(opened.error()));
}

void SyncDesk::tick() {
  if (!books_) return recover(Error{Code::io_failed, {}, "the centre's files"});
  auto done = reconcile(sync_tick_ms);
  if (!done) return recover(done.error());
  last_error_ = {};
  if (books_->reconciler.changes() == told_) return;
  told_ = books_->reconciler.changes();
  changed_();
}

}  // namespace karvan::central
