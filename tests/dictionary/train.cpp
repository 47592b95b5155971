// Makes sync/exchange/dictionary.bin anew: train-dictionary SHAPES OUT. Another dictionary needs another id, and so
// another version of the protocol.
#include <fstream>
#include <iostream>
#include <iterator>

#include "tests/dictionary/samples.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "train-dictionary SHAPES OUT\n";
    return 2;
  }
  std::ifstream in(argv[1], std::ios::binary);
  const std::string shapes{std::istreambuf_iterator<char>(in), {}};
  std::ofstream out(argv[2], std::ios::binary);
  out << karvan::dictionary::train(shapes);
  return out.flush() ? 0 : 1;
}
