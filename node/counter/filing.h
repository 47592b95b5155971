#pragma once
#include <string_view>
#include <vector>

#include "node/counter/allowed.h"

// Inside this room: the operations by which an application is filed.
namespace karvan::counter {

// The operations of a filing, each on what those before it made of the record. Borrows what it is made of.
class Filing {
 public:
  Filing(const World& world, const By& by, const catalogue::Service& service, model::Record record = {})
      : world_(world), by_(by), service_(service), record_(std::move(record)) {}

  model::Op on(const std::string& record) const { return by_.on(record); }
  const model::Record& record() const { return record_; }

  // Reaches the stage where the service has it; a fact is never lost for want of one.
  Result<void> add(model::Op op, std::string_view stage);
  // What it costs is an act of its own, so that what was charged is honoured later on. Where that is nothing, nobody
  // comes to pay it: the stage is reached with its assessment.
  Result<void> charge();
  // After a filing that was refused: the stages that it would have reached, whose facts are on the record already.
  Result<void> catch_up();

  std::vector<model::Op> ops;

 private:
  Result<void> reach(std::string_view stage);

  const World& world_;
  const By& by_;
  const catalogue::Service& service_;
  model::Record record_;
};

}  // namespace karvan::counter
