#include "app/self_usage.h"

#include <sys/resource.h>

#include <cstdlib>
#include <string>

#include "app/console.h"
#include "base/file.h"

namespace assay::app {

void write_self_usage() {
  const char* file = std::getenv("ASSAY_SELF_USAGE");
  if (file == nullptr) return;
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto ms = [](const timeval& time) { return time.tv_sec * 1000 + time.tv_usec / 1000; };
  const std::string json =
      "{\"cpu_ms\": " + std::to_string(ms(usage.ru_utime) + ms(usage.ru_stime)) +
      ", \"peak_kib\": " + std::to_string(usage.ru_maxrss) + "}\n";
  if (const Status written = write_file_atomically(file, json); !written)
    print_error(written.error());
}

}  // namespace assay::app
