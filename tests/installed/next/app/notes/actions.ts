'use server'
import { authed } from '@latchkey/next'
import { notes } from './notes'

export const addNote = authed.action(async ({ user }, form: FormData) => {
  notes().push(`${form.get('text')} by ${user.email}`)
})
