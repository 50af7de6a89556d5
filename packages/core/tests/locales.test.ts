import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { exportOf, LANGUAGES } from '../languages.ts'
import { FLOW_ERROR_MESSAGES } from '../src/flow/messages.ts'
import { EN_ACCOUNT } from '../src/locales/en-account.ts'
import { EN_FLOW } from '../src/locales/en-flow.ts'
import type { Locale } from '../src/locales/locale.ts'

const english = { errors: FLOW_ERROR_MESSAGES, flow: EN_FLOW, account: EN_ACCOUNT }
const PARTS = ['errors', 'flow', 'account'] as const

const modules = await Promise.all(
  LANGUAGES.map(async (tag) => {
    const module = (await import(`../src/locales/${tag}.ts`)) as Record<string, Locale>
    const name = exportOf(tag)
    return { tag, locale: module[name] as Locale, signIn: module[`${name}SignIn`] as Locale }
  }),
)

describe.each(modules)('$tag', ({ tag, locale, signIn }) => {
  it.each(PARTS)('has every text of %s, with its values', (part) => {
    const original: Record<string, string> = english[part]
    const translated: Record<string, string> = locale[part] ?? {}
    expect(Object.keys(translated).sort()).toEqual(Object.keys(original).sort())
    for (const [key, text] of Object.entries(original)) {
      const values = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).sort()
      expect([key, values(translated[key] as string)]).toEqual([key, values(text)])
      expect(translated[key]?.trim()).not.toBe('')
    }
  })

  it('leaves no sentence in English, and no quotation mark of a typewriter', () => {
    for (const part of PARTS)
      for (const [key, text] of Object.entries(english[part])) {
        const translated = locale[part]?.[key as never] ?? ''
        if (/[.?]$/.test(text)) expect([key, translated]).not.toEqual([key, text])
        expect([key, translated]).not.toEqual([key, expect.stringMatching(/["']/)])
      }
  })

  it('has the direction of its script', () => {
    const { direction } = (new Intl.Locale(tag) as unknown as TextInfo).getTextInfo()
    expect(locale).toMatchObject({ tag, dir: direction })
  })

  it('is there without the texts of the account as well', () => {
    const { account, ...rest } = locale
    expect(account).toBeDefined()
    expect(signIn).toEqual(rest)
  })
})

/** Not in TypeScript's `Intl` yet. */
interface TextInfo {
  getTextInfo(): { direction: 'ltr' | 'rtl' }
}

describe.each(['core', 'react'])('the README of %s', (name) => {
  const readme = readFileSync(join(import.meta.dirname, `../../${name}/README.md`), 'utf8')

  it('lists the languages that there are', () => {
    const [, listed = ''] = /one language each: `([^`]+)`/.exec(readme) ?? []
    expect(listed.split(' ')).toEqual(LANGUAGES)
  })

  it('says once that no native speaker has read them', () => {
    expect(readme.match(/native speaker/g)).toHaveLength(1)
  })
})
