/**
 * What a browser loads of WASM and JS for a page: node bench/weight.mjs ADDRESS SESSION
 * Prints {"bytes", "staff_islands", "files"}: bytes as they went over the wire, and the names of the staff's islands whose code is
 * in one of the files.
 */
import { readFile, readdir } from 'node:fs/promises';
import { openBrowser } from './browser.mjs';

const STAFF_SIDE = new URL('../../app/src/staff/', import.meta.url);

/** The islands that are defined in the staff's side of the app. */
async function staffIslands() {
  const sources = (await readdir(STAFF_SIDE, { recursive: true })).filter((name) => name.endsWith('.rs'));
  const texts = await Promise.all(sources.map((name) => readFile(new URL(name, STAFF_SIDE), 'utf8')));
  const names = texts.flatMap((text) => [...text.matchAll(/#\[island[^\]]*\]\s*(?:pub )?fn (\w+)/g)].map((match) => match[1]));
  if (names.length === 0) throw new Error('the staff has no islands, which cannot be');
  return names;
}

/** The islands that a module starts, by the names of its exports. */
function islandsOf(wasm) {
  const names = WebAssembly.Module.exports(new WebAssembly.Module(wasm)).map((exported) => exported.name);
  return names.flatMap((name) => /^([A-Z]\w+)_\d+$/.exec(name)?.[1] ?? []);
}

/** `RunProgress` is loaded by `run_progress_loader` where its code is in a file of its own, of which a script knows the name. */
const loaderOf = (island) => island.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase() + '_loader';

const [address, session] = process.argv.slice(2);
const { browser, page } = await openBrowser(address, session);
const responses = [];
page.on('response', (response) => {
  if (/\.(js|wasm)$/.test(new URL(response.url()).pathname)) responses.push(response);
});
const answer = await page.goto(address, { waitUntil: 'networkidle' });
if (answer?.status() !== 200) throw new Error(`${address} answers ${answer?.status()}`);

const files = {};
const started = new Set();
let scripts = '';
for (const response of responses) {
  const name = new URL(response.url()).pathname;
  const encoding = response.headers()['content-encoding'];
  if (encoding !== 'br') throw new Error(`${name} comes as ${encoding}, not as brotli`);
  const { responseBodySize } = await response.request().sizes();
  // What was loaded ahead is asked for again and taken from the cache.
  if (responseBodySize > (files[name] ?? 0)) files[name] = responseBodySize;
  if (name.endsWith('.wasm')) islandsOf(await response.body()).forEach((island) => started.add(island));
  else scripts += await response.text();
}
await browser.close();

const loaded = Object.keys(files);
const bytes = Object.values(files).reduce((sum, size) => sum + size, 0);
if (started.size === 0) throw new Error('the page loads no islands');
const hasOwnFile = (island) => scripts.includes(`split_${loaderOf(island)}`);
const isHere = (island) =>
  started.has(island) && (!hasOwnFile(island) || loaded.some((name) => name.includes(loaderOf(island))));
const staff = (await staffIslands()).filter(isHere);
console.log(JSON.stringify({ bytes, staff_islands: staff, files }));
