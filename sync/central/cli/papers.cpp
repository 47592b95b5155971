#include "sync/central/cli/papers.h"

#include "storage/seal/hash.h"
#include "sync/central/cli/private_file.h"
#include "sync/central/receive/upload.h"
#include "sync/central/store/attachments.h"

namespace karvan::central {

Result<void> take_out_attachment(const House& house, const seal::AgeIdentity& identity, const std::string& hash,
                                 const std::string& path) {
  constexpr std::size_t digits = 64;
  auto digest = seal::from_hex(hash);
  if (!digest || hash.size() != digits) return fail(Code::malformed, {}, "hash");
  TRY(auto files, open_files(house.files));
  TRY(bool present, Attachments(files.inbox).present(seal::to_hex(*digest)));
  if (!present) return fail(Code::not_found, {{"hash", hash}}, "attachment");
  Uploads uploads(files, attachments_folder(house.files));
  TRY(auto sealed, read_file(uploads.path_of(seal::to_hex(*digest)), uploads.limits().file_bytes_max));
  if (seal::view(seal::sha256(sealed)) != *digest) return fail(Code::seal_broken, {}, "attachment");
  TRY(auto plain, seal::open_with_identity(sealed, identity));
  return write_private_file(path, plain);
}

Result<void> export_identity(const seal::AgeIdentity& identity, const std::string& path) {
  return write_private_file(path, std::string(seal::to_text(identity).view()) + "\n");
}

}  // namespace karvan::central
