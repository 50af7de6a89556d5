import type { FlowData, SignedIn } from '@latchkey/sveltekit'
import { authed, latchkey, requireOrganization, requireUser, signInPage } from '@latchkey/sveltekit'
import { signedIn, testEvent } from '@latchkey/sveltekit/testing'
import type { RequestEvent } from '@sveltejs/kit'

// This file never runs. The test is that it compiles, and that the marked lines do not.

export function narrowing({ locals }: RequestEvent): string {
  const { auth } = locals
  // @ts-expect-error KIT-14: `auth` is undefined before our hook runs
  auth.status
  if (auth === undefined) return ''
  // @ts-expect-error the visitor may be signed out
  auth.user.email
  if (auth.status === 'stale') return String(auth.retryAfterSeconds)
  if (auth.user === undefined) return auth.reason
  return auth.accessToken() + auth.user.email
}

export const guards = (): [SignedIn, string] => [requireUser(), requireOrganization().organizationId]

export const remote = {
  query: authed.query(({ user }) => user.email),
  command: authed.with({ role: 'admin' }).command(({ permissions }) => permissions.length),
  form: authed.form((auth) => auth.sessionId),
}

export const hooks = latchkey({
  guard: { default: 'signed-in', routes: { '/': 'public', '/(app)/*': 'signed-in' } },
})
// @ts-expect-error this route does not exist
export const wrong = latchkey({ guard: { default: 'public', routes: { '/no-such-route': 'signed-in' } } })

export const event = testEvent({ auth: signedIn({}, { role: 'admin' }) })

export async function flow(): Promise<FlowData['step']['name']> {
  const { actions } = signInPage()
  // @ts-expect-error this action does not exist
  actions.magic
  return (await actions['send-code'](event)).data.step.name
}
