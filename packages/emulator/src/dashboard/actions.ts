import { allowImpersonation } from '../authorize/impersonation.ts'
import type { FaultRule } from '../environment/faults.ts'
import type { EnvironmentState } from '../environment/state.ts'
import { Failure } from '../http/failure.ts'
import { getInvitation, revokeInvitation } from '../organizations/invitations.ts'
import { isEmail } from '../schemas/values.ts'
import { endSession, endSessionsOf } from '../sessions/end-session.ts'
import { createUser } from '../users/create-user.ts'
import { deleteUser } from '../users/delete-user.ts'
import { getUser } from '../users/find-user.ts'
import { updateUser } from '../users/update-user.ts'

const DASHBOARD_OPERATOR = { email: 'support@latchkey.example', reason: 'Started from the dashboard' }

type Fields = ReadonlyMap<string, string>
type Action = (env: EnvironmentState, fields: Fields) => unknown

/** What the dashboard's buttons do, by section and action. */
const ACTIONS: Record<string, Action> = {
  'inbox clear': (env) => env.outbox.clear(),
  'users create': addUser,
  'users verify': async (env, fields) =>
    updateUser(env, await getUser(env, id(fields)), { email_verified: true }),
  'users impersonate': (env, fields) => allowImpersonation(env, id(fields), DASHBOARD_OPERATOR),
  'users sign-out': (env, fields) => endSessionsOf(env, id(fields)),
  'users delete': async (env, fields) => deleteUser(env, await getUser(env, id(fields))),
  'invitations revoke': async (env, fields) => revokeInvitation(env, await getInvitation(env, id(fields))),
  'sessions revoke': (env, fields) => endSession(env, id(fields)),
  'clock advance': (env, fields) => env.clock.advance((Number(fields.get('seconds')) || 0) * 1000),
  'clock freeze': (env) => env.clock.freeze(),
  'clock resume': (env) => env.clock.resume(),
  'faults add': (env, fields) => env.faults.add(faultOf(fields)),
  'faults clear': (env) => env.faults.clear(),
}

/** Runs one, and returns what to tell the person when it was refused. */
export async function runAction(
  env: EnvironmentState,
  section: string,
  fields: Fields,
): Promise<string | undefined> {
  const name = `${section} ${fields.get('action') ?? ''}`
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  if (action === undefined) return 'This button does nothing.'
  try {
    await action(env, fields)
    return undefined
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const errors = error.body.errors as Array<{ message: string }> | undefined
    return errors?.[0]?.message ?? String(error.body.message)
  }
}

async function addUser(env: EnvironmentState, fields: Fields): Promise<void> {
  const email = (fields.get('email') ?? '').trim()
  if (!isEmail(email)) throw new Failure(422, { message: 'This is not an email address.' })
  await createUser(env, {
    email,
    password: fields.get('password') || null,
    email_verified: fields.get('verified') === 'on',
  })
}

function faultOf(fields: Fields): FaultRule {
  const path = fields.get('path')
  const rule = { times: Math.max(1, Number(fields.get('times')) || 1), ...(path && { path }) }
  switch (fields.get('kind')) {
    case '429':
      return {
        ...rule,
        respond: { status: 429, body: { message: 'Too many requests' }, headers: { 'Retry-After': '2' } },
      }
    case 'slow':
      return { ...rule, delay_ms: 3000 }
    case 'html':
    case 'truncate':
      return { ...rule, malform: fields.get('kind') === 'html' ? 'html' : 'truncate' }
    case 'reset':
      return { ...rule, connection: 'reset' }
    default:
      return { ...rule, respond: { status: 503, body: { message: 'Service unavailable' } } }
  }
}

function id(fields: Fields): string {
  return fields.get('id') ?? ''
}
