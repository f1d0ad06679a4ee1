package shutdown_test

import (
	"context"
	"testing/synctest"
	"time"

	"assay.test/testkit"
	"shutdown"
)

const (
	ms = time.Millisecond
	s  = time.Second

	// ever is longer than any test looks.
	ever = 24 * time.Hour
)

// bubble runs a test in virtual time. What Run leaves behind costs the criterion
// "leak", which has a test of its own.
var bubble = testkit.LenientBubble

// work makes jobs that record themselves.
type work struct {
	testkit.Recorder[int]
}

// lasting makes a job that takes d and does not care about its context.
func (w *work) lasting(number int, d time.Duration) shutdown.Job {
	return func(context.Context) error {
		w.Do(number, d)
		return nil
	}
}

// obedient makes a job that takes d, or less if its context ends before.
func (w *work) obedient(number int, d time.Duration) shutdown.Job {
	return func(ctx context.Context) error {
		w.DoContext(ctx, number, d)
		return nil
	}
}

// failing makes a job that takes d and returns err.
func (w *work) failing(number int, d time.Duration, err error) shutdown.Job {
	return func(context.Context) error {
		w.Do(number, d)
		return err
	}
}

// queue gives a channel that holds n jobs, each made by f.
func queue(n int, f func(number int) shutdown.Job) chan shutdown.Job {
	jobs := make(chan shutdown.Job, n)
	for number := range n {
		jobs <- f(number)
	}
	return jobs
}

func queueOf(list ...shutdown.Job) chan shutdown.Job {
	return queue(len(list), func(number int) shutdown.Job { return list[number] })
}

// outcome is what became of a call of Run.
type outcome struct {
	back     bool          // it has returned...
	at       time.Duration // ...at this instant...
	err      error         // ...with this error...
	begun    int           // ...when so many jobs had begun...
	finished int           // ...and so many were done
}

// run calls Run in a goroutine of its own and gives what will have become of it
// when the caller has let time pass with settle.
func run(ctx context.Context, jobs <-chan shutdown.Job, workers int, grace time.Duration, w *work) *outcome {
	o := &outcome{}
	go func() {
		err := shutdown.Run(ctx, jobs, workers, grace)
		*o = outcome{true, testkit.Elapsed(), err, w.Len(), w.Finished()}
	}()
	return o
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
