#include "sync/http/client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <mutex>

namespace karvan::http {

namespace {

struct EasyCleanup {
  void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Easy = std::unique_ptr<CURL, EasyCleanup>;
using HeaderList = std::unique_ptr<curl_slist, EasyCleanup>;

struct Incoming {
  Answer answer;
  std::size_t bytes_max = 0;
  bool too_large = false;
};

std::size_t take_body(char* data, std::size_t, std::size_t size, void* target) {
  auto& incoming = *static_cast<Incoming*>(target);
  incoming.too_large = incoming.answer.body.size() + size > incoming.bytes_max;
  if (incoming.too_large) return 0;
  incoming.answer.body.append(data, size);
  return size;
}

std::size_t take_header(char* data, std::size_t, std::size_t size, void* target) {
  auto& headers = static_cast<Incoming*>(target)->answer.headers;
  std::string_view line(data, size);
  if (line.starts_with("HTTP/")) headers.clear();  // after 100 Continue the real ones follow
  auto colon = line.find(':');
  if (colon == std::string_view::npos) return size;
  std::string name(line.substr(0, colon));
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
  auto value = line.substr(colon + 1);
  auto first = value.find_first_not_of(" \t\r\n");
  auto last = value.find_last_not_of(" \t\r\n");
  headers[name] = first == std::string_view::npos ? "" : std::string(value.substr(first, last - first + 1));
  return size;
}

int is_cancelled(void* target, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return (*static_cast<std::function<bool()>*>(target))() ? 1 : 0;
}

curl_blob blob_of(std::string_view text) { return {const_cast<char*>(text.data()), text.size(), CURL_BLOB_NOCOPY}; }

class CurlClient : public Client {
 public:
  CurlClient(ClientOptions options, Easy curl) : options_(std::move(options)), curl_(std::move(curl)) { prepare(); }

  Result<Answer> send(const Exchange& exchange) override {
    Incoming incoming{.answer = {}, .bytes_max = options_.answer_bytes_max};
    HeaderList headers;
    auto add = [&](const std::string& line) { headers.reset(curl_slist_append(headers.release(), line.c_str())); };
    add("Expect:");  // asking first would cost a round trip
    for (const auto& [name, value] : exchange.headers) add(name + ": " + value);
    set(CURLOPT_URL, exchange.url.c_str());
    set(CURLOPT_HTTPHEADER, headers.get());
    set(CURLOPT_WRITEDATA, &incoming);
    set(CURLOPT_HEADERDATA, &incoming);
    set_method(exchange);
    auto outcome = curl_easy_perform(curl_.get());
    if (incoming.too_large) return fail(Code::body_too_large, {}, "answer");
    if (outcome != CURLE_OK) return broken(outcome);
    long status = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &status);
    incoming.answer.status = static_cast<int>(status);
    const auto sending = number(CURLINFO_PRETRANSFER_TIME_T), answering = number(CURLINFO_STARTTRANSFER_TIME_T);
    incoming.answer.wait_us = answering - sending;
    incoming.answer.down_us = number(CURLINFO_TOTAL_TIME_T) - answering;
    return std::move(incoming.answer);
  }

 private:
  curl_off_t number(CURLINFO what) {
    curl_off_t value = 0;
    curl_easy_getinfo(curl_.get(), what, &value);
    return value;
  }

  tl::unexpected<Error> broken(CURLcode outcome) {
    std::map<std::string, std::string> args{{"reason", curl_easy_strerror(outcome)}};
    if (number(CURLINFO_SIZE_UPLOAD_T) > 0) args.emplace("begun", "yes");
    return fail(Code::link_down, std::move(args), "http client");
  }

  template <class Value>
  void set(CURLoption option, Value value) {
    curl_easy_setopt(curl_.get(), option, value);
  }

  void set_method(const Exchange& exchange) {
    bool bodiless = exchange.method == "GET" || exchange.method == "HEAD";
    set(CURLOPT_HTTPGET, 1L);
    set(CURLOPT_NOBODY, exchange.method == "HEAD" ? 1L : 0L);
    if (!bodiless) {
      set(CURLOPT_POST, 1L);
      set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(exchange.body.size()));
      set(CURLOPT_POSTFIELDS, exchange.body.c_str());
    }
    set(CURLOPT_CUSTOMREQUEST, bodiless ? nullptr : exchange.method.c_str());
  }

  void prepare() {
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_PROXY, "");
    set(CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(CURLOPT_TCP_KEEPALIVE, 1L);
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options_.connect_ms_max));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(options_.total_ms_max));
    if (options_.stalled_seconds_max > 0) {
      set(CURLOPT_LOW_SPEED_LIMIT, 1L);
      set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(options_.stalled_seconds_max));
    }
    set(CURLOPT_WRITEFUNCTION, take_body);
    set(CURLOPT_HEADERFUNCTION, take_header);
    if (options_.cancelled) {
      set(CURLOPT_NOPROGRESS, 0L);
      set(CURLOPT_XFERINFOFUNCTION, is_cancelled);
      set(CURLOPT_XFERINFODATA, &options_.cancelled);
    }
    trust();
  }

  void trust() {
    set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_3));
    set(CURLOPT_SSL_VERIFYPEER, options_.verify ? 1L : 0L);
    set(CURLOPT_SSL_VERIFYHOST, options_.verify ? 2L : 0L);
    // The system's roots are no roots of ours: a CA blob alone would still leave its folder of them in force.
    set(CURLOPT_CAPATH, static_cast<char*>(nullptr));
    set(CURLOPT_CAINFO, static_cast<char*>(nullptr));
    set_blob(CURLOPT_CAINFO_BLOB, options_.ca_pem);
    set_blob(CURLOPT_SSLCERT_BLOB, options_.certificate_pem);
    set_blob(CURLOPT_SSLKEY_BLOB, options_.key_pem.view());
  }

  void set_blob(CURLoption option, std::string_view text) {
    if (text.empty()) return;
    auto blob = blob_of(text);
    set(option, &blob);
  }

  ClientOptions options_;
  Easy curl_;
};

}  // namespace

Result<std::unique_ptr<Client>> make_client(ClientOptions options) {
  static std::once_flag once;  // libcurl asks for it, once a process
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  Easy curl(curl_easy_init());
  if (!curl) return fail(Code::internal, {}, "curl");
  return std::make_unique<CurlClient>(std::move(options), std::move(curl));
}

}  // namespace karvan::http
