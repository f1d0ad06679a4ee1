// Code with line numbers, and what was found on a line beside it.
const MOST_LINES = 3000;
const linesOf = new WeakMap();  // of a file, coloured once

function coloured(file) {
  const kept = linesOf.get(file);
  if (kept && kept.anon === state.anon) return kept.lines;
  const text = mask(file.text).replace(/\n$/, '');
  const lines = file.file.endsWith('.go') ? goLines(text) : text.split('\n').map((line) => [['', line]]);
  linesOf.set(file, { lines, anon: state.anon });
  return lines;
}

function lineText(parts) {
  return h('pre', null, parts.length ? parts.map(([kind, text]) => kind ? h('span.t-' + kind, null, text) : text) : '\u200b');
}

function lineId(at, file, line) {
  return `line-${at}-${file}-${line}`;
}

// Findings by file and line: Map "limiter.go" -> Map 42 -> [{kind, label, text}].
function findingsOf(submission) {
  const found = new Map();
  const note = (file, line, kind, label, text) => {
    if (!file || !line) return;
    if (!found.has(file)) found.set(file, new Map());
    const lines = found.get(file);
    if (!lines.has(line)) lines.set(line, []);
    const notes = lines.get(line);
    if (!notes.some((each) => each.label === label && each.text === text)) notes.push({ kind, label, text });
  };
  for (const race of submission.races || [])
    for (const stack of race.stacks) {
      const frame = stack.frames[0];
      if (frame) note(frame.file, frame.line, 'race', 'race', stack.title.replace(/ at 0x.*$/, '').toLowerCase());
    }
  for (const crash of submission.crashes || []) {
    const frame = crash.stacks.flatMap((stack) => stack.frames)[0];
    if (frame) note(frame.file, frame.line, 'crash', crash.v.w, crash.message.split('\n')[0]);
  }
  for (const each of submission.diagnostics || []) {
    const [family, check] = each.check.split(':');
    const kind = family === 'vet' || family === 'advice' ? family : 'compile';
    note(each.file, each.line, kind, check ? `${family} ${check}` : family, each.text);
  }
  for (const each of submission.rejected || []) note(each.path, each.line, 'compile', 'rejected', each.text);
  return found;
}

function codeFile(file, at, fileAt, notes) {
  const lines = coloured(file);
  const box = h('div.code', { tabindex: '0', role: 'region', 'aria-label': 'Code of ' + file.file });
  const render = (from, to) => {
    const part = document.createDocumentFragment();
    for (let i = from; i < Math.min(to, lines.length); i++) {
      const found = notes && notes.get(i + 1);
      part.append(h(found ? 'div.ln.marked' : 'div.ln', { id: lineId(at, fileAt, i + 1) },
        h('span.no', null, i + 1), lineText(lines[i]),
        found && h('div.margin', null, found.map((each) =>
          h('div.' + each.kind, null, h('b', null, each.label), each.text)))));
    }
    box.append(part);
  };
  render(0, MOST_LINES);
  const rest = lines.length - MOST_LINES;
  const more = rest > 0 && h('button', { type: 'button', onclick: () => { render(MOST_LINES, Infinity); more.remove(); } }, `Show ${rest} more lines`);
  return h('div.file', null, h('h5', null, file.file), box, more,
    file.cut && h('p.cut', null, file.cut + ' of this file are not in the report.'));
}

// The lines around a frame, as far as the code is known; else the one line that the report has.
function snippet(frame, submission, at) {
  const fileAt = submission.code.findIndex((each) => each.file === frame.file);
  const lines = fileAt < 0 ? [] : coloured(submission.code[fileAt]);
  if (frame.line < 1 || frame.line > lines.length) {
    if (!frame.src.trim()) return null;
    return h('div.snippet', null, h('div.ln.hit-line', null, h('span.no', null, frame.line || ''), h('pre', null, frame.src)));
  }
  const box = h('div.snippet', { tabindex: '0', role: 'region', 'aria-label': `Lines around ${frame.file}:${frame.line}` });
  for (let i = Math.max(1, frame.line - 2); i <= Math.min(lines.length, frame.line + 2); i++)
    box.append(h(i === frame.line ? 'div.ln.hit-line' : 'div.ln', null, h('span.no', null, i), lineText(lines[i - 1])));
  return [box, fileAt];
}

function showLine(at, fileAt, line) {
  const target = document.getElementById(lineId(at, fileAt, line));
  if (!target) return;
  document.querySelector('.ln.here')?.classList.remove('here');
  target.classList.add('here');
  target.scrollIntoView({ block: 'center' });
  target.closest('.code').focus({ preventScroll: true });
}
