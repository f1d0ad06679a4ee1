package poller_test

import (
	"context"
	"errors"
	"testing/synctest"
	"time"

	"assay.test/testkit"
	"poller"
)

const (
	ms = time.Millisecond
	s  = time.Second
)

var (
	errLost = errors.New("the parcel is lost")
	errLeft = errors.New("the customer has left the page")
)

// neverEnds stands for the last check of a carrier that never has an answer.
const neverEnds = -1

// bubble runs a test in virtual time. What Poll leaves behind costs the criterion
// "leak", which has tests of its own.
var bubble = testkit.LenientBubble

// carrier is a fake that records the checks, counted from 0.
type carrier struct {
	testkit.Recorder[int]
	takes time.Duration         // each check, but...
	slow  map[int]time.Duration // ...these
	heeds bool                  // a check returns when its context ends, with that error
	last  int                   // the check that has an answer...
	done  bool                  // ...namely this
	fails error
}

func (c *carrier) check(ctx context.Context) (bool, error) {
	n := c.Len()
	takes, ok := c.slow[n]
	if !ok {
		takes = c.takes
	}
	if c.heeds {
		if err := c.DoContext(ctx, n, takes); err != nil {
			return false, err
		}
	} else {
		c.Do(n, takes)
	}
	if n == c.last {
		return c.done, c.fails
	}
	return false, nil
}

// outcome is what became of one Poll.
type outcome struct {
	back bool          // it has returned...
	at   time.Duration // ...at this instant...
	err  error         // ...with this error
}

// poll calls Poll in a goroutine of its own and gives what will have become of it
// when the caller has let time pass with settle. A Poll that does not return by
// itself is sure to be rid of its context when the test ends.
func poll(ctx context.Context, every time.Duration, check func(context.Context) (bool, error)) *outcome {
	o := &outcome{}
	go func() {
		err := poller.Poll(ctx, every, check)
		*o = outcome{true, testkit.Elapsed(), err}
	}()
	return o
}

// cancelledAfter gives a context that is cancelled when d has passed.
func cancelledAfter(parent context.Context, d time.Duration) context.Context {
	ctx, cancel := context.WithCancel(parent)
	time.AfterFunc(d, cancel)
	return ctx
}

// settle lets d of virtual time pass, lets whoever can go on do so, and orders
// the caller after all of that.
func settle(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}
