import { authed, requireRole } from '@latchkey/tanstack-start/server'
import { createServerFn } from '@tanstack/react-start'

export const notes: string[] = []

export const addNote = createServerFn({ method: 'POST' })
  .middleware([authed])
  .validator((text: unknown) => String(text))
  .handler(({ data, context }) => {
    notes.push(`${data} by ${context.auth.user.email}`)
    return notes.length
  })

export const readSecret = createServerFn()
  .middleware([authed.with({ role: 'admin' })])
  .handler(({ context }) => `the secret of ${context.auth.user.email}`)

export const readOther = createServerFn().handler(() => `the secret of ${requireRole('admin').user.email}`)
