#pragma once
#include <zip.h>

#include <cstdlib>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "sync/central/author/csv.h"

// Workbooks for tests: a zip of parts, and a spreadsheet of rows.
namespace karvan::central::author {

using ZipParts = std::vector<std::pair<std::string, std::string>>;

inline std::string zipped(const ZipParts& parts, const char* password = nullptr) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* archive = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  if (!archive) throw std::runtime_error("no archive");
  zip_source_keep(target);
  for (const auto& [name, bytes] : parts) {
    zip_source_t* part = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    auto index = zip_file_add(archive, name.c_str(), part, ZIP_FL_ENC_UTF_8);
    if (index < 0) throw std::runtime_error(name);
    if (password) zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256, password);
  }
  if (zip_close(archive) != 0) throw std::runtime_error(zip_strerror(archive));
  zip_stat_t about;
  zip_source_stat(target, &about);
  std::string out(about.size, '\0');
  zip_source_open(target);
  zip_source_read(target, out.data(), out.size());
  zip_source_close(target);
  zip_source_free(target);
  return out;
}

inline std::string escaped(const std::string& text) {
  std::string out;
  for (char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else {
      out += c;
    }
  }
  return out;
}

struct TestSheet {
  std::string name, xml;  // of the part
};

// The parts of a workbook around the XML of its sheets.
inline ZipParts workbook_parts(const std::vector<TestSheet>& sheets, const std::string& strings = {},
                               const std::string& styles = {}) {
  const std::string types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  std::string list, relations;
  ZipParts parts;
  for (std::size_t i = 0; i < sheets.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    list += "<sheet name=\"" + sheets[i].name + "\" sheetId=\"" + number + "\" r:id=\"r" + number + "\"/>";
    relations += "<Relationship Id=\"r" + number + "\" Type=\"" + types + "/worksheet\" Target=\"worksheets/sheet" +
                 number + ".xml\"/>";
    parts.emplace_back("xl/worksheets/sheet" + number + ".xml", head + sheets[i].xml);
  }
  if (!strings.empty()) {
    parts.emplace_back("xl/sharedStrings.xml", head + strings);
    relations += "<Relationship Id=\"rs\" Type=\"" + types + "/sharedStrings\" Target=\"sharedStrings.xml\"/>";
  }
  if (!styles.empty()) {
    parts.emplace_back("xl/styles.xml", head + styles);
    relations += "<Relationship Id=\"rt\" Type=\"" + types + "/styles\" Target=\"/xl/styles.xml\"/>";
  }
  parts.emplace_back("xl/workbook.xml",
                     head + "<workbook xmlns:r=\"" + types + "\"><sheets>" + list + "</sheets></workbook>");
  parts.emplace_back("xl/_rels/workbook.xml.rels", head + "<Relationships>" + relations + "</Relationships>");
  parts.emplace_back("_rels/.rels", head + "<Relationships><Relationship Id=\"r1\" Type=\"" + types +
                                        "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>");
  return parts;
}

inline std::string sheet_xml(const std::string& rows) {
  return "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
}

inline std::string column_name(std::size_t index) {
  std::string out;
  for (++index; index > 0; index = (index - 1) / 26) out.insert(out.begin(), static_cast<char>('A' + (index - 1) % 26));
  return out;
}

// Rows as a spreadsheet program saves them: each text once, named by its number.
inline std::string workbook_of(const std::vector<std::pair<std::string, std::vector<Row>>>& sheets) {
  std::vector<TestSheet> made;
  std::string strings;
  std::size_t count = 0;
  for (const auto& [name, rows] : sheets) {
    std::string xml;
    for (std::size_t r = 0; r < rows.size(); ++r) {
      xml += "<row r=\"" + std::to_string(r + 1) + "\">";
      for (std::size_t c = 0; c < rows[r].size(); ++c) {
        if (rows[r][c].empty()) continue;
        xml += "<c r=\"" + column_name(c) + std::to_string(r + 1) + "\" t=\"s\"><v>" + std::to_string(count++) +
               "</v></c>";
        strings += "<si><t xml:space=\"preserve\">" + escaped(rows[r][c]) + "</t></si>";
      }
      xml += "</row>";
    }
    made.push_back({name, sheet_xml(xml)});
  }
  return zipped(workbook_parts(made, "<sst>" + strings + "</sst>"));
}

}  // namespace karvan::central::author
