package fanout_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing/synctest"
	"time"

	"assay.test/testkit"
)

const (
	ms = time.Millisecond
	s  = time.Second
)

var (
	errSoldOut = errors.New("sold out")
	errOffline = errors.New("the supplier is offline")
)

// bubble runs a test in virtual time. What Map leaves behind costs the criterion
// "leak", which has tests of its own.
var bubble = testkit.LenientBubble

// part is an item: what the call for it is to do.
type part struct {
	index  int
	takes  time.Duration
	heeds  bool  // it returns when its context ends, with that error
	fails  error // what it returns in the end
	panics any   // what it panics with in the end, if not nil
}

// parts makes items of these, with their index.
func parts(list ...part) []part {
	for i := range list {
		list[i].index = i
	}
	return list
}

// alike makes as many items, each of which takes d.
func alike(n int, d time.Duration) []part {
	list := make([]part, n)
	for i := range list {
		list[i] = part{index: i, takes: d}
	}
	return list
}

// price is the result of the call for the part of that index.
func price(index int) int { return 1000 + index }

// supplier is a fake that records its calls by their index.
type supplier struct {
	testkit.Recorder[int]
}

func (sup *supplier) ask(ctx context.Context, p part) (int, error) {
	if p.heeds {
		if err := sup.DoContext(ctx, p.index, p.takes); err != nil {
			return 0, err
		}
	} else {
		sup.Do(p.index, p.takes)
	}
	if p.panics != nil {
		panic(p.panics)
	}
	if p.fails != nil {
		return 0, p.fails
	}
	return price(p.index), nil
}

// begunAfter counts the calls that began after that instant.
func (sup *supplier) begunAfter(at time.Duration) (n int) {
	for _, call := range sup.Calls() {
		if call.Start > at {
			n++
		}
	}
	return n
}

// inTurn makes a function for Map that chooses what a call is to do by how many
// have begun before it, whichever item it is for.
func (sup *supplier) inTurn(takes func(turn int) (time.Duration, error)) func(context.Context, part) (int, error) {
	var turns atomic.Int64
	return func(ctx context.Context, p part) (int, error) {
		p.takes, p.fails = takes(int(turns.Add(1)) - 1)
		return sup.ask(ctx, p)
	}
}

// prices are the results of the first n parts.
func prices(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = price(i)
	}
	return list
}

// cancelledAt gives a context that is cancelled at that instant of the bubble.
func cancelledAt(parent context.Context, at time.Duration) context.Context {
	ctx, cancel := context.WithCancel(parent)
	time.AfterFunc(at-testkit.Elapsed(), cancel)
	return ctx
}

// settle lets d of virtual time pass, lets whoever can go on do so, and orders
// the caller after all of that.
func settle(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}
