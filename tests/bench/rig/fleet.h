#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/model/op.h"
#include "storage/seal/note.h"
#include "sync/exchange/exchange.h"
#include "sync/http/client.h"
#include "tests/bench/rig/house.h"

namespace karvan::bench {

// A box of which only the exchange is real: what the centre sees of it is what it sees of any, but it keeps its log and
// its cursors in memory. For fleets of them.
class LightBox {
 public:
  LightBox(const House& house, const std::string& name, const std::string& office);

  const std::string& office() const { return office_; }
  // Writes an operation into its log.
  void write(model::Op op);
  // One round; nothing is sent again that the centre has. Waits, and tries again, where the centre is busy.
  void round();
  bool settled() const { return settled_ >= lines_.size() && acknowledged(); }
  bool acknowledged() const { return received_.seq >= lines_.size(); }
  bool up_to_date() const { return !more_; }
  std::size_t refused() const { return refused_; }      // rounds that met a busy centre
  std::size_t batch_max() const { return batch_max_; }  // operations in the largest batch that it sent

 private:
  Result<exchange::Received> say(const exchange::Request& request);

  std::string name_, office_, url_;
  seal::SigningKey key_;
  seal::VerifyingKey centre_;
  std::unique_ptr<http::Client> client_;
  exchange::Cursors cursors_;
  exchange::Point received_;
  std::vector<std::string> lines_;
  std::size_t settled_ = 0, refused_ = 0, batch_max_ = 0;
  bool more_ = true;
};

}  // namespace karvan::bench
