import { DIAGRAMS } from '../../diagrams/diagrams.ts'
import { draw } from '../../diagrams/draw.ts'

const PICTURE = /^!\[[^\]]*\]\([^)\s]*images\/diagrams\/([\w-]+)\.svg\)$/gm

/** Inlines diagrams in the page, so that they follow its theme and not only the theme of the system. */
export const withDiagrams = (markdown: string): string =>
  markdown.replaceAll(PICTURE, (_, name: string) => {
    const diagram = DIAGRAMS.find((one) => one.name === name)
    if (diagram === undefined) throw new Error(`There is no diagram ${name}`)
    return `<div class="doc-diagram not-content" role="group" aria-label="Diagram" tabindex="0">${draw(diagram).trim()}</div>`
  })
