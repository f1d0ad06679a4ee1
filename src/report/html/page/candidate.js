// A candidate's page: drawn from its own block of data, which is parsed when it is first opened.
const page = document.getElementById('candidate');
const opened = new Map();

// Whether all of the block is there: the script runs while the blocks are still being read.
function hasArrived(key) {
  return document.readyState !== 'loading' || Boolean(document.getElementById('c-' + key)?.nextElementSibling);
}

function candidateData(key) {
  if (!opened.has(key)) opened.set(key, JSON.parse(document.getElementById('c-' + key).textContent));
  return opened.get(key);
}

function card(title, more, ...content) {
  return h('section.card', null, h('h4', null, title, more && h('small', null, more)), ...content);
}

function pairs(entries) {
  const known = entries.filter(([, value]) => value !== '' && value !== null && value !== undefined);
  return known.length ? h('dl.pairs', null, known.map(([label, value]) => [h('dt', null, label), h('dd', null, value)])) : null;
}

// The score, criterion by criterion: what was earned, and what it was worth.
function partsBar(submission) {
  if (!submission.criteria) return null;
  const all = submission.criteria.reduce((sum, each) => sum + each.points, 0) || 1;
  const bar = svg('svg.parts', { viewBox: '0 0 600 12', preserveAspectRatio: 'none', 'aria-hidden': 'true' });
  let left = 0;
  for (const each of submission.criteria) {
    const width = each.points / all * 600;
    const earned = each.points ? width * each.earned / each.points : 0;
    bar.append(svg('rect.lost', { x: left, width: Math.max(0, width - 2), height: 12 }),
      svg('rect.got', { x: left, width: Math.max(0, earned - 2), height: 12 }, svg('title', null, `${each.title}: ${each.earned} of ${each.points}`)));
    left += width;
  }
  return bar;
}

function ledger(submission) {
  const { late, decision } = submission;
  const line = (kind, label, value, more) => h('tr', { class: kind }, h('th', { scope: 'row' }, label, more && h('small', null, more)), h('td', null, value ?? '\u2013'));
  const lines = [line('', 'Criteria', submission.score, submission.score === null ? submission.words : `of ${submission.max ?? 100}`)];
  if (late && late.seconds > 0)
    lines.push(line('', `Late by ${late.by}`, late.percent ? `\u2212${late.percent} %` : 'free',
      late.percent ? `${late.days} ${late.days === 1 ? 'day' : 'days'} charged, leaves ${submission.adjusted ?? '\u2013'}` : 'within the grace period'));
  if (decision)
    lines.push(line('', 'Decided by a person', decision.score, [decision.author, decision.at, decision.reason].filter(Boolean).join(' \u00b7 ')));
  lines.push(line('sum', decision ? 'Score that counts' : 'Score', submission.final));
  return card('How the score comes about', null, partsBar(submission), h('table.ledger', null, h('caption.sr', null, 'How the score comes about'), h('tbody', null, lines)));
}

// The commit's claim against the deadline, on one line.
function deadline(submission) {
  const { times } = submission;
  const facts = pairs([['commit', times.commit], ['deadline', times.deadline], ['extension', times.extension]]);
  if (!facts) return null;
  let line = null;
  if (times.apart !== undefined) {
    const late = times.apart > 0;
    const reach = Math.min(1, Math.log10(1 + Math.abs(times.apart) / 60) / 4.5);
    const due = 150, at = due + (late ? 1 : -1) * (18 + reach * 110);
    line = svg('svg.axis-line' + (late ? '.late' : ''), { viewBox: '0 0 300 34', role: 'img', 'aria-label': `${times.words} the deadline` },
      svg('line', { x1: 0, x2: 300, y1: 10, y2: 10 }), svg('line.gap', { x1: at, x2: due, y1: 10, y2: 10 }),
      svg('line.due', { x1: due, x2: due, y1: 2, y2: 18 }), svg('circle', { cx: at, cy: 10, r: 5 }),
      svg('text', { x: due + (late ? -4 : 4), y: 31, 'text-anchor': late ? 'end' : 'start' }, 'deadline'),
      svg('text', { x: at, y: 31, 'text-anchor': Math.abs(at - due) < 60 ? (late ? 'start' : 'end') : 'middle' }, times.words));
  }
  return card('Commit and deadline', null, line, facts, h('p.cut', null, 'The commit\u2019s time is what the candidate\u2019s clock said.'));
}

const HIDDEN = 'hidden in a blind review';

function submissionFacts(submission) {
  const { source } = submission;
  const own = (text) => text && (state.anon ? HIDDEN : h('code', null, text));
  return card('Submission', null, pairs([
    ['source', own(source.origin || source.source)], ['folder', own(source.subdir)],
    ['ref', source.ref !== source.commit ? own(source.ref) : ''],
    ['commit', source.commit && h('code', null, source.commit.slice(0, 12))],
    ['tree', source.tree && h('code', null, source.tree.slice(0, 12))],
    ['author', source.author && (state.anon ? HIDDEN : source.author)],
    ...(submission.extra || []).map(([label, value]) => [label, state.anon ? HIDDEN : value]),
    ['tries', submission.tries > 1 ? String(submission.tries) : ''],
    ['', submission.reused ? 'result of the same tree, graded before' : '']]));
}

function identical(submission) {
  if (!submission.identical_count) return null;
  const unnamed = submission.identical_count - submission.identical.length;
  return card('Identical submissions', String(submission.identical_count), h('p', null, 'The same files, byte for byte, came from '),
    h('ul', null, submission.identical.map((index) =>
      h('li', null, h('a', { href: addressOf('candidate/' + rows[index].k) }, nameOf(index))))),
    unnamed > 0 && h('p.cut', null, `and ${unnamed} more`));
}

function resources(submission) {
  const used = submission.resources || [];
  if (!used.length) return null;
  return card('Resources', null, h('table.use', null, h('caption.sr', null, 'Resources'),
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, ''), ['CPU', 'wall', 'peak', 'runs'].map((each) => h('th', { scope: 'col' }, each)))),
    h('tbody', null, used.map((each) => h('tr', null, h('th', { scope: 'row' }, each.what), h('td', null, each.cpu), h('td', null, each.wall), h('td', null, each.memory), h('td', null, each.processes))))),
    submission.limits && h('p.cut', null, submission.limits));
}

function reproduce(submission) {
  const about = pairs((submission.environment || []).map(([label, value]) => [label, h('code', null, value)]));
  if (!submission.command) return about && card('How it was graded', null, about);
  return card('Grade it again', null, state.anon ? h('p.cut', null, HIDDEN)
    : [h('code.command', null, submission.command), copyButton(submission.command)], about);
}

// Why there is no score, or why a person should look.
function alerts(submission) {
  const said = [];
  if (submission.state !== 'graded') said.push(h('p', null, h('b', null, submission.words), submission.error && ': ' + submission.error));
  if ((submission.criteria || []).some((each) => each.v.l === 'T'))
    said.push(h('p', null, 'Records of the test run do not verify: something wrote to the grader\u2019s channel. Read this submission.'));
  return said.length ? h('section.card.alert', null, said) : null;
}

function submissionSection(submission, at, index) {
  const exercise = data.exercises.find((each) => each.id === submission.exercise);
  const main = [alerts(submission), criteriaTable(submission), questions(submission),
    listed('Rejected', null, submission.rejected), submission.state === 'build_failed' && diagnostics(submission),
    races(submission, at), crashes(submission, at), submission.state !== 'build_failed' && diagnostics(submission),
    codeCard(submission, at), testTable(submission), listed('Left out', 'not used for grading', submission.dropped)];
  const side = [ledger(submission), identical(submission), deadline(submission), submissionFacts(submission),
    resources(submission), reproduce(submission), isReviewer && at === 0 && notesCard(index)];
  return h('section.sub', null, data.exercises.length > 1 && h('h3', null, exercise ? exercise.title : submission.exercise),
    h('div.split', null, h('div.stack', null, main), h('div.side', null, side)));
}

function drawCandidate(key) {
  const index = byKey.get(key);
  const row = rows[index];
  maskFor(index);
  const place = shown.indexOf(index);
  const step = (by, text, hint) => h('button', { type: 'button', title: hint, disabled: !shown[place + by] && shown[place + by] !== 0, onclick: () => turn(by) }, text);
  page.replaceChildren(
    data.alone ? '' : h('div.crumbs', null,
      h('button', { type: 'button', id: 'back', title: 'Esc', onclick: leave }, '\u2190 All candidates'),
      step(-1, '\u2039 Previous', 'k'), step(1, 'Next \u203a', 'j'),
      place >= 0 && h('span.of', null, `${place + 1} of ${shown.length} shown`)),
    h('header.person', null, h('h2', { tabindex: '-1', dir: 'auto' }, nameOf(index)),
      row.r && h('span.rank', null, 'rank ' + row.r), row.f.map((flag) => h(`span.flag.f-${flag}`, null, flag)),
      h('span.total', null, h('b', null, row.t ?? '\u2013'), row.t === null ? ' no score' : ' of 100')),
    ...candidateData(key).submissions.map((submission, at) => submissionSection(submission, at, index)));
  document.title = `${nameOf(index)} \u2013 ${data.title}`;
}

function turn(by) {
  const next = shown[shown.indexOf(byKey.get(state.key)) + by];
  if (next !== undefined) go('candidate/' + rows[next].k);
}

function leave() {
  if (!data.alone) go(state.tab);
}
