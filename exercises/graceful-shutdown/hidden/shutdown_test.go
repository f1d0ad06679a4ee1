package shutdown_test

import (
	"context"
	"testing"
	"time"

	"shutdown"
)

// The shutdown begins while two jobs that would obey a cancelled context are half
// done: they are given the time that they need.
func TestWorkInFlightIsNotCancelled(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		jobs := queue(2, func(number int) shutdown.Job { return w.obedient(number, 3*s) })
		run(cancelledAt(t.Context(), s), jobs, 2, 30*s, &w)
		settle(ever)
		if w.Len() == 0 {
			t.Error("no job began")
		}
		for _, call := range w.Calls() {
			if took := call.End - call.Start; took != 3*s {
				t.Errorf("job %d needed 3 s of the 30 s of grace, and its context ended after %v", call.Arg, took)
			}
		}
	})
}

type traceKey struct{}

// The values of the context, a trace id say, reach the jobs.
func TestJobsSeeTheValuesOfTheContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		var seen any
		jobs := queueOf(func(ctx context.Context) error {
			seen = ctx.Value(traceKey{})
			return nil
		})
		close(jobs)
		run(context.WithValue(t.Context(), traceKey{}, "a1b2"), jobs, 1, 10*s, &w)
		settle(s)
		if seen != "a1b2" {
			t.Errorf("the job looked for a value of Run's context and found %v", seen)
		}
	})
}

// Run returns only when the jobs that it began are done.
func TestRunWaitsForWorkInFlight(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		jobs := queue(6, func(number int) shutdown.Job { return w.lasting(number, 3*s) })
		o := run(cancelledAt(t.Context(), s), jobs, 2, 30*s, &w)
		settle(ever)
		if w.Len() == 0 {
			t.Error("no job began")
		}
		if o.back && o.finished != o.begun {
			t.Errorf("when Run returned, %d of %d jobs were done", o.finished, o.begun)
		}
	})
}

// The same long after the start: the grace period begins with the shutdown.
func TestRunWaitsForWorkThatBeganLate(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		jobs := make(chan shutdown.Job, 1)
		time.AfterFunc(59*s, func() { jobs <- w.lasting(0, 15*s) })
		o := run(cancelledAt(t.Context(), 60*s), jobs, 2, 30*s, &w)
		settle(ever)
		if w.Len() == 0 {
			t.Error("the job did not begin")
		}
		if o.back && o.finished != 1 {
			t.Errorf("shutdown after 60 s, 30 s of grace, a job that needs 14 of them: Run returned after %v, when %d jobs were done", o.at, o.finished)
		}
	})
}

// Without a shutdown, too, Run is not back before the work is done.
func TestRunWaitsForTheLastJobs(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		jobs := queue(3, func(number int) shutdown.Job { return w.lasting(number, time.Duration(number)*s) })
		close(jobs)
		o := run(t.Context(), jobs, 3, s, &w)
		settle(ever)
		if w.Len() == 0 {
			t.Error("no job began")
		}
		if o.back && o.finished != 3 {
			t.Errorf("the channel was closed; when Run returned, %d of 3 jobs were done", o.finished)
		}
	})
}

// Many workers finish a job during the shutdown while others wait in the
// channel: none of them takes another one.
func TestNoJobBeginsDuringTheShutdown(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		jobs := queue(200, func(number int) shutdown.Job { return w.lasting(number, 3*s) })
		run(cancelledAt(t.Context(), s), jobs, 32, 30*s, &w)
		settle(ever)
		early, late := 0, 0
		for _, call := range w.Calls() {
			if call.Start < s {
				early++
			} else {
				late++
			}
		}
		if early == 0 {
			t.Error("no job began before the shutdown")
		}
		if late > 0 {
			t.Errorf("%d jobs began after the shutdown had", late)
		}
	})
}

// A context that has ended beforehand: no job begins.
func TestAnEndedContextStartsNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		jobs := queue(64, func(number int) shutdown.Job { return w.lasting(number, ms) })
		run(ctx, jobs, 4, s, &w)
		settle(ever)
		if w.Len() > 0 {
			t.Errorf("%d jobs began although the context had ended before Run was called", w.Len())
		}
		// A pool that starts nothing ever would pass; so look at one that should.
		more := queue(1, func(number int) shutdown.Job { return w.lasting(number, ms) })
		run(t.Context(), more, 4, s, &w)
		settle(s)
		if len(more) != 0 {
			t.Error("Run with a context that has not ended did not take the job")
		}
	})
}

// What Run does not start stays in the channel.
func TestNothingIsTakenThatIsNotRun(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		jobs := queue(6, func(number int) shutdown.Job { return w.lasting(number, 3*s) })
		run(cancelledAt(t.Context(), s), jobs, 2, 30*s, &w)
		settle(ever)
		if w.Len() == 0 {
			t.Error("no job began")
		}
		if w.Len()+len(jobs) != 6 {
			t.Errorf("of 6 jobs %d were run and %d are still in the channel", w.Len(), len(jobs))
		}
	})
}

// Nothing is in flight: Run returns as soon as the shutdown begins.
func TestAnIdleRunReturnsAtOnce(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		jobs := make(chan shutdown.Job, 1)
		jobs <- w.lasting(0, s)
		o := run(cancelledAt(t.Context(), 5*s), jobs, 3, 30*s, &w)
		settle(ever)
		if !o.back || o.at > 5*s {
			t.Errorf("nothing was in flight when the shutdown began at 5s; Run returned at %v", o.at)
		}
		if w.Len() != 1 {
			t.Errorf("the job before ran %d times", w.Len())
		}
	})
}

// Run does not sit out a grace period that nobody needs.
func TestRunReturnsWithTheLastJob(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		jobs := queueOf(w.lasting(0, 2*s), w.lasting(1, 3*s))
		o := run(cancelledAt(t.Context(), s), jobs, 2, 30*s, &w)
		settle(ever)
		if !o.back || o.at > 3*s {
			t.Errorf("the last job was done at 3s; Run returned at %v", o.at)
		}
		if w.Len() == 0 {
			t.Error("no job ran")
		}
	})
}

// A job that does not care about its context cannot hold Run longer than the
// grace period.
func TestTheGracePeriodIsALimit(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		jobs := queueOf(w.lasting(0, 2*time.Hour))
		o := run(cancelledAt(t.Context(), s), jobs, 2, 10*s, &w)
		settle(ever)
		if !o.back || o.at > 11*s {
			t.Errorf("shutdown at 1s, 10s of grace, a job that is stuck: Run returned at %v", o.at)
		}
		if w.Len() != 1 {
			t.Errorf("the job ran %d times", w.Len())
		}
	})
}

// The same when the channel was closed before the shutdown began.
func TestTheGracePeriodIsALimitAfterTheLastJob(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		jobs := queueOf(w.lasting(0, 2*time.Hour), w.lasting(1, s))
		close(jobs)
		o := run(cancelledAt(t.Context(), 5*s), jobs, 2, 10*s, &w)
		settle(ever)
		if !o.back || o.at > 15*s {
			t.Errorf("the channel was closed, shutdown at 5s, 10s of grace, a job that is stuck: Run returned at %v", o.at)
		}
		if w.Len() == 0 {
			t.Error("no job ran")
		}
	})
}

// When the grace period ends, the contexts of the jobs do.
func TestJobsLearnThatTimeIsUp(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var w work
		jobs := queueOf(w.obedient(0, 2*time.Hour))
		run(cancelledAt(t.Context(), s), jobs, 2, 10*s, &w)
		settle(ever)
		calls := w.Calls()
		if len(calls) != 1 {
			t.Fatalf("the job ran %d times", len(calls))
		}
		if calls[0].End > 11*s {
			t.Errorf("shutdown at 1s, 10s of grace: the job's context had not ended by %v", calls[0].End)
		}
	})
}
