// Formats, as Go 1.25 and 1.26 print them:
//
//   ==================                          panic: boom [recovered, repanicked]
//   WARNING: DATA RACE
//   Write at 0x00c000 by goroutine 8:           goroutine 7 [running]:
//     limiter.(*Limiter).Allow()                limiter.(*Limiter).Allow(0xc000, ...)
//         limiter/limiter.go:12 +0x44           	limiter/limiter.go:12 +0x44
//                                               created by limiter.New in goroutine 6
//   Goroutine 8 (running) created at:           	limiter/limiter.go:9 +0x21
//     ...
//   ==================
//
// Both kinds of stack are lines in pairs, a function and, further in, its place.
#include "gotool/goreports.h"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "gotool/go_text.h"

namespace assay::gotool {
namespace {

constexpr std::size_t kMostReports = 20;
constexpr std::size_t kMostStacks = 16;  // of one report
constexpr std::size_t kMostFrames = 50;  // of one stack
constexpr std::size_t kMostDiagnostics = 200;
constexpr std::size_t kLongestName = 300;
constexpr std::size_t kLongestMessage = 1000;
constexpr std::string_view kRuler = "==================";
constexpr std::string_view kElided = "...";

std::string_view cut(std::string_view text, std::size_t most) {
  return text.substr(0, most);
}

std::string_view trim(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t\r");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

// Walks over lines.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text), more_(!text.empty()) {}

  [[nodiscard]] bool more() const { return more_; }
  [[nodiscard]] std::string_view peek() const { return rest_.substr(0, rest_.find('\n')); }
  [[nodiscard]] std::string_view rest() const { return rest_; }
  std::string_view take() {
    const std::string_view line = peek();
    more_ = line.size() < rest_.size();
    rest_.remove_prefix(line.size() + (more_ ? 1 : 0));
    more_ = more_ && !rest_.empty();
    return line;
  }

 private:
  std::string_view rest_;
  bool more_;
};

bool starts_indented(std::string_view line) {
  return line.starts_with(' ') || line.starts_with('\t');
}

struct Place {
  std::string_view file;
  std::uint32_t line = 0;
};

// "limiter/limiter.go:12 +0x44", with or without the offset.
std::optional<Place> read_place(std::string_view text) {
  text = trim(text);
  text = text.substr(0, text.rfind(" +0x"));
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const auto line = read_number(text.substr(colon + 1));
  if (!line || *line > UINT32_MAX) return std::nullopt;
  return Place{text.substr(0, colon), static_cast<std::uint32_t>(*line)};
}

// "limiter.(*Limiter).Allow" of "limiter.(*Limiter).Allow(0xc000, {0x1, 0x2})".
std::string_view function_name(std::string_view line) {
  line = trim(line);
  if (line.ends_with(')')) line = line.substr(0, line.rfind('('));
  if (const std::size_t at = line.find(" in goroutine "); at != std::string_view::npos)
    line = line.substr(0, at);
  return cut(line, kLongestName);
}

std::string_view line_of(std::string_view text, std::uint32_t number) {
  Lines lines(text);
  for (std::uint32_t i = 1; lines.more(); ++i) {
    const std::string_view line = lines.take();
    if (i == number) return cut(trim(line), kLongestName);
  }
  return {};
}

// Whether the file can hold this function: every word of its name is in the file, or is the
// compiler's ("func1", "deferwrap2"). A submission prints what it likes, and could print secrets in
// the form of stacks.
bool can_hold(std::string_view file, std::string_view function, std::string_view module) {
  constexpr std::string_view kCreated = "created by ";
  if (function.starts_with(kCreated)) function.remove_prefix(kCreated.size());
  if (!function.starts_with(module)) return false;
  function.remove_prefix(module.size());
  const auto in_word = [](char c) {
    return c == '_' || static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') ||
           (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  };
  while (!function.empty()) {
    std::size_t end = 0;
    while (end < function.size() && in_word(function[end])) ++end;
    std::string_view word = function.substr(0, end);
    function.remove_prefix(std::max<std::size_t>(end, 1));
    while (!word.empty() && word.back() >= '0' && word.back() <= '9') word.remove_suffix(1);
    constexpr std::array<std::string_view, 8> kCompilers = {"",     "func",  "gowrap", "deferwrap",
                                                            "init", "range", "glob",   "fm"};
    if (std::find(kCompilers.begin(), kCompilers.end(), word) == kCompilers.end() &&
        file.find(word) == std::string_view::npos)
      return false;
  }
  return true;
}

// A stack that is being read: what is not the candidate's is only counted.
class StackReader {
 public:
  StackReader(const CandidateCode& code, std::string_view title) : code_(code) {
    stack_.title = cut(title, kLongestName);
  }

  void take(std::string_view line) {
    const bool place = line.starts_with('\t') || line.starts_with("      ");
    if (!place) {
      if (!function_.empty()) ++stack_.cut;  // a function without a place
      function_ = trim(line).starts_with(kElided) ? std::string_view{} : function_name(line);
    } else if (!function_.empty()) {
      add(std::exchange(function_, {}), read_place(line));
    }
  }

  Stack finish() {
    if (!function_.empty()) ++stack_.cut;
    return std::move(stack_);
  }

 private:
  void add(std::string_view function, const std::optional<Place>& place) {
    const auto file = place ? code_.files.find(within_module(place->file)) : code_.files.end();
    if (file == code_.files.end() || stack_.frames.size() >= kMostFrames ||
        !can_hold(file->second, function, code_.module_path)) {
      ++stack_.cut;
      return;
    }
    stack_.frames.push_back({std::string(function), file->first, place->line,
                             std::string(line_of(file->second, place->line))});
  }

  // The name relative to the module, or "" (which is no file's) for one outside it.
  std::string_view within_module(std::string_view file) const {
    const std::string& path = code_.module_path;
    if (!file.starts_with(path) || !file.substr(path.size()).starts_with('/')) return {};
    return file.substr(path.size() + 1);
  }

  const CandidateCode& code_;
  Stack stack_;
  std::string_view function_;
};

// The stacks between the two rulers.
RaceReport read_race(Lines& lines, const CandidateCode& code) {
  RaceReport report;
  while (lines.more() && lines.peek() != kRuler) {
    const std::string_view title = trim(lines.take());
    if (!title.ends_with(':')) continue;
    StackReader stack(code, title.substr(0, title.size() - 1));
    while (lines.more() && starts_indented(lines.peek())) stack.take(lines.take());
    if (report.stacks.size() < kMostStacks) report.stacks.push_back(stack.finish());
  }
  if (lines.more()) lines.take();
  return report;
}

// What makes two reports the same: everything but addresses and numbers of goroutines.
std::string fingerprint(const RaceReport& report) {
  std::string text;
  for (const Stack& stack : report.stacks) {
    text += stack.title.substr(0, stack.title.find(' ')) + std::to_string(stack.cut) + "\n";
    for (const Frame& frame : stack.frames)
      text += frame.function + "\t" + frame.file + ":" + std::to_string(frame.line) + "\n";
  }
  return text;
}

struct Headline {
  Verdict verdict = Verdict::kPanic;
  std::string message;
};

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

Verdict verdict_of_panic(std::string_view message) {
  if (contains(message, "main bubble goroutine has exited")) return Verdict::kLeak;
  if (contains(message, "all goroutines in bubble are blocked")) return Verdict::kDeadlock;
  // Package sync panics where the runtime would give up: a negative WaitGroup counter.
  return message.starts_with("sync: ") ? Verdict::kFatal : Verdict::kPanic;
}

// What a line that may precede stacks says.
std::optional<Headline> read_headline(std::string_view line) {
  constexpr std::string_view kPanic = "panic: ";
  constexpr std::string_view kFatal = "fatal error: ";
  constexpr std::string_view kHarness = "harness: ";
  if (line.starts_with(kPanic)) return Headline{verdict_of_panic(line.substr(kPanic.size())), {}};
  if (line.starts_with(kFatal)) {
    const bool asleep = contains(line, "all goroutines are asleep");
    return Headline{asleep ? Verdict::kDeadlock : Verdict::kFatal, {}};
  }
  if (!line.starts_with(kHarness)) return std::nullopt;
  if (line.ends_with(" hangs (deadlock)"))
    return Headline{Verdict::kDeadlock, "nothing in the test can run any more"};
  if (line.ends_with(" hangs (wall_time)"))
    return Headline{Verdict::kWallTime, "the test took longer than its limit"};
  if (line.ends_with(" left goroutines behind"))
    return Headline{Verdict::kLeak, "goroutines are left behind"};
  return std::nullopt;
}

// "goroutine 7 [chan receive, 2 minutes]:" without the colon, or "" if the line is none.
std::string_view goroutine_title(std::string_view line) {
  const bool header =
      line.starts_with("goroutine ") && line.ends_with("]:") && contains(line, " [");
  return header ? line.substr(0, line.size() - 1) : std::string_view{};
}

// Takes the rest of a panic's text, which may have several lines, up to the stacks.
std::string read_message(std::string_view first, Lines& lines) {
  std::string message(first.substr(0, first.find(" [recovered")));
  while (lines.more() && goroutine_title(lines.peek()).empty()) {
    const std::string_view line = trim(lines.take());
    if (!line.empty() && message.size() < kLongestMessage) message.append("\n").append(line);
  }
  return std::string(cut(message, kLongestMessage));
}

std::vector<Stack> read_stacks(Lines& lines, const CandidateCode& code) {
  std::vector<Stack> stacks;
  bool first = true;
  while (lines.more()) {
    const std::string_view title = goroutine_title(lines.take());
    if (title.empty()) continue;
    StackReader reader(code, title);
    while (lines.more() && !lines.peek().empty()) reader.take(lines.take());
    Stack stack = reader.finish();
    if ((first || !stack.frames.empty()) && stacks.size() < kMostStacks)
      stacks.push_back(std::move(stack));
    first = false;
  }
  return stacks;
}

// "./limiter.go:12:5: message", "limiter.go:12: message", "vet: ./limiter.go:12:5: message".
std::optional<Diagnostic> read_diagnostic(std::string_view line) {
  constexpr std::string_view kVet = "vet: ";
  if (line.starts_with(kVet)) line.remove_prefix(kVet.size());
  if (line.starts_with("./")) line.remove_prefix(2);
  const std::size_t go = line.find(".go:");
  if (go > kLongestName || starts_indented(line))  // npos is the longest of all
    return std::nullopt;
  Diagnostic found;
  found.file = line.substr(0, go + 3);
  found.check = "compile";
  std::string_view rest = line.substr(go + 4);
  for (std::uint32_t* number : {&found.line, &found.column}) {
    const std::size_t colon = rest.find(':');
    const auto value = read_number(rest.substr(0, colon));
    if (colon == std::string_view::npos || !value || *value > UINT32_MAX) break;
    *number = static_cast<std::uint32_t>(*value);
    rest.remove_prefix(colon + 1);
  }
  if (found.line == 0) return std::nullopt;
  found.message = cut(trim(rest), kLongestMessage);
  return found;
}

bool says_nothing(std::string_view line) {
  return line.empty() || line.starts_with("# ") || line.starts_with("FAIL") ||
         line.starts_with("exit status ") || line.ends_with("too many errors");
}

}  // namespace

CandidateCode candidate_code(const Exercise& exercise, const Workspace& workspace) {
  CandidateCode code{exercise.module_path, {}};
  for (const std::string& name : workspace.candidate_files) {
    const auto file = workspace.module.find(name);
    if (file != workspace.module.end()) code.files.emplace(name, file->second);
  }
  return code;
}

std::vector<RaceReport> parse_race_reports(std::string_view err, const CandidateCode& code) {
  std::vector<RaceReport> reports;
  std::set<std::string> seen;
  Lines lines(err);
  while (lines.more() && reports.size() < kMostReports) {
    if (lines.take() != "WARNING: DATA RACE") continue;
    RaceReport report = read_race(lines, code);
    if (!report.stacks.empty() && seen.insert(fingerprint(report)).second)
      reports.push_back(std::move(report));
  }
  return reports;
}

std::optional<CrashReport> parse_crash(std::string_view err, const CandidateCode& code) {
  std::optional<Headline> last;
  std::string_view first_line;
  Lines at_last(err);
  for (Lines lines(err); lines.more();) {
    const std::string_view line = lines.take();
    if (auto headline = read_headline(line)) {
      last = std::move(headline);
      first_line = line;
      at_last = lines;
    }
  }
  if (!last) return std::nullopt;
  CrashReport report;
  report.verdict = last->verdict;
  const std::string message = read_message(first_line, at_last);
  report.message = last->message.empty() ? message : last->message;
  report.stacks = read_stacks(at_last, code);
  return report;
}

std::vector<Diagnostic> parse_compiler_output(std::string_view output) {
  std::vector<Diagnostic> found;
  for (Lines lines(output); lines.more() && found.size() < kMostDiagnostics;) {
    const std::string_view line = lines.take();
    if (says_nothing(trim(line))) continue;
    if (starts_indented(line) && !found.empty()) {
      std::string& message = found.back().message;
      if (message.size() + line.size() < kLongestMessage) message.append("\n").append(line);
    } else if (auto diagnostic = read_diagnostic(line)) {
      found.push_back(std::move(*diagnostic));
    } else {
      found.push_back({"", 0, 0, std::string(cut(trim(line), kLongestMessage)), "compile"});
    }
  }
  return found;
}

}  // namespace assay::gotool
