import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { start, verifiedUser } from './fixture.ts'

const caller = await start()
const { call, environment } = caller
const ids: string[] = []

beforeAll(async () => {
  await environment.clock.freeze()
  for (let i = 0; i < 25; i++) {
    ids.push(await verifiedUser(caller, `person${i}@orchard.example`, { password: undefined }))
    // Several users are created in the same millisecond, so that every page size has to handle ties.
    if (i % 3 === 0) await environment.clock.advance(1000)
  }
  // If two nodes create ids in the same millisecond, their order is undefined.
  ids.sort()
})
afterAll(() => caller.emulator.close())

async function walk(
  order: string,
  limit: number,
  direction: 'after' | 'before',
  from?: string,
): Promise<string[]> {
  const pages: string[][] = []
  let cursor = from
  for (let i = 0; i < 30; i++) {
    const at = cursor === undefined ? '' : `&${direction}=${cursor}`
    const { status, body } = await call('GET', `/user_management/users?order=${order}&limit=${limit}${at}`)
    expect(status).toBe(200)
    const page = body.data.map(({ id }: { id: string }) => id)
    if (direction === 'after') pages.push(page)
    else pages.unshift(page)
    cursor = body.list_metadata[direction]
    if (cursor === null) return pages.flat()
  }
  throw new Error('the pages never end')
}

it('visits every user once, in order, forward and backward, for every page size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('asc', 'desc'),
      fc.integer({ min: 1, max: 30 }),
      async (order, limit) => {
        const expected = order === 'asc' ? ids : [...ids].reverse()
        expect(await walk(order, limit, 'after')).toEqual(expected)
        const last = expected.at(-1)
        expect(await walk(order, limit, 'before', last)).toEqual(expected.slice(0, -1))
      },
    ),
    { numRuns: 25 },
  )
})

it('returns the nearest page before a cursor, not the farthest', async () => {
  const { body } = await call('GET', `/user_management/users?order=asc&limit=3&before=${ids[10]}`)
  expect(body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(7, 10))
  expect(body.list_metadata).toEqual({ before: ids[7], after: ids[9] })
})

it('returns the items between two cursors', async () => {
  const { body } = await call(
    'GET',
    `/user_management/users?order=asc&limit=100&after=${ids[2]}&before=${ids[6]}`,
  )
  expect(body.data.map(({ id }: { id: string }) => id)).toEqual(ids.slice(3, 6))
})

it('keeps the position of a cursor whose object was deleted', async () => {
  const gone = await verifiedUser(caller, 'gone@orchard.example')
  await call('DELETE', `/user_management/users/${gone}`)
  const { body } = await call('GET', `/user_management/users?order=desc&limit=2&after=${gone}`)
  expect(body.data[0].id).toBe(ids.at(-1))
})

it('E6 stays stable when a user is added between two pages', async () => {
  const first = await call('GET', '/user_management/users?limit=10')
  await verifiedUser(caller, 'late@orchard.example')
  const second = await call('GET', `/user_management/users?limit=10&after=${first.body.list_metadata.after}`)
  const seen = [...first.body.data, ...second.body.data].map(({ id }: { id: string }) => id)
  expect(new Set(seen).size).toBe(20)
})

it.each(['limit=0', 'limit=101', 'limit=ten', 'limit=1.5', 'order=up', 'after=nonsense', "before=user_'--"])(
  'E6 refuses %s',
  async (query) => {
    const { status, body } = await call('GET', `/user_management/users?${query}`)
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'invalid_request_parameters' })
  },
)
