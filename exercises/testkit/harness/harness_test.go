package harness

// These tests build a submission that misbehaves (testdata/subject), run it as
// assay would, and read back what the harness wrote.

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	testKey   = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
	testNonce = "0123456789abcdef0123456789abcdef"
)

var subject = struct {
	sync.Mutex
	dir   string
	built map[string]string
}{built: map[string]string{}}

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "harness")
	if err != nil {
		panic(err)
	}
	subject.dir = dir
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// binary builds the subject once for each set of flags.
func binary(t *testing.T, flags ...string) string {
	t.Helper()
	subject.Lock()
	defer subject.Unlock()
	id := strings.Join(flags, " ")
	if subject.built[id] == "" {
		out := filepath.Join(subject.dir, fmt.Sprintf("subject%d.test", len(subject.built)))
		args := append([]string{"test", "-c", "-trimpath", "-o", out}, flags...)
		cmd := exec.Command("go", args...)
		cmd.Dir = filepath.Join("testdata", "subject")
		cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off", "GOPROXY=off", "GOTOOLCHAIN=local")
		if text, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, text)
		}
		subject.built[id] = out
	}
	return subject.built[id]
}

func withKey(key string) string { return "-ldflags=-X assay.test/testkit/harness.key=" + key }

// outcome is what one process left.
type outcome struct {
	records        []string // payloads without "seq=n ", verified
	junk           string   // the first line that is none, and what follows
	stdout, stderr string
	code           int
}

// grade runs the tests in one process with the race detector.
func grade(t *testing.T, tests string, env ...string) outcome {
	t.Helper()
	return start(t, binary(t, "-race", withKey(testKey)), append([]string{
		"ASSAY_PLAN=" + testNonce + ":" + tests, "ASSAY_TEST_MS=20000", "GOMAXPROCS=2",
		"GORACE=atexit_sleep_ms=0"}, env...)...)
}

func start(t *testing.T, path string, env ...string) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	var stdout, stderr, records bytes.Buffer
	cmd := exec.CommandContext(ctx, path)
	cmd.Env, cmd.ExtraFiles = env, []*os.File{write}
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	write.Close()
	records.ReadFrom(read)
	err = cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) || ctx.Err() != nil {
		t.Fatalf("%v (%v)\n%s", err, ctx.Err(), stderr.String())
	}
	o := outcome{stdout: stdout.String(), stderr: stderr.String(), code: cmd.ProcessState.ExitCode()}
	o.verify(records.String())
	return o
}

// verify takes records as long as they are in order and have the right code.
func (o *outcome) verify(text string) {
	key, _ := hex.DecodeString(testKey)
	for text != "" {
		line, rest, _ := strings.Cut(text, "\n")
		parts := strings.SplitN(line, " ", 3)
		if len(parts) == 3 && parts[0] == "assay1" {
			mac := hmac.New(sha256.New, key)
			mac.Write([]byte(testNonce + " " + parts[2]))
			word, fields, _ := strings.Cut(parts[2], fmt.Sprintf(" seq=%d ", len(o.records)))
			if hex.EncodeToString(mac.Sum(nil)) == parts[1] && fields != "" {
				o.records = append(o.records, word+" "+fields)
				text = rest
				continue
			}
		}
		o.junk = text
		return
	}
}

// expect compares the records with patterns: each must hold all words of its pattern.
func (o outcome) expect(t *testing.T, code int, patterns ...string) {
	t.Helper()
	bad := len(o.records) != len(patterns) || o.code != code || o.junk != ""
	for i := 0; !bad && i < len(patterns); i++ {
		for word := range strings.FieldsSeq(patterns[i]) {
			bad = bad || !strings.Contains(" "+o.records[i]+" ", " "+word+" ")
		}
	}
	if bad {
		t.Errorf("exit code %d, want %d; records, junk and stderr:\n%s\n%q\n%s\nwant:\n%s", o.code, code,
			strings.Join(o.records, "\n"), o.junk, o.stderr, strings.Join(patterns, "\n"))
	}
}

func TestEveryTestIsReported(t *testing.T) {
	o := grade(t, "TestPasses,TestFails,TestPasses")
	o.expect(t, 0,
		`start tests=3 gomaxprocs=2`,
		`begin index=0 test="TestPasses"`,
		`end index=0 test="TestPasses" outcome=passed kind="" races=0 gomaxprocs=2`,
		`begin index=1 test="TestFails"`,
		`end index=1 test="TestFails" outcome=failed kind="" races=0`,
		`begin index=2 test="TestPasses"`,
		`end index=2 outcome=passed`,
		`done tests=3`)
	if strings.Contains(o.stdout, "PASS") || strings.Contains(o.stdout, "no tests to run") {
		t.Errorf("stdout has words of testing that are about no test:\n%s", o.stdout)
	}
}

// The outcome of tests that neither end the process nor taint it.
func TestOutcomes(t *testing.T) {
	cases := []struct{ test, want string }{
		{"TestPasses", "outcome=passed"},
		{"TestSubtests", "outcome=passed"},
		{"TestParallel", "outcome=passed"},
		{"TestContextEnds", "outcome=passed"},
		{"TestBubble", "outcome=passed"},
		{"TestGoexitElsewhere", "outcome=passed"},
		{"TestPrints", "outcome=passed"},
		{"TestLingers", "outcome=passed"},
		{"TestUnblocks", "outcome=passed"},
		{"TestFails", "outcome=failed"},
		{"TestFatal", "outcome=failed"},
		{"TestSubtestFails", "outcome=failed"},
		{"TestCleanupFails", "outcome=failed"},
		{"TestBubbleFails", "outcome=failed"},
		{"TestSkips", "outcome=skipped"},
		{"TestProcessors", "outcome=passed gomaxprocs=7"}, // the reader knows what it asked for
		{"TestSetsFlags", "outcome=passed"},
		{"TestSubtests", "outcome=passed gomaxprocs=2"},
		{"TestPrints", "outcome=passed"},
	}
	names, want := []string{}, []string{"start"}
	for i, c := range cases {
		names = append(names, c.test)
		want = append(want, "begin", fmt.Sprintf(`end index=%d test="%s" kind="" races=0 %s`, i, c.test, c.want))
	}
	o := grade(t, strings.Join(names, ","))
	o.expect(t, 0, append(want, fmt.Sprintf("done tests=%d", len(cases)))...)
}

// What ends the process leaves a begin without an end.
func TestSuddenEnds(t *testing.T) {
	cases := []struct {
		test   string
		code   int
		stderr string
	}{
		{"TestExits", 0, ""},
		{"TestExitsQuietly", 0, ""},
		{"TestPanics", 2, "panic: boom"},
		{"TestGoexits", 2, "runtime.Goexit"},
		{"TestBubbleLeaks", 2, "main bubble goroutine has exited"},
		{"TestMapRace", 2, "fatal error: concurrent map writes"},
	}
	for _, c := range cases {
		t.Run(c.test, func(t *testing.T) {
			o := grade(t, "TestPasses,"+c.test+",TestPasses")
			o.expect(t, c.code, "start", "begin", "end", `begin index=1 test="`+c.test+`"`)
			if !strings.Contains(o.stderr, c.stderr) {
				t.Errorf("stderr does not say %q:\n%s", c.stderr, o.stderr)
			}
		})
	}
}

func TestARaceEndsTheProcess(t *testing.T) {
	for _, test := range []string{"TestRaces", "TestRacesInSubtest", "TestRacesLate"} {
		o := grade(t, "TestPasses,"+test+",TestPasses")
		o.expect(t, 0, "start", "begin", "end", "begin",
			`end index=1 test="`+test+`" outcome=failed kind="" races=1`, `stop next=2 reason="race"`)
		if !strings.Contains(o.stderr, "WARNING: DATA RACE") {
			t.Errorf("%s: no report of the race:\n%s", test, o.stderr)
		}
		o = grade(t, test)
		o.expect(t, 0, "start", "begin", `end index=0 outcome=failed races=1`, `done tests=1`)
	}
}

func TestARaceOfAnInitIsTheFirstTests(t *testing.T) {
	o := grade(t, "TestPasses,TestPasses", "SUBJECT_INIT=race")
	o.expect(t, 0, "start", "begin", "end index=0 outcome=failed races=1", `stop next=1 reason="race"`)
}

func TestLeaks(t *testing.T) {
	for _, test := range []string{"TestLeaks", "TestLeaksByGroup"} {
		o := grade(t, test+",TestPasses")
		o.expect(t, 0, "start", "begin", `end outcome=failed kind="leak" races=0`, `stop next=1 reason="leak"`)
		if !strings.Contains(o.stderr, "subject/subject.go:") {
			t.Errorf("%s: no stack of what leaked:\n%s", test, o.stderr)
		}
	}
}

func TestWhatIsNoLeakOnlyAsksForAFreshProcess(t *testing.T) {
	for _, test := range []string{"TestTicks", "TestLeavesItsOwn"} {
		o := grade(t, test+",TestPasses")
		o.expect(t, 0, "start", "begin", `end outcome=passed kind=""`, `stop next=1 reason="goroutines"`)
	}
}

func TestGoroutinesOfAnInitAreNobodysLeak(t *testing.T) {
	o := grade(t, "TestPasses,TestPasses", "SUBJECT_INIT=background")
	o.expect(t, 0, "start", "begin", "end outcome=passed", "begin", "end outcome=passed", "done")
	o = grade(t, "TestLenient,TestPasses", "SUBJECT_INIT=background")
	o.expect(t, 0, "start", "begin", "end outcome=passed", "begin", "end outcome=passed", "done")
}

func TestGoroutinesOfAnInitAreALeakWhereLeaksAreTheSubject(t *testing.T) {
	o := grade(t, "TestPasses,TestStrict,TestPasses", "SUBJECT_INIT=background")
	o.expect(t, 0, "start", "begin", "end outcome=passed", "begin", `end outcome=failed kind="leak" races=0`,
		`stop next=2 reason="leak"`)
	if !strings.Contains(o.stderr, "subject/subject.go:") {
		t.Errorf("no stack of what leaked:\n%s", o.stderr)
	}
	grade(t, "TestStrict,TestPasses").expect(t, 0,
		"start", "begin", "end outcome=passed", "begin", "end outcome=passed", "done")
	grade(t, "TestStrict", "SUBJECT_INIT=passing").expect(t, 0, "start", "begin", "end outcome=passed", "done")
}

func TestWhoeverEscapesTheBubbleThroughAnInitIsALeak(t *testing.T) {
	o := grade(t, "TestStrictEscape,TestPasses", "SUBJECT_INIT=errands")
	o.expect(t, 0, "start", "begin", `end outcome=failed kind="leak" races=0`, `stop next=1 reason="leak"`)
	if !strings.Contains(o.stderr, "[sleep") {
		t.Errorf("the goroutine that sleeps is not shown:\n%s", o.stderr)
	}
}

func TestALockInABubbleIsADeadlockAtOnce(t *testing.T) {
	o := grade(t, "TestPasses,TestBubbleLocks,TestPasses", "ASSAY_TEST_MS=3600000")
	o.expect(t, 2, "start", "begin", "end", "begin", `hang index=1 test="TestBubbleLocks" kind="deadlock"`)
	if !strings.Contains(o.stderr, "sync.Mutex.Lock, synctest bubble") {
		t.Errorf("no stacks:\n%s", o.stderr)
	}
}

func TestTheLimitOfATest(t *testing.T) {
	for test, kind := range map[string]string{
		"TestLocks": "deadlock", "TestSpins": "wall_time", "TestSleeps": "wall_time",
	} {
		for _, procs := range []string{"1", "2"} {
			o := grade(t, test+",TestPasses", "ASSAY_TEST_MS=150", "GOMAXPROCS="+procs)
			o.expect(t, 2, "start", "begin", `hang index=0 test="`+test+`" kind="`+kind+`"`)
		}
	}
}

func TestInitsThatComeFirst(t *testing.T) {
	for _, mischief := range []string{"replace", "parsed"} {
		o := grade(t, "TestSubtests,TestPrints", "SUBJECT_INIT="+mischief)
		o.expect(t, 0, "start tests=2 gomaxprocs=2", "begin", "end outcome=passed gomaxprocs=2", "begin",
			"end outcome=passed gomaxprocs=2", "done")
		if !strings.Contains(o.stdout, "to stdout\n") || !strings.Contains(o.stderr, "to stderr\n") {
			t.Errorf("%s: the output of a test is lost", mischief)
		}
	}
	grade(t, "TestPasses", "SUBJECT_INIT=exit").expect(t, 0)
	if o := grade(t, "TestPasses", "SUBJECT_INIT=forge"); len(o.records) != 0 || o.junk == "" {
		t.Errorf("a forged record is among %q", o.records)
	}
	if o := grade(t, "TestPasses", "SUBJECT_INIT=plan"); len(o.records) != 0 || o.code != exitRefused {
		t.Errorf("the environment chose what is signed: %q", o.records)
	}
}

func TestTheRecordDescriptor(t *testing.T) {
	o := grade(t, "TestPasses,TestJunk,TestPasses")
	if len(o.records) != 4 || !strings.HasPrefix(o.junk, "junk\n") {
		t.Errorf("records %q, then %q", o.records, o.junk)
	}
	grade(t, "TestPasses,TestClosesRecords,TestPasses").expect(t, exitRefused,
		"start", "begin", "end", "begin index=1")
}

func TestTheOutputIsDivided(t *testing.T) {
	o := grade(t, "TestPrints,TestPasses,TestPrints")
	key, _ := hex.DecodeString(testKey)
	for _, stream := range []string{o.stdout, o.stderr} {
		rest := stream
		for i := range 3 {
			mac := hmac.New(sha256.New, key)
			fmt.Fprintf(mac, "%s out %d", testNonce, i)
			mark := fmt.Sprintf("\n\x01assay %x %d\n", mac.Sum(nil)[:16], i)
			_, after, found := strings.Cut(rest, mark)
			if !found {
				t.Fatalf("no mark of test %d in %q", i, stream)
			}
			rest = after
		}
		if strings.Count(stream, "to std") != 2 || !strings.Contains(rest, "to std") {
			t.Errorf("the output is not where it belongs: %q", stream)
		}
	}
}

func TestWithoutTheRaceDetector(t *testing.T) {
	o := start(t, binary(t, withKey(testKey)), "ASSAY_PLAN="+testNonce+":TestPasses,TestRaces,TestPasses")
	o.expect(t, 0, "start", "begin", "end outcome=passed", "begin", "end outcome=passed races=0",
		"begin", "end outcome=passed", "done")
}

func TestOnlyAssayRunsIt(t *testing.T) {
	plan := "ASSAY_PLAN=" + testNonce + ":TestPasses"
	good := binary(t, withKey(testKey))
	for what, o := range map[string]outcome{
		"key":   start(t, binary(t), plan),
		"plan":  start(t, good),
		"nonce": start(t, good, "ASSAY_PLAN=TestPasses"),
		"test":  start(t, good, plan+",TestUnknown"),
	} {
		if len(o.records) != 0 || o.code != exitRefused || !strings.HasPrefix(o.stderr, "harness: ") {
			t.Errorf("without a %s: exit code %d, records %q, stderr %q", what, o.code, o.records, o.stderr)
		}
	}
}
