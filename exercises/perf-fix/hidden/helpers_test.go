package bookindex_test

import (
	"fmt"
	"strings"
	"testing"

	"assay.test/testkit"
	"bookindex"
)

// bubble runs a test. Format may use goroutines.
var bubble = testkit.LenientBubble

type entry = bookindex.Entry

// language is made of two functions, and has no state.
type language struct {
	compare func(a, b string) int
	letter  func(term string) string
}

func (l language) Compare(a, b string) int   { return l.compare(a, b) }
func (l language) Letter(term string) string { return l.letter(term) }

var plain = language{strings.Compare, initial}

// initial is the first byte of a term in upper case, and allocates nothing.
func initial(term string) string {
	const upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	if c := term[0]; 'a' <= c && c <= 'z' {
		return upper[c-'a' : c-'a'+1]
	}
	return term[:1]
}

// fold compares as if there were no upper case, and allocates nothing.
func fold(a, b string) int {
	for i := 0; i < len(a) && i < len(b); i++ {
		if x, y := lower(a[i]), lower(b[i]); x != y {
			return int(x) - int(y)
		}
	}
	return len(a) - len(b)
}

func lower(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

func expect(t *testing.T, entries []entry, lang bookindex.Language, want string) {
	t.Helper()
	if got := string(bookindex.Format(entries, lang)); got != want {
		t.Errorf("of %v Format made\n%q, want\n%q", entries, got, want)
	}
}

// expectTheSame compares with what the package made when the candidate got it.
func expectTheSame(t *testing.T, entries []entry, lang bookindex.Language) {
	t.Helper()
	if t.Failed() {
		return
	}
	expect(t, entries, lang, original(entries, lang))
}

// original does what the given code does, one step after the other.
func original(entries []entry, lang bookindex.Language) string {
	var terms []string
	for _, e := range entries {
		known := e.Term == ""
		for _, t := range terms {
			known = known || lang.Compare(t, e.Term) == 0
		}
		if !known {
			at := 0
			for at < len(terms) && lang.Compare(terms[at], e.Term) < 0 {
				at++
			}
			terms = append(terms[:at], append([]string{e.Term}, terms[at:]...)...)
		}
	}
	var text strings.Builder
	for i, t := range terms {
		if letter := lang.Letter(t); i == 0 {
			fmt.Fprintf(&text, "%s\n", letter)
		} else if letter != lang.Letter(terms[i-1]) {
			fmt.Fprintf(&text, "\n%s\n", letter)
		}
		on, last := map[int]bool{}, 0
		for _, e := range entries {
			if e.Term != "" && e.Page > 0 && lang.Compare(e.Term, t) == 0 {
				on[e.Page] = true
				last = max(last, e.Page)
			}
		}
		var parts []string
		for page := 1; page <= last; page++ {
			switch {
			case !on[page]:
			case on[page-1] && on[page+1] || on[page-1] && on[page-2]: // within a range
				if !on[page+1] {
					parts[len(parts)-1] += fmt.Sprintf("–%d", page)
				}
			default:
				parts = append(parts, fmt.Sprint(page))
			}
		}
		text.WriteString("  " + t)
		if len(parts) > 0 {
			text.WriteString(" " + strings.Join(parts, ", "))
		}
		text.WriteString("\n")
	}
	return text.String()
}

// book gives so many entries of so many terms, in an order that is as good as random.
// A term has between four and sixty letters.
func book(entries, terms int) []entry {
	all := make([]entry, entries)
	for i := range all {
		n := i * 7919 % terms
		name := fmt.Sprintf("%c%05d%s", 'a'+n%26, n*7907%99991, strings.Repeat("x", n%50))
		all[i] = entry{Term: name, Page: 1 + i*31%997}
	}
	return all
}
