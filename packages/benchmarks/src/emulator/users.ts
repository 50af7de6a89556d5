import type { Client } from '@latchkey/core/server'

export const PASSWORD = 'correct horse battery staple'

/** Users of one environment, and the way to them. */
export interface Users {
  client: Client
  /** A sample of their ids. */
  ids: string[]
}

const AT_ONCE = 50
/** One in so many ids is kept: enough for pages at any depth. */
const SAMPLE = 100

/** Creates users until there are `count`. Only the first has a password, since a hash takes a millisecond. */
export async function fillTo(users: Users, count: number): Promise<void> {
  const { client, ids } = users
  let next = ids.length * SAMPLE
  while (next < count) {
    const batch = Array.from({ length: Math.min(AT_ONCE, count - next) }, (_, offset) => next + offset)
    next += batch.length
    const created = await Promise.all(batch.map((index) => client.createUser(account(index))))
    created.forEach((user, offset) => {
      if ((batch[offset] as number) % SAMPLE === 0) ids.push(user.id)
    })
  }
}

const account = (index: number) => ({
  email: `person-${index}@orchard.example`,
  firstName: 'Person',
  lastName: `Number ${index}`,
  ...(index === 0 && { password: PASSWORD, emailVerified: true }),
})
