import { html } from '../../engine/base/html.ts'
import type { FaultRule } from '../faults/faults.ts'
import { actionButton, mono, options, plain, table } from './parts.ts'
import { type Fields, refuse, type Section } from './section.ts'

/** The kinds of faults, by the value in the form. */
const KINDS: Record<string, { label: string; rule: FaultRule }> = {
  '503': {
    label: 'Respond 503',
    rule: { respond: { status: 503, body: { message: 'Service unavailable' } } },
  },
  '500': { label: 'Respond 500', rule: { respond: { status: 500, body: { message: 'Internal error' } } } },
  '429': {
    label: 'Respond 429, Retry-After 2 s',
    rule: {
      respond: { status: 429, body: { message: 'Too many requests' }, headers: { 'Retry-After': '2' } },
    },
  },
  slow: { label: 'Delay only', rule: {} },
  html: { label: 'Respond with HTML', rule: { malform: 'html' } },
  truncate: { label: 'Truncate the response', rule: { malform: 'truncate' } },
  empty: { label: 'Respond with an empty body', rule: { malform: 'empty' } },
  wrong_type: { label: 'Respond with the wrong type', rule: { malform: 'wrong_type' } },
  reset: { label: 'Drop the connection', rule: { connection: 'reset' } },
  hang: { label: 'Never respond', rule: { connection: 'hang' } },
}

export const faultsSection: Section = {
  title: 'Faults',
  show({ environment }) {
    if (!environment.config.faults) {
      return html`<h1>Faults</h1><p>Faults are turned off: the server was started with <code>--faults off</code>.</p>`
    }
    return html`<h1>Faults</h1>
<p class="soft">Make the API fail, to see how your application handles it.</p>
${table(
  ['Where', 'What', { label: 'Count', end: true }, { label: 'Limit', end: true }],
  environment.faults.list().map(({ id, strikes, path, method, times, ...rule }) => ({
    key: id,
    cells: [
      html`${method} ${mono(path ?? 'every path')}`,
      mono(JSON.stringify(rule)),
      plain(strikes),
      plain(times ?? 'all'),
    ],
  })),
  'No faults.',
)}
<div class="line">${actionButton('add', 'Fail the next call', { kind: '503', times: '1' })} ${actionButton('clear', 'Remove all')}</div>
<section class="card"><h2>Add a fault</h2>
<form method="post" class="fields">
<label>Path <input name="path" placeholder="/user_management/authenticate, or /user_management/*" autocomplete="off"></label>
<label>Method <select name="method">${options(['', 'GET', 'POST', 'PUT', 'DELETE'].map((name) => [name, name || 'any'] as const))}</select></label>
<label>What happens <select name="kind">${options(Object.entries(KINDS).map(([name, { label }]) => [name, label] as const))}</select></label>
<label>Delay (ms) <input name="delay" type="number" min="0" max="60000" placeholder="0"></label>
<label>Number of times (empty: always) <input name="times" type="number" min="1" value="1"></label>
<label>Requests to let through first <input name="after" type="number" min="0" placeholder="0"></label>
<label>Probability (%) <input name="percent" type="number" min="1" max="100" placeholder="100"></label>
<button name="action" value="add">Add fault</button></form></section>`
  },
  notices: { add: 'The fault was added.', clear: 'All faults were removed.' },
  actions: {
    async add({ environment }, fields) {
      if (!environment.config.faults) refuse('Faults are turned off.')
      await environment.faults.add(ruleOf(fields)).stored
    },
    clear: ({ environment }) => environment.faults.clear(),
  },
}

function ruleOf(fields: Fields): FaultRule {
  const kind = KINDS[fields('kind')] ?? refuse('Choose what happens.')
  const number = (name: string) => (fields(name) === '' ? undefined : Math.max(0, Number(fields(name)) || 0))
  const [times, after, delay, percent] = ['times', 'after', 'delay', 'percent'].map(number)
  return {
    ...(fields('path') !== '' && { path: fields('path') }),
    ...(fields('method') !== '' && { method: fields('method') }),
    ...(times !== undefined && { times: Math.max(1, times) }),
    ...(after !== undefined && { after }),
    ...(delay !== undefined && { delay_ms: Math.min(delay, 60_000) }),
    ...(percent !== undefined && { probability: percent / 100 }),
    ...kind.rule,
  }
}
