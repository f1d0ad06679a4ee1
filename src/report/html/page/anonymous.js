// The blind review: every name, address and repository is replaced by "Candidate 7", the same one
// everywhere, until it is switched off.
let ownPattern = null;    // what identifies the candidate whose page is drawn
let ownAlias = '';
let othersPattern = null;  // everybody's full names; made when first needed
let aliasOf = null;

const aliasFor = (index) => 'Candidate ' + rows[index].a;

function nameOf(index) {
  return state.anon ? aliasFor(index) : rows[index].n;
}

// Finds each of the texts; those that begin and end in a letter, as words only.
function patternOf(texts) {
  if (!texts.length) return null;
  const isWord = (text) => /^[\p{L}\p{N}_]/u.test(text) && /[\p{L}\p{N}_]$/u.test(text);
  const escaped = (list) => list.map((text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  const words = texts.filter(isWord), others = texts.filter((text) => !isWord(text));
  const parts = [];
  if (words.length) parts.push(`(?<![\\p{L}\\p{N}_])(?:${escaped(words)})(?![\\p{L}\\p{N}_])`);
  if (others.length) parts.push(escaped(others));
  return new RegExp(parts.join('|'), 'giu');
}

// From here on, mask() knows the candidate of this row best; -1: nobody's page.
function maskFor(index) {
  if (!state.anon) return;
  ownPattern = index < 0 ? null : patternOf(rows[index].ids);
  ownAlias = index < 0 ? '' : aliasFor(index);
}

function mask(text) {
  if (!state.anon || !text) return text;
  if (!aliasOf) {
    aliasOf = new Map();
    rows.forEach((row, index) => {
      if (row.n.length > 2) aliasOf.set(row.n.toLowerCase(), aliasFor(index));
    });
    othersPattern = patternOf([...aliasOf.keys()].sort((a, b) => b.length - a.length));
  }
  if (ownPattern) text = text.replace(ownPattern, ownAlias);
  if (othersPattern)
    text = text.replace(othersPattern, (found) => aliasOf.get(found.toLowerCase()) || 'somebody');
  return text;
}

// The names in the static tables.
function renameTables() {
  for (const link of document.querySelectorAll('#overview a.who'))
    link.textContent = nameOf(Number(link.dataset.i));
}

function setAnonymous(on) {
  state.anon = on;
  state.q = '';  // what was searched for may be a name
  writeAddress();
  show();
}
