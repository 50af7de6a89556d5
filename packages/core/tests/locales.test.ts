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

describe('the guide to languages', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/guides/languages.md'), 'utf8')
  const tagsIn = (text: string) => [...text.matchAll(/`([a-z]{2}(?:-[A-Z]{2})?)`/g)].map(([, tag]) => tag)

  it('lists the languages that there are', () => {
    const rows = guide.split('\n').filter((line) => /^\| `/.test(line))
    expect(rows.flatMap(tagsIn)).toEqual(LANGUAGES)
  })

  it('names the languages that run from right to left', () => {
    const [, section = ''] = guide.split('## Right to left')
    const rightToLeft = modules.filter(({ locale }) => locale.dir === 'rtl').map(({ tag }) => tag)
    expect(tagsIn(section)).toEqual(rightToLeft)
  })
})

it.each(['packages/core/README.md', 'packages/react/README.md', 'docs/guides/languages.md'])(
  '%s says once that no native speaker has read the translations',
  (file) => {
    const text = readFileSync(join(import.meta.dirname, '../../..', file), 'utf8')
    expect(text.match(/native speaker/g)).toHaveLength(1)
  },
)
