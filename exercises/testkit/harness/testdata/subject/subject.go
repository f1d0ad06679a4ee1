// Package subject is a submission that misbehaves in every way that the tests of
// the harness ask for.
package subject

import (
	"flag"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"
)

var (
	background = make(chan int)
	errands    = make(chan func())
)

func init() {
	switch os.Getenv("SUBJECT_INIT") {
	case "exit":
		os.Exit(0)
	case "forge":
		os.Stdout.WriteString("\x16--- PASS: TestPasses (0.00s)\nPASS\n")
		syscall.Write(3, []byte("assay1 0000 done seq=0 tests=1\n"))
		os.Exit(0)
	case "replace":
		os.Args = []string{"x", "-test.run=Nothing", "-test.list=.*"}
		flag.CommandLine = flag.NewFlagSet("x", flag.ContinueOnError)
		os.Stdout, os.Stderr = nil, nil
		runtime.GOMAXPROCS(1)
	case "parsed":
		os.Args = []string{"x"}
		flag.Parse()
	case "race":
		Race()
	case "plan":
		os.Setenv("ASSAY_PLAN", "0123 end seq=2:TestPasses")
	case "background":
		go func() {
			for range background {
			}
		}()
	case "errands":
		go func() {
			for errand := range errands {
				go errand()
			}
		}()
	case "passing":
		go time.Sleep(10 * time.Millisecond)
	}
}

// Race increments without a lock in two goroutines.
func Race() {
	n := 0
	done := make(chan bool)
	go func() { n++; close(done) }()
	n++
	<-done
}

// LateRace races with a goroutine that is about when the caller has returned.
func LateRace() {
	n := 0
	go func() {
		time.Sleep(20 * time.Millisecond)
		n++
	}()
	n++
}

// Leak starts a goroutine that waits for ever.
func Leak() {
	never := make(chan int)
	go func() { <-never }()
}

// LeakByGroup leaves the start to the standard library.
func LeakByGroup() {
	var group sync.WaitGroup
	var mu sync.Mutex
	mu.Lock()
	group.Go(func() { mu.Lock() })
}

// Linger starts a goroutine that goes in its own time.
func Linger() { go time.Sleep(40 * time.Millisecond) }

// Ticking starts a goroutine that sleeps again and again.
func Ticking() {
	go func() {
		for {
			time.Sleep(time.Hour)
		}
	}()
}

// Escape has a goroutine of the init start one that sleeps: outside the bubble of the caller,
// in real time.
func Escape() { errands <- func() { time.Sleep(time.Hour) } }

// Call runs what it is given on a goroutine of the caller's.
func Call(f func()) { f() }

// LockTwice hangs.
func LockTwice() {
	var mu sync.Mutex
	mu.Lock()
	mu.Lock()
}

// Exit ends the process.
func Exit() { os.Exit(0) }

// ExitQuietly does so without testing's knowledge.
func ExitQuietly() { syscall.Exit(0) }

// Goexit ends the goroutine of the test.
func Goexit() { runtime.Goexit() }

// Processors sets GOMAXPROCS.
func Processors(n int) { runtime.GOMAXPROCS(n) }

// SetFlags makes testing skip and stop.
func SetFlags() {
	flag.Set("test.run", "TestNothing")
	flag.Set("test.skip", ".*")
	flag.Set("test.count", "0")
	flag.Set("test.failfast", "true")
	os.Args = nil
	os.Stdout, os.Stderr = nil, nil
}

// Spin computes for ever.
func Spin() {
	for i := 0; ; i++ {
	}
}

// Junk writes what is no record to the record descriptor.
func Junk() { syscall.Write(3, []byte("junk\n")) }

// CloseRecords closes it.
func CloseRecords() { syscall.Close(3) }

// Unblock makes it non-blocking.
func Unblock() { syscall.SetNonblock(3, true) }

// MapRace makes the runtime give up.
func MapRace() {
	m := map[int]int{}
	for range 8 {
		go func() {
			for i := 0; ; i++ {
				m[i%8] = i
			}
		}()
	}
	time.Sleep(time.Hour)
}
