#pragma once
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "node/api/api.h"
#include "storage/store/search.h"
#include "tests/unit/node/core/box.h"

namespace karvan::api::samples {

// What a browser at the desk does, in one process: requests to the real API, letters to the real core, no socket.
class Desk : public core::Mailbox {
 public:
  explicit Desk(counter::samples::Changed changed = {})
      : box("", std::move(changed)), api({{"bus-01.local"}}, *this, core::samples::seeded(5)) {}

  Result<void> post(core::Letter letter) override {
    if (full) return fail(Code::busy);
    letters.push_back(std::move(letter));
    return {};
  }

  http::Response send(http::Request request) {
    auto answer = std::make_shared<Answer>();
    api.handle(std::move(request), std::make_unique<Asker>(answer));
    pump();
    return answer->response;
  }
  http::Response get(const std::string& path) { return send(request("GET", path, "")); }
  http::Response command(const std::string& name, const std::string& body) {
    return send(request("POST", "commands/" + name, body));
  }
  http::Request request(const std::string& method, const std::string& path, std::string body) {
    http::Request r{.method = method, .path = "/api/v1/" + path, .body = std::move(body), .loopback = true};
    r.headers = {{"host", "localhost:8080"}, {"content-type", "application/json"}, {"cookie", "a=b; karvan=" + cookie}};
    if (auto query = r.path.find('?'); query != std::string::npos) {
      auto pair = r.path.substr(query + 1);
      r.query[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
      r.path.resize(query);
    }
    return r;
  }

  // Signs in with the PIN 123456 (what the worker finds is told by `pin_right`).
  http::Response sign_in(const std::string& staff = "asma") {
    auto response =
        command("sign_in", R"({"cmd":")" + cmd() + R"(","staff":")" + staff + R"(","pin":"123456","seat":"Desk 1"})");
    for (const auto& [name, value] : response.headers)
      if (name == "Set-Cookie") cookie = value.substr(7, value.find(';') - 7);
    return response;
  }
  std::string started() {
    auto id = text(command("start_draft", R"({"cmd":")" + cmd() + R"(","service":"domicile"})"), "draft");
    command("change_draft",
            R"({"cmd":")" + cmd() + R"(","draft":")" + id + R"(","seen":1,"set":{"full_name":"Ali Khan"}})");
    return id;
  }
  std::string filed() {
    auto id = started();
    command("file_draft", R"({"cmd":")" + cmd() + R"(","draft":")" + id + R"(","seen":2})");
    return id;
  }
  http::Response give(const std::string& name, const std::string& members) {
    return command(name, R"({"cmd":")" + cmd() + R"(",)" + members + "}");
  }
  http::Response paid(const std::string& id) {
    return command("take_payment", R"({"cmd":")" + cmd() + R"(","application":")" + id +
                                       R"(","tender":"cash","amount":{"minor":50000,"currency":"PKR"}})");
  }

  static std::string cmd() {
    static int count = 0;
    return "a-random-command-" + std::to_string(++count);
  }
  static json::object object(const http::Response& response) {
    auto parsed = json::parse_object(response.body);
    return parsed ? *parsed : json::object{};
  }
  static json::array list(const http::Response& response) { return boost::json::parse(response.body).as_array(); }
  static std::string text(const http::Response& response, std::string_view member) {
    return json::string_or(object(response), member);
  }
  static std::string type(const http::Response& response) { return text(response, "type"); }
  static std::string header(const http::Response& response, std::string_view name) {
    for (const auto& [key, value] : response.headers)
      if (key == name) return value;
    return "";
  }

  void pump() {
    while (!letters.empty() || box.core->has_work()) {
      std::vector<core::Letter> taken(std::make_move_iterator(letters.begin()), std::make_move_iterator(letters.end()));
      letters.clear();
      for (auto& out : box.drain(std::move(taken))) carry_out(out);
    }
  }

  core::samples::Box box;
  Api api;
  std::deque<core::Letter> letters;
  std::string cookie;
  bool pin_right = true, full = false;
  std::map<std::string, std::string> files;  // by hash
  std::vector<std::string> events;

 private:
  struct Answer {
    http::Response response{0, {}, {}};
  };
  struct Listening : http::Stream {
    explicit Listening(std::vector<std::string>& into) : events(into) {}
    bool send(std::string bytes) override {
      events.push_back(std::move(bytes));
      return true;
    }
    void close() override {}
    std::vector<std::string>& events;
  };
  class Asker : public http::Reply {
   public:
    explicit Asker(std::shared_ptr<Answer> answer) : answer_(std::move(answer)) {}
    void send(http::Response response) override { answer_->response = std::move(response); }
    std::shared_ptr<http::Stream> stream(http::Response head) override {
      answer_->response = std::move(head);
      return std::make_shared<Listening>(streamed());
    }
    static std::vector<std::string>& streamed() {
      static std::vector<std::string> all;
      return all;
    }

   private:
    std::shared_ptr<Answer> answer_;
  };
  void carry_out(core::Outgoing& out) {
    if (auto* answered = std::get_if<core::Answered>(&out)) api.deliver(std::move(*answered));
    if (auto* verify = std::get_if<core::VerifyPin>(&out))
      letters.push_back(core::PinAnswer{verify->ticket, pin_right});
    if (auto* render = std::get_if<core::RenderSlip>(&out))
      api.deliver_pdf(render->ticket, "%PDF " + render->slip.number);
    if (auto* notify = std::get_if<core::Notify>(&out)) api.notify(*notify);
    if (auto* brought = std::get_if<core::SealFile>(&out)) seal(std::move(*brought));
    if (auto* search = std::get_if<core::RunSearch>(&out)) {
      store::Search index;
      auto& seek = search->seek;
      auto found = index.find(box.store().database(), seek.text, seek.limit, [] { return false; });
      core::ViewLetter letter{search->ticket, search->seat_digest, search->access, {}};
      letter.render = [render = std::move(seek.render), found = *found](core::Core& core, const counter::By& by) {
        return render(core, by, found);
      };
      letters.push_back(std::move(letter));
    }
    if (auto* open = std::get_if<core::OpenAttachment>(&out))
      api.deliver_file(open->ticket, files.at(open->attached.hash), open->attached.media);
  }
  void seal(core::SealFile brought) {
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

 public:
  static std::vector<std::string>& heard() { return Asker::streamed(); }
};

}  // namespace karvan::api::samples
