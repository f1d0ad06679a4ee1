#include "support/assay_program.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>

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

RunningAssay::RunningAssay(const std::vector<std::string>& arguments,
                           const std::map<std::string, std::string>& environment,
                           const fs::path& output)
    : output_(output) {
  std::vector<std::string> words = {ASSAY_PROGRAM};
  words.insert(words.end(), arguments.begin(), arguments.end());
  pid_ = ::fork();
  if (pid_ < 0) throw std::runtime_error("fork failed");
  if (pid_ > 0) return;
  ::setpgid(0, 0);
  for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
  const std::string out = output.string() + ".out";
  const std::string err = output.string() + ".err";
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  if (std::freopen("/dev/null", "r", stdin) != nullptr &&
      std::freopen(out.c_str(), "w", stdout) != nullptr &&
      std::freopen(err.c_str(), "w", stderr) != nullptr)
    ::execv(argv[0], argv.data());
  ::_exit(127);
}

RunningAssay::~RunningAssay() {
  if (pid_ < 0) return;
  ::kill(-pid_, SIGKILL);
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

void RunningAssay::signal(int number) const {
  ::kill(pid_, number);
}

Ran RunningAssay::wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  Ran ran;
  ran.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  ran.out = read_file(output_.string() + ".out").value_or("");
  ran.err = read_file(output_.string() + ".err").value_or("");
  return ran;
}

fs::path assay_program() {
  return ASSAY_PROGRAM;
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
