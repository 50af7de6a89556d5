import type { EmulatorEnvironment } from '../environment/emulator-environment.ts'
import type { EnvironmentUpdate } from '../environment/updates.ts'

/** The event streams of open pages. */
export interface Streams {
  /** Server-sent events: `news` for each change in one of these environments. */
  open(environments: () => EmulatorEnvironment[], isShared: boolean): Response
  /** Ends all streams, because the server is about to stop. */
  close(): void
}

/** Keeps proxies from closing an idle connection. New environments are included from then on. */
const BEAT_MS = 5000

export function createStreams(): Streams {
  const endings = new Set<() => void>()
  return {
    open(environments, isShared) {
      const encoder = new TextEncoder()
      const followed = new Map<EmulatorEnvironment, () => void>()
      let end = () => {}
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          const write = (text: string) => controller.enqueue(encoder.encode(text))
          const send = (item: EnvironmentUpdate) => write(`event: news\ndata: ${JSON.stringify(item)}\n\n`)
          const follow = () => {
            for (const environment of environments()) {
              if (!followed.has(environment)) followed.set(environment, environment.updates.subscribe(send))
            }
          }
          const beat = setInterval(() => {
            follow()
            // Changes on other nodes are not announced to this process.
            if (isShared) send({ topic: 'event' })
            else write(': still here\n\n')
          }, BEAT_MS).unref()
          const shut = () => {
            end()
            controller.close()
          }
          end = () => {
            endings.delete(shut)
            clearInterval(beat)
            for (const stop of followed.values()) stop()
          }
          endings.add(shut)
          follow()
          write('retry: 1000\n\n')
        },
        cancel: () => end(),
      })
      return new Response(body, {
        headers: {
          'Content-Type': 'text/event-stream',
          'Cache-Control': 'no-store',
          'X-Accel-Buffering': 'no',
        },
      })
    },
    close() {
      for (const shut of [...endings]) shut()
    },
  }
}
