// Tensors as tables of numbers, larger ones as heat maps: blue below zero, white at zero, orange above.
const tableLimit = 64;

function number(value) {
  return typeof value === 'number' ? value : value === 'NaN' ? NaN : value === 'Infinity' ? Infinity : -Infinity;
}

function brief(value) {
  const x = number(value);
  return Number.isFinite(x) ? (x !== 0 && Math.abs(x) < 1e-13 ? '≈0' : String(+x.toPrecision(5))) : String(value);
}

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function reachOf(tensor) {
  const [low, high] = tensor.statistics.map(number);
  return Math.max(Math.abs(low), Math.abs(high)) || 1;
}

function color(value, reach) {
  const x = number(value);
  if (!Number.isFinite(x)) return [255, 0, 255];
  const share = Math.sqrt(Math.min(1, Math.abs(x) / reach)), end = x < 0 ? [66, 146, 198] : [230, 136, 60];
  return end.map(channel => Math.round(247 + (channel - 247) * share));
}

function count(tensor) {
  return tensor.shape.reduce((product, extent) => product * extent, 1);
}

function statisticsText(tensor) {
  const [low, high, mean, deviation, notFinite] = tensor.statistics;
  return `min ${brief(low)}, max ${brief(high)}, mean ${brief(mean)}, deviation ${brief(deviation)}` +
    (notFinite ? `, ${notFinite} not finite` : '');
}

function indexText(tensor, place) {
  const index = [];
  for (let axis = tensor.shape.length - 1; axis >= 0; axis--) {
    index.unshift(place % tensor.shape[axis]);
    place = Math.floor(place / tensor.shape[axis]);
  }
  return `[${index.join(', ')}]`;
}

function columnsOf(tensor) {
  return tensor.shape.length ? Math.max(1, tensor.shape[tensor.shape.length - 1]) : 1;
}

function tableOf(tensor) {
  const table = element('table', {}), columns = columnsOf(tensor), reach = reachOf(tensor);
  for (let start = 0; start < tensor.values.length; start += columns) {
    const row = element('tr', {});
    tensor.values.slice(start, start + columns).forEach((value, i) => {
      const cell = element('td', { title: `${indexText(tensor, start + i)} = ${value}`, 'data-value': value }, brief(value));
      cell.style.background = `rgb(${color(value, reach).join()})`;
      row.append(cell);
    });
    table.append(row);
  }
  return element('div', { class: 'scroll' }, table);
}

function heatMapOf(tensor, label) {
  const columns = Math.min(columnsOf(tensor), 256), rows = Math.ceil(tensor.values.length / columns), reach = reachOf(tensor);
  const canvas = element('canvas', { width: columns, height: rows, role: 'img', 'aria-label': `${label}: ${statisticsText(tensor)}` });
  const context = canvas.getContext('2d'), image = context.createImageData(columns, rows);
  tensor.values.forEach((value, i) => image.data.set([...color(value, reach), 255], 4 * i));
  context.putImageData(image, 0, 0);
  const scale = Math.max(1, Math.min(12, Math.floor(384 / columns)));
  canvas.style.width = `${columns * scale}px`;
  canvas.onmousemove = event => {
    const box = canvas.getBoundingClientRect();
    const row = Math.floor((event.clientY - box.top) / box.height * rows), column = Math.floor((event.clientX - box.left) / box.width * columns);
    const place = row * columns + column;
    canvas.title = place >= 0 && place < tensor.values.length ? `${indexText(tensor, place)} = ${tensor.values[place]}` : '';
  };
  return canvas;
}

function tensorView(label, tensor, onLabel) {
  const all = count(tensor), shown = tensor.values.length;
  const name = onLabel ? element('button', { type: 'button', title: 'History of this tensor' }, label) : element('strong', {}, label);
  if (onLabel) name.onclick = onLabel;
  const facts = `  (${tensor.shape.join(', ')})` + (all > 4 ? `  ${statisticsText(tensor)}` : '') +
    (shown < all ? `; the first ${shown} of ${all} values, ${all - shown} left out` : '');
  return element('figure', { class: 'tensor', 'data-name': label },
    element('figcaption', {}, name, element('span', { class: 'facts' }, facts)),
    shown <= tableLimit ? tableOf(tensor) : heatMapOf(tensor, label));
}
