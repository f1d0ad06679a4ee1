// The matrix as its static table has it, from the letters of the rows. Drawn when it is first looked at, so
// that a thousand candidates cost one table at the start and not two.
const KINDS = { P: 'met', F: 'wrong', X: 'wrong', Z: 'wrong', E: 'wrong', R: 'race', D: 'race', L: 'race', I: 'void', T: 'void', S: 'skip' };

function matrixHead() {
  const starts = (at) => at > 0 && criteria[at].exercise !== criteria[at - 1].exercise;
  const groups = data.exercises.filter((exercise) => exercise.criteria.length);
  return h('thead', null,
    groups.length > 1 && h('tr.groups', null, h('th', { colspan: 2 }),
      groups.map((exercise) => h('th', { scope: 'colgroup', colspan: exercise.criteria.length }, exercise.title))),
    h('tr', null, h('th.name', { scope: 'col', 'data-id': 'name', 'data-kind': 'text' }, 'Candidate'),
      h('th.num', { scope: 'col', 'data-id': 'score', 'data-kind': 'num' }, 'Score'),
      criteria.map((each, at) => h(starts(at) ? 'th.crit.first' : 'th.crit', {
        scope: 'col', 'data-id': 'c' + at, 'data-kind': 'text', 'data-csv': each.id, title: `${each.title} (${each.points} points)`,
      }, each.id))));
}

function matrixCell(letter) {
  if (letter === '.') return h('td.nil', { 'data-csv': '' }, '\u00b7');
  const kind = KINDS[letter] || 'limit', word = VERDICTS[letter];
  return h('td', { 'data-v': (kind === 'met' ? '0' : '1') + word, 'data-csv': word }, h('b.v.v-' + kind, { title: word }, letter));
}

function matrixRow(row, index) {
  return h('tr', { 'data-i': index },
    h('th', { scope: 'row' }, h('a.who', { dir: 'auto', href: '#/candidate/' + row.k, 'data-i': index }, nameOf(index))),
    row.t === null ? h('td.num.nil', null, '\u2013') : h('td.num', { 'data-v': row.t }, row.t),
    [...row.v].map(matrixCell));
}

function passRates() {
  return h('tfoot', null, h('tr', null, h('th', { scope: 'row', colspan: 2 }, 'Met by'), criteria.map((each, at) => {
    const graded = rows.filter((row) => row.v[at] !== '.').length;
    const met = rows.filter((row) => row.v[at] === 'P').length;
    return h('td', null, graded ? `${Math.floor((met * 100 + Math.floor(graded / 2)) / graded)} %` : '\u2013');
  })));
}

function drawMatrix() {
  const table = h('table.grid.matrix', { id: 'grid' }, h('caption', null, 'Candidates and criteria'), matrixHead(),
    h('tbody', null, rows.map(matrixRow)), !data.alone && passRates());
  if (criteria.length > 12) table.classList.add('many');
  document.getElementById('matrix').append(h(criteria.length > 36 ? 'div.scroll.wide' : 'div.scroll', null, table));
  return table;
}
