#include "sandbox/id_range.h"

#include <charconv>
#include <vector>

#include "base/file.h"
#include "base/text.h"

namespace assay::sandbox {
namespace {

// systemd's list of ids ("Users, Groups, UIDs and GIDs on systemd systems") calls the range from
// 1879048192 up unused: above its containers, below 2^31.
constexpr std::uint64_t kUsual = 1'900'000'000;

struct Range {
  std::uint64_t first = 0;
  std::uint64_t count = 0;
  [[nodiscard]] bool holds(std::uint64_t id, std::uint64_t n) const {
    return id >= first && id + n <= first + count;
  }
};

std::vector<Range> parse(std::string_view uid_map) {
  std::vector<Range> ranges;
  for (const std::string_view line : split(uid_map, '\n')) {
    std::uint64_t numbers[3] = {};
    std::size_t found = 0;
    for (const std::string_view word : split(line, ' '))
      if (!word.empty() && found < 3)
        std::from_chars(word.data(), word.data() + word.size(), numbers[found++]);
    if (found == 3) ranges.push_back({numbers[0], numbers[2]});
  }
  return ranges;
}

}  // namespace

Result<std::uint32_t> choose_id_base(std::string_view uid_map, std::optional<std::uint32_t> wanted,
                                     std::uint32_t count) {
  const std::vector<Range> ranges = parse(uid_map);
  const std::uint64_t first = wanted.value_or(kUsual);
  if (first != 0)
    for (const Range& range : ranges)
      if (range.holds(first, count)) return static_cast<std::uint32_t>(first);
  if (wanted)
    return fail(ErrorKind::kUsage, "use the ids from " + std::to_string(first) +
                                       ": they are not all mapped in our user namespace, or 0 is "
                                       "among them");
  // In a container: the upper end of what it has, below nobody (65534) and its neighbours.
  for (const Range& range : ranges) {
    const std::uint64_t end = range.first + range.count;
    if (range.count >= 4096 + 2ULL * count) return static_cast<std::uint32_t>(end - 4096 - count);
  }
  return fail("find " + std::to_string(count) + " ids for sandboxes in our user namespace",
              "map more ids into this container, or allow fewer slots");
}

Result<std::uint32_t> choose_id_base(std::optional<std::uint32_t> wanted, std::uint32_t count) {
  ASSAY_TRY(const std::string uid_map, read_file("/proc/self/uid_map", 65536));
  return choose_id_base(uid_map, wanted, count);
}

}  // namespace assay::sandbox
