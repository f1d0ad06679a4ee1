#include "support/archive_fixture.h"

#include <archive.h>
#include <archive_entry.h>

#include <memory>
#include <stdexcept>

namespace assay::test {
namespace {

void need(int result, archive* writer) {
  if (result < ARCHIVE_WARN)
    throw std::runtime_error(std::string("cannot write an archive: ") +
                             archive_error_string(writer));
}

void describe(const Packed& packed, archive_entry* entry) {
  archive_entry_set_pathname(entry, packed.name.c_str());
  archive_entry_set_perm(entry, 0644);
  archive_entry_set_filetype(entry, AE_IFREG);
  archive_entry_set_size(entry, 0);
  switch (packed.kind) {
    case Packed::Kind::kFile:
      archive_entry_set_size(entry, static_cast<la_int64_t>(packed.bytes.size()));
      break;
    case Packed::Kind::kFolder:
      archive_entry_set_filetype(entry, AE_IFDIR);
      break;
    case Packed::Kind::kPipe:
      archive_entry_set_filetype(entry, AE_IFIFO);
      break;
    case Packed::Kind::kHardLink:
      archive_entry_set_hardlink(entry, packed.bytes.c_str());
      break;
    case Packed::Kind::kSymlink:
      archive_entry_set_filetype(entry, AE_IFLNK);
      archive_entry_set_symlink(entry, packed.bytes.c_str());
      break;
  }
}

}  // namespace

void write_archive(const std::filesystem::path& path, std::string_view format,
                   const std::vector<Packed>& entries) {
  const std::unique_ptr<archive, int (*)(archive*)> owner(archive_write_new(), archive_write_free);
  archive* writer = owner.get();
  need(format == "zip" ? archive_write_set_format_zip(writer)
                       : archive_write_set_format_pax_restricted(writer),
       writer);
  if (format == "tar.gz") need(archive_write_add_filter_gzip(writer), writer);
  if (format == "tar.xz") need(archive_write_add_filter_xz(writer), writer);
  if (format == "tar.zst") need(archive_write_add_filter_zstd(writer), writer);
  need(archive_write_open_filename(writer, path.c_str()), writer);
  for (const Packed& packed : entries) {
    const std::unique_ptr<archive_entry, void (*)(archive_entry*)> entry(archive_entry_new(),
                                                                         archive_entry_free);
    describe(packed, entry.get());
    need(archive_write_header(writer, entry.get()), writer);
    if (packed.kind == Packed::Kind::kFile)
      archive_write_data(writer, packed.bytes.data(), packed.bytes.size());
  }
  need(archive_write_close(writer), writer);
}

}  // namespace assay::test
