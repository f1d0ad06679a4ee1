package testkit_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"assay.test/testkit"
)

func init() {
	cases["leak on a channel"] = func(t *testing.T) {
		testkit.Bubble(t, func(t *testing.T) {
			go func() { <-make(chan int) }()
		})
	}
	cases["leak of a ticker"] = func(t *testing.T) {
		testkit.Bubble(t, func(t *testing.T) {
			go func() {
				for range time.Tick(time.Second) {
				}
			}()
		})
	}
	cases["leak of a sleeper"] = func(t *testing.T) {
		testkit.Bubble(t, func(t *testing.T) { go time.Sleep(time.Second) })
	}
	cases["deadlock"] = func(t *testing.T) {
		testkit.Bubble(t, func(t *testing.T) {
			work := make(chan int)
			var group sync.WaitGroup
			group.Go(func() { <-work })
			group.Wait()
		})
	}
	cases["AB-BA"] = func(t *testing.T) {
		testkit.Bubble(t, func(t *testing.T) {
			a, b := testkit.NewSleepingLocker(time.Second), testkit.NewSleepingLocker(time.Second)
			var group sync.WaitGroup
			group.Go(func() { a.Lock(); b.Lock(); b.Unlock(); a.Unlock() })
			group.Go(func() { b.Lock(); a.Lock(); a.Unlock(); b.Unlock() })
			group.Wait()
		})
	}
	cases["lenient with a leak"] = func(t *testing.T) {
		testkit.LenientBubble(t, func(t *testing.T) { go time.Sleep(time.Second) })
	}
	cases["lenient with a leak and a failure"] = func(t *testing.T) {
		testkit.LenientBubble(t, func(t *testing.T) {
			go time.Sleep(time.Second)
			t.Error("assertion")
		})
	}
	cases["lenient with a deadlock"] = func(t *testing.T) {
		testkit.LenientBubble(t, func(t *testing.T) { <-make(chan int) })
	}
	cases["failure that leaves goroutines"] = func(t *testing.T) {
		testkit.Bubble(t, func(t *testing.T) {
			go func() { <-make(chan int) }()
			t.Fatal("assertion")
		})
	}
	cases["failure"] = func(t *testing.T) {
		testkit.Bubble(t, func(t *testing.T) { t.Error("assertion") })
		t.Error("not reached")
	}
	cases["panic"] = func(t *testing.T) {
		testkit.Bubble(t, func(t *testing.T) { panic("mine") })
	}
	cases["panic of a goroutine"] = func(t *testing.T) {
		testkit.Bubble(t, func(t *testing.T) {
			go func() { panic("mine") }()
			synctest.Wait()
		})
	}
	cases["nested"] = func(t *testing.T) {
		testkit.Bubble(t, func(t *testing.T) {
			testkit.Bubble(t, func(t *testing.T) {})
		})
	}
}

func soundBubble(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		var group sync.WaitGroup
		group.Go(func() { time.Sleep(time.Hour) })
		group.Wait()
		if testkit.Elapsed() != time.Hour {
			t.Errorf("the bubble's clock shows %v", testkit.Elapsed())
		}
	})
}

func TestASoundBubblePasses(t *testing.T) {
	soundBubble(t)
	soundBubble(t)
}

func TestLeaksAreMarkedAndNamed(t *testing.T) {
	for _, name := range []string{"leak on a channel", "leak of a ticker", "leak of a sleeper"} {
		expect(t, verdictOf(t, name), "ok=false", `kind="leak"`, "LEAK", "bubble_test.go", "after=true")
	}
}

func TestDeadlocksAreMarkedAndNamed(t *testing.T) {
	for _, name := range []string{"deadlock", "AB-BA"} {
		expect(t, verdictOf(t, name), "ok=false", `kind="deadlock"`, "DEADLOCK", "bubble_test.go", "after=true")
	}
}

func TestWhatAFailureLeavesBehindIsNoLeak(t *testing.T) {
	expect(t, verdictOf(t, "failure that leaves goroutines"), "ok=false", `kind=""`, "assertion", "after=true")
}

func TestALenientBubbleForgivesOnlyLeaks(t *testing.T) {
	expect(t, verdictOf(t, "lenient with a leak"), "ok=true", `kind=""`, "after=true")
	expect(t, verdictOf(t, "lenient with a leak and a failure"), "ok=false", `kind=""`, "after=true")
	expect(t, verdictOf(t, "lenient with a deadlock"), "ok=false", `kind="deadlock"`, "after=true")
}

func TestAFailedBubbleEndsTheTest(t *testing.T) {
	output := verdictOf(t, "failure")
	expect(t, output, "ok=false", `kind=""`, "assertion")
	refuse(t, output, "not reached")
}

func TestOtherPanicsStayPanics(t *testing.T) {
	for _, name := range []string{"panic", "panic of a goroutine"} {
		output := verdictOf(t, name)
		expect(t, output, "panic: mine")
		refuse(t, output, "kind=")
	}
	output := verdictOf(t, "nested")
	expect(t, output, "panic: ", "within a synctest bubble")
	refuse(t, output, "kind=")
}

func TestContextOfTheBubbleEndsWithIt(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		go func() { <-t.Context().Done() }()
	})
}
