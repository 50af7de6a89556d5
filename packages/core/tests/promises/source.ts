import { globSync, readFileSync } from 'node:fs'
import ts from 'typescript'

/** A parsed source file. */
export interface Source {
  /** The path from the root of the repository, such as `packages/core/src/server.ts`. */
  path: string
  tree: ts.SourceFile
}

const root = new URL('../../../../', import.meta.url)

/** The sources that run on a customer's server: all published code except tests and the local server. */
export function serverSources(): Source[] {
  const files = globSync('packages/{core,react,sveltekit}/src/**/*.{ts,tsx}', { cwd: root.pathname })
  return files
    .filter((path) => !path.endsWith('.test.ts') && !path.endsWith('.d.ts'))
    .map((path) => parse(path, readFileSync(new URL(path, root), 'utf8')))
}

/** Parses a text as a source, to test a rule. */
export const parse = (path: string, text: string): Source => ({
  path,
  tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
})

/** A node and all its descendants. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  for (const child of children) yield* nodesOf(child)
}

/** The `path:line` of a node. */
export function placeOf({ path, tree }: Source, node: ts.Node): string {
  return `${path}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`
}
