// Enough of Go's lexer to colour it. Linear in the length of the text, whatever the text is.
const GO_TOKEN = new RegExp([
  /(\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))/,                                    // comment
  /("(?:\\.|[^"\\\n])*"?|`[^`]*(?:`|$)|'(?:\\.|[^'\\\n])*'?)/,              // string, rune
  /(\b(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO]?[0-7_]+|\d[\d_]*\.?[\d_]*(?:[eE][+-]?\d+)?)i?)/,  // number
  /([\p{L}_][\p{L}\p{N}_]*)/,                                               // identifier
].map((each) => each.source).join('|'), 'gu');
const GO_WORDS = new Set(('break case chan const continue default defer else fallthrough for func go goto if ' +
  'import interface map package range return select struct switch type var').split(' '));
const GO_KNOWN = new Set('true false nil iota append cap clear close copy delete len make max min new panic recover any error bool string byte rune int int64 int32 uint uint64 uint32 float64 float32 uintptr'.split(' '));

// The lines of a Go file, each a list of [class, text]; class '' is plain.
function goLines(text) {
  const lines = [[]];
  const push = (kind, piece) => {
    const parts = piece.split('\n');
    parts.forEach((part, at) => {
      if (at > 0) lines.push([]);
      if (part) lines.at(-1).push([kind, part]);
    });
  };
  let end = 0;
  for (const match of text.matchAll(GO_TOKEN)) {
    if (match.index > end) push('', text.slice(end, match.index));
    end = match.index + match[0].length;
    const [all, comment, string, number] = match;
    if (comment) push('c', all);
    else if (string) push('s', all);
    else if (number) push('n', all);
    else if (GO_WORDS.has(all)) push('k', all);
    else push(GO_KNOWN.has(all) || text[end] === '(' ? 'f' : '', all);
  }
  push('', text.slice(end));
  return lines;
}
