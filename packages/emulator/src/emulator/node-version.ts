const NEEDED = [22, 13] as const

/** What to tell the user of a Node that has no `node:sqlite`; undefined for one that will do. */
export function nodeProblem(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return undefined
  return `The emulator needs Node ${NEEDED.join('.')} or newer; this is ${version}.`
}
