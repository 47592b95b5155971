#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sync/form/form.h"

// Inside the XForm writer: where each node of the form stands, and `${name}` as a path from one node to another.
namespace karvan::central::author {

// The name of a plain `${name}` alone, else empty.
std::string_view single_name(std::string_view expression);

class XformPaths {
 public:
  explicit XformPaths(const form::Definition& form);
  XformPaths(const XformPaths&) = delete;
  XformPaths& operator=(const XformPaths&) = delete;

  std::string question(std::size_t index) const { return absolute(questions_[index]); }  // "/data/g/name"
  std::string group(std::size_t index) const { return absolute(groups_[index]); }
  bool in_repeat(std::size_t question) const { return repeat_depth(questions_[question]) > 0; }
  bool taken(std::string_view name) const { return names_.find(name) != names_.end(); }

  // An expression with its names as paths. `${name}` in a repeat that the expression stands in too is that instance's,
  // by a relative path; elsewhere it is an absolute one. In a filter (`[...]`) a relative path begins at current().
  // pulldata() becomes a path into the table's secondary instance.
  std::string expression_at_question(std::string_view source, std::size_t index, bool filter = false) const;
  std::string expression_at_group(std::string_view source, std::size_t index) const;
  // `${name}` of a label, as the path from a question or a group.
  std::string name_at_question(std::string_view name, std::size_t index) const;
  std::string name_at_group(std::string_view name, std::size_t index) const;

 private:
  struct Node {
    std::vector<std::string_view> steps;  // below the root, the node itself last
    std::vector<char> repeats;            // by step: whether it is a repeat
  };
  static std::string absolute(const Node& node);
  static std::size_t repeat_depth(const Node& node);  // steps down to the innermost repeat around the node
  std::string reference(std::string_view name, const Node& from, bool filter) const;
  std::string rewritten(std::string_view source, const Node& from, bool filter) const;
  std::string pulldata(const std::vector<std::string_view>& arguments, const Node& from) const;
  std::string indexed_repeat(const std::vector<std::string_view>& arguments, const Node& from, bool filter) const;

  std::vector<Node> questions_, groups_;
  std::map<std::string, const Node*, std::less<>> names_;
};

}  // namespace karvan::central::author
