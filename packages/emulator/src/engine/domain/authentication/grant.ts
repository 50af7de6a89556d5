import * as v from 'valibot'
import { failOAuth } from '../../base/failure.ts'
import type { EngineContext } from '../../context/engine-context.ts'
import type { Outcome } from './outcome.ts'

/** What is known about the client, in addition to the grant's own fields. */
export interface Client {
  /** Whether a valid API key was sent. */
  confidential: boolean
  ipAddress: string | null
  userAgent: string | null
  /** The ids by which Radar recognizes a device or a browser. */
  deviceId?: string
  signalsId?: string
  /** The organization that the application requested before the user opened the hosted pages. */
  organizationId?: string
}

/** Identifies the user that an attempt is for. */
export type Claimed = { email: string } | { pendingToken: string }

/** One use of a grant, with its fields. */
export interface Attempt {
  /** The middle of the event name, `authentication.<here>_failed`, if a credential can be wrong. */
  failureKind?: 'password' | 'magic_auth' | 'mfa' | 'email_verification'
  claimed?: Claimed
  /** The subject for which attempts are counted if limits are on. */
  subject?: string
  run(context: EngineContext, client: Client): Promise<Outcome>
}

/** One way to authenticate, identified by its `grant_type`. */
export interface Grant {
  type: string
  /** `required`: the API key must be sent. `public`: it can be omitted, but a wrong one is refused. */
  secret: 'required' | 'public'
  fields: v.GenericSchema
  /** Reads the fields of a request. Fails with 400 `invalid_request`. */
  read(body: unknown): Attempt
}

interface GrantSpec<Fields> {
  type: string
  secret: Grant['secret']
  failureKind?: NonNullable<Attempt['failureKind']>
  fields: v.GenericSchema<unknown, Fields>
  claimed?(fields: Fields): Claimed
  /** Default: the value of {@link Attempt.claimed}. */
  subject?(fields: Fields): string
  run(context: EngineContext, fields: Fields, client: Client): Promise<Outcome>
}

/** A grant with typed fields, which the hosted pages fill in directly. */
export interface TypedGrant<Fields> extends Grant {
  attempt(fields: Fields): Attempt
}

export function grant<Fields>(spec: GrantSpec<Fields>): TypedGrant<Fields> {
  function attempt(fields: Fields): Attempt {
    const claimed = spec.claimed?.(fields)
    const subject = spec.subject?.(fields) ?? subjectOf(claimed)
    return {
      ...(spec.failureKind !== undefined && { failureKind: spec.failureKind }),
      ...(claimed !== undefined && { claimed }),
      ...(subject !== undefined && { subject }),
      run: (context, client) => spec.run(context, fields, client),
    }
  }
  return {
    type: spec.type,
    secret: spec.secret,
    fields: spec.fields,
    attempt,
    read: (body) => attempt(parseFields(spec.fields, body)),
  }
}

function subjectOf(claimed: Claimed | undefined): string | undefined {
  if (claimed === undefined) return undefined
  return 'email' in claimed ? claimed.email : claimed.pendingToken
}

/**
 * Reports a malformed request in the OAuth format: 400 `invalid_request`. A parameter without a value counts as omitted (RFC
 * 6749 §3.2).
 */
export function parseFields<Output>(schema: v.GenericSchema<unknown, Output>, body: unknown): Output {
  const result = v.safeParse(schema, withoutEmpty(body))
  if (result.success) return result.output
  const field = v.getDotPath(result.issues[0]) ?? 'body'
  throw failOAuth('invalid_request', `The parameter ${field} is missing or malformed.`)
}

function withoutEmpty(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== ''))
}

/** The part of a proof that comes from the request. */
export function originOf({ ipAddress, userAgent, organizationId, deviceId, signalsId }: Client) {
  return {
    ...(ipAddress !== null && { ipAddress }),
    ...(userAgent !== null && { userAgent }),
    ...(organizationId !== undefined && { organizationId }),
    ...(deviceId !== undefined && { deviceId }),
    ...(signalsId !== undefined && { signalsId }),
  }
}
