'use server'

import { isAccountAction, takeAccountAction, textFields } from '@latchkey/core/server'
import type { AccountView } from '@latchkey/demo/react'
import { WITHOUT_SCRIPT } from '@latchkey/demo/server'
import { notFound, redirect } from 'next/navigation'
import { requestContext } from './auth.ts'

type Sent = Partial<Pick<AccountView, 'result' | 'failure'>>

/** What a form of the account calls. */
export type ChangeAccount = (before: Sent, form: FormData) => Promise<Sent>

/** Does what a form of the account asks for. The handler checks who sent it, and from where. */
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
