import type { FlowData, SignedIn } from '@latchkey/sveltekit'
import { authed, latchkey, requireOrganization, requireUser, signInPage } from '@latchkey/sveltekit'
import { signedIn, testEvent } from '@latchkey/sveltekit/testing'
import type { RequestEvent } from '@sveltejs/kit'

// Never run: that it compiles, and that the marked lines do not, is the test.

export function narrowing({ locals }: RequestEvent): string {
  // @ts-expect-error somebody may be signed out
  locals.auth.user.email
  if (locals.auth.status === 'unavailable') return String(locals.auth.retryAfterSeconds)
  if (locals.auth.user === undefined) return locals.auth.reason
  return locals.auth.accessToken() + locals.auth.user.email
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
// @ts-expect-error there is no such route
export const wrong = latchkey({ guard: { default: 'public', routes: { '/no-such-route': 'signed-in' } } })

export const event = testEvent({ auth: signedIn({}, { role: 'admin' }) })

export async function flow(): Promise<FlowData['step']['name']> {
  const { actions } = signInPage()
  // @ts-expect-error there is no such action
  actions.magic
  return (await actions['send-code'](event)).data.step.name
}
