'use server'

import { isAccountAction, takeAccountAction, textFields } from '@latchkey/core/server'
import type { AccountView } from '@latchkey/demo/react'
import { WITHOUT_SCRIPT } from '@latchkey/demo/server'
import { notFound, redirect } from 'next/navigation'
import { requestContext } from './auth.ts'

type Sent = Partial<Pick<AccountView, 'result' | 'failure'>>

/** The type of the server action that account forms call. */
export type ChangeAccount = (before: Sent, form: FormData) => Promise<Sent>

/** Runs the action of an account form. The handler checks the session and the origin of the request. */
export async function changeAccount(path: string, _before: Sent, form: FormData): Promise<Sent> {
  const { action, ...fields } = textFields(form)
  if (!isAccountAction(action)) notFound()
  const back = `${path}?${WITHOUT_SCRIPT}&done`
  const { handler, request, setCookies } = await requestContext()
  const taken = await takeAccountAction(handler, request, action, fields, back)
  await setCookies(taken.cookies)
  if (taken.outcome === 'signed-out') redirect('/sign-in')
  if (taken.outcome === 'redirect') redirect(taken.location)
  return taken.outcome === 'shown' ? { result: taken.data } : { failure: taken.data }
}
