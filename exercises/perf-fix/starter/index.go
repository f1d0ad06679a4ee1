// Package bookindex makes the index at the end of a book.
//
// What it makes is right. It takes minutes for a thick book: README.md says what is expected.
package bookindex

import (
	"fmt"
	"strings"
)

// Format makes an index of these entries.
func Format(entries []Entry, lang Language) []byte {
	var terms []string
	for _, e := range entries {
		if e.Term == "" {
			continue
		}
		known := false
		for _, t := range terms {
			if lang.Compare(t, e.Term) == 0 {
				known = true
			}
		}
		if !known {
			terms = append(terms, e.Term)
		}
	}

	for i := range terms {
		for j := i + 1; j < len(terms); j++ {
			if lang.Compare(terms[i], terms[j]) > 0 {
				terms[i], terms[j] = terms[j], terms[i]
			}
		}
	}

	text := ""
	for i, t := range terms {
		if i == 0 {
			text += lang.Letter(t) + "\n"
		} else if lang.Letter(t) != lang.Letter(terms[i-1]) {
			text += "\n" + lang.Letter(t) + "\n"
		}
		text += "  " + t
		if pages := pagesOf(t, entries, lang); len(pages) > 0 {
			text += " " + strings.Join(runs(pages), ", ")
		}
		text += "\n"
	}
	return []byte(text)
}

// pagesOf gives the pages of a term, in order.
func pagesOf(term string, entries []Entry, lang Language) []int {
	var pages []int
	for _, e := range entries {
		if e.Term == "" || e.Page < 1 || lang.Compare(e.Term, term) != 0 {
			continue
		}
		at := 0
		for at < len(pages) && pages[at] < e.Page {
			at++
		}
		if at < len(pages) && pages[at] == e.Page {
			continue
		}
		pages = append(pages[:at], append([]int{e.Page}, pages[at:]...)...)
	}
	return pages
}

// runs writes three or more pages that follow each other as one range.
func runs(pages []int) []string {
	var parts []string
	for i := 0; i < len(pages); {
		j := i
		for j+1 < len(pages) && pages[j+1] == pages[j]+1 {
			j++
		}
		if j-i < 2 {
			parts = append(parts, fmt.Sprintf("%d", pages[i]))
			i++
			continue
		}
		parts = append(parts, fmt.Sprintf("%d–%d", pages[i], pages[j]))
		i = j + 1
	}
	return parts
}
