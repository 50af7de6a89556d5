import type { SourceFile } from './sources.ts'

/**
 * The rows of a package, from the bottom to the top. A row names folders, or single files where one folder has parts of
 * two heights; a file that is named stands in its own room. A file may import its own room and the rows below.
 * Types count as well.
 */
export function rowsOf(root: string, rows: readonly (readonly string[])[]) {
  const named = new Set(rows.flat())

  /** The folder, or the file itself where it is named. */
  function roomOf(path: string): string {
    const own = path.slice(root.length)
    return named.has(own) ? own : own.replace(/\/?[^/]*$/, '')
  }

  const rowOf = (path: string) => rows.findIndex((row) => row.includes(roomOf(path)))

  return {
    /** Files that no row holds. */
    missing: (sources: readonly SourceFile[]) =>
      sources.filter(({ path }) => rowOf(path) === -1).map(({ path }) => path),

    /** Imports that lead up, or sideways into another room of the same row. */
    breaches: (sources: readonly SourceFile[]) =>
      sources.flatMap(({ path, imports }) =>
        imports.flatMap(({ file }) => {
          if (file === undefined || roomOf(file) === roomOf(path)) return []
          return rowOf(file) < rowOf(path) ? [] : [`${path} → ${file}`]
        }),
      ),
  }
}

/** Circles of files that import each other, each as its list of files. Types count as well. */
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
