// Everything can be done from the keyboard; ? says how.
const KEYS = [
  ['/', 'search'], ['j  \u2193', 'next candidate'], ['k  \u2191', 'previous candidate'], ['Enter', 'open'],
  ['Esc', 'back'], ['1 2 3', 'leaderboard, matrix, exercises'], ['a', 'blind review on and off'],
  ['n', 'notes, on a candidate\u2019s page'], ['c', 'clear the filters'], ['?', 'these keys'],
];
const help = h('dialog', { id: 'help', 'aria-labelledby': 'help-h' }, h('h2', { id: 'help-h' }, 'Keys'),
  h('dl', null, KEYS.map(([keys, what]) => [h('dt', null, keys.split(/\s+/).map((key) => [h('kbd', null, key), ' '])), h('dd', null, what)])),
  h('form', { method: 'dialog' }, h('button', null, 'Close')));

function rowLinks() {
  const current = tables.get(state.tab);
  return current ? shown.map((index) => current.trs[index].querySelector('a.who')) : [];
}

function moveFocus(by) {
  const links = rowLinks();
  if (!links.length) return;
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? 0 : Math.max(0, Math.min(links.length - 1, at + by))];
  next.focus({ preventScroll: true });
  next.closest('tr').scrollIntoView({ block: 'nearest' });
  keepClear(next.closest('tr'));
}

// The heading sticks to the top and would cover the row.
function keepClear(row) {
  const covered = 96 - row.getBoundingClientRect().top;
  if (covered > 0) scrollBy(0, -covered);
}

// Set by / on a candidate's page: the overview comes first, the search then.
let searchNext = false;

function focusSearch() {
  searchNext = false;
  const search = document.getElementById('search');
  search.focus();
  search.select();
}

function escape() {
  const { activeElement } = document;
  if (activeElement && activeElement.matches('input, textarea, select')) {
    if (activeElement.id === 'search' && activeElement.value) setFilter('q', '');
    else activeElement.blur();
  } else if (state.key) {
    leave();
  } else {
    clearFilters();
  }
}

const ACTIONS = {
  '/': () => {
    searchNext = Boolean(state.key) || !tableOf(state.tab);
    if (searchNext) go(tableOf(state.tab) ? state.tab : TABS[0]);
    else focusSearch();
  },
  j: () => state.key ? turn(1) : moveFocus(1),
  k: () => state.key ? turn(-1) : moveFocus(-1),
  a: () => setAnonymous(!state.anon),
  c: () => { if (!state.key) clearFilters(); },
  n: () => document.getElementById('notes')?.focus(),
  '?': () => help.showModal(),
  1: () => go(TABS[0]), 2: () => TABS[1] && go(TABS[1]), 3: () => TABS[2] && go(TABS[2]),
};

addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
  const typing = event.target.matches('input, textarea, select');
  if (event.key === 'Escape') {
    event.preventDefault();
    escape();
  } else if (!typing && ACTIONS[event.key] && !(data.alone && '/j k a 1 2 3'.includes(event.key))) {
    event.preventDefault();
    ACTIONS[event.key]();
  } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && !state.key &&
             (event.target.matches('a.who') || event.target.id === 'search' || event.target === document.body)) {
    event.preventDefault();
    moveFocus(event.key === 'ArrowDown' ? 1 : -1);
  } else if (event.key === 'Enter' && event.target.id === 'search' && shown.length) {
    event.preventDefault();
    go('candidate/' + rows[shown[0]].k);
  }
});
