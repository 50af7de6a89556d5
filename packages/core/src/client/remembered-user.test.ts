import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { rememberedUser } from './remembered-user.ts'

const stores = { localStorage: new Map<string, string>(), sessionStorage: new Map<string, string>() }
beforeEach(() => {
  for (const [name, entries] of Object.entries(stores))
    vi.stubGlobal(name, {
      getItem: (key: string) => entries.get(key) ?? null,
      setItem: (key: string, value: string) => entries.set(key, value),
      removeItem: (key: string) => entries.delete(key),
    })
})
afterEach(() => {
  for (const entries of Object.values(stores)) entries.clear()
  vi.unstubAllGlobals()
})

const session = {
  user: { id: 'user_1', email: 'nadia@orchard.example', firstName: 'Nadia' },
  impersonator: null,
}

describe('the remembered user', () => {
  it('is stored only as the email address, after a page has requested it', () => {
    rememberedUser.note(session)
    expect(rememberedUser.read()).toBeUndefined()
    rememberedUser.awaitNext()
    rememberedUser.note(session)
    expect([...stores.localStorage]).toEqual([['latchkey:user', 'nadia@orchard.example']])
    expect([...stores.sessionStorage]).toEqual([])
  })

  it('is removed when it is forgotten, along with the setting that remembers the next user', () => {
    rememberedUser.awaitNext()
    rememberedUser.note(session)
    rememberedUser.awaitNext()
    rememberedUser.forget()
    rememberedUser.note(session)
    expect([...stores.localStorage, ...stores.sessionStorage]).toEqual([])
  })

  it('is not stored during impersonation', () => {
    rememberedUser.awaitNext()
    rememberedUser.note({ ...session, impersonator: {} })
    expect(rememberedUser.read()).toBeUndefined()
  })

  it('is not stored if storage is blocked', () => {
    vi.stubGlobal('sessionStorage', undefined)
    vi.stubGlobal('localStorage', undefined)
    rememberedUser.awaitNext()
    rememberedUser.note(session)
    rememberedUser.forget()
    expect(rememberedUser.read()).toBeUndefined()
  })
})
