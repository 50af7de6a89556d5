import { ConfigError } from '../../errors/index.ts'

/** What the session's user has besides the email address, the names and the picture. */
export interface UserFields {
  /** Your own ID of the user, as `externalId`. Default `false`. */
  externalId?: boolean
  /** The keys of the user's metadata, as `metadata`. Keys that are not named here stay on the server. Default: none. */
  metadata?: readonly string[]
}

/** As many keys as the API keeps. */
const MAXIMUM_KEYS = 10

/**
 * The additional data of the session's user.
 *
 * @throws {ConfigError} `option_invalid`, naming `userFields`.
 */
export function readUserFields(fields: UserFields = {}): Required<UserFields> {
  const fault = faultOf(fields)
  if (fault !== undefined)
    throw new ConfigError('option_invalid', `userFields: ${fault}`, { option: 'userFields' })
  const { externalId = false, metadata = [] } = fields
  return { externalId, metadata: [...new Set(metadata)] }
}

function faultOf(fields: UserFields): string | undefined {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    return "must be an object, such as { externalId: true, metadata: ['plan'] }."
  const { externalId, metadata, ...others } = fields
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) return `${unknown} does not exist. The fields are externalId and metadata.`
  if (externalId !== undefined && typeof externalId !== 'boolean') return 'externalId must be true or false.'
  if (metadata === undefined) return undefined
  if (!Array.isArray(metadata) || !metadata.every((key) => typeof key === 'string' && key !== ''))
    return "metadata must be a list of keys, such as ['plan']."
  return metadata.length > MAXIMUM_KEYS ? `metadata can have ${MAXIMUM_KEYS} keys at most.` : undefined
}
