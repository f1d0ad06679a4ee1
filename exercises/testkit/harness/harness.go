// Package harness runs hidden tests one by one and says, with proof, what became
// of each.
//
// assay generates the TestMain that calls Main, links a key into the binary and
// names the tests to run in the environment. Main writes one authenticated line
// to descriptor 3 before and after each test. Whoever reads the lines (assay's
// src/gotool/records) gives a point only for a line that says "passed", whose
// code verifies and which stands where it must; so silence, exit codes and forged
// output are worth nothing.
//
// # What a test runs under
//
// Each test is handed to testing.RunTests on its own, so cleanups, subtests,
// contexts, synctest bubbles, t.Parallel, skips and panics mean what they always
// mean. A top-level t.Parallel pauses the test and lets it run on alone: top-level
// tests never overlap. "passed" says that the test function returned, that it and
// its subtests neither failed nor were skipped as a whole, that the race detector
// reported nothing between the start of this test and the start of the next, and
// that no goroutine of the candidate's was left behind (see below).
//
// The candidate's package has been initialised before Main runs, and may have
// done anything that Go allows: replaced os.Stdout, os.Args, flag.CommandLine,
// environment variables, GOMAXPROCS. Main therefore parses no arguments, puts
// testing's flags, os.Args, os.Stdout, os.Stderr and GOMAXPROCS back before every
// test, and writes to the descriptors themselves. It cannot keep candidate code in
// the same process from ending it or from changing what it reads; it can make sure
// that nothing of the kind looks like a pass. What the plan in the environment says
// is checked by the reader of the records, who made the plan.
//
// # Goroutines left behind
//
// Other race binaries sleep for a second at exit so that goroutines that are still
// about get to show their races. This one is run with GORACE=atexit_sleep_ms=0 and
// looks instead: after each test it yields until the goroutines that came with the
// test are gone. Where some stay, it waits for them, as long as they are busy for
// at most a second, and until they have been parked in one place for 200 ms. A test
// that leaves none, the rule, pays for a look of some 20 µs.
//
// A test that passed but for this fails as a leak, if one of those goroutines is the
// candidate's (started by its code, or by the standard library to run its code),
// outside any bubble (bubbles see to their own), and parked all the time at a
// channel, a select, a lock, a WaitGroup or a Cond. Goroutines that sleep, wait
// for I/O or are running may still end on their own, those that the test started
// are the test's business, and those that only hold standard library code (idle
// HTTP connections) nobody's: none of them is called a leak.
//
// A test whose subject is leaks, one that calls testkit.Bubble, is stricter with the
// candidate's goroutines outside its bubble: those that are older than the test, since
// an init started them, count too, and so do those that sleep or wait for I/O. Otherwise
// whoever moves the work to goroutines of an init, or has these start others, would
// leave nothing behind that anybody counts. To every other test an init's goroutines
// are nobody's leak.
//
// Whatever the verdict, when goroutines of the module are left the process is not used for another test.
//
// # The watchdog
//
// A goroutine outside any bubble, on the real clock, ends a process whose test takes
// longer than its limit (wall_time, or deadlock if nothing can run any more). A
// bubble whose members wait for a lock never advances its clock; as soon as every
// goroutine of the process is seen parked three times in a row, with a bubble among
// them and nobody outside who could wake one up, that is a deadlock and is reported
// at once. Readings are consistent, since runtime.Stack stops the world; on a busy
// machine a goroutine that waits for its turn shows as runnable, not as parked.
// Time during which the whole process did not get to run is not counted.
//
// # What it costs
//
// Go 1.26, two cores, an empty test built with -race: 5.50 MB, linked in 0.41 to
// 0.49 s, run in 13.4 ms. With crypto/sha256 5.50 MB, with crypto/hmac 5.53 MB, with
// encoding/json 5.84 MB; linking takes 0.40 to 0.47 s with each of them, starting
// 13 to 14 ms (15.5 with JSON). testing brings fmt, flag, reflect and SHA-256 in any
// case, so an implementation of our own would save 33 kB and no time: the harness
// uses crypto/hmac, and writes its lines with strconv.
package harness

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Test is a top-level test function and its name.
type Test struct {
	Name string
	Func func(*testing.T)
}

// How the process ends. What the supervisor believes is in the records; these are
// for whoever reads a log.
const (
	exitDone    = 0 // all that could be run in this process was run
	exitHang    = 2 // the watchdog's
	exitRefused = 3 // no key, no sensible plan, nobody to report to, testing tampered with
)

// defaultLimit is what one test may take where ASSAY_TEST_MS does not say.
const defaultLimit = 10 * time.Second

// plan is what the supervisor wants to be run in this process.
type plan struct {
	nonce string
	tests []Test // in this order; a test may be there more than once
	procs int    // GOMAXPROCS
	limit time.Duration
}

// Main runs the planned tests and ends the process. It never returns.
//
// ASSAY_PLAN holds "<nonce>:<test>,<test>,…", ASSAY_TEST_MS what one test may take in
// milliseconds, GOMAXPROCS the number of processors.
func Main(m *testing.M, tests []Test) {
	p, why := planFrom(os.Getenv, tests)
	if why != "" {
		refuse(why)
	}
	for _, name := range []string{"ASSAY_PLAN", "ASSAY_TEST_MS"} {
		os.Unsetenv(name)
	}
	ch, why := newChannel(recordDescriptor, key, p.nonce)
	if why != "" {
		refuse(why)
	}
	r := &runner{plan: p, channel: ch, process: capture(m, p.procs)}
	go r.watch()
	r.run()
}

// planFrom reads the plan through getenv; the second value says what is wrong with it.
func planFrom(getenv func(string) string, known []Test) (plan, string) {
	p := plan{procs: runtime.GOMAXPROCS(0), limit: defaultLimit}
	nonce, names, found := strings.Cut(getenv("ASSAY_PLAN"), ":")
	if !found || !isHex(nonce) {
		return p, "ASSAY_PLAN is missing or does not begin with a nonce: only assay runs this binary"
	}
	p.nonce = nonce
	byName := make(map[string]Test, len(known))
	for _, test := range known {
		byName[test.Name] = test
	}
	for name := range strings.SplitSeq(names, ",") {
		test, ok := byName[name]
		if !ok {
			return p, "ASSAY_PLAN names " + strconv.QuoteToASCII(name) + ", which this binary does not hold"
		}
		p.tests = append(p.tests, test)
	}
	if n, err := strconv.Atoi(getenv("GOMAXPROCS")); err == nil && n > 0 {
		p.procs = n
	}
	if ms, err := strconv.Atoi(getenv("ASSAY_TEST_MS")); err == nil && ms > 0 {
		p.limit = time.Duration(ms) * time.Millisecond
	}
	return p, ""
}

// isHex tells whether s is a non-empty string of lower-case hexadecimal digits. A
// nonce with a space in it would let the environment choose what is signed.
func isHex(s string) bool {
	return s != "" && strings.Trim(s, "0123456789abcdef") == ""
}

// refuse ends the process before, or instead of, the next test.
func refuse(why string) {
	writeAll(2, []byte("harness: "+why+"\n"))
	exit(exitRefused)
}

// exit ends the process at once. os.Exit would let the race runtime sleep and
// replace the exit code by its own.
func exit(code int) {
	syscall.Exit(code)
	panic("unreachable")
}
