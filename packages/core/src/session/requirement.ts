import { ConfigError } from '../errors/config-error.ts'
import type { Permission, Role } from './register.ts'

/**
 * What a signed-in user has to have. All that is named has to hold; `{}` asks for nothing more than being signed in.
 *
 * A criterion that is there has to say something: one that is `undefined`, `null`, empty, `false` or misspelled is met by
 * nobody, so that a lookup that finds nothing opens nothing. Leave the key out where it does not matter.
 */
export interface Requirement {
  /** `true` for any organization, or the id of the one that has to be open, or of one of several. */
  organization?: true | string | readonly string[]
  /** The role's slug, or one of several. */
  role?: Role | readonly Role[]
  /** The permission's slug, or all of several. */
  permission?: Permission | readonly Permission[]
  /** A feature flag or an entitlement of the access token, or all of several. */
  feature?: string | readonly string[]
  /** Seconds since the user last signed in actively, at most. Impersonation never meets it. */
  freshWithin?: number
  /** Whether someone who is acting as the user meets the requirement. Default `true`. */
  allowImpersonation?: boolean
}

/** A session, as far as a {@link Requirement} asks about it: the `auth` of a server and the state of a browser alike. */
export interface RequirementSubject {
  organizationId?: string | null | undefined
  refusedOrganizationId?: string | null | undefined
  roles: readonly string[]
  permissions: readonly string[]
  entitlements?: readonly string[]
  featureFlags?: readonly string[]
  impersonator?: object | null | undefined
  /** Milliseconds since the epoch. */
  authenticatedAt: number
}

/**
 * The result of checking a {@link Requirement}: `met`; `no-organization` for a user who has to open an organization first,
 * `not-fresh` for one who has to sign in again; `forbidden` where nothing that the user does here helps.
 */
export type RequirementResult = 'met' | 'no-organization' | 'not-fresh' | 'forbidden'

/**
 * Whether a session meets a requirement. Pure, and the same on servers and in browsers; a browser only hides, the
 * server decides. A requirement that cannot be understood is `forbidden`; see {@link readRequirement} for an error.
 *
 * @param now Milliseconds since the epoch, for `freshWithin`. Default: this machine's clock.
 */
export function checkRequirement(
  subject: RequirementSubject,
  requirement: Requirement,
  now: number = Date.now(),
): RequirementResult {
  if (faultOf(requirement) !== undefined) return 'forbidden'
  const { organization, role, permission, feature, freshWithin, allowImpersonation } = requirement
  const isImpersonated = subject.impersonator != null
  if (isImpersonated && (allowImpersonation === false || freshWithin !== undefined)) return 'forbidden'
  const open = subject.organizationId ?? undefined
  if (organization !== undefined && open === undefined)
    return subject.refusedOrganizationId == null ? 'no-organization' : 'forbidden'
  const features = [...(subject.featureFlags ?? []), ...(subject.entitlements ?? [])]
  const holds =
    (organization === undefined || organization === true || list(organization).some((one) => one === open)) &&
    (role === undefined || list(role).some((one) => subject.roles.includes(one))) &&
    (permission === undefined || list(permission).every((one) => subject.permissions.includes(one))) &&
    (feature === undefined || list(feature).every((one) => features.includes(one)))
  if (!holds) return 'forbidden'
  // Written so that an age that is no number is too old.
  const isFresh = freshWithin === undefined || now - subject.authenticatedAt <= freshWithin * 1000
  return isFresh ? 'met' : 'not-fresh'
}

/**
 * The requirement, if every criterion in it says something. For the place where a rule is written down: what is wrong
 * with it is known there before any request comes.
 *
 * @param name What the message calls it, such as `guard.routes['/admin']`. Default `The requirement`.
 * @throws {ConfigError} `option_invalid`, naming the criterion as `option`.
 */
export function readRequirement(requirement: unknown, name = 'The requirement'): Requirement {
  const fault = faultOf(requirement)
  if (fault === undefined) return requirement as Requirement
  throw new ConfigError('option_invalid', `${name}: ${fault.message}`, { option: fault.option })
}

const isName = (value: unknown) => typeof value === 'string' && value.trim() !== ''

// `Array.from` fills the holes of a list, which `every` would skip.
const isNames = (value: unknown) =>
  isName(value) || (Array.isArray(value) && value.length > 0 && Array.from(value).every(isName))

/** Whether a criterion says something, and what to write when it does not. */
const CRITERIA: Record<keyof Requirement, [isValid: (value: unknown) => boolean, form: string]> = {
  organization: [
    (value) => value === true || isNames(value),
    'true, or the id of an organization, or a list of ids',
  ],
  role: [isNames, 'a role, or a list of roles'],
  permission: [isNames, 'a permission, or a list of permissions'],
  feature: [isNames, 'a feature, or a list of features'],
  freshWithin: [
    (value) => typeof value === 'number' && Number.isFinite(value) && value > 0,
    'a number of seconds above 0',
  ],
  allowImpersonation: [(value) => typeof value === 'boolean', 'true or false'],
}

/** Why a requirement would not mean what it seems to mean; `undefined` when all is well. */
function faultOf(requirement: unknown): { option?: string; message: string } | undefined {
  if (!isRecord(requirement)) return { message: 'it must be an object such as { role: "admin" }.' }
  for (const key of Reflect.ownKeys(requirement)) {
    const option = String(key)
    if (!Object.hasOwn(CRITERIA, key)) {
      const known = Object.keys(CRITERIA).join(', ')
      return { option, message: `${option} is no criterion. There are ${known}.` }
    }
    const [isValid, form] = CRITERIA[key as keyof Requirement]
    if (!isValid(requirement[key as keyof typeof requirement])) {
      return { option, message: `${option} must be ${form}. Leave it out where it does not matter.` }
    }
  }
  return undefined
}

/** An object without inherited criteria, of whichever realm. */
function isRecord(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

const list = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value
