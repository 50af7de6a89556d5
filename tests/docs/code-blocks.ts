import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesLike, root } from '../architecture/sources.ts'

/** A fenced code block in a document. */
export interface CodeBlock {
  /** The path of the document from the root of the repository. */
  document: string
  /** The line number of the first line of code, starting at 1. */
  line: number
  language: string
  code: string
}

const FENCE = /^( *)```(\w+)[^\n]*\n([\s\S]*?)\n\1```$/gm

/** Finds every fenced code block in a Markdown text. */
export function blocksIn(document: string, text: string): CodeBlock[] {
  return [...text.matchAll(FENCE)].map(({ 1: indent = '', 2: language = '', 3: code = '', index }) => ({
    document,
    line: text.slice(0, index).split('\n').length + 1,
    language,
    code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }))
}

/** Finds every code block in all documents for readers, including those that are added later. */
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

/** Whether a code block is a file of an app that is built and run. */
export const isBuiltAsInstalled = ({ document, code }: CodeBlock): boolean =>
  GUIDES.has(document) && /^(\/\/|<!--) \S+\.\w+/.test(code)
