#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "hardware/drivers/ipp/judge.h"
#include "hardware/drivers/kit/port.h"

typedef struct _http_s http_t;
typedef struct _ipp_s ipp_t;

namespace karvan::drivers::ipp {

struct Status {
  line::Conditions conditions;
  std::string name;  // make and model
  bool accepting = true;
  bool creates_jobs = false;  // Create-Job and Send-Document
  std::vector<std::string> media;
  std::vector<std::string> formats;
};

struct Document {
  std::string job;     // unique on the node: the job's name at the printer; holds no citizen's data
  std::string format;  // MIME type
  std::string media;   // PWG name, or empty: the printer's default
  std::string bytes;
};

// A printer by its URI (ipp:// or ipps://), straight and without a spooler: a spooler reports as printed what a dead
// printer never printed. One thread; every wait is bounded.
class Printer {
 public:
  explicit Printer(std::string uri);
  ~Printer();
  Printer(const Printer&) = delete;
  Printer& operator=(const Printer&) = delete;

  // Fault operator_can_fix, code offline, where it cannot be reached.
  tl::expected<Status, line::Fault> status();

  struct Watch {
    std::function<bool()> cancelled;
    std::function<void(std::string state, boost::json::object detail)> progress;
    std::function<void(const Status&)> status;  // each new one that is seen meanwhile
  };
  // {outcome: "printed"}; or a fault: outcome_unknown, or any other kind, after which nothing has been printed.
  // Sends a document once and never again.
  Result print(const Document& document, const Watch& watch);

 private:
  struct Reply;
  bool connect();
  void disconnect();
  Reply exchange(ipp_t* request, std::string_view body = {});
  ipp_t* request(int operation, int job = 0);
  std::optional<JobSeen> seen(int job, bool& reached);
  tl::expected<int, line::Fault> create_job(const Document& document, const Status& status, const Watch& watch);
  bool send(int job, const Document& document);
  Result follow(int job, const Document& document, const Watch& watch);
  Result give_up(int job, const Document& document, std::string code);

  std::string uri_, host_, resource_;
  int port_ = 631;
  bool tls_ = false;
  http_t* http_ = nullptr;
};

}  // namespace karvan::drivers::ipp
