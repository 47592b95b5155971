#include "storage/blobs/reread.h"

namespace karvan::blobs {

Result<bool> Reread::next(const Blobs& blobs, std::size_t bytes) {
  TRY(const auto piece, blobs.read_again(id_, offset_, bytes));
  hash_.append(piece);
  offset_ += piece.size();
  TRY(const auto size, blobs.size(id_));
  if (offset_ < size && !piece.empty()) return false;
  if (seal::to_hex(hash_.finish()) != id_) return fail(Code::seal_broken, {}, "blobs: " + id_);
  return true;
}

}  // namespace karvan::blobs
