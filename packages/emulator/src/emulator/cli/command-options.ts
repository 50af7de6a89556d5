import { parseArgs } from 'node:util'
import { DEFAULT_API_KEY } from '../environment/credentials.ts'

export const USAGE = `latchkey-emulator: a local server that implements the User Management API

  --port 4100           port to listen on; 0 takes any free one; unset: 4100 or the next free one
  --host 127.0.0.1      address to bind; 0.0.0.0 requires the next three options
  --api-key KEY         API key of the default environment
  --client-id ID        client ID of the default environment
  --dashboard-password TEXT      password of the dashboard
  --base-url URL        origin in links and tokens, such as that of a proxy in front of several nodes
  --data DIR            store all data in this folder
  --database-url URL    store all data in this PostgreSQL database
  --memory              store nothing (default)
  --seed FILE           start with this data (JSON or YAML)
  --cost test|dev|production     cost of password hashes, default dev
  --limits off|documented        enforce the documented rate limits, default off
  --faults on|off       whether faults can be added, default on
  --app-origin URL      let links in emails open the /reset-password and /invite pages of this app
  --auto-consent        sign in the user in login_hint without a page
  --smtp URL            also deliver emails to real mailboxes: smtp://user:password@host:587
  --smtp-from ADDRESS   sender address of those emails
  --strict              check every response against the API description
  --deterministic SEED  generate the same IDs, codes and tokens in each run
  --json                print one line of JSON when ready
  --help                print this help

You can also set each option that takes a value with an environment variable, such as
LATCHKEY_EMULATOR_PORT for --port.

latchkey-emulator env   print the variables that an app needs, as NAME=value
  --url URL             URL of the server, default http://127.0.0.1:4100
  --environment NAME    use this environment of the running server, and create it if it does not exist
  --app-origin URL      origin of an app that uses Latchkey: also print it, and a new cookie secret
                        unless the file has one
  --write FILE          write the variables to this file and keep its other lines

latchkey-emulator import FILE   create users from an export: CSV, JSON, or one JSON object per line
  --from NAME           auth0, better-auth, clerk, firebase, supabase or workos
  --url URL             URL of the API, default http://127.0.0.1:4100; for https://api.workos.com, set
                        WORKOS_API_KEY
  --hash-config FILE    the password hash parameters of a Firebase project
  --dry-run             only report what would be imported and left out
`

/** The parsed command line. */
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
  /** The origin of the app whose pages the links in emails open, unless the settings contain other URLs. */
  appOrigin: string | undefined
  autoConsent: boolean
  strict: boolean
  deterministic: string | undefined
  apiKey: string | undefined
  clientId: string | undefined
  dashboardPassword: string | undefined
  smtp: { url: string; from: string } | undefined
  json: boolean
  help: boolean
  /** For `latchkey-emulator env`, instead of starting a server. */
  env:
    | {
        url: string
        environment: string | undefined
        appOrigin: string | undefined
        write: string | undefined
      }
    | undefined
  /** For `latchkey-emulator import`, instead of starting a server. */
  import: ImportCommandOptions | undefined
}

/** The options of `latchkey-emulator import`. */
export interface ImportCommandOptions {
  file: string | undefined
  from: string | undefined
  url: string
  apiKey: string
  hashConfig: string | undefined
  dryRun: boolean
}

/** An invalid command line. The message is for the user who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

type Variables = Record<string, string | undefined>

export function parseCommandLine(args: string[], variables: Variables = process.env): CommandOptions {
  const { values: given, positionals } = parsed(args)
  const [command, ...more] = positionals
  const isCommand = command === undefined || command === 'env' || command === 'import'
  if (!isCommand || more.length > (command === 'import' ? 1 : 0)) {
    throw new UsageError(`${positionals.join(' ')} is not a command. The commands are env and import`)
  }
  const values = { ...fromVariables(variables, given), ...given }
  const storages = [values.memory, values.data, values['database-url']].filter((value) => value !== undefined)
  if (storages.length > 1) throw new UsageError('use only one of --memory, --data and --database-url')
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
    appOrigin: values['app-origin'],
    autoConsent: values['auto-consent'] ?? false,
    strict: values.strict ?? false,
    deterministic: values.deterministic,
    apiKey: values['api-key'],
    clientId: values['client-id'],
    dashboardPassword: values['dashboard-password'],
    smtp: smtpOf(values.smtp, values['smtp-from']),
    env:
      command !== 'env'
        ? undefined
        : {
            url: values.url ?? 'http://127.0.0.1:4100',
            environment: values.environment,
            appOrigin: values['app-origin'],
            write: values.write,
          },
    import: command !== 'import' ? undefined : importOptions(more[0], values, variables),
    json: values.json ?? false,
    help: values.help ?? false,
  }
}

/** The key of the local server is fixed; the key of any other server is read from the environment. */
function importOptions(
  file: string | undefined,
  values: { from?: string; url?: string; 'api-key'?: string; 'hash-config'?: string; 'dry-run'?: boolean },
  variables: Variables,
): ImportCommandOptions {
  const { url = 'http://127.0.0.1:4100' } = values
  const apiKey = values['api-key'] ?? (values.url === undefined ? DEFAULT_API_KEY : variables.WORKOS_API_KEY)
  const dryRun = values['dry-run'] ?? false
  if (apiKey === undefined && !dryRun)
    throw new UsageError('import: set WORKOS_API_KEY to the key of the API')
  return { file, from: values.from, url, apiKey: apiKey ?? '', hashConfig: values['hash-config'], dryRun }
}

function parsed(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        'api-key': { type: 'string' },
        'client-id': { type: 'string' },
        'dashboard-password': { type: 'string' },
        smtp: { type: 'string' },
        'smtp-from': { type: 'string' },
        url: { type: 'string' },
        environment: { type: 'string' },
        'app-origin': { type: 'string' },
        write: { type: 'string' },
        from: { type: 'string' },
        'hash-config': { type: 'string' },
        'dry-run': { type: 'boolean' },
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

const BY_VARIABLE = [
  ...[
    'port',
    'host',
    'base-url',
    'data',
    'database-url',
    'seed',
    'app-origin',
    'cost',
    'limits',
    'faults',
    'deterministic',
  ],
  ...['api-key', 'client-id', 'dashboard-password', 'smtp', 'smtp-from'],
]
const STORAGES = ['memory', 'data', 'database-url']

/** For environments without a command line, such as a service container. Storage given on the command line takes precedence. */
function fromVariables(variables: Variables, given: object): Record<string, string> {
  const hasStorage = STORAGES.some((name) => name in given)
  const names = BY_VARIABLE.filter((name) => !(hasStorage && STORAGES.includes(name)))
  const found = names.map((name) => [
    name,
    variables[`LATCHKEY_EMULATOR_${name.toUpperCase().replaceAll('-', '_')}`],
  ])
  return Object.fromEntries(found.filter(([, value]) => value !== undefined && value !== ''))
}

function smtpOf(
  url: string | undefined,
  from: string | undefined,
): { url: string; from: string } | undefined {
  if (url === undefined) return undefined
  if (!URL.canParse(url) || !/^smtps?:$/.test(new URL(url).protocol)) {
    throw new UsageError('--smtp: use a URL such as smtp://user:password@host:587')
  }
  if (from === undefined || !/^[^@\s]+@[^@\s]+$/.test(from)) {
    throw new UsageError('--smtp needs --smtp-from, the address that emails come from')
  }
  return { url, from }
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
