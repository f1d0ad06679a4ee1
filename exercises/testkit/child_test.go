package testkit_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"assay.test/testkit"
	"assay.test/testkit/internal/mark"
)

// What the kit must report makes a test fail, and a race taints the process. So
// these cases run in a child: this binary again, with the case's name in the
// environment. The child runs it as a test and prints the mark that it found.
var cases = map[string]func(t *testing.T){}

const caseVariable = "TESTKIT_CASE"

func TestMain(m *testing.M) {
	name, isChild := os.LookupEnv(caseVariable)
	if !isChild {
		os.Exit(m.Run())
	}
	// RunTests runs nothing until a Run has read the flags; let that one match no test.
	flag.Set("test.run", "^$")
	m.Run()
	everything := func(string, string) (bool, error) { return true, nil }
	ok := testing.RunTests(everything, []testing.InternalTest{{Name: "TestCase", F: cases[name]}})
	fmt.Printf("\nok=%v kind=%q\n", ok, mark.Take("TestCase"))
	// Whatever the case left behind must not disturb the next test.
	after := testing.RunTests(everything, []testing.InternalTest{{Name: "TestAfter", F: soundBubble}})
	fmt.Printf("after=%v\n", after)
}

// verdictOf runs a case in a child and gives all that it printed.
func verdictOf(t *testing.T, name string) string {
	t.Helper()
	if cases[name] == nil {
		t.Fatalf("there is no case %q", name)
	}
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), caseVariable+"="+name, "GORACE=atexit_sleep_ms=0")
	output, err := child.CombinedOutput()
	if err != nil && child.ProcessState == nil {
		t.Fatalf("the child did not run: %v", err)
	}
	return string(output)
}

func expect(t *testing.T, output string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(output, word) {
			t.Errorf("no %q in what the child printed:\n%s", word, output)
		}
	}
}

func refuse(t *testing.T, output string, word string) {
	t.Helper()
	if strings.Contains(output, word) {
		t.Errorf("there is %q in what the child printed:\n%s", word, output)
	}
}

func needRace(t *testing.T) {
	t.Helper()
	switch {
	case testkit.RaceEnabled:
	case os.Getenv("ASSAY_NO_SKIP") == "1":
		t.Fatal("this test needs go test -race")
	default:
		t.Skip("only a binary built with -race can see a race")
	}
}
