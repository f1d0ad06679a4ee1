package fanin_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"fanin"
)

// These tests are yours: run them with `go test -race`, change them, add to them.
// They are a beginning. The hidden tests check everything that README.md says.
//
// They run in bubbles of testing/synctest, in which time is virtual: a second of
// sleep takes no time at all. synctest.Wait returns when every other goroutine of
// the bubble waits for something. A bubble panics if goroutines are left in it.

func TestAllValuesComeOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		berlin, madrid := make(chan int), make(chan int, 3)
		go func() {
			defer close(berlin)
			for i := range 3 {
				time.Sleep(time.Second)
				berlin <- i
			}
		}()
		for i := range 3 {
			madrid <- 10 + i
		}
		close(madrid)

		times := map[int]int{}
		for value := range fanin.Merge(t.Context(), berlin, madrid) {
			times[value]++
		}
		for _, value := range []int{0, 1, 2, 10, 11, 12} {
			if times[value] != 1 {
				t.Errorf("%d came out %d times", value, times[value])
			}
		}
		if len(times) != 6 {
			t.Errorf("other values came out, too: %v", times)
		}
	})
}

func TestASilentInputHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		silent, busy := make(chan string), make(chan string)
		merged := fanin.Merge(t.Context(), silent, busy)
		go func() {
			time.Sleep(time.Minute)
			busy <- "parcel 17"
		}()
		select {
		case <-merged:
		case <-time.After(time.Hour):
			t.Error("nothing came out")
		}
	})
}

func TestTheContextEndsTheStream(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		merged := fanin.Merge(ctx, make(chan int), make(chan int))
		synctest.Wait()
		cancel()
		select {
		case _, ok := <-merged:
			if ok {
				t.Error("a value came out that nobody put in")
			}
		case <-time.After(time.Hour):
			t.Error("the context has ended, and the output is not closed")
		}
	})
}
