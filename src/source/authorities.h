// Which certificate authorities libgit2 reads when it starts.
//
// With mbedTLS below it (as Debian builds it) that is all of the system's: half of the work for a
// small local repository, which needs none. No option of libgit2's prevents it, so that this
// program has a function of its own by the name of mbedTLS's (authorities.cc), which the dynamic
// linker finds first.
#pragma once

namespace assay::source {

/// For a process that will speak TLS; before libgit2 starts. Without it none are read, and no
/// server is trusted.
void read_authorities();

}  // namespace assay::source
