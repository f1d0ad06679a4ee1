package boxoffice_test

import (
	"database/sql"
	"runtime"
	"testing"

	"assay.test/testkit/fakedb"
	"boxoffice"
)

// panicking calls WithTx with an fn that panics, and gives what arrives at its caller.
func panicking(t *testing.T, db *sql.DB, value any) (arrived any) {
	defer func() { arrived = recover() }()
	boxoffice.WithTx(t.Context(), db, func(tx *sql.Tx) error {
		statement(t.Context(), tx)
		panic(value)
	})
	return nil
}

func TestAPanicRollsBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var server fakedb.Server
		db := one(t, &server)
		panicking(t, db, "no such row")
		expectRolledBack(t, &server, db)
	})
}

func TestAPanicGoesOn(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var server fakedb.Server
		value := &seatError{"B2"}
		if arrived := panicking(t, one(t, &server), value); arrived != any(value) {
			t.Errorf("fn panicked with %v, and what arrived at the caller of WithTx is %v", value, arrived)
		}
	})
}

func TestGoexitRollsBack(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var server fakedb.Server
		db := one(t, &server)
		done := make(chan struct{})
		go func() {
			defer close(done)
			boxoffice.WithTx(t.Context(), db, func(tx *sql.Tx) error {
				statement(t.Context(), tx)
				runtime.Goexit()
				return nil
			})
		}()
		<-done
		expectRolledBack(t, &server, db)
	})
}
