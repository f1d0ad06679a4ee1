// Puts the parts together, and draws again whenever the address changes.
const TITLES = { leaderboard: 'Leaderboard', matrix: 'Matrix', exercises: data.exercises.length > 1 ? 'Exercises' : 'Exercise' };
const overview = document.getElementById('overview');
let last = null;      // the candidate whose page was shown before
let scrolled = 0;     // where the overview was left
let waiting = false;  // for the data of a candidate, which come after the script

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
  waiting = false;
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

function showWaiting() {
  page.replaceChildren(h('p.empty', { role: 'status' }, 'Still reading the report\u2026'));
  overview.hidden = true;
  page.hidden = false;
  document.addEventListener('DOMContentLoaded', show);
}

function showCandidate() {
  if (last === null && !waiting) scrolled = scrollY;
  waiting = !hasArrived(state.key);
  if (waiting) return showWaiting();
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
// A click on a link counts at once, as a key does (go).
addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="#/"]');
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  location.hash = link.getAttribute('href');
  follow();
});

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
performance.mark('usable');

// The first rows are there at once, the others when there is time; the matrix is for those who print, too.
const whenIdle = () => (window.requestIdleCallback || setTimeout)(allRows);
if (document.readyState === 'complete') whenIdle();
else addEventListener('load', whenIdle);
addEventListener('beforeprint', readyForPaper);
matchMedia('print').addEventListener('change', readyForPaper);

function readyForPaper() {
  allRows();
  tableOf('matrix');
}
