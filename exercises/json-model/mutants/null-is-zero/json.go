package orders

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"regexp"
	"strconv"
	"time"
)

// Decode reads one order.
func Decode(r io.Reader) (Order, error) {
	limited := &io.LimitedReader{R: r, N: MaxBytes + 1}
	decoder := json.NewDecoder(limited)
	var document json.RawMessage
	err := decoder.Decode(&document)
	if err == nil {
		// Reads on, until the end or the limit.
		if _, after := decoder.Token(); after != io.EOF {
			err = fmt.Errorf("after the document: %w", after)
			if after == nil {
				err = fmt.Errorf("something follows the document")
			}
		}
	}
	if limited.N <= 0 {
		err = ErrTooLong
	}
	if err != nil {
		return Order{}, fmt.Errorf("orders: %w", err)
	}
	o, err := order(document)
	if err != nil {
		return Order{}, err
	}
	return o, nil
}

// An object is one whose fields are still JSON, and where it is.
type object struct {
	path   string // "", "customer." or "lines[2]."
	fields map[string]json.RawMessage
}

func asObject(path string, text json.RawMessage) (object, error) {
	o := object{path: path}
	err := json.Unmarshal(text, &o.fields)
	if err == nil && o.fields == nil {
		err = fmt.Errorf("%snull is not an object", path)
	}
	return o, err
}

// field reads a required field with parse, unless there has been an error.
func field[T any](err *error, o object, name string, parse func(json.RawMessage) (T, error)) (value T) {
	if *err != nil {
		return value
	}
	text, there := o.fields[name]
	if !there {
		*err = &FieldError{o.path + name}
		return value
	}
	if value, *err = parse(text); *err != nil {
		*err = fmt.Errorf("orders: %s%s: %w", o.path, name, *err)
	}
	return value
}

// optional reads a field that may be null or missing.
func optional[T any](err *error, o object, name string, parse func(json.RawMessage) (T, error)) Optional[T] {
	switch text, there := o.fields[name]; {
	case !there:
		return Optional[T]{}
	case string(text) == "null":
		return Optional[T]{Present: true, Null: true}
	default:
		return Optional[T]{Present: true, Value: field(err, o, name, parse)}
	}
}

func order(text json.RawMessage) (o Order, err error) {
	document, err := asObject("", text)
	o.ID = field(&err, document, "id", id)
	o.Placed = field(&err, document, "placed_at", plain[time.Time])
	o.ShipBy = field(&err, document, "ship_by", date)
	o.Customer = field(&err, document, "customer", customer)
	o.Note = optional(&err, document, "note", plain[string])
	for i, text := range field(&err, document, "lines", plain[[]json.RawMessage]) {
		object, failed := asObject(fmt.Sprintf("lines[%d].", i), text)
		if err == nil {
			err = failed
		}
		o.Lines = append(o.Lines, Line{
			SKU:      field(&err, object, "sku", plain[string]),
			Quantity: field(&err, object, "quantity", quantity),
			Price:    field(&err, object, "price", money),
		})
	}
	return o, err
}

func customer(text json.RawMessage) (c Customer, err error) {
	object, err := asObject("customer.", text)
	c.ID = field(&err, object, "id", id)
	c.Name = field(&err, object, "name", plain[string])
	c.Email = optional(&err, object, "email", plain[string])
	return c, err
}

func plain[T any](text json.RawMessage) (value T, err error) {
	err = json.Unmarshal(text, &value)
	return value, err
}

var (
	idForm       = regexp.MustCompile(`^(?:([0-9]+)|"([0-9]+)")$`)
	quantityForm = regexp.MustCompile(`^[0-9]+$`)
	moneyForm    = regexp.MustCompile(`^-?[0-9]+(\.[0-9]{1,2})?$`)
)

func id(text json.RawMessage) (ID, error) {
	part := idForm.FindSubmatch(text)
	if part == nil {
		return 0, fmt.Errorf("%s is no id", text)
	}
	n, err := strconv.ParseInt(string(part[1])+string(part[2]), 10, 64)
	if n == 0 && err == nil {
		err = fmt.Errorf("0 is no id")
	}
	return ID(n), err
}

func quantity(text json.RawMessage) (int64, error) {
	if !quantityForm.Match(text) {
		return 0, fmt.Errorf("%s is no quantity", text)
	}
	return strconv.ParseInt(string(text), 10, 64)
}

var hundred = big.NewRat(100, 1)

// money computes with fractions, which are exact.
func money(text json.RawMessage) (Money, error) {
	amount, ok := new(big.Rat).SetString(string(text))
	if !ok || !moneyForm.Match(text) {
		return 0, fmt.Errorf("%s is no amount", text)
	}
	cents := amount.Mul(amount, hundred).Num()
	if !cents.IsInt64() {
		return 0, fmt.Errorf("%s is too much", text)
	}
	return Money(cents.Int64()), nil
}

func date(text json.RawMessage) (Date, error) {
	s, err := plain[string](text)
	if err != nil {
		return Date{}, err
	}
	t, err := time.Parse(time.DateOnly, s)
	return Date{t.Year(), t.Month(), t.Day()}, err
}

// MarshalJSON gives the JSON for the front end.
func (o Order) MarshalJSON() ([]byte, error) {
	w := writer{}
	w.open("{")
	w.field("id", idText(o.ID))
	w.field("placed_at", o.Placed.UTC().Format(time.RFC3339Nano))
	w.field("ship_by", time.Date(o.ShipBy.Year, o.ShipBy.Month, o.ShipBy.Day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	w.name("customer")
	w.open("{")
	w.field("id", idText(o.Customer.ID))
	w.field("name", o.Customer.Name)
	w.optional("email", o.Customer.Email)
	w.close("}")
	w.name("lines")
	w.open("[")
	for _, line := range o.Lines {
		w.comma()
		w.open("{")
		w.field("sku", line.SKU)
		w.field("quantity", line.Quantity)
		w.field("price", moneyText(line.Price))
		w.close("}")
	}
	w.close("]")
	w.field("total", moneyText(o.Total()))
	w.optional("note", o.Note)
	w.close("}")
	return w.Bytes(), nil
}

func idText(id ID) string { return strconv.FormatInt(int64(id), 10) }

func moneyText(m Money) json.Number {
	return json.Number(big.NewRat(int64(m), 100).FloatString(2))
}

// A writer puts JSON together.
type writer struct {
	bytes.Buffer
	first bool // nothing has been written since the last open
}

func (w *writer) open(bracket string) {
	w.WriteString(bracket)
	w.first = true
}

func (w *writer) close(bracket string) {
	w.WriteString(bracket)
	w.first = false
}

func (w *writer) comma() {
	if !w.first {
		w.WriteByte(',')
	}
	w.first = false
}

func (w *writer) name(name string) {
	w.comma()
	w.WriteString(strconv.Quote(name))
	w.WriteByte(':')
}

func (w *writer) field(name string, value any) {
	w.name(name)
	text, _ := json.Marshal(value) // strings and numbers only
	w.Write(text)
}

func (w *writer) optional(name string, value Optional[string]) {
	switch {
	case !value.Present:
	case value.Null:
		w.field(name, nil)
	default:
		w.field(name, value.Value)
	}
}
