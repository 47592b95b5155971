#pragma once
#include <CLI/CLI.hpp>
#include <filesystem>

#include "tests/sim/world.h"

namespace karvan::sim {

// What a run is: the same words for the simulator and for the one with planted bugs.
inline void add_plan(CLI::App& app, Plan& plan) {
  app.add_option("--seed", plan.seed, "run and tell this one");
  app.add_option("--days", plan.days, "how long a run is");
  app.add_option("--buses", plan.buses, "how many buses");
  app.add_option("--desks", plan.desks, "how many desks a bus");
  app.add_option_function<int>(
      "--minutes", [&plan](int minutes) { plan.open_ms = minutes * minute_ms; }, "how long a bus works on a busy day");
  app.add_option("--think", plan.think_ms, "milliseconds that a person on a busy day pauses");
  app.add_option("--busy", plan.busy_one_in, "of so many days of a bus one is busy");
  app.add_option_function<int>(
      "--sticks", [&plan](int minutes) { plan.stick_ms = minutes * minute_ms; },
      "minutes between two sticks of a bus; 0: none");
  app.callback([&plan] {
    for (const auto& folder : plan.catalogues->folders())
      if (!std::filesystem::is_directory(folder))
        throw CLI::ValidationError(folder, "there is no such folder here: run it in the folder of the project");
  });
  app.add_flag("--rare", plan.rare,
               "weeks away, empty batteries, disks that lie, boxes put back and doubled, a revoked box, the centre "
               "restored from a copy");
}

}  // namespace karvan::sim
