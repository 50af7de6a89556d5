import type { Environment } from '@latchkey/emulator'

type FaultRule = Parameters<Environment['faults']['add']>[0]

/** Faults of the API, and their probability per request. Requests with truncated or HTML responses still take effect. */
const faults: Record<string, FaultRule> = {
  'a 503': {
    probability: 0.02,
    respond: { status: 503, headers: { 'Retry-After': '1' }, body: { message: 'Service Unavailable' } },
  },
  'a reset connection': { probability: 0.02, connection: 'reset' },
  'no response': { probability: 0.005, connection: 'hang' },
  'a truncated response': { probability: 0.01, malform: 'truncate' },
  'HTML instead of JSON': { probability: 0.01, malform: 'html' },
  'two seconds of latency': { probability: 0.05, delay_ms: 2_000 },
}

/** @param speed How many times faster the clock runs. Delays are in real time. */
export function addFaults({ faults: table }: Environment, speed: number): void {
  for (const rule of Object.values(faults)) {
    table.add(rule.delay_ms === undefined ? rule : { ...rule, delay_ms: rule.delay_ms / speed })
  }
}

/** How often each fault was applied, by name. */
export function strikes({ faults: table }: Environment): Record<string, number> {
  const applied = table.list()
  return Object.fromEntries(Object.keys(faults).map((name, index) => [name, applied[index]?.strikes ?? 0]))
}
