// Hostile text stays text; a blind review shows no name; a candidate's report holds only theirs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { column, names, open, textOfDownload } from './harness.mjs';

// All that a person, a screen reader or a tooltip could tell.
const everything = (page) => page.evaluate(() => {
  const parts = [document.title, location.href, document.body.innerText];
  for (const node of document.querySelectorAll('[title], [aria-label], [placeholder]'))
    if (node.checkVisibility())
      parts.push(node.getAttribute('title'), node.getAttribute('aria-label'), node.getAttribute('placeholder'));
  return parts.join('\n');
});

test('names full of markup are shown as text, everywhere', () => open('hostile.html', async (page) => {
  const shown = await names(page);
  assert.equal(shown.length, 18);
  for (const name of ['<script>alert(1)</script>', '</script><img src=x onerror=alert(2)>', '"><svg onload=alert(3)>', '<!--<script>', '__proto__'])
    assert.ok(shown.includes(name), name);
  assert.ok(shown.some((name) => name.includes('\\u{202e}')), 'overrides of direction are spelt out');
  const scripts = await page.locator('script').count();
  for (let i = 0; i < 18; i++) {
    await page.locator('#board a.who').nth(i).click();
    assert.equal(await page.locator('#candidate h2').innerText(), shown[i]);
    assert.equal(await page.locator('#candidate :is(script, img, iframe, object, [onload], [onerror])').count(), 0);
    await page.keyboard.press('Escape');
  }
  assert.equal(await page.locator('script').count(), scripts);
  assert.match(await page.locator('h1').innerText(), /^<script>alert/);
}));

test('a long name does not widen the page', () => open('hostile.html', async (page) => {
  for (const open of [false, true]) {
    if (open) await page.click(`#board a.who >> text=${'W'.repeat(60)}`);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
  }
}, { viewport: { width: 390, height: 800 } }));

test('a blind review shows no name, address or repository anywhere, and survives a reload', () => open('forty.html', async (page) => {
  const people = await names(page);
  const sources = await page.evaluate(() => JSON.parse(document.getElementById('run').textContent).rows.map((row) => row.q.trim().split(/[/ ]/)[3]));
  assert.match(sources[0], /^dev\d+-hub$/);
  await page.keyboard.press('a');
  const aliases = await names(page);
  assert.equal(new Set(aliases).size, 40);
  const clean = async (where) => {
    const text = (await everything(page)).toLowerCase();
    for (const word of [...people, ...sources, 'mail.example', 'git.example.org', 'extra-'])
      assert.ok(!text.includes(word.toLowerCase()), `${where} shows ${word}`);
  };
  await clean('leaderboard');
  await page.keyboard.press('2');
  await clean('matrix');
  assert.deepEqual(await names(page, '#grid'), aliases, 'the same aliases everywhere');
  await page.reload();
  assert.deepEqual(await names(page, '#grid'), aliases);
  await page.keyboard.press('1');
  for (let i = 0; i < 40; i++) {
    await page.locator('#board tbody a.who').nth(i).click();
    assert.equal(await page.locator('#candidate h2').innerText(), aliases[i]);
    const text = await page.locator('#candidate').innerText();
    if (text.includes('Written by') && !text.includes('by a friend')) assert.ok(text.includes(`Written by ${aliases[i]}`), 'in the code, too');
    await clean(aliases[i]);
    if (i === 5) await page.reload();
    await page.keyboard.press('Escape');
  }
  await page.fill('#search', people[3]);
  assert.deepEqual(await names(page), [], 'search does not tell who is who');
  await page.fill('#search', '');
  const { text } = await textOfDownload(page, () => page.click('#csv'));
  for (const name of people) assert.ok(!text.includes(name));
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  assert.deepEqual(await names(page), people);
}));

test('links opened elsewhere stay blind', () => open('forty.html', async (page) => {
  const link = page.locator('#board a.who').first();
  await link.hover();
  assert.match(await link.getAttribute('href'), /anon=1/);
}, { hash: '#/leaderboard?anon=1' }));

test('a candidate\u2019s own report opens on their page and names nobody else', async () => {
  let others;
  await open('forty.html', async (page) => { others = await names(page); });
  await open('alone.html', async (page) => {
    const me = await page.locator('#candidate h2').innerText();
    const source = await page.content();
    for (const name of others) if (name !== me) assert.ok(!source.includes(name), name);
    assert.equal(await page.locator('text=To ask').count(), 0);
    assert.equal(await page.locator('#notes, .command, #bar').count(), 0);
    assert.ok(await page.locator('.crits').isVisible());
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#candidate h2').innerText(), me, 'there is nowhere to go back to');
  });
});

test('the candidates\u2019 view has neither questions nor the exercise\u2019s statistics', () => open('candidates.html', async (page) => {
  assert.equal(await page.locator('#exercises').count(), 0);
  assert.equal((await column(page, 'rank')).length, 40);
  await page.locator('#board tbody tr:has(.v-race) a.who').first().click();
  assert.equal(await page.locator('text=To ask').count(), 0);
  assert.ok(!(await page.content()).includes('TestNoTokenIsTakenTwice'));
}));
