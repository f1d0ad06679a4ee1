package orders_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"orders"
)

// These tests are yours: run them with `go test -race`, change them, add to them.
// They are a beginning. The hidden tests check everything that README.md says.

const document = `{
	"id": 9007199254740993,
	"placed_at": "2026-03-01T14:05:06+02:00",
	"ship_by": "2026-03-05",
	"customer": {"id": "17", "name": "Ada", "email": null},
	"lines": [{"sku": "TEA-1", "quantity": 2, "price": 19.99}],
	"source": {"unknown": "to us"}
}`

func TestDecode(t *testing.T) {
	o, err := orders.Decode(strings.NewReader(document))
	if err != nil {
		t.Fatalf("Decode: %v", err)
	}
	if o.ID != 9007199254740993 || o.Customer.ID != 17 {
		t.Errorf("the ids are %d and %d", o.ID, o.Customer.ID)
	}
	if !o.Customer.Email.Present || !o.Customer.Email.Null || o.Note.Present {
		t.Errorf("the email is null and there is no note: %+v, %+v", o.Customer.Email, o.Note)
	}
	if o.Total() != 3998 {
		t.Errorf("the total is %d", o.Total())
	}
}

func TestAFieldIsMissing(t *testing.T) {
	_, err := orders.Decode(strings.NewReader(strings.Replace(document, `"sku"`, `"skew"`, 1)))
	var missing *orders.FieldError
	if !errors.As(err, &missing) || missing.Path != "lines[0].sku" {
		t.Errorf("Decode gave %v", err)
	}
}

func TestMarshal(t *testing.T) {
	text, err := json.Marshal(orders.Order{ID: 5, Lines: []orders.Line{{SKU: "TEA-1", Quantity: 1, Price: 105}}})
	if err != nil {
		t.Fatalf("Marshal: %v", err)
	}
	if !strings.Contains(string(text), `"id":"5"`) || !strings.Contains(string(text), `"total":1.05`) {
		t.Errorf("the JSON is %s", text)
	}
}
