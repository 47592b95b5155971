#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>

#include "hardware/hub/hub.h"

namespace karvan::hub {
namespace {

namespace fs = std::filesystem;

std::int64_t now_ms() {
  using namespace std::chrono;
  return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

// A PDF file of one empty page, small enough to read here.
const std::string page =
    "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n";

// One driver with one device, in real time.
class Desk {
 public:
  Desk(const std::string& driver, boost::json::object args)
      : hub_({{driver, {std::string(KARVAN_BIN) + "/" + driver}, {{"a4", "printer", "A4", std::move(args)}}}}) {
    hub_.start(now_ms());
  }

  bool until(const std::function<bool()>& enough, std::int64_t wait_ms = 20'000) {
    const auto end = now_ms() + wait_ms;
    while (now_ms() < end) {
      for (auto& r : hub_.pump(now_ms())) reports_.push_back(std::move(r));
      if (enough()) return true;
      auto fds = hub_.fds();
      const auto wake = std::clamp<std::int64_t>(hub_.wakes_at() - now_ms(), 0, 200);
      poll(fds.data(), fds.size(), static_cast<int>(wake));
    }
    return false;
  }

  bool until_known() {
    return until([&] {
      const auto d = hub_.devices().front();
      return d.life == line::Life::enabled && line::worst(d.conditions) != line::Severity::unknown;
    });
  }
  bool until_condition(const std::string& code) {
    return until([&] { return has(code); });
  }
  bool until_no_condition(const std::string& code) {
    return until([&] { return !has(code); });
  }

  CallId print(const std::string& job) {
    return hub_.call({"a4", "print", {{"job", job}, {"paper", "a4"}}, page, 30'000, true}, now_ms());
  }
  Answered tested() { return answer(hub_.call({"a4", "test", {}, {}, 15'000}, now_ms())); }
  bool until_printing(CallId id) {
    return until([&] {
      for (const auto& r : reports_)
        if (const auto* p = std::get_if<Progressed>(&r); p && p->id == id && p->state == "printing") return true;
      return false;
    });
  }
  Answered answer(CallId id) {
    const Answered* found = nullptr;
    until([&] {
      for (const auto& r : reports_)
        if (const auto* a = std::get_if<Answered>(&r); a && a->id == id) found = a;
      return found != nullptr;
    });
    return found ? *found : Answered{};
  }
  Answered printed(const std::string& job) { return answer(print(job)); }

 private:
  bool has(const std::string& code) {
    const auto device = hub_.devices().front();
    return std::any_of(device.conditions.begin(), device.conditions.end(),
                       [&](const auto& condition) { return condition.code == code; });
  }

  Hub hub_;
  std::vector<Report> reports_;
};

std::string code_of(const Answered& a) { return a.result ? "" : a.result.error().code; }

// A private printer in a folder of its own.
class IppPrinter : public testing::Test {
 protected:
  void SetUp() override {
    fs::create_directories(dir_);
    ASSERT_EQ(run("start", "--port " + std::to_string(port_) + " --seconds 1"), 0);
  }
  void TearDown() override {
    EXPECT_EQ(run("stop"), 0);
    fs::remove_all(dir_);
  }
  int run(const std::string& word, const std::string& more = "") {
    return std::system(("deploy/demo/printer " + word + " " + dir_.string() + " " + more + " >/dev/null").c_str());
  }
  Desk desk() const {
    return Desk("karvan-driver-ipp", {{"uri", "ipp://127.0.0.1:" + std::to_string(port_) + "/ipp/print"}});
  }
  auto sheets(const std::string& folder) const {
    return std::distance(fs::directory_iterator(dir_ / folder), fs::directory_iterator());
  }

 private:
  int port_ = 20'000 + getpid() % 20'000;
  fs::path dir_ = fs::temp_directory_path() / ("karvan-printer-" + std::to_string(getpid()));
};

TEST_F(IppPrinter, Page_ComesOutOnce) {
  auto d = desk();
  ASSERT_TRUE(d.until_known());
  EXPECT_EQ(outcome_of(d.printed("p-1")), Outcome::printed);
  EXPECT_EQ(sheets("spool"), 1);
}

TEST_F(IppPrinter, TwoPagesAtOnce_BothComeOut) {
  auto d = desk();
  ASSERT_TRUE(d.until_known());
  auto first = d.print("p-1"), second = d.print("p-2");
  EXPECT_EQ(outcome_of(d.answer(first)), Outcome::printed);
  EXPECT_EQ(outcome_of(d.answer(second)), Outcome::printed);
  EXPECT_EQ(sheets("spool"), 2);
}

TEST_F(IppPrinter, PlugPulledMidJob_IsUnknownAndNeverPrintedAgain) {
  auto d = desk();
  run("seconds", "5");
  ASSERT_TRUE(d.until_known());
  auto id = d.print("p-1");
  ASSERT_TRUE(d.until_printing(id));
  run("unplug");
  auto answer = d.answer(id);
  EXPECT_EQ(outcome_of(answer), Outcome::unknown);
  EXPECT_EQ(code_of(answer), "printer_vanished");
  EXPECT_TRUE(d.until_condition("offline"));
  EXPECT_EQ(sheets("spoiled"), 1);
  EXPECT_EQ(sheets("spool"), 0);
}

TEST_F(IppPrinter, PlugPulledAndPutBack_TheLostJobIsUnknown) {
  auto d = desk();
  run("seconds", "5");
  ASSERT_TRUE(d.until_known());
  auto id = d.print("p-1");
  ASSERT_TRUE(d.until_printing(id));
  run("unplug");
  run("plug");
  EXPECT_EQ(code_of(d.answer(id)), "job_lost");
  run("seconds", "0");
  EXPECT_EQ(outcome_of(d.printed("p-2")), Outcome::printed);
}

TEST_F(IppPrinter, OutOfPaper_PrintsNothingAndSaysSo) {
  auto d = desk();
  ASSERT_TRUE(d.until_known());
  run("paper-out");
  ASSERT_TRUE(d.until_condition("media_empty"));
  auto answer = d.printed("p-1");
  EXPECT_EQ(outcome_of(answer), Outcome::nothing);
  EXPECT_EQ(code_of(answer), "media_empty");
  run("paper-in");
  ASSERT_TRUE(d.until_no_condition("media_empty"));
  EXPECT_EQ(outcome_of(d.printed("p-1")), Outcome::printed);
}

TEST_F(IppPrinter, Unplugged_PrintsNothingAndSaysSo) {
  auto d = desk();
  ASSERT_TRUE(d.until_known());
  run("unplug");
  ASSERT_TRUE(d.until_condition("offline"));
  auto answer = d.printed("p-1");
  EXPECT_EQ(outcome_of(answer), Outcome::nothing);
  EXPECT_EQ(code_of(answer), "offline");
}

TEST_F(IppPrinter, Test_AsksThePrinterAndMovesNoPaper) {
  auto d = desk();
  ASSERT_TRUE(d.until_known());
  EXPECT_EQ(code_of(d.tested()), "");
  run("paper-out");
  ASSERT_TRUE(d.until_condition("media_empty"));
  EXPECT_EQ(code_of(d.tested()), "media_empty");
  run("unplug");
  EXPECT_EQ(code_of(d.tested()), "offline");
  EXPECT_EQ(sheets("spool"), 0);
}

TEST_F(IppPrinter, TestWhileItPrints_IsBusy) {
  auto d = desk();
  run("seconds", "3");
  ASSERT_TRUE(d.until_known());
  auto id = d.print("p-1");
  ASSERT_TRUE(d.until_printing(id));
  EXPECT_EQ(code_of(d.tested()), "device_busy");
  EXPECT_EQ(outcome_of(d.answer(id)), Outcome::printed);
}

class VirtualPrinter : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(dir_); }
  void TearDown() override { fs::remove_all(dir_); }
  void script(const std::string& text) { std::ofstream(dir_ / "control") << text; }
  Desk desk() const {
    return Desk("karvan-driver-virtual", {{"folder", (dir_ / "").string()}, {"control", (dir_ / "control").string()}});
  }
  fs::path dir_ = fs::temp_directory_path() / ("karvan-virtual-" + std::to_string(getpid()));
};

TEST_F(VirtualPrinter, Page_LiesInTheFolder) {
  auto d = desk();
  ASSERT_TRUE(d.until_known());
  EXPECT_EQ(outcome_of(d.printed("p-1")), Outcome::printed);
  EXPECT_EQ(std::distance(fs::directory_iterator(dir_), fs::directory_iterator()), 1);
}

TEST_F(VirtualPrinter, ScriptedConditions_AreTold) {
  auto d = desk();
  ASSERT_TRUE(d.until_known());
  script("cover_open error\n");
  ASSERT_TRUE(d.until_condition("cover_open"));
  EXPECT_EQ(code_of(d.printed("p-1")), "cover_open");
}

TEST_F(VirtualPrinter, ScriptedCrash_IsUnknownAndTheDriverComesBack) {
  auto d = desk();
  ASSERT_TRUE(d.until_known());
  script("crash\n");
  EXPECT_EQ(outcome_of(d.printed("p-1")), Outcome::unknown);
  script("page_ms 0\n");
  ASSERT_TRUE(d.until_known());
  EXPECT_EQ(outcome_of(d.printed("p-2")), Outcome::printed);
}

}  // namespace
}  // namespace karvan::hub
