import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesLike, root } from './sources.ts'

/** Matches spread attributes on elements that load something. Svelte adds `onload` and `onerror` attributes to these. */
const SPREAD = /<(?:img|link|iframe|script|style|object|embed|input type="image")\b[^>]*\{\.\.\./g

const spreadIn = (text: string): string[] => [...text.matchAll(SPREAD)].map(([match]) => match)

describe('H3: the markup of Svelte components', () => {
  it('has no event handler attributes, which a strict policy forbids', () => {
    const files = filesLike('packages/sveltekit/src/**/*.svelte')
    expect(files.length).toBeGreaterThan(30)
    const found = files.flatMap((path) =>
      spreadIn(readFileSync(join(root, path), 'utf8')).map((match) => `${path}: ${match}`),
    )
    expect(found).toEqual([])
  })

  it('is also searched across line breaks', () => {
    expect(spreadIn('<img\n  alt=""\n  {...part()}\n/>')).toHaveLength(1)
    expect(spreadIn('<p {...part()}><img src={a} /></p>')).toEqual([])
  })
})
