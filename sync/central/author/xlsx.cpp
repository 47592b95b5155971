#include "sync/central/author/xlsx.h"

#include <map>
#include <set>

#include "sync/central/author/xlsx_parts.h"
#include "sync/central/author/zip.h"

namespace karvan::central::author {

namespace {

// "../worksheets/sheet1.xml" from the part "xl/workbook.xml"; empty where it leads out of the file.
std::string resolved(const std::string& part, std::string_view target) {
  std::string out;
  if (target.starts_with('/')) {
    target.remove_prefix(1);
  } else {
    auto slash = part.rfind('/');
    out = slash == std::string::npos ? "" : part.substr(0, slash + 1);
  }
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    if (out.empty()) return {};
    auto slash = out.size() < 2 ? std::string::npos : out.rfind('/', out.size() - 2);
    out = slash == std::string::npos ? "" : out.substr(0, slash + 1);
  }
  if (target.find("..") != std::string_view::npos) return {};
  return out + std::string(target);
}

struct Relation {
  std::string type, part;
};

class XlsxReader {
 public:
  explicit XlsxReader(ZipArchive archive) : archive_(std::move(archive)) {}

  XlsxResult<XlsxSheets> run(const std::function<bool(std::string_view)>& wanted) {
    std::string book_part = "xl/workbook.xml";
    auto top = relations("");
    if (!top) return tl::unexpected(top.error());
    for (const auto& [id, relation] : *top) {
      if (relation.type.ends_with("/officeDocument")) book_part = relation.part;
    }
    if (!archive_.has(book_part))
      return refuse_xlsx("the file is no .xlsx workbook", "Save it again as .xlsx with a spreadsheet program");
    pugi::xml_document document;
    if (auto done = load(book_part, document); !done) return tl::unexpected(done.error());
    auto inside = relations(book_part);
    if (!inside) return tl::unexpected(inside.error());
    if (auto done = load_shared(*inside); !done) return tl::unexpected(done.error());
    auto book = document.document_element();
    std::string_view epoch = child_named(book, "workbookPr").attribute("date1904").value();
    book_.from_1904 = epoch == "1" || epoch == "true";
    return sheets(child_named(book, "sheets"), *inside, wanted);
  }

 private:
  XlsxResult<void> load(const std::string& part, pugi::xml_document& into) {
    auto bytes = archive_.read(part, xlsx_part_bytes_max);
    if (!bytes) return refuse_xlsx(bytes.error().what, bytes.error().instead);
    unpacked_ += bytes->size();
    if (unpacked_ > xlsx_unpacked_max)
      return refuse_xlsx("the workbook is longer than 48 MiB unpacked", "Remove what is not of the form");
    return load_xml(*bytes, into);
  }

  // Of a part, by id; of the file as a whole where `part` is empty. External ones are nothing to us.
  XlsxResult<std::map<std::string, Relation>> relations(const std::string& part) {
    auto slash = part.rfind('/');
    std::size_t name = slash == std::string::npos ? 0 : slash + 1;
    std::string path = part.substr(0, name) + "_rels/" + part.substr(name) + ".rels";
    std::map<std::string, Relation> out;
    if (!archive_.has(path)) return out;
    pugi::xml_document document;
    if (auto done = load(path, document); !done) return tl::unexpected(done.error());
    for (auto one : document.document_element().children()) {
      if (out.size() == xlsx_parts_max)
        return refuse_xlsx("a part of the workbook names more than 1000 others", "Remove some");
      if (std::string_view(one.attribute("TargetMode").value()) == "External") continue;
      out[one.attribute("Id").value()] = {one.attribute("Type").value(),
                                          resolved(part, one.attribute("Target").value())};
    }
    return out;
  }

  // Each part once, however often it is named.
  XlsxResult<void> load_shared(const std::map<std::string, Relation>& relations) {
    std::set<std::string> loaded;
    for (const auto& [id, relation] : relations) {
      const bool strings = relation.type.ends_with("/sharedStrings"), styles = relation.type.ends_with("/styles");
      if ((!strings && !styles) || !archive_.has(relation.part)) continue;
      if (!loaded.insert(relation.part).second) continue;
      pugi::xml_document document;
      if (auto done = load(relation.part, document); !done) return done;
      auto root = document.document_element();
      if (styles) book_.kinds = number_kinds(root);
      if (!strings) continue;
      for (auto item : root.children()) {
        if (local_name(item.name()) == "si") book_.strings.push_back(words_of(item));
      }
    }
    return {};
  }

  XlsxResult<XlsxSheets> sheets(pugi::xml_node list, const std::map<std::string, Relation>& relations,
                                const std::function<bool(std::string_view)>& wanted) {
    XlsxSheets out;
    std::vector<std::string> parts;
    for (auto sheet : list.children()) {
      if (local_name(sheet.name()) != "sheet") continue;
      if (out.size() == xlsx_sheets_max) return refuse_xlsx("the workbook has more than 50 sheets", "Remove some");
      auto relation = relations.find(std::string(attribute_named(sheet, "id")));
      out.emplace_back(attribute_named(sheet, "name"), std::vector<Row>());
      parts.push_back(relation == relations.end() ? "" : relation->second.part);
    }
    if (out.empty()) return refuse_xlsx("the workbook has no sheet", "Add the sheet survey");
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (out.size() > 1 && !wanted(out[i].first)) continue;
      auto rows = sheet(parts[i]);
      if (!rows) {
        rows.error().sheet = out[i].first;
        return tl::unexpected(rows.error());
      }
      out[i].second = std::move(*rows);
    }
    return out;
  }

  XlsxResult<std::vector<Row>> sheet(const std::string& part) {
    pugi::xml_document document;
    if (auto done = load(part, document); !done) return tl::unexpected(done.error());
    return read_cells(document.document_element(), book_);
  }

  ZipArchive archive_;
  XlsxBook book_;
  std::size_t unpacked_ = 0;
};

}  // namespace

tl::expected<XlsxSheets, XlsxFault> read_xlsx(std::string_view bytes,
                                              const std::function<bool(std::string_view)>& wanted) {
  // Programs wrap an encrypted workbook, and the old .xls, into a compound file.
  if (bytes.starts_with("\xD0\xCF\x11\xE0"))
    return refuse_xlsx("the file is protected by a password, or an old .xls", "Save it as .xlsx without a password");
  if (bytes.size() > xlsx_bytes_max)
    return refuse_xlsx("the file is longer than 8 MiB", "Remove what is not of the form: pictures, other sheets");
  auto archive = ZipArchive::open(bytes, xlsx_parts_max);
  if (!archive) return refuse_xlsx(archive.error().what, archive.error().instead);
  return XlsxReader(std::move(*archive)).run(wanted);
}

}  // namespace karvan::central::author
