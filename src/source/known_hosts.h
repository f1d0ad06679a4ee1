// OpenSSH's known_hosts files, made fit for libssh2, which checks host keys for us.
#pragma once

#include <string>
#include <string_view>

namespace assay::source {

/// The lines of `text` that libssh2 can judge by, the strongest kind of key first: libgit2 asks the
/// server for the kind of the first entry that names the host, and servers of today refuse the
/// RSA signatures that older versions of libssh2 can check. Leaves out comments, certificate
/// authorities, kinds of key that libssh2 does not know (it would give up on the whole file), and
/// every key that is marked as revoked.
std::string prepare_known_hosts(std::string_view text);

}  // namespace assay::source
