package testkit_test

import (
	"testing"
	"testing/synctest"
	"time"

	"assay.test/testkit"
)

func init() {
	cases["tolerated leak"] = func(t *testing.T) {
		testkit.TolerantBubble(t, func(t *testing.T) {
			go func() { <-make(chan int) }()
			go time.Sleep(time.Second)
		})
	}
	cases["failure beside a tolerated leak"] = func(t *testing.T) {
		testkit.TolerantBubble(t, func(t *testing.T) {
			go func() { <-make(chan int) }()
			t.Fatal("assertion")
		})
	}
	cases["deadlock in a tolerant bubble"] = func(t *testing.T) {
		testkit.TolerantBubble(t, func(t *testing.T) { <-make(chan int) })
	}
	cases["panic in a tolerant bubble"] = func(t *testing.T) {
		testkit.TolerantBubble(t, func(t *testing.T) {
			go func() { panic("mine") }()
			synctest.Wait()
		})
	}
}

func TestATolerantBubbleForgivesOnlyLeaks(t *testing.T) {
	expect(t, verdictOf(t, "tolerated leak"), "ok=true", `kind=""`, "after=true")
	expect(t, verdictOf(t, "failure beside a tolerated leak"), "ok=false", `kind=""`, "assertion", "after=true")
	expect(t, verdictOf(t, "deadlock in a tolerant bubble"), "ok=false", `kind="deadlock"`, "DEADLOCK", "after=true")
	expect(t, verdictOf(t, "panic in a tolerant bubble"), "panic: mine")
}
