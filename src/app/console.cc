#include "app/console.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <string>

#include "app/interrupt.h"
#include "base/file.h"
#include "base/text.h"

namespace assay::app {
namespace {

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

void to_stderr(const std::string& text) {
  (void)write_all(STDERR_FILENO, text);
}

}  // namespace

bool wants_color(Color choice) {
  if (choice != Color::kAuto) return choice == Color::kAlways;
  if (!environment("NO_COLOR").empty() || environment("TERM") == "dumb") return false;
  return ::isatty(STDOUT_FILENO) == 1;
}

unsigned terminal_width() {
  winsize size{};
  if (::isatty(STDOUT_FILENO) == 1 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col != 0)
    return std::clamp<unsigned>(size.ws_col, 40, 120);
  return 80;
}

void note(const CommonOptions& options, std::string_view text) {
  if (!options.quiet) to_stderr("assay: " + printable(text) + "\n");
}

void print_error(const Error& error) {
  to_stderr("assay: " + printable(error.message) + "\n");
  if (!error.hint.empty()) to_stderr("       " + printable(error.hint) + "\n");
}

Status print(std::string_view text) {
  if (const Status written = write_all(STDOUT_FILENO, text); !written)
    return fail(written.error().message + " to stdout");
  return {};
}

int exit_code(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kUsage:
      return kExitUsage;
    case ErrorKind::kNotFound:
      return kExitNotFound;
    case ErrorKind::kInterrupted:
      return 128 + (interrupted_by() != 0 ? interrupted_by() : SIGINT);
    case ErrorKind::kInfrastructure:
      break;
  }
  return kExitInfrastructure;
}

}  // namespace assay::app
