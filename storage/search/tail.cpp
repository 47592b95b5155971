#include "storage/search/tail.h"

namespace karvan::search {

void Tail::put(std::int64_t at, std::int64_t document, const std::optional<Terms>& terms, Dictionary& dictionary) {
  if (const auto before = places_.find(document); before != places_.end()) documents_.erase(before->second);
  Document here{document, !terms};
  if (terms) {
    for (const auto& word : terms->own) here.own.push_back(dictionary.add(word));
    for (const auto& word : terms->kin) here.kin.push_back(dictionary.add(word));
    here.numbers = terms->numbers;
    if (here.own.size() <= counted_max) here.own.push_back(dictionary.add(count_word(terms->own.size())));
  }
  documents_.insert_or_assign(at, std::move(here));
  places_[document] = at;
}

void Tail::forget_up_to(std::int64_t at) {
  const auto end = documents_.upper_bound(at);
  for (auto one = documents_.begin(); one != end; ++one) places_.erase(one->second.document);
  documents_.erase(documents_.begin(), end);
}

void Tail::clear() {
  documents_.clear();
  places_.clear();
}

}  // namespace karvan::search
