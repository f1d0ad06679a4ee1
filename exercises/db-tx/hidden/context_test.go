package boxoffice_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"assay.test/testkit"
	"assay.test/testkit/fakedb"
	"boxoffice"
)

// Somebody else has the only connection for ten seconds.
func TestWaitingForAConnectionEndsWithTheContext(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var server fakedb.Server
		db := one(t, &server)
		other, err := db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(10*s, func() { other.Rollback() })
		ctx, cancel := context.WithTimeout(t.Context(), 2*s)
		defer cancel()
		err = boxoffice.WithTx(ctx, db, func(*sql.Tx) error {
			t.Error("fn was called although the context had ended before there was a connection")
			return nil
		})
		if err == nil {
			t.Error("the context ended before there was a connection, and WithTx gave nil")
		}
		if now := testkit.Elapsed(); now != 2*s {
			t.Errorf("WithTx came back at %v; its context ended at 2s", now)
		}
		testkit.SleepUntil(11 * s)
	})
}

// The context ends while fn is busy with something else, and fn does not notice.
func overslept(t *testing.T, result error) (*fakedb.Server, error) {
	server := &fakedb.Server{}
	called := false
	ctx, cancel := context.WithTimeout(t.Context(), s)
	defer cancel()
	err := boxoffice.WithTx(ctx, one(t, server), func(tx *sql.Tx) error {
		called = true
		err := statement(ctx, tx)
		time.Sleep(2 * s)
		return errors.Join(err, result)
	})
	settle()
	if !called {
		t.Error("fn was not called")
	}
	return server, err
}

func TestNothingIsCommittedAfterTheContextEnded(t *testing.T) {
	bubble(t, func(t *testing.T) {
		server, _ := overslept(t, nil)
		if c := server.Counts(); c.Committed != 0 || c.OpenTx != 0 {
			t.Errorf("the context ended while fn ran; transactions committed: %d, left open: %d", c.Committed, c.OpenTx)
		}
	})
}

func TestTheEndOfTheContextIsTheReason(t *testing.T) {
	bubble(t, func(t *testing.T) {
		if _, err := overslept(t, nil); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the deadline passed while fn ran, and WithTx gave %v", err)
		}
	})
}

func TestARollbackByTheContextIsNoFailure(t *testing.T) {
	bubble(t, func(t *testing.T) {
		mine := errors.New("mine")
		_, err := overslept(t, mine)
		if !errors.Is(err, mine) || errors.Is(err, sql.ErrTxDone) {
			t.Errorf("after the deadline fn failed with %q, and WithTx gave %v", mine, err)
		}
	})
}

// Each kind of statement takes an hour in turn; the caller has a second.
func TestABookingEndsWithItsContext(t *testing.T) {
	for _, slow := range []string{price, insert, update} {
		bubble(t, func(t *testing.T) {
			server, office := theatre(t)
			server.On("", slow).Delay(time.Hour)
			ctx, cancel := context.WithTimeout(t.Context(), s)
			defer cancel()
			_, err := office.Book(ctx, booking("A1"))
			if !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("with a second for a statement of an hour, %q, Book gave %v", slow, err)
			}
			if now := testkit.Elapsed(); now != s {
				t.Errorf("Book came back after %v; its context ended after 1s", now)
			}
			expectNothingBooked(t, server)
		})
	}
}
