import type { SourceFile } from './sources.ts'

/**
 * The layers (rows) of a package, from bottom to top. A row lists folders, called rooms. If parts of one folder belong to
 * different rows, a row can also list a single file, which is then a separate room. A file may import from its own room
 * and from the rows below. Imports of types count, too.
 */
export function rowsOf(root: string, rows: readonly (readonly string[])[]) {
  const named = new Set(rows.flat())

  /** The folder of a file, or the file itself if a row lists it. */
  function roomOf(path: string): string {
    const own = path.slice(root.length)
    return named.has(own) ? own : own.replace(/\/?[^/]*$/, '')
  }

  const rowOf = (path: string) => rows.findIndex((row) => row.includes(roomOf(path)))

  return {
    /** Files that belong to no row. */
    missing: (sources: readonly SourceFile[]) =>
      sources.filter(({ path }) => rowOf(path) === -1).map(({ path }) => path),

    /** Imports from a row above, or from another room of the same row. */
    breaches: (sources: readonly SourceFile[]) =>
      sources.flatMap(({ path, imports }) =>
        imports.flatMap(({ file }) => {
          if (file === undefined || roomOf(file) === roomOf(path)) return []
          return rowOf(file) < rowOf(path) ? [] : [`${path} → ${file}`]
        }),
      ),
  }
}

/** Circular imports, each as its list of files. Imports of types count, too. */
export function circlesOf(sources: readonly SourceFile[]): string[] {
  const importsOf = new Map(
    sources.map(({ path, imports }) => [path, imports.flatMap(({ file }) => file ?? [])] as const),
  )
  const done = new Set<string>()
  const circles: string[] = []

  function visit(path: string, way: readonly string[]): void {
    const start = way.indexOf(path)
    if (start >= 0) circles.push([...way.slice(start), path].join(' → '))
    if (start >= 0 || done.has(path)) return
    for (const next of importsOf.get(path) ?? []) visit(next, [...way, path])
    done.add(path)
  }

  for (const { path } of sources) visit(path, [])
  return circles
}
