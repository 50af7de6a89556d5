import { DEFAULT_OFFER, type FlowKind, type FlowPayload, type StepName } from '@latchkey/core'
import type { Brand, Locale } from '@latchkey/react'
import { MockAuthProvider, sampleStep, signedOut } from '@latchkey/react/testing'
import { SignIn, SignUp } from '@latchkey/react/ui'
import { type ReactNode, useEffect, useState } from 'react'

const LANGUAGES: Record<string, { name: string; load?: () => Promise<Locale> }> = {
  en: { name: 'English' },
  ar: { name: 'العربية', load: async () => (await import('@latchkey/react/locales/ar')).ar },
  de: { name: 'Deutsch', load: async () => (await import('@latchkey/react/locales/de')).de },
  es: { name: 'Español', load: async () => (await import('@latchkey/react/locales/es')).es },
  fr: { name: 'Français', load: async () => (await import('@latchkey/react/locales/fr')).fr },
  ja: { name: '日本語', load: async () => (await import('@latchkey/react/locales/ja')).ja },
  pl: { name: 'Polski', load: async () => (await import('@latchkey/react/locales/pl')).pl },
  th: { name: 'ไทย', load: async () => (await import('@latchkey/react/locales/th')).th },
}

const FONTS = {
  default: undefined,
  sans: 'system-ui, sans-serif',
  serif: 'Georgia, serif',
  rounded: 'ui-rounded, "Hiragino Maru Gothic ProN", system-ui, sans-serif',
} as const

const STEPS: readonly { kind: FlowKind; step: StepName; title: string }[] = [
  { kind: 'sign-in', step: 'start', title: 'Sign in' },
  { kind: 'sign-up', step: 'start', title: 'Create account' },
  { kind: 'sign-in', step: 'code', title: 'Emailed code' },
  { kind: 'sign-in', step: 'mfa-enroll', title: 'Authenticator app' },
  { kind: 'sign-in', step: 'select-organization', title: 'Organization' },
]

interface Theme {
  name: string
  accent: `#${string}`
  radius: 'none' | 'small' | 'medium' | 'large' | 'full'
  font: keyof typeof FONTS
  scheme: '' | 'light' | 'dark'
  language: string
  layout: 'rows' | 'icons'
}

const START: Theme = {
  name: 'Orchard',
  accent: '#5b5bd6',
  radius: 'medium',
  font: 'default',
  scheme: '',
  language: 'en',
  layout: 'rows',
}

/** The steps of sign-in, with the brand, language and layout that the visitor selects. */
export function ThemePage(): ReactNode {
  const [theme, setTheme] = useState(START)
  const [shown, setShown] = useState(0)
  const locale = useLocale(theme.language)
  const brand = brandOf(theme)
  const set = (changed: Partial<Theme>) => setTheme((before) => ({ ...before, ...changed }))
  return (
    <>
      <div className="hero">
        <h1>Your brand, your language</h1>
        <p>
          One object sets the name, the color, the corners and the font of every step, on pages and in emails.
        </p>
      </div>
      <div className="theme">
        <Controls theme={theme} set={set} />
        <MockAuthProvider state={signedOut()} server={SILENT as never} locale={locale} brand={brand}>
          <div className={`theme-preview ${theme.scheme}`} lang={theme.language} dir={locale?.dir ?? 'ltr'}>
            <Preview {...(STEPS[shown] ?? STEPS[0])} layout={theme.layout} />
          </div>
          <ul className="theme-steps">
            {STEPS.map((entry, index) => (
              <li key={entry.title} className={theme.scheme}>
                <div inert aria-hidden="true" dir={locale?.dir ?? 'ltr'}>
                  <Preview {...entry} layout={theme.layout} />
                </div>
                <button
                  type="button"
                  aria-pressed={index === shown}
                  onClick={() => setShown(index)}
                  aria-label={`Show the step: ${entry.title}`}
                />
              </li>
            ))}
          </ul>
        </MockAuthProvider>
      </div>
      <h2>The code</h2>
      <pre className="console">{codeOf(theme, brand)}</pre>
    </>
  )
}

function Controls({ theme, set }: { theme: Theme; set: (changed: Partial<Theme>) => void }): ReactNode {
  const select = <K extends 'radius' | 'font' | 'scheme' | 'language' | 'layout'>(
    key: K,
    title: string,
    options: readonly (readonly [value: string, text: string])[],
  ) => (
    <label>
      {title}
      <select value={theme[key]} onChange={({ target }) => set({ [key]: target.value } as Partial<Theme>)}>
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  )
  const same = (...values: string[]) => values.map((value) => [value, value] as const)
  return (
    <form className="sheet form" onSubmit={(event) => event.preventDefault()}>
      <label>
        Name
        <input
          value={theme.name}
          maxLength={40}
          onChange={({ target }) => set({ name: target.value })}
          autoComplete="off"
        />
      </label>
      <label>
        Accent color
        <input
          type="color"
          value={theme.accent}
          onChange={({ target }) => set({ accent: target.value as Theme['accent'] })}
        />
      </label>
      {select('radius', 'Corners', same('none', 'small', 'medium', 'large', 'full'))}
      {select('font', 'Font', same(...Object.keys(FONTS)))}
      {select('scheme', 'Color scheme', [
        ['', 'as the system'],
        ['light', 'light'],
        ['dark', 'dark'],
      ])}
      {select(
        'language',
        'Language',
        Object.entries(LANGUAGES).map(([tag, { name }]) => [tag, name] as const),
      )}
      {select('layout', 'Providers', same('rows', 'icons'))}
    </form>
  )
}

function Preview({
  kind = 'sign-in',
  step = 'start',
  layout,
}: {
  kind?: FlowKind
  step?: StepName
  layout: Theme['layout']
}): ReactNode {
  const flow = payload(kind, step)
  return kind === 'sign-up' ? (
    <SignUp key={kind} initialFlow={flow} layout={layout} />
  ) : (
    <SignIn key={step} initialFlow={flow} layout={layout} identifierFirst={false} />
  )
}

/** A server that never responds, so that a preview does not change. */
const SILENT = { fetch: () => new Promise<Response>(() => {}) }

function payload(kind: FlowKind, name: StepName): FlowPayload {
  const email = 'nadia@orchard.example'
  const step = sampleStep(name, email, '/account')
  return {
    kind,
    flow: 'flow_1',
    step: step.name === 'start' ? { ...step, methods: [...DEFAULT_OFFER.methods, 'sso'] } : step,
    error: undefined,
    values: name === 'start' ? {} : { email },
    returnTo: '/account',
  }
}

function brandOf({ name, accent, radius, font }: Theme): Brand {
  const family = FONTS[font]
  return {
    name: name.trim() === '' ? START.name : name,
    accent,
    radius,
    ...(family !== undefined && { font: family }),
  }
}

function codeOf({ language, layout }: Theme, brand: Brand): string {
  const locale = language === 'en' ? '' : ` locale={${language}}`
  return [
    ...(language === 'en' ? [] : [`import { ${language} } from '@latchkey/react/locales/${language}'`, '']),
    `const brand = ${JSON.stringify(brand, null, 2)}`,
    '',
    `<AuthProvider brand={brand}${locale}>`,
    `  <SignIn${layout === 'icons' ? ' layout="icons"' : ''} />`,
    '</AuthProvider>',
  ].join('\n')
}

function useLocale(language: string): Locale | undefined {
  const [locale, setLocale] = useState<Locale>()
  useEffect(() => {
    let isLatest = true
    const load = LANGUAGES[language]?.load ?? (async () => undefined)
    load().then((loaded) => isLatest && setLocale(loaded))
    return () => {
      isLatest = false
    }
  }, [language])
  return locale
}
