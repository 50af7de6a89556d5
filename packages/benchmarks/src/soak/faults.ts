import type { Environment } from '@latchkey/emulator'

type FaultRule = Parameters<Environment['faults']['add']>[0]

/** How the API misbehaves, and how likely each request meets it. What is cut short or HTML was done all the same. */
const faults: Record<string, FaultRule> = {
  'a 503': {
    probability: 0.02,
    respond: { status: 503, headers: { 'Retry-After': '1' }, body: { message: 'Service Unavailable' } },
  },
  'a reset connection': { probability: 0.02, connection: 'reset' },
  'no answer': { probability: 0.005, connection: 'hang' },
  'an answer cut short': { probability: 0.01, malform: 'truncate' },
  'HTML instead of JSON': { probability: 0.01, malform: 'html' },
  'two seconds of latency': { probability: 0.05, delay_ms: 2_000 },
}

/** @param speed How many times as fast time runs: delays are of real time. */
export function addFaults({ faults: table }: Environment, speed: number): void {
  for (const rule of Object.values(faults)) {
    table.add(rule.delay_ms === undefined ? rule : { ...rule, delay_ms: rule.delay_ms / speed })
  }
}

/** How often each has struck, by name. */
export function strikes({ faults: table }: Environment): Record<string, number> {
  const applied = table.list()
  return Object.fromEntries(Object.keys(faults).map((name, index) => [name, applied[index]?.strikes ?? 0]))
}
