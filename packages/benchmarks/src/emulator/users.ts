import type { Client } from '@latchkey/core/server'

export const PASSWORD = 'correct horse battery staple'

/** The users of one environment, and its URL and credentials. */
export interface Users {
  client: Client
  /** A sample of their IDs. */
  ids: string[]
}

const AT_ONCE = 50
/** One in this many IDs is stored, which is enough for pages at any depth. */
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
