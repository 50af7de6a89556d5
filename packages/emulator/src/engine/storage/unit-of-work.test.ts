import { describe, expect, it } from 'vitest'
import { fail } from '../base/failure.ts'
import { readDocument, writeDocument } from './documents.ts'
import { memoryStorage } from './storage.ts'
import { onCommitted, onUndone, outsideUnits } from './unit-of-work.ts'

const open = () => memoryStorage().open('client_unit')
const refusal = () => fail(400, 'refused', 'Refused.')

describe('a unit', () => {
  it('commits its writes when it returns, and rolls them back when it throws', async () => {
    const { db, atomically } = await open()
    const read = await atomically(async () => {
      await writeDocument(db, 'a', 1)
      return readDocument(db, 'a')
    })
    expect(read).toBe(1)
    for (const error of [new Error('A fault'), refusal()]) {
      const failed = atomically(async () => {
        await writeDocument(db, 'a', 2)
        await writeDocument(db, 'b', 2)
        throw error
      })
      await expect(failed).rejects.toBe(error)
      expect([await readDocument(db, 'a'), await readDocument(db, 'b')]).toEqual([1, undefined])
    }
  })

  it('keeps writes made before a refusal if keepingWritten() is used', async () => {
    const { db, atomically } = await open()
    const refused = atomically(async () => {
      await writeDocument(db, 'a', 1)
      throw refusal().keepingWritten()
    })
    await expect(refused).rejects.toMatchObject({ body: { code: 'refused' } })
    expect(await readDocument(db, 'a')).toBe(1)
  })

  it('does not delay other units before it writes', async () => {
    const { db, atomically } = await open()
    await atomically(async () => {
      expect(await readDocument(db, 'a')).toBeUndefined()
      await outsideUnits(() => writeDocument(db, 'a', 'of another request'))
      expect(await readDocument(db, 'a')).toBe('of another request')
      await writeDocument(db, 'a', 'own')
    })
    expect(await readDocument(db, 'a')).toBe('own')
  })

  it('is visible to others once it has ended', async () => {
    const { db, atomically } = await open()
    let seen: Promise<unknown> | undefined
    await atomically(async () => {
      await writeDocument(db, 'a', 1)
      seen = outsideUnits(() => readDocument(db, 'a'))
      await writeDocument(db, 'a', 2)
    })
    expect(await seen).toBe(2)
  })

  it('has nested parts that can be rolled back separately', async () => {
    const { db, atomically } = await open()
    await atomically(async () => {
      await atomically(async () => {
        await writeDocument(db, 'first', 1)
        const inner = atomically(async () => {
          await writeDocument(db, 'inner', 1)
          throw refusal()
        })
        await expect(inner).rejects.toThrow()
      })
      const second = atomically(async () => {
        await db.transaction().execute(async (trx) => writeDocument(trx, 'second', 1))
        throw refusal()
      })
      await expect(second).rejects.toThrow()
      await writeDocument(db, 'last', 1)
    })
    const names = ['first', 'inner', 'second', 'last']
    expect(await Promise.all(names.map((name) => readDocument(db, name)))).toEqual([
      1,
      undefined,
      undefined,
      1,
    ])
  })

  it('allows parallel writes', async () => {
    const { db, atomically } = await open()
    const failed = atomically(async () => {
      await Promise.all(['a', 'b', 'c'].map((name) => writeDocument(db, name, 1)))
      throw refusal()
    })
    await expect(failed).rejects.toThrow()
    expect(await readDocument(db, 'c')).toBeUndefined()
  })

  it('runs again after a deadlock', async () => {
    const { db, atomically } = await open()
    let runs = 0
    await atomically(async () => {
      await writeDocument(db, `run ${runs}`, 1)
      if (++runs < 3) throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
    })
    expect(runs).toBe(3)
    expect([await readDocument(db, 'run 1'), await readDocument(db, 'run 2')]).toEqual([undefined, 1])
  })

  it('fails if a separate write would wait for the unit itself', async () => {
    const { db, apart, atomically } = await open()
    const late = atomically(async () => {
      await writeDocument(db, 'a', 1)
      await writeDocument(apart, 'b', 1)
    })
    await expect(late).rejects.toThrow('must come before')
    const early = atomically(async () => {
      await writeDocument(apart, 'b', 1)
      await writeDocument(db, 'a', 1)
      throw refusal()
    })
    await expect(early).rejects.toThrow('refused')
    expect([await readDocument(db, 'a'), await readDocument(db, 'b')]).toEqual([undefined, 1])
  })

  it('does not affect work that continues after it', async () => {
    const { db, atomically } = await open()
    let later: Promise<void> | undefined
    let go = () => {}
    const gate = new Promise<void>((resolve) => {
      go = resolve
    })
    await atomically(async () => {
      await writeDocument(db, 'a', 1)
      later = gate.then(() => writeDocument(db, 'b', 1))
    })
    go()
    await later
    expect(await readDocument(db, 'b')).toBe(1)
  })
})

describe('work after a commit', () => {
  it('runs once the unit is committed, and never if it is rolled back', async () => {
    const { db, atomically } = await open()
    const order: string[] = []
    onCommitted(() => order.push('at once'))
    await atomically(async () => {
      onCommitted(() => order.push('committed'))
      onUndone(() => order.push('undone'))
      const part = atomically(async () => {
        await writeDocument(db, 'a', 1)
        onCommitted(() => order.push('part committed'))
        onUndone(() => order.push('part undone'))
        throw refusal()
      })
      await expect(part).rejects.toThrow()
      order.push('end of work')
    })
    expect(order).toEqual(['at once', 'part undone', 'end of work', 'committed'])
  })

  it('is rolled back if the commit fails', async () => {
    const { db, atomically } = await open()
    const order: string[] = []
    // A deferred constraint is checked on commit.
    const failed = atomically(async () => {
      await writeDocument(db, 'a', 1)
      onCommitted(() => order.push('committed'))
      onUndone(() => order.push('undone'))
      const query = { sql: 'pragma defer_foreign_keys = on', parameters: [] }
      await db.executeQuery({ ...db.selectFrom('documents').selectAll().compile(), ...query })
      await db
        .insertInto('sessions')
        .values({ id: 'session_1', user_id: 'user_none' } as never)
        .execute()
        .catch(() => {})
      await db
        .insertInto('refresh_tokens')
        .values({
          hash: 'h',
          session_id: 'session_none',
          created_at: 1,
          used_at: null,
          successor_sealed: null,
        })
        .execute()
    })
    await expect(failed).rejects.toThrow(/FOREIGN KEY/)
    expect(order).toEqual(['undone'])
    expect(await readDocument(db, 'a')).toBeUndefined()
  })
})
