// Which certificate authorities libgit2 reads when it starts.
//
// With mbedTLS below it (as Debian builds it) that is all of the system's, a quarter of the work
// for a small repository on this machine, which needs none. Nothing in libgit2 says otherwise, so
// this program has a function of that name of its own (authorities.cc), which the dynamic linker
// finds first.
#pragma once

namespace assay::source {

/// For a process that will speak TLS; before libgit2 starts. Without it none are read, and no
/// server is trusted.
void read_authorities();

}  // namespace assay::source
