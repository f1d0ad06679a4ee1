package connpool_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"assay.test/testkit"
	"connpool"
)

// reserved is a context's number; the dial of unrelated gives the line of that number,
// so that the fake has nothing to protect.
type reserved struct{}

func unrelated(lines []*line) func(context.Context) (*line, error) {
	return func(ctx context.Context) (*line, error) { return lines[ctx.Value(reserved{}).(int)], nil }
}

// Users that know nothing of each other come at different times. Nothing in this
// test orders them, so the detector sees what the pool does not protect; and a
// line's own fields are written by whoever has it.
func TestUnrelatedUsersShareThePool(t *testing.T) {
	bubble(t, func(t *testing.T) {
		const users = 12
		lines := make([]*line, 2*users)
		for i := range lines {
			lines[i] = &line{number: i}
		}
		pool := connpool.New(3, unrelated(lines))
		for who := range lines {
			go func() {
				ctx := context.WithValue(t.Context(), reserved{}, who)
				time.Sleep(time.Duration(1+who) * 100 * ms)
				if who >= users { // these come when the pool is closed
					time.Sleep(60 * s)
				}
				l := get(pool, ctx)
				if l.err != nil {
					return
				}
				time.Sleep(250 * ms)
				if who%5 == 4 {
					l.line.breaks = ms
				}
				l.line.release(pool)
			}()
		}
		time.Sleep(60 * s)
		pool.Close()
		time.Sleep(60 * s)
		synctest.Wait()
	})
}

// The same, one after the other, each as soon as the one before is done.
func TestNothingRaces(t *testing.T) {
	bubble(t, func(t *testing.T) {
		lines := []*line{{number: 0}, {number: 1}, {number: 2}, {number: 3}}
		pool := connpool.New(2, unrelated(lines))
		borrow := func(who int) func() {
			return func() {
				l := get(pool, context.WithValue(t.Context(), reserved{}, who))
				if l.err == nil {
					l.line.release(pool)
				}
			}
		}
		shut := func() { pool.Close() }
		testkit.InTurn(borrow(0), borrow(1), borrow(2), shut, borrow(3))
	})
}
