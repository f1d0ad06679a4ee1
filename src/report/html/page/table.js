// The tables come alive: columns sort, rows hide. The order and the choice are the same for
// both, so that what is shown in one is shown in the other.
const tables = new Map();
let shown = rows.map((row, index) => index);  // rows that pass the filters, in their order

function adopt(tab, table) {
  const headings = [...table.tHead.rows].at(-1).cells;
  const body = table.tBodies[0];
  const trs = [];
  for (const tr of body.rows) trs[Number(tr.dataset.i)] = tr;
  const columns = [...headings].map((cell, at) => ({
    id: cell.dataset.id, kind: cell.dataset.kind, at, cell,
    text: cell.dataset.csv || cell.textContent,
  }));
  tables.set(tab, { table, body, trs, columns, sequence: rows.map((row, index) => index).join() });
  for (const column of columns) {
    const button = h('button', { type: 'button', onclick: () => sortBy(column) });
    button.append(...column.cell.childNodes);
    column.cell.append(button);
  }
}

adopt('leaderboard', document.getElementById('board'));

// The table of a view, or nothing where it has none. The matrix is made when it is first needed.
function tableOf(tab) {
  if (tab === 'matrix' && !tables.has(tab) && TABS.includes(tab)) {
    adopt(tab, drawMatrix());
    markNoted();
  }
  return tables.get(tab);
}

function sortBy(column) {
  const first = column.kind === 'num' ? 'down' : 'up';
  const other = first === 'up' ? 'down' : 'up';
  if (state.sort !== column.id) [state.sort, state.dir] = [column.id, first];
  else if (state.dir === first) state.dir = other;
  else state.sort = state.dir = '';
  writeAddress();
  arrange();
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function valueOf(cell, column) {
  if (column.id === 'name') return cell.textContent;
  const value = cell.dataset.v;
  if (column.kind === 'text') return cell.classList.contains('nil') ? null : value ?? cell.textContent;
  return value === undefined ? null : Number(value);
}

// Rows in the order of the chosen column; who has no value comes last either way.
function orderOf({ trs, columns }) {
  const order = rows.map((row, index) => index);
  const column = columns.find((each) => each.id === state.sort);
  if (!column) return order;
  const values = trs.map((tr) => valueOf(tr.cells[column.at], column));
  const sign = state.dir === 'down' ? -1 : 1;
  return order.sort((a, b) => {
    const x = values[a], y = values[b];
    if (x === null || y === null) return (x === null) - (y === null) || a - b;
    const by = column.kind === 'text' ? collator.compare(x, y) : x - y;
    return sign * by || a - b;
  });
}

// Where the column that is sorted by is: criteria are the matrix's.
function tableWith(columnId) {
  const has = (each) => each && each.columns.some((column) => column.id === columnId);
  return [tables.get('leaderboard'), /^c\d/.test(columnId) && tableOf('matrix')].find(has) || tables.get('leaderboard');
}

// Until then only the first rows of the leaderboard are laid out, and nothing that is below it.
function allRows() {
  document.documentElement.classList.remove('early');
}

// Sorts and filters; only the table that is seen is touched.
function arrange() {
  const current = tableOf(state.tab) || tables.get('leaderboard');
  const passes = rows.map((row, index) => matches(row, index));
  const order = orderOf(tableWith(state.sort));
  shown = order.filter((index) => passes[index]);
  for (const column of current.columns) {
    const sorted = column.id === state.sort && state.sort;
    if (sorted) column.cell.setAttribute('aria-sort', state.dir === 'down' ? 'descending' : 'ascending');
    else column.cell.removeAttribute('aria-sort');
  }
  const sequence = order.join();
  if (state.tab !== TABS[0] || current.sequence !== sequence || shown.length < rows.length) allRows();
  if (current.sequence !== sequence) {
    const focused = document.activeElement;
    current.body.append(...order.map((index) => current.trs[index]));
    current.sequence = sequence;
    if (focused && focused !== document.activeElement && current.body.contains(focused)) focused.focus();
  }
  current.trs.forEach((tr, index) => {
    if (tr.hidden === passes[index]) tr.hidden = !passes[index];
  });
  describe();
}

// RFC 4180. A text cell that a spreadsheet would take for a formula gets an apostrophe.
function csvCell(text, isNumber) {
  if (!isNumber && /^[=+\-@\t\r\0]/.test(text)) text = "'" + text;
  return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}

function csvOf({ trs, columns }) {
  const lines = [columns.map((column) => csvCell(column.text, false)).join(',')];
  for (const index of shown)
    lines.push(columns.map((column) => {
      const cell = trs[index].cells[column.at];
      const { csv, v } = cell.dataset;
      if (csv !== undefined) return csvCell(csv, column.kind !== 'text' && /^-?\d+$/.test(csv));
      if (cell.classList.contains('nil')) return '';
      if (column.kind === 'num') return csvCell(v ?? '', true);
      return csvCell(cell.textContent, false);
    }).join(','));
  return '\ufeff' + lines.join('\r\n') + '\r\n';
}

function downloadCsv() {
  download(fileName(state.tab, 'csv'), 'text/csv;charset=utf-8', csvOf(tables.get(state.tab)));
}
