package orders

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

type wireOrder struct {
	ID       *ID              `json:"id"`
	Placed   *time.Time       `json:"placed_at"`
	ShipBy   *Date            `json:"ship_by"`
	Customer *wireCustomer    `json:"customer"`
	Lines    *[]wireLine      `json:"lines"`
	Note     Optional[string] `json:"note,omitzero"`
}

type wireCustomer struct {
	ID    *ID              `json:"id"`
	Name  *string          `json:"name"`
	Email Optional[string] `json:"email,omitzero"`
}

type wireLine struct {
	SKU      *string `json:"sku"`
	Quantity *uint63 `json:"quantity"`
	Price    *Money  `json:"price"`
}

// Decode reads one order.
func Decode(r io.Reader) (Order, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return Order{}, fmt.Errorf("orders: %w", err)
	}
	if len(text) > MaxBytes {
		return Order{}, ErrTooLong
	}
	var document wireOrder
	if err := json.Unmarshal(text, &document); err != nil { // also refuses what follows the document
		return Order{}, fmt.Errorf("orders: %w", err)
	}
	return document.order()
}

// order checks that everything required is there. (A document that is null has nothing.)
func (w *wireOrder) order() (Order, error) {
	var c check
	o := Order{
		ID:     need(&c, "id", w.ID),
		Placed: need(&c, "placed_at", w.Placed),
		ShipBy: need(&c, "ship_by", w.ShipBy),
		Lines:  []Line{},
		Note:   w.Note,
	}
	customer := need(&c, "customer", w.Customer)
	o.Customer = Customer{
		ID:    need(&c, "customer.id", customer.ID),
		Name:  need(&c, "customer.name", customer.Name),
		Email: customer.Email,
	}
	for i, line := range need(&c, "lines", w.Lines) {
		path := fmt.Sprintf("lines[%d].", i)
		o.Lines = append(o.Lines, Line{
			SKU:      need(&c, path+"sku", line.SKU),
			Quantity: int64(need(&c, path+"quantity", line.Quantity)),
			Price:    need(&c, path+"price", line.Price),
		})
	}
	if c.missing != nil {
		return Order{}, c.missing
	}
	return o, nil
}

// check remembers the first field that was missing.
type check struct{ missing *FieldError }

func need[T any](c *check, path string, value *T) (v T) {
	if value != nil {
		return *value
	}
	if c.missing == nil {
		c.missing = &FieldError{path}
	}
	return v
}

// MarshalJSON gives the JSON for the front end.
func (o Order) MarshalJSON() ([]byte, error) {
	placed := o.Placed.UTC()
	lines := make([]wireLine, len(o.Lines))
	for i, line := range o.Lines {
		quantity := uint63(line.Quantity)
		lines[i] = wireLine{&line.SKU, &quantity, &line.Price}
	}
	return json.Marshal(struct {
		wireOrder       // has no MarshalJSON that could be promoted
		Total     Money `json:"total"`
	}{
		wireOrder{
			ID:       &o.ID,
			Placed:   &placed,
			ShipBy:   &o.ShipBy,
			Customer: &wireCustomer{&o.Customer.ID, &o.Customer.Name, o.Customer.Email},
			Lines:    &lines,
			Note:     o.Note,
		},
		o.Total(),
	})
}

// digits reads an integer from 0 on, written in the most ordinary way.
func digits(text string) (int64, error) {
	if strings.Trim(text, "0123456789") != "" {
		return 0, fmt.Errorf("orders: %q is not written with digits only", text)
	}
	return strconv.ParseInt(text, 10, 64)
}

// uint63 is an integer that has no sign, neither in Go nor in JSON.
type uint63 int64

func (n *uint63) UnmarshalJSON(text []byte) error {
	value, err := digits(string(text))
	*n = uint63(value)
	return err
}

// UnmarshalJSON reads a number or a string with one.
func (id *ID) UnmarshalJSON(text []byte) error {
	value, err := digits(strings.Trim(string(text), `"`))
	if err == nil && value == 0 {
		err = errors.New("orders: the id 0")
	}
	*id = ID(value)
	return err
}

// MarshalJSON writes a string.
func (id ID) MarshalJSON() ([]byte, error) {
	return strconv.AppendQuote(nil, strconv.FormatInt(int64(id), 10)), nil
}

// UnmarshalJSON reads the digits of a number as an integer; a float64 would not do.
func (m *Money) UnmarshalJSON(text []byte) error {
	units, cents, point := strings.Cut(string(text), ".")
	sign := ""
	if rest, negative := strings.CutPrefix(units, "-"); negative {
		sign, units = "-", rest
	}
	if len(cents) > 2 || point && cents == "" || strings.Trim(units+cents, "0123456789") != "" {
		return fmt.Errorf("orders: %s is no amount of money", text)
	}
	value, err := strconv.ParseInt(sign+units+(cents + "00")[:2], 10, 64)
	*m = Money(value)
	return err
}

// MarshalJSON writes two digits after the point.
func (m Money) MarshalJSON() ([]byte, error) {
	text := strconv.FormatInt(int64(m), 10)
	sign := ""
	if m < 0 {
		sign, text = "-", text[1:]
	}
	if len(text) < 3 {
		text = "000"[len(text):] + text
	}
	point := len(text) - 2
	return []byte(sign + text[:point] + "." + text[point:]), nil
}

// UnmarshalJSON reads a day that exists.
func (d *Date) UnmarshalJSON(text []byte) error {
	day, err := time.Parse(`"`+time.DateOnly+`"`, string(text))
	if err == nil {
		d.Year, d.Month, d.Day = day.Date()
	}
	return err
}

// MarshalJSON writes year-month-day.
func (d Date) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `"%04d-%02d-%02d"`, d.Year, d.Month, d.Day), nil
}

// UnmarshalJSON is called for a field that is there, also for null.
func (o *Optional[T]) UnmarshalJSON(text []byte) error {
	*o = Optional[T]{Present: true, Null: string(text) == "null"}
	if o.Null {
		return nil
	}
	return json.Unmarshal(text, &o.Value)
}

// IsZero is what omitzero asks.
func (o Optional[T]) IsZero() bool {
	text, err := json.Marshal(o.Value)
	return !o.Null && (!o.Present || err == nil && string(text) == `""`)
}

// MarshalJSON writes null or the value. What is missing has to be left out by the
// struct around it, with omitzero.
func (o Optional[T]) MarshalJSON() ([]byte, error) {
	if o.Null {
		return []byte("null"), nil
	}
	return json.Marshal(o.Value)
}
