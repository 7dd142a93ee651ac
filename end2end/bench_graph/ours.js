// Our own: what a server sends, and what a page's script does with it (app/src/web/island_scripts.rs).
const wake = async (node, wasm, enter) => {
  if (node.localName === 'leptos-island') {
    enter?.();
    await wasm[node.dataset.component]?.(node);
  } else if (node.localName === 'leptos-children') {
    enter = node.$$on_hydrate;
  }
  for (const child of node.children) await wake(child, wasm, enter);
};

export async function load(script, wasmFile) {
  const wasm = await import(script);
  await wasm.default({ module_or_path: wasmFile });
  wasm.hydrate();
  return wasm;
}

/** Brings the graph in `place` alive; the promise is kept when it is. */
export async function show(place, wasm) {
  await wake(place, wasm);
  const began = performance.now();
  while (!place.querySelector('.graph-viewer[data-live]')) {
    if (performance.now() - began > 10000) throw new Error('the island did not come alive: site folder and page must be of the same source');
    await new Promise(requestAnimationFrame);
  }
  return () => place.replaceChildren();
}
