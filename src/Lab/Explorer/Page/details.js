// The panel beside the graph: formula, operands, gradients, and how they are added up.
class Details {
  constructor(host, trace, view, steps, goTo) {
    Object.assign(this, { host, trace, view, steps, goTo });
  }

  show(step) {
    const node = this.trace.nodes[step.node], output = this.trace.variables[node.output];
    const children = [
      element('h2', {}, `${step.backward ? 'Backward' : 'Forward'}: %${step.node} ${node.operation}`),
      ...this.view.formulas[step.node].map(text => this.formula(this.view.texts[text])),
      element('p', { class: 'facts' },
        [node.scope && `in ${node.scope}`, node.pass && `pass ${node.pass}`, node.source && `from ${node.source}`]
          .filter(Boolean).join(', ')),
    ];
    if (step.backward) children.push(...this.backward(step.backward, output, node));
    else children.push(...this.forward(node, output));
    if (node.unfolded) children.push(this.unfolded(step.node, node.unfolded));
    children.push(element('div', { id: 'history' }));
    this.host.replaceChildren(...children);
  }

  formula(mathMl) {
    const made = element('div', { class: 'formula' });
    made.innerHTML = mathMl;
    return made;
  }

  tensor(label, index, variable) {
    return tensorView(label, this.trace.tensors[index], variable === undefined ? null : () => this.history(variable));
  }

  forward(node, output) {
    const parts = [element('h3', {}, 'Inputs')];
    for (const input of new Set(node.inputs))
      parts.push(this.tensor(this.trace.variables[input].name, this.trace.variables[input].value, input));
    if (node.saved.length) parts.push(element('h3', {}, 'Saved for the way back'));
    for (const saved of node.saved) parts.push(this.tensor(saved.name, saved.value));
    return [...parts, element('h3', {}, 'Output'), this.tensor(output.name, output.value, node.output)];
  }

  backward(step, output, node) {
    const parts = [element('h3', {}, 'Upstream gradient'), this.tensor(`∂ℓ/∂${output.name}`, step.upstream, node.output)];
    for (const contribution of step.contributions) {
      const variable = node.inputs[contribution.input], name = `∂ℓ/∂${this.trace.variables[variable].name}`;
      if (contribution.before === null) {
        parts.push(element('h3', {}, `To input ${contribution.input}`), this.tensor(name, contribution.value, variable));
        continue;
      }
      parts.push(element('h3', {}, `To input ${contribution.input}: gradients meet and are added`),
        element('div', { class: 'sum' },
          this.tensor(`before ${name}`, contribution.before), element('span', { class: 'sign' }, '+='),
          this.tensor(`contribution ${name}`, contribution.value), element('span', { class: 'sign' }, '→'),
          this.tensor(`after ${name}`, contribution.after, variable)));
    }
    return parts;
  }

  /** A fused normalization in single operations, and the gradients by their formulas with the values they give. */
  unfolded(id, inner) {
    const { formulas, gradients } = this.view.unfolded[id];
    const last = new Map();
    for (const step of inner.backward) {
      for (const contribution of step.contributions) last.set(inner.nodes[step.node].inputs[contribution.input], contribution.after);
    }
    const six = element('div', { class: 'six' }), list = element('div', {});
    for (const [name, text] of gradients) {
      const variable = inner.variables.findIndex(candidate => candidate.name === name);
      const gradient = variable === inner.result ? inner.upstream : last.get(variable);
      if (gradient !== undefined) six.append(this.formula(this.view.texts[text]), tensorView(`∂ℓ/∂${name}`, inner.tensors[gradient]));
    }
    inner.nodes.forEach((node, i) => {
      const output = inner.variables[node.output];
      list.append(element('h3', {}, `%${id}.${i} ${node.operation}`), this.formula(this.view.texts[formulas[i][1]]),
        tensorView(output.name, inner.tensors[output.value]));
    });
    const all = gradients.length === 6 ? 'six gradients' : 'gradients';
    const block = element('details', { id: 'unfolded' }, element('summary', {}, `Unfold into single operations, with the ${all}`),
      element('h3', {}, `The ${all}`), six, element('h3', {}, 'The operations'), list);
    block.open = this.unfoldedIsOpen ?? false;
    block.ontoggle = () => { this.unfoldedIsOpen = block.open; };
    return block;
  }

  history(variable) {
    const list = element('ol', { class: 'history' });
    this.steps.forEach((step, i) => {
      const node = this.trace.nodes[step.node];
      if (node.output !== variable && !node.inputs.includes(variable)) return;
      const use = node.output === variable ? (step.backward ? 'its gradient is complete' : 'computed')
        : step.backward ? 'gets a contribution' : 'used';
      const link = element('a', { href: `#step=${i}` }, `step ${i}: %${step.node} ${node.operation}, ${use}`);
      list.append(element('li', {}, link));
    });
    const host = this.host.querySelector('#history');
    host.replaceChildren(element('h3', {}, `History of ${this.trace.variables[variable].name}`), list);
    host.scrollIntoView({ block: 'nearest' });
  }
}
