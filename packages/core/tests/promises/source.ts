import { globSync, readFileSync } from 'node:fs'
import ts from 'typescript'

/** A file of the sources, parsed. */
export interface Source {
  /** From the repository's root, such as `packages/core/src/server.ts`. */
  path: string
  tree: ts.SourceFile
}

const root = new URL('../../../../', import.meta.url)

/** The sources that run in a customer's server: everything published but tests and the local server. */
export function serverSources(): Source[] {
  const files = globSync('packages/{core,react,sveltekit}/src/**/*.{ts,tsx}', { cwd: root.pathname })
  return files
    .filter((path) => !path.endsWith('.test.ts') && !path.endsWith('.d.ts'))
    .map((path) => parse(path, readFileSync(new URL(path, root), 'utf8')))
}

/** A text as a source, to try a rule on. */
export const parse = (path: string, text: string): Source => ({
  path,
  tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
})

/** Every node below a node, the node itself first. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  yield node
  const children: ts.Node[] = []
  ts.forEachChild(node, (child) => void children.push(child))
  for (const child of children) yield* nodesOf(child)
}

/** `path:line` of a node. */
export function placeOf({ path, tree }: Source, node: ts.Node): string {
  return `${path}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`
}
