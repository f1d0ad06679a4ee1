package orders_test

import (
	"encoding/json"
	"io"
	"time"

	"orders"
)

// The API as README.md gives it. If this file does not compile, the submission's
// API does not match.
var (
	_ func(io.Reader) (orders.Order, error) = orders.Decode
	_ json.Marshaler                        = &orders.Order{}
	_ func(orders.Order) orders.Money       = orders.Order.Total

	_ error = orders.ErrTooLong
	_ error = &orders.FieldError{Path: ""}
	_       = [1]int{}[orders.MaxBytes-1<<16]

	_ = orders.Order{
		ID:     orders.ID(int64(1)),
		Placed: time.Time{},
		ShipBy: orders.Date{Year: int(1), Month: time.January, Day: int(1)},
		Customer: orders.Customer{
			ID:    orders.ID(1),
			Name:  "",
			Email: orders.Optional[string]{Present: true, Null: true, Value: ""},
		},
		Lines: []orders.Line{{SKU: "", Quantity: int64(1), Price: orders.Money(int64(1))}},
		Note:  orders.Optional[string]{},
	}
)
