package orders_test

import (
	"encoding/json"
	"os"
	"testing"
	"time"

	"orders"
)

// Wherever encoding/json meets an order, it writes the same.
func TestAnOrderIsWrittenTheSameEverywhere(t *testing.T) {
	golden, err := os.ReadFile("testdata/order.json")
	if err != nil {
		t.Fatal(err)
	}
	o := example()
	type parcel struct {
		Order orders.Order
	}
	for what, test := range map[string]struct {
		value       any
		before, end string
	}{
		"a value":               {o, ``, ``},
		"a pointer":             {&o, ``, ``},
		"a slice":               {[]orders.Order{o}, `[`, `]`},
		"a slice of pointers":   {[]*orders.Order{&o}, `[`, `]`},
		"a map":                 {map[string]orders.Order{"Order": o}, `{"Order":`, `}`},
		"a struct":              {parcel{o}, `{"Order":`, `}`},
		"an interface":          {[]any{o}, `[`, `]`},
		"a pointer to a struct": {&parcel{o}, `{"Order":`, `}`},
	} {
		got, err := json.Marshal(test.value)
		if err != nil {
			t.Errorf("%s: Marshal gave %v", what, err)
			continue
		}
		if want := []byte(test.before + string(golden) + test.end); !same(t, got, want) {
			t.Errorf("%s was written as\n%s\nwant\n%s", what, got, want)
		}
	}
}

func TestNoLinesAreAnEmptyArray(t *testing.T) {
	for _, lines := range [][]orders.Line{nil, {}} {
		o := example()
		o.Lines = lines
		document := object(t, o)
		if got := string(document["lines"]); got != "[]" {
			t.Errorf("no lines (%#v) were written as %s", lines, got)
		}
		var total float64
		if err := json.Unmarshal(document["total"], &total); err != nil || total != 0 {
			t.Errorf("the total of no lines was written as %s", document["total"])
		}
	}
}

// To marshal is not to change.
func TestMarshalLeavesTheOrderAlone(t *testing.T) {
	o := example()
	o.Placed = o.Placed.In(time.FixedZone("", 2*60*60))
	object(t, o)
	object(t, o)
	if o.Placed.Format(time.RFC3339) != "2026-03-01T14:05:06+02:00" || len(o.Lines) != 3 || o.Lines[0] != (orders.Line{SKU: "TEA-1", Quantity: 2, Price: 1250}) {
		t.Errorf("after Marshal the order is %+v", o)
	}
}

func TestOptionalFieldsAreWrittenAsTheyAre(t *testing.T) {
	for _, test := range []struct {
		value orders.Optional[string]
		want  string
	}{
		{orders.Optional[string]{}, ""},
		{orders.Optional[string]{Present: true, Null: true}, "null"},
		{orders.Optional[string]{Present: true}, `""`},
		{orders.Optional[string]{Present: true, Value: "ring"}, `"ring"`},
	} {
		o := example()
		o.Note, o.Customer.Email = test.value, test.value
		document := object(t, o)
		for name, object := range map[string]map[string]json.RawMessage{"note": document, "email": fields(t, document["customer"])} {
			if got, there := object[name]; string(got) != test.want || there != (test.want != "") {
				t.Errorf("%+v was written as %s %s, want %s", test.value, name, got, test.want)
			}
		}
	}
}

func TestTimesAreWrittenInUTC(t *testing.T) {
	east := time.FixedZone("", 2*60*60)
	for want, placed := range map[string]time.Time{
		`"2026-03-01T12:05:06Z"`:           time.Date(2026, 3, 1, 14, 5, 6, 0, east),
		`"2026-02-28T23:00:00Z"`:           time.Date(2026, 3, 1, 1, 0, 0, 0, east),
		`"2026-03-01T12:05:06.5Z"`:         time.Date(2026, 3, 1, 14, 5, 6, 5e8, east),
		`"2026-03-01T12:05:06.000000007Z"`: time.Date(2026, 3, 1, 12, 5, 6, 7, time.UTC),
	} {
		o := example()
		o.Placed = placed
		if got := string(object(t, o)["placed_at"]); got != want {
			t.Errorf("%v was written as %s, want %s", placed, got, want)
		}
	}
}

func TestDatesAreWrittenAsTheyAreRead(t *testing.T) {
	for want, date := range map[string]orders.Date{
		`"2026-03-05"`: {Year: 2026, Month: time.March, Day: 5}, `"2026-11-30"`: {Year: 2026, Month: time.November, Day: 30},
	} {
		o := example()
		o.ShipBy = date
		if got := string(object(t, o)["ship_by"]); got != want {
			t.Errorf("%v was written as %s, want %s", date, got, want)
		}
	}
}
