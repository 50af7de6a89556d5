import { parseArgs } from 'node:util'

export const USAGE = `latchkey-emulator: a local server that speaks the User Management API

  --port 4100           port to listen on; 0 takes any free one; unset: 4100 or the next free one
  --host 127.0.0.1      loopback address to bind
  --base-url URL        origin that links and tokens name: that of a proxy before several nodes
  --data DIR            keep everything in this folder
  --database-url URL    keep everything in this PostgreSQL database
  --memory              keep nothing (default)
  --seed FILE           start with this content (JSON or YAML)
  --cost test|dev|production     price of password hashes, default dev
  --limits off|documented        enforce the documented rate limits, default off
  --faults on|off       whether faults can be added, default on
  --auto-consent        sign in whom login_hint names, without a page
  --strict              check every response against the API description
  --deterministic SEED  the same ids, codes and tokens at each run
  --json                print one line of JSON when ready
  --help
`

/** What the command line asks for. */
export interface CommandOptions {
  port: number | undefined
  host: string
  baseUrl: string | undefined
  data: string | undefined
  databaseUrl: string | undefined
  seed: string | undefined
  cost: 'test' | 'dev' | 'production'
  limits: 'off' | 'documented'
  faults: 'on' | 'off'
  autoConsent: boolean
  strict: boolean
  deterministic: string | undefined
  json: boolean
  help: boolean
}

/** A command line that cannot be followed; the message is for the user who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export function parseCommandLine(args: string[]): CommandOptions {
  const { values } = parsed(args)
  const storages = [values.memory, values.data, values['database-url']].filter((value) => value !== undefined)
  if (storages.length > 1) throw new UsageError('--memory, --data and --database-url exclude each other')
  return {
    port: values.port === undefined ? undefined : portNumber(values.port),
    host: values.host ?? '127.0.0.1',
    baseUrl: values['base-url'],
    data: values.data,
    databaseUrl: values['database-url'],
    seed: values.seed,
    cost: oneOf('cost', values.cost ?? 'dev', ['test', 'dev', 'production'] as const),
    limits: oneOf('limits', values.limits ?? 'off', ['off', 'documented'] as const),
    faults: oneOf('faults', values.faults ?? 'on', ['on', 'off'] as const),
    autoConsent: values['auto-consent'] ?? false,
    strict: values.strict ?? false,
    deterministic: values.deterministic,
    json: values.json ?? false,
    help: values.help ?? false,
  }
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'base-url': { type: 'string' },
        data: { type: 'string' },
        memory: { type: 'boolean' },
        'database-url': { type: 'string' },
        seed: { type: 'string' },
        cost: { type: 'string' },
        limits: { type: 'string' },
        faults: { type: 'string' },
        'auto-consent': { type: 'boolean' },
        strict: { type: 'boolean' },
        deterministic: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : 'The options are not valid', {
      cause: error,
    })
  }
}

function portNumber(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageError(`--port: ${text} is not a port number`)
  return port
}

function oneOf<Choice extends string>(name: string, text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((candidate) => candidate === text)
  if (choice === undefined) throw new UsageError(`--${name}: use one of ${choices.join(', ')}`)
  return choice
}
