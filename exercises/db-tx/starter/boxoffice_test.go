package boxoffice

import (
	"database/sql"
	"errors"
	"testing"
)

// Run these with `go test -race`. They are a beginning: the hidden tests check all that
// README.md says.

func TestSuccessIsCommitted(t *testing.T) {
	f := &fake{}
	err := WithTx(t.Context(), f.open(t), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(t.Context(), "INSERT")
		return err
	})
	if err != nil {
		t.Errorf("WithTx: %v", err)
	}
	f.expect(t, "begin", "INSERT", "commit")
}

func TestFailureIsRolledBack(t *testing.T) {
	f := &fake{}
	mine := errors.New("mine")
	err := WithTx(t.Context(), f.open(t), func(tx *sql.Tx) error { return mine })
	if !errors.Is(err, mine) {
		t.Errorf("WithTx gave %v", err)
	}
	f.expect(t, "begin", "rollback")
}

func TestBook(t *testing.T) {
	f := &fake{}
	receipt, err := New(f.open(t)).Book(t.Context(), Booking{Show: 7, Guest: "Ada", Seats: []string{"A1", "A2"}})
	if want := (Receipt{Booking: 4711, Total: 5000}); err != nil || receipt != want {
		t.Errorf("Book gave %v, %v; want %v", receipt, err, want)
	}
	f.expect(t, "begin", selectPrice, insertBooking, takeSeat, takeSeat, "commit")
}

func TestBookATakenSeat(t *testing.T) {
	f := &fake{full: map[string]bool{"A2": true}}
	_, err := New(f.open(t)).Book(t.Context(), Booking{Show: 7, Guest: "Ada", Seats: []string{"A1", "A2"}})
	if !errors.Is(err, ErrSeatTaken) {
		t.Errorf("A2 is taken, and Book gave %v", err)
	}
	f.expect(t, "begin", selectPrice, insertBooking, takeSeat, takeSeat, "rollback")
}
