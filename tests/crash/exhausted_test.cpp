#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <exception>
#include <iostream>
#include <new>
#include <thread>

#include "tests/crash/allocations.h"
#include "tests/crash/stage.h"

// The program itself is refused memory in mid-act. On the core's thread nobody catches std::bad_alloc (node/ports), so
// the process ends on the spot, nothing is undone, and nobody was told anything: each time in a child, which judges
// then what its disk holds. Where somebody does without the memory, there is an answer.
namespace karvan::crash {
namespace {

constexpr std::uint64_t sampled_requests = 20;  // of all, spread evenly

enum Ending : int { answered = 0, wrong = 1, died = 2 };

[[noreturn]] void end(Ending right) {
  std::fflush(nullptr);
  std::cout.flush();
  ::_exit(testing::Test::HasFailure() ? wrong : right);
}

bool was_memory() {
  try {
    std::rethrow_exception(std::current_exception());
  } catch (const std::bad_alloc&) {
    return true;
  } catch (...) {
    return false;
  }
}

Judge* judging = nullptr;

// As the thread has stopped, with all that it was in the middle of.
void terminated() {
  allocations::of_program().heal();
  EXPECT_TRUE(was_memory()) << "it ended of something else";
  const auto left = left_by(judging->stage().disk());
  judging->stage().abandon();
  for (const auto& [after, image] : left) {
    SCOPED_TRACE(after);
    judging->expect_after_crash(image, fail(Code::outcome_unknown));
  }
  end(died);
}

[[noreturn]] void run_in_child(Judge& judge, std::uint64_t nth) {
  judging = &judge;
  std::set_terminate(terminated);
  judge.stage().rewind();
  Told told;
  std::thread core([&] {
    SCOPED_TRACE(testing::Message() << "request " << nth);
    allocations::of_program().fail(nth, 1);
    told = judge.stage().act();
    allocations::of_program().heal();
  });
  core.join();
  SCOPED_TRACE(testing::Message() << "request " << nth);
  judge.expect_true_after(told);
  end(answered);
}

std::uint64_t requests_of(Judge& judge) {
  judge.stage().rewind();
  const auto before = allocations::of_program().count();
  EXPECT_TRUE(judge.stage().act());
  const auto requests = allocations::of_program().count() - before;
  judge.stage().stop();  // no child may use what its parent has open
  return requests;
}

using Exhausted = testing::TestWithParam<Transaction>;

TEST_P(Exhausted, P1_P2_P7_ItEndsOrAnswers_AndWhatWasToldIsTrue) {
  Judge judge(GetParam());
  const auto requests = requests_of(judge);
  ASSERT_GT(requests, sampled_requests);
  int ended = 0, runs = 0;
  for (std::uint64_t nth = 1; nth <= requests && !HasFailure(); nth += step_of(requests, sampled_requests), ++runs) {
    std::cout.flush();
    std::fflush(nullptr);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) run_in_child(judge, nth);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status)) << "request " << nth << ": signal " << WTERMSIG(status);
    EXPECT_TRUE(WEXITSTATUS(status) == answered || WEXITSTATUS(status) == died) << "request " << nth;
    ended += WEXITSTATUS(status) == died ? 1 : 0;
  }
  EXPECT_TRUE(ended > 0 || !GetParam().arrive);  // a start says why it ends
  RecordProperty("ended", ended);
  if (every_request()) std::cout << "refused: " << runs << std::endl;
}

INSTANTIATE_TEST_SUITE_P(Each, Exhausted, testing::ValuesIn(transactions()),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace karvan::crash
