import { ConfigError } from '../../errors/index.ts'
import type { SignUpField } from '../../flow/index.ts'

/** Where the API keeps what is typed into a further input of the sign-up form; `check` is for `beforeSignUp` alone. */
export type SignUpPlace = 'metadata' | 'externalId' | 'check'

/** A further input of the sign-up form that the forms draw. */
export interface SignUpInput extends Omit<SignUpField, 'name'> {
  keep: SignUpPlace
}

/** Further inputs of the sign-up form, by name. One that is only a place has no label: the app draws it itself. */
export type SignUpFields = Readonly<Record<string, SignUpPlace | SignUpInput>>

/** Where each field is kept. */
export const placeOf = (field: SignUpPlace | SignUpInput): SignUpPlace =>
  typeof field === 'string' ? field : field.keep

/** The inputs that the forms draw, in the order of the option. */
export function drawnFields(fields: SignUpFields): SignUpField[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    if (typeof field === 'string') return []
    const { label, type, required, autoComplete } = field
    return [{ name, label, type, required, autoComplete }]
  })
}

/** A sign-up before its account is made. */
export interface SignUpRequest {
  email: string
  firstName: string | undefined
  lastName: string | undefined
  /** The inputs named in `signUpFields` that were filled in. */
  fields: Readonly<Record<string, string>>
  /** Whether the user was invited, and the invitation is good. */
  isInvited: boolean
  /** From `clientAddress`. */
  ipAddress: string | undefined
}

/** What is wrong with a sign-up: a sentence for each input, by name, in the user's language. `form` is for the form as a whole. */
export type SignUpRefusal = Readonly<Record<string, string>>

/** Refuses a sign-up by returning what is wrong with it. */
export type BeforeSignUp = (
  request: SignUpRequest,
) => SignUpRefusal | undefined | Promise<SignUpRefusal | undefined>

/** Inputs that mean something already. */
const TAKEN = new Set([
  ...['email', 'password', 'firstName', 'lastName', 'form'],
  ...['flow', 'kind', 'returnTo', 'token', 'invitationToken', 'organizationId'],
])

const PLACES: readonly string[] = ['metadata', 'externalId', 'check']
const TYPES: readonly string[] = ['text', 'tel', 'url', 'checkbox']

/** What the API takes as the key of metadata. */
const NAME = /^[A-Za-z][\w-]{0,39}$/
const MAXIMUM_FIELDS = 10

/**
 * The allow-list of sign-up fields.
 *
 * @throws {ConfigError} `option_invalid`, naming `signUpFields`.
 */
export function readSignUpFields(fields: SignUpFields = {}): SignUpFields {
  const fault = faultOf(fields)
  if (fault === undefined) return fields
  throw new ConfigError('option_invalid', `signUpFields: ${fault}`, { option: 'signUpFields' })
}

function faultOf(fields: SignUpFields): string | undefined {
  const entries = Object.entries(fields)
  if (entries.length > MAXIMUM_FIELDS) return `there can be ${MAXIMUM_FIELDS} at most.`
  for (const [name, field] of entries) {
    if (TAKEN.has(name)) return `${name} is an input of the form already. Choose another name.`
    if (!NAME.test(name))
      return `${JSON.stringify(name)} must begin with a letter and have 40 letters, digits, _ or - at most.`
    const fault = typeof field === 'string' ? placeFault(name, field) : inputFault(name, field)
    if (fault !== undefined) return fault
  }
  const externalIds = entries.filter(([, field]) => placeOf(field) === 'externalId')
  return externalIds.length > 1 ? 'only one can be the externalId.' : undefined
}

const placeFault = (name: string, place: unknown): string | undefined =>
  PLACES.includes(place as string) ? undefined : `${name} must be one of ${PLACES.join(', ')}.`

function inputFault(name: string, input: Partial<SignUpInput> | null): string | undefined {
  if (typeof input !== 'object' || input === null) return placeFault(name, input)
  const { keep, label, type = 'text' } = input
  if (!PLACES.includes(keep as string)) return `${name}.keep must be one of ${PLACES.join(', ')}.`
  const labels = typeof label === 'string' ? [label] : Object.values(label ?? {})
  if (labels.length === 0 || !labels.every((text) => typeof text === 'string' && text.trim() !== ''))
    return `${name}.label must be a text, or texts by language tag.`
  return TYPES.includes(type) ? undefined : `${name}.type must be one of ${TYPES.join(', ')}.`
}
