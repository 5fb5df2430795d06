// The pipeline page: /v1/pipeline, looked at again and again.

import { Api, Theme } from './api.js';
import { duration, graph, histogram, sparkline, stacked } from './pictures.js';

const EVERY_MS = 2000;
const element = (id) => document.getElementById(id);
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** An element with a class and text. */
function made(name, kind, text = '') {
  const it = document.createElement(name);
  it.className = kind;
  it.textContent = text;
  return it;
}

/** A table of rows; a cell is text, a number, or an element. */
function table(columns, rows, empty) {
  if (rows.length === 0) {
    return made('p', 'empty', empty);
  }
  const shown = document.createElement('table');
  const head = shown.createTHead().insertRow();
  for (const column of columns) {
    head.append(made('th', '', column));
  }
  const body = shown.createTBody();
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
  return shown;
}

const tag = (text, kind) => made('span', `tag ${kind}`, text);

const TRENDS = { OK: 'ok', WARN: 'warn', STALL: 'bad', STOP: 'bad', REWIND: 'bad' };
const HEALTH = { UP: 'ok', UNHEALTHY: 'bad', SILENT: 'bad', STOPPED: 'warn' };
const MEASURES = {
  'bar.close.delay': 'Bar’s end and grace → bar sent (live)',
  'bar.log.to.bar': 'Tick or heartbeat taken by the broker → bar sent (live)',
};

/** What a service needs, from "name=up" or "name=down: why". */
function need(text) {
  const at = text.indexOf('=');
  return { name: text.slice(0, at), state: text.slice(at + 1), down: text.slice(at + 1).startsWith('down') };
}

/** Needs, services, lanes and sinks from left to right; what is broken is drawn broken. */
function services(pipeline) {
  const needs = new Map();
  const edges = [];
  const middle = pipeline.services.filter((one) => one.health !== 'STOPPED').map((one) => {
    const id = `service ${one.service} ${one.instance}`;
    for (const each of one.dependencies.map(need).filter((each) => each.name !== one.service)) {
      const down = needs.get(each.name)?.kind === 'bad' || each.down;
      needs.set(each.name, { id: `need ${each.name}`, title: each.name, note: down ? 'down' : 'up', kind: down ? 'bad' : 'ok' });
      edges.push({ from: `need ${each.name}`, to: id, bad: each.down });
    }
    const unwell = one.health !== 'UP';
    if ('live' in pipeline.lanes) {
      edges.push({ from: id, to: 'lane live', bad: unwell });
    }
    return { id, title: one.service, note: `${one.instance} · ${one.symbols} symbols`, kind: HEALTH[one.health] };
  });
  const lanes = Object.entries(pipeline.lanes).map(([lane, state]) => (
    { id: `lane ${lane}`, title: `lane ${lane}`, note: state.toLowerCase(), kind: state === 'RUNNING' ? 'ok' : 'bad' }));
  const sinks = new Map();
  for (const one of pipeline.groups.filter((each) => each.group.startsWith('connect-'))) {
    const kind = TRENDS[one.trend];
    const before = sinks.get(one.group);
    const worse = before && before.kind !== 'ok' ? before.kind : kind;
    sinks.set(one.group, {
      id: `sink ${one.group}`,
      title: one.group.slice('connect-'.length),
      note: `${tenth.format(Math.max(one.seconds, before?.seconds ?? 0))} s behind`,
      seconds: Math.max(one.seconds, before?.seconds ?? 0),
      kind: worse,
    });
  }
  for (const [group, sink] of sinks) {
    for (const lane of lanes) {
      // Bars of both lanes go through the live sinks; ticks of history have sinks of their own.
      if (!group.endsWith('-history') || lane.title === 'lane history') {
        edges.push({ from: lane.id, to: sink.id, bad: sink.kind === 'bad' || lane.kind === 'bad' });
      }
    }
  }
  const columns = [[...needs.values()], middle, lanes, [...sinks.values()]].filter((column) => column.length > 0);
  return graph(columns, edges);
}

function latencies(measures) {
  if (measures.length === 0) {
    return [made('p', 'empty', 'No live bar has closed since the start')];
  }
  return measures.map((one) => {
    const box = made('div', 'measure');
    box.append(made('p', '', MEASURES[one.measure] ?? one.measure), histogram(one.buckets));
    const figures = Object.entries(one.at_most_seconds)
      .map(([name, seconds]) => `${name} ${seconds === null ? 'over 1 h' : `≤ ${duration(seconds)}`}`)
      .join(' · ');
    box.append(made('p', 'figures', `${figures} · ${whole.format(one.count)} bars`));
    return box;
  });
}

function share(count, most) {
  const bar = made('span', 'share');
  bar.style.width = `${Math.max(2, (count / most) * 110)}px`;
  return bar;
}

function deadLetters(topics) {
  const rows = Object.entries(topics)
    .flatMap(([topic, reasons]) => Object.entries(reasons).map(([reason, count]) => ({ topic, reason, count })))
    .sort((one, other) => other.count - one.count);
  const most = Math.max(1, ...rows.map((row) => row.count));
  return table(['topic', 'reason', 'records', ''], rows.map((row) => [row.topic, row.reason, row.count, share(row.count, most)]), 'Nothing was rejected');
}

function gapTimes(times) {
  const names = Object.keys(times.found);
  if (names.length === 0) {
    return [made('p', 'empty', 'No gap was found within a day')];
  }
  const legend = made('div', 'legend');
  for (const name of names) {
    const one = document.createElement('span');
    one.append(made('i', name), name.toLowerCase().replace('_', ' '));
    legend.append(one);
  }
  return [stacked(times.found, times.from, times.slot_seconds), legend];
}

function show(pipeline) {
  element('services').replaceChildren(services(pipeline));
  element('because').replaceChildren(...pipeline.services.filter((one) => one.because).map((one) => {
    const line = document.createElement('li');
    line.append(tag(one.health, HEALTH[one.health]), ` ${one.service} of ${one.instance} because of ${one.because}`);
    return line;
  }));
  element('lanes').replaceChildren(table(
    ['lane', 'state'],
    Object.entries(pipeline.lanes).map(([lane, state]) => [lane, tag(state, state === 'RUNNING' ? 'ok' : 'warn')]),
    'No lane runs in this process',
  ));
  element('latency').replaceChildren(...latencies(pipeline.latencies));
  element('lag').replaceChildren(table(
    ['group', 'topic', 'records', 'seconds', 'trend', 'last minutes'],
    pipeline.groups.map((one) => [one.group, one.topic, one.records, one.seconds, tag(one.trend, TRENDS[one.trend]), sparkline(one.records_before)]),
    'No consumer group has committed anything',
  ));
  element('topics').replaceChildren(table(
    ['topic', 'written in all', 'a second', 'last minutes'],
    pipeline.topics.map((one) => [one.topic, one.records, one.per_second.at(-1) ?? 0, sparkline(one.per_second)]),
    'The first look is being taken',
  ));
  element('dead').replaceChildren(deadLetters(pipeline.dead_letters));
  element('gap-times').replaceChildren(...gapTimes(pipeline.gap_times));
  element('gaps').replaceChildren(table(
    ['reason', 'status', 'gaps'],
    Object.entries(pipeline.gaps).map(([name, count]) => [...name.split(' '), count]),
    'No gap was found',
  ));
  element('feeds').replaceChildren(table(
    ['service', 'instance', 'health', 'since', 'symbols', 'version', 'configuration'],
    pipeline.services.map((one) => [
      one.service, one.instance, tag(one.health, HEALTH[one.health]), (one.since ?? '').replace('T', ' ').slice(0, 19), one.symbols, one.version,
      one.drifts ? tag(`${one.config_hash} differs`, 'warn') : one.config_hash,
    ]),
    'No service has reported within a day',
  ));
}

async function look() {
  try {
    show(await Api.get('/v1/pipeline'));
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
