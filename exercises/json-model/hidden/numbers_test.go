package orders_test

import (
	"math"
	"strconv"
	"testing"

	"orders"
)

func TestIDsAreExact(t *testing.T) {
	for _, want := range []int64{1, 10, 9007199254740991, 9007199254740993, 1234567890123456789, math.MaxInt64} {
		text := strconv.FormatInt(want, 10)
		for _, value := range []string{text, `"` + text + `"`} {
			for _, path := range []string{"id", "customer.id"} {
				o := decode(t, with(path, raw(value)))
				got := o.ID
				if path != "id" {
					got = o.Customer.ID
				}
				if int64(got) != want {
					t.Errorf("the %s %s was read as %d", path, value, got)
				}
			}
		}
	}
}

func TestWhatIsNoID(t *testing.T) {
	for _, value := range []string{
		`0`, `-1`, `1.0`, `1.5`, `1e3`, `9223372036854775808`, `true`, `{}`, `[1]`,
		`"0"`, `"-1"`, `"+1"`, `"1.0"`, `"1e3"`, `"9223372036854775808"`, `""`, `" 1"`, `"1 "`, `"0x10"`, `"1_000"`, `"abc"`, `"null"`,
	} {
		refusedWith(t, "id", value)
		refusedWith(t, "customer.id", value)
	}
}

// In JavaScript 9007199254740993 is 9007199254740992.
func TestIDsAreWrittenAsStrings(t *testing.T) {
	for _, id := range []int64{1, 9007199254740993, math.MaxInt64} {
		o := example()
		o.ID, o.Customer.ID = orders.ID(id), orders.ID(id)
		document := object(t, o)
		want := `"` + strconv.FormatInt(id, 10) + `"`
		if got := string(document["id"]); got != want {
			t.Errorf("the id %d was written as %s", id, got)
		}
		if got := string(fields(t, document["customer"])["id"]); got != want {
			t.Errorf("the customer.id %d was written as %s", id, got)
		}
	}
}

var amounts = map[string]orders.Money{
	"0.00": 0, "0.01": 1, "0.29": 29, "1.15": 115, "4.35": 435, "8.20": 820, "19.99": 1999, "5.00": 500, "100.00": 10000, "1234567.89": 123456789,
	"-0.01": -1, "-0.05": -5, "-0.50": -50, "-1.05": -105, "-19.99": -1999, "-20.00": -2000,
	"90071992547409.93":    9007199254740993,
	"92233720368547758.07": math.MaxInt64, "-92233720368547758.07": -math.MaxInt64,
}

func TestMoneyIsReadExactly(t *testing.T) {
	more := map[string]orders.Money{"5": 500, "-5": -500, "19.9": 1990, "-0.5": -50, "0.1": 10,
		"-92233720368547758.08": math.MinInt64}
	for _, amounts := range []map[string]orders.Money{amounts, more} {
		for text, want := range amounts {
			if want == 0 {
				continue // is a question of what is missing
			}
			o := decode(t, with("lines[1].price", raw(text)))
			if len(o.Lines) == 2 && o.Lines[1].Price != want {
				t.Errorf("%s was read as %d cents, want %d", text, o.Lines[1].Price, want)
			}
		}
	}
}

func TestWhatIsNoMoney(t *testing.T) {
	for _, value := range []string{
		`19.999`, `0.001`, `1.000`, `1e2`, `1.5e1`, `1E-1`, `"19.99"`, `""`, `true`, `{}`, `[]`,
		`92233720368547758.08`, `-92233720368547758.09`, `92233720368547759`, `1000000000000000000000`,
	} {
		refusedWith(t, "lines[1].price", value)
	}
}

func TestMoneyIsWrittenWithTwoDigits(t *testing.T) {
	for want, amount := range amounts {
		o := example()
		o.Lines = []orders.Line{{SKU: "TEA-1", Quantity: 1, Price: amount}}
		document := object(t, o)
		line := fields(t, document["lines"][1:len(document["lines"])-1])
		if got := string(line["price"]); got != want {
			t.Errorf("a price of %d cents was written as %s, want %s", amount, got, want)
		}
		if got := string(document["total"]); got != want {
			t.Errorf("a total of %d cents was written as %s, want %s", amount, got, want)
		}
	}
}
