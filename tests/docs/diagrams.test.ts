import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DIAGRAMS } from '../../docs/diagrams/diagrams.ts'
import { type Box, draw, type Graph, widthOf } from '../../docs/diagrams/draw.ts'
import { withDiagrams } from '../../docs/src/site/diagrams.ts'
import { readPages } from '../../docs/src/site/pages.ts'
import { root } from '../architecture/sources.ts'

const folder = join(root, 'docs/images/diagrams')
const pages = readPages()

describe('diagrams of the documentation', () => {
  it('match the output of `node docs/diagrams/write.ts`', () => {
    const files = DIAGRAMS.map(({ name }) => `${name}.svg`)
    expect(readdirSync(folder).sort()).toEqual(files.sort())
    for (const diagram of DIAGRAMS)
      expect(readFileSync(join(folder, `${diagram.name}.svg`), 'utf8')).toBe(draw(diagram))
  })

  it('have a title and a description, which is also their alternative text on GitHub', () => {
    for (const { name, title, description } of DIAGRAMS) {
      const svg = readFileSync(join(folder, `${name}.svg`), 'utf8')
      expect(svg).toContain(`<title id="${name}-title">${title}</title>`)
      expect(svg).toContain(`<desc id="${name}-description">${description}</desc>`)
      expect(svg).toContain('prefers-color-scheme: dark')
      const shown = pages.filter(({ body }) =>
        body.includes(`![${description}](../images/diagrams/${name}.svg)`),
      )
      expect(shown.map(({ slug }) => slug)).toHaveLength(1)
    }
  })

  it('have texts that fit in their boxes', () => {
    const graphs = DIAGRAMS.map(({ content }) => content).filter(
      (content): content is Graph => 'boxes' in content,
    )
    const tooWide = (box: Box) =>
      widthOf(box.title, 14) > box.width || (box.lines ?? []).some((line) => widthOf(line, 12) > box.width)
    expect(graphs.flatMap(({ boxes }) => boxes.filter(tooWide))).toEqual([])
    const outside = graphs.flatMap(({ width, height, boxes }) =>
      boxes.filter((box) => box.x + box.width > width || box.y + box.height > height),
    )
    expect(outside).toEqual([])
  })

  it('are inlined in the pages of the site, and a missing diagram is an error', () => {
    const inline = withDiagrams('![Text](../images/diagrams/sessions.svg)')
    expect(inline).toMatch(/^<div class="doc-diagram.*<svg .*<\/svg><\/div>$/)
    expect(inline).not.toContain('\n')
    expect(() => withDiagrams('![Text](../images/diagrams/nothing.svg)')).toThrow('no diagram nothing')
  })

  it('are used instead of ASCII drawings', () => {
    const drawn = pages.filter(({ slug, body }) => /^(concepts|start)\//.test(slug) && /[─│└▶]/.test(body))
    expect(drawn.map(({ slug }) => slug)).toEqual([])
  })
})
