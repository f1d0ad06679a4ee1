package bookindex_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestMakesAnIndex(t *testing.T) {
	bubble(t, func(t *testing.T) {
		expect(t, nil, plain, "")
		expect(t, []entry{{"tea", 4}}, plain, "T\n  tea 4\n")
		expect(t, []entry{{"tea", 4}, {"pot", 2}, {"tea", 9}, {"cup", 30}, {"pie", 7}, {"tea", 1}}, plain,
			"C\n  cup 30\n\nP\n  pie 7\n  pot 2\n\nT\n  tea 1, 4, 9\n")
		entries := book(150, 40)
		for i := range entries {
			entries[i].Page *= 2 // so that none follows another
		}
		expectTheSame(t, entries, plain)
	})
}

func TestPagesAndRanges(t *testing.T) {
	bubble(t, func(t *testing.T) {
		for _, test := range []struct {
			pages []int
			want  string
		}{
			{[]int{3, 3, 3}, " 3"},
			{[]int{4, 3}, " 3, 4"},
			{[]int{5, 3, 4}, " 3–5"},
			{[]int{9, 10, 11, 12, 1, 2, 4}, " 1, 2, 4, 9–12"},
			{[]int{1, 3, 5, 7}, " 1, 3, 5, 7"},
			{[]int{7, 6, 6, 5, 5, 9}, " 5–7, 9"},
			{[]int{1, 2, 3, 5, 6, 7}, " 1–3, 5–7"},
			{[]int{99, 100, 101, 10, 9, 2}, " 2, 9, 10, 99–101"},
			{[]int{0}, ""},
			{[]int{0, -1, -2, -3}, ""},
			{[]int{2, 0, 1, -1}, " 1, 2"},
			{[]int{1 << 40, 1<<40 + 1, 1<<40 + 2, 1<<62 + 5}, " 1099511627776–1099511627778, 4611686018427387909"},
		} {
			var entries []entry
			for _, page := range test.pages {
				entries = append(entries, entry{"tea", page})
			}
			expect(t, entries, plain, "T\n  tea"+test.want+"\n")
		}
		expect(t, []entry{{"TEA", 0}, {"tea", 9}}, language{fold, initial}, "T\n  TEA 9\n")
		random := rand.New(rand.NewPCG(1, 2))
		for range 30 {
			var entries []entry
			for range 50 {
				entries = append(entries, entry{fmt.Sprint("t", random.IntN(4)), random.IntN(40) - 3})
			}
			expectTheSame(t, entries, plain)
		}
	})
}

// What is the same term, and which comes first, is for the language to say. It is
// written as it was first.
func TestTerms(t *testing.T) {
	bubble(t, func(t *testing.T) {
		folding := language{fold, initial}
		expect(t, []entry{{"tEa", 1}, {"Tea", 4}, {"pot", 6}, {"TEA", 8}, {"Pot", 10}}, folding,
			"P\n  pot 6, 10\n\nT\n  tEa 1, 4, 8\n")
		expect(t, []entry{{"tea", 1}, {"Tea", 3}, {"tea ", 5}}, plain, "T\n  Tea 3\n  tea 1\n  tea  5\n")
		random := rand.New(rand.NewPCG(3, 4))
		for _, compare := range []func(a, b string) int{
			fold,
			strings.Compare,
			func(a, b string) int { return strings.Compare(b, a) },
			func(a, b string) int { return len(a) - len(b) },
			func(a, b string) int { return strings.Compare(a[len(a)-1:], b[len(b)-1:]) },
		} {
			for range 5 {
				var entries []entry
				for page := range 60 {
					term := make([]byte, 1+random.IntN(3))
					for i := range term {
						term[i] = "abcABC"[random.IntN(6)]
					}
					entries = append(entries, entry{string(term), 1 + 2*page})
				}
				expectTheSame(t, entries, language{compare, initial})
			}
		}
	})
}

// A heading stands where the letter changes. It need not be a letter, nor follow any order.
func TestHeadings(t *testing.T) {
	bubble(t, func(t *testing.T) {
		length := language{strings.Compare, func(term string) string { return fmt.Sprint(len(term)) }}
		expect(t, []entry{{"a", 1}, {"bb", 2}, {"c", 3}, {"d", 4}, {"ee", 5}}, length,
			"1\n  a 1\n\n2\n  bb 2\n\n1\n  c 3\n  d 4\n\n2\n  ee 5\n")
		asWritten := language{fold, func(term string) string { return term[:1] }}
		expect(t, []entry{{"Pie", 1}, {"pie", 3}, {"pot", 5}, {"Pot", 7}}, asWritten, "P\n  Pie 1, 3\n\np\n  pot 5, 7\n")
		nothing := language{strings.Compare, func(term string) string { return "" }}
		expect(t, []entry{{"tea", 1}, {"pot", 2}}, nothing, "\n  pot 2\n  tea 1\n")
		runes := language{strings.Compare, func(term string) string { return string([]rune(term)[:1]) }}
		expect(t, []entry{{"Übung", 1}, {"Äpfel", 2}, {"\xff\xfe", 3}, {"茶", 4}, {" ", 5}, {"", 7}, {"Öl", 6}}, runes,
			" \n    5\n\nÄ\n  Äpfel 2\n\nÖ\n  Öl 6\n\nÜ\n  Übung 1\n\n茶\n  茶 4\n\n\uFFFD\n  \xff\xfe 3\n")
		expect(t, []entry{{"", 1}, {"", 0}}, runes, "")
	})
}
