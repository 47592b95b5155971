#pragma once
#include <string>

#include "storage/model/error.h"
#include "sync/central/author/compile.h"

namespace karvan::central::author {

// The files of a catalogue's folder that compile() reads: *.toml in it; *.toml, *.csv and *.xlsx in the folders
// directly below; all in the media/ of those. Hidden ones and others are passed over. Errors: not_found where there is
// no such folder, io_failed, body_too_large beyond the limits (the path in `where`).
Result<Files> read_directory(const std::string& path);

inline constexpr std::size_t file_bytes_max = 64u << 20;
inline constexpr std::size_t directory_files_max = 20000;
inline constexpr std::size_t directory_bytes_max = 512u << 20;

}  // namespace karvan::central::author
