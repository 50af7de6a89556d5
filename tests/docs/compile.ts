import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compile as compileSvelte } from 'svelte/compiler'
import ts from 'typescript'
import { typeErrors } from '../../scripts/type-errors.mjs'
import { root } from '../architecture/sources.ts'
import type { CodeBlock } from './code-blocks.ts'

/** Names that a page introduces in prose, such as `request`. */
const ASSUMED = join(root, 'tests/docs/assumed.d.ts')

/** A name that a code block imports, with a statement that imports only this name. */
type Import = [name: string, statement: string]

/**
 * Converts a code block to a module: adds imports from earlier blocks of the page, and wraps a fragment that returns in a
 * function.
 *
 * @param known The imports of the earlier blocks of the page.
 */
function moduleOf(block: CodeBlock, known: readonly Import[]): string {
  const tree = parse(codeOf(block))
  const imports = tree.statements.filter(ts.isImportDeclaration)
  const rest = tree.statements.filter((statement) => !ts.isImportDeclaration(statement))
  const [head, body] = [imports, rest].map((part) => part.map((one) => one.getText(tree)).join('\n'))
  const own = new Set(tree.statements.flatMap(namesOf))
  const missing = new Map(
    known.filter(([name]) => !own.has(name) && new RegExp(`\\b${name}\\b`).test(codeOf(block))),
  )
  const isFragment = tree.statements.some(returns)
  return [
    ...missing.values(),
    head,
    isFragment ? `export async function fragment() {\n${body}\n}` : body,
  ].join('\n')
}

const parse = (text: string) => ts.createSourceFile('block.tsx', text, ts.ScriptTarget.Latest, true)

/** The names that a top-level statement declares. */
function namesOf(statement: ts.Statement): string[] {
  if (ts.isImportDeclaration(statement)) return importedNames(statement).map(({ text }) => text)
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => name.getText().match(/[\w$]+/g) ?? [])
  }
  const { name } = statement as ts.Statement & { name?: ts.Identifier }
  return name === undefined ? [] : [name.text]
}

function importedNames({ importClause }: ts.ImportDeclaration): ts.Identifier[] {
  const { name, namedBindings } = importClause ?? {}
  const named =
    namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements.map((one) => one.name) : []
  return name === undefined ? named : [name, ...named]
}

const importsOf = (block: CodeBlock) => {
  const tree = parse(codeOf(block))
  return tree.statements.filter(ts.isImportDeclaration).flatMap((statement) =>
    importedNames(statement).map((name): Import => {
      const isDefault = statement.importClause?.name === name
      const from = statement.moduleSpecifier.getText(tree)
      return [name.text, `import ${isDefault ? name.text : `{ ${name.text} }`} from ${from}`]
    }),
  )
}

const returns = (statement: ts.Statement): boolean =>
  ts.isReturnStatement(statement) || (ts.isIfStatement(statement) && returns(statement.thenStatement))

/** The part of a code block that TypeScript checks. */
const codeOf = ({ language, code }: CodeBlock) =>
  language === 'svelte'
    ? [...code.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script).join('\n')
    : code

/** The errors in the code blocks, as `document:line message`. All are compiled in one program. */
export function problemsIn(blocks: CodeBlock[]): string[] {
  const imports = blocks.map((block) => ({ block, imports: importsOf(block) }))
  const modules = blocks.map((block, index): [string, string] => {
    const earlier = imports.filter(
      (other) => other.block.document === block.document && other.block.line < block.line,
    )
    return [
      `block-${index}.tsx`,
      moduleOf(
        block,
        earlier.flatMap((other) => other.imports),
      ),
    ]
  })
  const errors = typeErrors('tests', [['assumed.d.ts', readFileSync(ASSUMED, 'utf8')], ...modules], {
    moduleDetection: 'force',
    types: ['node', 'svelte', 'vite/client', '@sveltejs/kit'],
  })
  return blocks.flatMap((block, index) => {
    const ofBlock = errors.filter(({ path }) => path === `block-${index}.tsx`)
    const messages = ofBlock.map(({ message }) => message).filter((message) => !isOfKit(message, block))
    return [...messages, ...markupProblems(block)].map(
      (message) => `${block.document}:${block.line} ${message}`,
    )
  })
}

/** Ignores errors that do not occur in an app: Kit generates `./$types` and the types of the exports of route files. */
const isOfKit = (message: string, { code }: CodeBlock) =>
  /Cannot find module '\.\/\$types'/.test(message) ||
  (/^\/\/ src\/routes\/.*\+/.test(code) && /implicitly has an 'any' type/.test(message))

function markupProblems({ language, code }: CodeBlock): string[] {
  if (language !== 'svelte') return []
  try {
    return compileSvelte(code, { generate: false }).warnings.map(({ message }) => message)
  } catch (error) {
    return [(error as Error).message]
  }
}
