import { memo } from 'react';
import { createRoot } from 'react-dom/client';
import { Handle, Position, ReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';

const Step = memo(({ data }) => (
  <div className="step">
    <Handle type="target" position={Position.Left} />
    <span className="step__mark">{data.letters}</span>
    <span className="step__name">{data.name}</span>
    <Handle type="source" position={Position.Right} id="0" style={{ top: data.branches ? '33%' : '50%' }} />
    {data.branches && <Handle type="source" position={Position.Right} id="1" style={{ top: '67%' }} />}
  </div>
));
const nodeTypes = { step: Step };

/** Shows the graph; the promise is kept when every node that will be drawn is. */
export function show(place, { nodes, edges }, onlyVisible) {
  const root = createRoot(place);
  return new Promise((done) => {
    root.render(
      <ReactFlow
        defaultNodes={nodes} defaultEdges={edges} nodeTypes={nodeTypes} fitView minZoom={0.02} maxZoom={4}
        nodesDraggable={false} nodesConnectable={false} onlyRenderVisibleElements={onlyVisible} onInit={() => done(() => root.unmount())}
      />,
    );
  });
}
