import { authed } from '@latchkey/sveltekit'
import { notes } from './notes'

const jotting = {
  '~standard': {
    version: 1 as const,
    vendor: 'notes',
    validate: (value: unknown) => ({ value: value as { text: string } }),
    types: undefined as { input: { text: string }; output: { text: string } } | undefined,
  },
}

export const author = authed.query(({ user }) => `Notes of ${user.email}`)
export const jot = authed.form(jotting, ({ text }, { user }) => {
  notes.push(`${text} by ${user.email}`)
})
