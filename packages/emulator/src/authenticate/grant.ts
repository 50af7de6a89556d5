import type * as v from 'valibot'
import type { EnvironmentState } from '../environment/state.ts'
import type { Schema } from '../http/operation.ts'
import type { Finish } from './proceed.ts'

/** One way to authenticate: its `grant_type`, its fields, what it does with them. */
export interface Grant {
  type: string
  /** `required`: the API key must be sent. `public`: it may be left out, but a wrong one is refused. */
  secret: 'required' | 'public'
  /** The middle of the event name, `authentication.<here>_failed`, when a credential can be wrong. */
  failureKind?: 'password' | 'magic_auth' | 'mfa' | 'email_verification'
  fields: Schema
  /** Whom attempts are counted for when limits are on. */
  subject?(fields: never): string
  run(env: EnvironmentState, fields: never, client: Client): Promise<object>
}

/** What is known about who asks, apart from the grant's own fields. */
export interface Client {
  /** Whether the API key was sent and is right. */
  confidential: boolean
  ipAddress: string | null
  userAgent: string | null
  /** What to do at the end instead of starting a session: our pages hand out a code. */
  finish?: Finish
  /** The organization that the application asked for before the person came to our pages. */
  organizationId?: string
}

/** The part of a proof that comes from the request. */
export function origin({ ipAddress, userAgent, organizationId }: Client) {
  return {
    ...(ipAddress !== null && { ipAddress }),
    ...(userAgent !== null && { userAgent }),
    ...(organizationId !== undefined && { organizationId }),
  }
}

interface GrantSpec<Fields extends Schema> {
  type: string
  secret: Grant['secret']
  failureKind?: Grant['failureKind']
  fields: Fields
  subject?(fields: v.InferOutput<Fields>): string
  run(env: EnvironmentState, fields: v.InferOutput<Fields>, client: Client): Promise<object>
}

export function grant<Fields extends Schema>(spec: GrantSpec<Fields>): Grant {
  return spec as unknown as Grant
}
