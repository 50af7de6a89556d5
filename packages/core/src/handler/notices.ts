import { readEnvironment } from '../api/environment.ts'

/** Tells the developer what to set. Each notice is one line in the console, once, and never in production. */
export type Notify = (about: string, text: string) => void

/** Keeps count of what has been said. The text names the setting and the fix, and holds nothing secret. */
export function createNotices(): Notify {
  const said = new Set<string>()
  return (about, text) => {
    if (said.has(about) || readEnvironment('NODE_ENV') === 'production') return
    said.add(about)
    console.warn(`latchkey: ${text}`)
  }
}
