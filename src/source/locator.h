// What the user typed as SOURCE, taken apart. Pure: nothing is looked up.
#pragma once

#include <string>

#include "base/result.h"
#include "source/source.h"

namespace assay::source {

struct Locator {
  enum class Kind { kPath, kHttps, kHttp, kSsh };
  Kind kind = Kind::kPath;
  std::string path;    ///< kPath: the path
  std::string url;     ///< else: what libgit2 is given; no password, and for http no user
  std::string host;    ///< lower case, without brackets
  std::string user;    ///< from the URL; may be empty
  std::string origin;  ///< for reports: no user for http, no password, no query
};

/// kUsage, with what is allowed, for every transport that is not in `options`: remote helpers
/// ("ext::"), git://, plain http, names that begin with '-', a password in a URL.
Result<Locator> parse_locator(const std::string& source, const Options& options);

/// Checks and normalises a folder within a source: "", "a/b", "./a/b/" → "a/b". kUsage if it is
/// absolute or holds "..", "." in the middle or a control character.
Result<std::string> parse_subdir(const std::string& subdir);

}  // namespace assay::source
