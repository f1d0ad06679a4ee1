// What the browser tests share: the system's Chromium, a page that is watched, and ways to look at
// what a person sees. Pages are opened from disk; whatever a page says on the console or asks of
// any address fails the test that opened it.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before } from 'node:test';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const require = createRequire(process.env.ASSAY_BROWSER_MODULES + path.sep);
const { chromium } = require('playwright-core');
const PAGES = process.env.ASSAY_BROWSER_PAGES;

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.ASSAY_CHROMIUM || '/usr/bin/chromium',
    headless: true,
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  });
});
after(() => browser?.close());

export function addressOf(file, hash = '') {
  return pathToFileURL(path.join(PAGES, file)).href + hash;
}

// Opens a page in a browser of its own, hands it to `look`, and then asserts that it was silent.
export async function open(file, look, { hash = '', ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width: 1360, height: 900 }, reducedMotion: 'reduce', acceptDownloads: true, ...options,
  });
  const said = [];
  const page = await context.newPage();
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => said.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => { said.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  context.on('request', (request) => {
    if (!/^(file|blob):/.test(request.url())) said.push(`request: ${request.url()}`);
  });
  try {
    await page.goto(addressOf(file, hash));
    await look(page);
    assert.deepEqual(said, [], 'the page is silent and asks for nothing');
  } catch (error) {
    if (said.length) error.message += `\nThe page said: ${said.join('\n')}`;
    throw error;
  } finally {
    await context.close();
  }
}

// The names that the visible rows of a table show, in order.
export function names(page, table = '#board') {
  return page.$$eval(`${table} tbody tr:not([hidden]) a.who`, (links) => links.map((link) => link.textContent));
}

export function column(page, id, table = '#board') {
  return page.evaluate(([selector, wanted]) => {
    const element = document.querySelector(selector);
    const at = [...element.tHead.rows].at(-1).querySelector(`[data-id="${wanted}"]`).cellIndex;
    return [...element.tBodies[0].rows].filter((row) => !row.hidden).map((row) => row.cells[at].innerText.trim());
  }, [table, id]);
}

export const heading = (page, id, table = '#board') => page.locator(`${table} th[data-id="${id}"]`);

export async function textOfDownload(page, press) {
  const [download] = await Promise.all([page.waitForEvent('download'), press()]);
  const stream = await download.createReadStream();
  const pieces = [];
  for await (const piece of stream) pieces.push(piece);
  return { name: download.suggestedFilename(), text: Buffer.concat(pieces).toString('utf8') };
}

// RFC 4180, read strictly.
export function parseCsv(text) {
  const rows = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  const body = text.replace(/^\ufeff/, '');
  while (cell.lastIndex < body.length) {
    const match = cell.exec(body);
    assert.ok(match, 'well-formed CSV');
    rows.at(-1).push(match[1] !== undefined ? match[1].replaceAll('""', '"') : match[2]);
    if (match[3] === '\r\n' && cell.lastIndex < body.length) rows.push([]);
  }
  return rows;
}
