#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "node/counter/slip.h"
#include "node/print/sheet.h"
#include "node/print/typeset.h"

namespace karvan::print {

// What goes down a page, gathered block by block in one language and format.
class Flow {
 public:
  Flow(const Format& format, std::string_view language) : format_(format), language_(language), type_(language) {}

  const Format& format() const { return format_; }
  const Typesetter& type() const { return type_; }
  const std::vector<Block>& blocks() const { return blocks_; }
  void add(Block block) { blocks_.push_back(std::move(block)); }

  // A text that may break between its lines, with a gap after it, in lines of the format's size.
  Result<void> text(std::string_view words, const Style& style, double gap_after);
  // The same for words that stand on slip after slip, as titles and labels do: they are kept set.
  Result<void> fixed_text(std::string_view words, const Style& style, double gap_after);
  Result<void> heading(std::string_view words);
  // Label at the line's start, value beside it; on a roll, or where one is long, the value goes below.
  Result<void> row(const counter::SlipRow& row);
  // A notice in a frame that cannot be overlooked.
  Result<void> band(std::string_view words);
  // Lines as they are, from left to right in a face of one width.
  Result<void> verbatim(std::string_view text);
  void rule();
  void gap(double lines);

 private:
  void add_lines(const Paragraph& paragraph, double gap_after);
  // As Typesetter::set, with the codes that people typed into words kept in order.
  Result<Paragraph> set(std::string_view words, const Style& style, double width) const;
  Result<Paragraph> set_fixed(std::string_view words, const Style& style, double width) const;
  Result<void> stacked(const counter::SlipRow& row, const std::string& value);

  Format format_;
  std::string language_;
  Typesetter type_;
  std::vector<Block> blocks_;
};

}  // namespace karvan::print
