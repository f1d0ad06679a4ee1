#include "base/fd.h"

#include <fcntl.h>

namespace assay {

Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail_errno("make a pipe");
  return Pipe{Fd(ends[0]), Fd(ends[1])};
}

}  // namespace assay
