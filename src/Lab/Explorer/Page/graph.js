// The tape as a layered graph whose module scopes fold to one box.
const boxWidth = 176, boxHeight = 40, columnGap = 24, margin = 26, labelHeight = 13;

function svg(tag, attributes, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function prefixes(scope) {
  const parts = scope ? scope.split('/') : [];
  return parts.map((_, i) => parts.slice(0, i + 1).join('/'));
}

class Graph {
  constructor(host, trace, view, onVertex) {
    Object.assign(this, { host, trace, view, onVertex, folded: new Set(), isStop: () => false, vertexOfNode: new Map() });
    this.membersOf = new Map();
    view.vertices.forEach((vertex, i) => {
      if (vertex.node >= 0) this.vertexOfNode.set(vertex.node, i);
      for (const scope of prefixes(vertex.scope)) this.membersOf.set(scope, [...(this.membersOf.get(scope) ?? []), i]);
    });
    this.scopes = [...this.membersOf.keys()];
    this.depth = Math.max(0, ...this.scopes.map(scope => prefixes(scope).length));
    this.rowGap = Math.max(36, (labelHeight + 3) * this.depth + 8);
  }

  draw() {
    this.boxes = this.makeBoxes();
    const layers = [...new Set(this.boxes.map(box => box.layer))].sort((a, b) => a - b);
    const rows = layers.map(layer => this.boxes.filter(box => box.layer === layer).sort((a, b) => a.order - b.order));
    const width = Math.max(...rows.map(row => row.length)) * (boxWidth + columnGap) + 2 * margin;
    rows.forEach((row, r) => row.forEach((box, i) => {
      box.x = width / 2 + (i - (row.length - 1) / 2) * (boxWidth + columnGap);
      box.y = margin + r * (boxHeight + this.rowGap) + boxHeight / 2;
    }));
    const height = rows.length * (boxHeight + this.rowGap) + 2 * margin;
    this.picture = svg('svg', { role: 'group', width, height, viewBox: `0 0 ${width} ${height}` });
    for (const scope of this.scopes) this.drawFrame(scope);
    this.drawEdges();
    this.boxes.forEach(box => this.drawBox(box));
    this.host.replaceChildren(this.picture);
    this.states = null;
  }

  /** One box for each vertex that is seen, and one for each folded scope. */
  makeBoxes() {
    const boxes = [], ofScope = new Map();
    this.boxOf = this.view.vertices.map((vertex, i) => {
      const scope = prefixes(vertex.scope).find(prefix => this.folded.has(prefix));
      if (scope === undefined) {
        boxes.push({ members: [i], layer: vertex.layer, order: vertex.order, title: vertex.title });
        return boxes.length - 1;
      }
      if (!ofScope.has(scope)) {
        ofScope.set(scope, boxes.length);
        boxes.push({ members: [], layer: vertex.layer, order: vertex.order, title: scope, scope });
      }
      const box = boxes[ofScope.get(scope)];
      box.members.push(i);
      box.layer = Math.max(box.layer, vertex.layer);
      return ofScope.get(scope);
    });
    return boxes;
  }

  drawFrame(scope) {
    if (prefixes(scope).some(prefix => this.folded.has(prefix))) return;
    const inside = this.membersOf.get(scope).map(i => this.boxes[this.boxOf[i]]);
    const level = this.depth - prefixes(scope).length + 1, side = boxWidth / 2 + 4 * level;
    const left = Math.min(...inside.map(box => box.x)) - side, right = Math.max(...inside.map(box => box.x)) + side;
    const top = Math.min(...inside.map(box => box.y)) - boxHeight / 2 - labelHeight * level - 1;
    const bottom = Math.max(...inside.map(box => box.y)) + boxHeight / 2 + 3 * level;
    const label = svg('g', { class: 'scope', tabindex: 0, role: 'button', 'aria-label': `Fold module ${scope}` },
      svg('text', { x: left + 5, y: top + 11 }, `− ${scope.split('/').at(-1)}`));
    this.activate(label, () => this.fold(scope, true));
    this.picture.append(svg('rect', { class: 'frame', x: left, y: top, width: right - left, height: bottom - top, rx: 8 }), label);
  }

  /** A variable that is used twice by one node has two edges: that is where its gradients meet. */
  drawEdges() {
    this.edges = [];
    const drawn = new Map();
    for (const [from, to] of this.view.edges) {
      const a = this.boxes[this.boxOf[from]], b = this.boxes[this.boxOf[to]], key = `${this.boxOf[from]}-${this.boxOf[to]}`;
      const before = drawn.get(key) ?? 0;
      if (a === b || (before > 0 && (a.scope || b.scope))) continue;
      drawn.set(key, before + 1);
      const path = svg('path', { class: 'edge', d: this.curve(a, b, before) });
      this.edges.push({ to: this.boxOf[to], path });
      this.picture.append(path);
    }
  }

  /** Down from one box to the next; beside the boxes between where the way goes through them. */
  curve(a, b, before) {
    const start = a.y + boxHeight / 2, end = b.y - boxHeight / 2, side = boxWidth / 2, span = end - start;
    if (span > 2 * boxHeight && Math.abs(a.x - b.x) < boxWidth) {
      const out = Math.max(a.x, b.x) + side + Math.min(36, 12 + span / 40);
      return `M${a.x + side} ${a.y}C${out} ${a.y} ${out} ${a.y + boxHeight} ${out} ${a.y + boxHeight}`
        + `V${b.y - boxHeight}C${out} ${b.y} ${out} ${b.y} ${b.x + side} ${b.y}`;
    }
    const bend = Math.max(12, span / 2), aside = 28 * before;
    return `M${a.x + aside} ${start}C${a.x + aside} ${start + bend} ${b.x + aside} ${end - bend} ${b.x + aside} ${end}`;
  }

  drawBox(box) {
    const vertex = this.view.vertices[box.members[0]], leaf = !box.scope && vertex.node < 0;
    const subtitle = box.scope ? `+ ${box.members.length} nodes`
      : `(${this.trace.tensors[this.trace.variables[vertex.variable].value].shape.join(', ')})`;
    const title = box.title.length > 26 ? `${box.title.slice(0, 25)}…` : box.title;
    box.shape = svg('g', { class: `vertex${leaf ? ' leaf' : ''}`, role: 'button', tabindex: -1, 'aria-label': `${box.title} ${subtitle}` },
      svg('title', {}, box.title),
      svg('rect', { x: box.x - boxWidth / 2, y: box.y - boxHeight / 2, width: boxWidth, height: boxHeight, rx: leaf ? boxHeight / 2 : 5 }),
      svg('text', { x: box.x, y: box.y - 3 }, title), svg('text', { class: 'small', x: box.x, y: box.y + 13 }, subtitle));
    this.activate(box.shape, () => box.scope ? this.fold(box.scope, false) : this.onVertex(vertex));
    this.picture.append(box.shape);
  }

  activate(shape, act) {
    shape.onclick = act;
    shape.onkeydown = event => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      act();
    };
  }

  fold(scope, folded) {
    if (folded) this.folded.add(scope); else this.folded.delete(scope);
    this.draw();
    this.mark(this.step);
  }

  /** Shows how far the walk is; only boxes whose state changed are touched. */
  mark(step) {
    this.step = step;
    const states = this.boxes.map(box => this.stateOf(box, step));
    states.forEach((state, i) => {
      if (!this.states || this.states[i] !== state) this.boxes[i].shape.setAttribute('class', state);
    });
    this.states = states;
    for (const path of this.lit ?? []) path.setAttribute('class', 'edge');
    const to = this.boxOf[this.vertexOfNode.get(step.node)];
    this.lit = this.edges.filter(edge => edge.to === to).map(edge => edge.path);
    for (const path of this.lit) path.setAttribute('class', 'edge now');
    this.boxes[to].shape.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  stateOf(box, step) {
    const nodes = box.members.map(i => this.view.vertices[i].node).filter(node => node >= 0);
    const names = ['vertex'];
    if (!nodes.length) names.push('leaf');
    else if (nodes.some(node => step.passedBack.has(node) && step.passedBack.get(node) <= step.number)) names.push('back');
    else names.push(nodes.some(node => node <= step.number) ? 'done' : 'later');
    if (nodes.includes(step.node)) names.push('now');
    if (box.members.some(i => this.isStop(this.view.vertices[i]))) names.push('stop');
    return names.join(' ');
  }
}
