#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/seal/hash.h"
#include "storage/seal/note.h"
#include "sync/exchange/exchange.h"

// The exchange on a stick: the same requests and answers, and the attachments, in one stream that is sealed as one age
// file. Plain bytes in and out here, in pieces of any size; who carries them seals and opens them.
namespace karvan::exchange {

enum class BundleKind { work, answer };  // from a node to the centre, and back

struct BundleHead {
  BundleKind kind = BundleKind::work;
  std::string node;        // which wrote it, or for which it is
  std::string epoch;       // that the node wrote it in; an answer says it again
  Cursors from;            // of an answer: where the node stood, and so where its feeds go on from
  std::string after = {};  // the same, of a new node: the last record that it had taken (Take::after)
  bool operator==(const BundleHead&) const = default;
};

// Gives the stream's bytes, in this order: begin, then messages and files as they come, then end, once.
class BundleWriter {
 public:
  std::string begin(const BundleHead& head);
  // A request or an answer as it is sent: the zstd frame. At most packed_bytes_max.
  std::string message(std::string_view packed);
  // A sealed attachment: then `size` bytes by `piece`, then `file_end`. At most bundle_file_bytes_max.
  std::string file(std::string_view hash, std::uint64_t size);
  std::string piece(std::string_view bytes);
  std::string file_end() { return piece("\n"); }
  // Files that the centre holds, verified.
  std::string here(const std::vector<std::string>& hashes);
  // Signs all before it.
  std::string end(const seal::SigningKey& key);

 private:
  BundleHead head_;
  seal::Sha256 sum_;
};

// What a bundle holds, as it comes. Nothing of it is vouched for before BundleReader::finish; but batches are signed,
// checkpoints too, and files bear their hashes. An error ends the reading.
class BundleSink {
 public:
  virtual ~BundleSink() = default;
  virtual Result<void> head(const BundleHead& head) = 0;
  virtual Result<void> message(std::string packed) = 0;
  virtual Result<void> file(const std::string& hash, std::uint64_t size) = 0;
  virtual Result<void> piece(std::string_view bytes) = 0;  // of that file, in order
  virtual Result<void> here(std::vector<std::string> hashes) = 0;
};

class BundleReader {
 public:
  explicit BundleReader(BundleSink& sink) : sink_(&sink) {}
  // Errors: malformed, body_too_large, version_unknown, and the sink's own.
  Result<void> append(std::string_view plain);
  // Which of the keys has signed all of it. seal_broken where it was cut; signature_wrong where none has.
  Result<std::size_t> finish(std::span<const seal::VerifyingKey> keys);

 private:
  enum class Into { line, message, file, nothing };
  Result<void> take_line(std::string_view line);
  Result<void> take_control(std::string_view line);
  Result<void> open_block(Into into, std::uint64_t bytes);
  Result<std::size_t> take_block(std::string_view plain);
  Result<void> close_block();

  BundleSink* sink_;
  BundleHead head_;
  seal::Sha256 sum_;
  Into into_ = Into::line;
  std::string kept_;         // of a line or a message, until it is whole
  std::uint64_t left_ = 0;   // of a block
  std::uint64_t lines_ = 0;  // to be passed over
  std::size_t messages_ = 0;
  bool begun_ = false;
  std::string note_;  // at its end
};

// Where a node stands with an answer that has come on a stick, perhaps late, twice, or to the wrong box.
enum class BundleStanding {
  news,
  known,  // it leads no further than the node is: only what it says of the node's own work and files may be news
  stale,  // of another life of the centre, or it takes back what has gone on since
  gap,    // it goes on from where this node is not: it was restored since
};
BundleStanding standing_of(const BundleHead& head, const Answer& first, const Checkpoint& last, const Cursors& here);
// Takes out what the feeds have passed here.
void pass_over(Answer& answer, const Cursors& here);

// What the node would ask for next, had it folded this answer: so that one stick carries all that there is.
Request follow(const Request& asked, const Answer& answer, const Checkpoint& ends);

inline constexpr std::size_t bundle_messages_max = 4'096;
inline constexpr std::size_t here_max = 900;  // hashes in one line
inline constexpr std::uint64_t bundle_file_bytes_max = 128ull << 20;
// What a FAT32 stick takes as one file, with room for what sealing adds.
inline constexpr std::uint64_t bundle_bytes_max = (4ull << 30) - (8 << 20);

}  // namespace karvan::exchange
