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

/** An import or re-export, as written in a file. */
export interface Import {
  specifier: string
  /** Whether the import is removed by compilation. */
  isTypeOnly: boolean
  /** The path of the imported file from the root of the repository. Set only for relative imports. */
  file?: string
}

export interface SourceFile {
  /** The path from the root of the repository. */
  path: string
  text: string
  tree: ts.SourceFile
  imports: Import[]
}

/** Finds files by patterns, relative to the root of the repository, except for installed and built files. */
export function filesLike(...patterns: string[]): string[] {
  const found = patterns.flatMap((pattern) => globSync(pattern, { cwd: root }))
  return found.filter((path) => !/(^|\/)(node_modules|dist|build|\.svelte-kit)\//.test(path)).sort()
}

/** The sources of the published code of a package, without its tests. */
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
