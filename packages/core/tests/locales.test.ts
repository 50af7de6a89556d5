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

  it('has no sentence in English, and no straight quotation marks', () => {
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

  it('is also available without the texts of the account', () => {
    const { account, ...rest } = locale
    expect(account).toBeDefined()
    expect(signIn).toEqual(rest)
  })
})

/** TypeScript's `Intl` does not have this yet. */
interface TextInfo {
  getTextInfo(): { direction: 'ltr' | 'rtl' }
}

/** The maximum length of a button’s label, which takes one line or two short lines at 320 px. */
const MAXIMUM_LABEL = 34
const LABELS = [
  ...[
    'continue',
    'signIn',
    'signUp',
    'sendCode',
    'forgotSend',
    'resetSave',
    'accept',
    'signOut',
    'sso',
    'withPasskey',
  ],
  ...[
    'back',
    'startOver',
    'resend',
    'resendIn',
    'retryIn',
    'anotherAccount',
    'otherFactor',
    'show',
    'hide',
    'copy',
  ],
  ...[
    'save',
    'cancel',
    'confirm',
    'changePassword',
    'changeEmail',
    'revoke',
    'revokeOthers',
    'addFactor',
    'remove',
  ],
  ...['invite', 'loadMore', 'retry', 'stopImpersonating', 'manageAccount'],
] as const

it.each(modules)('the buttons of $tag are short', ({ locale }) => {
  const texts: Record<string, string> = { ...locale.flow, ...locale.account }
  const long = LABELS.map((key) => texts[key]?.replace('{seconds}', '28') ?? '').filter(
    (text) => text === '' || [...text].length > MAXIMUM_LABEL,
  )
  expect(long).toEqual([])
})

/** Synonyms and forms of address that the texts of a language must not use, because they use other words. */
const OTHER_WORDS: Readonly<Record<string, RegExp>> = {
  ar: /انتحال|[اأ]ولاً|جداً/,
  bg: /акаунт|линк/i,
  cs: /\btv[éůo]/i,
  da: /\bsek\.|\btal\b/i,
  de: /benutzt|jetzig|\bSie\b/i,
  el: /συνθηματικό/i,
  es: /\bentrar?\b|\busted\b/i,
  fa: /کنونی|تلاش دوباره|رمز عبور/,
  fr: /\bessais?\b|\btu\b/i,
  he: /התחזות|הזו(?!\p{L})|שלך(?!\p{L})/u,
  hu: /\bjelentkezz\b|\badd meg\b/i,
  id: /single sign-on|\bkamu\b/i,
  it: /modo di accedere/i,
  ja: /役割|ログイン/,
  ko: /회원|암호/,
  nb: /logg på|pålogg/i,
  nl: /aanmeld|aannemen|aangenomen|\bu\b/i,
  pl: /\bsam nie masz\b|\bPana?\b/,
  'pt-BR': /\bentrada\b|\bpedido\b|tent(e|ar) de novo/i,
  'pt-PT': /\bsenha\b|\blink\b|usuário/i,
  ro: /\bintrodu\b/i,
  sk: /\btvoj/i,
  sv: /kolla|mejl/i,
  th: /ลงชื่อเข้าใช้/,
  tr: /parola|giriş/i,
  uk: /вилуч|застар/i,
  'zh-CN': /你|账户/,
  'zh-TW': /你|帳戶/,
}

it.each(modules)('$tag uses one word for each concept', ({ tag, locale }) => {
  const texts = PARTS.flatMap((part) => Object.values(locale[part] ?? {}))
  const other = OTHER_WORDS[tag]
  expect(texts.filter((text) => other?.test(text))).toEqual([])
})

it('French punctuation stays on the same line as the word before it', () => {
  const { locale } = modules.find(({ tag }) => tag === 'fr') ?? {}
  const texts = PARTS.flatMap((part) => Object.values(locale?.[part] ?? {}))
  expect(texts.filter((text) => / [?!:;»]|« /.test(text))).toEqual([])
})

describe('the guide to languages', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../../docs/guides/languages.md'), 'utf8')
  const tagsIn = (text: string) => [...text.matchAll(/`([a-z]{2}(?:-[A-Z]{2})?)`/g)].map(([, tag]) => tag)

  it('lists all available languages', () => {
    const rows = guide.split('\n').filter((line) => /^\| `/.test(line))
    expect(rows.flatMap(tagsIn)).toEqual(LANGUAGES)
  })

  it('names the languages that are written from right to left', () => {
    const [, section = ''] = guide.split('## Right to left')
    const rightToLeft = modules.filter(({ locale }) => locale.dir === 'rtl').map(({ tag }) => tag)
    expect(tagsIn(section)).toEqual(rightToLeft)
  })
})

it.each(['packages/core/README.md', 'packages/react/README.md', 'docs/guides/languages.md'])(
  '%s states once that no native speaker has reviewed the translations',
  (file) => {
    const text = readFileSync(join(import.meta.dirname, '../../..', file), 'utf8')
    expect(text.match(/native speaker/g)).toHaveLength(1)
  },
)
