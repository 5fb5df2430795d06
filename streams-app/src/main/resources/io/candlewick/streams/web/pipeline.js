// The pipeline page: /v1/pipeline and /v1/feeds, looked at again and again.

import { Api, Theme } from './api.js';

const EVERY_MS = 2000;
const element = (id) => document.getElementById(id);
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** A table of rows; a cell is text, a number, or an element. */
function table(columns, rows, empty) {
  if (rows.length === 0) {
    const nothing = document.createElement('p');
    nothing.className = 'empty';
    nothing.textContent = empty;
    return nothing;
  }
  const made = document.createElement('table');
  const head = made.createTHead().insertRow();
  for (const column of columns) {
    const cell = document.createElement('th');
    cell.textContent = column;
    head.append(cell);
  }
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((value, index) => {
      const cell = line.insertCell();
      if (typeof value === 'number') {
        cell.className = 'number';
        head.children[index].className = 'number';
        cell.textContent = Number.isInteger(value) ? whole.format(value) : tenth.format(value);
      } else {
        cell.append(value);
      }
    });
  }
  return made;
}

function tag(text, kind) {
  const made = document.createElement('span');
  made.className = `tag ${kind}`;
  made.textContent = text;
  return made;
}

/** The last rates as a small line. */
function sparkline(values) {
  const width = 160;
  const height = 22;
  const most = Math.max(1, ...values);
  const points = values.map((value, index) => `${(index / Math.max(1, values.length - 1)) * width},${height - 1 - (value / most) * (height - 3)}`);
  const picture = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  picture.setAttribute('width', width);
  picture.setAttribute('height', height);
  picture.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'polyline');
  line.setAttribute('points', points.join(' '));
  line.setAttribute('fill', 'none');
  line.setAttribute('stroke', 'var(--accent)');
  picture.append(line);
  return picture;
}

const TRENDS = { OK: 'ok', WARN: 'warn', STALL: 'bad', STOP: 'bad', REWIND: 'bad' };
const FEEDS = { CONNECTED: 'ok', SUBSCRIBED: 'ok', HEARTBEAT: 'ok', STARTED: 'ok', CONNECTING: 'warn', ENDED: 'warn', DISCONNECTED: 'bad', REFUSED: 'bad' };

function show(pipeline, feeds) {
  element('lanes').replaceChildren(table(
    ['lane', 'state'],
    Object.entries(pipeline.lanes).map(([lane, state]) => [lane, tag(state, state === 'RUNNING' ? 'ok' : 'warn')]),
    'No lane runs in this process',
  ));
  element('feeds').replaceChildren(table(
    ['feed', 'instance', 'last said', 'when', ''],
    feeds.map((feed) => [feed.feed, feed.instance, tag(feed.status, FEEDS[feed.status] ?? 'warn'), feed.event_time.replace('T', ' ').slice(0, 19), feed.reason ?? '']),
    'No feed has spoken',
  ));
  element('lag').replaceChildren(table(
    ['group', 'topic', 'records', 'seconds', 'trend'],
    pipeline.groups.map((one) => [one.group, one.topic, one.records, one.seconds, tag(one.trend, TRENDS[one.trend])]),
    'No consumer group has committed anything',
  ));
  element('topics').replaceChildren(table(
    ['topic', 'written in all', 'a second', 'last minutes'],
    pipeline.topics.map((one) => [one.topic, one.records, one.per_second.at(-1) ?? 0, sparkline(one.per_second)]),
    'The first look is being taken',
  ));
  element('dead').replaceChildren(table(
    ['topic', 'reason', 'records'],
    Object.entries(pipeline.dead_letters).flatMap(([topic, reasons]) => Object.entries(reasons).map(([reason, count]) => [topic, reason, count])),
    'Nothing was rejected',
  ));
  element('gaps').replaceChildren(table(
    ['reason', 'status', 'gaps'],
    Object.entries(pipeline.gaps).map(([name, count]) => [...name.split(' '), count]),
    'No gap was found',
  ));
}

async function look() {
  try {
    const [pipeline, feeds] = await Promise.all([Api.get('/v1/pipeline'), Api.get('/v1/feeds')]);
    show(pipeline, feeds.feeds);
    element('live').className = 'state on';
    element('live').textContent = 'live';
  } catch (failed) {
    element('live').className = 'state off';
    element('live').textContent = failed.message;
  }
  setTimeout(look, EVERY_MS);
}

element('theme').addEventListener('click', () => Theme.toggle());
document.addEventListener('keydown', (event) => {
  if (event.key === 't' && !event.ctrlKey && !event.metaKey) {
    Theme.toggle();
  }
});
Theme.restore(new URLSearchParams(location.search).get('theme'));
look();
