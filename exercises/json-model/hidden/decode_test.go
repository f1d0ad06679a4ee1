package orders_test

import (
	"errors"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"orders"
)

// The document is read from top to bottom, in whatever pieces it comes.
func TestDecodesANestedDocument(t *testing.T) {
	text, err := os.ReadFile("testdata/order.json")
	if err != nil {
		t.Fatal(err)
	}
	document := strings.Replace(string(text), `"total": 42.25,`, "", 1) // the marketplace does not send that
	for what, r := range map[string]io.Reader{
		"at once":      strings.NewReader(document),
		"byte by byte": iotest.OneByteReader(strings.NewReader(document)),
		"with EOF":     iotest.DataErrReader(strings.NewReader(document)),
	} {
		o, err := orders.Decode(r)
		if err != nil {
			t.Errorf("%s: Decode gave %v", what, err)
		}
		want := example()
		want.Lines[2].Quantity = 3
		if o.ID != want.ID || !o.Placed.Equal(want.Placed) || o.ShipBy != want.ShipBy ||
			o.Customer.ID != want.Customer.ID || o.Customer.Name != want.Customer.Name ||
			!reflect.DeepEqual(o.Lines, want.Lines) {
			t.Errorf("%s: Decode gave %+v", what, o)
		}
	}
}

func TestTheWrongTypeIsAnError(t *testing.T) {
	for _, test := range []struct{ path, value string }{
		{"customer", `"Ada"`}, {"customer", `[]`}, {"customer.name", `5`}, {"customer.email", `5`},
		{"lines", `{}`}, {"lines", `"TEA-1"`}, {"lines", `["TEA-1"]`}, {"lines[1].sku", `7`},
		{"lines[1].quantity", `"2"`}, {"lines[1].quantity", `2.5`}, {"lines[1].quantity", `-1`},
		{"lines[1].quantity", `1e1`}, {"lines[1].quantity", `9223372036854775808`}, {"note", `{}`},
	} {
		refusedWith(t, test.path, test.value)
	}
}

// (Which documents are refused is for other tests to say.)
func TestAnErrorComesWithoutAnOrder(t *testing.T) {
	failed := 0
	for _, document := range []string{
		with("note", raw("5")),
		with("lines[1].price", gone),
		encode(base()) + "{}",
		encode(base())[:100],
	} {
		o, err := orders.Decode(strings.NewReader(document))
		if err != nil {
			failed++
			if !reflect.DeepEqual(o, orders.Order{}) {
				t.Errorf("Decode gave %v and an order that is not zero: %+v", err, o)
			}
		}
	}
	if failed == 0 {
		t.Error("Decode never gave an error")
	}
}

var required = []string{
	"id", "placed_at", "ship_by", "customer", "customer.id", "customer.name", "lines",
	"lines[0].sku", "lines[0].quantity", "lines[0].price", "lines[1].sku", "lines[1].quantity", "lines[1].price",
}

func TestARequiredFieldIsMissing(t *testing.T) {
	for _, path := range required {
		expectMissing(t, path, with(path, gone))
	}
}

func TestARequiredFieldIsNull(t *testing.T) {
	for _, path := range required {
		expectMissing(t, path, with(path, raw("null")))
	}
}

func expectMissing(t *testing.T, path, document string) {
	t.Helper()
	err := refused(t, document)
	var missing *orders.FieldError
	if err != nil && (!errors.As(err, &missing) || missing.Path != path || missing.Error() == "") {
		t.Errorf("without %s, Decode gave %v, want a *FieldError with that path", path, err)
	}
}

// One of those that are missing is named, whichever.
func TestSeveralFieldsAreMissing(t *testing.T) {
	err := refused(t, `{"customer":{"name":"Ada","id":3},"lines":[{"sku":"TEA-1","quantity":1}]}`)
	paths := map[string]bool{"id": true, "placed_at": true, "ship_by": true, "lines[0].price": true}
	var missing *orders.FieldError
	if err != nil && (!errors.As(err, &missing) || !paths[missing.Path]) {
		t.Errorf("Decode gave %v, want a *FieldError with one of %v", err, paths)
	}
}

func TestZeroIsAValue(t *testing.T) {
	for path, value := range map[string]string{
		"customer.name": `""`, "lines": `[]`, "lines[0].sku": `""`, "lines[0].quantity": `0`, "lines[0].price": `0`, "lines[1].price": `0.00`,
	} {
		o := decode(t, with(path, raw(value)))
		for _, line := range o.Lines {
			if path == "lines[0].quantity" && line.SKU == "TEA-1" && line.Quantity != 0 ||
				path == "lines[1].price" && line.SKU == "MUG-7" && line.Price != 0 {
				t.Errorf("a %s of %s was read as %+v", path, value, line)
			}
		}
	}
}

func TestMissingNullAndEmptyDiffer(t *testing.T) {
	for _, path := range []string{"note", "customer.email"} {
		for _, test := range []struct {
			value any
			want  orders.Optional[string]
		}{
			{gone, orders.Optional[string]{}},
			{raw("null"), orders.Optional[string]{Present: true, Null: true}},
			{"", orders.Optional[string]{Present: true}},
			{"null", orders.Optional[string]{Present: true, Value: "null"}},
			{"ring\ntwice", orders.Optional[string]{Present: true, Value: "ring\ntwice"}},
		} {
			o := decode(t, with(path, test.value))
			got := o.Note
			if path != "note" {
				got = o.Customer.Email
			}
			if got != test.want {
				t.Errorf("%s: %s was read as %+v, want %+v", path, with(path, test.value), got, test.want)
			}
		}
	}
}

func TestUnknownFieldsAreIgnored(t *testing.T) {
	for _, path := range []string{"source", "customer.source", "lines[1].source"} {
		for _, value := range []string{`1`, `null`, `"x"`, `{"id":null,"lines":[1,2]}`, `[[],{}]`} {
			if o := decode(t, with(path, raw(value))); len(o.Lines) != 2 {
				t.Errorf("with an unknown %s of %s Decode gave %+v", path, value, o)
			}
		}
	}
}

func TestTheDocumentIsAllThereIs(t *testing.T) {
	document := encode(base())
	for _, after := range []string{"{}", document, "null", "]", "}", ",", "x", "\n\n{}", " 0", "\x00"} {
		refused(t, document+after)
	}
	refused(t, "x"+document)
	refused(t, ","+document)
}

func TestWhiteSpaceMayFollow(t *testing.T) {
	if o := decode(t, "\n\t \r\n"+encode(base())+" \n\t\r\n "); o.ID != 1042 {
		t.Errorf("with white space around it, the document was read as %+v", o)
	}
}

func TestWhatIsNoDocument(t *testing.T) {
	for _, text := range []string{"", "  \n", "null", "[]", `"x"`, "17", "true", encode(base())[:60], "{"} {
		refused(t, text)
	}
}

var blank = strings.Repeat(" ", 16<<10)

// spaces is an endless reader of white space that counts what it gave.
type spaces struct{ read int }

func (s *spaces) Read(p []byte) (int, error) {
	n := copy(p, blank)
	s.read += n
	return n, nil
}

func TestADocumentHasALimit(t *testing.T) {
	document := encode(base())
	padded := func(n int) string { return document + strings.Repeat(" ", n-len(document)) }
	if o := decode(t, padded(orders.MaxBytes)); o.ID != 1042 {
		t.Errorf("a document of MaxBytes bytes was read as %+v", o)
	}
	long := with("note", strings.Repeat("x", orders.MaxBytes))
	for what, text := range map[string]string{"white space at its end": padded(orders.MaxBytes + 1), "a long note": long} {
		if _, err := orders.Decode(strings.NewReader(text)); !errors.Is(err, orders.ErrTooLong) {
			t.Errorf("a document that is too long, with %s, gave %v", what, err)
		}
	}
	for what, start := range map[string]string{"nothing": "", "a document": document} {
		endless := &spaces{}
		_, err := orders.Decode(io.MultiReader(strings.NewReader(start), io.LimitReader(endless, 3*orders.MaxBytes)))
		if !errors.Is(err, orders.ErrTooLong) {
			t.Errorf("%s and endless white space gave %v", what, err)
		}
		if endless.read > 2*orders.MaxBytes {
			t.Errorf("%s and endless white space: %d bytes were read", what, endless.read)
		}
	}
}

func TestErrorsOfTheReaderComeBack(t *testing.T) {
	broken := errors.New("connection reset")
	for _, n := range []int{0, 50, len(encode(base()))} {
		r := io.MultiReader(strings.NewReader(encode(base())[:n]), iotest.ErrReader(broken))
		if _, err := orders.Decode(r); !errors.Is(err, broken) {
			t.Errorf("the connection broke after %d bytes, and Decode gave %v", n, err)
		}
	}
}

func TestTimesHaveAnOffset(t *testing.T) {
	want := time.Date(2026, 3, 1, 12, 5, 6, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"2026-03-01T12:05:06Z":           want,
		"2026-03-01T14:05:06+02:00":      want,
		"2026-02-28T23:35:06-12:30":      want,
		"2026-03-01T12:05:06.000000007Z": want.Add(7),
	} {
		if o := decode(t, with("placed_at", text)); !o.Placed.Equal(want) {
			t.Errorf("%s was read as %v, want %v", text, o.Placed, want)
		}
	}
	for _, value := range []string{`"2026-03-01 12:05:06"`, `"2026-03-01T12:05:06"`, `"2026-03-01"`, `""`, `1772366706`, `"2026-03-01T25:05:06Z"`} {
		refusedWith(t, "placed_at", value)
	}
}

func TestADateExists(t *testing.T) {
	for text, want := range map[string]orders.Date{
		"2026-03-05": {2026, time.March, 5}, "2028-02-29": {2028, time.February, 29}, "2026-12-31": {2026, time.December, 31},
	} {
		if o := decode(t, with("ship_by", text)); o.ShipBy != want {
			t.Errorf("%s was read as %v, want %v", text, o.ShipBy, want)
		}
	}
	for _, value := range []string{`"2026-02-29"`, `"2026-02-30"`, `"2026-13-01"`, `"2026-00-10"`, `"2026-3-5"`, `"05.03.2026"`, `"2026-03-05T00:00:00Z"`, `""`, `20260305`} {
		refusedWith(t, "ship_by", value)
	}
}
