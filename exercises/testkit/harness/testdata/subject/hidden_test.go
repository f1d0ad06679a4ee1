package subject_test

import (
	"os"
	"testing"
	"testing/synctest"
	"time"

	"assay.test/testkit"
	"subject"
)

func TestPasses(t *testing.T) {}

func TestFails(t *testing.T) { t.Error("no") }

func TestFatal(t *testing.T) { t.Fatal("no") }

func TestSkips(t *testing.T) { t.Skip("no") }

func TestPanics(t *testing.T) { panic("boom") }

func TestExits(t *testing.T) { subject.Exit() }

func TestExitsQuietly(t *testing.T) { subject.ExitQuietly() }

func TestGoexits(t *testing.T) { subject.Goexit() }

func TestGoexitElsewhere(t *testing.T) {
	done := make(chan bool)
	go func() { defer close(done); subject.Goexit() }()
	<-done
}

func TestRaces(t *testing.T) { subject.Race() }

func TestRacesLate(t *testing.T) { subject.LateRace() }

func TestRacesInSubtest(t *testing.T) {
	t.Run("sub", func(t *testing.T) { subject.Race() })
}

func TestSubtests(t *testing.T) {
	ran := 0
	t.Run("one", func(t *testing.T) { ran++ })
	t.Run("two", func(t *testing.T) { ran++ })
	t.Run("skipped", func(t *testing.T) { t.Skip() })
	if ran != 2 {
		t.Errorf("%d subtests ran", ran)
	}
}

func TestSubtestFails(t *testing.T) {
	t.Run("sub", func(t *testing.T) { t.Fatal("no") })
}

func TestParallel(t *testing.T) {
	t.Parallel()
	for range 3 {
		t.Run("sub", func(t *testing.T) { t.Parallel() })
	}
}

func TestCleanupFails(t *testing.T) {
	t.Cleanup(func() { t.Error("no") })
}

func TestContextEnds(t *testing.T) {
	ctx := t.Context()
	t.Cleanup(func() {
		if ctx.Err() == nil {
			t.Error("the context is still good")
		}
	})
}

func TestBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		time.Sleep(time.Hour)
		if time.Since(start) != time.Hour {
			t.Error("the clock is real")
		}
	})
}

func TestBubbleFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { t.Fatal("no") })
}

func TestBubbleLeaks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { subject.Leak() })
}

func TestBubbleLocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { subject.LockTwice() })
}

func TestStrict(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) { time.Sleep(time.Hour) })
}

func TestLenient(t *testing.T) {
	testkit.LenientBubble(t, func(t *testing.T) { time.Sleep(time.Hour) })
}

func TestStrictEscape(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) { subject.Escape() })
}

func TestLocks(t *testing.T) { subject.LockTwice() }

func TestSpins(t *testing.T) { subject.Spin() }

func TestSleeps(t *testing.T) { time.Sleep(time.Hour) }

func TestLeaks(t *testing.T) { subject.Leak() }

func TestLeaksByGroup(t *testing.T) { subject.LeakByGroup() }

func TestLingers(t *testing.T) { subject.Linger() }

func TestTicks(t *testing.T) { subject.Ticking() }

func TestLeavesItsOwn(t *testing.T) { go subject.Call(func() { select {} }) }

func TestProcessors(t *testing.T) { subject.Processors(7) }

func TestSetsFlags(t *testing.T) { subject.SetFlags() }

func TestJunk(t *testing.T) { subject.Junk() }

func TestClosesRecords(t *testing.T) { subject.CloseRecords() }

func TestUnblocks(t *testing.T) { subject.Unblock() }

func TestMapRace(t *testing.T) { subject.MapRace() }

func TestPrints(t *testing.T) {
	os.Stdout.WriteString("to stdout\n")
	os.Stderr.WriteString("to stderr\n")
	if len(os.Args) != 1 || os.Getenv("ASSAY_PLAN") != "" {
		t.Error("the harness shows its plan")
	}
}
