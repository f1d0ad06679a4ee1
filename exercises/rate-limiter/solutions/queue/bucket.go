package ratelimit

import (
	"math"
	"time"
)

// bucket counts what came in since it was made and what was taken or ran over, so
// that no rounding adds up over many small steps. It is not safe for concurrent use.
type bucket struct {
	rate, burst float64
	made        time.Time
	gone        float64 // tokens taken or run over; starts at -burst, since it begins full
}

func newBucket(rate float64, burst int) bucket {
	return bucket{rate: rate, burst: float64(burst), made: time.Now(), gone: -float64(burst)}
}

// level is the number of tokens in the bucket. What does not fit runs over.
func (b *bucket) level() float64 {
	came := b.rate * time.Since(b.made).Seconds()
	if came-b.gone > b.burst {
		b.gone = came - b.burst
	}
	return came - b.gone
}

func (b *bucket) take() bool {
	if b.level() < 1 {
		return false
	}
	b.gone++
	return true
}

// missing is how long until there is a token, at least a nanosecond.
func (b *bucket) missing() time.Duration {
	nanoseconds := math.Ceil((1 - b.level()) / b.rate * float64(time.Second))
	return time.Duration(min(max(nanoseconds, 1), math.MaxInt64/2))
}
