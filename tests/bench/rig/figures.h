#pragma once
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace karvan::bench {

using Figures = std::vector<std::pair<std::string, double>>;
// Figure -> "<=300", as tests/bench/figures.mjs has it.
using Must = std::vector<std::pair<std::string, std::string>>;

// Prints the line that ends a bench and gives the exit status. With `small` (CI) only the rules of `always` bind:
// counts and sizes do not depend on the machine.
int report(std::string_view bench, const Figures& figures, const Figures& floor, const Must& must, bool small = false,
           const std::vector<std::string>& always = {});

double median(std::vector<double> values);
// The value below which a share (0 to 1) of them lies.
double percentile(std::vector<double> values, double share);
// What all threads of this program have used of the processors.
double own_cpu_s();
// How long it takes.
double ms_of(const std::function<void()>& work);
bool has(int argc, char** argv, std::string_view word);
// What follows `word` among the words; empty: nothing does.
std::string word_after(std::string_view word, int argc, char** argv);
// The number among the words: another size than the bench's own.
std::size_t size_of(int argc, char** argv, std::size_t otherwise);
// What the folder's disk is: "ext4", "tmpfs" or the magic number; goes to standard error before a run.
std::string disk_of(const std::string& folder);

}  // namespace karvan::bench
