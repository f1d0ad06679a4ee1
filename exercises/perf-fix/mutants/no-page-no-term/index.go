// Package bookindex makes the index at the end of a book.
//
// The entries are sorted by their terms, as positions in the caller's slice, so that those of one
// term come to lie together; then the text is written in one pass. Positions that come earlier
// in the input come first among the same terms, hence the first of them has the spelling.
package bookindex

import (
	"cmp"
	"slices"
	"strconv"
)

// Format makes an index of these entries.
func Format(entries []Entry, lang Language) []byte {
	order := make([]int, 0, len(entries))
	size := 0
	for i, e := range entries {
		if e.Term != "" && e.Page > 0 {
			order = append(order, i)
			size += len(e.Term) + 8
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(lang.Compare(entries[a].Term, entries[b].Term), cmp.Compare(a, b))
	})

	text := make([]byte, 0, size)
	letter := ""
	pages := make([]int, 0, 64)
	for len(order) > 0 {
		term := entries[order[0]].Term
		n := 1
		for n < len(order) && lang.Compare(term, entries[order[n]].Term) == 0 {
			n++
		}
		pages = pages[:0]
		for _, i := range order[:n] {
			if entries[i].Page > 0 {
				pages = append(pages, entries[i].Page)
			}
		}
		order = order[n:]
		text, letter = appendHeading(text, letter, lang.Letter(term))
		text = append(append(text, "  "...), term...)
		text = append(appendPages(text, pages), '\n')
	}
	return text
}

// appendHeading writes a heading unless the term before, if there is one, stands under the same.
func appendHeading(text []byte, before, letter string) ([]byte, string) {
	if len(text) > 0 {
		if letter == before {
			return text, letter
		}
		text = append(text, '\n')
	}
	return append(append(text, letter...), '\n'), letter
}

// appendPages writes pages, and three or more that follow each other as one range. It sorts them.
func appendPages(text []byte, pages []int) []byte {
	slices.Sort(pages)
	pages = slices.Compact(pages)
	separator := " "
	for i := 0; i < len(pages); i++ {
		text = append(text, separator...)
		separator = ", "
		text = strconv.AppendInt(text, int64(pages[i]), 10)
		j := i
		for j+1 < len(pages) && pages[j+1] == pages[j]+1 {
			j++
		}
		if j-i >= 2 {
			text = append(text, "–"...)
			text = strconv.AppendInt(text, int64(pages[j]), 10)
			i = j
		}
	}
	return text
}
