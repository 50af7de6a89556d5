import { defineAction } from 'astro:actions'
import { authed, requireUser } from '@latchkey/astro/server'
import { z } from 'astro/zod'

const input = z.object({ name: z.string() })

export const server = {
  rename: defineAction({
    accept: 'form',
    input,
    handler: authed.action(({ name }, { user }) => `the secret of ${user.email}: ${name.toUpperCase()}`),
  }),
  json: defineAction({
    input,
    handler: authed.action(({ name }, { user }) => `the secret of ${user.email}: ${name.toUpperCase()}`),
  }),
  own: defineAction({
    accept: 'form',
    handler: (_input, context) => `the secret of ${requireUser(context).user.email}`,
  }),
  admin: defineAction({
    accept: 'form',
    handler: authed.with({ role: 'admin' }).action((_input, { user }) => `the secret of ${user.email}`),
  }),
}
