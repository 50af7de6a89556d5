import { emailKey } from '../../engine/contract/email-address.ts'
import { readTotpSecret, totpCode, totpStep } from '../../engine/domain/factors/totp.ts'
import type { ConvertedUser, ConvertOptions, ExportRow, ExportSource } from './export-row.ts'
import type { ImportJournal, ImportOutcome } from './import-journal.ts'

/** Sends a request to the API. Rejects if the API cannot be reached. */
export type SendRequest = (method: string, path: string, body?: object) => Promise<ApiReply>

export interface ApiReply {
  status: number
  body: Record<string, unknown>
}

export interface ImportOptions extends ConvertOptions {
  /** The maximum number of parallel requests. */
  concurrency: number
  /** Converts the users and writes the report, but sends no requests. */
  dryRun?: boolean
  /** Called after each row. */
  onRow?(outcome: ImportOutcome): void
}

const DONE = new Set(['created', 'existed', 'skipped'])

/**
 * Creates the exported users, a few at a time. Skips rows that the journal lists as done, and does not change users that
 * already exist, so an import can be run again. Rejects if the API cannot be reached. Users that the API refuses are
 * recorded in the journal.
 */
export async function importUsers(
  rows: AsyncIterable<ExportRow>,
  source: ExportSource,
  send: SendRequest,
  journal: ImportJournal,
  options: ImportOptions,
): Promise<void> {
  const iterator = rows[Symbol.asyncIterator]()
  let row = 0
  let hasFailed = false
  async function lane(): Promise<void> {
    while (!hasFailed) {
      const number = ++row
      const next = await iterator.next()
      if (next.done) return
      if (DONE.has(journal.outcomes.get(number)?.outcome ?? '')) continue
      const outcome = { row: number, ...(await importRow(next.value, source, send, options)) }
      journal.add(outcome)
      options.onRow?.(outcome)
    }
  }
  const lanes = Array.from({ length: options.concurrency }, () =>
    lane().catch((error: unknown) => {
      hasFailed = true
      throw error
    }),
  )
  const ended = await Promise.allSettled(lanes)
  await iterator.return?.(undefined)
  for (const one of ended) if (one.status === 'rejected') throw one.reason
}

type RowOutcome = Omit<ImportOutcome, 'row'>

async function importRow(
  row: ExportRow,
  source: ExportSource,
  send: SendRequest,
  options: ImportOptions,
): Promise<RowOutcome> {
  const converted = source.convert(row, options)
  if ('skipped' in converted) return { outcome: 'skipped', reason: converted.skipped }
  const { fields, leftOut } = converted
  const about = { email: fields.email, ...(leftOut.length > 0 && { left_out: leftOut }) }
  if (options.dryRun) return { outcome: 'created', ...about }
  const { status, body } = await send('POST', '/user_management/users', fields)
  if (status === 201) {
    const userId = String(body.id)
    const missing = await importFactor(converted, userId, send)
    return { outcome: 'created', ...about, user_id: userId, ...withLeftOut([...leftOut, ...missing]) }
  }
  const taken = takenIn(body)
  if (taken === undefined) return { outcome: 'failed', ...about, reason: reasonOf(status, body) }
  const holder = await holderOf(converted, send)
  const isSame = holder !== undefined && emailKey(holder.email) === emailKey(fields.email)
  if (taken === 'external ID' && !isSame) {
    const reason = 'the external ID belongs to a user with another email address'
    return { outcome: 'failed', ...about, reason, ...(holder && { user_id: holder.id }) }
  }
  // The previous run may have stopped after creating the user and before enrolling the factor.
  const missing = isSame ? await importFactor(converted, holder.id, send) : []
  return {
    outcome: 'existed',
    ...about,
    ...(isSame && { user_id: holder.id }),
    ...withLeftOut([...leftOut, ...missing]),
  }
}

const withLeftOut = (names: string[]) => (names.length > 0 ? { left_out: names } : {})

/** The user with the external ID, who is the exported user only if the email address is also the same. */
async function holderOf({ fields }: ConvertedUser, send: SendRequest) {
  if (fields.external_id === undefined) return undefined
  const path = `/user_management/users/external_id/${encodeURIComponent(fields.external_id)}`
  const { status, body } = await send('GET', path)
  return status === 200 ? { id: String(body.id), email: String(body.email) } : undefined
}

/** Enrolls the authenticator app and confirms it with a generated code. Returns the names of the data that was not imported. */
async function importFactor(
  { totpSecret }: ConvertedUser,
  userId: string,
  send: SendRequest,
): Promise<string[]> {
  if (totpSecret === undefined) return []
  const secret = readTotpSecret(totpSecret)
  if (secret === undefined) return ['authenticator app']
  const path = `/user_management/users/${userId}/auth_factors`
  const known = (await send('GET', path)).body.data
  if (Array.isArray(known) && known.length > 0) return []
  const enrolled = await send('POST', path, { type: 'totp', totp_secret: secret })
  const challenge = enrolled.body.authentication_challenge as { id?: string } | undefined
  if (enrolled.status !== 201 || challenge?.id === undefined) return ['authenticator app']
  const code = totpCode(secret, totpStep(Date.now()))
  const verified = await send('POST', `/auth/challenges/${challenge.id}/verify`, { code })
  return verified.body.valid === true ? [] : ['authenticator app']
}

/** The field whose value another user already has. Undefined if the API refused the user for another reason. */
function takenIn({ code, errors }: Record<string, unknown>): 'external ID' | 'email address' | undefined {
  if (code === 'external_id_already_used') return 'external ID'
  const all = Array.isArray(errors) ? (errors as Array<{ code?: string }>) : []
  return all.some((error) => error.code === 'email_not_available') ? 'email address' : undefined
}

function reasonOf(status: number, { code, message, errors, error }: Record<string, unknown>): string {
  const all = Array.isArray(errors) ? (errors as Array<{ message?: string }>) : []
  const words = all.flatMap((one) => one.message ?? []).join(' ') || message || error || ''
  return `${status} ${String(code ?? '')}: ${String(words)}`.replace(' :', ':')
}
