// Runs LLVMFuzzerTestOneInput over every file of the folders and files named on
// the command line, in the order of their names, and over the empty input. An
// input that crashes ends the process, as it would under libFuzzer; the last name
// on stderr is the culprit's. A folder without a file is an error: a corpus that
// went missing must not look like one that passed.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

namespace fs = std::filesystem;

void run_on(const std::vector<char>& bytes) {
  // A copy on the heap of exactly this size lets AddressSanitizer see a read past its end.
  const std::vector<std::uint8_t> input(bytes.begin(), bytes.end());
  LLVMFuzzerTestOneInput(input.data(), input.size());
}

std::vector<fs::path> files_of(const fs::path& named) {
  std::vector<fs::path> files;
  if (!fs::is_directory(named)) return {named};
  for (const auto& entry : fs::recursive_directory_iterator(named)) {
    if (entry.is_regular_file()) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

int replay(const std::vector<std::string>& names) {
  std::size_t count = 0;
  run_on({});
  for (const std::string& name : names) {
    const std::vector<fs::path> files = files_of(name);
    if (files.empty()) {
      std::fprintf(stderr, "%s: there is no input in this folder\n", name.c_str());
      return 2;
    }
    for (const fs::path& file : files) {
      std::fprintf(stderr, "%s\n", file.c_str());
      std::ifstream stream(file, std::ios::binary);
      if (!stream) {
        std::fprintf(stderr, "%s: cannot be read\n", file.c_str());
        return 2;
      }
      run_on({std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()});
      ++count;
    }
  }
  std::fprintf(stderr, "%zu inputs replayed\n", count);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return replay({argv + 1, argv + argc});
  } catch (const std::exception& error) {  // a missing folder; what the target throws, too
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
}
