package bookindex

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
)

// Run these with `go test`, and the benchmark with `go test -bench . -benchmem`, to
// which you may add -cpuprofile and -memprofile.

// english ignores case. It counts how often it is asked.
type english struct {
	compared, lettered atomic.Int64
}

func (e *english) Compare(a, b string) int {
	e.compared.Add(1)
	return strings.Compare(strings.ToLower(a), strings.ToLower(b))
}

func (e *english) Letter(term string) string {
	e.lettered.Add(1)
	return strings.ToUpper(term[:1])
}

func TestASmallIndex(t *testing.T) {
	entries := []Entry{
		{"mutex", 12}, {"channel", 7}, {"Mutex", 14}, {"mutex", 13}, {"map", 3}, {"map", 4}, {"defer", 0},
	}
	want := "C\n  channel 7\n\nD\n  defer\n\nM\n  map 3, 4\n  mutex 12–14\n"
	if got := string(Format(entries, &english{})); got != want {
		t.Errorf("the index is\n%s\nwant\n%s", got, want)
	}
}

func TestHowOftenTheLanguageIsAsked(t *testing.T) {
	lang := &english{}
	Format(book(1000), lang)
	t.Logf("1000 entries: %d calls of Compare, %d of Letter", lang.compared.Load(), lang.lettered.Load())
}

// book gives entries, and for each of its terms three.
func book(entries int) []Entry {
	all := make([]Entry, entries)
	for i := range all {
		all[i] = Entry{fmt.Sprintf("%c term %d", 'a'+i%26, i*7919%(entries/3)), 1 + i*31%500}
	}
	return all
}

func BenchmarkFormat(b *testing.B) {
	entries := book(1000)
	b.ReportAllocs()
	for b.Loop() {
		Format(entries, &english{})
	}
}
