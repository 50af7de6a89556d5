// A guide as a reader follows it: its blocks in order, each a file to write or commands to run.
const BLOCK = /^```(\w+)\n([\s\S]*?)^```$/gm
const PATH_LINE = /^(?:\/\/|<!--|#) (\S*\.\w+)(?: -->)?\n/
/** From here on a guide is about what comes after the first sign-in. */
const END = '<!-- end of the first sign-in -->'
const SERVER =
  /^(?:npx (?:@latchkey\/emulator|latchkey-emulator)(?! env)|npm (?:run dev|run preview|start)|npx (?:vite|vite dev|react-router dev|srvx serve|astro dev)\b(?! build)|node )/

/** A command that continues until it is stopped. */
export const isServer = (command) => SERVER.test(command) && !/^node -e /.test(command)
export const isEmulator = (command) => /emulator/.test(command)

/** The steps of a guide: `{ path, code }` of a file, or `{ commands }` of a block for the terminal. */
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

/** How many lines a reader pastes, without the empty ones. */
export const pastedLines = (steps) =>
  steps
    .flatMap(({ code = '', commands = [] }) => [...code.split('\n'), ...commands])
    .filter((line) => line.trim() !== '').length
