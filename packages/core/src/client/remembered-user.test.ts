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
  it('is kept by the email address alone, once a page has asked for it', () => {
    rememberedUser.note(session)
    expect(rememberedUser.read()).toBeUndefined()
    rememberedUser.awaitNext()
    rememberedUser.note(session)
    expect([...stores.localStorage]).toEqual([['latchkey:user', 'nadia@orchard.example']])
    expect([...stores.sessionStorage]).toEqual([])
  })

  it('is gone once it is forgotten, and so is the wish to remember the next', () => {
    rememberedUser.awaitNext()
    rememberedUser.note(session)
    rememberedUser.awaitNext()
    rememberedUser.forget()
    rememberedUser.note(session)
    expect([...stores.localStorage, ...stores.sessionStorage]).toEqual([])
  })

  it('is nobody whom a member of the support team acts as', () => {
    rememberedUser.awaitNext()
    rememberedUser.note({ ...session, impersonator: {} })
    expect(rememberedUser.read()).toBeUndefined()
  })

  it('is nobody where storage is blocked', () => {
    vi.stubGlobal('sessionStorage', undefined)
    vi.stubGlobal('localStorage', undefined)
    rememberedUser.awaitNext()
    rememberedUser.note(session)
    rememberedUser.forget()
    expect(rememberedUser.read()).toBeUndefined()
  })
})
