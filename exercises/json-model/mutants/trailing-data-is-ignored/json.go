package orders

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Decode reads one order.
func Decode(r io.Reader) (o Order, err error) {
	text, err := read(r)
	if err != nil {
		return Order{}, err
	}
	numbers := json.NewDecoder(bytes.NewReader(text))
	numbers.UseNumber()
	var document any
	if err := numbers.Decode(&document); err != nil {
		return Order{}, fmt.Errorf("orders: %w", err)
	}
	defer func() {
		if problem, ok := recover().(problem); ok {
			o, err = Order{}, problem.error
		}
	}()
	return order(value{"", document}), nil
}

// read gives all of r, if it is not too long.
func read(r io.Reader) ([]byte, error) {
	var text bytes.Buffer
	n, err := io.CopyN(&text, r, MaxBytes+1)
	switch {
	case n > MaxBytes:
		return nil, ErrTooLong
	case err != io.EOF:
		return nil, fmt.Errorf("orders: after %d bytes: %w", n, err)
	}
	return text.Bytes(), nil
}

// A value of the document, and its path.
type value struct {
	path string
	any
}

// problem ends the reading of a document from however deep. It does not leave this file.
type problem struct{ error }

func (v value) refuse(want string) {
	panic(problem{fmt.Errorf("orders: %s is %T %v: want %s", v.path, v.any, v.any, want)})
}

func as[T any](v value, want string) T {
	t, ok := v.any.(T)
	if !ok {
		v.refuse(want)
	}
	return t
}

// get gives a field that is there and is not null.
func (v value) get(name string) value {
	path := strings.TrimPrefix(v.path+"."+name, ".")
	field := as[map[string]any](v, "an object")[name]
	if field == nil {
		panic(problem{&FieldError{path}})
	}
	return value{path, field}
}

func (v value) optionalText(name string) Optional[string] {
	field, there := as[map[string]any](v, "an object")[name]
	if field == nil {
		return Optional[string]{Present: there, Null: there}
	}
	return Optional[string]{Present: true, Value: v.get(name).text()}
}

func (v value) text() string   { return as[string](v, "a string") }
func (v value) number() string { return as[json.Number](v, "a number").String() }

func order(v value) Order {
	o := Order{
		ID:     v.get("id").id(),
		Placed: v.get("placed_at").time(time.RFC3339),
		Note:   v.optionalText("note"),
	}
	day := v.get("ship_by").time(time.DateOnly)
	o.ShipBy = Date{day.Year(), day.Month(), day.Day()}
	customer := v.get("customer")
	o.Customer = Customer{customer.get("id").id(), customer.get("name").text(), customer.optionalText("email")}
	lines := v.get("lines")
	for i, line := range as[[]any](lines, "an array") {
		line := value{fmt.Sprintf("%s[%d]", lines.path, i), line}
		price := line.get("price")
		quantity := line.get("quantity")
		o.Lines = append(o.Lines, Line{
			SKU:      line.get("sku").text(),
			Quantity: quantity.integer(quantity.number(), 0),
			Price:    price.money(price.number()),
		})
	}
	return o
}

func (v value) id() ID {
	if text, ok := v.any.(string); ok {
		return ID(v.integer(text, 1))
	}
	return ID(v.integer(v.number(), 1))
}

func (v value) integer(text string, least int64) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < least || text[0] == '+' {
		v.refuse("digits")
	}
	return n
}

// money adds the digits up by itself, downwards, since the least int64 has no
// positive counterpart.
func (v value) money(text string) Money {
	number, negative := strings.CutPrefix(text, "-")
	units, cents, point := strings.Cut(number, ".")
	if len(cents) > 2 || point && cents == "" {
		v.refuse("two digits after the point")
	}
	var sum int64
	for _, digit := range units + (cents + "00")[:2] {
		add := int64(digit - '0')
		if add < 0 || add > 9 || sum < (math.MinInt64+add)/10 {
			v.refuse("an amount in digits")
		}
		sum = 10*sum - add
	}
	if !negative {
		if sum == math.MinInt64 {
			v.refuse("less")
		}
		sum = -sum
	}
	return Money(sum)
}

func (v value) time(layout string) time.Time {
	t, err := time.Parse(layout, v.text())
	if err != nil {
		v.refuse(layout)
	}
	return t
}

// MarshalJSON gives the JSON for the front end.
func (o Order) MarshalJSON() ([]byte, error) {
	lines := []any{}
	for line := range slices.Values(o.Lines) {
		lines = append(lines, map[string]any{"sku": line.SKU, "quantity": line.Quantity, "price": amount(line.Price)})
	}
	customer := map[string]any{"id": fmt.Sprint(o.Customer.ID), "name": o.Customer.Name}
	setOptional(customer, "email", o.Customer.Email)
	document := map[string]any{
		"id":        fmt.Sprint(o.ID),
		"placed_at": o.Placed.UTC(),
		"ship_by":   fmt.Sprintf("%04d-%02d-%02d", o.ShipBy.Year, int(o.ShipBy.Month), o.ShipBy.Day),
		"customer":  customer,
		"lines":     lines,
		"total":     amount(o.Total()),
	}
	setOptional(document, "note", o.Note)
	return json.Marshal(document)
}

func setOptional(object map[string]any, name string, text Optional[string]) {
	if text.Null {
		object[name] = nil
	} else if text.Present {
		object[name] = text.Value
	}
}

func amount(m Money) json.RawMessage {
	text, negative := strings.CutPrefix(fmt.Sprintf("%04d", int64(m)), "-")
	text = strings.TrimLeft(text[:len(text)-2], "0") + "." + text[len(text)-2:]
	if text[0] == '.' {
		text = "0" + text
	}
	if negative {
		text = "-" + text
	}
	return json.RawMessage(text)
}
