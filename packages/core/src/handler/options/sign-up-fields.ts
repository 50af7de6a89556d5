import { ConfigError } from '../../errors/index.ts'
import type { SignUpField, SignUpNameRule, SignUpNames } from '../../flow/index.ts'

/** Where the value of an additional sign-up input is stored in the API. `check` only passes it to `beforeSignUp`. */
export type SignUpPlace = 'metadata' | 'externalId' | 'check'

/** An additional sign-up input that the forms render. */
export interface SignUpInput extends Omit<SignUpField, 'name'> {
  keep: SignUpPlace
}

/**
 * The inputs of the sign-up form besides the email address and the password. `firstName` and `lastName` take a
 * `SignUpNameRule`. Every other name is an additional input: with only a storage place it is not rendered, because the app
 * renders it itself.
 */
export interface SignUpFields extends SignUpNames {
  readonly [name: string]: SignUpPlace | SignUpInput | SignUpNameRule | undefined
}

/** Additional sign-up inputs, by name. */
export type OwnFields = Readonly<Record<string, SignUpPlace | SignUpInput>>

/** The option `signUpFields` as the handler uses it. */
export interface SignUpForm {
  names: SignUpNames | undefined
  fields: OwnFields
}

/** Where a field is stored. */
export const placeOf = (field: SignUpPlace | SignUpInput): SignUpPlace =>
  typeof field === 'string' ? field : field.keep

/** The inputs that the forms render, in the order of the option. */
export function drawnFields(fields: OwnFields): SignUpField[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    if (typeof field === 'string') return []
    const { label, type, required, autoComplete } = field
    return [{ name, label, type, required, autoComplete }]
  })
}

/** A sign-up before its account is created. */
export interface SignUpRequest {
  email: string
  firstName: string | undefined
  lastName: string | undefined
  /** The inputs named in `signUpFields` that were filled in. */
  fields: Readonly<Record<string, string>>
  /** Whether the user has a valid invitation. */
  isInvited: boolean
  /** The result of `clientAddress`. */
  ipAddress: string | undefined
}

/** The errors of a sign-up: a message for each input, by name, in the user's language. `form` is for the form as a whole. */
export type SignUpRefusal = Readonly<Record<string, string>>

/** Refuses a sign-up by returning its errors. */
export type BeforeSignUp = (
  request: SignUpRequest,
) => SignUpRefusal | undefined | Promise<SignUpRefusal | undefined>

/** Names of inputs that already have a meaning. */
const TAKEN = new Set([
  ...['email', 'password', 'form'],
  ...['flow', 'kind', 'returnTo', 'token', 'invitationToken', 'organizationId'],
])

/** Other spellings of the names that the form already asks for. */
const NAMES: Readonly<Record<string, keyof SignUpNames>> = { firstname: 'firstName', lastname: 'lastName' }
const NAME_RULES: readonly unknown[] = ['required', 'optional', false] satisfies SignUpNameRule[]

const PLACES: readonly string[] = ['metadata', 'externalId', 'check']
const TYPES: readonly string[] = ['text', 'tel', 'url', 'checkbox']

/** The metadata keys that the API accepts. */
const NAME = /^[A-Za-z][\w-]{0,39}$/
const MAXIMUM_FIELDS = 10

/**
 * The allow-list of sign-up fields.
 *
 * @throws {ConfigError} `option_invalid`, naming `signUpFields`.
 */
export function readSignUpFields({ firstName, lastName, ...rest }: SignUpFields = {}): SignUpForm {
  const names = { ...(firstName !== undefined && { firstName }), ...(lastName !== undefined && { lastName }) }
  const fields = rest as OwnFields
  const fault = nameFault(names) ?? faultOf(fields)
  if (fault === undefined) return { names: Object.keys(names).length > 0 ? names : undefined, fields }
  throw new ConfigError('option_invalid', `signUpFields: ${fault}`, { option: 'signUpFields' })
}

function nameFault(names: SignUpNames): string | undefined {
  const wrong = Object.entries(names).find(([, rule]) => !NAME_RULES.includes(rule))
  return (
    wrong && `${wrong[0]} must be 'required', 'optional' or false. It is always stored as the user's name.`
  )
}

function faultOf(fields: OwnFields): string | undefined {
  const entries = Object.entries(fields)
  if (entries.length > MAXIMUM_FIELDS) return `there can be at most ${MAXIMUM_FIELDS}.`
  for (const [name, field] of entries) {
    const known = NAMES[name.toLowerCase().replace(/[_-]/g, '')]
    if (known) return `the form already asks for ${known}. Write ${known} instead of ${JSON.stringify(name)}.`
    if (TAKEN.has(name)) return `${name} is already an input of the form. Choose another name.`
    if (!NAME.test(name))
      return `${JSON.stringify(name)} must begin with a letter and have at most 40 letters, digits, _ or -.`
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
    return `${name}.label must be a string, or strings by language tag.`
  return TYPES.includes(type) ? undefined : `${name}.type must be one of ${TYPES.join(', ')}.`
}
