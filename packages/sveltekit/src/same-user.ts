import type { RequestEvent } from '@sveltejs/kit'
import { error } from '@sveltejs/kit'
import { getAuth } from './auth.ts'
import { BEGUN_BY, begunByAnother } from './begun-by.ts'

/**
 * Refuses a form that was opened by one user and is submitted by another, who has signed in in another tab since.
 *
 * @throws 409.
 */
export function demandSameUser(event: RequestEvent): void {
  if (event.request.method !== 'POST') return
  const begunBy = new URL(event.request.url).searchParams.get(BEGUN_BY)
  const auth = getAuth(event)
  if (!begunBy || auth.status !== 'signed-in' || auth.user.id === begunBy) return
  error(409, begunByAnother(auth.user.email))
}
