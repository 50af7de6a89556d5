import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export const PACKAGES = [
  'core',
  'react',
  'sveltekit',
  'node',
  'next',
  'react-router',
  'tanstack-start',
  'astro',
  'emulator',
] as const
export type PackageName = (typeof PACKAGES)[number]

/** An import or re-export, as a file spells it. */
export interface Import {
  specifier: string
  /** Gone after compilation. */
  isTypeOnly: boolean
  /** The file it means, from the repository's root; for relative imports only. */
  file?: string
}

export interface SourceFile {
  /** From the repository's root. */
  path: string
  text: string
  tree: ts.SourceFile
  imports: Import[]
}

/** Files by pattern, from the repository's root, without what was installed or built. */
export function filesLike(...patterns: string[]): string[] {
  const found = patterns.flatMap((pattern) => globSync(pattern, { cwd: root }))
  return found.filter((path) => !/(^|\/)(node_modules|dist|build|\.svelte-kit)\//.test(path)).sort()
}

/** What a package publishes, before it is built: no tests among it. */
export const sourcesOf = (name: PackageName): SourceFile[] =>
  filesLike(`packages/${name}/src/**/*.{ts,tsx}`)
    .filter((path) => !/\.test(-d)?\.tsx?$/.test(path))
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')))

export function parseSource(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const imports: Import[] = []
  const add = (specifier: ts.Node | undefined, isTypeOnly: boolean) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return
    const isRelative = specifier.text.startsWith('.')
    const file = isRelative ? normalize(join(dirname(path), specifier.text)) : undefined
    imports.push({ specifier: specifier.text, isTypeOnly, file })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node.importClause))
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, isTypeExport(node))
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false)
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return { path, text, tree, imports }
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true
  const names = clause.namedBindings
  return clause.name === undefined && names !== undefined && ts.isNamedImports(names) && allTypes(names)
}

const isTypeExport = ({ isTypeOnly, exportClause }: ts.ExportDeclaration) =>
  isTypeOnly || (exportClause !== undefined && ts.isNamedExports(exportClause) && allTypes(exportClause))

const allTypes = ({ elements }: ts.NamedImports | ts.NamedExports) =>
  elements.length > 0 && elements.every((element) => element.isTypeOnly)
