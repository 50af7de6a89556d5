// Reads the steps of a guide: its code blocks in order, each of which is a file to write or commands to run.
const BLOCK = /^```(\w+)\n([\s\S]*?)^```$/gm
const PATH_LINE = /^(?:\/\/|<!--|#) (\S*\.\w+)(?: -->)?\n/
/** Marks where a guide continues with topics after the first sign-in. */
const END = '<!-- end of the first sign-in -->'
const SERVER =
  /^(?:npx (?:@latchkey\/emulator|latchkey-emulator)(?! env)|npm (?:run dev|run preview|start)|npx (?:vite|vite dev|react-router dev|srvx serve|astro dev)\b(?! build)|node )/

/** Whether a command runs until it is stopped. */
export const isServer = (command) => SERVER.test(command) && !/^node -e /.test(command)
export const isEmulator = (command) => /emulator/.test(command)

/** The steps of a guide: `{ path, code }` for a file, or `{ commands }` for a terminal block. */
export function readGuide(text) {
  const followed = text.split(END)[0]
  return [...followed.matchAll(BLOCK)].flatMap(([, language, code]) => {
    const [line, path] = PATH_LINE.exec(code) ?? []
    if (path !== undefined) return [{ path, code: code.slice(line.length) }]
    if (language !== 'sh') return []
    const commands = code.split('\n').map((command) => command.replace(/\s+# .*$/, '').trim())
    return [{ commands: commands.filter((command) => command !== '') }]
  })
}

/** What a reader pastes, such as "36 lines of code and 9 commands". Empty lines are not counted. */
export function pastedText(steps) {
  const code = steps.flatMap((step) => (step.code ?? '').split('\n')).filter((line) => line.trim() !== '')
  const commands = steps.flatMap((step) => step.commands ?? [])
  return `${code.length} lines of code and ${commands.length} commands`
}
