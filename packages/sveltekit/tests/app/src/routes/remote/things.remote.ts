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

/** Accepts all input, and reports that it ran. */
const schema = {
  '~standard': {
    version: 1 as const,
    vendor: 'tests',
    validate(value: unknown) {
      ran('schema')
      return { value: value as { text?: string } }
    },
    types: undefined as { input: { text?: string }; output: { text?: string } } | undefined,
  },
}
export const schemaQuery = authed.query(schema, (_argument, { user }) => {
  ran('query')
  return user.email
})
export const schemaCommand = authed.command(schema, () => ran('command'))
export const schemaForm = authed.form(schema, () => ran('form'))
export const schemaBatch = authed.query.batch(schema, (items, { user }) => {
  ran('batch')
  return (_item, index) => `${user.email} ${index} of ${items.length}`
})
export const schemaLive = authed.query.live(schema, async function* (_argument, { user }) {
  ran('live')
  yield user.email
})
export const adminSchemaCommand = authed.with({ role: 'admin' }).command(schema, () => ran('command'))
