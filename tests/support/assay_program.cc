#include "support/assay_program.h"

#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "proc/run.h"

extern char** environ;

namespace assay::test {
namespace fs = std::filesystem;

Ran run_assay(const std::vector<std::string>& arguments,
              const std::map<std::string, std::string>& environment, const fs::path& cwd) {
  return run_assay_under({}, arguments, environment, cwd);
}

Ran run_assay_under(std::vector<std::string> launcher, const std::vector<std::string>& arguments,
                    const std::map<std::string, std::string>& environment, const fs::path& cwd) {
  std::map<std::string, std::string> merged;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string text = *entry;
    merged[text.substr(0, text.find('='))] = text.substr(text.find('=') + 1);
  }
  for (const auto& [name, value] : environment) merged[name] = value;
  proc::Command command;
  command.argv = std::move(launcher);
  command.argv.emplace_back(ASSAY_PROGRAM);
  command.argv.insert(command.argv.end(), arguments.begin(), arguments.end());
  for (const auto& [name, value] : merged) command.env.push_back(name + "=" + value);
  command.cwd = cwd;
  command.timeout = std::chrono::minutes(10);
  command.max_out = command.max_err = 64ULL << 20;
  const auto output = proc::run(command);
  if (!output) throw std::runtime_error(output.error().message);
  Ran ran;
  ran.exit_code = output->end == proc::End::kExited ? output->exit_code : 128 + output->signal;
  ran.out = output->out;
  ran.err = output->err;
  return ran;
}

fs::path exercises_folder() {
  return ASSAY_SOURCE_EXERCISES;
}

nlohmann::json read_json(const fs::path& file) {
  std::ifstream stream(file);
  if (!stream) throw std::runtime_error("cannot read " + file.string());
  return nlohmann::json::parse(stream);
}

}  // namespace assay::test
