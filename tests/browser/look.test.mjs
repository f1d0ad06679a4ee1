// What everybody can see: contrast in both schemes, labels, no script, paper, narrow windows, and a
// roster of a thousand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { names, open } from './harness.mjs';

// WCAG 2's contrast of every visible text with what is behind it; what is below AA, by element.
const poorContrast = (page) => page.evaluate(() => {
  const channels = (text) => {
    const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number);
    return text.startsWith('color(') ? [r * 255, g * 255, b * 255, a] : [r, g, b, a];
  };
  const over = (front, back) => front.slice(0, 3).map((value, at) => value * front[3] + back[at] * (1 - front[3]));
  const behind = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) {
      const layer = channels(getComputedStyle(at).backgroundColor);
      if (layer[3] > 0) layers.push(layer);
      if (layer[3] === 1) break;
    }
    return layers.reverse().reduce((back, layer) => over(layer, back), [255, 255, 255]);
  };
  const luminance = (color) => {
    const [r, g, b] = color.map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const poor = new Map();
  let seen = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement;
    if (!text.data.trim() || node.closest('script, noscript, .sr') || !node.checkVisibility({ visibilityProperty: true })) continue;
    if (node.matches('option, caption') || node.closest('[disabled]')) continue;
    const style = getComputedStyle(node);
    const inSvg = Boolean(node.closest('svg'));
    if (inSvg && node.tagName === 'title') continue;
    const back = behind(inSvg ? node.closest('svg') : node);
    const front = over(channels(inSvg ? style.fill : style.color), back);
    const [light, dark] = [luminance(front), luminance(back)].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    seen++;
    if (ratio < (large ? 3 : 4.5))
      poor.set(`${node.tagName}.${node.getAttribute('class') || ''} "${text.data.trim().slice(0, 20)}"`, ratio.toFixed(2));
  }
  return { seen, poor: [...poor] };
});

for (const colorScheme of ['light', 'dark']) {
  test(`contrast is AA in the ${colorScheme} scheme`, () => open('forty.html', async (page) => {
    const check = async (where) => {
      const { seen, poor } = await poorContrast(page);
      assert.ok(seen > 30, `${where}: ${seen} texts were looked at`);
      assert.deepEqual(poor, [], where);
    };
    await check('leaderboard');
    await page.locator('.bar[data-band="7"]').click();
    await page.keyboard.press('a');
    await page.keyboard.press('j');
    await check('filtered, blind, a row in focus');
    await page.keyboard.press('a');
    await page.click('#clear');
    for (const key of ['2', '3', '?']) {
      await page.keyboard.press(key);
      await check(`view ${key}`);
    }
    await page.keyboard.press('Escape');
    await page.keyboard.press('1');
    for (const kind of ['.f-late', '.f-decided', '.f-identical', '.o-build_failed', '.o-infrastructure_error', '.o-pending', '.lost .v-race[title$="race"]', '.lost .v[title^="No finding"]']) {
      await page.locator(`#board tbody tr:has(${kind}) a.who`).first().click();
      await check(kind);
      await page.keyboard.press('Escape');
    }
  }, { colorScheme }));
}

test('everything that can be used has a name; tables have captions and scopes', () => open('forty.html', async (page) => {
  const check = async () => {
    const nameless = await page.$$eval('button, a, input, select, textarea, [role="button"], [role="img"], [role="region"]', (nodes) =>
      nodes.filter((node) => node.checkVisibility() && !(node.getAttribute('aria-label') || node.textContent.trim() || node.title))
        .map((node) => node.outerHTML.slice(0, 80)));
    assert.deepEqual(nameless, []);
    const bare = await page.$$eval('table', (tables) => tables.filter((table) => !table.caption || !table.querySelector('th[scope]')).map((table) => table.outerHTML.slice(0, 80)));
    assert.deepEqual(bare, []);
    const ids = await page.$$eval('[id]', (nodes) => nodes.map((node) => node.id));
    assert.equal(new Set(ids).size, ids.length, 'no id twice');
  };
  await check();
  await page.locator('#board tbody tr:has(.v-race) a.who').first().click();
  await check();
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
}));

test('Tab reaches every control, and each shows that it has the focus', () => open('three.html', async (page) => {
  const wanted = await page.$$eval('a, button, input, select, [tabindex="0"]', (nodes) =>
    nodes.filter((node) => node.checkVisibility() && !node.disabled).length);
  const reached = new Set();
  for (let i = 0; i < wanted; i++) {
    await page.keyboard.press('Tab');
    reached.add(await page.evaluate(() => {
      const node = document.activeElement;
      const style = getComputedStyle(node);
      const bar = node.querySelector('.hit');
      if (style.outlineStyle === 'none' && !(bar && getComputedStyle(bar).stroke !== 'none')) throw new Error('no focus seen: ' + node.outerHTML.slice(0, 80));
      return [...document.querySelectorAll('*')].indexOf(node);
    }));
  }
  assert.equal(reached.size, wanted);
}));

test('without script: leaderboard, matrix, charts, and each candidate\u2019s criteria and hints', () => open('forty.html', async (page) => {
  assert.equal((await names(page)).length, 40);
  assert.ok(await page.locator('#grid').isVisible() && await page.locator('#exercises table').isVisible());
  assert.ok(await page.locator('#scores svg').isVisible());
  assert.ok(!(await page.locator('#controls').isVisible()));
  const link = page.locator('#board tbody tr:has(.v-race[title$="race"]) a.who').first();
  const id = (await link.getAttribute('href')).slice(1);
  const article = page.locator(`[id="${id}"]`);
  assert.equal(await article.count(), 1, 'the deep link has somewhere to go');
  await page.locator(`details:has([id="${id}"]) summary`).click();
  assert.match(await article.innerText(), /No race, and no token taken twice[\s\S]*Hint: Looking whether there is a token/);
}, { javaScriptEnabled: false }));

test('on paper: all tables, no controls, the heading of a table on every page', () => open('forty.html', async (page) => {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.waitForSelector('#grid', { state: 'attached' });
  for (const selector of ['#board', '#grid', '#exercises table', '#scores']) assert.ok(await page.locator(selector).first().isVisible(), selector);
  for (const selector of ['#bar', '#controls']) assert.ok(!(await page.locator(selector).isVisible()), selector);
  const style = await page.evaluate(() => [getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color, getComputedStyle(document.querySelector('#board thead')).display]);
  assert.deepEqual(style, ['rgb(255, 255, 255)', 'rgb(0, 0, 0)', 'table-header-group']);
  const pdf = await page.pdf({ format: 'A4' });
  assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
}));

test('a narrow window scrolls tables, not the page', () => open('forty.html', async (page) => {
  const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
  assert.ok(await fits());
  for (const key of ['2', '3', '1']) {
    await page.keyboard.press(key);
    assert.ok(await fits(), `view ${key}`);
  }
  await page.locator('#board tbody tr:has(.v-race) a.who').first().click();
  assert.ok(await fits(), 'candidate');
}, { viewport: { width: 390, height: 800 } }));

test('reduced motion is respected', () => open('three.html', async (page) => {
  assert.equal(await page.evaluate(() => getComputedStyle(document.querySelector('#csv')).transitionDuration), '0s');
}));

test('a roster of a thousand: the work that it takes is bounded', (context) => open('thousand.html', async (page) => {
  const times = await page.evaluate(() => {
    const [entry] = performance.getEntriesByType('navigation');
    const paint = performance.getEntriesByName('first-contentful-paint')[0];
    const [usable] = performance.getEntriesByName('usable');
    return { usable: usable.startTime, complete: entry.domComplete, paint: paint && paint.startTime };
  });
  context.diagnostic(`first paint ${Math.round(times.paint)} ms, usable ${Math.round(times.usable)} ms, complete ${Math.round(times.complete)} ms`);
  const work = await page.evaluate(() => ({
    elements: document.querySelectorAll('#leaderboard *').length,
    all: document.getElementsByTagName('*').length,
    plain: document.querySelectorAll('noscript *').length,
    drawn: document.querySelectorAll('#candidate *').length,
  }));
  context.diagnostic(`${work.elements} elements in the table, ${work.all} in all`);
  assert.equal(work.plain, 0, 'what is for readers without script is not even parsed');
  assert.equal(work.drawn, 0, 'no candidate is drawn before it is opened');
  assert.ok(work.elements < 1000 * 24, `${work.elements} elements for 1,000 rows`);
  assert.ok(work.all < 1000 * 45, `${work.all} elements with the matrix`);
  const before = await page.evaluate(() => {
    const html = document.documentElement.outerHTML;
    const start = html.indexOf('<script type="application/json"');
    return { start, first: html.indexOf('id="c-'), script: html.indexOf('<script>', start), all: html.length };
  });
  assert.ok(before.start < before.script && before.script < before.first, 'the script comes before the candidates\u2019 data');
  assert.ok(before.script < before.all / 3, `${before.script} of ${before.all} characters before the script`);
  // A candidate's data are parsed when their page is opened, and only theirs.
  await page.evaluate(() => {
    window.parsed = 0;
    const parse = JSON.parse;
    JSON.parse = (text) => { window.parsed++; return parse(text); };
  });
  const start = Date.now();
  await page.fill('#search', 'bjorn');
  const found = await names(page);
  assert.ok(found.length > 20 && found.length < 100);
  await page.fill('#search', '');
  await page.locator('#board th[data-id="name"] button').click();
  assert.equal((await names(page)).length, 1000);
  context.diagnostic(`search and sort: ${Date.now() - start} ms`);
  assert.equal(await page.evaluate(() => window.parsed), 0);
  await page.locator('#board a.who').nth(500).click();
  assert.equal(await page.evaluate(() => window.parsed), 1);
  await page.keyboard.press('a');
  assert.match(await page.locator('#candidate h2').innerText(), /^Candidate \d+$/);
}));
