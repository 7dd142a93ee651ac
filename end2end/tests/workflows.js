// Workflow files for the tests of the tool: small, ours, each with what its test looks for.
const node = (name, type, x, more = {}) => ({
  id: `${name}-id`, name, type: `n8n-nodes-base.${type}`, typeVersion: 1, position: [x, 0], parameters: {}, ...more,
});

/** Put together here, so that no scanner takes this file for one that leaks. */
export const secret = ['ghp', '_', 'R4nd0mLetters', 'AndDigits77', 'OfALength9zz'].join('');

/** Two nodes, pinned data, a credential, and a token written into a header. */
export function leaky() {
  return {
    id: 'Zk3abc', name: 'Tell the team', active: true, versionId: 'v-1', pinData: { 'Every morning': [{ json: { a: 1 } }] },
    nodes: [
      node('Every morning', 'scheduleTrigger', 0),
      node('Ask GitHub', 'httpRequest', 220, {
        parameters: {
          url: 'https://api.github.com/user', sendHeaders: true,
          headerParameters: { parameters: [{ name: 'Authorization', value: `token ${secret}` }] },
        },
        credentials: { httpHeaderAuth: { id: '7', name: 'Header of Ada' } },
      }),
    ],
    connections: { 'Every morning': { main: [[{ node: 'Ask GitHub', type: 'main', index: 0 }]] } },
  };
}

/** The same with one node more, one less, and one that does something else. */
export function changed() {
  const workflow = leaky();
  workflow.nodes[1].parameters.url = 'https://api.example.com/user';
  workflow.nodes.push(node('Post it', 'slack', 440));
  workflow.connections['Ask GitHub'] = { main: [[{ node: 'Post it', type: 'main', index: 0 }]] };
  return workflow;
}

/** As many nodes as may be, each wired to many others: seconds of work. */
export function heavy() {
  const count = 5000;
  const nodes = Array.from({ length: count }, (_, nth) => node(`${nth}`, 'noOp', nth * 200));
  const links = (from) => Array.from({ length: 17 }, (_, step) => ({ node: `${(from * 7 + step * 13) % count}`, type: 'main', index: 0 }));
  return { nodes, connections: Object.fromEntries(nodes.map(({ name }, from) => [name, { main: [links(from)] }])) };
}

export const file = (name, content) => ({
  name, mimeType: 'application/json', buffer: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
});
