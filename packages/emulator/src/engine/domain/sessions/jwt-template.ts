import type { EngineContext } from '../../context/engine-context.ts'
import type { UserRow } from '../../storage/tables.ts'
import { presentUser } from '../users/user-schema.ts'

const RESERVED = new Set(['iss', 'sub', 'exp', 'iat', 'nbf', 'jti'])
const EXPRESSION = /\{\{([^{}]*)\}\}/g

/** The error in a template, or undefined. It must render to a JSON object without reserved claims. */
export function jwtTemplateProblem(content: string): string | undefined {
  try {
    const claims: unknown = JSON.parse(fill(content, {}))
    if (typeof claims !== 'object' || claims === null || Array.isArray(claims))
      return 'It must render to an object.'
    const reserved = Object.keys(claims).find((name) => RESERVED.has(name))
    return reserved === undefined ? undefined : `It must not set ${reserved}.`
  } catch {
    return 'It must render to valid JSON.'
  }
}

/** Renders `{{ user.email }}` and `{{ user.first_name || 'friend' }}` into claims. */
export async function renderJwtTemplate(
  context: EngineContext,
  content: string,
  user: UserRow,
  organizationId: string | null,
): Promise<Record<string, unknown>> {
  const organization =
    organizationId === null
      ? undefined
      : await context.db
          .selectFrom('organizations')
          .select(['id', 'name', 'external_id'])
          .where('id', '=', organizationId)
          .executeTakeFirst()
  const scope = { user: presentUser(user), organization: { ...organization } }
  const rendered = fill(content, scope)
  const claims = JSON.parse(rendered) as Record<string, unknown>
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !RESERVED.has(name)))
}

/** In a single pass, because templates come from customers and can be long and hostile. */
function fill(content: string, scope: object): string {
  let rendered = ''
  let isInString = false
  let from = 0
  for (const { index, 0: whole, 1: expression = '' } of content.matchAll(EXPRESSION)) {
    const text = content.slice(from, index)
    isInString = endsInString(text, isInString)
    const value = evaluate(expression, scope)
    rendered += text
    rendered += isInString ? JSON.stringify(String(value ?? '')).slice(1, -1) : JSON.stringify(value ?? null)
    from = index + whole.length
  }
  return rendered + content.slice(from)
}

/** Whether the end of a piece of JSON is inside quotes, where a value becomes part of a string. */
function endsInString(text: string, startsInString: boolean): boolean {
  let isInString = startsInString
  for (let at = 0; at < text.length; at++) {
    if (isInString && text[at] === '\\') at++
    else if (text[at] === '"') isInString = !isInString
  }
  return isInString
}

function evaluate(expression: string, scope: object): unknown {
  for (const alternative of expression.split('||').map((part) => part.trim())) {
    const literal = /^'([^']*)'$/.exec(alternative)?.[1]
    const value = literal ?? lookUp(alternative, scope)
    if (value !== undefined && value !== null && value !== '') return value
  }
  return null
}

function lookUp(path: string, scope: object): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      scope,
    )
}
