#include "node/ports/files.h"

#include <algorithm>

#include "node/backup/box.h"

namespace karvan::ports {

std::string files_folder(const std::string& box) { return backup::path_in(box, backup::named::attachments); }

Result<Files> Files::open(std::string folder, std::string recipient, seal::Entropy entropy) {
  TRY(auto blobs, blobs::Blobs::open(std::move(folder)));
  return Files(std::move(blobs), std::move(recipient), std::move(entropy));
}

Result<blobs::SealedBlob> Files::seal(std::string_view plain) const {
  TRY(auto writer, begin());
  TRY_VOID(writer.append(plain));
  return writer.finish();
}

Result<Files::Unclaimed> Files::settle(const std::vector<std::string>& known, Bound may) {
  const auto is_known = [&](const auto& id) { return std::binary_search(known.begin(), known.end(), id); };
  Unclaimed unclaimed;
  TRY(const auto away, blobs_.unclaimed());
  for (const auto& id : away) {
    if (is_known(id)) {
      TRY_VOID(blobs_.take_back(id));
      continue;
    }
    TRY(const auto bytes, blobs_.unclaimed_bytes(id));
    ++unclaimed.files;
    unclaimed.bytes += bytes;
  }
  TRY(const auto here, blobs_.ids());
  for (const auto& id : here) {
    if (is_known(id)) continue;
    // A damaged one was set aside because the centre has it.
    const auto bytes = blobs_.size(id);
    if (!bytes) {
      TRY_VOID(blobs_.remove(id));
      continue;
    }
    ++unclaimed.files;
    unclaimed.bytes += *bytes;
    const bool fits = unclaimed.files <= may.files && unclaimed.bytes <= may.bytes;
    if (fits) TRY_VOID(blobs_.put_away(id));
    unclaimed.full |= !fits;
  }
  return unclaimed;
}

}  // namespace karvan::ports
