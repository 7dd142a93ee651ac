// The same workflow for all three: steps in rows, each leading to the next, every sixth deciding between two ways.
export const SIZES = [200, 1000];

const TYPES = [
  ['n8n-nodes-base.set', 3.4], ['n8n-nodes-base.httpRequest', 4.2], ['n8n-nodes-base.if', 2.2],
  ['n8n-nodes-base.code', 2], ['n8n-nodes-base.slack', 2.3], ['n8n-nodes-base.googleSheets', 4.5],
];

export function workflow(count) {
  const columns = Math.ceil(Math.sqrt(count * 1.6));
  const name = (index) => `Step ${index + 1} of the run`;
  const nodes = Array.from({ length: count }, (_, index) => {
    const [type, typeVersion] = index === 0 ? ['n8n-nodes-base.webhook', 2] : TYPES[index % TYPES.length];
    return {
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, name: name(index), type, typeVersion,
      position: [(index % columns) * 240, Math.floor(index / columns) * 208], parameters: {},
    };
  });
  const connections = {};
  for (let index = 0; index + 1 < count; index += 1) {
    const to = (target) => [{ node: name(target), type: 'main', index: 0 }];
    const branches = nodes[index].type.endsWith('.if') && index + columns < count;
    connections[name(index)] = { main: branches ? [to(index + 1), to(index + columns)] : [to(index + 1)] };
  }
  return { name: `${count} steps`, nodes, connections, settings: {} };
}

/** Nodes and edges as both libraries take them. */
export function flow({ nodes, connections }) {
  const ids = new Map(nodes.map((node) => [node.name, node.id]));
  return {
    nodes: nodes.map(({ id, name, type, position: [x, y] }) => (
      { id, type: 'step', position: { x, y }, width: 96, height: 96, data: { name, letters: type.split('.')[1].slice(0, 2), branches: type.endsWith('.if') } }
    )),
    edges: Object.entries(connections).flatMap(([from, { main }]) => main.flatMap((targets, output) => targets.map(({ node }) => (
      { id: `${ids.get(from)}-${output}-${ids.get(node)}`, source: ids.get(from), sourceHandle: String(output), target: ids.get(node) }
    )))),
  };
}
