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
const firstUse = variable => steps.findIndex(step => trace.nodes[step.node].inputs.includes(variable));
const graph = new Graph(byId('graph'), trace, view, vertex => goTo(vertex.node >= 0 ? vertex.node : firstUse(vertex.variable)));
const details = new Details(byId('details'), trace, view, steps, goTo);

function goTo(step) {
  position = Math.max(0, Math.min(steps.length - 1, step));
  byId('slider').value = position;
  const node = trace.nodes[steps[position].node], direction = steps[position].backward ? 'backward' : 'forward';
  byId('position').textContent = `step ${position} of ${steps.length - 1}: ${direction} ${node.operation}`;
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
  byId('play').textContent = on ? 'Pause' : 'Play';
}

/** What a text names: a node (%3), or whatever has it in its operation, scope or variables; exactly so where anything has exactly that. */
function target(text) {
  const wanted = text.trim().toLowerCase();
  const namesOf = node => [node.operation, node.scope, ...[...node.inputs, node.output].map(i => trace.variables[i].name)]
    .map(name => name.toLowerCase());
  const exact = trace.nodes.some(node => namesOf(node).includes(wanted));
  const matches = node => wanted !== '' && (wanted.startsWith('%') && !exact ? `%${node}` === wanted
    : namesOf(trace.nodes[node]).some(name => exact ? name === wanted : name.includes(wanted)));
  return trace.nodes.some((_, node) => matches(node)) ? { text: wanted, matches } : null;
}

function find(text) {
  const found = target(text);
  for (let i = 1; found && i <= steps.length; i++) {
    const step = (position + i) % steps.length;
    if (found.matches(steps[step].node)) return goTo(step);
  }
  if (text.trim()) byId('position').textContent = `nothing is called “${text.trim()}”`;
}

const stops = new Map();
graph.isStop = vertex => vertex.node >= 0 ? isStop(vertex.node) : stops.has(trace.variables[vertex.variable].name.toLowerCase());

function isStop(node) {
  return [...stops.values()].some(stop => stop.matches(node));
}

function toggleStop(stop) {
  if (!stops.delete(stop.text)) stops.set(stop.text, stop);
  byId('stops').replaceChildren(...[...stops.values()].map(each => {
    const chip = element('button', { type: 'button', 'aria-label': `Remove the breakpoint at ${each.text}` }, `${each.text} ×`);
    chip.onclick = () => toggleStop(each);
    return chip;
  }));
  graph.mark(steps[position]);
}

function toggleNamed() {
  const found = target(byId('query').value);
  if (found) toggleStop(found);
  else byId('position').textContent = 'search for a name to break at';
}

function toggleHere() {
  const here = steps[position].node;
  toggleStop({ text: `%${here}`, matches: node => node === here });
}

function unfold() {
  const block = byId('unfolded');
  if (!block) return;
  block.open = !block.open;
  block.scrollIntoView({ block: block.open ? 'start' : 'nearest' });
}

const meeting = step => step.backward && step.backward.contributions.some(contribution => contribution.before !== null);
const run = () => runTo(step => isStop(step.node));
const commands = {
  ArrowRight: () => goTo(position + 1), n: () => goTo(position + 1), F10: () => goTo(position + 1),
  ArrowLeft: () => goTo(position - 1), p: () => goTo(position - 1),
  Home: () => goTo(0), End: () => goTo(steps.length - 1),
  ' ': () => play(!timer), m: () => runTo(meeting), b: toggleHere, B: toggleNamed, F5: run, r: run,
  u: unfold,
  '/': () => byId('query').focus(),
};
document.addEventListener('keydown', event => {
  // A field takes what is typed into it; a button that was clicked last takes the space bar only, so that the walk's keys go on working.
  const typing = event.target.matches('input:not([type=range])') && !event.key.startsWith('F');
  const pressing = event.key === ' ' && event.target.matches('input, button, summary, a, [role=button]');
  if (event.ctrlKey || event.metaKey || event.altKey || !commands[event.key] || typing || pressing) return;
  event.preventDefault();
  commands[event.key]();
});

const buttons = { first: 'Home', back: 'ArrowLeft', play: ' ', next: 'ArrowRight', last: 'End', run: 'F5', meet: 'm' };
for (const [id, key] of Object.entries(buttons)) byId(id).onclick = commands[key];
byId('slider').max = steps.length - 1;
byId('slider').oninput = event => goTo(Number(event.target.value));
byId('search').onsubmit = event => { event.preventDefault(); find(byId('query').value); };
byId('break').onclick = toggleNamed;
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
const names = new Set([
  ...trace.nodes.map(node => node.operation), ...graph.scopes, ...trace.variables.map(variable => variable.name),
]);
byId('names').append(...[...names].slice(0, 400).map(name => element('option', { value: name })));
window.addEventListener('hashchange', goToAddress);
graph.draw();
goToAddress();
