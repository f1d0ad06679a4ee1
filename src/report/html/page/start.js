// Puts the parts together, and draws again whenever the address changes.
const TITLES = { leaderboard: 'Leaderboard', matrix: 'Matrix', exercises: data.exercises.length > 1 ? 'Exercises' : 'Exercise' };
const overview = document.getElementById('overview');
let last = null;      // the candidate whose page was shown before
let scrolled = 0;     // where the overview was left

function buildBar() {
  const bar = h('div', { id: 'bar' },
    h('nav', { 'aria-label': 'Views' }, TABS.map((tab) => h('a', { href: '#/' + tab, 'data-tab': tab }, TITLES[tab]))),
    isReviewer && h('button', { type: 'button', id: 'export', hidden: true, onclick: exportNotes }, 'Export notes'),
    h('button', { type: 'button', id: 'anon', 'aria-pressed': 'false', title: 'a', onclick: () => setAnonymous(!state.anon) }, 'Blind review'),
    h('button.keys-hint', { type: 'button', title: 'Keys', 'aria-label': 'Keys', onclick: () => help.showModal() }, h('kbd', null, '?')));
  document.getElementById('main').before(bar);
  document.body.append(help);
}

function showOverview() {
  maskFor(-1);
  overview.hidden = false;
  page.hidden = true;
  page.replaceChildren();
  for (const tab of TABS) document.getElementById(tab).hidden = tab !== state.tab;
  const charts = overview.querySelector('.charts');
  if (charts) charts.hidden = state.tab === 'exercises';
  controls.hidden = !tableOf(state.tab);
  document.title = mask(data.title);
  arrange();
  if (searchNext) focusSearch();
  if (last === null) return;
  scrollTo(0, scrolled);
  const row = tables.get(state.tab)?.trs[byKey.get(last)];
  if (row && !row.hidden && document.activeElement.id !== 'search') {
    row.querySelector('a.who').focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
    keepClear(row);
  }
  last = null;
}

function showCandidate() {
  if (last === null) scrolled = scrollY;
  const moved = last !== state.key;
  last = state.key;
  drawCandidate(state.key);
  overview.hidden = true;
  page.hidden = false;
  if (!moved) return;
  scrollTo(0, 0);
  page.querySelector('h2').focus({ preventScroll: true });
}

let named = false;  // what the static tables show: false is the names that came with them

function show() {
  if (named !== state.anon) {
    renameTables();
    named = state.anon;
    for (const each of tables.values()) each.sequence = null;
  }
  document.body.classList.toggle('on-person', Boolean(state.key));
  document.getElementById('anon')?.setAttribute('aria-pressed', String(state.anon));
  for (const link of document.querySelectorAll('#bar nav a')) {
    link.href = addressOf(link.dataset.tab);
    if (!state.key && link.dataset.tab === state.tab) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (!state.key) return showOverview();
  if (!last) arrange();
  showCandidate();
}

// Links in the static tables know no filters; they learn them just before they are followed.
for (const event of ['pointerover', 'focusin'])
  overview.addEventListener(event, ({ target }) => {
    const link = target.closest?.('a.who');
    if (link) link.setAttribute('href', addressOf('candidate/' + rows[Number(link.dataset.i)].k));
  });
addEventListener('hashchange', follow);

readAddress();
if (!data.alone) {
  buildBar();
  buildControls();
} else {
  document.body.append(help);
  buildControls();
}
markNoted();
writeAddress();
show();

// The first rows are there at once; the others, and the matrix for those who print, when there is time.
(window.requestIdleCallback || setTimeout)(() => {
  document.documentElement.classList.remove('early');
  tableOf('matrix');
});
