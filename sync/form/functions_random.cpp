#include <fmt/format.h>

#include <cmath>
#include <cstdint>

#include "sync/form/functions.h"

// Chance that is the same wherever it is drawn: from the context's seed, the place and the term.
namespace karvan::form {

namespace {

constexpr std::size_t characters_max = 1000;  // of uuid(n)

std::uint64_t fed(std::uint64_t state, std::string_view text) {
  for (unsigned char c : text) state = (state ^ c) * 0x100000001b3ull;  // FNV-1a
  return (state ^ 0xffu) * 0x100000001b3ull;                            // what ends one text begins no other
}

// The finalizer of SplitMix64: every bit of the state moves every bit of the draw.
std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

class Draw {
 public:
  explicit Draw(const Call& c) {
    const Scope& scope = c.scope();
    const auto& terms = c.evaluation().expression().terms;
    for (std::uint64_t* half : {&low_, &high_}) {
      *half = fed(*half, scope.context.seed);
      *half = fed(*half, scope.rows[scope.row].prefix);
      if (scope.own != no_question) *half = fed(*half, scope.plan.questions[scope.own].name);
      *half = fed(*half, std::to_string(&c.term() - terms.data()));
    }
  }
  std::uint64_t next() {
    count_ += 0x9e3779b97f4a7c15ull;
    return mixed(mixed(low_ + count_) ^ high_);
  }

 private:
  std::uint64_t low_ = 0xcbf29ce484222325ull, high_ = 0x6c62272e07bb0142ull, count_ = 0;
};

Value random(const Call& c) { return std::ldexp(static_cast<double>(Draw(c).next() >> 11), -53); }

// RFC 9562 section 5.4; with an argument so many hexadecimal digits.
Value uuid(const Call& c) {
  Draw draw(c);
  if (c.given(0)) {
    const double wanted = c.number(0);
    if (!(wanted >= 1)) return std::string();
    const auto size = static_cast<std::size_t>(std::min(wanted, static_cast<double>(characters_max)));
    std::string out;
    while (out.size() < size) out += fmt::format("{:016x}", draw.next());
    out.resize(size);
    return out;
  }
  const std::uint64_t a = draw.next(), b = draw.next();
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", a >> 32, (a >> 16) & 0xffff, a & 0xfff,
                     0x8000 | ((b >> 48) & 0x3fff), b & 0xffffffffffffull);
}

}  // namespace

const std::vector<Function>& random_functions() {
  static const std::vector<Function> functions = {{"random", 0, 0, random}, {"uuid", 0, 1, uuid}};
  return functions;
}

}  // namespace karvan::form
