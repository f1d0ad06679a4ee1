package bookindex_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"assay.test/testkit"
	"bookindex"
)

func TestTheEntriesStayAsTheyAre(t *testing.T) {
	bubble(t, func(t *testing.T) {
		all := book(300, 60)
		for i := range all {
			if i%7 == 0 {
				all[i] = entry{Page: i} // no term
			}
		}
		before := slices.Clone(all)
		bookindex.Format(all[:200], language{fold, initial}) // more lies behind, which is not his
		if !slices.Equal(all, before) {
			t.Error("Format changed the entries of its caller")
		}
	})
}

// An index belongs to the caller: neither does a later one change it, nor does what the
// caller does to it change a later one.
func TestTheTextBelongsToTheCaller(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var kept [][]byte
		var want []string
		for i := range 60 {
			entries := []entry{{fmt.Sprint("term ", i), i + 1}, {"tea", 60 - i}}
			kept = append(kept, bookindex.Format(entries, plain))
			want = append(want, original(entries, plain))
		}
		for i := range kept {
			if string(kept[i]) != want[i] {
				t.Fatalf("an index that was\n%s became\n%s", want[i], kept[i])
			}
		}
		entries := []entry{{"tea", 1}, {"pot", 2}}
		for i := range 60 {
			text := bookindex.Format(entries, plain)
			if want := original(entries, plain); string(text) != want {
				t.Fatalf("after the caller changed an index and his entries, Format made\n%s, want\n%s", text, want)
			}
			text = append(text[:cap(text)], "more"...)
			copy(text, bytes.Repeat([]byte("?"), len(text)))
			entries[i%2].Page++
		}
	})
}

// Books that have nothing to do with each other, at the same time.
func TestNothingRaces(t *testing.T) {
	bubble(t, func(t *testing.T) {
		format := func() {
			entries := book(100, 30)
			if len(bookindex.Format(entries, plain)) == 0 {
				t.Error("an index is empty")
			}
		}
		testkit.InTurn(format, format, format)
	})
}
