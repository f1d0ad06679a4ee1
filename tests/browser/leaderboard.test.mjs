// The first view: sorting, filtering, searching, charts, CSV, keys, the address.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { column, heading, names, open, parseCsv, textOfDownload } from './harness.mjs';

const sorted = (values, by) => values.every((value, at) => at === 0 || by(values[at - 1], value) <= 0);

test('every column sorts both ways, and says so', () => open('forty.html', async (page) => {
  const start = await names(page);
  const ids = await page.$$eval('#board thead th', (cells) => cells.map((cell) => cell.dataset.id));
  assert.ok(ids.length >= 9, 'late, flags, machine, lost and the rest are there');
  for (const id of ids) {
    const button = heading(page, id).locator('button');
    await button.click();
    const first = await heading(page, id).getAttribute('aria-sort');
    const there = await names(page);
    await button.click();
    const second = await heading(page, id).getAttribute('aria-sort');
    assert.deepEqual([first, second].sort(), ['ascending', 'descending'], id);
    assert.equal(await page.locator('#board th[aria-sort]').count(), 1);
    assert.notDeepEqual(await names(page), there, `${id} turns round`);
    await button.click();
    assert.deepEqual(await names(page), start, `${id}: a third press restores the ranking`);
  }
}));

test('numbers sort as numbers, names by their letters, and what is missing comes last', () => open('forty.html', async (page) => {
  await heading(page, 'score').locator('button').click();
  const down = await column(page, 'score');
  const numbers = down.filter((text) => /\d/.test(text)).map(Number);
  assert.ok(sorted(numbers, (a, b) => b - a));
  assert.equal(numbers.length, 38);
  assert.ok(down.slice(38).every((text) => text === '\u2013'));
  await heading(page, 'score').locator('button').click();
  const up = await column(page, 'score');
  assert.ok(up.slice(38).every((text) => text === '\u2013'), 'last, ascending too');
  await heading(page, 'name').locator('button').click();
  assert.ok(sorted(await names(page), new Intl.Collator(undefined, { sensitivity: 'base' }).compare));
}));

test('ties share a rank', () => open('forty.html', async (page) => {
  const ranks = await column(page, 'rank');
  const scores = await column(page, 'score');
  scores.forEach((score, at) => {
    const equal = scores.filter((each) => each === score).length;
    if (score === '\u2013') return assert.equal(ranks[at], '\u2013');
    assert.equal(ranks[at], `${scores.indexOf(score) + 1}${equal > 1 ? '=' : ''}`);
  });
  assert.ok(ranks.some((rank) => rank.endsWith('=')) && ranks.some((rank) => /^\d+$/.test(rank)));
}));

test('filters by outcome, band, criterion, verdict and flag, and clears them', () => open('forty.html', async (page) => {
  const count = async () => Number(await page.locator('#count b').innerText());
  for (const [filter, value, check] of [
    ['#f-o', 'build_failed', async () => (await column(page, 'outcome')).every((text) => text === 'does not build')],
    ['#f-b', '9', async () => (await column(page, 'score')).every((text) => Number(text) >= 90 && Number(text) < 100)],
    ['#f-b', '11', async () => (await column(page, 'score')).every((text) => text === '\u2013')],
    ['#f-v', 'R', async () => (await page.$$eval('#board tbody tr:not([hidden])', (rows) => rows.every((row) => row.querySelector('.v-race'))))],
    ['#f-f', 'late', async () => (await column(page, 'flags')).every((text) => text.includes('late'))],
  ]) {
    await page.selectOption(filter, value);
    const left = (await names(page)).length;
    assert.ok(left > 0 && left < 40, `${filter} ${value} leaves ${left}`);
    assert.equal(await count(), left);
    assert.ok(await check(), `${filter} ${value}`);
    await page.click('#clear');
    assert.equal((await names(page)).length, 40);
  }
  await page.keyboard.press('2');
  await page.waitForSelector('#grid');
  await page.selectOption('#f-c', { label: 'No race, and no token taken twice' });
  await page.selectOption('#f-v', 'R');
  const raced = await page.$$eval('#grid tbody tr', (rows) => rows.filter((row) => row.cells[8].textContent === 'R').length);
  assert.equal(await count(), raced);
}));

test('a bar of the chart filters by its band, by mouse and by keyboard', () => open('forty.html', async (page) => {
  const bar = page.locator('.bar[data-band="7"]');
  await bar.click();
  assert.equal(await bar.getAttribute('aria-pressed'), 'true');
  const scores = await column(page, 'score');
  assert.ok(scores.length > 0 && scores.every((score) => Number(score) >= 70 && Number(score) < 80));
  assert.equal(String(scores.length), await bar.locator('.n').textContent());
  await bar.focus();
  await page.keyboard.press('Enter');
  assert.equal((await names(page)).length, 40);
  await page.keyboard.press(' ');
  assert.equal((await names(page)).length, scores.length);
}));

test('/ searches names without accents and repositories; Esc leaves', () => open('forty.html', async (page) => {
  await page.keyboard.press('/');
  await page.keyboard.type('bjorn');
  const found = await names(page);
  assert.ok(found.length > 0 && found.every((name) => name.startsWith('Bj\u00f6rn')));
  assert.equal(await page.inputValue('#search'), 'bjorn');
  await page.keyboard.press('Escape');
  assert.equal((await names(page)).length, 40);
  await page.fill('#search', 'nobody at all');
  assert.ok(await page.locator('#none-leaderboard').isVisible());
}));

test('j, k and arrows move, Enter opens, Esc comes back to the row', () => open('forty.html', async (page) => {
  const all = await names(page);
  const focused = () => page.evaluate(() => document.activeElement.textContent);
  await page.keyboard.press('j');
  assert.equal(await focused(), all[0]);
  await page.keyboard.press('j');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('k');
  assert.equal(await focused(), all[1]);
  for (let i = 0; i < 30; i++) await page.keyboard.press('j');
  const box = await page.locator(':focus').boundingBox();
  assert.ok(box.y > 90 && box.y < 900, 'the row is in sight, below what sticks to the top');
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
  await page.keyboard.press('Enter');
  assert.equal(await page.locator('#candidate h2').innerText(), all[31]);
  await page.keyboard.press('j');
  assert.equal(await page.locator('#candidate h2').innerText(), all[32]);
  await page.keyboard.press('Escape');
  assert.ok(await page.locator('#board').isVisible());
  assert.equal(await focused(), all[32]);
}));

test('? shows the keys in a dialog that Esc closes', () => open('forty.html', async (page) => {
  await page.keyboard.press('?');
  assert.ok(await page.locator('dialog#help').isVisible());
  await page.keyboard.press('j');
  assert.ok(await page.locator('dialog#help').isVisible(), 'keys are the dialog\u2019s now');
  await page.keyboard.press('Escape');
  assert.ok(!(await page.locator('dialog#help').isVisible()));
}));

test('the address holds the view: reload, deep link, back button', () => open('forty.html', async (page) => {
  const all = await names(page);
  await page.selectOption('#f-f', 'flaky');
  await heading(page, 'name').locator('button').click();
  const chosen = await names(page);
  await page.click(`#board a.who >> text="${chosen[2]}"`);
  const link = page.url();
  assert.match(link, /#\/candidate\/[0-9a-f]{12}\?/);
  assert.ok(!decodeURIComponent(link).includes(chosen[2].split(' ')[1]), 'no name in the address');
  await page.goBack();
  assert.deepEqual(await names(page), chosen);
  await page.goForward();
  assert.equal(await page.locator('#candidate h2').innerText(), chosen[2]);
  await page.reload();
  assert.equal(await page.locator('#candidate h2').innerText(), chosen[2]);
  await page.click('#back');
  assert.deepEqual(await names(page), chosen);
  await page.keyboard.press('2');
  assert.ok(await page.locator('#grid').isVisible());
  assert.deepEqual(await names(page, '#grid'), chosen, 'the matrix shows the same');
  await page.click('#clear');
  assert.equal((await names(page, '#grid')).length, all.length);
}));

test('the matrix sorts by a criterion, and shows letters and shapes', () => open('forty.html', async (page) => {
  const cells = await column(page, 'c6', '#grid');
  await heading(page, 'c6', '#grid').locator('button').click();
  const after = await column(page, 'c6', '#grid');
  assert.deepEqual([...after].sort(), [...cells].sort());
  assert.ok(after.lastIndexOf('P') < after.indexOf('R') && after.indexOf('\u00b7') > after.lastIndexOf('R'));
  const shape = (letter) => page.locator(`#grid .v >> text="${letter}"`).first().evaluate((node) => {
    const style = getComputedStyle(node);
    return style.clipPath + style.borderRadius + style.boxShadow;
  });
  const shapes = await Promise.all(['P', 'F', 'R', 'W', 'S'].map(shape));
  assert.equal(new Set(shapes).size, 5, 'no two kinds share a shape');
}, { hash: '#/matrix' }));

test('CSV holds what is shown, and no formula', () => open('hostile.html', async (page) => {
  await heading(page, 'name').locator('button').click();
  const shown = await names(page);
  const { name, text } = await textOfDownload(page, () => page.click('#csv'));
  assert.match(name, /^run-[0-9a-f]{8}-leaderboard\.csv$/);
  const [head, ...rows] = parseCsv(text);
  assert.equal(head[1], 'Candidate');
  assert.deepEqual(rows.map((row) => row[1].replace(/^'/, '')), shown.map((each) => each.replace(/^'/, '')));
  for (const row of rows) {
    assert.equal(row.length, head.length);
    for (const cell of row) assert.doesNotMatch(cell, /^[=+@\t\r\0]|^-(?!\d+$)/);
  }
  assert.ok(rows.some((row) => row[1].startsWith("'=HYPERLINK")));
}));

test('a click on a link shows the candidate at once; with Ctrl it is the browser\u2019s', () => open('forty.html', async (page) => {
  const [first] = await names(page);
  const [left, shown] = await page.evaluate(() => {
    let leftAlone;
    addEventListener('click', (event) => { leftAlone = !event.defaultPrevented; event.preventDefault(); });
    const link = document.querySelector('#board tbody a.who');
    link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey: true }));
    const left = leftAlone && !document.querySelector('#candidate h2');
    link.click();
    return [left, document.querySelector('#candidate h2')?.textContent];
  });
  assert.ok(left);
  assert.equal(shown, first);
}));

test('the assessment shows a total and each exercise', () => open('assessment.html', async (page) => {
  const total = (await column(page, 'score')).map(Number);
  const parts = await Promise.all(['e0', 'e1', 'e2'].map((id) => column(page, id)));
  assert.equal(total[0], Math.floor((2 * Number(parts[0][0]) + Number(parts[1][0]) + Number(parts[2][0])) / 4));
  await heading(page, 'e1').locator('button').click();
  assert.ok(sorted((await column(page, 'e1')).map(Number).filter((n) => !Number.isNaN(n)), (a, b) => b - a));
  await page.locator('#board a.who').first().click();
  assert.equal(await page.locator('#candidate .sub').count(), 3);
}));

test('an empty run says so', () => open('empty.html', async (page) => {
  assert.ok(await page.locator('#none-leaderboard >> text=The run has no submissions.').isVisible());
}));
