import { ConfigError } from '../../errors/index.ts'

/** Further inputs of the sign-up form, by name, and where the API keeps what is typed. */
export type SignUpFields = Readonly<Record<string, 'metadata' | 'externalId' | 'check'>>

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
  if (entries.filter(([, place]) => place === 'externalId').length > 1)
    return 'only one can be the externalId.'
  for (const [name, place] of entries) {
    if (TAKEN.has(name)) return `${name} is an input of the form already. Choose another name.`
    if (!NAME.test(name))
      return `${JSON.stringify(name)} must begin with a letter and have 40 letters, digits, _ or - at most.`
    if (!PLACES.includes(place)) return `${name} must be one of ${PLACES.join(', ')}.`
  }
  return undefined
}
