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
  const matrix = tensor.shape.length > 2 ? columns * tensor.shape[tensor.shape.length - 2] : Infinity;
  for (let start = 0; start < tensor.values.length; start += columns) {
    const row = element('tr', start > 0 && start % matrix === 0 ? { class: 'cut' } : {});
    tensor.values.slice(start, start + columns).forEach((value, i) => {
      const cell = element('td', { title: `${indexText(tensor, start + i)} = ${value}`, 'data-value': value }, brief(value));
      cell.style.background = `rgb(${color(value, reach).join()})`;
      row.append(cell);
    });
    table.append(row);
  }
  return element('div', { class: 'scroll' }, table);
}

/**
 * Where the values of a heat map stand: the matrices of the last two axes side by side, with a gap of one cell between them. There is
 * no room for what was left out.
 */
function tilesOf(tensor) {
  const shown = tensor.values.length, rank = tensor.shape.length, columns = Math.min(columnsOf(tensor), rank > 1 ? shown : 256);
  const filled = Math.ceil(shown / columns), rows = rank > 2 ? Math.min(Math.max(1, tensor.shape[rank - 2]), filled) : filled;
  const matrices = Math.max(1, Math.ceil(shown / (rows * columns))), wanted = rank > 2 ? tensor.shape[rank - 3] : 1;
  const across = Math.max(1, Math.min(matrices, wanted > 1 ? wanted : matrices, Math.floor(144 / (columns + 1))));
  const down = Math.ceil(matrices / across);
  return {
    width: across * (columns + 1) - 1, height: down * (rows + 1) - 1,
    at: place => {
      const matrix = Math.floor(place / (rows * columns)), inside = place % (rows * columns);
      const x = (matrix % across) * (columns + 1) + inside % columns;
      return [x, Math.floor(matrix / across) * (rows + 1) + Math.floor(inside / columns)];
    },
    place: (x, y) => {
      const column = x % (columns + 1), row = y % (rows + 1);
      if (column === columns || row === rows) return -1;
      return (Math.floor(y / (rows + 1)) * across + Math.floor(x / (columns + 1))) * rows * columns + row * columns + column;
    },
  };
}

function heatMapOf(tensor, label) {
  const tiles = tilesOf(tensor), reach = reachOf(tensor);
  const canvas = element('canvas', {
    width: tiles.width, height: tiles.height, role: 'img', tabindex: 0, 'aria-label': `${label}: ${statisticsText(tensor)}`,
  });
  const readout = element('output', { 'aria-live': 'polite' });
  const context = canvas.getContext('2d'), image = context.createImageData(tiles.width, tiles.height);
  tensor.values.forEach((value, i) => {
    const [x, y] = tiles.at(i);
    image.data.set([...color(value, reach), 255], 4 * (y * tiles.width + x));
  });
  context.putImageData(image, 0, 0);
  canvas.style.width = `${tiles.width * Math.max(1, Math.min(12, Math.floor(432 / tiles.width)))}px`;
  let cursor = 0;
  const tell = place => {
    const known = place >= 0 && place < tensor.values.length;
    readout.textContent = canvas.title = known ? `${indexText(tensor, place)} = ${tensor.values[place]}` : '';
  };
  canvas.onmousemove = event => {
    const box = canvas.getBoundingClientRect();
    tell(tiles.place(
      Math.floor((event.clientX - box.left) / box.width * tiles.width), Math.floor((event.clientY - box.top) / box.height * tiles.height)));
  };
  canvas.onmouseleave = () => tell(-1);
  canvas.onfocus = () => tell(cursor);
  canvas.onblur = () => tell(-1);
  canvas.onkeydown = event => {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columnsOf(tensor), ArrowUp: -columnsOf(tensor) }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (cursor + by >= 0 && cursor + by < tensor.values.length) cursor += by;
    tell(cursor);
  };
  return element('div', {}, canvas, readout);
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
