import { StorageError } from '../../engine/storage/storage-error.ts'
import { createEmulator, type Emulator } from '../emulator.ts'
import { DEFAULT_API_KEY, DEFAULT_CLIENT_ID } from '../environment/credentials.ts'
import { SeedError } from '../seed/apply-seed.ts'
import { type CommandOptions, parseCommandLine, USAGE, UsageError } from './command-options.ts'
import { runEnv } from './env-command.ts'
import { originOf } from './origin.ts'
import { returnMemoryWhenIdle } from './return-memory.ts'

const DEFAULT_PORT = 4100
const PORTS_TO_TRY = 20

/** Runs the command until it is stopped. Resolves with the exit code. */
export async function run(args: string[]): Promise<number> {
  try {
    const options = parseCommandLine(args)
    if (options.help) {
      process.stdout.write(USAGE)
      return 0
    }
    if (options.env !== undefined) {
      const { apiKey = DEFAULT_API_KEY, clientId = DEFAULT_CLIENT_ID } = options
      return await runEnv({ apiKey, clientId, ...options.env })
    }
    if (options.import !== undefined) {
      const { runImport } = await import('./import-command.ts')
      return await runImport(options.import)
    }
    const { appOrigin } = options
    const app = appOrigin && originOf(appOrigin, '--app-origin', 'http://localhost:3000')
    const emulator = await start(options)
    if (app) await leadToPagesOf(app, emulator)
    process.stdout.write(options.json ? readyLine(emulator) : banner(emulator, options))
    returnMemoryWhenIdle()
    await stopSignal()
    await emulator.close()
    return 0
  } catch (error) {
    const message = explain(error)
    if (message === undefined) throw error
    process.stderr.write(`latchkey-emulator: ${message}\n`)
    return 1
  }
}

async function start(options: CommandOptions): Promise<Emulator> {
  const seed = options.seed === undefined ? undefined : await readSeed(options.seed)
  const settings = {
    host: options.host,
    ...(options.baseUrl !== undefined && { baseUrl: options.baseUrl }),
    storage: storageOf(options),
    ...(seed !== undefined && { seed }),
    cost: options.cost,
    limits: options.limits,
    faults: options.faults,
    ...(options.apiKey !== undefined && { apiKey: options.apiKey }),
    ...(options.clientId !== undefined && { clientId: options.clientId }),
    ...(options.dashboardPassword !== undefined && { dashboardPassword: options.dashboardPassword }),
    ...(options.smtp !== undefined && { smtp: options.smtp }),
    autoConsent: options.autoConsent,
    strict: options.strict,
    ...(options.deterministic !== undefined && { deterministic: options.deterministic }),
    onSeeded: progress,
  }
  if (options.port !== undefined) return createEmulator({ ...settings, port: options.port })
  for (let port = DEFAULT_PORT; ; port++) {
    try {
      return await createEmulator({ ...settings, port })
    } catch (error) {
      if (!isTaken(error) || port >= DEFAULT_PORT + PORTS_TO_TRY) throw error
    }
  }
}

/** Keeps settings that come from a seed or an earlier run. */
async function leadToPagesOf(appOrigin: string, { default: { settings } }: Emulator): Promise<void> {
  const { password_reset_url, invitation_url } = settings.get()
  await settings.update({
    password_reset_url: password_reset_url ?? `${appOrigin}/reset-password`,
    invitation_url: invitation_url ?? `${appOrigin}/invite`,
  })
}

/** Reports progress after every tenth of a list. Written to stderr, so that the output of `--json` stays one line. */
function progress(list: string, done: number, total: number): void {
  const tenth = Math.max(500, Math.floor(total / 10 / 500) * 500)
  if (done % tenth === 0) process.stderr.write(`latchkey-emulator: seeding ${list}, ${done} of ${total}\n`)
}

async function readSeed(file: string) {
  const { readSeedFile } = await import('../seed/read-seed-file.ts')
  return readSeedFile(file)
}

function storageOf({ data, databaseUrl }: CommandOptions) {
  if (databaseUrl !== undefined) return { postgres: databaseUrl }
  return data === undefined ? ('memory' as const) : { dir: data }
}

function readyLine({ url, default: { apiKey, clientId } }: Emulator): string {
  return `${JSON.stringify({ url, apiKey, clientId, dashboardUrl: `${url}/_emulator/` })}\n`
}

function banner(
  { url, default: { apiKey, clientId } }: Emulator,
  { data, databaseUrl }: CommandOptions,
): string {
  return `
  Latchkey emulator   ${url}
  Inbox, dashboard    ${url}/_emulator/
  WORKOS_API_KEY      ${apiKey}
  WORKOS_CLIENT_ID    ${clientId}
  Storage             ${data ?? (databaseUrl === undefined ? 'memory' : 'PostgreSQL')}

`
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
}

/** The message for the user. Undefined for a bug in the emulator, which is shown with its stack trace. */
function explain(error: unknown): string | undefined {
  // Compared by name, because a server does not load the import code that defines this class.
  if (error instanceof Error && error.name === 'ExportError') return error.message
  if (error instanceof UsageError || error instanceof SeedError || error instanceof StorageError) {
    return error.message
  }
  if (isTaken(error)) return `port ${error.port} is taken; choose another with --port, or --port 0 for any`
  if (!(error instanceof Error)) return undefined
  if (/loopback|^apiKey:|^clientId:|base URL/.test(error.message)) return error.message
  const code = 'code' in error ? error.code : undefined
  if (code === 'ERR_MODULE_NOT_FOUND' && error.message.includes("'pg'")) {
    return '--database-url needs the package pg: npm install pg'
  }
  if (code === 'ERR_MODULE_NOT_FOUND' && error.message.includes("'nodemailer'")) {
    return '--smtp needs the package nodemailer: npm install nodemailer'
  }
  if (code === 'ENOENT' || code === 'EACCES') return error.message
  return undefined
}

function isTaken(error: unknown): error is Error & { port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
}
