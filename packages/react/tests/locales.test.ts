import { FLOW_ERROR_MESSAGES } from '@latchkey/core'
import { describe, expect, it } from 'vitest'
import { ar } from '../src/locales/ar.ts'
import { de } from '../src/locales/de.ts'
import { EN_ACCOUNT } from '../src/locales/en-account.ts'
import { EN_FLOW } from '../src/locales/en-flow.ts'
import { es } from '../src/locales/es.ts'
import { fr } from '../src/locales/fr.ts'
import { he } from '../src/locales/he.ts'
import { it as italian } from '../src/locales/it.ts'
import { ja } from '../src/locales/ja.ts'
import { nl } from '../src/locales/nl.ts'
import { pl } from '../src/locales/pl.ts'
import { ptBR } from '../src/locales/pt-BR.ts'

const english = { errors: FLOW_ERROR_MESSAGES, flow: EN_FLOW, account: EN_ACCOUNT }
const locales = [ar, de, es, fr, he, italian, ja, nl, pl, ptBR]

describe.each(locales)('$tag', (locale) => {
  it.each(['errors', 'flow', 'account'] as const)('has every text of %s, with its values', (part) => {
    const original: Record<string, string> = english[part]
    const translated: Record<string, string> = locale[part] ?? {}
    expect(Object.keys(translated).sort()).toEqual(Object.keys(original).sort())
    for (const [key, text] of Object.entries(original)) {
      const values = (sentence: string) => (sentence.match(/\{\w+\}/g) ?? []).sort()
      expect([key, values(translated[key] as string)]).toEqual([key, values(text)])
      expect(translated[key]?.trim()).not.toBe('')
    }
  })

  it('has the direction of its script', () => {
    expect(locale.dir).toBe(new Set(['ar', 'he']).has(locale.tag) ? 'rtl' : 'ltr')
  })
})
