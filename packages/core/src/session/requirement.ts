import { ConfigError } from '../errors/config-error.ts'
import type { Permission, Role } from './register.ts'

/**
 * What a signed-in user must have. All criteria must be met; `{}` requires only a signed-in user.
 *
 * A criterion must have a value: one that is `undefined`, `null`, empty, `false` or misspelled is met by no user, so that a
 * failed lookup never grants access. Omit a key if the criterion does not matter.
 */
export interface Requirement {
  /** `true` for any active organization, the ID of the required one, or a list of IDs. */
  organization?: true | string | readonly string[]
  /** The slug of the role, or a list of which the user must have one. */
  role?: Role | readonly Role[]
  /** The slug of the permission, or a list of which the user must have all. */
  permission?: Permission | readonly Permission[]
  /** A feature flag or entitlement in the access token, or a list of which the user must have all. */
  feature?: string | readonly string[]
  /** The maximum number of seconds since the user last signed in. An impersonated session never meets it. */
  freshWithin?: number
  /** Whether an impersonated session meets the requirement. Default `true`. */
  allowImpersonation?: boolean
}

/** The part of a session that a {@link Requirement} needs: both the `auth` of a server and the state of a browser have it. */
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
 * The result of checking a {@link Requirement}: `met`; `no-organization` if the user must select an organization first;
 * `not-fresh` if the user must sign in again; `forbidden` if no action of the user helps.
 */
export type RequirementResult = 'met' | 'no-organization' | 'not-fresh' | 'forbidden'

/**
 * Whether a session meets a requirement. Pure, and the same on servers and in browsers. In a browser it only decides what is
 * shown; the server must check every request. An invalid requirement is `forbidden`; use {@link readRequirement} to get an
 * error instead.
 *
 * @param now Milliseconds since the epoch, for `freshWithin`. Default: the system clock.
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
  // Written so that an age of `NaN` counts as too old.
  const isFresh = freshWithin === undefined || now - subject.authenticatedAt <= freshWithin * 1000
  return isFresh ? 'met' : 'not-fresh'
}

/**
 * Returns the requirement if all of its criteria have a value. Use it where a rule is defined, to detect errors before any
 * request arrives.
 *
 * @param name The name of the requirement in the error, such as `guard.routes['/admin']`. Default `The requirement`.
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

/** The check for each criterion, and its required form for the error. */
const CRITERIA: Record<keyof Requirement, [isValid: (value: unknown) => boolean, form: string]> = {
  organization: [
    (value) => value === true || isNames(value),
    'true, the ID of an organization, or a list of IDs',
  ],
  role: [isNames, 'a role, or a list of roles'],
  permission: [isNames, 'a permission, or a list of permissions'],
  feature: [isNames, 'a feature, or a list of features'],
  freshWithin: [
    (value) => typeof value === 'number' && Number.isFinite(value) && value > 0,
    'a number of seconds greater than 0',
  ],
  allowImpersonation: [(value) => typeof value === 'boolean', 'true or false'],
}

/** The error in a requirement; `undefined` if it is valid. */
function faultOf(requirement: unknown): { option?: string; message: string } | undefined {
  if (!isRecord(requirement)) return { message: 'it must be an object such as { role: "admin" }.' }
  for (const key of Reflect.ownKeys(requirement)) {
    const option = String(key)
    if (!Object.hasOwn(CRITERIA, key)) {
      const known = Object.keys(CRITERIA).join(', ')
      return { option, message: `${option} is not a criterion. The criteria are ${known}.` }
    }
    const [isValid, form] = CRITERIA[key as keyof Requirement]
    if (!isValid(requirement[key as keyof typeof requirement])) {
      return { option, message: `${option} must be ${form}. Omit it if it does not matter.` }
    }
  }
  return undefined
}

/** An object without inherited criteria. It can come from any realm. */
function isRecord(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

const list = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value
