package boxoffice_test

import (
	"context"
	"database/sql"

	"boxoffice"
)

// The API as README.md gives it. If this file does not compile, the submission's
// API does not match.
var (
	_ func(ctx context.Context, db *sql.DB, fn func(tx *sql.Tx) error) error = boxoffice.WithTx
	_ func(db *sql.DB) *boxoffice.Office                                     = boxoffice.New

	_ func(o *boxoffice.Office, ctx context.Context, b boxoffice.Booking) (boxoffice.Receipt, error) = (*boxoffice.Office).Book

	_ = boxoffice.Booking{Show: int64(1), Guest: string(""), Seats: []string{}}
	_ = boxoffice.Receipt{Booking: int64(1), Total: int64(1)}

	_, _, _ error = boxoffice.ErrNoSeats, boxoffice.ErrNoShow, boxoffice.ErrSeatTaken
)
