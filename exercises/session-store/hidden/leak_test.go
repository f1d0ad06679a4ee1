package session_test

import (
	"errors"
	"math"
	"runtime"
	"strconv"
	"syscall"
	"testing"
	"time"

	"assay.test/testkit"
)

func TestNothingKeepsRunning(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		s := with(map[string]int{"eve": 1})
		s.Update("eve", add(1))
		s.Update("eve", func(int, bool) (int, error) { return 0, errors.New("sold out") })
		s.Get("eve")
		s.Snapshot()
		s.Delete("eve")
	})
}

// Sessions come and go, one after the other. What is left of each is nothing.
func TestASessionThatEndedIsForgotten(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const sessions, slack = 2500, 64 << 10
		s := with(map[string]int{"eve": 1})
		soldOut := errors.New("sold out")
		visit := func(from, to int) {
			for i := from; i < to; i++ {
				key := "visitor number " + strconv.Itoa(i)
				switch i % 3 {
				case 0:
					s.Set(key, i)
					s.Update(key, add(1))
				case 1:
					s.Update(key, add(1))
				case 2: // never becomes a session
					s.Update(key, func(int, bool) (int, error) { return 0, soldOut })
					if _, found := s.Get(key); !found {
						continue
					}
				}
				s.Delete(key)
			}
		}
		visit(0, sessions/100)
		before := inUse(3, 0)
		visit(sessions/100, sessions)
		after := inUse(50, before+slack)
		expect(t, s, map[string]int{"eve": 1})
		if grown := int64(after) - int64(before); grown > slack {
			t.Errorf("after %d sessions that are over, %d KiB more are in use", sessions, grown>>10)
		}
		runtime.KeepAlive(s)
	})
}

// inUse is how many bytes of the heap can be reached: the least of so many readings, or the first
// that is not more than enough. For somebody else may hold some for a moment: the harness, which
// watches a test that gets no processor, reads the stacks of all goroutines then. A second
// collection frees what finalizers and pools held back in the first.
func inUse(readings int, enough uint64) uint64 {
	least := uint64(math.MaxUint64)
	for range readings {
		runtime.GC()
		runtime.GC()
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		if least = min(least, stats.HeapAlloc); least <= enough {
			break
		}
		pause := syscall.NsecToTimespec(int64(time.Millisecond)) // by the real clock
		syscall.Nanosleep(&pause, nil)
	}
	return least
}
