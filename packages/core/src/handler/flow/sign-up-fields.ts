import type { FlowInput } from '../../flow/index.ts'
import { signUpInputs } from '../../flow/sign-up-field.ts'
import { flowFailure } from '../failures/flow-failure.ts'
import { RouteError } from '../failures/route-error.ts'
import { trimInvisible } from '../identity/invisible.ts'
import { type OwnFields, placeOf, type SignUpRequest } from '../options/sign-up-fields.ts'
import type { AdvanceContext } from './flow-context.ts'

/** The maximum length of a metadata value, and of an external ID. */
const LONGEST = { metadata: 600, externalId: 128, check: 600 }

/** The values of the inputs on the allow-list. All other inputs are ignored. */
export function readFields(input: FlowInput, allowed: OwnFields): Record<string, string> {
  const given: Record<string, string> = {}
  for (const [name, field] of Object.entries(allowed)) {
    const place = placeOf(field)
    const value = trimInvisible(input[name] ?? '')
    if (value === '' || (isCheckbox(field) && value === 'false')) continue
    if (value.length > LONGEST[place]) throw new RouteError(flowFailure('invalid_request', { field: name }))
    given[name] = value
  }
  return given
}

/** A script may send an unchecked box as `false`; a form leaves it out. */
const isCheckbox = (field: OwnFields[string]) => typeof field !== 'string' && field.type === 'checkbox'

/** The place in the API where each field of a new account is stored. */
export function placesOf(given: Readonly<Record<string, string>>, allowed: OwnFields) {
  const at = (place: string) => Object.entries(given).filter(([name]) => isStoredAt(allowed[name], place))
  const metadata = Object.fromEntries(at('metadata'))
  return {
    ...(Object.keys(metadata).length > 0 && { metadata }),
    externalId: at('externalId')[0]?.[1],
  }
}

const isStoredAt = (field: OwnFields[string] | undefined, place: string) =>
  field !== undefined && placeOf(field) === place

/** The inputs that the sign-up form requires. */
const requiredFields = ({ offer }: Pick<AdvanceContext, 'offer'>) =>
  signUpInputs(offer).filter(({ required }) => required)

/**
 * Refuses a sign-up without a required input.
 *
 * @throws {RouteError} `field_required`, naming the first one.
 */
export function requireFields(given: FlowInput, context: AdvanceContext): void {
  const missing = requiredFields(context).find(({ name }) => given[name] === undefined)
  if (missing) throw new RouteError(flowFailure('field_required', { field: missing.name }))
}

/** Whether an account needs the sign-up form: an emailed code would create one without the fields that the app requires. */
export const needsForm = (context: AdvanceContext): boolean =>
  context.beforeSignUp !== undefined || requiredFields(context).length > 0

/**
 * Asks the app whether a sign-up is allowed.
 *
 * @throws {RouteError} `sign_up_not_allowed` with the app's own messages. If `beforeSignUp` itself throws, that error is passed
 *   on, and no account is created.
 */
export async function allowSignUp(request: SignUpRequest, { beforeSignUp }: AdvanceContext): Promise<void> {
  const messages = await beforeSignUp?.(request)
  if (messages == null) return
  const entries = Object.entries(messages)
  const [field = 'form', message] = entries[0] ?? []
  throw new RouteError(
    flowFailure('sign_up_not_allowed', { field: field === 'form' ? undefined : field, message, messages }),
  )
}
