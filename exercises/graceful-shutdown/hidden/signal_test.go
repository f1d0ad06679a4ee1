package shutdown_test

import (
	"context"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"testing"

	"assay.test/testkit"
	"shutdown"
)

// These tests run outside any bubble, since signals are real. They wait for
// events: a signal has done its work when it has reached this test's own channel,
// registered beside the submission's, and no goroutine can go on any more.

// raise sends sig to this process and returns when everybody has seen it. The
// test's own registration keeps the process alive if the submission has none.
func raise(t *testing.T, sig syscall.Signal) {
	t.Helper()
	seen := make(chan os.Signal, 1)
	signal.Notify(seen, sig)
	defer signal.Stop(seen)
	runtime.LockOSThread()
	err := syscall.Tgkill(syscall.Getpid(), syscall.Gettid(), sig)
	runtime.UnlockOSThread()
	if err != nil {
		t.Fatalf("cannot send a signal: %v", err)
	}
	<-seen
	testkit.Quiesce()
}

func signalEnds(t *testing.T, sig syscall.Signal) {
	t.Helper()
	ctx, stop := shutdown.Signals(context.WithValue(context.Background(), traceKey{}, "a1b2"))
	defer testkit.Quiesce()
	defer stop()
	testkit.Quiesce()
	if ctx.Err() != nil {
		t.Errorf("the context has ended before there was a signal: %v", ctx.Err())
	}
	if ctx.Value(traceKey{}) != "a1b2" {
		t.Error("the context does not have the values of its parent")
	}
	raise(t, sig)
	if ctx.Err() == nil {
		t.Errorf("%v came, and the context goes on", sig)
	}
}

func TestSIGTERMEndsTheContext(t *testing.T) { signalEnds(t, syscall.SIGTERM) }

func TestSIGINTEndsTheContext(t *testing.T) { signalEnds(t, syscall.SIGINT) }

func TestTheContextEndsWithItsParent(t *testing.T) {
	parent, cancel := context.WithCancel(context.Background())
	ctx, stop := shutdown.Signals(parent)
	defer testkit.Quiesce()
	defer stop()
	cancel()
	testkit.Quiesce()
	if ctx.Err() == nil {
		t.Error("the parent has ended, and the context goes on")
	}
}

func TestStopEndsTheContext(t *testing.T) {
	ctx, stop := shutdown.Signals(context.Background())
	defer testkit.Quiesce()
	if ctx.Err() != nil {
		t.Errorf("the context has ended before anything happened: %v", ctx.Err())
	}
	stop()
	stop()
	testkit.Quiesce()
	if ctx.Err() == nil {
		t.Error("stop was called, and the context goes on")
	}
}
