#include "node/api/api.h"

#include <fmt/format.h>

#include "node/api/decode.h"
#include "node/api/gate.h"
#include "node/api/table.h"
#include "storage/seal/hash.h"
#include "sync/http/reader.h"

namespace karvan::api {
namespace {

constexpr std::string_view root = "/api/v1/";
constexpr std::string_view commands_path = "commands/";

http::Response kept_from_caches(http::Response response) {
  std::erase_if(response.headers, [](const auto& h) { return h.first == "Cache-Control"; });
  response.headers.emplace_back("Cache-Control", "no-store");
  return response;
}

void send(http::Reply& reply, http::Response response) { reply.send(kept_from_caches(std::move(response))); }

http::Response event_stream() {
  return kept_from_caches({200, {{"Content-Type", "text/event-stream"}, {"X-Accel-Buffering", "no"}}, {}});
}

// A command's, with no member that its row does not name.
Result<json::object> body_of(const http::Request& request, const CommandRow& row) {
  TRY(auto body, json::parse_object(request.body, body_bytes_max));
  std::vector<std::string_view> members(row.body.members.begin(), row.body.members.end());
  members.emplace_back("cmd");
  TRY_VOID(check_members(body, members, std::string(row.name)));
  return body;
}

// What a view is asked with, into `query`.
Result<void> read_question(const http::Request& request, const ViewRow& row, Parameters& parameters) {
  if (request.method != (row.members.empty() ? "GET" : "POST")) return fail(Code::method_not_allowed);
  parameters.query = request.query;
  if (row.members.empty()) return {};
  TRY(const auto body, json::parse_object(request.body, body_bytes_max));
  TRY_VOID(check_members(body, row.members, std::string(row.path)));
  TRY(parameters.query, decode_texts(body));
  return {};
}

// No act of the counter: repeated it changes nothing, so no answer is kept.
Result<core::StickLetter> stick_letter_of(const http::Request& request, const CommandRow& row) {
  TRY(auto body, body_of(request, row));
  TRY_VOID(decode_cmd(body));
  return core::StickLetter{0, digest_of(cookie_of(request)), row.access, row.stick == CommandRow::Stick::read};
}

Result<counter::StartCapture> upload_of(http::Request& request) {
  const auto asked = [&](const char* name) { return request.query.contains(name) ? request.query.at(name) : ""; };
  counter::StartCapture cmd;
  cmd.draft = asked("draft");
  cmd.application = asked("application");
  cmd.question = asked("question");
  if (const auto why = request.headers.find("karvan-exception"); why != request.headers.end()) {
    auto exception = http::percent_decode(why->second);
    if (!exception || exception->size() > counter::reason_bytes_max)
      return fail(Code::malformed, {}, "Karvan-Exception");
    cmd.exception = std::move(*exception);
  }
  cmd.bytes = std::move(request.body);
  if (cmd.bytes.empty()) return fail(Code::field_missing, {{"field", "body"}});
  return cmd;
}

}  // namespace

Api::Api(Options options, core::Mailbox& mailbox, seal::Entropy entropy)
    : options_(std::move(options)), mailbox_(mailbox), entropy_(std::move(entropy)) {}

void Api::handle(http::Request request, std::unique_ptr<http::Reply> reply) {
  std::string_view path = request.path;
  if (!path.starts_with(root)) return send(*reply, http::problem({Code::unknown_route}));
  path.remove_prefix(root.size());
  if (auto admitted = admit(request, options_.hosts); !admitted) return send(*reply, http::problem(admitted.error()));
  if (request.body.size() > body_bytes_max) return send(*reply, http::problem({Code::body_too_large}));
  if (path.starts_with(commands_path)) return command(request, path.substr(commands_path.size()), std::move(reply));
  if (path == upload_path && request.method == "POST") return upload(std::move(request), std::move(reply));
  view(request, path, std::move(reply));
}

Result<core::CommandLetter> Api::letter_of(const http::Request& request, std::string_view name, Waiting& waiting) {
  if (request.method != "POST") return fail(Code::method_not_allowed);
  const auto* row = find_command(name);
  if (!row) return fail(Code::unknown_command);
  TRY(auto body, body_of(request, *row));
  core::CommandLetter letter;
  TRY(letter.cmd, decode_cmd(body));
  if (!row->body.decode) return fail(Code::unknown_command);
  TRY(letter.command, row->body.decode(body));
  letter.access = row->access;
  letter.once = row->once;
  letter.asked = seal::to_hex(seal::sha256(std::string(name) + "\n" + request.body));
  letter.seat_digest = digest_of(cookie_of(request));
  if (std::holds_alternative<counter::SignIn>(letter.command)) {
    auto token = seal::to_hex(entropy_(token_bytes));
    letter.seat_digest = digest_of(token);
    waiting.cookie = give_cookie(token, !request.loopback);
  }
  if (std::holds_alternative<counter::SignOut>(letter.command)) waiting.cookie = take_cookie_away();
  return letter;
}

void Api::command(const http::Request& request, std::string_view name, std::unique_ptr<http::Reply> reply) {
  const auto* row = find_command(name);
  if (row && row->stick != CommandRow::Stick::none && request.method == "POST") {
    auto order = stick_letter_of(request, *row);
    if (!order) return send(*reply, http::problem(order.error()));
    return post(std::move(*order), {std::move(reply)});
  }
  Waiting waiting{std::move(reply)};
  auto letter = letter_of(request, name, waiting);
  if (!letter) return send(*waiting.reply, http::problem(letter.error()));
  post(std::move(*letter), std::move(waiting));
}

void Api::upload(http::Request request, std::unique_ptr<http::Reply> reply) {
  auto cmd = upload_of(request);
  if (!cmd) return send(*reply, http::problem(cmd.error()));
  core::CommandLetter letter;
  letter.seat_digest = digest_of(cookie_of(request));
  letter.access = {desk};
  letter.once = false;  // sent again it takes the earlier file's place
  letter.command = std::move(*cmd);
  post(std::move(letter), {std::move(reply)});
}

void Api::view(const http::Request& request, std::string_view path, std::unique_ptr<http::Reply> reply) {
  Parameters parameters;
  const auto* row = find_view(path, parameters);
  if (!row) return send(*reply, http::problem({Code::unknown_route}));
  if (auto read = read_question(request, *row, parameters); !read) return send(*reply, http::problem(read.error()));
  core::ViewLetter letter;
  letter.seat_digest = digest_of(cookie_of(request));
  letter.access = row->access;
  letter.render = [row, parameters = std::move(parameters)](core::Core& core, const counter::By& by) {
    return row->render(core, by, parameters);
  };
  post(std::move(letter), {std::move(reply), {}, row->path == "events", row->media});
}

template <class Letter>
void Api::post(Letter letter, Waiting waiting) {
  {
    std::lock_guard lock(mutex_);
    if (waiting_.size() >= waiting_max) return send(*waiting.reply, http::problem({Code::busy}));
    letter.ticket = ++tickets_;
    waiting_.emplace(letter.ticket, std::move(waiting));
  }
  const auto ticket = letter.ticket;
  auto posted = mailbox_.post(std::move(letter));
  if (posted) return;
  if (auto asker = take(ticket)) send(*asker->reply, http::problem(posted.error()));
}

std::unique_ptr<Api::Waiting> Api::take(std::uint64_t ticket) {
  std::lock_guard lock(mutex_);
  auto found = waiting_.find(ticket);
  if (found == waiting_.end()) return nullptr;
  auto waiting = std::make_unique<Waiting>(std::move(found->second));
  waiting_.erase(found);
  return waiting;
}

void Api::deliver(core::Answered answered) {
  auto asker = take(answered.ticket);
  if (!asker) return;
  if (!answered.json) return send(*asker->reply, http::problem(answered.json.error()));
  if (asker->streams) {
    std::lock_guard lock(mutex_);
    if (streams_.size() >= streams_max) return send(*asker->reply, http::problem({Code::busy}));
    auto stream = asker->reply->stream(event_stream());
    if (stream && stream->send(": open\n\n")) streams_.push_back(std::move(stream));
    return;
  }
  const auto media = answered.media.empty() ? std::string(asker->media) : answered.media;
  http::Response response{200, {{"Content-Type", media}}, std::move(*answered.json)};
  if (!answered.media.empty()) response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  if (!asker->cookie.empty()) response.headers.emplace_back("Set-Cookie", asker->cookie);
  send(*asker->reply, std::move(response));
}

void Api::deliver_pdf(std::uint64_t ticket, Result<std::string> pdf) {
  deliver_file(ticket, std::move(pdf), "application/pdf");
}

void Api::deliver_file(std::uint64_t ticket, Result<std::string> bytes, const std::string& media) {
  auto asker = take(ticket);
  if (!asker) return;
  if (!bytes) return send(*asker->reply, http::problem(bytes.error()));
  send(*asker->reply, {200, {{"Content-Type", media}, {"X-Content-Type-Options", "nosniff"}}, std::move(*bytes)});
}

void Api::send_to_streams(const std::string& text) {
  std::lock_guard lock(mutex_);
  std::erase_if(streams_, [&](const auto& stream) { return !stream->send(text); });
}

void Api::notify(const core::Notify& notify) {
  if (notify.topic.empty()) return send_to_streams(": here\n\n");
  json::object o{{"topic", notify.topic}, {"version", notify.version}};
  send_to_streams(fmt::format("data: {}\n\n", json::write(o)));
}

std::size_t Api::waiting() const {
  std::lock_guard lock(mutex_);
  return waiting_.size();
}

}  // namespace karvan::api
