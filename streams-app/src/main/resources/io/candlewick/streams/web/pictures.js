// The small pictures of the pipeline page, as SVG; nothing is fetched and nothing is kept.

const SPACE = 'http://www.w3.org/2000/svg';

/** An SVG element with attributes; text is set as text, never as markup. */
export function svg(name, attributes = {}, text = null) {
  const made = document.createElementNS(SPACE, name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  if (text !== null) {
    made.textContent = text;
  }
  return made;
}

/** The last values as a small line. */
export function sparkline(values) {
  const width = 140;
  const height = 22;
  const most = Math.max(1, ...values);
  const points = values.map((value, index) => `${(index / Math.max(1, values.length - 1)) * width},${height - 1 - (value / most) * (height - 3)}`);
  const picture = svg('svg', { width, height, 'aria-hidden': 'true' });
  picture.append(svg('polyline', { points: points.join(' '), fill: 'none', stroke: 'var(--accent)' }));
  return picture;
}

/** A duration as people say it. */
export function duration(seconds) {
  if (seconds >= 3600) {
    return `${seconds / 3600} h`;
  }
  if (seconds >= 60) {
    return `${seconds / 60} min`;
  }
  return seconds >= 1 ? `${seconds} s` : `${Math.round(seconds * 1000)} ms`;
}

/** A bound as a label: the unit only where it is another than the one before. */
function tick(seconds, before) {
  const text = duration(seconds);
  const unit = text.slice(text.indexOf(' ') + 1);
  return before !== undefined && duration(before).endsWith(` ${unit}`) ? text.slice(0, text.indexOf(' ')) : text.replace(' ', '');
}

/** How many fell between two bounds: a bar each, labelled with its upper bound. */
export function histogram(buckets) {
  const width = 420;
  const height = 92;
  const base = height - 16;
  const step = width / buckets.length;
  const most = Math.max(1, ...buckets.map((bucket) => bucket.count));
  const picture = svg('svg', { class: 'bars', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': 'histogram' });
  picture.append(svg('line', { x1: 0, x2: width, y1: base + 0.5, y2: base + 0.5 }));
  buckets.forEach((bucket, index) => {
    // The square root shows what is rare beside what is frequent.
    const tall = bucket.count === 0 ? 0 : Math.max(1.5, Math.sqrt(bucket.count / most) * (base - 8));
    const name = bucket.until_seconds === null ? 'more' : `≤ ${duration(bucket.until_seconds)}`;
    const bar = svg('rect', { x: index * step + 1, y: base - tall, width: step - 2, height: tall, rx: 1.5 });
    bar.append(svg('title', {}, `${name}: ${bucket.count}`));
    picture.append(bar);
    const label = bucket.until_seconds === null ? '+' : tick(bucket.until_seconds, buckets[index - 1]?.until_seconds);
    picture.append(svg('text', { x: (index + 0.5) * step, y: height - 4, 'text-anchor': 'middle', 'font-size': 8 }, label));
  });
  return picture;
}

/** Counts over time, a class each, one above the other. */
export function stacked(series, fromText, slotSeconds) {
  const width = 420;
  const height = 78;
  const base = height - 14;
  const names = Object.keys(series);
  const slots = names.length === 0 ? 0 : series[names[0]].length;
  const sums = Array.from({ length: slots }, (none, slot) => names.reduce((sum, name) => sum + series[name][slot], 0));
  const most = Math.max(1, ...sums);
  const step = width / Math.max(1, slots);
  const picture = svg('svg', { class: 'bars', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': 'gaps found over the last day' });
  picture.append(svg('line', { x1: 0, x2: width, y1: base + 0.5, y2: base + 0.5 }));
  const from = Date.parse(fromText);
  for (let slot = 0; slot < slots; slot++) {
    const at = new Date(from + slot * slotSeconds * 1000).toISOString().slice(11, 16);
    let low = base;
    for (const name of names) {
      const count = series[name][slot];
      if (count > 0) {
        const tall = Math.max(1.5, (count / most) * (base - 6));
        low -= tall;
        const bar = svg('rect', { x: slot * step, y: low, width: Math.max(1, step - 0.8), height: tall, class: name });
        bar.append(svg('title', {}, `${at} UTC: ${count} ${name}`));
        picture.append(bar);
      }
    }
    if (slot % 24 === 0) {
      picture.append(svg('text', { x: slot * step, y: height - 3 }, at));
    }
  }
  picture.append(svg('text', { x: width, y: height - 3, 'text-anchor': 'end' }, 'now'));
  return picture;
}

/**
 * Boxes in columns with lines between them. A node is { id, title, note, kind }, kind ok, warn or bad; an edge is { from, to, bad }.
 */
export function graph(columns, edges) {
  const boxWidth = 168;
  const boxHeight = 36;
  const down = 46;
  const width = 900;
  const rows = Math.max(1, ...columns.map((column) => column.length));
  const height = rows * down + 4;
  const across = (width - boxWidth) / Math.max(1, columns.length - 1);
  const places = new Map();
  columns.forEach((column, index) => {
    const top = (height - column.length * down) / 2 + (down - boxHeight) / 2;
    column.forEach((node, row) => places.set(node.id, { x: index * across, y: top + row * down, node }));
  });
  const picture = svg('svg', { class: 'graph', viewBox: `-1 0 ${width + 2} ${height}`, role: 'img', 'aria-label': 'services and what they need' });
  for (const edge of edges) {
    const from = places.get(edge.from);
    const to = places.get(edge.to);
    if (from && to) {
      const x1 = from.x + boxWidth;
      const y1 = from.y + boxHeight / 2;
      const y2 = to.y + boxHeight / 2;
      const middle = (x1 + to.x) / 2;
      picture.append(svg('path', { class: edge.bad ? 'edge bad' : 'edge', d: `M${x1},${y1} C${middle},${y1} ${middle},${y2} ${to.x},${y2}` }));
    }
  }
  for (const { x, y, node } of places.values()) {
    const box = svg('g', { transform: `translate(${x},${y})` });
    box.append(svg('rect', { class: `node ${node.kind}`, width: boxWidth, height: boxHeight, rx: 7 }));
    box.append(svg('text', { x: 10, y: node.note ? 15 : 22 }, short(node.title, 25)));
    if (node.note) {
      box.append(svg('text', { x: 10, y: 29, class: 'quiet' }, short(node.note, 30)));
    }
    box.append(svg('title', {}, `${node.title}\n${node.note ?? ''}`));
    picture.append(box);
  }
  return picture;
}

function short(text, most) {
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}
