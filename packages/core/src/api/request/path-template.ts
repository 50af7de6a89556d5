import { ConfigError } from '../../errors/index.ts'
import { type ExternalId, type Path, refusedInId } from './path.ts'

const MAXIMUM_LENGTH = 2_000

/**
 * A path written as a string, `/vault/v1/kv/{object_id}`, with its IDs passed separately.
 *
 * Fails with {@link ConfigError} `input_invalid` for text that could leave the base URL or reach an endpoint other than the
 * one it shows: a missing leading slash, empty segments, segments of dots, and `\`, `?`, `#`, spaces and control characters,
 * even if they are percent-encoded. Also fails for an ID that is missing or that the path does not contain, and names it.
 */
export function templatePath(template: string, ids: Readonly<Record<string, string>> = {}): Path {
  if (typeof template !== 'string' || !template.startsWith('/') || template.length > MAXIMUM_LENGTH)
    throw invalid(`path must be a string of at most ${MAXIMUM_LENGTH} characters that begins with a slash.`)
  const parts: string[] = []
  const values: ExternalId[] = []
  const unused = new Set(Object.keys(ids))
  let part = ''
  for (const segment of template.slice(1).split('/')) {
    const [, name] = segment.match(/^\{(\w+)\}$/) ?? []
    if (name === undefined) {
      part += `/${encodeSegment(segment)}`
      continue
    }
    if (!Object.hasOwn(ids, name)) throw invalid(`path has {${name}}, but ids has no ${name}.`, 'ids')
    unused.delete(name)
    parts.push(`${part}/`)
    values.push({ externalId: ids[name] as string })
    part = ''
  }
  const [unfilled] = unused
  if (unfilled !== undefined) throw invalid(`ids has ${unfilled}, but path has no {${unfilled}}.`, 'ids')
  return { parts: [...parts, part], values }
}

/** Encodes a segment. Text that is already percent-encoded is not encoded again. */
function encodeSegment(segment: string): string {
  try {
    const plain = decodeURIComponent(segment)
    if (plain !== '' && !/^\.+$/.test(plain) && !refusedInId.test(plain) && !/[{}]/.test(plain))
      return encodeURI(segment).replace(/%25([0-9a-f]{2})/gi, '%$1')
  } catch {
    // The segment contains a stray percent sign or half of a surrogate pair.
  }
  throw invalid(
    'path has a segment that is empty, consists of dots, or contains a backslash, "?", "#", "%", space or control character. ' +
      'Pass parameters in query and IDs in ids. An ID is a whole segment in braces, as in /users/{id}.',
  )
}

const invalid = (message: string, option = 'path') => new ConfigError('input_invalid', message, { option })
