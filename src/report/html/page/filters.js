// Search, choices and the chart's bars: all say which rows are shown.
const controls = document.getElementById('controls');
const OUTCOMES = {
  graded: 'graded', build_failed: 'does not build', rejected: 'rejected',
  no_submission: 'no submission', infrastructure_error: 'not graded (ours)', pending: 'pending',
};
const VERDICTS = {
  P: 'passed', F: 'failed', R: 'race', D: 'deadlock', L: 'leak', X: 'panic', Z: 'fatal error',
  E: 'exited', C: 'CPU time', W: 'wall time', M: 'memory', O: 'output', N: 'processes',
  B: 'forbidden', I: 'incomplete', T: 'tampered', S: 'skipped',
};
const criteria = data.exercises.flatMap((exercise) =>
  exercise.criteria.map((criterion) => ({ ...criterion, exercise })));
const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
let haystacks = null;

const bandName = (band) => band === 11 ? 'no score' : band === 10 ? '100' : `${band * 10}\u2013${band * 10 + 9}`;

function passesVerdict(row) {
  if (!state.c && !state.v) return true;
  const wanted = state.c ? row.v[Number(state.c)] || '.' : row.v;
  if (!state.v || state.v === 'lost') return /[^P.]/.test(wanted);
  return wanted.includes(state.v);
}

function matches(row, index) {
  if (state.o && !row.o.includes(state.o)) return false;
  if (state.b && String(row.b) !== state.b) return false;
  if (state.f && !row.f.includes(state.f)) return false;
  if (!passesVerdict(row)) return false;
  if (!state.q) return true;
  haystacks ||= rows.map((each) => fold(each.n + ' ' + each.q));
  const text = state.anon ? fold(aliasFor(index)) : haystacks[index];
  return fold(state.q).split(/\s+/).every((word) => text.includes(word));
}

function setFilter(name, value) {
  state[name] = value;
  writeAddress();
  arrange();
}

function select(name, label, options) {
  const node = h('select', { id: 'f-' + name, 'aria-label': label, onchange: () => setFilter(name, node.value) },
    h('option', { value: '' }, label), options.map(([value, text]) => h('option', { value }, text)));
  return node;
}

// Values that occur, with how often: [["graded", 31], ...].
function counted(values, names) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
  return names.filter((name) => counts.has(name)).map((name) => [name, counts.get(name)]);
}

function buildControls() {
  const outcomes = counted(rows.flatMap((row) => row.o), Object.keys(OUTCOMES));
  const bands = counted(rows.map((row) => row.b), [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 11]);
  const flags = counted(rows.flatMap((row) => row.f),
    ['tampered', 'unsandboxed', 'identical', 'late', 'decided', 'flaky']);
  const verdicts = counted(rows.flatMap((row) => [...new Set(row.v)]), Object.keys(VERDICTS));
  const search = h('input', { type: 'search', id: 'search', placeholder: 'Search   /', 'aria-label': 'Search candidates', autocomplete: 'off', spellcheck: 'false', oninput: () => setFilter('q', search.value) });
  controls.append(search,
    select('o', 'Any outcome', outcomes.map(([id, n]) => [id, `${OUTCOMES[id]} (${n})`])),
    select('b', 'Any score', bands.map(([band, n]) => [band, `${bandName(band)} (${n})`])));
  if (criteria.length)
    controls.append(
      select('c', 'Any criterion', criteria.map((each, at) =>
        [at, data.exercises.length > 1 ? `${each.exercise.title}: ${each.title}` : each.title])),
      select('v', 'Any verdict', [['lost', 'lost, however'], ...verdicts.map(([letter, n]) => [letter, `${VERDICTS[letter]} (${n})`])]));
  if (flags.length) controls.append(select('f', 'Any flag', flags.map(([flag, n]) => [flag, `${flag} (${n})`])));
  controls.append(
    h('button', { type: 'button', id: 'clear', onclick: clearFilters }, 'Clear'),
    h('span', { id: 'count', role: 'status' }),
    h('button', { type: 'button', id: 'csv', title: 'Download what is shown as CSV', onclick: downloadCsv }, 'CSV'));
  for (const bar of document.querySelectorAll('#scores .bar')) makeButton(bar);
}

function makeButton(bar) {
  const press = () => setFilter('b', state.b === bar.dataset.band ? '' : bar.dataset.band);
  bar.setAttribute('role', 'button');
  bar.setAttribute('tabindex', '0');
  bar.setAttribute('aria-label', bar.querySelector('title').textContent);
  bar.addEventListener('click', press);
  bar.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    press();
  });
}

function clearFilters() {
  for (const name of FILTERS) state[name] = '';
  writeAddress();
  arrange();
}

// Says in the controls and the chart what is chosen, and how many that leaves.
function describe() {
  for (const name of FILTERS) {
    const node = document.getElementById(name === 'q' ? 'search' : 'f-' + name);
    if (!node) continue;
    if (node.value !== state[name]) node.value = state[name];
    node.classList.toggle('on', Boolean(state[name]));
  }
  const any = FILTERS.some((name) => state[name]);
  document.getElementById('clear').hidden = !any;
  document.getElementById('count').replaceChildren(
    h('b', null, shown.length), any ? ` of ${rows.length}` : rows.length === 1 ? ' candidate' : ' candidates');
  const chart = document.getElementById('scores');
  if (chart) {
    chart.classList.toggle('picked', Boolean(state.b));
    for (const bar of chart.querySelectorAll('.bar'))
      bar.setAttribute('aria-pressed', String(bar.dataset.band === state.b));
  }
  for (const [tab, { table }] of tables) {
    let note = document.getElementById('none-' + tab);
    if (!note) {
      note = h('p.empty', { id: 'none-' + tab }, rows.length ? 'Nobody matches.' : 'The run has no submissions.');
      table.after(note);
    }
    note.hidden = shown.length > 0;
  }
}
