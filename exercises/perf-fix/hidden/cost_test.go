package bookindex_test

import (
	"math"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"assay.test/testkit"
	"bookindex"
)

// counting counts how often a language is asked. Format may use goroutines.
type counting struct {
	language
	compared, lettered atomic.Int64
}

func (c *counting) Compare(a, b string) int {
	c.compared.Add(1)
	return c.language.Compare(a, b)
}

func (c *counting) Letter(term string) string {
	c.lettered.Add(1)
	return c.language.Letter(term)
}

func TestCompareIsCalledSeldom(t *testing.T) {
	sorted := book(300, 300)
	slices.SortFunc(sorted, func(a, b entry) int { return strings.Compare(a.Term, b.Term) })
	reversed := slices.Clone(sorted)
	slices.Reverse(reversed)
	for _, test := range []struct {
		name    string
		entries []entry
	}{
		{"300 terms", book(300, 300)},
		{"300 terms that are sorted", sorted},
		{"300 terms that are sorted backwards", reversed},
		{"300 terms, up and down", slices.Concat(sorted[:150], reversed[:150])},
		{"600 entries of 75 terms", book(600, 75)},
		{"600 entries of one term", book(600, 1)},
	} {
		if t.Failed() {
			return // it takes long enough as it is
		}
		bubble(t, func(t *testing.T) {
			lang := &counting{language: plain}
			bookindex.Format(test.entries, lang)
			n := float64(len(test.entries))
			if limit := 4 * n * math.Log2(n); float64(lang.compared.Load()) > limit {
				t.Errorf("%s: %d calls of Compare, the limit is %.0f", test.name, lang.compared.Load(), limit)
			}
		})
	}
}

func TestLetterIsCalledOncePerTerm(t *testing.T) {
	for _, terms := range []int{1, 20, 150} {
		bubble(t, func(t *testing.T) {
			lang := &counting{language: plain}
			bookindex.Format(book(150, terms), lang)
			if n := lang.lettered.Load(); n > int64(terms) {
				t.Errorf("%d terms: %d calls of Letter", terms, n)
			}
		})
	}
}

const allocations = 40

func TestAllocatesLittlePerTerm(t *testing.T) {
	expectAllocations(t, 1000, 500, allocations+2*500)
	expectAllocations(t, 1000, 100, allocations+2*100)
}

func TestAllocatesNothingPerTerm(t *testing.T) {
	expectAllocations(t, 1000, 500, allocations)
	expectAllocations(t, 1000, 100, allocations)
	expectAllocations(t, 1000, 1, allocations)
}

func expectAllocations(t *testing.T, entries, terms int, limit float64) {
	t.Helper()
	all, lang := book(entries, terms), bookindex.Language(language{fold, initial})
	if got := testkit.Allocs(t, 2, func() { bookindex.Format(all, lang) }); got > limit {
		t.Errorf("%d entries of %d terms: %v allocations, the limit is %v", entries, terms, got, limit)
	}
}
