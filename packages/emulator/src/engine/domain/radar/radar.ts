import { failWithMessage, notFound } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import { domainOf, emailKey } from '../../contract/email-address.ts'
import { fromJson, toJson } from '../../storage/json.ts'
import { recordEvent } from '../events/record-event.ts'

/** The types of list entries. */
export const LIST_TYPES = [
  'ip_address',
  'domain',
  'email',
  'device',
  'user_agent',
  'device_fingerprint',
  'country',
] as const

export type ListType = (typeof LIST_TYPES)[number]

export interface RadarSubject {
  ip_address: string
  user_agent: string
  email: string
  auth_method: string
  action: 'sign-up' | 'sign-in'
  signals_id?: string | undefined
  device_id?: string | undefined
}

export interface RadarAssessment {
  verdict: 'allow' | 'block' | 'challenge'
  reason: string
  attempt_id: string
  control?: 'restriction' | 'bot_detection'
  blocklist_type?: ListType
}

/**
 * Assesses an attempt with the lists, where an allow entry takes precedence. A program that identifies itself as a bot is
 * challenged. `doubtful` is the verdict for an attempt that matches no rule.
 */
export async function assessAttempt(
  context: EngineContext,
  subject: RadarSubject,
  { userId = null, doubtful = 'allow' }: { userId?: string | null; doubtful?: 'allow' | 'challenge' } = {},
): Promise<RadarAssessment> {
  const verdict = await assessSubject(context, subject, doubtful)
  const now = context.clock.now()
  const { id } = await context.db
    .insertInto('radar_attempts')
    .values({
      id: context.ids.next('radar_attempt'),
      subject: toJson(subject),
      verdict: verdict.verdict,
      challenge_status: null,
      attempt_status: null,
      created_at: now,
      updated_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (verdict.verdict !== 'allow') {
    await recordEvent(context, 'authentication.radar_risk_detected', {
      auth_method: subject.auth_method,
      action: verdict.verdict === 'block' ? 'blocked' : 'challenged',
      control: verdict.control ?? null,
      blocklist_type: verdict.blocklist_type ?? null,
      ip_address: subject.ip_address,
      user_agent: subject.user_agent,
      user_id: userId,
      email: subject.email,
    })
  }
  return { ...verdict, attempt_id: id }
}

type Assessment = Omit<RadarAssessment, 'attempt_id'>

async function assessSubject(
  context: EngineContext,
  subject: RadarSubject,
  doubtful: 'allow' | 'challenge',
): Promise<Assessment> {
  const listed = await listedAs(context, subject)
  if (listed.some(({ action }) => action === 'allow')) {
    return { verdict: 'allow', reason: 'A list entry allows the attempt.' }
  }
  const blocked = LIST_TYPES.find((type) => listed.some((entry) => entry.type === type))
  if (blocked !== undefined) {
    const reason = `An entry in the block list for ${blocked} matches.`
    return { verdict: 'block', reason, control: 'restriction', blocklist_type: blocked }
  }
  if (/bot|crawler|spider|headless/i.test(subject.user_agent)) {
    return { verdict: 'challenge', reason: 'The user agent is not a browser.', control: 'bot_detection' }
  }
  if (doubtful === 'challenge') return { verdict: 'challenge', reason: 'Every attempt is challenged.' }
  return { verdict: 'allow', reason: 'No signal indicates a risk.' }
}

type Traits = Pick<RadarSubject, 'ip_address' | 'user_agent' | 'email' | 'device_id' | 'signals_id'>

/** The matching entries of all lists. */
function listedAs(context: EngineContext, subject: Traits) {
  const traits: Array<[ListType, string]> = [
    ['ip_address', subject.ip_address],
    ['domain', domainOf(subject.email)],
    ['email', emailKey(subject.email)],
    ['user_agent', subject.user_agent],
    ['device', subject.device_id ?? ''],
    ['device_fingerprint', subject.signals_id ?? ''],
  ]
  return context.db
    .selectFrom('radar_entries')
    .select(['type', 'action'])
    .where((eb) =>
      eb.or(traits.map(([type, entry]) => eb.and([eb('type', '=', type), eb('entry', '=', entry)]))),
    )
    .execute()
}

/** Whether a list blocks the attempt and no list allows it. */
export async function isBlocked(context: EngineContext, traits: Traits): Promise<boolean> {
  const actions = new Set((await listedAs(context, traits)).map(({ action }) => action))
  return actions.has('block') && !actions.has('allow')
}

/** The verdict of an earlier assessment for this email address: `allow` after a completed challenge. Undefined if there is none. */
export async function earlierAssessment(
  context: EngineContext,
  id: string,
  email: string,
): Promise<RadarAssessment['verdict'] | undefined> {
  const row = await context.db
    .selectFrom('radar_attempts')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined || emailKey(fromJson<RadarSubject>(row.subject).email) !== emailKey(email))
    return undefined
  return row.challenge_status === 'success' ? 'allow' : (row.verdict as RadarAssessment['verdict'])
}

/** The browser for which an application creates a user or a code. */
export interface Origin {
  ip_address?: string | null | undefined
  user_agent?: string | null | undefined
  signals_id?: string | null | undefined
}

/**
 * Assesses what an application is about to do for a browser, so that the following sign-in can use the result. Undefined if
 * Radar is off, or if the application sends no data about the browser.
 */
export async function assessOrigin(
  context: EngineContext,
  { ip_address, user_agent, signals_id }: Origin,
  about: Pick<RadarSubject, 'email' | 'auth_method' | 'action'>,
): Promise<{ radar_auth_attempt_id?: string }> {
  if (context.settings.radar === 'off' || (ip_address ?? user_agent ?? signals_id ?? null) === null) return {}
  const subject = {
    ...about,
    ip_address: ip_address ?? '',
    user_agent: user_agent ?? '',
    ...(signals_id != null && { signals_id }),
  }
  const doubtful = context.settings.radar === 'challenge' ? 'challenge' : 'allow'
  const { attempt_id } = await assessAttempt(context, subject, { doubtful })
  return { radar_auth_attempt_id: attempt_id }
}

/** Records how an attempt ended. Fails with 404. */
export async function updateAttempt(
  context: EngineContext,
  id: string,
  change: { challenge_status?: string | undefined; attempt_status?: string | undefined },
): Promise<void> {
  const { challenge_status, attempt_status } = change
  const row = await context.db
    .updateTable('radar_attempts')
    .set({
      ...(challenge_status !== undefined && { challenge_status }),
      ...(attempt_status !== undefined && { attempt_status }),
      updated_at: context.clock.now(),
    })
    .where('id', '=', id)
    .returning('id')
    .executeTakeFirst()
  if (row === undefined) throw notFound('Radar Attempt', id)
}

/** Returns false if the list already has the entry. Fails with 400 if there is no such list. */
export async function addRadarEntry(
  context: EngineContext,
  list: { type: string; action: string },
  entry: string,
): Promise<boolean> {
  const added = await context.db
    .insertInto('radar_entries')
    .values({ ...requireList(list), entry: entryKey(list.type, entry) })
    .onConflict((on) => on.doNothing())
    .returning('entry')
    .executeTakeFirst()
  return added !== undefined
}

/** Fails with 404, or with 400 if there is no such list. */
export async function removeRadarEntry(
  context: EngineContext,
  list: { type: string; action: string },
  entry: string,
): Promise<void> {
  const { type, action } = requireList(list)
  const removed = await context.db
    .deleteFrom('radar_entries')
    .where('type', '=', type)
    .where('action', '=', action)
    .where('entry', '=', entryKey(type, entry))
    .returning('entry')
    .executeTakeFirst()
  if (removed === undefined) throw notFound('Radar List Entry', entry)
}

function requireList({ type, action }: { type: string; action: string }) {
  const isList = LIST_TYPES.some((known) => known === type) && (action === 'allow' || action === 'block')
  if (isList) return { type, action }
  const message = `There is no list '${type}/${action}'. The types are ${LIST_TYPES.join(', ')}; the actions are allow and block.`
  throw failWithMessage(400, message)
}

function entryKey(type: string, entry: string): string {
  if (type === 'email') return emailKey(entry)
  return type === 'domain' ? entry.trim().toLowerCase() : entry.trim()
}
