import type { EnvironmentState } from '../environment/state.ts'
import { presentUser } from '../schemas/user.ts'
import type { UserRow } from '../storage/tables.ts'

const RESERVED = new Set(['iss', 'sub', 'exp', 'iat', 'nbf', 'jti'])
const EXPRESSION = /\{\{\s*([^{}]*?)\s*\}\}/g

/** What is wrong with a template, or undefined: it must render to a JSON object without reserved claims. */
export function jwtTemplateProblem(content: string): string | undefined {
  try {
    const claims: unknown = JSON.parse(fill(content, {}))
    if (typeof claims !== 'object' || claims === null || Array.isArray(claims))
      return 'It must render to an object.'
    const reserved = Object.keys(claims).find((name) => RESERVED.has(name))
    return reserved === undefined ? undefined : `It may not set ${reserved}.`
  } catch {
    return 'It must render to valid JSON.'
  }
}

/** Renders `{{ user.email }}` and `{{ user.first_name || 'friend' }}` into claims. */
export async function renderJwtTemplate(
  env: EnvironmentState,
  content: string,
  user: UserRow,
  organizationId: string | null,
): Promise<Record<string, unknown>> {
  const organization =
    organizationId === null
      ? undefined
      : await env.db
          .selectFrom('organizations')
          .select(['id', 'name', 'external_id'])
          .where('id', '=', organizationId)
          .executeTakeFirst()
  const scope = { user: presentUser(user), organization: { ...organization } }
  const rendered = fill(content, scope)
  const claims = JSON.parse(rendered) as Record<string, unknown>
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !RESERVED.has(name)))
}

function fill(content: string, scope: object): string {
  return content.replace(EXPRESSION, (_whole, expression: string, offset: number) => {
    const value = evaluate(expression, scope)
    return insideString(content, offset)
      ? JSON.stringify(String(value ?? '')).slice(1, -1)
      : JSON.stringify(value ?? null)
  })
}

/** Whether the place lies between quotes, where a value becomes part of a string. */
function insideString(content: string, offset: number): boolean {
  const before = content.slice(0, offset).replace(EXPRESSION, '')
  return (before.match(/(?<!\\)"/g)?.length ?? 0) % 2 === 1
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
