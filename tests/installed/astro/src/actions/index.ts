import { defineAction } from 'astro:actions'
import { authed } from '@latchkey/astro/server'
import { z } from 'astro/zod'

export const server = {
  rename: defineAction({
    accept: 'form',
    input: z.object({ name: z.string() }),
    handler: authed.action(({ name }, { user }) => `the secret of ${user.email}: ${name}`),
  }),
}
