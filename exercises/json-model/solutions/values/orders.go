// Package orders reads the orders that a marketplace sends us as JSON, and writes
// them for our own front end.
//
// This solution reads a document into maps and slices, with numbers left as they
// are written, and picks from them what it needs. The first error ends that.
package orders

import (
	"errors"
	"time"
)

// MaxBytes is how long a document may be.
const MaxBytes = 1 << 16

// ErrTooLong says that a document is longer than MaxBytes.
var ErrTooLong = errors.New("orders: document too long")

// FieldError says that a field is missing which must be there.
type FieldError struct {
	Path string // "customer.id", "lines[2].sku"
}

func (e *FieldError) Error() string { return "orders: missing field " + e.Path }

// ID is that of an order or a customer, from 1 on.
type ID int64

// Money is an amount in cents.
type Money int64

// Date is a day, wherever it is.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Optional is a field that may be missing (the zero value), null, or have a value.
type Optional[T any] struct {
	Present bool // the field is there, be it null or not
	Null    bool
	Value   T
}

// Order is what somebody bought.
type Order struct {
	ID       ID
	Placed   time.Time
	ShipBy   Date
	Customer Customer
	Lines    []Line
	Note     Optional[string]
}

// Customer is who did.
type Customer struct {
	ID    ID
	Name  string
	Email Optional[string]
}

// Line is so many pieces of one thing.
type Line struct {
	SKU      string
	Quantity int64
	Price    Money // of one
}

// Total is what the order costs.
func (o Order) Total() Money {
	var total Money
	for _, line := range o.Lines {
		total += Money(line.Quantity) * line.Price
	}
	return total
}
