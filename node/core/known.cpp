#include "node/core/known.h"

#include <algorithm>
#include <utility>

namespace karvan::core {
namespace {

constexpr std::size_t known_max = 64;  // a few for each desk

bool begin_with(const std::vector<store::LogLine>& lines, const std::vector<seal::Digest>& digests) {
  return digests.size() <= lines.size() &&
         std::equal(digests.begin(), digests.end(), lines.begin(),
                    [](const auto& digest, const auto& line) { return digest == line.digest; });
}

}  // namespace

KnownRecords::Known& KnownRecords::known(const std::string& id) {
  if (known_.size() >= known_max && !known_.contains(id)) known_.clear();
  return known_[id];
}

Result<model::Record> KnownRecords::read(const std::string& id, const std::string& body) {
  auto& one = known(id);
  if (one.body.empty() || one.body != body) {
    TRY(auto record, model::parse_record(body));
    one = {body, {}, std::move(record), {}};
  }
  return one.record;
}

bool KnownRecords::says_more(const std::string& body, const model::Record& record) {
  return model::write_record(record) != body;
}

bool KnownRecords::says_more(const std::string& id) {
  const auto found = known_.find(id);
  if (found == known_.end() || found->second.body.empty()) return false;
  auto& [body, lines, record, more] = found->second;
  if (!more) more = says_more(body, record);
  return *more;
}

void KnownRecords::keep(const std::string& id, const std::string& body, model::Record record) {
  known(id) = {body, {}, std::move(record), false};
}

Result<model::Record> KnownRecords::fold(const std::string& id, const std::vector<store::LogLine>& lines) {
  auto& one = known(id);
  if (!one.body.empty() || !begin_with(lines, one.lines)) one = {};
  for (auto i = one.lines.size(); i < lines.size(); ++i) {
    TRY(const auto op, model::parse_op(lines[i].line));
    one.record = model::apply(std::move(one.record), op, {});
    one.lines.push_back(lines[i].digest);
  }
  return one.record;
}

}  // namespace karvan::core
