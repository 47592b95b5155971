#include "tests/unit/node/api/desk.h"

#include "storage/store/search.h"

namespace karvan::api::samples {

Desk::Desk(counter::samples::Changed changed)
    : box("", std::move(changed)), api({{"bus-01.local"}}, *this, core::samples::seeded(5)) {}

Desk::~Desk() = default;

Result<void> Desk::post(core::Letter letter) {
  if (full) return fail(Code::busy);
  letters.push_back(std::move(letter));
  return {};
}

http::Response Desk::send(http::Request request) {
  auto answer = std::make_shared<Answer>();
  api.handle(std::move(request), std::make_unique<Asker>(answer));
  pump();
  return answer->response;
}

http::Response Desk::command(const std::string& name, const std::string& body) {
  return send(request("POST", "commands/" + name, body));
}

http::Request Desk::request(const std::string& method, const std::string& path, std::string body) {
  http::Request r{.method = method, .path = "/api/v1/" + path, .body = std::move(body), .loopback = true};
  r.headers = {{"host", "localhost:8080"}, {"content-type", "application/json"}, {"cookie", "a=b; karvan=" + cookie}};
  if (auto query = r.path.find('?'); query != std::string::npos) {
    auto pair = r.path.substr(query + 1);
    r.query[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
    r.path.resize(query);
  }
  return r;
}

http::Response Desk::sign_in(const std::string& staff) {
  auto response =
      command("sign_in", R"({"cmd":")" + cmd() + R"(","staff":")" + staff + R"(","pin":"123456","seat":"Desk 1"})");
  for (const auto& [name, value] : response.headers)
    if (name == "Set-Cookie") cookie = value.substr(7, value.find(';') - 7);
  return response;
}

std::string Desk::started() {
  auto id = text(command("start_draft", R"({"cmd":")" + cmd() + R"(","service":"domicile"})"), "draft");
  command("change_draft",
          R"({"cmd":")" + cmd() + R"(","draft":")" + id + R"(","seen":1,"set":{"full_name":"Ali Khan"}})");
  return id;
}

std::string Desk::filed() {
  auto id = started();
  command("file_draft", R"({"cmd":")" + cmd() + R"(","draft":")" + id + R"(","seen":2})");
  return id;
}

http::Response Desk::give(const std::string& name, const std::string& members) {
  return command(name, R"({"cmd":")" + cmd() + R"(",)" + members + "}");
}

http::Response Desk::paid(const std::string& id) {
  return command("take_payment", R"({"cmd":")" + cmd() + R"(","application":")" + id +
                                     R"(","tender":"cash","amount":{"minor":50000,"currency":"PKR"}})");
}

std::string Desk::cmd() {
  static int count = 0;
  return "a-random-command-" + std::to_string(++count);
}

json::object Desk::object(const http::Response& response) {
  auto parsed = json::parse_object(response.body);
  return parsed ? *parsed : json::object{};
}

std::string Desk::text(const http::Response& response, std::string_view member) {
  return json::string_or(object(response), member);
}

std::string Desk::header(const http::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return "";
}

void Desk::pump() {
  while (!letters.empty() || box.core->has_work()) {
    std::vector<core::Letter> taken(std::make_move_iterator(letters.begin()), std::make_move_iterator(letters.end()));
    letters.clear();
    for (auto& out : box.drain(std::move(taken))) carry_out(out);
  }
}

void Desk::carry_out(core::Outgoing& out) {
  if (auto* answered = std::get_if<core::Answered>(&out)) api.deliver(std::move(*answered));
  if (auto* verify = std::get_if<core::VerifyPin>(&out)) letters.push_back(core::PinAnswer{verify->ticket, pin_right});
  if (auto* render = std::get_if<core::RenderSlip>(&out))
    api.deliver_pdf(render->ticket, "%PDF " + render->slip.number);
  if (auto* notify = std::get_if<core::Notify>(&out)) api.notify(*notify);
  if (auto* brought = std::get_if<core::SealFile>(&out)) seal(std::move(*brought));
  if (auto* search = std::get_if<core::RunSearch>(&out)) find(std::move(*search));
  if (auto* open = std::get_if<core::OpenAttachment>(&out))
    api.deliver_file(open->ticket, files.at(open->attached.hash), open->attached.media);
}

void Desk::find(core::RunSearch search) {
  store::Search index;
  auto found = index.find(box.store().database(), search.seek.text, search.seek.limit, [] { return false; });
  core::ViewLetter letter{search.ticket, search.seat_digest, search.access, {}};
  letter.render = [render = std::move(search.seek.render), found = *found](core::Core& core, const counter::By& by) {
    return render(core, by, found);
  };
  letters.push_back(std::move(letter));
}

void Desk::seal(core::SealFile brought) {
  core::CaptureAnswer answer;
  answer.capture = brought.capture;
  answer.done = true;
  answer.ticket = brought.ticket;
  const auto hash = seal::to_hex(seal::sha256(brought.bytes));
  answer.attached = {"", hash, brought.bytes.size(), brought.media, ""};
  answer.file_key = std::string(16, 'k');
  files[hash] = std::move(brought.bytes);
  letters.push_back(std::move(answer));
}

}  // namespace karvan::api::samples
