package testkit

import "time"

// A SleepingLocker is a sync.Locker that sleeps for a while after it has taken
// the lock. Two goroutines that take two of them in opposite order are sure to
// meet, and who waits for it is durably blocked, so that the bubble reports the
// deadlock. Make it in the bubble that uses it.
type SleepingLocker struct {
	held  chan struct{}
	pause time.Duration
}

// NewSleepingLocker makes an unlocked SleepingLocker that sleeps for pause.
func NewSleepingLocker(pause time.Duration) *SleepingLocker {
	return &SleepingLocker{held: make(chan struct{}, 1), pause: pause}
}

// Lock waits until nobody holds the lock, takes it and sleeps.
func (l *SleepingLocker) Lock() {
	l.held <- struct{}{}
	time.Sleep(l.pause)
}

// Unlock panics if nobody holds the lock.
func (l *SleepingLocker) Unlock() {
	select {
	case <-l.held:
	default:
		panic("testkit: Unlock of a SleepingLocker that is not locked")
	}
}
