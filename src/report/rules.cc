// The rules that issues are filed under, in words for whoever meets them on a code host.
#include <array>
#include <string_view>

#include "report/issues.h"

namespace assay::report {
namespace {

struct Rule {
  std::string_view id;
  std::string_view name;
  std::string_view description;
  std::string_view help;
};

constexpr std::array kRules = {
    Rule{"failed", "Criterion not met", "A hidden test of this criterion failed.",
         "Read what the task says about the criterion, and write a test of your own for it."},
    Rule{"race", "Data race",
         "Two goroutines use the same memory at the same time, and at least one of them writes.",
         "Let both places hold the same lock, or hand the value over through a channel, or use "
         "sync/atomic for both. Run your tests with -race."},
    Rule{"deadlock", "Deadlock", "Every goroutine waits, and nothing is left to wake one.",
         "For each place where a goroutine waits, say who wakes it on every way through the code, "
         "also when a context ends or an error occurs."},
    Rule{"leak", "Goroutine left behind", "A goroutine was still there after the work was done.",
         "Give every goroutine a way to end, and wait for it."},
    Rule{"panic", "Panic", "The code panicked.",
         "Start from the innermost frame in your own files and ask which value it did not expect."},
    Rule{"fatal", "Fatal error of the Go runtime",
         "The runtime ended the program: a map written by two goroutines, a lock or WaitGroup "
         "misused.",
         "No recover() can catch this. Guard the value that the message names."},
    Rule{"exited", "Process ended early", "The process ended while a test ran, without a panic.",
         "A package must not end the process: return an error instead."},
    Rule{"cpu_time", "Out of processor time", "The code used more processor time than it may.",
         "Look for a loop that polls instead of waiting, or for work that grows too fast."},
    Rule{"wall_time", "Out of time", "The code took longer than it may.",
         "Look for a wait that nothing ends, or for a sleep."},
    Rule{"memory", "Out of memory", "The code used more memory than it may.",
         "Look for what grows without a bound: a queue, a cache, goroutines."},
    Rule{"output", "Too much output", "The code wrote more than it may.",
         "Remove what was written for debugging."},
    Rule{"processes", "Too many threads", "The code started more threads than it may.",
         "Goroutines that block in system calls take a thread each: limit how many there are."},
    Rule{"forbidden", "Forbidden system call", "The code asked the kernel for what it may not do.",
         "The task needs no processes, devices or network beyond what it describes."},
    Rule{"incomplete", "No result", "A test left no record of its end.",
         "Look for what ends a test from outside: os.Exit, runtime.Goexit, a closed descriptor."},
    Rule{"tampered", "Records do not verify", "Something wrote to the grader's channel.",
         "Do not touch descriptors that the code has not opened. A person will look at this."},
    Rule{"skipped", "Not run", "A criterion that this one builds on was not met.",
         "Begin with the criterion that it needs."},
    Rule{"compile", "Does not build", "The Go compiler refuses the code.",
         "Run go build and go vet where the code is."},
    Rule{"contract", "API missing or different",
         "The package lacks a name that the task asks for, or has it with another type.",
         "Compare the declarations with those in the task's README."},
};

// Of rules that are families: "vet/copylocks".
constexpr std::array kFamilies = {
    Rule{"vet", "go vet", "go vet reports a mistake that the compiler lets through.",
         "Run go vet; its documentation describes each analyzer (go tool vet help)."},
    Rule{"policy", "Not allowed in this exercise",
         "The exercise does not allow what the submission contains, so nothing was built or run.",
         "Remove it; the task's README says what may be used."},
    Rule{"advice", "Advice", "Nothing that costs points, but worth knowing.",
         "Decide whether you agree."},
};

RuleHelp words(const Rule& rule, std::string_view detail) {
  RuleHelp help{std::string(rule.name), std::string(rule.description), std::string(rule.help)};
  if (!detail.empty()) help.name += ": " + std::string(detail);
  return help;
}

}  // namespace

RuleHelp help_for(const std::string& rule) {
  for (const Rule& known : kRules)
    if (known.id == rule) return words(known, "");
  const std::size_t slash = rule.find('/');
  for (const Rule& family : kFamilies)
    if (slash != std::string::npos && rule.substr(0, slash) == family.id)
      return words(family, std::string_view(rule).substr(slash + 1));
  return {rule, "Found by assay.", "See the message."};
}

}  // namespace assay::report
