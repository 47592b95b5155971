#include "storage/model/planted.h"

#include "tests/sim/plant.h"

namespace karvan {
namespace {

int chosen = 0;

}  // namespace

bool planted(int number) { return number == chosen; }

namespace sim {

void plant(int number) { chosen = number; }

}  // namespace sim
}  // namespace karvan
