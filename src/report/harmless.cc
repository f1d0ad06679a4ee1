#include "report/harmless.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"

namespace assay::report {
namespace {

// '#' is a number. A sentence that ends in '*' is shown without what follows: the name of a type.
constexpr std::array<std::string_view, 47> kSaid = {
    "runtime error: index out of range [#]",
    "runtime error: index out of range [#] with length #",
    "runtime error: slice bounds out of range [:#] with length #",
    "runtime error: slice bounds out of range [:#] with capacity #",
    "runtime error: slice bounds out of range [#:#]",
    "runtime error: slice bounds out of range [#:]",
    "runtime error: slice bounds out of range [::#] with length #",
    "runtime error: slice bounds out of range [::#] with capacity #",
    "runtime error: slice bounds out of range [:#:#]",
    "runtime error: slice bounds out of range [#:#:]",
    "runtime error: cannot convert slice with length # to array or pointer to array with length #",
    "runtime error: invalid memory address or nil pointer dereference",
    "runtime error: integer divide by zero",
    "runtime error: integer overflow",
    "runtime error: negative shift amount",
    "runtime error: makeslice: len out of range",
    "runtime error: makeslice: cap out of range",
    "runtime error: growslice: len out of range",
    "runtime error: hash of unhashable type *",
    "runtime error: comparing uncomparable type *",
    "interface conversion: *",
    "assignment to entry in nil map",
    "makechan: size out of range",
    "send on closed channel",
    "close of closed channel",
    "close of nil channel",
    "all goroutines are asleep - deadlock!",
    "deadlock: all goroutines in bubble are blocked",
    "deadlock: main bubble goroutine has exited but blocked goroutines remain",
    "concurrent map writes",
    "concurrent map read and map write",
    "concurrent map iteration and map write",
    "stack overflow",
    "goroutine stack exceeds #-byte limit",
    "sync: negative WaitGroup counter",
    "sync: WaitGroup misuse: Add called concurrently with Wait",
    "sync: WaitGroup is reused before previous Wait has returned",
    "sync: WaitGroup.Add called from inside and outside synctest bubble",
    "sync: unlock of unlocked mutex",
    "sync: Unlock of unlocked RWMutex",
    "sync: RUnlock of unlocked RWMutex",
    "sync: inconsistent mutex state",
    "sync: Cond is copied",
    "sync/atomic: store of nil value into Value",
    "sync/atomic: store of inconsistently typed value into Value",
    "sync/atomic: compare and swap of nil value into Value",
    "context: internal error: missing cancel error"};

// What src/gotool says of a hang or a leak in its own words.
constexpr std::array<std::string_view, 3> kOwnWords = {"nothing in the test can run any more",
                                                       "the test took longer than its limit",
                                                       "goroutines are left behind"};

// Of the titles of stacks, the runtime's and the race detector's.
const std::set<std::string_view>& words_of_titles() {
  static const std::set<std::string_view> words = {
      "goroutine", "running", "runnable",  "syscall",  "chan",      "receive",    "send",
      "nil",       "select",  "no",        "cases",    "sleep",     "semacquire", "sync",
      "Cond",      "Wait",    "Mutex",     "Lock",     "RWMutex",   "RLock",      "WaitGroup",
      "IO",        "wait",    "finalizer", "synctest", "bubble",    "Run",        "durable",
      "minutes",   "locked",  "to",        "thread",   "dead",      "preempted",  "force",
      "gc",        "idle",    "coroutine", "leaked",   "scan",      "Write",      "write",
      "Read",      "read",    "Previous",  "previous", "Goroutine", "at",         "by",
      "main",      "created", "finished",  "Atomic",   "atomic",    "panicwait",  "timer",
      "copystack", "waiting", "GC",        "worker",   "sweep",     "scavenge",   "debug",
      "call"};
  return words;
}

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The numbers of a report are small, and a long one could carry a message.
constexpr std::size_t kLongestNumber = 10;

// How much of `text` the pattern takes, from the front; npos if it does not match.
std::size_t match(std::string_view text, std::string_view pattern) {
  // What an earlier pass has cut off is not asked for again.
  if (pattern.ends_with('*') && text == pattern.substr(0, pattern.find_last_not_of(" :*") + 1))
    return text.size();
  std::size_t at = 0;
  for (const char c : pattern) {
    if (c == '*') return at;
    if (c == '#') {
      const std::size_t start = at;
      if (at < text.size() && text[at] == '-') ++at;
      while (at < text.size() && is_digit(text[at])) ++at;
      if (at == start || at - start > kLongestNumber) return std::string_view::npos;
    } else if (at >= text.size() || text[at++] != c) {
      return std::string_view::npos;
    }
  }
  return at == text.size() ? at : std::string_view::npos;
}

// Words of the vocabulary, numbers, addresses and punctuation.
bool is_title(std::string_view text) {
  while (!text.empty()) {
    if (!is_letter(text[0]) && !is_digit(text[0])) {
      if (std::string_view(" []().,:?").find(text[0]) == std::string_view::npos) return false;
      text.remove_prefix(1);
      continue;
    }
    std::size_t end = 0;
    while (end < text.size() && (is_letter(text[end]) || is_digit(text[end]))) ++end;
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    const bool is_number =
        word.size() <= kLongestNumber && std::all_of(word.begin(), word.end(), is_digit);
    const bool is_address = (word.starts_with("0x00") && word.size() <= 14) || word == "0x";
    if (!is_number && !is_address && !words_of_titles().contains(word)) return false;
  }
  return true;
}

}  // namespace

std::string harmless_message(std::string_view message) {
  if (std::find(kOwnWords.begin(), kOwnWords.end(), message) != kOwnWords.end())
    return std::string(message);
  for (const std::string_view prefix : {"panic: ", "fatal error: "}) {
    if (message == prefix.substr(0, prefix.size() - 2)) return std::string(message);
    if (!message.starts_with(prefix)) continue;
    std::string_view said = message.substr(prefix.size());
    said = said.substr(0, said.find('\n'));
    for (const std::string_view pattern : kSaid) {
      const std::size_t length = match(said, pattern);
      if (length == std::string_view::npos) continue;
      std::string text = std::string(prefix) + std::string(said.substr(0, length));
      while (text.ends_with(' ') || text.ends_with(':')) text.pop_back();
      return text;
    }
    return std::string(prefix.substr(0, prefix.size() - 2));
  }
  return {};
}

std::string harmless_title(std::string_view title) {
  if (is_title(title)) return std::string(title);
  return title.starts_with("goroutine ") || title.starts_with("Goroutine ") ? "goroutine" : "";
}

}  // namespace assay::report
