import { describe, expect, it } from 'vitest'
import type { ListUsersParams, User } from '../users.ts'
import { listUsers } from '../users.ts'
import { createApi } from './api.ts'

/** An API with users 1 to `count`, which returns pages in the requested order. */
function service(count: number, cursors?: (query: URLSearchParams) => { before?: unknown; after?: unknown }) {
  const queries: string[] = []
  const fetch = async (url: string) => {
    const query = new URL(url).searchParams
    queries.push(query.toString())
    const ids = Array.from({ length: count }, (_, index) => `user_${String(index + 1).padStart(3, '0')}`)
    if (query.get('order') !== 'asc') ids.reverse()
    const after = query.get('after')
    const before = query.get('before')
    const limit = Number(query.get('limit'))
    const from = after === null ? 0 : ids.indexOf(after) + 1
    const to = before === null ? ids.length : ids.indexOf(before)
    const start = before !== null && after === null ? Math.max(to - limit, 0) : from
    const slice = ids.slice(start, Math.min(start + limit, to))
    const list_metadata = cursors?.(query) ?? {
      before: start > 0 ? slice[0] : null,
      after: start + slice.length < ids.length ? slice.at(-1) : null,
    }
    const data = slice.map((id) => ({ id, email: `${id}@x`, email_verified: true }))
    return new Response(JSON.stringify({ data, list_metadata }))
  }
  return { api: createApi({ apiKey: 'sk_test_1', fetch }), queries }
}

async function idsOf(users: AsyncIterable<User>): Promise<string[]> {
  const ids: string[] = []
  for await (const user of users) ids.push(user.id)
  return ids
}

describe('a page', () => {
  it('is a single page of ten when it is awaited', async () => {
    const { api, queries } = service(25)
    const page = await listUsers(api)
    expect(page.data.map((user) => user.id).slice(0, 2)).toEqual(['user_025', 'user_024'])
    expect(page.listMetadata).toEqual({ before: null, after: 'user_016' })
    expect(queries).toEqual(['limit=10'])
  })

  it.each<ListUsersParams>([{}, { limit: 10 }, { order: 'asc' }, { limit: 1, order: 'asc' }])(
    'yields each item once and in order when it is iterated with %j',
    async (params) => {
      const { api } = service(25)
      const ids = await idsOf(listUsers(api, params))
      expect(new Set(ids).size).toBe(25)
      expect(ids).toEqual([...ids].sort((a, b) => (params.order === 'asc' ? 1 : -1) * a.localeCompare(b)))
    },
  )

  it('requests pages of the maximum size when all items are needed, with the same filters', async () => {
    const { api, queries } = service(25)
    await idsOf(listUsers(api, { email: 'a@x' }))
    expect(queries).toEqual(['email=a%40x&limit=10', 'email=a%40x&after=user_016&limit=100'])
  })

  it('moves page by page, forward and backward', async () => {
    const { api } = service(25)
    const second = await (await listUsers(api)).nextPage()
    const third = await second?.nextPage()
    expect(third?.data.length).toBe(5)
    expect(await third?.nextPage()).toBeUndefined()
    const back = await listUsers(api, { before: third?.data[0]?.id })
    expect(back.data).toEqual(second?.data)
    expect((await back.nextPage())?.data[0]?.id).toBe('user_025')
  })

  it('stops fetching when the reader stops', async () => {
    const { api, queries } = service(25)
    for await (const user of listUsers(api, { limit: 5 })) if (user.id === 'user_023') break
    expect(queries.length).toBe(1)
  })

  it.each([
    ['one cursor forever', () => ({ after: 'user_010' })],
    [
      'two cursors in turn',
      (query: URLSearchParams) => ({ after: query.get('after') === 'user_010' ? 'user_020' : 'user_010' }),
    ],
  ])('C20 ends when the API repeats %s', async (_what, cursors) => {
    const { api, queries } = service(25, cursors)
    await idsOf(listUsers(api, { limit: 5 }))
    expect(queries.length).toBeLessThan(5)
  })

  it('C20 ends at an empty page, regardless of its cursor', async () => {
    const { api, queries } = service(0, (query) => ({ after: `${query.get('after')}x` }))
    expect(await idsOf(listUsers(api))).toEqual([])
    expect(queries.length).toBeLessThan(3)
  })

  it.each([undefined, {}, { before: '', after: '' }, { before: 7, after: [] }, null])(
    'treats the cursors %j as the end of the list',
    async (cursors) => {
      const body = JSON.stringify({ data: [], list_metadata: cursors })
      const api = createApi({ apiKey: 'sk_test_1', fetch: async () => new Response(body) })
      expect((await listUsers(api)).listMetadata).toEqual({ before: null, after: null })
    },
  )

  it('reads the cursors of old responses, which are in listMetadata', async () => {
    const body = '{"data":[],"listMetadata":{"before":null,"after":"user_1"}}'
    const api = createApi({ apiKey: 'sk_test_1', fetch: async () => new Response(body) })
    expect((await listUsers(api)).listMetadata.after).toBe('user_1')
  })

  it('names the invalid item in the error', async () => {
    const api = createApi({ apiKey: 'sk_test_1', fetch: async () => new Response('{"data":[{"id":7}]}') })
    await expect(listUsers(api)).rejects.toMatchObject({ code: 'invalid_response', field: 'list.data[0].id' })
    await expect(idsOf(listUsers(api))).rejects.toMatchObject({ field: 'list.data[0].id' })
  })
})
