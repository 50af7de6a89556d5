import { authed, requireUser } from '@latchkey/sveltekit'
import { command, form, query } from '$app/server'
import { ran } from '../../lib/ran.ts'

export const openQuery = query(() => ran('query'))
export const openCommand = command(() => ran('command'))
export const openForm = form(() => ran('form'))
export const userQuery = authed.query(({ user }) => {
  ran('query')
  return user.email
})
export const userCommand = authed.command(({ user }) => {
  ran('command')
  return user.email
})
export const userForm = authed.form(({ user }) => {
  ran('form')
  return user.email
})
export const adminCommand = authed.with({ role: 'admin' }).command(() => ran('command'))
export const guardedQuery = query(() => {
  requireUser()
  ran('query')
})
