import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { createOrganizationApiKey, validateApiKey } from './api-keys.ts'
import { createApi } from './request/api.ts'
import type { FetchInit } from './request/fetch.ts'

const value = 'key_of_a_customer_f00d'

function apiWith(response: (init: FetchInit) => Response) {
  const sent: FetchInit[] = []
  const api = createApi({
    apiKey: 'sk_test_1',
    maxRetries: 0,
    fetch: async (_url, init) => {
      sent.push(init)
      return response(init)
    },
  })
  return { api, sent }
}

describe('validating an API key', () => {
  it.each(['', ' ', undefined, null, ['k'], {}])(
    'returns no caller for %j, and sends no request',
    async (given) => {
      const { api, sent } = apiWith(() => Response.json({}))
      expect(await validateApiKey(api, { value: given as string })).toEqual({ apiKey: null })
      expect(sent).toEqual([])
    },
  )

  it.each([{}, { api_key: {} }, { api_key: { id: 'api_key_1' } }, { api_key: true }, [], null])(
    'does not accept the response %j as proof',
    async (body) => {
      const { api } = apiWith(() => Response.json(body))
      await expect(validateApiKey(api, { value })).rejects.toMatchObject({ code: 'invalid_response' })
    },
  )

  it('does not show the key in any error', async () => {
    const { api } = apiWith(() => Response.json({ code: 'x', message: `no ${value}` }, { status: 422 }))
    const error = await validateApiKey(api, { value }).catch((thrown) => thrown)
    expect(inspect(error) + JSON.stringify(error) + error.message).not.toContain(value)
    const { api: broken } = apiWith(() => new Response(`<p>${value}`))
    const lost = await validateApiKey(broken, { value }).catch((thrown) => thrown)
    expect(inspect(lost) + JSON.stringify(lost) + lost.message).not.toContain(value)
  })
})

it('a new API key can be read, but is not printed', async () => {
  const body = { id: 'api_key_1', owner: { type: 'organization', id: 'org_1' }, name: 'Build', value }
  const { api } = apiWith(() => Response.json(body, { status: 201 }))
  const made = await createOrganizationApiKey(api, { organizationId: 'org_1', name: 'Build' })
  expect(made).toMatchObject({ value, permissions: [], expiresAt: null })
  expect(inspect(made) + JSON.stringify(made)).not.toContain(value)
})
