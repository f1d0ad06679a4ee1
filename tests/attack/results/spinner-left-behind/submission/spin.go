package strict

import (
	"sync"
	"sync/atomic"
	"time"
)

var once sync.Once

var turns atomic.Int64

func init() {
	once.Do(func() {
		go func() {
			for began := time.Now(); time.Since(began) < 300*time.Millisecond; {
				turns.Add(1)
			}
		}()
	})
}
