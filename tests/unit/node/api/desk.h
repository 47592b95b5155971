#pragma once
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "node/api/api.h"
#include "tests/unit/node/core/box.h"

namespace karvan::api::samples {

// What a browser at the desk does, in one process: requests to the real API, letters to the real core, no socket.
class Desk : public core::Mailbox {
 public:
  explicit Desk(counter::samples::Changed changed = {});
  ~Desk() override;

  Result<void> post(core::Letter letter) override;

  http::Response send(http::Request request);
  http::Response get(const std::string& path) { return send(request("GET", path, "")); }
  http::Response search(const std::string& words) {
    return send(request("POST", "applications/search", R"({"q":")" + words + "\"}"));
  }
  http::Response command(const std::string& name, const std::string& body);
  http::Request request(const std::string& method, const std::string& path, std::string body);

  // Signs in with the PIN 123456 (what the worker finds is told by `pin_right`).
  http::Response sign_in(const std::string& staff = "asma");
  std::string started();
  std::string filed();
  http::Response give(const std::string& name, const std::string& members);
  http::Response paid(const std::string& id);

  static std::string cmd();
  static json::object object(const http::Response& response);
  static json::array list(const http::Response& response) { return boost::json::parse(response.body).as_array(); }
  static std::string text(const http::Response& response, std::string_view member);
  static std::string type(const http::Response& response) { return text(response, "type"); }
  static std::string header(const http::Response& response, std::string_view name);

  void pump();

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
  void carry_out(core::Outgoing& out);
  void find(core::RunSearch search);
  void seal(core::SealFile brought);

 public:
  static std::vector<std::string>& heard() { return Asker::streamed(); }
};

}  // namespace karvan::api::samples
