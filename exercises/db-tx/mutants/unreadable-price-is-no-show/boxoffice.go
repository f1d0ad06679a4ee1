package boxoffice

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

var (
	// ErrNoSeats says that a booking asks for no seat.
	ErrNoSeats = errors.New("boxoffice: no seats")
	// ErrNoShow says that there is no such show.
	ErrNoShow = errors.New("boxoffice: no such show")
	// ErrSeatTaken says that a seat is not free, or that there is no such seat.
	ErrSeatTaken = errors.New("boxoffice: seat taken")
)

// Booking is what a guest asks for.
type Booking struct {
	Show  int64
	Guest string
	Seats []string
}

// Receipt is what the guest gets.
type Receipt struct {
	Booking int64 // its number
	Total   int64 // in cents
}

// crash is a panic on its way to the place where it is raised again.
type crash struct{ value any }

func (c *crash) Error() string { return fmt.Sprint("panic: ", c.value) }

// guarded runs fn and turns a panic into an error. After runtime.Goexit nothing else runs
// but deferred functions, so it has to roll back at once.
func guarded(tx *sql.Tx, fn func(*sql.Tx) error) (err error) {
	done := false
	defer func() {
		if done {
			return
		}
		if p := recover(); p != nil {
			err = &crash{p}
			return
		}
		tx.Rollback() // Goexit
	}()
	err = fn(tx)
	done = true
	return err
}

// WithTx runs fn in a transaction of db, which is committed if fn returns nil, and
// rolled back otherwise.
func WithTx(ctx context.Context, db *sql.DB, fn func(tx *sql.Tx) error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	err = guarded(tx, fn)
	if err == nil {
		if err := tx.Commit(); err != nil {
			return fmt.Errorf("commit: %w", errors.Join(err, ctx.Err()))
		}
		return nil
	}
	crashed, panicked := err.(*crash)
	if failed := tx.Rollback(); failed != nil && failed != sql.ErrTxDone {
		err = fmt.Errorf("%w (rollback: %w)", err, failed)
	}
	if panicked {
		panic(crashed.value)
	}
	return err
}

// Office sells seats.
type Office struct{ db *sql.DB }

// New gives an office that keeps its books in db.
func New(db *sql.DB) *Office { return &Office{db} }

// Book books all seats of b or none.
func (o *Office) Book(ctx context.Context, b Booking) (r Receipt, err error) {
	if len(b.Seats) == 0 {
		return r, ErrNoSeats
	}
	err = WithTx(ctx, o.db, func(tx *sql.Tx) error {
		price, err := priceOf(ctx, tx, b.Show)
		if err != nil {
			return err
		}
		r.Total = price * int64(len(b.Seats))
		res, err := tx.ExecContext(ctx, insertBooking, b.Show, b.Guest, r.Total)
		if err != nil {
			return err
		}
		if r.Booking, err = res.LastInsertId(); err != nil {
			return err
		}
		for _, seat := range b.Seats {
			res, err := tx.ExecContext(ctx, takeSeat, r.Booking, b.Show, seat)
			if err != nil {
				return err
			}
			if n, err := res.RowsAffected(); err != nil || n != 1 {
				return errors.Join(err, fmt.Errorf("%s: %w", seat, ErrSeatTaken))
			}
		}
		return nil
	})
	return r, err
}

func priceOf(ctx context.Context, tx *sql.Tx, show int64) (price int64, err error) {
	rows, err := tx.QueryContext(ctx, selectPrice, show)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	if !rows.Next() {
		return 0, ErrNoShow
	}
	if err := rows.Scan(&price); err != nil {
		return 0, err
	}
	return price, rows.Close()
}
