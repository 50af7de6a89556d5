// One node of the local server in its own process, whose CPU time it reports.
import { createEmulator } from '@latchkey/emulator'

const [, , postgres = ''] = process.argv
const running = await createEmulator({ port: 0, storage: { postgres } })
const { apiKey, clientId } = running.default

/** The first message of a node. */
export interface NodeStarted {
  baseUrl: string
  apiKey: string
  clientId: string
}

process.send?.({ baseUrl: running.url, apiKey, clientId } satisfies NodeStarted)
process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.(user + system)
})
process.on('disconnect', () => process.exit())
