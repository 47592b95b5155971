#pragma once
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "storage/model/json.h"
#include "storage/model/op.h"
#include "storage/seal/hash.h"
#include "sync/catalogue/catalogue.h"
#include "sync/central/receive/receive.h"
#include "sync/central/reconcile/reconcile.h"
#include "sync/central/store/applications.h"
#include "sync/central/store/feeds.h"
#include "sync/central/store/records.h"
#include "sync/exchange/codec.h"
#include "tests/unit/sync/rules/sample_service.h"

namespace karvan::central {

// What the tests' records are called.
inline constexpr auto a1 = "lahore/application/a1", a2 = "lahore/application/a2";

}  // namespace karvan::central

namespace karvan::central::testing {

inline constexpr std::int64_t noon = 1'795'262'400'000;

seal::Entropy counted(std::uint64_t seed);

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(describe(result.error()));
  return std::move(*result);
}
void must(Result<void> result);

// A box that writes a log and speaks with the centre, without a store: what the centre must never need to trust.
class Box {
 public:
  explicit Box(const std::string& name);
  const std::string& name() const { return name_; }
  const seal::SigningKey& key() const { return key_; }

  // A program start: a new epoch that goes on from the last operation.
  void start(const std::string& epoch);
  exchange::Point end() const;
  void write_line(std::string line) { runs_.back().lines.push_back(std::move(line)); }
  model::Op op(const std::string& of);
  model::OpId write(const model::Op& o);
  model::Op filing(const std::string& of, const std::string& version);
  exchange::Request request() const;
  std::vector<exchange::Run> runs_;
  exchange::Cursors cursors;

 private:
  std::string name_;
  seal::SigningKey key_;
  std::int64_t ticks_ = 0;
};

// A centre in a folder of its own, with one published service and one operator.
class Centre : public ::testing::Test {
 protected:
  // `vfs`: a registered SQLite VFS; empty: the system's.
  explicit Centre(std::string vfs = {});
  ~Centre() override;

  void begin();  // in an empty folder
  void open();
  void close();
  void publish(const catalogue::Service& service = rules::samples::service(), std::uint64_t number = 1);
  void enrol(const Box& box, const std::string& office = "lahore");
  Result<Accepted> accept(const exchange::Request& request);
  void reconcile();
  exchange::Answer answer(const Accepted& request);
  exchange::Answer answer(const exchange::Request& request) { return answer(Accepted{request, {}}); }
  // A whole round, as the listener makes it.
  exchange::Answer round(const exchange::Request& request);
  exchange::Checkpoint checkpoint(const exchange::Answer& given);
  model::Record record(const std::string& id, const std::string& office = "lahore");
  std::vector<EntryRow> feed(const std::string& office = "lahore");

  std::string folder_, vfs_;
  Keys keys_;
  std::string version_;
  std::unique_ptr<Files> files_;
  std::unique_ptr<Receiver> receiver_;
  std::unique_ptr<Reconciler> reconciler_;
  std::uint64_t starts_ = 0;
};

}  // namespace karvan::central::testing
