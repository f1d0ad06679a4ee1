// Package bookindex makes the index at the end of a book.
//
// A sorted list of the terms so far is searched for the term of each entry. Then the entries are
// dealt out to their terms by counting, so that all pages lie in one slice. What is needed
// on the way comes from a pool; the text does not, because it belongs to the caller.
package bookindex

import (
	"bytes"
	"slices"
	"strconv"
	"sync"
)

// scratch is what one call needs and the next one can use again.
type scratch struct {
	sorted []int  // terms in their order, by number
	terms  []term // by number, in the order in which they came
	number []int  // of each entry's term, -1 if it has none
	pages  []int  // of all terms, one after the other
	text   []byte
}

type term struct {
	spelling string
	end      int // of its pages
}

var pool = sync.Pool{New: func() any { return new(scratch) }}

// Format makes an index of these entries.
func Format(entries []Entry, lang Language) []byte {
	s := pool.Get().(*scratch)
	defer pool.Put(s)
	s.find(entries, lang)
	s.deal(entries)
	text := bytes.Clone(s.write(lang))
	clear(s.terms) // a pool must not keep the caller's strings
	return text
}

// find numbers the terms.
func (s *scratch) find(entries []Entry, lang Language) {
	s.sorted, s.terms, s.number = s.sorted[:0], s.terms[:0], s.number[:0]
	compare := func(number int, wanted string) int { return lang.Compare(s.terms[number].spelling, wanted) }
	for _, e := range entries {
		if e.Term == "" {
			s.number = append(s.number, -1)
			continue
		}
		at, known := slices.BinarySearchFunc(s.sorted, e.Term, compare)
		if !known {
			s.sorted = slices.Insert(s.sorted, at, len(s.terms))
			s.terms = append(s.terms, term{spelling: e.Term})
		}
		s.number = append(s.number, s.sorted[at])
	}
}

// deal puts the pages of each term side by side. It counts them first: then the end of each
// term's pages is where they begin, and moves on with each page.
func (s *scratch) deal(entries []Entry) {
	for i, e := range entries {
		if s.number[i] >= 0 && e.Page > 0 {
			s.terms[s.number[i]].end++
		}
	}
	total := 0
	for i := range s.terms {
		total, s.terms[i].end = total+s.terms[i].end, total
	}
	s.pages = slices.Grow(s.pages[:0], total)[:total]
	for i, e := range entries {
		if s.number[i] >= 0 && e.Page > 0 {
			t := &s.terms[s.number[i]]
			s.pages[t.end] = e.Page
			t.end++
		}
	}
}

func (s *scratch) write(lang Language) []byte {
	s.text = s.text[:0]
	before := ""
	for i, number := range s.sorted {
		t := s.terms[number]
		start := 0
		if number > 0 {
			start = s.terms[number-1].end
		}
		letter := lang.Letter(t.spelling)
		if i > 0 && letter != before {
			s.text = append(s.text, '\n')
		}
		if i == 0 || letter != before {
			s.text = append(append(s.text, letter...), '\n')
		}
		before = letter
		s.text = append(append(s.text, "  "...), t.spelling...)
		s.writePages(s.pages[start:t.end])
		s.text = append(s.text, '\n')
	}
	return s.text
}

func (s *scratch) writePages(pages []int) {
	slices.Sort(pages)
	pages = slices.Compact(pages)
	for i := 0; i < len(pages); {
		if i == 0 {
			s.text = append(s.text, ' ')
		} else {
			s.text = append(s.text, ", "...)
		}
		s.text = strconv.AppendInt(s.text, int64(pages[i]), 10)
		run := 1
		for i+run < len(pages) && pages[i+run] == pages[i]+run {
			run++
		}
		if run >= 3 {
			s.text = append(s.text, "–"...)
			s.text = strconv.AppendInt(s.text, int64(pages[i]+run-1), 10)
			i += run
		} else {
			i++
		}
	}
}
