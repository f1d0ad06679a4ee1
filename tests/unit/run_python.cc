#include "run_python.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>

#include "base/file.h"

namespace assay {

int run_python(std::vector<std::string> words, const std::vector<std::string>& documents) {
  auto folder = TempDir::make("assay-report-test");
  if (!folder) return -1;
  words.insert(words.begin(), "python3");
  for (std::size_t i = 0; i < documents.size(); ++i) {
    words.push_back((folder->path() / std::to_string(i)).string());
    if (!write_file_atomically(words.back(), documents[i])) return -1;
  }
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t child = 0;
  if (posix_spawnp(&child, argv[0], nullptr, nullptr, argv.data(), environ) != 0) return 77;
  int status = 0;
  if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) return -1;
  return WEXITSTATUS(status);
}

bool may_skip(int code) {
  return code == 77 && std::getenv("ASSAY_NO_SKIP") == nullptr;
}

}  // namespace assay
