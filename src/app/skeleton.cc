// The exercise that an author begins with is about the smallest that shows every part:
// two criteria with hidden tests, one of them about a race, one of go vet; a right
// solution, a wrong one, and a starter that compiles and earns nothing.
#include "app/skeleton.h"

#include <algorithm>
#include <array>
#include <utility>

namespace assay::app {
namespace {

constexpr const char* kManifest = R"({
  "schema_version": 1,
  "id": "@id@",
  "title": "A tally that many may add to",
  "summary": "Add up numbers that come from several goroutines at once.",
  "scenario": "the practical situation that it comes from",
  "difficulty": 1,
  "minutes": 20,
  "concepts": ["mutex", "data races"],
  "go": "1.25",
  "package": ".",
  "submission": {"kind": "code", "files": ["*.go"], "max_files": 16, "max_bytes": 131072},
  "policy": {
    "allowed_imports": ["sync", "sync/atomic"],
    "forbidden_calls": [],
    "discouraged_calls": []
  },
  "repeats": {"count": 1, "cpu": [1, 2, 4], "shuffle": true},
  "criteria": [
    {"id": "basics", "title": "Adds up what one goroutine adds", "points": 40, "tests": ["TestAddsUp"],
     "hint": "Total gives the sum of all that was added.", "ask": [1]},
    {"id": "concurrent", "title": "Goroutines may add at the same time", "points": 50,
     "tests": ["TestConcurrentAddsAllCount"], "requires": ["basics"],
     "hint": "Which two goroutines touch the same memory, and what orders them?", "ask": [2, 3]},
    {"id": "vet", "title": "No lock is copied", "points": 10, "vet": ["copylocks"], "requires": ["basics"],
     "hint": "Run go vet.", "ask": [4]}
  ]
}
)";

constexpr const char* kReadme = R"(# A tally that many may add to

Several parts of a program count what they have done, each in its own goroutine, and
one number shall tell it all. Write that number.

## What to write

`tally.go` of the starter has the types and signatures; keep them.

```go
func New() *Tally
func (t *Tally) Add(n int)
func (t *Tally) Total() int
```

- **New** gives a tally whose total is 0.
- **Add** adds `n`, which may be negative.
- **Total** is the sum of all that was added before.
- Any number of goroutines may call `Add` and `Total` at the same time.

You may use `sync` and `sync/atomic`.
)";

constexpr const char* kInterviewer = R"(# A tally that many may add to: for the interviewer

What the exercise looks for: whether somebody knows what needs protection, and what
it costs.

## What a strong answer shows

- Protects the read in `Total`, too, and says why.
- Chooses between a mutex and an atomic for a reason.

## Questions

1. *How did you try it out before you handed it in?* A test that names a property for each
   case: negative numbers, nothing added, many goroutines under `-race`.
2. *Total only reads. Why must it be protected?* A read that no lock orders after a write may
   see an old value, or on some machines half of a new one; a race is undefined, not late.
3. *Two tallies must be read together. What changes?* One lock for both, or one value
   that is replaced as a whole.
4. *What is wrong with copying a Tally?* The copy has a lock of its own, in whatever state it
   was: the two no longer keep each other out. Hence pointer receivers, and `go vet`.

## Red flags

- "An int is read in one instruction, so it needs no lock."
)";

constexpr const char* kGoMod = "module @package@\n\ngo 1.25\n";

constexpr const char* kStarter =
    R"(// Package @package@ adds up numbers that come from several goroutines.
package @package@

// A Tally is a sum that any number of goroutines may add to.
type Tally struct{}

// New gives a tally whose total is 0.
func New() *Tally { return &Tally{} }

// Add adds n, which may be negative.
func (t *Tally) Add(n int) {}

// Total is the sum of all that was added before.
func (t *Tally) Total() int { return 0 }
)";

constexpr const char* kPublicTest = R"(package @package@_test

import (
	"testing"

	"@package@"
)

func TestTotal(t *testing.T) {
	tally := @package@.New()
	tally.Add(2)
	tally.Add(3)
	if got := tally.Total(); got != 5 {
		t.Errorf("2 and 3 make %d", got)
	}
}
)";

constexpr const char* kContract = R"(package @package@_test

import "@package@"

// The API that README.md promises. If this file does not compile, a name or
// a signature differs.
var _ func() *@package@.Tally = @package@.New
var _ func(*@package@.Tally, int) = (*@package@.Tally).Add
var _ func(*@package@.Tally) int = (*@package@.Tally).Total
)";

constexpr const char* kHiddenTest = R"(package @package@_test

import (
	"testing"

	"assay.test/testkit"

	"@package@"
)

func TestAddsUp(t *testing.T) {
	tally := @package@.New()
	for n := range 10 {
		tally.Add(n)
	}
	tally.Add(-5)
	if got := tally.Total(); got != 40 {
		t.Errorf("0 to 9 and -5 make %d, want 40", got)
	}
}

// The steps follow each other in time, and nothing orders them for the race detector: without
// protection this is a race every time.
func TestConcurrentAddsAllCount(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		tally := @package@.New()
		var total int
		testkit.InTurn(
			func() { tally.Add(1) },
			func() { tally.Add(2) },
			func() { total = tally.Total() },
		)
		if total != 3 {
			t.Errorf("1 and 2 of two goroutines make %d", total)
		}
	})
}
)";

constexpr const char* kSolution =
    R"(// Package @package@ adds up numbers that come from several goroutines.
package @package@

import "sync"

// A Tally is a sum that any number of goroutines may add to.
type Tally struct {
	mu    sync.Mutex
	total int
}

// New gives a tally whose total is 0.
func New() *Tally { return &Tally{} }

// Add adds n, which may be negative.
func (t *Tally) Add(n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.total += n
}

// Total is the sum of all that was added before.
func (t *Tally) Total() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.total
}
)";

constexpr const char* kMutant =
    R"(// Package @package@ adds up numbers that come from several goroutines.
package @package@

// A Tally is a sum that any number of goroutines may add to.
type Tally struct {
	total int
}

// New gives a tally whose total is 0.
func New() *Tally { return &Tally{} }

// Add adds n, which may be negative.
func (t *Tally) Add(n int) { t.total += n }

// Total is the sum of all that was added before.
func (t *Tally) Total() int { return t.total }
)";

constexpr const char* kExpectation = R"({
  "schema_version": 1,
  "summary": "Numbers are added and read without any protection.",
  "base": "mutex",
  "loses": [{"criterion": "concurrent", "verdict": "race"}]
}
)";

constexpr std::array<std::pair<const char*, const char*>, 11> kFiles = {{
    {"exercise.json", kManifest},
    {"README.md", kReadme},
    {"interviewer.md", kInterviewer},
    {"starter/go.mod", kGoMod},
    {"starter/tally.go", kStarter},
    {"starter/tally_test.go", kPublicTest},
    {"hidden/contract_test.go", kContract},
    {"hidden/tally_test.go", kHiddenTest},
    {"solutions/mutex/tally.go", kSolution},
    {"mutants/no-lock/tally.go", kMutant},
    {"mutants/no-lock/expect.json", kExpectation},
}};

// "rate-limiter" is the package ratelimiter; Go's names do not begin with a digit.
std::string package_for(const std::string& id) {
  std::string name;
  std::copy_if(id.begin(), id.end(), std::back_inserter(name), [](char c) { return c != '-'; });
  return name.front() >= '0' && name.front() <= '9' ? "x" + name : name;
}

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at))
    text.replace(at, from.size(), to), at += to.size();
}

}  // namespace

FileSet skeleton_of(const std::string& id) {
  FileSet files;
  for (const auto& [name, text] : kFiles) {
    std::string filled = text;
    replace_all(filled, "@package@", package_for(id));
    replace_all(filled, "@id@", id);
    files.emplace(name, std::move(filled));
  }
  return files;
}

}  // namespace assay::app
