import { createApp, h } from 'vue';
import { Handle, Position, VueFlow } from '@vue-flow/core';
import '@vue-flow/core/dist/style.css';
import '@vue-flow/core/dist/theme-default.css';

const Step = ({ data }) => h('div', { class: 'step' }, [
  h(Handle, { type: 'target', position: Position.Left }),
  h('span', { class: 'step__mark' }, data.letters),
  h('span', { class: 'step__name' }, data.name),
  h(Handle, { type: 'source', position: Position.Right, id: '0', style: { top: data.branches ? '33%' : '50%' } }),
  data.branches ? h(Handle, { type: 'source', position: Position.Right, id: '1', style: { top: '67%' } }) : null,
]);
Step.props = ['data'];

/** Shows the graph; the promise is kept when every node that will be drawn is. */
export function show(place, { nodes, edges }, onlyVisible) {
  return new Promise((done) => {
    const app = createApp({
      render: () => h(VueFlow, {
        nodes, edges, fitViewOnInit: true, minZoom: 0.02, maxZoom: 4, nodesDraggable: false, nodesConnectable: false,
        onlyRenderVisibleElements: onlyVisible, onInit: () => done(() => app.unmount()),
      }, { 'node-step': (props) => h(Step, { data: props.data }) }),
    });
    app.mount(place);
  });
}
