import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { fill, LANGUAGES, type Language, languageOf } from '../src/engine/domain/email/email-texts.ts'
import { renderEmail } from '../src/engine/domain/email/render-email.ts'
import { brandOf, contrast } from '../src/engine/services/brand.ts'
import { defaultSettings } from '../src/engine/services/settings.ts'
import { createBrowser } from './browser.ts'
import { emails, organization, start, verifiedUser } from './fixture.ts'

const caller = await start()
const { call, emulator, environment } = caller
afterAll(() => emulator.close())

const languages = Object.keys(LANGUAGES) as Language[]
const leaves = (value: object, path = ''): Array<[string, string]> =>
  Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'string' ? [[path + name, inner] as [string, string]] : leaves(inner, `${path}${name}.`),
  )
const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort().join()

describe('languages', () => {
  it.each(languages)('%s has every text that English has, with the same placeholders', (language) => {
    const own = new Map(leaves(LANGUAGES[language]))
    for (const [path, text] of leaves(LANGUAGES.en)) {
      expect([path, placeholders(own.get(path) ?? '')]).toEqual([path, placeholders(text)])
      expect(own.get(path)?.trim()).not.toBe('')
    }
  })

  it.each([
    ['de-AT', 'de'],
    ['pt', 'pt-BR'],
    ['zh-Hans-CN', 'zh-CN'],
    ['xx, fr;q=0.8', 'fr'],
    ['sv', 'en'],
    ['*', 'en'],
    [null, 'en'],
  ])('%s is %s', (locale, language) => {
    expect(languageOf(locale)).toBe(language)
  })

  it('an email uses the language of the invitation, or else of the user', async () => {
    await call('POST', '/user_management/invitations', { email: 'gast@orchard.example', locale: 'de' })
    const [invitation] = await emails(caller, { to: 'gast@orchard.example' })
    expect(invitation?.subject).toBe('Sie sind zu Latchkey eingeladen')
    await verifiedUser(caller, 'luc@orchard.example', { locale: 'fr-CA' })
    await call('POST', '/user_management/magic_auth', { email: 'luc@orchard.example' })
    const [code] = await emails(caller, { to: 'luc@orchard.example' })
    expect(code?.subject).toMatch(/^\d{6} est votre code pour Latchkey$/)
    expect(code?.html).toContain('<html lang="fr" dir="ltr">')
  })
})

describe('DES-15: an email', () => {
  it('shows where the request came from, when it expires, and what to do if the recipient did not request it', async () => {
    const inviter = await verifiedUser(caller, 'nadia@orchard.example', {
      first_name: 'Nadia',
      last_name: 'Okafor',
    })
    const org = await organization(caller, 'Orchard', [inviter])
    await call('POST', '/user_management/invitations', {
      email: 'new@orchard.example',
      organization_id: org,
      inviter_user_id: inviter,
      role_slug: 'admin',
    })
    const [email] = await emails(caller, { to: 'new@orchard.example' })
    expect(email?.subject).toBe('Nadia Okafor invited you to Orchard')
    for (const part of [
      'Join Orchard',
      email?.url,
      'Role',
      'admin',
      'Expires',
      'You can ignore this email',
    ]) {
      expect(email?.text).toContain(part)
    }
    expect(email?.html).toContain('Accept invitation')
  })

  it('has the code at the start of its subject, as unbroken text, and on the last line for autofill', async () => {
    await environment.settings.update({ password_reset_url: 'https://app.orchard.example/reset' })
    const { body } = await call('POST', '/user_management/magic_auth', { email: 'code@orchard.example' })
    const [email] = await emails(caller, { to: 'code@orchard.example' })
    expect(email?.subject.startsWith(body.code)).toBe(true)
    expect(email?.html).toContain(`>${body.code}<`)
    expect(email?.text.trimEnd().split('\n').at(-1)).toBe(`@app.orchard.example #${body.code}`)
    expect(email?.expires_at).toBe(body.expires_at)
    await environment.settings.update({ password_reset_url: null })
  })

  it('names the browser that requested the email', async () => {
    const { body } = await call('POST', '/user_management/redirect_uris', { uri: 'http://localhost:3000/cb' })
    expect(body.uri).toBe('http://localhost:3000/cb')
    const agent = 'Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0'
    const asking = createBrowser({
      ...emulator,
      fetch: (input, init) =>
        emulator.fetch(input, {
          ...init,
          headers: { ...(init?.headers as object), 'user-agent': agent, 'accept-language': 'it-IT,it;q=0.9' },
        }),
    })
    const query = `client_id=${environment.clientId}&provider=authkit&response_type=code&redirect_uri=http://localhost:3000/cb`
    await asking.open(`${emulator.url}/user_management/authorize?${query}`)
    await asking.submit({ action: 'magic', email: 'browser@orchard.example' })
    const [email] = await emails(caller, { to: 'browser@orchard.example' })
    expect(email?.text).toContain('Firefox, Windows')
    expect(email?.subject).toContain('è il tuo codice')
  })

  it('contains the escaped brand', async () => {
    await environment.settings.update({
      team_name: '<b>Acme</b>',
      logo_url: 'https://acme.example/logo.png',
      accent_color: '#aa3300',
    })
    await verifiedUser(caller, 'brand@orchard.example')
    await call('POST', '/user_management/password_reset', { email: 'brand@orchard.example' })
    const [email] = await emails(caller, { to: 'brand@orchard.example' })
    expect(email?.html).toContain('&lt;b&gt;Acme&lt;/b&gt;')
    expect(email?.html).not.toContain('<b>')
    expect(email?.html).toContain('src="https://acme.example/logo.png"')
    expect(email?.html).toContain('background:#aa3300')
    const page = await emulator.fetch(email?.url)
    const text = await page.text()
    expect(text).toContain('light-dark(#aa3300')
    expect(text).toContain('src="https://acme.example/logo.png"')
    expect(page.headers.get('content-security-policy')).toContain('img-src data: https:')
    await environment.settings.update({ team_name: 'Latchkey', logo_url: null, accent_color: null })
  })

  it.each(languages)(
    'in %s is complete without its style element, small, and made of tables with inline styles',
    (language) => {
      const { html, text } = renderEmail({
        ...{ brand: brandOf(defaultSettings()), language, title: 'Title', lead: 'Lead', note: 'Note' },
        ...{ button: { label: 'Go', url: 'https://x.example/?a=1&b="2"' }, facts: [['Expires', 'now']] },
      })
      expect(Buffer.byteLength(html)).toBeLessThan(7000)
      expect(html).not.toMatch(/\drem\b|var\(--|<script|<link/)
      for (const [, classes = ''] of html.matchAll(/class="([^"]+)"(?![^>]*style=)/g))
        expect(classes).toBe('none')
      expect(html).toContain('href="https://x.example/?a=1&amp;b=&quot;2&quot;"')
      expect(text).toContain('\nhttps://x.example/?a=1&b="2"\n')
    },
  )

  it('has valid headers and markup for any name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const brand = brandOf({ ...defaultSettings(), team_name: name })
        const { html } = renderEmail({
          brand,
          language: 'en',
          title: name,
          lead: name,
          facts: [[name, name]],
        })
        expect(html.match(/<table/g)).toHaveLength(5)
        expect(fill('{a} {b}', { a: name })).toBe(`${name} {b}`)
      }),
    )
  })
})

it('any accent color has enough contrast with its background and with the text on it', () => {
  const hex = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`)
  fc.assert(
    fc.property(hex, (accent_color) => {
      const { light, dark } = brandOf({ ...defaultSettings(), accent_color })
      for (const [{ accent, onAccent }, ground] of [
        [light, '#fffdf9'],
        [dark, '#1b1a17'],
      ] as const) {
        expect(contrast(accent, ground)).toBeGreaterThanOrEqual(3)
        expect(contrast(accent, onAccent)).toBeGreaterThanOrEqual(4.5)
      }
    }),
  )
})

describe('hosted pages', () => {
  const query = `client_id=${environment.clientId}&provider=authkit&response_type=code&redirect_uri=http://localhost:3000/cb`
  it('DES-14: keep the email address that was typed, and name the invalid field', async () => {
    const browser = createBrowser(emulator)
    await browser.open(`${emulator.url}/user_management/authorize?${query}`)
    await browser.submit({ action: 'password', email: 'typed@orchard.example', password: 'wrong' })
    expect(browser.html).toContain('value="typed@orchard.example"')
    expect(browser.html).toContain('autocomplete="current-password" aria-invalid="true"')
    for (const action of ['go-forgot', 'go-sign-up']) {
      await browser.open(`${emulator.url}/user_management/authorize?${query}`)
      await browser.submit({ action, email: 'typed@orchard.example' })
      expect([action, browser.html.includes('value="typed@orchard.example"')]).toEqual([action, true])
    }
  })

  it('DES-5: require an impersonated user of two organizations to choose one', async () => {
    const id = await verifiedUser(caller, 'two@orchard.example')
    await organization(caller, 'First', [id])
    await organization(caller, 'Second', [id])
    await environment.impersonate(id, { email: 'support@orchard.example' })
    const browser = createBrowser(emulator)
    await browser.open(`${emulator.url}/user_management/authorize?${query}`)
    await browser.submit({ action: 'impersonate' })
    expect(browser.html).toContain('Choose an organization')
    expect(browser.html).toContain('Second')
  })
})
