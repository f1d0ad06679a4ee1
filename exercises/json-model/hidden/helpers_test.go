package orders_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"orders"
)

// A MarshalJSON that calls itself for ever is the classic mistake. The runtime ends that when
// the stack is full; with a small one it does so at once.
func init() { debug.SetMaxStack(1 << 20) }

// base is a document that asks for nothing difficult. with changes it.
func base() map[string]any {
	return map[string]any{
		"id":        raw("1042"),
		"placed_at": "2026-03-01T12:05:06Z",
		"ship_by":   "2026-03-05",
		"customer":  map[string]any{"id": raw("17"), "name": "Ada"},
		"lines": []any{
			map[string]any{"sku": "TEA-1", "quantity": raw("2"), "price": raw("12.50")},
			map[string]any{"sku": "MUG-7", "quantity": raw("1"), "price": raw("8.25")},
		},
	}
}

// raw is JSON as it is written.
func raw(text string) json.RawMessage { return json.RawMessage(text) }

// gone, as a value for with, takes a field away.
var gone = new(int)

// with gives base as text, with one field set to a value.
func with(path string, value any) string {
	document := base()
	set(document, path, value)
	return encode(document)
}

// set finds the object of a path such as "lines[1].sku" and sets its field.
func set(document map[string]any, path string, value any) {
	object := document
	switch before, name, ok := strings.Cut(path, "."); {
	case !ok:
	case before == "customer":
		object, path = document["customer"].(map[string]any), name
	default:
		var i int
		fmt.Sscanf(before, "lines[%d]", &i)
		object, path = document["lines"].([]any)[i].(map[string]any), name
	}
	if value == any(gone) {
		delete(object, path)
	} else {
		object[path] = value
	}
}

func encode(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// decode reads a document that is as it should be.
func decode(t *testing.T, document string) orders.Order {
	t.Helper()
	o, err := orders.Decode(strings.NewReader(document))
	if err != nil {
		t.Errorf("Decode gave %v for %s", err, document)
	}
	return o
}

// refused fails the test unless Decode gives an error, and no order.
func refused(t *testing.T, document string) error {
	t.Helper()
	o, err := orders.Decode(strings.NewReader(document))
	if err == nil {
		t.Errorf("Decode gave no error for %.300s\nbut %+v", document, o)
	}
	return err
}

// refusedWith does so for base with one field set to a value, and names the two.
func refusedWith(t *testing.T, path, value string) {
	t.Helper()
	o, err := orders.Decode(strings.NewReader(with(path, raw(value))))
	if err == nil {
		t.Errorf("with %.200s as %s, Decode gave no error, but %+v", value, path, o)
	}
}

// object marshals an order, behind a pointer, and reads it as an object whose fields are
// still JSON.
func object(t *testing.T, o orders.Order) map[string]json.RawMessage {
	t.Helper()
	text, err := json.Marshal(&o)
	if err != nil {
		t.Fatalf("Marshal gave %v", err)
	}
	return fields(t, text)
}

func fields(t *testing.T, text []byte) (fields map[string]json.RawMessage) {
	t.Helper()
	if err := json.Unmarshal(text, &fields); err != nil {
		t.Fatalf("%s is not an object: %v", text, err)
	}
	return fields
}

// example is an order as Go has it, whose JSON is testdata/order.json.
func example() orders.Order {
	return orders.Order{
		ID:       1042,
		Placed:   time.Date(2026, 3, 1, 12, 5, 6, 0, time.UTC),
		ShipBy:   orders.Date{Year: 2026, Month: time.March, Day: 5},
		Customer: orders.Customer{ID: 17, Name: "Ada Lovelace & Söhne <GmbH>", Email: orders.Optional[string]{Present: true, Value: "ada@example.org"}},
		Note:     orders.Optional[string]{Present: true, Value: "ring twice"},
		Lines:    []orders.Line{{"TEA-1", 2, 1250}, {"MUG-7", 1, 825}, {"BAG-3", 3, 300}},
	}
}

// same compares documents by their meaning. An id may be a number or a string, and
// 12.5 is 12.50: these have tests of their own.
func same(t *testing.T, a, b []byte) bool {
	t.Helper()
	return reflect.DeepEqual(meaning(t, a), meaning(t, b))
}

func meaning(t *testing.T, text []byte) (v any) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(&v); err != nil {
		t.Fatalf("%s is not JSON: %v", text, err)
	}
	looseIDs(v)
	return v
}

func looseIDs(v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, field := range v {
			if name == "id" {
				v[name] = fmt.Sprint(field)
			}
			looseIDs(field)
		}
	case []any:
		for _, element := range v {
			looseIDs(element)
		}
	}
}
