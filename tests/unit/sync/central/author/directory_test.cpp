#include "sync/central/author/directory.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace karvan::central::author {
namespace {

namespace fs = std::filesystem;

class Folder : public testing::Test {
 protected:
  Folder() {
    fs::remove_all(root_);
    for (const char* name : {"institutions.toml", "notes.txt", "card/service.toml", "card/form.xlsx",
                             "card/~$form.xlsx", "card/towns.csv", "card/.hidden.csv", "card/scan.pdf",
                             "card/media/stamp.png", "card/media/.DS_Store", "card/other/x.csv", "x.csv"})
      write(name);
  }
  ~Folder() override { fs::remove_all(root_); }
  void write(const std::string& name) {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name) << name;
  }
  fs::path root_ = fs::temp_directory_path() / ("karvan-directory-" + std::to_string(::getpid()));
};

TEST_F(Folder, WhatCompileReads_IsRead) {
  auto files = read_directory(root_.string()).value();
  std::vector<std::string> names;
  for (const auto& [name, bytes] : files) {
    names.push_back(name);
    EXPECT_EQ(bytes, name);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"card/form.xlsx", "card/media/stamp.png", "card/service.toml",
                                             "card/towns.csv", "institutions.toml"}));
}

TEST_F(Folder, NoFolder_IsNotFound) {
  EXPECT_EQ(read_directory((root_ / "nowhere").string()).error().code, Code::not_found);
}

TEST_F(Folder, AFileTooLarge_IsRefusedBeforeItIsRead) {
  fs::resize_file(root_ / "card/towns.csv", file_bytes_max + 1);
  EXPECT_EQ(read_directory(root_.string()).error().code, Code::body_too_large);
}

}  // namespace
}  // namespace karvan::central::author
