package boxoffice_test

import (
	"database/sql"
	"errors"
	"fmt"
	"testing"

	"assay.test/testkit/fakedb"
	"boxoffice"
)

func TestSuccessIsCommitted(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var server fakedb.Server
		calls := 0
		err := boxoffice.WithTx(t.Context(), one(t, &server), func(tx *sql.Tx) error {
			calls++
			return statement(t.Context(), tx)
		})
		if err != nil {
			t.Errorf("nothing failed, and WithTx gave %v", err)
		}
		settle()
		if calls != 1 {
			t.Errorf("fn was called %d times", calls)
		}
		var ops []fakedb.Op
		for _, e := range server.Events() {
			ops = append(ops, e.Op)
		}
		if got := fmt.Sprint(ops); got != "[begin exec commit]" {
			t.Errorf("the database saw %v", got)
		}
		if n := server.Counts().Inside; n != 1 {
			t.Errorf("%d statements ran in the transaction, want 1", n)
		}
	})
}

func TestFailureIsRolledBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var server fakedb.Server
		db := one(t, &server)
		err := boxoffice.WithTx(t.Context(), db, func(tx *sql.Tx) error {
			if err := statement(t.Context(), tx); err != nil {
				return err
			}
			return errors.New("fn failed")
		})
		if err == nil {
			t.Error("fn failed, and WithTx gave nil")
		}
		expectRolledBack(t, &server, db)
	})
}

func TestABeginThatFails(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var server fakedb.Server
		server.On(fakedb.Begin, "").Fail(errDisk)
		err := boxoffice.WithTx(t.Context(), one(t, &server), func(*sql.Tx) error {
			t.Error("fn was called although there was no transaction")
			return nil
		})
		if !errors.Is(err, errDisk) {
			t.Errorf("BeginTx gave %q, and WithTx gave %v", errDisk, err)
		}
	})
}

// seatError is an error that carries something, to be found by errors.As.
type seatError struct{ seat string }

func (e *seatError) Error() string { return "seat " + e.seat }

func TestTheErrorOfFnIsReturned(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var server fakedb.Server
		mine := &seatError{"A7"}
		err := boxoffice.WithTx(t.Context(), one(t, &server), func(*sql.Tx) error {
			return fmt.Errorf("while booking: %w", mine)
		})
		var found *seatError
		if !errors.As(err, &found) || found != mine {
			t.Errorf("fn failed with %q, and WithTx gave %v, in which errors.As finds %v", mine, err, found)
		}
	})
}

func TestACommitThatFails(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var server fakedb.Server
		server.On(fakedb.Commit, "").Fail(errDisk)
		db := one(t, &server)
		err := boxoffice.WithTx(t.Context(), db, func(tx *sql.Tx) error { return statement(t.Context(), tx) })
		if !errors.Is(err, errDisk) {
			t.Errorf("Commit gave %q, and WithTx gave %v", errDisk, err)
		}
		if err := fakedb.Free(t.Context(), db); err != nil {
			t.Error(err)
		}
	})
}

func TestARollbackThatFailsHidesNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var server fakedb.Server
		mine := errors.New("mine")
		server.On(fakedb.Rollback, "").Fail(errDisk)
		err := boxoffice.WithTx(t.Context(), one(t, &server), func(*sql.Tx) error { return mine })
		if !errors.Is(err, mine) || !errors.Is(err, errDisk) {
			t.Errorf("fn gave %q, the rollback gave %q, and WithTx gave %v", mine, errDisk, err)
		}
	})
}
