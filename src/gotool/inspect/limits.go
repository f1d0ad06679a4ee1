package main

import "unicode/utf8"

// What this program looks at and prints at most. However the text is escaped, the document
// stays under 48 MiB, which is what its reader accepts.
const (
	maxFileBytes   = 4 << 20
	maxMentions    = 30_000 // of all files together
	maxTextBytes   = 200    // of one mention
	maxParseErrors = 20     // of one file
	maxNesting     = 1_000  // of brackets; the parser's own limit would need 100 MB of stack
	maxFormatDepth = 2_000  // of the syntax tree; go/format is slow on deeper ones
)

// cut shortens text to maxTextBytes, between characters.
func cut(text string) string {
	if len(text) <= maxTextBytes {
		return text
	}
	end := maxTextBytes
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return text[:end] + "…"
}
