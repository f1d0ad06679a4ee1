// assay-sandbox: makes boxes for the library in sandbox/, and is of no use without
// it. README.md has the theory of operation.
//
// serve.cc takes requests; a box's first process goes through box.cc (its place and
// its world), root.cc (the file system) and init.cc; payload.cc and landlock.cc end
// in the program. Every step that fails ends the box with the step's name and errno;
// none is skipped.
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "sandbox/helper/helper.h"

namespace assay::sandbox::helper {

namespace {
int report = wire::kReport;
}

void report_to(int fd) {
  report = fd;
}

void give_up(wire::Stage stage, std::uint32_t index, int error) {
  const wire::Failure failure{stage, error != 0 ? error : errno, index};
  // If nobody listens any more there is nobody to tell.
  if (::write(report, &failure, sizeof failure) < 0) _exit(126);
  _exit(125);
}

const char* c_string(std::string_view text) {
  char* copy = static_cast<char*>(std::malloc(text.size() + 1));
  if (copy == nullptr) give_up(wire::Stage::kPlan, 0, ENOMEM);
  std::memcpy(copy, text.data(), text.size());
  copy[text.size()] = '\0';
  return copy;
}

std::int64_t monotonic_ns() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

}  // namespace assay::sandbox::helper

int main() {
  struct stat status {};
  if (::fstat(assay::sandbox::wire::kControl, &status) != 0 || !S_ISSOCK(status.st_mode)) {
    constexpr char kText[] = "assay-sandbox is started by assay, not by hand\n";
    return ::write(STDERR_FILENO, kText, sizeof kText - 1) < 0 ? 3 : 2;
  }
  assay::sandbox::helper::serve();
}
