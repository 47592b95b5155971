// conformance --family F [--open ARGS] [--capture ARGS] [--fault KIND/CODE] -- DRIVER [ARG...]: holds a driver against
// hardware/PROTOCOL.md with one device of its. See README.md.
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "tests/conformance/wire.h"

int main(int count, char** words) {
  testing::InitGoogleTest(&count, words);
  auto& subject = karvan::conformance::subject();
  CLI::App app("Holds a driver against hardware/PROTOCOL.md");
  std::string open = "{}", capture;
  app.add_option("--family", subject.family, "printer, card_reader, fingerprint, scanner, camera")->required();
  app.add_option("--open", open, "args of its open, as JSON; the family is added");
  app.add_option("--capture", capture, "args of its capture, as JSON; without it, it has none");
  app.add_option("--fault", subject.fault, "KIND/CODE that each capture ends with, where it is made to fail");
  app.add_option("driver", subject.argv, "the driver's program and its arguments")->required();
  CLI11_PARSE(app, count, words);
  try {
    subject.open = boost::json::parse(open).as_object();
    subject.open["family"] = subject.family;
    if (!capture.empty()) subject.read = boost::json::parse(capture).as_object();
  } catch (const std::exception& error) {
    std::cerr << "conformance: --open and --capture are JSON objects: " << error.what() << "\n";
    return 2;
  }
  if (!subject.read) GTEST_FLAG_SET(filter, GTEST_FLAG_GET(filter) + ":-Capturing.*");
  return RUN_ALL_TESTS();
}
