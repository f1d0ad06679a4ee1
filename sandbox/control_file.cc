#include "sandbox/control_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>

#include "base/fd.h"
#include "base/file.h"
#include "base/text.h"

namespace assay::sandbox {

Status write_control(const std::filesystem::path& file, std::string_view text) {
  const Fd fd(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
  if (!fd) return fail_errno("open " + file.string());
  if (::write(fd.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    return fail_errno("write \"" + printable_line(text) + "\" to " + file.string());
  return {};
}

namespace {

std::uint64_t parse(std::string_view text) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

Result<std::uint64_t> read_number(const std::filesystem::path& file) {
  ASSAY_TRY(const std::string text, read_file(file, 4096));
  return parse(text);
}

Result<std::uint64_t> read_field(const std::filesystem::path& file, std::string_view key) {
  ASSAY_TRY(const std::string text, read_file(file, 65536));
  for (const std::string_view line : split(text, '\n'))
    if (line.size() > key.size() && line.substr(0, key.size()) == key && line[key.size()] == ' ')
      return parse(line.substr(key.size() + 1));
  return 0;
}

}  // namespace assay::sandbox
