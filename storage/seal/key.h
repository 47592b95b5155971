#pragma once
#include <cstddef>
#include <memory>
#include <string_view>

namespace karvan::seal {

// Secret bytes: a data key, a seed, a private key's PEM. They live in memory that is locked out of swap and core dumps,
// fenced by guard pages, and wiped when the key dies. Movable, never copied, never printed. Each takes some pages: for
// dozens, not thousands. Whoever takes `view` to a library that copies answers for the copy.
class Key {
 public:
  static Key of_size(std::size_t bytes);
  static Key copy_of(std::string_view bytes);

  std::string_view view() const { return {reinterpret_cast<const char*>(bytes_.get()), size_}; }
  unsigned char* data() { return bytes_.get(); }
  const unsigned char* data() const { return bytes_.get(); }
  std::size_t size() const { return size_; }

 private:
  struct Free {
    void operator()(unsigned char* bytes) const;
  };
  explicit Key(std::size_t size);

  std::unique_ptr<unsigned char[], Free> bytes_;
  std::size_t size_ = 0;
};

}  // namespace karvan::seal
