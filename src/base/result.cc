#include "base/result.h"

#include <cstring>

namespace assay {

tl::unexpected<Error> fail(ErrorKind kind, std::string message, std::string hint) {
  return tl::unexpected(Error{kind, std::move(message), std::move(hint)});
}

tl::unexpected<Error> fail(std::string message, std::string hint) {
  return fail(ErrorKind::kInfrastructure, std::move(message), std::move(hint));
}

tl::unexpected<Error> fail_errno(std::string attempted, int error_number, std::string hint) {
  return fail(std::move(attempted) + ": " + std::strerror(error_number) + " (" +
                  errno_name(error_number) + ")",
              std::move(hint));
}

std::string errno_name(int error_number) {
  const char* name = strerrorname_np(error_number);
  return name != nullptr ? name : "errno " + std::to_string(error_number);
}

}  // namespace assay
