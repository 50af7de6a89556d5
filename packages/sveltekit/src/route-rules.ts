import type { AppAddress } from '@latchkey/core/server'
import { ConfigError, readRequirement } from '@latchkey/core/server'
import type { RequestEvent } from '@sveltejs/kit'
import type { GuardOptions, Rule } from './guard-options.ts'
import { requireAccess } from './guards.ts'

type Address = Pick<AppAddress, 'appPath'> & { pages: Readonly<AppAddress['pages']> }

const RULES = ['public', 'signed-in']

/**
 * Validates the rules once, when the app starts. A missing, misspelled or invalid rule never opens a route.
 *
 * @throws {ConfigError} `option_invalid`, naming the rule.
 */
export function checkGuard(options: { guard?: GuardOptions }): void {
  if (!('guard' in options)) return
  const { guard } = options
  if (!isRecord(guard)) throw invalid('guard', 'must be an object with a `default`; omit it for no rules')
  const { default: fallback, routes, remote, ...unknown } = guard
  for (const name of Object.keys(unknown)) throw invalid(`guard.${name}`, 'is not a setting')
  if (!RULES.includes(fallback)) throw invalid('guard.default', "must be 'public' or 'signed-in'")
  if ('remote' in guard && remote !== 'signed-in' && remote !== 'per-function')
    throw invalid('guard.remote', "must be 'signed-in' or 'per-function'")
  if (!('routes' in guard)) return
  if (!isRecord(routes)) throw invalid('guard.routes', 'must be an object of rules by route ID')
  for (const [id, rule] of Object.entries(routes)) checkRule(`guard.routes['${id}']`, id, rule)
}

function checkRule(name: string, id: string, rule: unknown): void {
  if (!id.startsWith('/')) throw invalid(name, 'is not a route ID: route IDs begin with a slash')
  if (RULES.includes(rule as string)) return
  if (!isRecord(rule)) throw invalid(name, "must be 'public', 'signed-in' or a requirement")
  readRequirement(rule, name)
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const invalid = (option: string, what: string) =>
  new ConfigError('option_invalid', `${option} ${what}.`, { option })

/** Applies the app's rules to a request. Throws a refusal for users who do not pass. */
export function enforce(event: RequestEvent, guard: GuardOptions | undefined, address: Address): void {
  if (guard === undefined) return
  const { isRemoteRequest, request } = event
  // A plain form that names a remote function is posted to a page, and Kit determines that page's route from the URL.
  const isRemoteForm = request.method === 'POST' && new URL(request.url).searchParams.has('/remote')
  if (!isRemoteRequest) meet(routeRule(event.route.id, guard, address), event)
  if (isRemoteRequest || isRemoteForm) meet(remoteRule(guard), event)
}

function meet(rule: Rule, event: RequestEvent): void {
  if (rule !== 'public') requireAccess(rule === 'signed-in' ? {} : rule, { event })
}

/**
 * Checks the rules of prerendered routes: Kit serves them as files, without checking a rule.
 *
 * @throws {ConfigError} `option_invalid` unless the route is public.
 */
export function demandPublic(event: RequestEvent, guard: GuardOptions, address: Address): void {
  const { isRemoteRequest, route, url } = event
  if ((isRemoteRequest ? remoteRule(guard) : routeRule(route.id, guard, address)) === 'public') return
  const [what, option, ways] = isRemoteRequest
    ? [
        `remote function ${url.pathname.split('/').slice(-2).join('/')}`,
        'guard.remote',
        "make it a query(), or set guard.remote to 'per-function'",
      ]
    : [
        `route ${route.id}`,
        `guard.routes['${route.id}']`,
        `remove its \`prerender\`, or make it public with guard.routes: { '${route.id}': 'public' }`,
      ]
  throw new ConfigError(
    'option_invalid',
    `The ${what} is prerendered (prerender) but is not public. Its file would be served to everyone without checking the guard. Either ${ways}.`,
    { option },
  )
}

const remoteRule = (guard: GuardOptions): Rule =>
  (guard.remote ?? guard.default) === 'signed-in' ? 'signed-in' : 'public'

function routeRule(id: string | null, guard: GuardOptions, { appPath, pages }: Address): Rule {
  // Without a route, the response is a 404, which reveals nothing.
  if (id === null) return 'public'
  const rules = (guard.routes ?? {}) as Record<string, Rule>
  const folders = id.split('/').map((_, index, parts) => parts.slice(0, parts.length - index))
  const key = [id, ...folders.map((parts) => `${parts.join('/')}/*`)].find((one) => Object.hasOwn(rules, one))
  if (key !== undefined) return rules[key] as Rule
  // No one could sign in if the sign-in page required a session. Groups are not part of a page's path.
  const path = appPath + id.replaceAll(/\/\([^)]+\)/g, '')
  return Object.values(pages).includes(path) ? 'public' : guard.default
}
