import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { entriesOf } from './entries.ts'
import { type Given, inputsGiven } from './inputs-given.ts'
import { filesLike, root } from './sources.ts'
import { takersOf } from './takers.ts'

const entries = entriesOf('react').filter(({ name }) => /^@latchkey\/react(\/ui)?$/.test(name))
const takers = takersOf(entries)
const SOURCES = /^\.\.\/src\//

const given = new Map<string, Set<Given>>()
for (const path of filesLike('packages/react/tests/**/*.{ts,tsx}'))
  for (const [name, inputs] of inputsGiven(path, readFileSync(join(root, path), 'utf8'), SOURCES))
    given.set(name, new Set([...(given.get(name) ?? []), ...inputs]))

describe('the documented props and options of @latchkey/react', () => {
  it('number more than a hundred', () => {
    expect(takers.flatMap(({ inputs }) => inputs).length).toBeGreaterThan(100)
  })

  it.each(takers.filter(({ inputs }) => inputs.length > 0))(
    'are each passed to $name by a test',
    ({ name, inputs }) => {
      const seen = given.get(name) ?? new Set()
      expect(
        inputs.filter((input) => !seen.has(input.place ?? input.name)).map((input) => input.name),
      ).toEqual([])
    },
  )
})

describe('the search for props', () => {
  const text = `
    import { useFlow, Panel as Card } from '../src/index.ts'
    import { Other } from 'elsewhere'
    // <Card title>
    const look = { tone: 'quiet' }
    const own = <Card dense {...look}>text</Card>
    const empty = <Other title />
    useFlow('sign-in', { returnTo: '/' })
  `

  it('finds props on the component, not in other text', () => {
    expect(inputsGiven('sample.test.tsx', text, SOURCES)).toEqual(
      new Map<string, Set<Given>>([
        ['Panel', new Set(['dense', 'tone', 'children'])],
        ['useFlow', new Set([0, 1, 'returnTo'])],
      ]),
    )
  })
})
