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

Result<void> Files::sweep(const std::vector<std::string>& known) {
  TRY(auto here, blobs_.ids());
  for (const auto& id : here)
    if (!std::binary_search(known.begin(), known.end(), id)) TRY_VOID(blobs_.remove(id));
  return {};
}

}  // namespace karvan::ports
