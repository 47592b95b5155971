#include "tests/conformance/wire.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <regex>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>

namespace karvan::conformance {
namespace {

constexpr std::size_t line_bytes_max = 65'536, raw_bytes_max = 1'048'576, call_bytes_max = 67'108'864;
const std::set<std::string> fault_kinds = {"operator_can_fix", "citizen_retries", "transient",      "removed",
                                           "service_down",     "tampering",       "outcome_unknown"};

std::vector<char*> words_of(std::vector<std::string>& argv) {
  std::vector<char*> words;
  for (auto& w : argv) words.push_back(w.data());
  words.push_back(nullptr);
  return words;
}

}  // namespace

Subject& subject() {
  static Subject one;
  return one;
}

std::string Heard::text(std::string_view key) const {
  const auto* v = line.if_contains(key);
  return v && v->is_string() ? std::string(v->get_string()) : "";
}

std::int64_t Heard::number(std::string_view key) const {
  const auto* v = line.if_contains(key);
  return v && v->is_int64() ? v->get_int64() : -1;
}

Wire::Wire() {
  ::signal(SIGPIPE, SIG_IGN);
  int to[2], from[2];
  if (pipe2(to, O_CLOEXEC) != 0 || pipe2(from, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, to[0], 0);
  posix_spawn_file_actions_adddup2(&files, from[1], 1);
  auto argv = subject().argv;
  const int error = posix_spawn(&pid_, argv.at(0).c_str(), &files, nullptr, words_of(argv).data(), environ);
  posix_spawn_file_actions_destroy(&files);
  ::close(to[0]);
  ::close(from[1]);
  input_ = to[1];
  output_ = from[0];
  if (error != 0) throw std::runtime_error(argv.at(0) + " does not start");
}

Wire::~Wire() {
  end_input();
  ::close(output_);
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void Wire::end_input() {
  if (input_ >= 0) ::close(std::exchange(input_, -1));
}

void Wire::say_raw(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto n = ::write(input_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return;  // it has ended: what it was to be asked shows that
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

void Wire::say(const object& line, std::string_view bytes) {
  auto full = line;
  if (!bytes.empty()) full["bytes"] = bytes.size();
  say_raw(boost::json::serialize(full) + "\n" + std::string(bytes));
}

std::int64_t Wire::call(std::string verb, std::string device, object args, std::int64_t deadline_ms) {
  const auto id = reserve();
  object line = {{"is", "call"}, {"id", id}, {"verb", verb}, {"deadline_ms", deadline_ms}, {"args", args}};
  if (!device.empty()) line["device"] = device;
  say(line);
  return id;
}

bool Wire::fill(Clock::time_point until) {
  const auto left = std::chrono::duration_cast<milliseconds>(until - Clock::now()).count();
  pollfd out = {output_, POLLIN, 0};
  if (left < 0 || poll(&out, 1, static_cast<int>(left)) <= 0) return false;
  char buffer[64 * 1024];
  const auto n = ::read(output_, buffer, sizeof buffer);
  if (n > 0) unread_.append(buffer, static_cast<std::size_t>(n));
  return n > 0;
}

std::optional<std::string> Wire::take(std::size_t count, Clock::time_point until) {
  while (unread_.size() < count)
    if (!fill(until)) return std::nullopt;
  auto bytes = unread_.substr(0, count);
  unread_.erase(0, count);
  return bytes;
}

std::optional<std::string> Wire::take_line(Clock::time_point until) {
  std::size_t end = 0;
  while ((end = unread_.find('\n')) == std::string::npos)
    if (unread_.size() > line_bytes_max || !fill(until)) return std::nullopt;
  auto line = take(end + 1, until);
  line->pop_back();
  return line;
}

std::optional<Heard> Wire::next(milliseconds patience) {
  const auto until = Clock::now() + patience;
  auto line = take_line(until);
  if (!line) return std::nullopt;
  expect(line->size() <= line_bytes_max, "a line is too long");
  boost::json::error_code none;
  auto parsed = boost::json::parse(*line, none);
  expect(!none && parsed.is_object(), "a line is no JSON object: " + line->substr(0, 200));
  if (none || !parsed.is_object()) return std::nullopt;
  Heard heard{parsed.get_object(), {}};
  if (heard.line.contains("bytes")) {
    const auto count = heard.number("bytes");
    expect(count >= 0 && count <= static_cast<std::int64_t>(raw_bytes_max), "bytes out of bounds");
    auto bytes = take(static_cast<std::size_t>(std::max<std::int64_t>(count, 0)), until);
    expect(bytes.has_value(), "fewer bytes came than were told");
    heard.bytes = bytes.value_or("");
  }
  hold_against_protocol(heard);
  said.push_back(heard);
  return heard;
}

std::optional<Heard> Wire::answer(std::int64_t id, milliseconds patience) {
  const auto is_it = [id](const Heard& h) { return h.is() == "answer" && h.number("id") == id; };
  const auto at = std::find_if(said.begin(), said.end(), is_it);
  if (at != said.end()) return *at;
  const auto until = Clock::now() + patience;
  while (auto heard = next(std::chrono::duration_cast<milliseconds>(until - Clock::now())))
    if (is_it(*heard)) return heard;
  return std::nullopt;
}

bool Wire::ends(milliseconds patience) {
  const auto until = Clock::now() + patience;
  while (next(std::chrono::duration_cast<milliseconds>(until - Clock::now()))) {
  }
  for (; Clock::now() < until; std::this_thread::sleep_for(milliseconds(5)))
    if (waitpid(pid_, nullptr, WNOHANG) == pid_) {
      pid_ = -1;
      return true;
    }
  return false;
}

std::size_t Wire::answers_of(std::int64_t id) const {
  return static_cast<std::size_t>(std::count_if(
      said.begin(), said.end(), [id](const Heard& h) { return h.is() == "answer" && h.number("id") == id; }));
}

void Wire::expect(bool sound, const std::string& sentence) {
  if (!sound) broken.push_back(sentence);
}

void Wire::hold_against_protocol(const Heard& h) {
  const auto is = h.is();
  expect(!is.empty(), "a line lacks `is`");
  expect(said.empty() == (is == "hello"), "hello is the first line, and the only one of its kind");
  if (is == "notice") expect(h.number("number") == ++notices_, "notices are numbered from 1 without gaps");
  if (is != "progress" && is != "part" && is != "answer") return;
  const auto id = h.number("id");
  const auto told = boost::json::serialize(h.line);
  expect(id >= 1 && id < next_id_, "no such call was made: " + told);
  expect(!answered_[id], "the call was answered before: " + told);
  if (!h.bytes.empty()) expect((call_bytes_[id] += h.bytes.size()) <= call_bytes_max, "too many bytes in a call");
  if (is == "progress") expect(!h.text("state").empty(), "progress lacks its state");
  if (is == "part") {
    expect(!last_part_said_[id], "a part comes after the last one: " + told);
    const auto* more = h.line.if_contains("more");
    last_part_said_[id] = !(more && more->is_bool() && more->get_bool());
  }
  if (is == "answer") hold_answer(h);
}

void Wire::hold_answer(const Heard& h) {
  answered_[h.number("id")] = true;
  const auto told = boost::json::serialize(h.line);
  const auto *ok = h.line.if_contains("ok"), *fault = h.line.if_contains("fault");
  expect((ok != nullptr) != (fault != nullptr), "an answer has either ok or fault: " + told);
  if (ok) expect(ok->is_object(), "ok is no object: " + told);
  if (!fault) return;
  expect(fault->is_object(), "fault is no object: " + told);
  if (!fault->is_object()) return;
  const Heard inner{fault->get_object(), {}};
  expect(fault_kinds.contains(inner.text("kind")), "no such kind of fault: " + told);
  expect(std::regex_match(inner.text("code"), std::regex("[a-z][a-z0-9_]*")), "a code is no snake_case word: " + told);
}

}  // namespace karvan::conformance
