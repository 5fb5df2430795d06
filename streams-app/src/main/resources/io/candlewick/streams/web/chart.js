// The chart page: bars and indicators from /v1/bars, then what changes from /v1/stream.

import { Api, Theme } from './api.js';

const { createChart, createSeriesMarkers, CandlestickSeries, HistogramSeries, LineSeries, CrosshairMode } = window.LightweightCharts;

const TIMEFRAMES = ['1m', '5m', '15m', '30m', '1h', '4h', '1d', '1w'];
const BARS = 500;
const OLDER = 1000;
/** Indicators that share the price's scale; each other family has a pane of its own. */
const ON_PRICE = /^(sma|ema|wma|bollinger|bb|donchian|vwap|session_vwap)/;
const COLORS = ['#5b9cf5', '#f2b134', '#c77dff', '#4dd0a5', '#ff8a65', '#9ccc65', '#f06292', '#4dd0e1', '#ffd54f', '#90a4ae'];
const GAP_COLORS = { FEED_DOWN: '#ef535038', UNKNOWN: '#ef535038', QUIET: '#8b94a824', MARKET_CLOSED: '#8b94a824' };

const query = new URLSearchParams(location.search);
const tenant = query.get('tenant');
const state = {
  symbol: query.get('symbol'),
  timeframe: TIMEFRAMES.includes(query.get('timeframe')) ? query.get('timeframe') : '1m',
  indicators: (query.get('indicators') ?? 'sma_20,ema_50').split(',').filter(Boolean),
  symbols: [],
  bars: [],
  byTime: new Map(),
  gaps: [],
  source: null,
  loading: false,
  reachedStart: false,
  precision: 5,
};

const element = (id) => document.getElementById(id);
const seconds = (time) => Math.floor(Date.parse(time) / 1000);
const iso = (time) => new Date(time * 1000).toISOString().replace('.000', '');
const family = (name) => name.split('_')[0];

// The chart and its series.

const chart = createChart(element('chart'), {
  autoSize: true,
  crosshair: { mode: CrosshairMode.Normal },
  timeScale: { timeVisible: true, secondsVisible: false, rightOffset: 4 },
});
const candles = chart.addSeries(CandlestickSeries, {
  upColor: '#26a69a', downColor: '#ef5350', borderVisible: false, wickUpColor: '#26a69a', wickDownColor: '#ef5350',
});
candles.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: 0.24 } });
const volume = chart.addSeries(HistogramSeries, { priceScaleId: 'volume', priceFormat: { type: 'volume' }, lastValueVisible: false, priceLineVisible: false });
volume.priceScale().applyOptions({ scaleMargins: { top: 0.82, bottom: 0 } });
const shade = chart.addSeries(HistogramSeries, { priceScaleId: 'gaps', lastValueVisible: false, priceLineVisible: false, priceFormat: { type: 'volume' } });
shade.priceScale().applyOptions({ scaleMargins: { top: 0, bottom: 0 }, visible: false });
const markers = createSeriesMarkers(candles, []);
let lines = new Map();

function applyTheme() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  chart.applyOptions({
    layout: { background: { color: of('--back') }, textColor: of('--quiet'), panes: { separatorColor: of('--line') } },
    grid: { vertLines: { color: of('--line') + '80' }, horzLines: { color: of('--line') + '80' } },
    rightPriceScale: { borderColor: of('--line') },
    timeScale: { borderColor: of('--line') },
  });
}

const candleOf = (bar) => ({ time: seconds(bar.start_time), open: bar.open, high: bar.high, low: bar.low, close: bar.close });
const volumeOf = (bar) => ({ time: seconds(bar.start_time), value: bar.volume, color: bar.close >= bar.open ? '#26a69a55' : '#ef535055' });

function drawLines() {
  lines.forEach((line) => chart.removeSeries(line));
  lines = new Map();
  const panes = new Map();
  state.indicators.forEach((name, index) => {
    let pane = 0;
    if (!ON_PRICE.test(name)) {
      if (!panes.has(family(name))) {
        panes.set(family(name), panes.size + 1);
      }
      pane = panes.get(family(name));
    }
    const kind = /histogram/.test(name) ? HistogramSeries : LineSeries;
    const options = { color: COLORS[index % COLORS.length], lineWidth: 1.5, priceLineVisible: false, lastValueVisible: pane > 0, title: pane > 0 ? name : '' };
    options.priceFormat = pane === 0 || isSmall(name) ? priceFormat() : { type: 'price', precision: 2, minMove: 0.01 };
    const line = chart.addSeries(kind, options, pane);
    line.setData(state.bars.map((bar) => pointOf(bar, name)));
    lines.set(name, line);
  });
  chart.panes().forEach((pane, index) => pane.setStretchFactor(index === 0 ? 3 : 1));
}

function pointOf(bar, name) {
  const value = bar.indicators?.[name];
  return value === null || value === undefined ? { time: seconds(bar.start_time) } : { time: seconds(bar.start_time), value };
}

/** Values that are fractions of a price want the price's decimals. */
const isSmall = (name) => state.bars.every((bar) => Math.abs(bar.indicators?.[name] ?? 0) < 1);

const priceFormat = () => ({ type: 'price', precision: state.precision, minMove: 10 ** -state.precision });

function drawAll() {
  candles.applyOptions({ priceFormat: priceFormat() });
  state.byTime = new Map(state.bars.map((bar) => [seconds(bar.start_time), bar]));
  const holes = holesAsTimes();
  const merged = [...state.bars.map(candleOf), ...holes.map((hole) => ({ time: hole.time }))].sort((a, b) => a.time - b.time);
  candles.setData(merged);
  volume.setData(state.bars.map(volumeOf));
  shade.setData(holes.map((hole) => ({ time: hole.time, value: 1, color: GAP_COLORS[hole.reason] })));
  drawLines();
}

/** The missing bars inside what is shown, each with its reason; long closed stretches stay folded, as charts do. */
function holesAsTimes() {
  if (state.bars.length < 2) {
    return [];
  }
  const first = seconds(state.bars[0].start_time);
  const last = seconds(state.bars[state.bars.length - 1].start_time);
  const step = seconds(state.bars[0].end_time) - first;
  const times = new Map();
  for (const gap of state.gaps) {
    if (gap.reason === 'MARKET_CLOSED' || gap.timeframe !== state.timeframe) {
      continue;
    }
    for (let time = seconds(gap.from_time); time < seconds(gap.to_time) && times.size < 5000; time += step) {
      if (time > first && time < last && !state.byTime.has(time)) {
        times.set(time, gap.reason);
      }
    }
  }
  return [...times].map(([time, reason]) => ({ time, reason }));
}

function drawEvents(events) {
  const colors = { HIGH: '#ef5350', MEDIUM: '#f2b134', LOW: '#8b94a8', HOLIDAY: '#5b9cf5' };
  const shown = [...state.byTime.keys()].sort((a, b) => a - b);
  const at = (time) => {
    let found = null;
    for (const start of shown) {
      if (start <= time) found = start; else break;
    }
    return found;
  };
  markers.setMarkers(events
    .map((event) => ({ event, time: at(seconds(event.event_time)) }))
    .filter(({ time }) => time !== null)
    .sort((a, b) => a.time - b.time)
    .map(({ event, time }) => ({ time, position: 'aboveBar', shape: 'circle', color: colors[event.importance], text: `${event.currency} ${event.title}` })));
}

// What is under the crosshair.

function legend(bar) {
  const shown = bar ?? state.bars[state.bars.length - 1];
  if (!shown) {
    element('legend').textContent = '';
    return;
  }
  const number = (value) => (value === null || value === undefined ? '–' : value.toFixed(state.precision));
  const direction = shown.close >= shown.open ? 'up' : 'down';
  const correction = shown.revision > 0 ? ` r${shown.revision} ${shown.cause}` : '';
  element('legend').replaceChildren(
    line(['b', `${state.symbol} · ${state.timeframe}`], ` ${shown.start_time.replace('T', ' ').replace(':00Z', '')}`),
    line(
      'O ', [direction, number(shown.open)], ' H ', [direction, number(shown.high)], ' L ', [direction, number(shown.low)],
      ' C ', [direction, number(shown.close)],
      ` V ${shown.volume} · ${shown.status}${correction} · ${shown.source}${shown.complete ? '' : ' (incomplete)'}`,
    ),
    line(...state.indicators.map((name, index) => [COLORS[index % COLORS.length], `${name} ${number(shown.indicators?.[name])} `])),
  );
}

/** A line of the legend; a part of it may be bold, a class of text or a colour. */
function line(...parts) {
  const text = document.createElement('div');
  for (const part of parts) {
    if (typeof part === 'string') {
      text.append(part);
      continue;
    }
    const [kind, content] = part;
    const span = document.createElement(kind === 'b' ? 'b' : 'span');
    if (kind.startsWith('#')) {
      span.style.color = kind;
    } else if (kind !== 'b') {
      span.className = kind;
    }
    span.textContent = content;
    text.append(span);
  }
  return text;
}

chart.subscribeCrosshairMove((move) => legend(move.time === undefined ? null : state.byTime.get(move.time)));

// Reading.

function address(more) {
  return { tenant, symbol: state.symbol, timeframe: state.timeframe, indicators: state.indicators.join(',') || null, ...more };
}

function say(text) {
  element('message').hidden = !text;
  element('message').textContent = text ?? '';
}

async function load() {
  const wanted = `${state.symbol}|${state.timeframe}|${state.indicators}`;
  follow(null);
  say(null);
  try {
    const answer = await Api.get('/v1/bars', address({ limit: BARS }));
    if (wanted !== `${state.symbol}|${state.timeframe}|${state.indicators}`) {
      return;
    }
    state.bars = answer.bars;
    state.reachedStart = answer.bars.length < BARS;
    state.gaps = [];
    if (state.bars.length > 0) {
      const from = state.bars[0].start_time;
      const [gaps, events] = await Promise.all([
        Api.get('/v1/gaps', { tenant, symbol: state.symbol, timeframe: state.timeframe, from }),
        Api.get('/v1/calendar', { tenant, from }),
      ]);
      state.gaps = gaps.gaps;
      drawAll();
      const currencies = state.symbol.split('/');
      drawEvents(events.events.filter((event) => currencies.includes(event.currency) || event.currency === 'All'));
    } else {
      drawAll();
      say(`There are no ${state.timeframe} bars of ${state.symbol} yet`);
    }
    element('tier').textContent = `from ${answer.tier}`;
    element('complete').textContent = answer.complete ? 'complete' : `${answer.holes.length} holes, requested`;
    chart.timeScale().scrollToRealTime();
    legend(null);
    follow(state.symbol);
  } catch (failed) {
    say(failed.message);
    live('off', 'not connected');
  }
}

async function loadOlder() {
  if (state.loading || state.reachedStart || state.bars.length === 0) {
    return;
  }
  state.loading = true;
  try {
    const answer = await Api.get('/v1/bars', address({ limit: OLDER, to: state.bars[0].start_time }));
    state.reachedStart = answer.bars.length < OLDER;
    const range = chart.timeScale().getVisibleLogicalRange();
    state.bars = [...answer.bars, ...state.bars];
    drawAll();
    chart.timeScale().setVisibleLogicalRange({ from: range.from + answer.bars.length, to: range.to + answer.bars.length });
  } finally {
    state.loading = false;
  }
}

chart.timeScale().subscribeVisibleLogicalRangeChange((range) => {
  if (range !== null && range.from < 20) {
    loadOlder();
  }
});

function live(kind, text) {
  element('live').className = `state ${kind}`;
  element('live').textContent = text;
}

function follow(symbol) {
  state.source?.close();
  state.source = null;
  if (symbol === null) {
    return;
  }
  const source = new EventSource(Api.address('/v1/stream', { tenant, symbol, timeframe: state.timeframe }));
  state.source = source;
  source.addEventListener('hello', () => live('on', 'live'));
  source.addEventListener('error', () => live('warn', 'reconnecting'));
  source.addEventListener('forming', (event) => take(JSON.parse(event.data)));
  source.addEventListener('bar', (event) => {
    const bar = JSON.parse(event.data);
    take(bar);
    withIndicators(bar);
  });
}

/** Draws a bar where it belongs: at the end, or in place of the one it corrects. */
function take(bar) {
  const time = seconds(bar.start_time);
  const last = state.bars.length === 0 ? -Infinity : seconds(state.bars[state.bars.length - 1].start_time);
  const known = state.byTime.get(time);
  if (bar.status === 'FORMING' && known !== undefined && known.status !== 'FORMING') {
    return;
  }
  if (known === undefined && time < last) {
    return;
  }
  bar.indicators ??= known?.indicators;
  state.byTime.set(time, bar);
  if (time > last) {
    state.bars.push(bar);
  } else {
    state.bars[state.bars.findIndex((one) => one.start_time === bar.start_time)] = bar;
  }
  candles.update(candleOf(bar), time < last);
  volume.update(volumeOf(bar), time < last);
  legend(null);
}

/** Indicators of a bar are stored a moment after it. */
function withIndicators(bar) {
  if (state.indicators.length === 0) {
    return;
  }
  setTimeout(async () => {
    const answer = await Api.get('/v1/bars', address({ from: bar.start_time, limit: 500, fill: false }));
    for (const one of answer.bars) {
      const time = seconds(one.start_time);
      if (state.byTime.has(time)) {
        state.byTime.get(time).indicators = one.indicators;
        const last = seconds(state.bars[state.bars.length - 1].start_time);
        lines.forEach((line, name) => {
          if (time >= last - 1 || one.indicators !== undefined) {
            line.update(pointOf(one, name), true);
          }
        });
      }
    }
  }, 700);
}

// The controls.

function remember() {
  const link = new URLSearchParams({ symbol: state.symbol, timeframe: state.timeframe, indicators: state.indicators.join(',') });
  if (tenant) {
    link.set('tenant', tenant);
  }
  history.replaceState(null, '', `?${link}`);
  document.title = `${state.symbol} ${state.timeframe} · Candlewick`;
}

function choose(change) {
  Object.assign(state, change);
  const instrument = state.symbols.find((one) => one.symbol === state.symbol);
  state.precision = instrument?.price_scale ?? 5;
  element('symbol').value = state.symbol;
  for (const button of element('timeframes').children) {
    button.setAttribute('aria-pressed', String(button.textContent === state.timeframe));
  }
  remember();
  load();
}

for (const timeframe of TIMEFRAMES) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = timeframe;
  button.addEventListener('click', () => choose({ timeframe }));
  element('timeframes').append(button);
}

element('symbol').addEventListener('focus', (event) => { event.target.value = ''; });
element('symbol').addEventListener('blur', (event) => { event.target.value = state.symbol ?? ''; });
element('symbol').addEventListener('change', (event) => {
  const symbol = event.target.value.trim().toUpperCase();
  if (symbol !== '' && symbol !== state.symbol) {
    event.target.blur();
    choose({ symbol });
  }
});

function listIndicators(names) {
  element('indicators').replaceChildren(...names.map((name) => {
    const label = document.createElement('label');
    const box = document.createElement('input');
    box.type = 'checkbox';
    box.checked = state.indicators.includes(name);
    box.addEventListener('change', () => choose({
      indicators: box.checked ? [...state.indicators, name] : state.indicators.filter((one) => one !== name),
    }));
    label.append(box, name);
    return label;
  }));
}

element('theme').addEventListener('click', () => Theme.toggle());
document.addEventListener('themechange', applyTheme);
document.addEventListener('click', (event) => {
  const menu = element('indicator-menu');
  if (menu.open && !menu.contains(event.target)) {
    menu.open = false;
  }
});

document.addEventListener('keydown', (event) => {
  if (event.target.tagName === 'INPUT' || event.ctrlKey || event.metaKey || event.altKey) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  const range = chart.timeScale().getVisibleLogicalRange();
  const move = (from, to) => range && chart.timeScale().setVisibleLogicalRange({ from: range.from + from, to: range.to + to });
  const width = range ? range.to - range.from : 0;
  const actions = {
    '/': () => element('symbol').focus(),
    'i': () => { element('indicator-menu').open = !element('indicator-menu').open; },
    't': () => Theme.toggle(),
    'ArrowLeft': () => move(-width / 10, -width / 10),
    'ArrowRight': () => move(width / 10, width / 10),
    '+': () => move(width / 8, 0),
    '-': () => move(-width / 8, 0),
    'End': () => chart.timeScale().scrollToRealTime(),
    'Escape': () => { element('indicator-menu').open = false; },
  };
  const digit = TIMEFRAMES[Number(event.key) - 1];
  if (digit) {
    choose({ timeframe: digit });
  } else if (actions[event.key]) {
    event.preventDefault();
    actions[event.key]();
  }
});

async function start() {
  Theme.restore(query.get('theme'));
  applyTheme();
  try {
    state.symbols = (await Api.get('/v1/symbols', { tenant })).symbols;
    element('symbols').replaceChildren(...state.symbols.map((one) => new Option(one.symbol)));
    const symbol = state.symbol ?? state.symbols[0]?.symbol;
    if (symbol === undefined) {
      say('There are no instruments yet');
      return;
    }
    choose({ symbol });
    const values = await Api.get('/v1/indicators', { tenant, symbol, timeframe: state.timeframe, limit: 1, fill: false });
    listIndicators(Object.keys(values.values[0]?.values ?? {}));
  } catch (failed) {
    say(failed.message);
  }
}

start();
