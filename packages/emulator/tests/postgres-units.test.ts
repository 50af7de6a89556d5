import { afterAll, describe, expect, it } from 'vitest'
import { changeDocument, readDocument, writeDocument } from '../src/engine/storage/documents.ts'
import { postgresStorage } from '../src/engine/storage/postgres.ts'
import { callerFor, createDatabase, openNodes, PASSWORD } from './fixture.ts'

const { url, drop } = await createDatabase()
const storage = await postgresStorage(url)
const { db, apart, atomically } = await storage.open('client_units')
afterAll(async () => {
  await storage.close()
  await drop()
})

/** A barrier: resolves for all callers once `count` of them have arrived. */
function meeting(count: number): () => Promise<void> {
  let missing = count
  let open = () => {}
  const all = new Promise<void>((resolve) => {
    open = resolve
  })
  return () => {
    if (--missing === 0) open()
    return all
  }
}

describe('units on PostgreSQL', () => {
  it('run again after two of them wait for each other', async () => {
    for (const name of ['left', 'right']) await writeDocument(db, name, [])
    const bothHaveOne = meeting(2)
    let runs = 0
    // A unit that runs again may read before the other one has committed.
    const add = (name: string, text: string) =>
      changeDocument<string[]>(db, name, (known = []) => [...known, text])
    const unit = (first: string, second: string) =>
      atomically(async () => {
        runs++
        await add(first, first)
        await bothHaveOne()
        await add(second, first)
      })
    await Promise.all([unit('left', 'right'), unit('right', 'left')])
    expect(runs).toBe(3)
    for (const name of ['left', 'right']) expect(await readDocument(db, name)).toHaveLength(2)
  })

  it('continue after the database refuses a statement in a nested part', async () => {
    await atomically(async () => {
      await writeDocument(db, 'before', 1)
      const twice = atomically(async () => {
        const row = { name: 'twice', content: '1' }
        for (let n = 0; n < 2; n++) await db.insertInto('documents').values(row).execute()
      })
      await expect(twice).rejects.toMatchObject({ code: '23505' })
      await writeDocument(db, 'after', 1)
    })
    const found = await Promise.all(['before', 'twice', 'after'].map((name) => readDocument(db, name)))
    expect(found).toEqual([1, undefined, 1])
  })

  it('write separately while all connections for units are in use', async () => {
    const count = 10
    const allWrite = meeting(count)
    await Promise.all(
      Array.from({ length: count }, (_, n) =>
        atomically(async () => {
          await writeDocument(db, `unit ${n}`, n)
          await allWrite()
          await writeDocument(apart, `apart ${n}`, n)
        }),
      ),
    )
    expect(await readDocument(db, 'apart 9')).toBe(9)
  })
})

it('fifty writers with limits on finish, even if each of them is emailed a code at sign-in', async () => {
  const nodes = await openNodes(1, { limits: 'documented' })
  const [emulator] = nodes
  if (emulator === undefined) throw new Error('No node')
  const caller = callerFor(emulator, emulator.default)
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      const email = `writer${n}@orchard.example`
      const created = await caller.call('POST', '/user_management/users', { email, password: PASSWORD })
      const step = await caller.authenticate({ grant_type: 'password', email, password: PASSWORD })
      const deleted = await caller.call('DELETE', `/user_management/users/${created.body.id}`)
      return [created.status, step.body.code, deleted.status]
    }),
  )
  expect(outcomes).toEqual(Array(50).fill([201, 'email_verification_required', 200]))
  await emulator.close()
})
