package harness

import (
	"strings"
	"testing"
)

// The same vector is in tests/unit/gotool_records_test.cc: both sides of the protocol
// compute the same code.
func TestARecordLooksLikeThis(t *testing.T) {
	c, why := newChannel(-1, testKey, testNonce)
	if why != "" {
		t.Fatal(why)
	}
	const want = "assay1 11b6ee94fb4f4b06efb8385040d887492d0c613c2cc1484522f4e6a146d11bc8 begin seq=1 index=0 test=\"TestA\"\n"
	if line := c.line(`begin seq=1 index=0 test="TestA"`); line != want {
		t.Errorf("%q", line)
	}
}

func TestKeysThatAreNone(t *testing.T) {
	for _, key := range []string{"", "00", strings.Repeat("0", 63), strings.Repeat("g", 64), strings.Repeat("0", 66)} {
		if _, why := newChannel(-1, key, testNonce); why == "" {
			t.Errorf("%q is taken for a key", key)
		}
	}
}

func TestThePlan(t *testing.T) {
	known := []Test{{Name: "TestA"}, {Name: "TestB"}}
	env := map[string]string{"ASSAY_PLAN": "0a:TestB,TestA,TestB", "GOMAXPROCS": "3", "ASSAY_TEST_MS": "1500"}
	p, why := planFrom(func(name string) string { return env[name] }, known)
	if why != "" || len(p.tests) != 3 || p.tests[0].Name != "TestB" || p.procs != 3 || p.limit.Milliseconds() != 1500 {
		t.Errorf("%+v, %q", p, why)
	}
	for _, bad := range []string{"", "TestA", ":TestA", "0A:TestA", "0 a:TestA", "0a:", "0a:TestA,", "0a:TestC", "0a:TestA TestB"} {
		env["ASSAY_PLAN"] = bad
		if _, why := planFrom(func(name string) string { return env[name] }, known); why == "" {
			t.Errorf("%q is taken for a plan", bad)
		}
	}
}

const twoStacks = `goroutine 1 [running]:
main.main()
	main.go:1

goroutine 7 [chan receive (durable), 2 minutes, synctest bubble 12]:
subject.Work(...)
	subject/work.go:3 +0x1
created by sync.(*WaitGroup).Go in goroutine 5
	sync/waitgroup.go:238 +0x1

goroutine 8 gp=0x1 m=3 mp=0x2 [sync.Mutex.Lock, locked to thread]:
subject_test.TestX.func1()
	subject/x_test.go:3 +0x1
created by subject_test.TestX in goroutine 5
	subject/x_test.go:3 +0x1`

func TestStacksAreRead(t *testing.T) {
	s := parse(twoStacks, true)
	if len(s.all) != 2 {
		t.Fatalf("%d goroutines", len(s.all))
	}
	if g := s.all[7]; g.state != "chan receive" || !g.bubble || !g.parked() {
		t.Errorf("%+v", g)
	}
	if g := s.all[8]; g.state != "sync.Mutex.Lock" || g.bubble {
		t.Errorf("%+v", g)
	}
	m := module{root: "subject", test: "subject_test."}
	if m.origin(s.all[7]) != candidate || m.origin(s.all[8]) != tests {
		t.Errorf("whose goroutines they are: %v and %v", m.origin(s.all[7]), m.origin(s.all[8]))
	}
	if whose := (module{root: "sub"}).origin(s.all[7]); whose != foreign {
		t.Errorf("a prefix of a name passes for the module")
	}
}

func TestStacksThatAreNone(t *testing.T) {
	for _, text := range []string{"", "goroutine", "goroutine x [y]:", "goroutine 7", "goroutine 7 running", "\n\n\n\n[]"} {
		if _, ok := parseOne(text); ok {
			t.Errorf("%q is taken for a stack", text)
		}
	}
}

func TestModulesOfTests(t *testing.T) {
	if m := moduleOf(TestModulesOfTests); m.root != "assay.test" || m.test != "" {
		t.Errorf("%+v", m)
	}
}
