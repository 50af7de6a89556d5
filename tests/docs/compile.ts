import { join } from 'node:path'
import { compile as compileSvelte } from 'svelte/compiler'
import ts from 'typescript'
import { root } from '../architecture/sources.ts'
import type { CodeBlock } from './code-blocks.ts'

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2024.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Force,
  jsx: ts.JsxEmit.ReactJSX,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  types: ['node', 'svelte', 'vite/client', '@sveltejs/kit'],
}

/** Names that a page introduces in words, such as `request`. */
const ASSUMED = join(root, 'tests/docs/assumed.d.ts')

/** The code of a block as a module: with what the page imported before, and a fragment that returns in a function. */
function moduleOf(block: CodeBlock, earlier: readonly CodeBlock[]): string {
  const tree = parse(codeOf(block))
  const imports = tree.statements.filter(ts.isImportDeclaration)
  const rest = tree.statements.filter((statement) => !ts.isImportDeclaration(statement))
  const [head, body] = [imports, rest].map((part) => part.map((one) => one.getText(tree)).join('\n'))
  const own = new Set(tree.statements.flatMap(namesOf))
  const known = earlier.flatMap((other) => importsOf(parse(codeOf(other))))
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

/** Names that a statement at the top declares. */
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

/** Each imported name, with a statement that imports it alone. */
const importsOf = (tree: ts.SourceFile) =>
  tree.statements.filter(ts.isImportDeclaration).flatMap((statement) =>
    importedNames(statement).map((name): [string, string] => {
      const isDefault = statement.importClause?.name === name
      const from = statement.moduleSpecifier.getText(tree)
      return [name.text, `import ${isDefault ? name.text : `{ ${name.text} }`} from ${from}`]
    }),
  )

const returns = (statement: ts.Statement): boolean =>
  ts.isReturnStatement(statement) || (ts.isIfStatement(statement) && returns(statement.thenStatement))

/** What TypeScript sees of a block. */
const codeOf = ({ language, code }: CodeBlock) =>
  language === 'svelte'
    ? [...code.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script).join('\n')
    : code

/** What is wrong with the blocks, as `document:line message`. All are compiled in one program. */
export function problemsIn(blocks: CodeBlock[]): string[] {
  const files = new Map(blocks.map((block, index) => [join(root, `tests/docs/block-${index}.tsx`), block]))
  const host = ts.createCompilerHost(OPTIONS)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => files.has(name) || fileExists(name)
  host.getSourceFile = (name, ...rest) => {
    const block = files.get(name)
    if (block === undefined) return getSourceFile(name, ...rest)
    const earlier = blocks.filter(({ document, line }) => document === block.document && line < block.line)
    return ts.createSourceFile(name, moduleOf(block, earlier), ts.ScriptTarget.ES2023)
  }
  const program = ts.createProgram([ASSUMED, ...files.keys()], OPTIONS, host)
  return [...files].flatMap(([name, block]) => {
    const source = program.getSourceFile(name)
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    const messages = found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
    const own = messages.filter((message) => !isOfKit(message, block))
    return [...own, ...markupProblems(block)].map((message) => `${block.document}:${block.line} ${message}`)
  })
}

/** Kit writes `./$types` while it builds, and gives the exports of a route's files their types by itself. */
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
