#include "hardware/drivers/ipp/printer.h"

#include <cups/cups.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace karvan::drivers::ipp {
namespace {

constexpr int connect_ms = 3'000;
constexpr double answer_seconds = 10;  // without a byte from the printer
constexpr std::int64_t look_ms = 300;
constexpr std::int64_t vanish_ms = 5'000;  // a printer silent for so long in mid-job has gone
constexpr auto* user = "karvan";

const char* no_password(const char*, http_t*, const char*, const char*, void*) { return nullptr; }
int give_up_waiting(http_t*, void*) { return 0; }

void rest(std::int64_t ms) { std::this_thread::sleep_for(std::chrono::milliseconds(ms)); }

std::vector<std::string> strings_of(ipp_t* answer, const char* name) {
  std::vector<std::string> all;
  auto* attribute = ippFindAttribute(answer, name, IPP_TAG_ZERO);
  for (int i = 0; attribute && i < ippGetCount(attribute); ++i)
    if (const char* s = ippGetString(attribute, i, nullptr)) all.emplace_back(s);
  return all;
}

std::vector<std::string> octets_of(ipp_t* answer, const char* name) {
  std::vector<std::string> all;
  auto* attribute = ippFindAttribute(answer, name, IPP_TAG_STRING);
  for (int i = 0; attribute && i < ippGetCount(attribute); ++i) {
    int size = 0;
    if (const auto* data = static_cast<const char*>(ippGetOctetString(attribute, i, &size)))
      all.emplace_back(data, static_cast<std::size_t>(size));
  }
  return all;
}

std::string string_of(ipp_t* answer, const char* name) {
  auto all = strings_of(answer, name);
  return all.empty() ? std::string() : all.front();
}

bool has_operation(ipp_t* answer, int operation) {
  auto* attribute = ippFindAttribute(answer, "operations-supported", IPP_TAG_ENUM);
  return attribute && ippContainsInteger(attribute, operation) != 0;
}

bool holds(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

void ask_for(ipp_t* request, const std::vector<const char*>& attributes) {
  ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                static_cast<int>(attributes.size()), nullptr, attributes.data());
}

}  // namespace

struct Printer::Reply {
  std::unique_ptr<ipp_t, decltype(&ippDelete)> answer{nullptr, ippDelete};
  ipp_status_t status = IPP_STATUS_ERROR_INTERNAL;
  explicit operator bool() const { return answer != nullptr; }  // the printer answered, if with an error
  bool ok() const { return answer && status < IPP_STATUS_REDIRECTION_OTHER_SITE; }
};

Printer::Printer(std::string uri) : uri_(std::move(uri)) {
  char scheme[32], login[256], host[256], resource[1024];
  httpSeparateURI(HTTP_URI_CODING_ALL, uri_.c_str(), scheme, sizeof scheme, login, sizeof login, host, sizeof host,
                  &port_, resource, sizeof resource);
  host_ = host;
  resource_ = resource;
  tls_ = std::string_view(scheme) == "ipps";
}

Printer::~Printer() { disconnect(); }

bool Printer::connect() {
  if (http_) return true;
  cupsSetPasswordCB2(no_password, nullptr);
  http_ = httpConnect2(host_.c_str(), port_, nullptr, AF_UNSPEC,
                       tls_ ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED, 1, connect_ms, nullptr);
  if (http_) httpSetTimeout(http_, answer_seconds, give_up_waiting, nullptr);
  return http_ != nullptr;
}

void Printer::disconnect() {
  if (http_) httpClose(std::exchange(http_, nullptr));
}

ipp_t* Printer::request(int operation, int job) {
  auto* r = ippNewRequest(static_cast<ipp_op_t>(operation));
  ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr, uri_.c_str());
  if (job > 0) ippAddInteger(r, IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
  ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr, user);
  return r;
}

// One request, sent once: libcups never sends a body a second time by itself when it is written piece by piece.
Printer::Reply Printer::exchange(ipp_t* request, std::string_view body) {
  const std::unique_ptr<ipp_t, decltype(&ippDelete)> owned(request, ippDelete);
  Reply reply;
  if (!connect()) return reply;
  const auto length = ippLength(request) + body.size();
  auto state = cupsSendRequest(http_, request, resource_.c_str(), length);
  if (state == HTTP_STATUS_CONTINUE && !body.empty()) state = cupsWriteRequestData(http_, body.data(), body.size());
  if (state == HTTP_STATUS_CONTINUE || state == HTTP_STATUS_OK) {
    reply.answer.reset(cupsGetResponse(http_, resource_.c_str()));
    if (reply.answer) reply.status = ippGetStatusCode(reply.answer.get());
  }
  if (!reply) disconnect();
  return reply;
}

tl::expected<Status, line::Fault> Printer::status() {
  auto* r = request(IPP_OP_GET_PRINTER_ATTRIBUTES);
  ask_for(r, {"printer-state-reasons", "printer-input-tray", "printer-make-and-model", "printer-is-accepting-jobs",
              "operations-supported", "media-supported", "document-format-supported"});
  auto reply = exchange(r);
  if (!reply.ok()) return fault(line::FaultKind::operator_can_fix, "offline", uri_);
  auto* answer = reply.answer.get();
  Status s;
  s.conditions = conditions_of(strings_of(answer, "printer-state-reasons"), octets_of(answer, "printer-input-tray"));
  s.name = string_of(answer, "printer-make-and-model");
  auto* accepting = ippFindAttribute(answer, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
  s.accepting = !accepting || ippGetBoolean(accepting, 0) != 0;
  s.creates_jobs = has_operation(answer, IPP_OP_CREATE_JOB) && has_operation(answer, IPP_OP_SEND_DOCUMENT);
  s.media = strings_of(answer, "media-supported");
  s.formats = strings_of(answer, "document-format-supported");
  return s;
}

Result Printer::print(const Document& document, const Watch& watch) {
  using line::FaultKind;
  auto now = status();
  if (!now) return tl::unexpected(now.error());
  watch.status(*now);
  if (auto code = blocking(now->conditions); !code.empty()) return fault(FaultKind::operator_can_fix, code);
  if (!now->accepting) return fault(FaultKind::operator_can_fix, "not_accepting_jobs");
  if (!now->creates_jobs) return fault(FaultKind::operator_can_fix, "printer_unsuitable", "no Create-Job");
  if (!holds(now->formats, document.format))
    return fault(FaultKind::operator_can_fix, "format_refused", document.format);
  auto job = create_job(document, *now, watch);
  if (!job) return tl::unexpected(job.error());
  watch.progress("sending", {});
  if (!send(*job, document)) return give_up(*job, document, "sending_failed");
  return follow(*job, document, watch);
}

// A job without a document prints nothing: until one is made, trying again is safe.
tl::expected<int, line::Fault> Printer::create_job(const Document& document, const Status& status, const Watch& watch) {
  while (true) {
    auto* r = request(IPP_OP_CREATE_JOB);
    ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr, document.job.c_str());
    if (!document.media.empty() && holds(status.media, document.media))
      ippAddString(r, IPP_TAG_JOB, IPP_TAG_KEYWORD, "media", nullptr, document.media.c_str());
    auto reply = exchange(r);
    if (!reply) return fault(line::FaultKind::operator_can_fix, "offline", uri_);
    if (reply.ok()) {
      auto* id = ippFindAttribute(reply.answer.get(), "job-id", IPP_TAG_INTEGER);
      return id ? ippGetInteger(id, 0) : 0;
    }
    if (reply.status != IPP_STATUS_ERROR_BUSY)
      return fault(line::FaultKind::transient, "job_refused", ippErrorString(reply.status));
    if (watch.cancelled()) return fault(line::FaultKind::transient, "device_busy");
    rest(look_ms);
  }
}

bool Printer::send(int job, const Document& document) {
  auto* r = request(IPP_OP_SEND_DOCUMENT, job);
  ippAddString(r, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr, document.format.c_str());
  ippAddBoolean(r, IPP_TAG_OPERATION, "last-document", 1);
  return exchange(r, document.bytes).ok();
}

// Nothing where the printer answered that it has no such job; `reached` tells that from no answer at all.
std::optional<JobSeen> Printer::seen(int job, bool& reached) {
  auto* r = request(IPP_OP_GET_JOB_ATTRIBUTES, job);
  ask_for(r, {"job-state", "job-name", "time-at-processing"});
  auto reply = exchange(r);
  reached = static_cast<bool>(reply);
  if (!reply.ok()) return std::nullopt;
  JobSeen found;
  auto* answer = reply.answer.get();
  auto* state = ippFindAttribute(answer, "job-state", IPP_TAG_ENUM);
  found.state = state ? ippGetInteger(state, 0) : 0;
  found.name = string_of(answer, "job-name");
  found.processed = ippFindAttribute(answer, "time-at-processing", IPP_TAG_NOVALUE) == nullptr;
  return found;
}

Result Printer::follow(int job, const Document& document, const Watch& watch) {
  auto heard_ms = monotonic_ms();
  line::Conditions before;
  int state = 0;
  while (true) {
    bool reached = false;
    auto found = seen(job, reached);
    if (reached && !found) return fault(line::FaultKind::outcome_unknown, "job_lost", uri_);
    if (found) {
      heard_ms = monotonic_ms();
      auto verdict = judge(*found, document.job);
      if (verdict == JobVerdict::printed) return boost::json::object{{"outcome", "printed"}, {"job", job}};
      if (verdict == JobVerdict::nothing) return fault(line::FaultKind::transient, "job_ended_unprinted");
      if (verdict == JobVerdict::unknown) return fault(line::FaultKind::outcome_unknown, "job_ended_midway");
      auto now = status();
      if (now && (now->conditions != before || found->state != state)) {
        before = now->conditions;
        state = found->state;
        watch.status(*now);
        watch.progress(state == 5 ? "printing" : "held", {{"conditions", line::write_conditions(before)}});
      }
    } else if (monotonic_ms() - heard_ms >= vanish_ms) {
      return fault(line::FaultKind::outcome_unknown, "printer_vanished", uri_);
    }
    if (watch.cancelled()) return give_up(job, document, "deadline_passed");
    rest(look_ms);
  }
}

// Takes the job back. Only a printer that says that it never began proves that nothing is on paper.
Result Printer::give_up(int job, const Document& document, std::string code) {
  exchange(request(IPP_OP_CANCEL_JOB, job));
  bool reached = false;
  auto found = seen(job, reached);
  auto verdict = found ? judge(*found, document.job) : JobVerdict::unknown;
  if (verdict == JobVerdict::printed) return boost::json::object{{"outcome", "printed"}, {"job", job}};
  auto kind = verdict == JobVerdict::nothing ? line::FaultKind::transient : line::FaultKind::outcome_unknown;
  return fault(kind, std::move(code), uri_);
}

}  // namespace karvan::drivers::ipp
