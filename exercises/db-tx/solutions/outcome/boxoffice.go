// Package boxoffice sells the seats of a theatre: a booking gets all of its seats or
// none.
//
// In this solution the way in which fn came to its end decides: the deferred
// function commits only if fn is known to have returned nil. It has not returned after a
// panic, nor after runtime.Goexit; and as nothing recovers, a panic simply goes on.
package boxoffice

import (
	"context"
	"database/sql"
	"errors"
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
func WithTx(ctx context.Context, db *sql.DB, fn func(tx *sql.Tx) error) (err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	returned := false
	defer func() {
		if returned && err == nil {
			err = commit(ctx, tx)
			return
		}
		err = rollback(tx, err)
	}()
	err = fn(tx)
	returned = true
	return err
}

// commit gives the error of ctx where its end is why the transaction is over.
func commit(ctx context.Context, tx *sql.Tx) error {
	err := tx.Commit()
	if errors.Is(err, sql.ErrTxDone) && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// rollback adds its own failure to the reason for it.
func rollback(tx *sql.Tx, reason error) error {
	err := tx.Rollback()
	if errors.Is(err, sql.ErrTxDone) { // the end of the context was faster
		return reason
	}
	return errors.Join(reason, err)
}

// Office sells seats.
type Office struct {
	db *sql.DB
}

// New gives an office that keeps its books in db.
func New(db *sql.DB) *Office {
	return &Office{db}
}

// Book books all seats of b or none.
func (o *Office) Book(ctx context.Context, b Booking) (receipt Receipt, err error) {
	if len(b.Seats) == 0 {
		return Receipt{}, ErrNoSeats
	}
	err = WithTx(ctx, o.db, func(tx *sql.Tx) error {
		sale := sale{ctx: ctx, tx: tx, show: b.Show}
		price := sale.price()
		receipt.Total = price * int64(len(b.Seats))
		receipt.Booking = sale.enter(b.Guest, receipt.Total)
		sale.take(receipt.Booking, b.Seats)
		return sale.err
	})
	return receipt, err
}

// A sale runs statements until the first of them fails, and then none.
type sale struct {
	ctx  context.Context
	tx   *sql.Tx
	show int64
	err  error
}

func (s *sale) price() (price int64) {
	s.err = s.tx.QueryRowContext(s.ctx, selectPrice, s.show).Scan(&price)
	if errors.Is(s.err, sql.ErrNoRows) {
		s.err = ErrNoShow
	}
	return price
}

func (s *sale) enter(guest string, total int64) (number int64) {
	if s.err != nil {
		return 0
	}
	var result sql.Result
	if result, s.err = s.tx.ExecContext(s.ctx, insertBooking, s.show, guest, total); s.err == nil {
		number, s.err = result.LastInsertId()
	}
	return number
}

func (s *sale) take(booking int64, seats []string) {
	if s.err != nil {
		return
	}
	var update *sql.Stmt
	if update, s.err = s.tx.PrepareContext(s.ctx, takeSeat); s.err != nil {
		return
	}
	defer update.Close()
	for _, seat := range seats {
		var result sql.Result
		if result, s.err = update.ExecContext(s.ctx, booking, s.show, seat); s.err != nil {
			return
		}
		var changed int64
		if changed, s.err = result.RowsAffected(); s.err == nil && changed == 0 {
			s.err = ErrSeatTaken
		}
		if s.err != nil {
			return
		}
	}
}
