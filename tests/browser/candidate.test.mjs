// A candidate's page: everything that is known, and notes that stay.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { names, open, textOfDownload } from './harness.mjs';

// Opens the first candidate whose row has `selector` in it.
async function openWith(page, selector) {
  await page.locator(`#board tbody tr:has(${selector}) a.who`).first().click();
}
const card = (page, title) => page.locator(`#candidate .card:has(h4:text("${title}"))`);

test('a race shows both stacks, the lines around them, and marks the code', () => open('forty.html', async (page) => {
  await openWith(page, '.lost .v-race[title$="race"]');
  const race = card(page, 'Data races');
  assert.equal(await race.locator('.stackbox').count(), 2);
  assert.match(await race.innerText(), /reported 2 times/);
  assert.deepEqual(await race.locator('.hit-line').allInnerTexts().then((all) => all.map((text) => text.replace(/\s+/g, ' ').trim())),
    ['44 l.tokens--', '40 if l.tokens < 1 || l.closed {', '50 for !l.Allow() {']);
  assert.equal(await race.locator('.snippet').first().locator('.ln').count(), 5);
  const marked = card(page, 'Code').locator('.ln.marked');
  assert.ok((await marked.allInnerTexts()).some((text) => /^44/.test(text) && /race/.test(text) && /write/.test(text)));
  await race.locator('a >> text="limiter.go:44"').click();
  const box = await page.locator('.ln.here').boundingBox();
  assert.ok(box.y > 50 && box.y < 850, 'the link brings the line into sight');
}));

test('the score is explained: criteria, lateness, a person beside the machine', () => open('forty.html', async (page) => {
  await openWith(page, '.f-decided');
  const text = await card(page, 'How the score comes about').innerText();
  assert.match(text, /Criteria[\s\S]*of 100[\s\S]*Decided by a person[\s\S]*interviewer-in-chief[\s\S]*asked in person[\s\S]*60[\s\S]*Score that counts\s+60/);
  await page.keyboard.press('Escape');
  await openWith(page, '.f-late');
  const late = await card(page, 'How the score comes about').innerText();
  assert.match(late, /Late by [\s\S]*days? charged, leaves \d+[\s\S]*\u2212\d+ %/);
  const dot = page.locator('.axis-line.late circle');
  assert.notEqual(await dot.evaluate((node) => getComputedStyle(node).fill), 'rgb(23, 98, 63)', 'late is not drawn as if it were in time');
  assert.match(await card(page, 'Commit and deadline').innerText(), /after[\s\S]*clock said/);
}));

test('questions follow from what was lost, and are drawn as Markdown', () => open('forty.html', async (page) => {
  await openWith(page, '.lost .v-race[title$="race"]');
  const ask = card(page, 'To ask');
  const lost = await page.locator('.crits tr:not(.met) th').count() - 4;
  assert.equal(await ask.locator('li').count(), lost);
  assert.match(await ask.innerText(), /Two goroutines see the last token/);
  await page.keyboard.press('Escape');
  await openWith(page, '.lost .v[title^="No finding"]');
  assert.equal(await card(page, 'To ask').locator('code >> text="go vet"').count(), 1);
  const vet = card(page, 'Code').locator('.margin .vet');
  assert.match(await vet.innerText(), /copylocks[\s\S]*passes lock by value/);
}));

test('what does not build shows why, on its line', () => open('forty.html', async (page) => {
  await openWith(page, '.o-build_failed');
  assert.match(await page.locator('.card.alert').innerText(), /does not build/);
  assert.match(await card(page, 'Why it does not build').innerText(), /limiter\.go:44:4[\s\S]*l\.tokns undefined[\s\S]*Wait is missing/);
  assert.match(await card(page, 'Code').locator('.margin .compile').innerText(), /l\.tokns undefined/);
}));

test('identical submissions name each other', () => open('forty.html', async (page) => {
  await openWith(page, '.f-identical');
  const me = await page.locator('#candidate h2').innerText();
  await card(page, 'Identical submissions').locator('a').click();
  assert.notEqual(await page.locator('#candidate h2').innerText(), me);
  assert.equal(await card(page, 'Identical submissions').locator('a').innerText(), me);
}));

test('facts, resources, repeats, tests, what was left out, and the command', () => open('forty.html', async (page) => {
  await openWith(page, '.f-flaky');
  assert.match(await card(page, 'Grade it again').locator('.command').innerText(), /^assay grade --ref [0-9a-f]{40} rate-limiter https:\/\/git\.example\.org\/dev\d+-hub\/limiter\.git$/);
  assert.match(await card(page, 'Resources').innerText(), /build\s+2\.31 s[\s\S]*412 MiB[\s\S]*A test may take 10 s/);
  assert.match(await card(page, 'Tests').innerText(), /GOMAXPROCS[\s\S]*1: \d\/2[\s\S]*1003 grants/);
  assert.match(await card(page, 'Left out').innerText(), /limiter_test\.go[\s\S]*go\.mod/);
  assert.match(await page.locator('.crits').innerText(), /in [1-5] of 6 runs/);
}));

test('Go is coloured: comments over lines, raw strings, keywords', () => open('three.html', async (page) => {
  await page.locator('#board a.who').first().click();
  const kind = (line, text) => page.locator(`.code .ln:nth-child(${line}) span >> text="${text}"`).first().getAttribute('class');
  assert.equal(await kind(4, 'package'), 't-k');
  assert.match(await kind(17, '   and gains `rate` of them a second. */').catch(() => page.locator('.code .ln:nth-child(17) pre span').first().getAttribute('class')), /t-c/);
  assert.equal(await page.locator('.code .ln:nth-child(73) pre span').first().getAttribute('class'), 't-s');
  assert.equal(await page.locator('.code .ln').count(), 76);
}));

test('notes stay after a reload, are marked in the table, and leave as a file', () => open('forty.html', async (page) => {
  const [first] = await names(page);
  await page.locator('#board a.who').first().click();
  await page.keyboard.press('n');
  await page.keyboard.type('Strong. Ask /j/k/ about fairness.');
  await page.reload();
  assert.equal(await page.inputValue('#notes'), 'Strong. Ask /j/k/ about fairness.');
  await page.click('#back');
  assert.equal(await page.locator('#board tr.noted').count(), 1);
  const { name, text } = await textOfDownload(page, () => page.click('#export'));
  assert.match(name, /notes\.md$/);
  assert.ok(text.includes(`## ${first} (100)`) && text.includes('Ask /j/k/ about fairness.'));
}));

test('the exercise page tells pass rate and discrimination, and marks the flaky', () => open('forty.html', async (page) => {
  const rows = page.locator('#exercises tbody tr');
  assert.equal(await rows.count(), 9);
  const race = await rows.nth(6).innerText();
  assert.match(race, /No race[\s\S]*15[\s\S]*69 %[\s\S]*25 of 36[\s\S]*0\.\d\d/);
  assert.ok(await page.locator('#exercises .f-flaky').count() > 0);
}, { hash: '#/exercises' }));
