// An interviewer's notes stay in the browser that they were written in (localStorage), under the
// run's id; they leave it only as a file that the person asks for.
const NOTES = 'assay-notes:' + (data.run || data.title) + ':';

function noteOf(key) {
  try {
    return localStorage.getItem(NOTES + key) || '';
  } catch {
    return '';
  }
}

function keepNote(key, text) {
  try {
    if (text) localStorage.setItem(NOTES + key, text);
    else localStorage.removeItem(NOTES + key);
    return true;
  } catch {
    return false;
  }
}

function notesCard(index) {
  const { k } = rows[index];
  const saved = h('p.saved', { role: 'status' });
  const area = h('textarea', { id: 'notes', 'aria-label': 'Notes', placeholder: 'Yours alone: kept in this browser' });
  area.value = noteOf(k);
  area.addEventListener('input', () => {
    saved.textContent = keepNote(k, area.value) ? 'Kept in this browser.' : 'This browser keeps nothing for this page: copy your notes.';
    markNoted();
  });
  const box = card('Notes', null, area, saved);
  box.classList.add('notes');
  return box;
}

// The rows that have one.
function noted() {
  try {
    const keys = Object.keys(localStorage).filter((name) => name.startsWith(NOTES));
    return keys.map((name) => byKey.get(name.slice(NOTES.length))).filter((index) => index !== undefined);
  } catch {
    return [];
  }
}

function markNoted() {
  const marked = new Set(noted());
  for (const { table, trs } of tables.values()) {
    for (const tr of table.querySelectorAll('.noted')) tr.classList.remove('noted');
    for (const index of marked) trs[index].classList.add('noted');
  }
  const button = document.getElementById('export');
  if (button) button.hidden = !marked.size;
}

function exportNotes() {
  const parts = rows.map((row, index) => [nameOf(index), row.t, noteOf(row.k)]).filter(([, , note]) => note);
  const text = parts.map(([name, total, note]) => `## ${name} (${total ?? 'no score'})\n\n${note.trim()}\n`).join('\n');
  download(fileName('notes', 'md'), 'text/markdown;charset=utf-8', `# Notes: ${mask(data.title)}\n\n${text}`);
}
