#include "node/ports/worker.h"

#include <gtest/gtest.h>

#include <future>
#include <vector>

namespace karvan::ports {
namespace {

TEST(Worker, Jobs_AreDoneInOrder) {
  Worker worker;
  std::vector<int> done;
  std::promise<void> last;
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(worker.add([&done, i] { done.push_back(i); }));
  ASSERT_TRUE(worker.add([&last] { last.set_value(); }));
  last.get_future().wait();
  EXPECT_EQ(done, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(Worker, QueueFull_IsRefused) {
  Worker worker;
  std::promise<void> go;
  auto gate = go.get_future().share();
  std::size_t taken = 0;
  while (taken < 2 * jobs_max && worker.add([gate] { gate.wait(); })) ++taken;
  go.set_value();
  EXPECT_GE(taken, jobs_max);
  EXPECT_LE(taken, jobs_max + 1);
}

TEST(Worker, Stopped_TakesNoJob) {
  Worker worker;
  worker.stop();
  EXPECT_FALSE(worker.add([] {}));
}

}  // namespace
}  // namespace karvan::ports
