#include "tests/unit/sync/central/fixture.h"

namespace karvan::central::testing {

seal::Entropy counted(std::uint64_t seed) {
  return [state = seed](std::size_t n) mutable {
    std::string bytes;
    while (bytes.size() < n) {
      state = state * 6364136223846793005ULL + 1442695040888963407ULL;
      bytes.push_back(static_cast<char>(state >> 56));
    }
    return bytes;
  };
}

void must(Result<void> result) {
  if (!result) throw std::runtime_error(describe(result.error()));
}

Box::Box(const std::string& name)
    : name_(name), key_(seal::make_signing_key(name, counted(name.size() + name.back()))) {
  start("e1");
}

void Box::start(const std::string& epoch) {
  exchange::Run run;
  if (!runs_.empty()) run.prior = end();
  run.after = {epoch, 0, run.prior ? run.prior->hash : seal::Digest{}};
  runs_.push_back(std::move(run));
}

exchange::Point Box::end() const {
  exchange::Point at = runs_.back().after;
  for (const auto& line : runs_.back().lines) at.hash = seal::chain(at.hash, line);
  at.seq += runs_.back().lines.size();
  return at;
}

model::Op Box::op(const std::string& of) {
  model::Op o;
  o.id = {name_, runs_.back().after.epoch, runs_.back().lines.size() + 1};
  o.time = {noon + ++ticks_, 0};
  o.salt = "00";
  o.actor = "ayesha";
  o.of = of;
  return o;
}

model::OpId Box::write(const model::Op& o) {
  write_line(model::write_op(o));
  return o.id;
}

model::Op Box::filing(const std::string& of, const std::string& version) {
  auto o = op(of);
  o.pin = model::Pin{"domicile", version};
  o.set = {{"full_name", "Ali Khan"}, {"phone", "1"}};
  o.advance = "filed";
  return o;
}

exchange::Request Box::request() const {
  exchange::Outbox outbox;
  outbox.node = name_;
  outbox.cursors = cursors;
  for (const auto& run : runs_)
    if (!run.lines.empty()) outbox.runs.push_back(run);
  outbox.bytes_per_second = 10 << 20;
  return exchange::build(outbox, key_);
}

Centre::Centre(std::string vfs) : vfs_(std::move(vfs)) {
  folder_ = std::filesystem::temp_directory_path() /
            ("karvan-centre-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()) + "-" +
             ::testing::UnitTest::GetInstance()->current_test_info()->name());
  std::filesystem::remove_all(folder_);
  std::filesystem::create_directories(folder_);
  keys_.signing = seal::make_signing_key("centre", counted(1));
  begin();
}

void Centre::begin() {
  open();
  must(in_transaction(files_->inbox, [&] { return Nodes(files_->inbox).put({"centre", 0, "", "", "", noon}); }));
  must(in_transaction(files_->records, [&] { return Records(files_->records).put_meta(meta_centre_epoch, "c1"); }));
  must(put_staff(*files_, {"ayesha", "Ayesha", rules::Role::operator_, "x", {}, {}, {}, true}));
  publish();
}

Centre::~Centre() {
  close();
  std::filesystem::remove_all(folder_);
}

void Centre::open() {
  files_ = std::make_unique<Files>(must(open_files({folder_, std::string(32, 'i'), std::string(32, 'r'), vfs_})));
  receiver_ = std::make_unique<Receiver>(*files_, keys_);
  reconciler_ = std::make_unique<Reconciler>(*files_, keys_.signing, counted(++starts_ + 100));
  must(reconciler_->start());
}

void Centre::close() {
  reconciler_.reset();
  receiver_.reset();
  files_.reset();
}

void Centre::publish(const catalogue::Service& service, std::uint64_t number) {
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

void Centre::enrol(const Box& box, const std::string& office) {
  must(in_transaction(files_->inbox, [&]() -> Result<void> {
    Nodes nodes(files_->inbox);
    TRY(auto number, nodes.number_for(box.name()));
    return nodes.put({box.name(), number, office, seal::to_text(seal::verifying(box.key())), "fp", noon});
  }));
}

Result<Accepted> Centre::accept(const exchange::Request& request) {
  return receiver_->accept(request.node, exchange::encode(request, 3), noon + 1'000);
}

void Centre::reconcile() {
  for (int i = 0; must(reconciler_->step(noon + 2'000)); ++i) ASSERT_LT(i, 1'000);
}

exchange::Answer Centre::answer(const Accepted& request) {
  return must(exchange::decode_answer(must(receiver_->answer(request))));
}

exchange::Answer Centre::round(const exchange::Request& request) {
  auto accepted = must(accept(request));
  reconcile();
  return answer(accepted);
}

exchange::Checkpoint Centre::checkpoint(const exchange::Answer& given) {
  return must(exchange::parse_checkpoint(must(seal::open_note(given.checkpoint, seal::verifying(keys_.signing)))));
}

model::Record Centre::record(const std::string& id, const std::string& office) {
  auto row = must(Records(files_->records).record(office, id));
  return row ? must(model::parse_record(row->body)) : model::Record{};
}

std::vector<EntryRow> Centre::feed(const std::string& office) {
  return must(Feeds(files_->records).entries(office, 0, 10'000));
}

}  // namespace karvan::central::testing
