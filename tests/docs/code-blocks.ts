import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesLike, root } from '../architecture/sources.ts'

/** A fenced block of a document. */
export interface CodeBlock {
  /** The document, from the repository's root. */
  document: string
  /** Of its first line of code, counted from 1. */
  line: number
  language: string
  code: string
}

const FENCE = /^( *)```(\w+)[^\n]*\n([\s\S]*?)\n\1```$/gm

/** Every fenced block of a Markdown text. */
export function blocksIn(document: string, text: string): CodeBlock[] {
  return [...text.matchAll(FENCE)].map(({ 1: indent = '', 2: language = '', 3: code = '', index }) => ({
    document,
    line: text.slice(0, index).split('\n').length + 1,
    language,
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }))
}

/** Every block of every document that people read. Documents added later are found too. */
export const documentedCode = (): CodeBlock[] =>
  filesLike('*.md', 'packages/*/*.md', 'docs/**/*.md')
    .filter((path) => !path.endsWith('CHANGELOG.md') && !path.startsWith('docs/src/'))
    .flatMap((path) => blocksIn(path, readFileSync(join(root, path), 'utf8')))

/** Guides whose files `tests/installed` compiles, builds and runs as an app. */
const GUIDES = new Set(
  filesLike('tests/installed/*/package.json').map((path) => {
    const { guide } = JSON.parse(readFileSync(join(root, path), 'utf8')) as { guide?: string }
    return `docs/${guide}`
  }),
)

/** Whether a block is a file of an app that is built and run. */
export const isBuiltAsInstalled = ({ document, code }: CodeBlock): boolean =>
  GUIDES.has(document) && /^(\/\/|<!--) \S+\.\w+/.test(code)
