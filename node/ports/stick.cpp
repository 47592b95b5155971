#include "node/ports/stick.h"

#include <fstream>

#include "node/core/stick_answers.h"
#include "storage/seal/agree.h"
#include "sync/exchange/codec.h"

namespace karvan::ports {
namespace {

constexpr int level = 19;  // a stick has time

// What cannot be read was damaged on its way.
Error told(const Error& error) {
  if (error.code != Code::malformed) return error;
  return {Code::seal_broken, error.args, error.where};
}

}  // namespace

struct Sticks::Writing {
  StickFile file;
  std::unique_ptr<seal::AgeWriter> sealer;
  exchange::BundleWriter bundle;

  Result<void> add(std::string_view plain) { return file.append(sealer->append(plain)); }
};

Sticks::Sticks(Party party, core::Mailbox& mailbox, Files& files)
    : party_(std::move(party)), mailbox_(mailbox), files_(files) {}

Sticks::~Sticks() { worker_.stop(); }

void Sticks::write(core::WriteStick order) {
  auto shared = std::make_shared<core::WriteStick>(std::move(order));
  const bool taken = worker_.add([this, shared] {
    auto written = put(*shared);
    if (!written || *written) writing_.reset();
    (void)mailbox_.post(core::StickWritten{std::move(shared->marks), std::move(written)});
  });
  if (!taken) (void)mailbox_.post(core::StickWritten{{}, fail(Code::busy, {}, "stick")});
}

void Sticks::read() {
  const bool taken = worker_.add([this] { (void)mailbox_.post(core::StickRead{content()}); });
  if (!taken) (void)mailbox_.post(core::StickRead{fail(Code::busy, {}, "stick")});
}

Result<void> Sticks::begin(const core::WriteStick& order) {
  writing_.reset();
  TRY(auto file, StickFile::begin(party_.folder));
  TRY(auto sealer, seal::seal_to_recipient(party_.recipient, party_.entropy));
  writing_ = std::make_unique<Writing>(Writing{std::move(file), std::move(sealer), {}});
  return writing_->add(writing_->bundle.begin({exchange::BundleKind::work, party_.node, order.epoch, {}}));
}

Sticks::Written Sticks::put(const core::WriteStick& order) {
  if (order.first) TRY_VOID(begin(order));
  if (!writing_) return fail(Code::busy, {}, "stick");
  TRY_VOID(writing_->add(writing_->bundle.message(exchange::encode(order.request, level))));
  if (!order.last) return std::nullopt;
  return end(order);
}

// False where it finds no room, or cannot be read here whole: its size is told before its bytes.
Result<bool> Sticks::put_file(const core::WriteStick::File& file) {
  auto& blobs = files_.blobs();
  if (writing_->file.bytes() + file.size > exchange::bundle_bytes_max) return false;
  const auto size = blobs.size(file.hash);
  if (!size || *size != file.size) return false;
  TRY_VOID(writing_->add(writing_->bundle.file(file.hash, file.size)));
  for (std::uint64_t at = 0; at < file.size;) {
    TRY(auto piece, blobs.read_sealed(file.hash, at, stick_piece_read_bytes));
    if (piece.empty()) return fail(Code::io_failed, {}, "attachments");
    at += piece.size();
    TRY_VOID(writing_->add(writing_->bundle.piece(piece)));
  }
  TRY_VOID(writing_->add(writing_->bundle.file_end()));
  return true;
}

Sticks::Written Sticks::end(const core::WriteStick& order) {
  core::StickWritten::Whole whole;
  for (const auto& file : order.files) {
    TRY(const bool put, put_file(file));
    ++(put ? whole.files : whole.files_left);
  }
  TRY_VOID(writing_->add(writing_->bundle.end(party_.key)));
  TRY_VOID(writing_->file.append(writing_->sealer->finish()));
  whole.name = stick_name(party_.node, party_.now_ms(), "work");
  whole.bytes = writing_->file.bytes();
  TRY_VOID(writing_->file.finish(whole.name));
  return whole;
}

Result<core::StickRead::Content> Sticks::content() {
  TRY(auto name, newest_answer(party_.folder, party_.node));
  std::ifstream file(party_.folder + "/" + name, std::ios::binary);
  if (!file) return fail(Code::not_found);
  TRY(auto identity, seal::age_identity_of(party_.key));
  auto opener = seal::read_with_identity(std::move(identity));
  core::StickAnswers answers(party_.node, party_.centre);
  exchange::BundleReader reader(answers);
  std::string piece(stick_piece_read_bytes, '\0');
  while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())) || file.gcount() > 0) {
    auto plain = opener->append(std::string_view(piece).substr(0, static_cast<std::size_t>(file.gcount())));
    if (!plain) return tl::unexpected(told(plain.error()));
    if (auto read = reader.append(*plain); !read) return tl::unexpected(told(read.error()));
  }
  if (file.bad()) return fail(Code::io_failed, {}, "stick");
  auto rest = opener->finish();
  if (!rest) return tl::unexpected(told(rest.error()));
  if (auto read = reader.append(*rest); !read) return tl::unexpected(told(read.error()));
  if (auto whole = reader.finish({&party_.centre, 1}); !whole) return tl::unexpected(told(whole.error()));
  answers.content.name = std::move(name);
  return std::move(answers.content);
}

}  // namespace karvan::ports
