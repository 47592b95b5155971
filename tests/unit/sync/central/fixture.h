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

namespace karvan::central::testing {

inline constexpr std::int64_t noon = 1'795'262'400'000;

inline seal::Entropy counted(std::uint64_t seed) {
  return [state = seed](std::size_t n) mutable {
    std::string bytes;
    while (bytes.size() < n) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      bytes.push_back(static_cast<char>(state >> 56));
    }
    return bytes;
  };
}

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(describe(result.error()));
  return std::move(*result);
}
inline void must(Result<void> result) {
  if (!result) throw std::runtime_error(describe(result.error()));
}

// A box that writes a log and speaks with the centre, without a store: what the centre must never need to trust.
class Box {
 public:
  explicit Box(const std::string& name)
      : name_(name), key_(seal::make_signing_key(name, counted(name.size() + name.back()))) {
    start("e1");
  }
  const std::string& name() const { return name_; }
  const seal::SigningKey& key() const { return key_; }

  // A program start: a new epoch that goes on from the last operation.
  void start(const std::string& epoch) {
    exchange::Run run;
    if (!runs_.empty()) run.prior = end();
    run.after = {epoch, 0, run.prior ? run.prior->hash : seal::Digest{}};
    runs_.push_back(std::move(run));
  }
  exchange::Point end() const {
    exchange::Point at = runs_.back().after;
    for (const auto& line : runs_.back().lines) at.hash = seal::chain(at.hash, line);
    at.seq += runs_.back().lines.size();
    return at;
  }
  void write_line(std::string line) { runs_.back().lines.push_back(std::move(line)); }
  model::Op op(const std::string& of) {
    model::Op o;
    o.id = {name_, runs_.back().after.epoch, runs_.back().lines.size() + 1};
    o.time = {noon + ++ticks_, 0};
    o.salt = "00";
    o.actor = "ayesha";
    o.of = of;
    return o;
  }
  model::OpId write(const model::Op& o) {
    write_line(model::write_op(o));
    return o.id;
  }
  model::Op filing(const std::string& of, const std::string& version) {
    auto o = op(of);
    o.pin = model::Pin{"domicile", version};
    o.set = {{"full_name", "Ali Khan"}, {"phone", "1"}};
    o.advance = "filed";
    return o;
  }
  exchange::Request request() const {
    exchange::Outbox outbox;
    outbox.node = name_;
    outbox.cursors = cursors;
    for (const auto& run : runs_)
      if (!run.lines.empty()) outbox.runs.push_back(run);
    outbox.bytes_per_second = 10 << 20;
    return exchange::build(outbox, key_);
  }
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
  Centre() {
    folder_ = std::filesystem::temp_directory_path() /
              ("karvan-centre-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "-" +
               ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    keys_.signing = seal::make_signing_key("centre", counted(1));
    open();
    must(in_transaction(files_->inbox, [&] { return Nodes(files_->inbox).put({"centre", 0, "", "", "", noon}); }));
    must(in_transaction(files_->records, [&] { return Records(files_->records).put_meta(meta_centre_epoch, "c1"); }));
    must(put_staff(*files_, {"ayesha", "Ayesha", rules::Role::operator_, "x", {}, {}, {}, true}));
    publish();
  }
  ~Centre() override {
    close();
    std::filesystem::remove_all(folder_);
  }

  void open() {
    files_ = std::make_unique<Files>(must(open_files({folder_, std::string(32, 'i'), std::string(32, 'r')})));
    receiver_ = std::make_unique<Receiver>(*files_, keys_);
    reconciler_ = std::make_unique<Reconciler>(*files_, keys_.signing, counted(++starts_ + 100));
    must(reconciler_->start());
  }
  void close() {
    reconciler_.reset();
    receiver_.reset();
    files_.reset();
  }
  void publish(const catalogue::Service& service = rules::samples::service(), std::uint64_t number = 1) {
    std::string bytes = json::write(catalogue::write(service));
    version_ = seal::to_hex(seal::sha256(bytes));
    catalogue::Manifest manifest;
    manifest.number = number;
    manifest.services["domicile"].versions = {{version_, ""}};
    must(in_transaction(files_->records, [&]() -> Result<void> {
      Feeds feeds(files_->records);
      TRY_VOID(feeds.append(DocumentRow{"reference", 0, "service", version_, bytes}));
      TRY_VOID(feeds.append(DocumentRow{"reference", 0, "manifest", "catalogue",
                                        seal::sign_note(catalogue::write(manifest), keys_.signing)}));
      return {};
    }));
  }
  void enrol(const Box& box, const std::string& office = "lahore") {
    must(in_transaction(files_->inbox, [&]() -> Result<void> {
      Nodes nodes(files_->inbox);
      TRY(auto number, nodes.number_for(box.name()));
      return nodes.put({box.name(), number, office, seal::to_text(seal::verifying(box.key())), "fp", noon});
    }));
  }
  Result<Accepted> accept(const exchange::Request& request) {
    return receiver_->accept(request.node, exchange::encode(request, 3), noon + 1'000);
  }
  void reconcile() {
    for (int i = 0; must(reconciler_->step(noon + 2'000)); ++i) ASSERT_LT(i, 1'000);
  }
  exchange::Answer answer(const Accepted& request) {
    return must(exchange::decode_answer(must(receiver_->answer(request))));
  }
  exchange::Answer answer(const exchange::Request& request) { return answer(Accepted{request, {}}); }
  // A whole round, as the listener makes it.
  exchange::Answer round(const exchange::Request& request) {
    auto accepted = must(accept(request));
    reconcile();
    return answer(accepted);
  }
  exchange::Checkpoint checkpoint(const exchange::Answer& given) {
    return must(exchange::parse_checkpoint(must(seal::open_note(given.checkpoint, seal::verifying(keys_.signing)))));
  }
  model::Record record(const std::string& id, const std::string& office = "lahore") {
    auto row = must(Records(files_->records).record(office, id));
    return row ? must(model::parse_record(row->body)) : model::Record{};
  }
  std::vector<EntryRow> feed(const std::string& office = "lahore") {
    return must(Feeds(files_->records).entries(office, 0, 10'000));
  }

  std::string folder_;
  Keys keys_;
  std::string version_;
  std::unique_ptr<Files> files_;
  std::unique_ptr<Receiver> receiver_;
  std::unique_ptr<Reconciler> reconciler_;
  std::uint64_t starts_ = 0;
};

}  // namespace karvan::central::testing
