import { expect, it } from 'vitest'
import { de } from './de.ts'
import { fr } from './fr.ts'
import { providerText } from './provider-text.ts'
import { flowText } from './text.ts'
import { tr } from './tr.ts'

it.each([
  ['GoogleOAuth', undefined, { name: 'Google', label: 'Continue with Google' }],
  [
    'VercelMarketplaceOAuth',
    undefined,
    { name: 'Vercel Marketplace', label: 'Continue with Vercel Marketplace' },
  ],
  ['GoogleOAuth', tr, { name: 'Google', label: 'Google ile devam et' }],
  ['authkit', undefined, { name: 'Passkey', label: 'Continue with a passkey' }],
  ['authkit', de, { name: 'Passkey', label: 'Weiter mit Passkey' }],
  ['authkit', fr, { name: 'Clé d’accès', label: 'Continuer avec une clé d’accès' }],
  ['authkit', tr, { name: 'Geçiş anahtarı', label: 'Geçiş anahtarıyla devam et' }],
])('%s has a name and a label in the language of the page', (provider, locale, texts) => {
  expect(providerText(provider, flowText(locale))).toEqual(texts)
})
