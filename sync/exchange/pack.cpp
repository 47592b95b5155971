#include <zstd.h>

#include <memory>
#include <new>
#include <stdexcept>

#include "sync/exchange/codec.h"
#include "sync/exchange/dictionary.h"

namespace karvan::exchange {
namespace {

constexpr int window_log_max = 25;  // of 32 MiB: what a message may be
constexpr int patch_level = 9;
constexpr int patch_window_log = 24;  // of 16 MiB: a base and what follows it

struct Free {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  void operator()(ZSTD_CDict* dictionary) const { ZSTD_freeCDict(dictionary); }
  void operator()(ZSTD_DDict* dictionary) const { ZSTD_freeDDict(dictionary); }
};

void must(std::size_t code) {
  if (ZSTD_isError(code)) throw std::runtime_error(std::string("zstd: ") + ZSTD_getErrorName(code));
}

// Digested once for each level that is used.
template <int level>
const ZSTD_CDict* digested() {
  static const std::unique_ptr<ZSTD_CDict, Free> digest(
      ZSTD_createCDict(dictionary().data(), dictionary().size(), level));
  if (!digest) throw std::bad_alloc();
  return digest.get();
}

constexpr int fast = 3, middling = 9, thorough = 19;

const ZSTD_CDict* digested_for(int level) {
  if (level <= fast) return digested<fast>();
  return level <= middling ? digested<middling>() : digested<thorough>();
}

const ZSTD_DDict* digested_for_reading() {
  static const std::unique_ptr<ZSTD_DDict, Free> digest(ZSTD_createDDict(dictionary().data(), dictionary().size()));
  if (!digest) throw std::bad_alloc();
  return digest.get();
}

using Packer = std::unique_ptr<ZSTD_CCtx, Free>;

struct Packing {
  using Context = ZSTD_CCtx;
  static constexpr auto make = ZSTD_createCCtx;
  static constexpr auto reset = ZSTD_CCtx_reset;
  static constexpr auto size = ZSTD_sizeof_CCtx;
};

struct Unpacking {
  using Context = ZSTD_DCtx;
  static constexpr auto make = ZSTD_createDCtx;
  static constexpr auto reset = ZSTD_DCtx_reset;
  static constexpr auto size = ZSTD_sizeof_DCtx;
};

// To make a context takes as long as to pack what an idle link says. Each thread keeps one of a kind, while it is
// small.
template <class Kind>
class Kept {
 public:
  Kept() : context_(std::move(kept())) {
    if (!context_) context_.reset(Kind::make());
    if (!context_) throw std::bad_alloc();
    must(Kind::reset(get(), ZSTD_reset_session_and_parameters));
  }
  ~Kept() {
    constexpr std::size_t kept_bytes_max = 1 << 20;
    if (Kind::size(get()) <= kept_bytes_max) kept() = std::move(context_);
  }
  Kept(const Kept&) = delete;
  Kept& operator=(const Kept&) = delete;
  typename Kind::Context* get() const { return context_.get(); }

 private:
  using Owned = std::unique_ptr<typename Kind::Context, Free>;
  static Owned& kept() {
    thread_local Owned of_thread;
    return of_thread;
  }
  Owned context_;
};

tl::unexpected<Error> bad(Code code, std::string where) { return fail(code, {}, "exchange: " + where); }

Result<std::size_t> declared_size(std::string_view packed) {
  if (packed.size() > packed_bytes_max) return bad(Code::body_too_large, "body");
  auto size = ZSTD_getFrameContentSize(packed.data(), packed.size());
  if (size == ZSTD_CONTENTSIZE_ERROR) return bad(Code::malformed, "frame");
  if (size == ZSTD_CONTENTSIZE_UNKNOWN || size > plain_bytes_max) return bad(Code::body_too_large, "declared size");
  if (ZSTD_findFrameCompressedSize(packed.data(), packed.size()) != packed.size())
    return bad(Code::malformed, "frame's end");
  const auto made_with = ZSTD_getDictID_fromFrame(packed.data(), packed.size());
  if (made_with != 0 && made_with != dictionary_id)
    return fail(Code::version_unknown, {{"dictionary", std::to_string(made_with)}}, "exchange: frame");
  return static_cast<std::size_t>(size);
}

}  // namespace

std::string pack(std::string_view plain, int level) {
  const Kept<Packing> context;
  must(ZSTD_CCtx_refCDict(context.get(), digested_for(level)));
  std::string packed(ZSTD_compressBound(plain.size()), '\0');
  auto size = ZSTD_compress2(context.get(), packed.data(), packed.size(), plain.data(), plain.size());
  must(size);
  packed.resize(size);
  return packed;
}

Result<std::string> unpack(std::string_view packed) {
  TRY(auto declared, declared_size(packed));
  const Kept<Unpacking> context;
  must(ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, window_log_max));
  must(ZSTD_DCtx_refDDict(context.get(), digested_for_reading()));
  std::string plain(declared, '\0');
  auto size = ZSTD_decompressDCtx(context.get(), plain.data(), plain.size(), packed.data(), packed.size());
  if (ZSTD_isError(size) || size != declared) return bad(Code::malformed, "frame");
  return plain;
}

std::string make_patch(std::string_view base, std::string_view full) {
  const Packer context(ZSTD_createCCtx());
  if (!context) throw std::bad_alloc();
  must(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, patch_level));
  must(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_windowLog, patch_window_log));
  must(ZSTD_CCtx_setParameter(context.get(), ZSTD_c_enableLongDistanceMatching, 1));
  must(ZSTD_CCtx_refPrefix(context.get(), base.data(), base.size()));
  std::string patch(ZSTD_compressBound(full.size()), '\0');
  auto size = ZSTD_compress2(context.get(), patch.data(), patch.size(), full.data(), full.size());
  must(size);
  patch.resize(size);
  return patch;
}

Result<std::string> apply_patch(std::string_view base, std::string_view patch) {
  const auto declared = ZSTD_getFrameContentSize(patch.data(), patch.size());
  if (declared == ZSTD_CONTENTSIZE_ERROR) return bad(Code::malformed, "patch");
  if (declared == ZSTD_CONTENTSIZE_UNKNOWN || declared > document_bytes_max)
    return bad(Code::body_too_large, "declared size of a patch");
  const Kept<Unpacking> context;
  must(ZSTD_DCtx_setParameter(context.get(), ZSTD_d_windowLogMax, window_log_max));
  must(ZSTD_DCtx_refPrefix(context.get(), base.data(), base.size()));
  std::string full(static_cast<std::size_t>(declared), '\0');
  auto size = ZSTD_decompressDCtx(context.get(), full.data(), full.size(), patch.data(), patch.size());
  if (ZSTD_isError(size) || size != full.size()) return bad(Code::malformed, "patch");
  return full;
}

}  // namespace karvan::exchange
