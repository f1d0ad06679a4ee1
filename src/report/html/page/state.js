// What the page shows lives in its address: #/leaderboard?q=&o=graded&anon=1, #/candidate/KEY. So
// a reload, a bookmark and the back button all lead to the same view.
const data = JSON.parse(document.getElementById('run').textContent);
const rows = data.rows;
const byKey = new Map(rows.map((row, index) => [row.k, index]));
const isReviewer = data.view === 'reviewer';

const TABS = ['leaderboard', 'matrix', 'exercises'].filter((id) => document.getElementById(id));
// In the address by these names: search, outcome, band, criterion, its verdict, flag, sorting.
const FILTERS = ['q', 'o', 'b', 'c', 'v', 'f'];
const state = { tab: TABS[0], key: null, sort: '', dir: '', anon: false };
for (const name of FILTERS) state[name] = '';

function queryOf() {
  const query = new URLSearchParams();
  for (const name of [...FILTERS, 'sort', 'dir']) if (state[name]) query.set(name, state[name]);
  if (state.anon) query.set('anon', '1');
  const text = query.toString();
  return text ? '?' + text : '';
}

function addressOf(path) {
  return '#/' + path + queryOf();
}

function currentPath() {
  return state.key ? 'candidate/' + state.key : state.tab;
}

// Reads the address into the state. One without a query keeps the filters, and above all the blind
// review: links in the markup have none.
function readAddress() {
  const [path, query] = location.hash.replace(/^#\/?/, '').split('?');
  const [first, second] = path.split('/');
  state.key = first === 'candidate' && byKey.has(second) ? second : null;
  if (TABS.includes(first)) state.tab = first;
  if (!path && data.alone && rows.length === 1) state.key = rows[0].k;
  if (query !== undefined) {
    const values = new URLSearchParams(query);
    for (const name of [...FILTERS, 'sort', 'dir']) state[name] = values.get(name) || '';
    state.anon = values.get('anon') === '1';
  }
}

let followed = null;  // the address that is shown

// Makes the address say what the state is, without a new entry in the history.
function writeAddress() {
  const wanted = addressOf(currentPath());
  try {
    if (location.hash !== wanted) history.replaceState(null, '', wanted);
  } catch {
    // Safari allows only so many in a while; the next one will say it.
  }
  followed = location.hash;
}

// Shows what the address says, once, however often one hears of it.
function follow() {
  if (followed === location.hash) return;
  readAddress();
  writeAddress();
  show();
}

// At once, so that keys pressed in a row are not lost to an event that comes later.
function go(path) {
  location.hash = addressOf(path);
  follow();
}
