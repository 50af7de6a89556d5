import { describe, expect, it } from 'vitest'
import { follow, MOVES, move, problemsOf } from './moving-an-app.ts'

const moved = (one: (typeof MOVES)['Clerk']) => {
  const { before, app } = move(one)
  return { before, app, theirs: one.theirs, texts: [...app].filter(([path]) => path !== 'package.json') }
}

const MOVED = { Clerk: moved(MOVES.Clerk), AuthKit: moved(MOVES.AuthKit) }

describe.each(Object.entries(MOVED))('a small Next app with %s', (_name, { before, app, theirs, texts }) => {
  it('neither imports nor depends on the former product after the migration', () => {
    expect([...before.values()].filter((text) => text.includes(theirs)).length).toBeGreaterThan(6)
    expect(texts.filter(([, text]) => text.includes(theirs)).map(([path]) => path)).toEqual([])
    const { dependencies } = JSON.parse(app.get('package.json') ?? '')
    const ours = ['@latchkey/next', '@latchkey/emulator']
    expect(Object.keys(dependencies)).toEqual(['next', 'react', 'react-dom', ...ours])
  })

  it('has every page that the provider links to, and checks the session in each server function', () => {
    for (const path of ['sign-in', 'sign-up', 'forgot-password'])
      expect(app.has(`app/${path}/page.tsx`), path).toBe(true)
    const functions = texts.filter(
      ([path, text]) => text.startsWith("'use server'") || path.startsWith('app/api/'),
    )
    expect(functions.length).toBeGreaterThan(0)
    for (const [path, text] of functions) expect(text, path).toMatch(/authed\.(action|route)/)
  })
})

it('both apps compile after the migration', { timeout: 60_000 }, () => {
  const { Clerk, AuthKit } = MOVED
  const wrong = new Map([['a.ts', `import { nothing } from '@latchkey/next'\nnothing()`]])
  const problems = problemsOf({ clerk: Clerk.app, authkit: AuthKit.app, wrong })
  expect(problems).toEqual([expect.stringMatching(/^wrong\/a\.ts .*nothing/)])
})

it('a step that does not match the app, or that is not supported, is an error', () => {
  const app = new Map([['a.ts', 'one\n  two\nthree']])
  const step = (language: string, code: string) => [{ document: '', line: 1, language, code }]
  follow(app, step('diff', '- two\n+ 2\n+   more'))
  expect(app.get('a.ts')).toBe('one\n  2\n    more\nthree')
  for (const [language, code] of [
    ['diff', '- four\n+ 4'],
    ['diff', '// b.ts\n- one\n+ 1'],
    ['sh', 'rm -r app/gone'],
    ['sh', 'curl evil.example'],
    ['ts', 'const nameless = 1'],
  ] as const)
    expect(() => follow(app, step(language, code)), code).toThrow()
})
