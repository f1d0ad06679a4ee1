// What a candidate's page shows as evidence: criteria, races, crashes, messages, tests.
function criteriaTable(submission) {
  if (!submission.criteria) return null;
  return card('Criteria', null, h('table.crits', null,
    h('caption.sr', null, 'Criteria, verdicts and points'),
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Criterion'), h('th', { scope: 'col' }, 'Verdict'),
      h('th.num', { scope: 'col' }, 'Runs'), h('th.num', { scope: 'col' }, 'Points'))),
    h('tbody', null, submission.criteria.map((each) => h('tr', { class: each.v.k },
      h('th', { scope: 'row' }, each.title,
        each.reason && h('span.reason', null, each.reason),
        each.hint && h('span.hint', null, each.hint),
        each.v.k !== 'met' && each.tests.length > 0 && h('span.tests', null, each.tests.join(', '))),
      h('td.verdict', null, glyph(each.v), h('span', null, each.v.w)),
      h('td.num', { title: 'runs that passed, of all' }, each.attempts ? `${each.passed}/${each.attempts}` : '\u2013'),
      h('td.num', null, h('b', null, each.earned), h('small', null, '/' + each.points)))))));
}

// Questions are Markdown; what they need of it is paragraphs, `code`, *stress* and **more**.
function inline(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*)/).map((part) => {
    if (part.startsWith('`') && part.length > 2) return h('code', null, part.slice(1, -1));
    if (part.startsWith('**') && part.length > 4) return h('strong', null, part.slice(2, -2));
    if (part.startsWith('*') && part.length > 2) return h('em', null, part.slice(1, -1));
    return part;
  });
}

function questions(submission) {
  const exercise = data.exercises.find((each) => each.id === submission.exercise);
  if (!exercise || !submission.criteria) return null;
  const lost = submission.criteria.filter((each) => each.v.k !== 'met')
    .sort((a, b) => (b.points - b.earned) - (a.points - a.earned));
  const items = lost.flatMap((each) => {
    const known = exercise.criteria.find((criterion) => criterion.id === each.id);
    return (known ? known.questions : []).map((question) => h('li', null,
      h('span.from', null, glyph(each.v), ' ', each.title),
      question.split(/\n\s*\n/).map((paragraph) => h('p', null, inline(paragraph.replace(/\s+/g, ' ').trim())))));
  });
  return items.length ? card('To ask', 'from what was lost, costliest first', h('ol.questions', null, items)) : null;
}

function stackBox(stack, submission, at) {
  return h('div.stackbox', null, h('h6', null, stack.title || 'Stack'),
    stack.frames.map((frame, depth) => {
      const shown = depth < 2 ? snippet(frame, submission, at) : null;
      const [box, fileAt] = Array.isArray(shown) ? shown : [shown, -1];
      const place = frame.file + (frame.line ? ':' + frame.line : '');
      return h('div.frame', null, h('span.fn', null, frame.fn, ' ',
        fileAt >= 0 ? h('a', { href: '#', onclick: (event) => { event.preventDefault(); showLine(at, fileAt, frame.line); } }, place) : place), box);
    }),
    stack.cut > 0 && h('p.cut', null, `${stack.cut} ${stack.cut === 1 ? 'frame' : 'frames'} outside the submission`));
}

function report(item, submission, at) {
  return h('div.report', null,
    h('h5', null, item.v && [glyph(item.v), ' '], item.about, item.test && h('small', null, ' ' + item.test),
      item.times > 1 && h('small', null, ` reported ${item.times} times`)),
    item.message && h('p.said', null, item.message),
    h('div.stacks', null, item.stacks.map((stack) => stackBox(stack, submission, at))));
}

function races(submission, at) {
  const found = submission.races || [];
  return found.length ? card('Data races', String(found.length), found.map((race) => report(race, submission, at))) : null;
}

function crashes(submission, at) {
  const found = submission.crashes || [];
  return found.length ? card('Crashes and hangs', String(found.length), found.map((crash) => report(crash, submission, at))) : null;
}

function listed(title, more, items) {
  if (!items || !items.length) return null;
  return card(title, more, h('ul.found', null, items.map((each) => {
    const place = (each.file ?? each.path) + (each.line ? ':' + each.line : '') + (each.col ? ':' + each.col : '');
    return h('li', null, place && h('span.at', null, place), each.text || each.rule, each.check && h('small', null, ` (${each.check})`));
  })));
}

function diagnostics(submission) {
  const title = submission.state === 'build_failed' ? 'Why it does not build' : 'go vet and advice';
  return listed(title, null, submission.diagnostics);
}

function testTable(submission) {
  const tests = submission.tests || [];
  if (!tests.length) return null;
  const timed = tests.some((each) => each.time);
  return card('Tests', null, h('table.testlist', null, h('caption.sr', null, 'Tests and their runs'),
    h('thead', null, h('tr', null, h('th', { scope: 'col' }, 'Test'), h('th', { scope: 'col' }, 'Verdict'),
      h('th.num', { scope: 'col' }, 'Passed'), h('th.opt', { scope: 'col' }, 'by GOMAXPROCS'),
      timed && h('th.num.opt', { scope: 'col' }, 'Time'))),
    h('tbody', null, tests.map((each) => [
      h('tr', null, h('th', { scope: 'row' }, h('code', null, each.test)), h('td', null, glyph(each.v), ' ', each.v.w),
        h('td.num', null, `${each.passed}/${each.attempts}`),
        h('td.opt.cpus', null, each.cpu.map(([cpu, passed, all]) =>
          h('span', { class: passed < all && 'off' }, `${cpu}: ${passed}/${all}`))),
        timed && h('td.num.opt', null, each.time)),
      (each.detail || each.output) && h('tr', null, h('td', { colspan: timed ? 5 : 4 },
        h('small', null, each.where + (each.detail ? ': ' + each.detail : '')),
        each.output && h('pre', { tabindex: '0', role: 'region', 'aria-label': 'Output' }, each.output)))]))));
}

function codeCard(submission, at) {
  if (!submission.code.length) return null;
  const notes = findingsOf(submission);
  return card('Code', null, submission.code.map((file, fileAt) => codeFile(file, at, fileAt, notes.get(file.file))));
}
