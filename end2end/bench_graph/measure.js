// Shows one graph three ways on one page, in turn, and measures each: how soon it can be moved, and how smoothly it moves.
//   node measure.js SITE_FOLDER OURS_FOLDER ROUNDS    (scripts/bench-graph calls it)
import { createServer } from 'node:http';
import { mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { SIZES, flow, workflow } from './workflow.js';

const [site, drawn, rounds] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const here = import.meta.dirname;
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm', '.html': 'text/html; charset=utf-8' };

// `moved` holds the camera, `pane` takes the hand, `node` and `edge` are what is drawn.
const OURS = { moved: '.graph-viewer__camera, .wf-viewport', pane: '.graph-viewer__canvas', node: '[data-node]', edge: '.wf-edge' };
const REACT_FLOW = { moved: '.react-flow__viewport', pane: '.react-flow__pane', node: '.react-flow__node', edge: '.react-flow__edge', module: '/react_flow.js' };
const VUE_FLOW = { moved: '.vue-flow__transformationpane', pane: '.vue-flow__pane', node: '.vue-flow__node', edge: '.vue-flow__edge', module: '/vue_flow.js' };
const WAYS = {
  ours: OURS,
  'React Flow': { ...REACT_FLOW, onlyVisible: false },
  'React Flow, visible only': { ...REACT_FLOW, onlyVisible: true },
  'Vue Flow': { ...VUE_FLOW, onlyVisible: false },
  'Vue Flow, visible only': { ...VUE_FLOW, onlyVisible: true },
};

const pkg = readdirSync(join(site, 'pkg'));
const built = (ending) => `/pkg/${pkg.find((name) => new RegExp(`^autopilot\\.[^.]+\\.${ending}$`).test(name))}`;

const pictures = join(drawn, 'pictures');
mkdirSync(pictures, { recursive: true });

const libraries = await bundle();
const server = createServer(answer).listen(0, '127.0.0.1');
await new Promise((done) => server.once('listening', done));
const address = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
try {
  for (const size of SIZES) report(size, await compare(size));
} finally {
  await browser.close();
  server.close();
}

async function bundle() {
  const { outputFiles } = await build({
    entryPoints: ['react_flow.jsx', 'vue_flow.js'].map((name) => join(here, name)), bundle: true, format: 'esm', minify: true, write: false, outdir: '/',
    jsx: 'automatic', define: { 'process.env.NODE_ENV': '"production"', __VUE_OPTIONS_API__: 'true', __VUE_PROD_DEVTOOLS__: 'false', __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false' },
  });
  return Object.fromEntries(outputFiles.map(({ path, contents }) => [path, Buffer.from(contents)]));
}

function answer({ url }, response) {
  const body = file(url);
  response.writeHead(body ? 200 : 404, { 'content-type': TYPES[extname(url)] ?? TYPES['.html'] });
  response.end(body);
}

function file(url) {
  if (url === '/') return page();
  if (libraries[url]) return libraries[url];
  if (url === '/ours.js') return readFileSync(join(here, 'ours.js'));
  if (/^\/pkg\/[\w.-]+$/.test(url)) return readFileSync(join(site, url));
  if (/^\/\d+\.html$/.test(url)) return readFileSync(join(drawn, url));
  return undefined;
}

function page() {
  const styles = ['/react_flow.css', '/vue_flow.css', built('css')].map((href) => `<link rel="stylesheet" href="${href}">`).join('\n');
  return readFileSync(join(here, 'page.html'), 'utf8').replace('STYLES', styles);
}

/** Each way once a round on the same page, in turn, so that a slow moment of the machine meets all of them. */
async function compare(size) {
  const graph = flow(workflow(size));
  const measured = Object.fromEntries(Object.keys(WAYS).map((name) => [name, []]));
  const tab = await browser.newPage({ viewport: { width: 1200, height: 800 } });
  tab.on('pageerror', (error) => console.error(`page: ${error.message}`));
  await tab.goto(address);
  await tab.evaluate(load, { ours: [built('js'), built('wasm')], modules: ['/react_flow.js', '/vue_flow.js'] });
  const devtools = await tab.context().newCDPSession(tab);
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, way] of Object.entries(WAYS)) {
      const picture = round === 0 && join(pictures, `${size} ${name}.png`);
      measured[name].push(await once(tab, devtools, size, graph, way, picture));
    }
  }
  await tab.close();
  return measured;
}

/** All modules are loaded before anything is measured. */
async function load({ ours, modules }) {
  window.modules = Object.fromEntries(await Promise.all(modules.map(async (path) => [path, await import(path)])));
  window.ours = await import('/ours.js');
  window.wasm = await window.ours.load(...ours);
}

async function once(tab, devtools, size, graph, way, picture) {
  await tab.evaluate(async ({ size, ours }) => {
    const place = document.getElementById('place');
    place.replaceChildren();
    if (ours) place.innerHTML = await (await fetch(`/${size}.html`)).text();
    await new Promise((done) => setTimeout(done, 500));
  }, { size, ours: !way.module });
  const before = await memory(devtools);
  const interactive = await tab.evaluate(interact, { graph, way });
  await tab.waitForTimeout(800);
  if (picture) await tab.screenshot({ path: picture });
  const elements = await tab.evaluate(() => document.getElementById('place').querySelectorAll('*').length);
  const taken = await memory(devtools) - before;
  const pan = await frames(tab, () => drag(tab, way));
  const zoom = await frames(tab, () => turn(tab, way));
  await approach(tab, way);
  const near = await frames(tab, () => drag(tab, way));
  await tab.evaluate(() => window.leave());
  return { interactive, pan, zoom, near, elements, taken };
}

/** Bytes of scripts' objects and buffers, wasm's among them, after what nobody needs was collected. */
async function memory(devtools) {
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize, backingStorageSize = 0 } = await devtools.send('Runtime.getHeapUsage');
  return usedSize + backingStorageSize;
}

/** From "the module is loaded" to the first picture in which everything is there and a turn of the wheel has moved it, in milliseconds. */
async function interact({ graph, way }) {
  const place = document.getElementById('place');
  const began = performance.now();
  window.leave = way.module ? await window.modules[way.module].show(place, graph, way.onlyVisible) : await window.ours.show(place, window.wasm);
  const all = (selector) => [...place.querySelectorAll(selector)];
  const where = () => all(way.moved).map((element) => `${element.style.transform}${element.getAttribute('transform')}`).join();
  const drawn = () => all(way.node).length >= (way.onlyVisible ? 1 : graph.nodes.length) && all(way.edge).length >= (way.onlyVisible ? 1 : graph.edges.length);
  const picture = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  for (let tries = 0; tries < 600; tries += 1) {
    const before = where();
    const pane = place.querySelector(way.pane);
    const box = pane?.getBoundingClientRect();
    const at = box && { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
    pane?.dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, ctrlKey: true, deltaY: -20, ...at }));
    await picture();
    if (before !== '' && where() !== before && drawn()) return performance.now() - began;
  }
  throw new Error(`${way.moved} never moved, or not everything was drawn`);
}

/** What the page's frames were while `act` ran. */
async function frames(tab, act) {
  await tab.evaluate(() => {
    const times = [];
    window.times = times;
    const note = (now) => {
      times.push(now);
      if (window.times === times) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await act();
  const times = await tab.evaluate(() => {
    const recorded = window.times;
    window.times = undefined;
    return recorded;
  });
  const gaps = times.slice(1).map((now, place) => now - times[place]).sort((a, b) => a - b);
  return { fps: 1000 / gaps[Math.floor(gaps.length / 2)], worst: gaps[gaps.length - 1] };
}

async function middle(tab, way) {
  const box = await tab.locator(way.pane).first().boundingBox();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** Without waiting for an answer, so that every frame has something new to show, as under a hand. */
async function often(act) {
  const sent = [];
  for (let step = 1; step <= 180; step += 1) {
    sent.push(act(step));
    await new Promise((done) => setTimeout(done, 8));
  }
  await Promise.all(sent);
}

async function drag(tab, way) {
  const [x, y] = await middle(tab, way);
  await tab.mouse.move(x, y);
  await tab.mouse.down();
  await often((step) => tab.mouse.move(x + 200 * Math.sin(step / 20), y + 100 * Math.sin(step / 14)));
  await tab.mouse.up();
}

/** Comes close enough to read: a node is then 80 pixels wide or more. */
async function approach(tab, way) {
  const [x, y] = await middle(tab, way);
  await tab.mouse.move(x, y);
  await tab.keyboard.down('Control');
  const width = () => tab.evaluate((selector) => {
    const nodes = [...document.querySelectorAll(`#place ${selector}`)].map((node) => node.getBoundingClientRect().width);
    return nodes.sort((a, b) => a - b)[Math.floor(nodes.length / 2)] ?? 0;
  }, way.node);
  for (let turns = 0; turns < 200 && await width() < 80; turns += 1) {
    await tab.mouse.wheel(0, -20);
    await tab.waitForTimeout(30);
  }
  await tab.keyboard.up('Control');
  await tab.waitForTimeout(500);
}

async function turn(tab, way) {
  const [x, y] = await middle(tab, way);
  await tab.mouse.move(x, y);
  await tab.keyboard.down('Control');
  await often((step) => tab.mouse.wheel(0, step % 60 < 30 ? -15 : 15));
  await tab.keyboard.up('Control');
}

function report(size, measured) {
  const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  console.log(`\n${size} nodes, medians of ${rounds} rounds; frames a second, and the longest frame`);
  console.log('| way | interactive | pan, whole | zoom | pan, near | elements | memory, at most |\n|---|---|---|---|---|---|---|');
  for (const [name, runs] of Object.entries(measured)) {
    const of = (read) => median(runs.map(read));
    const motion = (kind) => `${of((run) => run[kind].fps).toFixed(0)}, ${of((run) => run[kind].worst).toFixed(0)} ms`;
    const most = Math.max(...runs.map((run) => run.taken)) / 1e6;
    console.log(`| ${name} | ${of((run) => run.interactive).toFixed(0)} ms | ${motion('pan')} | ${motion('zoom')} | ${motion('near')} | ${of((run) => run.elements)} | ${most.toFixed(1)} MB |`);
  }
}
