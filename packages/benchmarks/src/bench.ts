import { parseArgs } from 'node:util'
import { benchmarks } from './benchmarks.ts'
import { describeMachine } from './harness/machine.ts'
import { goalsOf } from './report/markdown.ts'
import type { Settings } from './report/report.ts'
import { writeResults } from './report/write-results.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    busy: { type: 'boolean', default: false },
    large: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '21' },
    minutes: { type: 'string', default: '2' },
    help: { type: 'boolean', default: false },
  },
})

const names = positionals.length > 0 ? positionals : Object.keys(benchmarks)
const unknown = names.filter((name) => !(name in benchmarks))

if (values.help || unknown.length > 0) {
  process.stdout.write(
    `${unknown.map((name) => `There is no benchmark "${name}".\n`).join('')}` +
      'bench [name…] [--busy] [--large] [--rounds 21] [--minutes 2]\n' +
      '  --busy   keeps the second core busy, as on a server under load\n' +
      '  --large  takes the emulator to a million users\n' +
      '  --minutes N  is how long the soak lasts\n' +
      `  names: ${Object.keys(benchmarks).join(' ')}\n`,
  )
  process.exitCode = values.help ? 0 : 1
} else {
  const settings: Settings = {
    rounds: Number(values.rounds),
    milliseconds: 150,
    isBusy: values.busy,
    sessions: 5_200,
    soak: { minutes: Number(values.minutes), users: 400, speed: 10, tokenSeconds: 30 },
    tableSizes: values.large ? [10_000, 100_000, 1_000_000] : [10_000, 100_000],
  }
  const machine = describeMachine()
  for (const name of names) {
    process.stdout.write(`${name} …\n`)
    const report = { name, ...(await (benchmarks[name] as (typeof benchmarks)[string])(settings)) }
    writeResults(report, machine, settings)
    process.stdout.write(`${goalsOf(report.goals)}\n\n`)
  }
}
