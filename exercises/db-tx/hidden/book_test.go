package boxoffice_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"assay.test/testkit"
	"assay.test/testkit/fakedb"
	"boxoffice"
)

func TestABookingTakesItsSeats(t *testing.T) {
	bubble(t, func(t *testing.T) {
		server, office := theatre(t)
		receipt, err := office.Book(t.Context(), booking("C4", "A1", "B9"))
		if want := (boxoffice.Receipt{Booking: 4711, Total: 7500}); err != nil || receipt != want {
			t.Errorf("three seats at 2500: the receipt is %+v, %v; want %+v", receipt, err, want)
		}
		var got []string
		for _, e := range server.Statements() {
			got = append(got, fmt.Sprint(e.SQL[:6], e.Args))
		}
		want := []string{
			"SELECT[7]", "INSERT[7 Ada Lovelace 7500]",
			"UPDATE[4711 7 C4]", "UPDATE[4711 7 A1]", "UPDATE[4711 7 B9]",
		}
		if !slices.Equal(got, want) {
			t.Errorf("statements %q\nwant       %q", got, want)
		}
		settle()
		if c := server.Counts(); c.Committed != 1 {
			t.Errorf("%d transactions were committed, want 1", c.Committed)
		}
	})
}

func TestABookingThatCannotBe(t *testing.T) {
	none := fakedb.Reply{Columns: []string{"price"}}
	for _, test := range []struct {
		what       string
		rules      func(*fakedb.Server)
		seats      []string
		want       error
		statements int
	}{
		{"without seats", func(*fakedb.Server) {}, nil, boxoffice.ErrNoSeats, 0},
		{"of a show that does not exist", func(s *fakedb.Server) { s.On(fakedb.Query, price).Answer(none) },
			[]string{"A1"}, boxoffice.ErrNoShow, 1},
		{"of three seats, the second taken", func(s *fakedb.Server) { s.On(fakedb.Exec, update).After(1).Answer(fakedb.Reply{}) },
			[]string{"A1", "A2", "A3"}, boxoffice.ErrSeatTaken, 4},
	} {
		bubble(t, func(t *testing.T) {
			server, office := theatre(t)
			test.rules(server)
			if _, err := office.Book(t.Context(), booking(test.seats...)); !errors.Is(err, test.want) {
				t.Errorf("a booking %s gave %v; want %v", test.what, err, test.want)
			}
			if n := len(server.Statements()); n != test.statements {
				t.Errorf("a booking %s ran %d statements; want %d", test.what, n, test.statements)
			}
			if n := server.Counts().Begun; test.statements == 0 && n != 0 {
				t.Errorf("a booking %s began %d transactions", test.what, n)
			}
			expectNothingBooked(t, server)
		})
	}
}

// A statement that goes round the transaction gets a connection of its own here; with a
// single one it would wait for ever for the transaction that waits for it.
func TestEveryStatementIsInTheTransaction(t *testing.T) {
	bubble(t, func(t *testing.T) {
		server, office := theatre(t)
		office.Book(t.Context(), booking("A1", "A2"))
		if c := server.Counts(); c.Begun != 1 || c.Inside != 4 || c.Outside != 0 {
			t.Errorf("transactions: %d; statements inside: %d, outside: %d; want 1, 4 and 0", c.Begun, c.Inside, c.Outside)
		}
	})
}

func TestAStatementThatFailsBooksNothing(t *testing.T) {
	for _, test := range []struct {
		sql   string
		after int
	}{{price, 0}, {insert, 0}, {update, 0}, {update, 1}, {update, 2}} {
		bubble(t, func(t *testing.T) {
			server, office := theatre(t)
			server.On("", test.sql).If(func(e fakedb.Event) bool { return e.Op != fakedb.Prepare }).After(test.after).Times(1).Fail(errDisk)
			if _, err := office.Book(t.Context(), booking("A1", "A2", "A3")); !errors.Is(err, errDisk) {
				t.Errorf("%q number %d failed, and Book gave %v", test.sql, test.after+1, err)
			}
			settle()
			if c := server.Counts(); c.Committed != 0 {
				t.Errorf("%q number %d failed, and the transaction was committed", test.sql, test.after+1)
			}
		})
	}
}

// The query for the price succeeds, and reading its row fails: that is not the same as no row.
func TestARowThatCannotBeReadBooksNothing(t *testing.T) {
	bubble(t, func(t *testing.T) {
		server, office := theatre(t)
		server.On(fakedb.Query, price).Answer(fakedb.Reply{Columns: []string{"price"}, RowsErr: errDisk})
		if _, err := office.Book(t.Context(), booking("A1")); !errors.Is(err, errDisk) {
			t.Errorf("the price could not be read, %q, and Book gave %v", errDisk, err)
		}
		expectNothingBooked(t, server)
	})
}

func TestABookingThatIsNotCommitted(t *testing.T) {
	bubble(t, func(t *testing.T) {
		server, office := theatre(t)
		server.On(fakedb.Commit, "").Fail(errDisk)
		if _, err := office.Book(t.Context(), booking("A1")); !errors.Is(err, errDisk) {
			t.Errorf("the commit failed with %q, and Book gave %v", errDisk, err)
		}
	})
}

// Two bookings that succeed, while the context goes on.
func TestNothingIsLeftBehind(t *testing.T) {
	testkit.Bubble(t, func(t *testing.T) {
		server, office := theatre(t)
		ctx := lasting()
		for _, seat := range []string{"A1", "A2"} {
			if _, err := office.Book(ctx, booking(seat)); err != nil {
				t.Errorf("Book gave %v", err)
			}
		}
		settle()
		if c := server.Counts(); c.Begun != 2 || c.OpenTx != 0 || c.OpenRows != 0 {
			t.Errorf("transactions: %d, open: %d; results open: %d", c.Begun, c.OpenTx, c.OpenRows)
		}
	})
}
