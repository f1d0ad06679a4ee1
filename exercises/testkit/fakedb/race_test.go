package fakedb_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"assay.test/testkit"
	"assay.test/testkit/fakedb"
)

// What is expected to race does so in a child: this binary again, with the delay of
// its statements in the environment.
const childVariable = "FAKEDB_CHILD"

func TestMain(m *testing.M) {
	delay, isChild := os.LookupEnv(childVariable)
	if !isChild {
		os.Exit(m.Run())
	}
	// RunTests runs nothing until a Run has read the flags; let that one match no test.
	flag.Set("test.run", "^$")
	m.Run()
	everything := func(string, string) (bool, error) { return true, nil }
	ok := testing.RunTests(everything, []testing.InternalTest{{Name: "TestChild", F: func(t *testing.T) {
		d, err := time.ParseDuration(delay)
		if err != nil {
			t.Fatal(err)
		}
		testkit.Bubble(t, func(t *testing.T) { raceBetweenTransactions(t, d) })
	}}})
	fmt.Printf("ok=%v\n", ok)
}

// Two transactions that overlap, and a sum that nobody protects. Each adds to it after
// a statement, when the other one is between two of its own: the only thing that could
// order them is the driver.
func raceBetweenTransactions(t *testing.T, delay time.Duration) {
	var server fakedb.Server
	server.On(fakedb.Exec, "").Delay(delay)
	db := server.Open(t)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	sum := 0
	var group sync.WaitGroup
	for i := range 2 {
		group.Go(func() {
			tx := begin(t, ctx, db)
			defer tx.Commit()
			testkit.SleepUntil(time.Duration(1+i) * time.Second)
			tx.ExecContext(ctx, fmt.Sprintf("INSERT %d", i), fmt.Sprint("value ", i), []byte{byte(i)})
			sum += i
			tx.ExecContext(ctx, "INSERT")
			testkit.SleepUntil(10 * time.Second)
		})
	}
	time.Sleep(5 * time.Second)
	if n := server.Counts().Inside; n != 4 {
		t.Errorf("%d statements", n)
	}
	_ = fmt.Sprint(server.Events()) // reads all of it while nothing orders us
	group.Wait()
}

func TestItHidesNoRace(t *testing.T) {
	switch {
	case fakedb.RaceEnabled:
	case os.Getenv("ASSAY_NO_SKIP") == "1":
		t.Fatal("this test needs go test -race")
	default:
		t.Skip("only a binary built with -race can see a race")
	}
	for _, delay := range []string{"0s", "5ms"} {
		for _, processors := range []string{"1", "2", "4"} {
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), childVariable+"="+delay, "GOMAXPROCS="+processors, "GORACE=atexit_sleep_ms=0")
			output, err := child.CombinedOutput()
			if err != nil && child.ProcessState == nil {
				t.Fatalf("the child did not run: %v", err)
			}
			// The two goroutines race with each other, and nothing else does.
			races := strings.Count(string(output), "WARNING: DATA RACE")
			ours := strings.Count(string(output), "raceBetweenTransactions.func1()\n")
			if races == 0 || ours != 2*races || !strings.Contains(string(output), "ok=false") {
				t.Errorf("delay %s, GOMAXPROCS %s: %d races, %d accesses to the sum:\n%s", delay, processors, races, ours, output)
			}
		}
	}
}
