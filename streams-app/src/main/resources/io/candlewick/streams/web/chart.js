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
  holes: new Map(),
  events: new Map(),
  asOf: query.get('asOf'),
  zone: localStorage.getItem('zone') === 'local' ? 'local' : 'UTC',
  again: null,
  attempt: 0,
};

const element = (id) => document.getElementById(id);
const seconds = (time) => Math.floor(Date.parse(time) / 1000);
const iso = (time) => new Date(time * 1000).toISOString().replace('.000', '');
const family = (name) => name.split('_')[0];

/** A count as people read it: 1,234,567 or 0.25. */
const counted = (value) => (value === null || value === undefined ? '–' : value.toLocaleString('en', { maximumFractionDigits: 4 }));

/** A time in the zone that is shown; charts themselves know only UTC. */
function clock(time, parts) {
  return new Intl.DateTimeFormat('en-GB', { timeZone: state.zone === 'UTC' ? 'UTC' : undefined, hourCycle: 'h23', ...parts }).format(new Date(time * 1000));
}

const DAYS = /[dw]$/;
const DATE = { year: 'numeric', month: 'short', day: '2-digit' };
const MINUTE = { hour: '2-digit', minute: '2-digit' };
const fullTime = (time) => clock(time, DAYS.test(state.timeframe) ? { weekday: 'short', ...DATE } : { weekday: 'short', ...DATE, ...MINUTE });

/** What stands under a mark of the time scale: its kind says whether a year, month, day or time begins there. */
function tickMark(time, kind) {
  const parts = [{ year: 'numeric' }, { month: 'short' }, { day: 'numeric', month: 'short' }, MINUTE, { ...MINUTE, second: '2-digit' }];
  return clock(time, parts[kind]);
}

// The chart and its series.

const chart = createChart(element('chart'), {
  autoSize: true,
  crosshair: { mode: CrosshairMode.Normal },
  timeScale: { timeVisible: true, secondsVisible: false, rightOffset: 4, tickMarkFormatter: (time, kind) => tickMark(time, kind) },
  localization: { timeFormatter: (time) => fullTime(time) },
});
const candles = chart.addSeries(CandlestickSeries, {
  upColor: '#26a69a', downColor: '#ef5350', borderVisible: false, wickUpColor: '#26a69a', wickDownColor: '#ef5350',
});
candles.priceScale().applyOptions({ scaleMargins: { top: 0.16, bottom: 0.24 } });
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

const rounded = (value) => (value === null || value === undefined ? value : Math.round(value * 100) / 100);

const priceFormat = () => ({ type: 'price', precision: state.precision, minMove: 10 ** -state.precision });

function drawAll() {
  candles.applyOptions({ priceFormat: priceFormat() });
  state.byTime = new Map(state.bars.map((bar) => [seconds(bar.start_time), bar]));
  const holes = holesAsTimes();
  state.holes = new Map(holes.map((hole) => [hole.time, hole.reason]));
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
  state.events = new Map();
  const end = state.bars.length === 0 ? 0 : seconds(state.bars[state.bars.length - 1].end_time);
  for (const event of events) {
    const time = at(seconds(event.event_time));
    if (time !== null && seconds(event.event_time) < end) {
      state.events.set(time, [...(state.events.get(time) ?? []), event]);
    }
  }
  // One mark a bar, of the weightiest event; the legend names all of them.
  const weight = ['HIGH', 'MEDIUM', 'LOW', 'HOLIDAY'];
  markers.setMarkers([...state.events].sort((a, b) => a[0] - b[0]).map(([time, all]) => {
    const first = [...all].sort((a, b) => weight.indexOf(a.importance) - weight.indexOf(b.importance))[0];
    return { time, position: 'aboveBar', shape: 'circle', color: colors[first.importance], text: all.length > 1 ? `${first.currency} +${all.length - 1}` : first.currency };
  }));
}

// What is under the crosshair.

const REASONS = { QUIET: 'no trade or quote', FEED_DOWN: 'feed was down', MARKET_CLOSED: 'market closed', UNKNOWN: 'reason not known' };

function legend(time) {
  const title = ['b', `${state.symbol} · ${state.timeframe}`];
  if (time !== null && !state.byTime.has(time) && state.holes.has(time)) {
    const reason = state.holes.get(time);
    element('legend').replaceChildren(line(title, ` ${fullTime(time)} `, ['quiet', state.zone]), line(`no bar: ${REASONS[reason] ?? reason} (${reason})`));
    return;
  }
  const shown = state.byTime.get(time) ?? state.bars[state.bars.length - 1];
  if (!shown) {
    element('legend').textContent = '';
    return;
  }
  const number = (value) => (value === null || value === undefined ? '–' : value.toFixed(state.precision));
  const direction = shown.close >= shown.open ? 'up' : 'down';
  const correction = shown.revision > 0 ? ` r${shown.revision} ${shown.cause}` : '';
  const start = seconds(shown.start_time);
  const lines = [
    line(title, ` ${fullTime(start)} `, ['quiet', state.zone]),
    line(
      'O ', [direction, number(shown.open)], ' H ', [direction, number(shown.high)], ' L ', [direction, number(shown.low)],
      ' C ', [direction, number(shown.close)], ' ', ...change(shown), ` V ${counted(shown.volume)}`,
    ),
    line(['quiet', `${shown.status}${correction} · ${shown.source}${shown.complete ? '' : ' (incomplete)'}`]),
  ];
  if (state.indicators.length > 0) {
    const value = (name) => (ON_PRICE.test(name) || isSmall(name) ? number(shown.indicators?.[name]) : counted(rounded(shown.indicators?.[name])));
    lines.push(line(...state.indicators.map((name, index) => [COLORS[index % COLORS.length], `${name} ${value(name)} `])));
  }
  for (const event of state.events.get(start) ?? []) {
    lines.push(line(['event', `${clock(seconds(event.event_time), MINUTE)} ${event.currency} ${event.title}`]));
  }
  element('legend').replaceChildren(...lines);
}

/** How far a bar's close is from the close before it. */
function change(bar) {
  const index = state.bars.indexOf(bar);
  const before = index > 0 ? state.bars[index - 1].close : bar.open;
  const difference = bar.close - before;
  const sign = difference >= 0 ? '+' : '−';
  return [[difference >= 0 ? 'up' : 'down', `${sign}${Math.abs(difference).toFixed(state.precision)} (${sign}${Math.abs(100 * difference / before).toFixed(2)} %)`]];
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

let pointedAt = null;
chart.subscribeCrosshairMove((move) => {
  pointedAt = move.time ?? null;
  legend(pointedAt);
});

// Reading.

function address(more) {
  return { tenant, symbol: state.symbol, timeframe: state.timeframe, indicators: state.indicators.join(',') || null, ...more };
}

/** Tells what is the matter over the chart; with something to do about it, there is a button. */
function say(text, retry) {
  const message = element('message');
  message.hidden = !text;
  message.replaceChildren(text ?? '');
  if (retry) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Try again';
    button.addEventListener('click', retry);
    message.append(' ', button);
  }
}

const choice = () => `${state.symbol}|${state.timeframe}|${state.indicators}|${state.asOf}`;

async function load() {
  const wanted = choice();
  follow(null);
  clearTimeout(state.again);
  say(null);
  const slow = setTimeout(() => say('Loading …'), 200);
  element('chart').setAttribute('aria-busy', 'true');
  try {
    const answer = await Api.get('/v1/bars', address({ limit: BARS, forming: state.asOf === null, asOf: state.asOf }));
    if (wanted !== choice()) {
      return;
    }
    await show(answer);
    clearTimeout(slow);
    if (state.bars.length > 0) {
      say(null);
    }
    state.attempt = 0;
    follow(state.symbol);
  } catch (failed) {
    clearTimeout(slow);
    if (wanted === choice()) {
      lost(failed.message);
    }
  } finally {
    clearTimeout(slow);
    element('chart').removeAttribute('aria-busy');
  }
}

async function show(answer) {
  state.bars = answer.bars;
  state.reachedStart = answer.bars.length < BARS;
  state.gaps = [];
  state.events = new Map();
  pointedAt = null;
  if (state.bars.length > 0) {
    const from = state.bars[0].start_time;
    const [gaps, events] = await Promise.all([
      Api.get('/v1/gaps', { tenant, symbol: state.symbol, timeframe: state.timeframe, from }),
      Api.get('/v1/calendar', { tenant, from, to: state.asOf }),
    ]);
    state.gaps = gaps.gaps;
    drawAll();
    const currencies = state.symbol.split('/');
    drawEvents(events.events.filter((event) => currencies.includes(event.currency) || event.currency === 'All'));
  } else {
    drawAll();
    drawEvents([]);
    say(state.asOf === null
      ? `There are no ${state.timeframe} bars of ${state.symbol} yet; the first will be drawn as it comes`
      : `Nothing was known of ${state.symbol} ${state.timeframe} then, or it was not kept`);
  }
  element('tier').textContent = `from ${answer.tier}${answer.lag > 0 ? `, ${answer.lag} records behind` : ''}`;
  const missing = answer.holes.reduce((sum, hole) => sum + hole.bars, 0);
  element('complete').textContent = answer.complete ? 'complete' : missing > 0 ? `${counted(missing)} bars missing${answer.holes.at(-1).requested ? ', requested' : ''}` : 'not all is kept';
  chart.timeScale().applyOptions({ timeVisible: !DAYS.test(state.timeframe) });
  chart.timeScale().scrollToRealTime();
  legend(null);
}

/** The server does not answer: it is asked again by itself, less and less often, at most every half minute. */
function lost(reason) {
  say(reason, load);
  live('off', 'not connected');
  state.attempt += 1;
  state.again = setTimeout(load, Math.min(30_000, 1_000 * 2 ** state.attempt));
}

async function loadOlder() {
  if (state.loading || state.reachedStart || state.bars.length === 0) {
    return;
  }
  state.loading = true;
  try {
    const answer = await Api.get('/v1/bars', address({ limit: OLDER, to: state.bars[0].start_time, asOf: state.asOf }));
    state.reachedStart = answer.bars.length < OLDER;
    const range = chart.timeScale().getVisibleLogicalRange();
    state.bars = [...answer.bars, ...state.bars];
    drawAll();
    chart.timeScale().setVisibleLogicalRange({ from: range.from + answer.bars.length, to: range.to + answer.bars.length });
  } catch (failed) {
    // What is shown stays; scrolling on asks again.
    live('warn', failed.message);
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
  if (state.asOf !== null) {
    live('warn', `as known at ${fullTime(Date.parse(state.asOf) / 1000)} ${state.zone}`);
    return;
  }
  const source = new EventSource(Api.address('/v1/stream', { tenant, symbol, timeframe: state.timeframe }));
  state.source = source;
  source.addEventListener('hello', () => live('on', 'live'));
  source.addEventListener('error', () => {
    // A browser comes back by itself with the last event's id, unless it was refused: then all is asked for anew.
    if (source.readyState === EventSource.CLOSED) {
      lost('The server refuses to send what is new');
    } else {
      live('warn', 'reconnecting');
    }
  });
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
  if (state.bars.length === 0) {
    say(null);
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
  legend(pointedAt);
}

/** Indicators of a bar are there a moment after it. */
function withIndicators(bar) {
  if (state.indicators.length === 0) {
    return;
  }
  const wanted = choice();
  setTimeout(async () => {
    try {
      const answer = await Api.get('/v1/bars', address({ from: bar.start_time, limit: 500, forming: true, fill: false }));
      if (wanted === choice()) {
        answer.bars.forEach(drawIndicators);
        legend(pointedAt);
      }
    } catch (failed) {
      live('warn', failed.message);
    }
  }, 700);
}

function drawIndicators(bar) {
  const known = state.byTime.get(seconds(bar.start_time));
  if (known === undefined || bar.indicators === undefined) {
    return;
  }
  known.indicators = bar.indicators;
  lines.forEach((line, name) => line.update(pointOf(bar, name), true));
}

// The controls.

function remember() {
  const link = new URLSearchParams({ symbol: state.symbol, timeframe: state.timeframe, indicators: state.indicators.join(',') });
  if (tenant) {
    link.set('tenant', tenant);
  }
  if (state.asOf !== null) {
    link.set('asOf', state.asOf);
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
  element('zone').textContent = state.zone === 'UTC' ? 'UTC' : 'Local';
  element('as-of').value = state.asOf === null ? '' : state.asOf.slice(0, 16);
  element('as-of-menu').classList.toggle('chosen', state.asOf !== null);
  element('csv').href = Api.address('/v1/bars', address({ limit: 50_000, format: 'csv', asOf: state.asOf, fill: false }));
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
  if (names.length === 0) {
    element('indicators').replaceChildren('There are none of this series yet');
    return;
  }
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

function toggleZone() {
  state.zone = state.zone === 'UTC' ? 'local' : 'UTC';
  localStorage.setItem('zone', state.zone);
  element('zone').textContent = state.zone === 'UTC' ? 'UTC' : 'Local';
  chart.applyOptions({ localization: { timeFormatter: (time) => fullTime(time) } });
  legend(pointedAt);
}

element('zone').addEventListener('click', toggleZone);
element('as-of').addEventListener('change', (event) => {
  element('as-of-menu').open = false;
  choose({ asOf: event.target.value === '' ? null : `${event.target.value}:00Z` });
});
element('as-of-now').addEventListener('click', () => {
  element('as-of-menu').open = false;
  choose({ asOf: null });
});
element('theme').addEventListener('click', () => Theme.toggle());
document.addEventListener('themechange', applyTheme);
document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details')) {
    if (menu.open && !menu.contains(event.target)) {
      menu.open = false;
    }
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
    'z': toggleZone,
    '?': () => { element('keys').classList.toggle('shown'); },
    'Home': () => chart.timeScale().setVisibleLogicalRange({ from: 0, to: width }),
    'f': () => chart.timeScale().fitContent(),
    'ArrowLeft': () => move(-width / 10, -width / 10),
    'ArrowRight': () => move(width / 10, width / 10),
    '+': () => move(width / 8, 0),
    '-': () => move(-width / 8, 0),
    'End': () => chart.timeScale().scrollToRealTime(),
    'Escape': () => document.querySelectorAll('details').forEach((menu) => { menu.open = false; }),
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
      say('There are no instruments yet', start);
      return;
    }
    choose({ symbol, asOf: state.asOf });
    const values = await Api.get('/v1/indicators', { tenant, symbol, timeframe: state.timeframe, limit: 1, fill: false });
    listIndicators(Object.keys(values.values[0]?.values ?? {}));
  } catch (failed) {
    say(failed.message, start);
  }
}

start();
