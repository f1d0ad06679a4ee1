// Package boxoffice sells the seats of a theatre: a booking gets all of its seats or
// none.
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

// WithTx runs fn in a transaction of db, which is committed if fn returns nil, and
// rolled back otherwise.
func WithTx(ctx context.Context, db *sql.DB, fn func(tx *sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer func() {
		if p := recover(); p != nil {
			tx.Rollback()
			panic(p)
		}
		if err != nil {
			tx.Rollback()
			return
		}
		err = tx.Commit()
	}()
	return fn(tx)
}

// Office sells seats.
type Office struct {
	db *sql.DB
}

// New gives an office that keeps its books in db.
func New(db *sql.DB) *Office {
	return &Office{db: db}
}

// Book books all seats of b or none.
func (o *Office) Book(ctx context.Context, b Booking) (Receipt, error) {
	if len(b.Seats) == 0 {
		return Receipt{}, ErrNoSeats
	}
	var receipt Receipt
	err := WithTx(ctx, o.db, func(tx *sql.Tx) (err error) {
		receipt, err = enter(ctx, tx, b)
		if err != nil {
			return err
		}
		for _, seat := range b.Seats {
			if err := take(ctx, tx, receipt.Booking, b.Show, seat); err != nil {
				return fmt.Errorf("seat %s: %w", seat, err)
			}
		}
		return nil
	})
	return receipt, err
}

// enter writes the booking itself, without its seats.
func enter(ctx context.Context, tx *sql.Tx, b Booking) (Receipt, error) {
	var price int64
	err := tx.QueryRowContext(ctx, selectPrice, b.Show).Scan(&price)
	if errors.Is(err, sql.ErrNoRows) {
		return Receipt{}, ErrNoShow
	}
	if err != nil {
		return Receipt{}, fmt.Errorf("price of show %d: %w", b.Show, err)
	}
	total := price * int64(len(b.Seats))
	result, err := tx.ExecContext(ctx, insertBooking, b.Show, b.Guest, total)
	if err != nil {
		return Receipt{}, fmt.Errorf("enter the booking: %w", err)
	}
	number, err := result.LastInsertId()
	return Receipt{Booking: number, Total: total}, err
}

func take(ctx context.Context, tx *sql.Tx, booking, show int64, seat string) error {
	result, err := tx.ExecContext(ctx, takeSeat, booking, show, seat)
	if err != nil {
		return err
	}
	switch changed, err := result.RowsAffected(); {
	case err != nil:
		return err
	case changed == 0:
		return ErrSeatTaken
	}
	return nil
}
