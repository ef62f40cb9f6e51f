// The walk: one position, moved by buttons, keys, slider, search and the address.
const byId = id => document.getElementById(id);
const trace = JSON.parse(byId('tape').textContent), view = JSON.parse(byId('view').textContent);
const passedBack = new Map();
const steps = [
  ...trace.nodes.map((_, node) => ({ node, number: node, passedBack })),
  ...trace.backward.map((backward, i) => ({ node: backward.node, number: trace.nodes.length + i, backward, passedBack })),
];
for (const step of steps) if (step.backward) passedBack.set(step.node, step.number);

let position = 0, timer = null;
const graph = new Graph(byId('graph'), trace, view, vertex => goTo(vertex.node >= 0 ? vertex.node : steps.findIndex(step => trace.nodes[step.node].inputs.includes(vertex.variable))));
const details = new Details(byId('details'), trace, view, steps, goTo);

function goTo(step) {
  position = Math.max(0, Math.min(steps.length - 1, step));
  byId('slider').value = position;
  const node = trace.nodes[steps[position].node];
  byId('position').textContent = `step ${position} of ${steps.length - 1}: ${steps[position].backward ? 'backward' : 'forward'} ${node.operation}`;
  graph.mark(steps[position]);
  details.show(steps[position]);
  history.replaceState(null, '', `#step=${position}`);
}

function goToAddress() {
  const found = /^#step=(\d+)$/.exec(location.hash);
  goTo(found ? Number(found[1]) : 0);
}

function runTo(stops) {
  for (let i = position + 1; i < steps.length; i++) if (stops(steps[i])) return goTo(i);
  goTo(steps.length - 1);
}

function play(on) {
  clearInterval(timer);
  timer = on ? setInterval(() => position < steps.length - 1 ? goTo(position + 1) : play(false), 700) : null;
  byId('play').textContent = on ? '❚❚' : '▶▶';
  byId('play').setAttribute('aria-label', on ? 'Pause' : 'Play');
}

function find(text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return;
  const matches = step => {
    const node = trace.nodes[step.node];
    return `%${step.node}` === wanted || (!wanted.startsWith('%') && [node.operation, node.scope, ...[...node.inputs, node.output].map(i => trace.variables[i].name)]
      .some(name => name.toLowerCase().includes(wanted)));
  };
  for (let i = 1; i <= steps.length; i++) {
    const step = (position + i) % steps.length;
    if (matches(steps[step])) return goTo(step);
  }
  byId('position').textContent = `nothing is called “${text}”`;
}

function toggleStop() {
  const node = steps[position].node;
  if (!graph.stops.delete(node)) graph.stops.add(node);
  graph.mark(steps[position]);
}

const meeting = step => step.backward && step.backward.contributions.some(contribution => contribution.before !== null);
const commands = {
  ArrowRight: () => goTo(position + 1), n: () => goTo(position + 1), F10: () => goTo(position + 1),
  ArrowLeft: () => goTo(position - 1), p: () => goTo(position - 1),
  Home: () => goTo(0), End: () => goTo(steps.length - 1),
  ' ': () => play(!timer), m: () => runTo(meeting), b: toggleStop, F5: () => runTo(step => graph.stops.has(step.node)),
  '/': () => byId('query').focus(),
};
document.addEventListener('keydown', event => {
  const inField = event.target.matches('input, button, summary, a') && (event.target.type !== 'range' || event.key === ' ');
  if (event.ctrlKey || event.metaKey || event.altKey || !commands[event.key] || (inField && !event.key.startsWith('F'))) return;
  event.preventDefault();
  commands[event.key]();
});

const buttons = { first: 'Home', back: 'ArrowLeft', play: ' ', next: 'ArrowRight', last: 'End', run: 'F5', meet: 'm' };
for (const [id, key] of Object.entries(buttons)) byId(id).onclick = commands[key];
byId('slider').max = steps.length - 1;
byId('slider').oninput = event => goTo(Number(event.target.value));
byId('search').onsubmit = event => { event.preventDefault(); find(byId('query').value); };
byId('theme').onclick = () => {
  const dark = getComputedStyle(document.documentElement).getPropertyValue('--paper').trim() !== '#fff';
  document.documentElement.dataset.theme = dark ? 'light' : 'dark';
};
byId('fold').onclick = () => {
  const outer = graph.scopes.filter(scope => !scope.includes('/')), fold = graph.folded.size === 0;
  graph.folded = new Set(fold ? outer : []);
  byId('fold').textContent = fold ? 'Unfold modules' : 'Fold modules';
  graph.draw();
  graph.mark(steps[position]);
};
byId('names').append(...[...new Set([...trace.nodes.map(node => node.operation), ...graph.scopes, ...trace.variables.map(variable => variable.name)])].slice(0, 400)
  .map(name => element('option', { value: name })));
window.addEventListener('hashchange', goToAddress);
graph.draw();
goToAddress();
